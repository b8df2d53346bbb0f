"""What spans and frames refer to is looked at once a statement; no foreign key looks at it for every row."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from annotations.migrations import _references
from annotations.models.creation import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ('annotations', '0001_squashed_0029_tables'),
    ]

    operations = [
        migrations.RunSQL(_references.MAKE, _references.DROP),
        AtOnce([
            pgtrigger.migrations.RemoveTrigger(
                model_name='attribution',
                name='d_check_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='span',
                name='d_check_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='span',
                name='d_check_insert',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='attribution.layer_of_other_version',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.source_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.cue_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.addressee_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.channel_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.antecedent_span_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.parent_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='attribution',
                name='frame.antecedent_frame_outside_layer',
            ),
            migrations.RemoveConstraint(
                model_name='span',
                name='span.carried_from',
            ),
            migrations.RemoveConstraint(
                model_name='span',
                name='span.layer_of_other_version',
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attribution',
                trigger=pgtrigger.compiler.Trigger(name='d_check_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE doubtful bigint[];', func="IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; \n    PERFORM isnad_lock_layers((SELECT array_agg(DISTINCT layer_id) FROM new_rows));\n    PERFORM 1 FROM annotations_source WHERE id IN (\n        SELECT unnest(speaker_ids) FROM new_rows WHERE speaker_ids <> '{}') ORDER BY id FOR KEY SHARE;\n    SELECT array_agg(f.id) INTO doubtful FROM new_rows f\n        LEFT JOIN LATERAL (SELECT workspace_id, version_id FROM annotations_layer WHERE id = f.layer_id OFFSET 0) l\n            ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.source_id OFFSET 0) source ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.cue_id OFFSET 0) cue ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.content_ids[1] OFFSET 0) content ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.addressee_id OFFSET 0) addressee ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.channel_id OFFSET 0) channel ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.antecedent_span_id OFFSET 0) antecedent ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, content_ids, parent_id FROM annotations_attribution WHERE id = f.antecedent_frame_id\n            OFFSET 0) continued ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, content_ids, parent_id FROM annotations_attribution WHERE id = f.parent_id\n            OFFSET 0) parent ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = parent.content_ids[1] OFFSET 0) around ON true\n    WHERE (l.workspace_id = f.workspace_id AND l.version_id = f.version_id\n        AND (f.source_id IS NULL OR source.layer_id = f.layer_id) AND (f.cue_id IS NULL OR cue.layer_id = f.layer_id)\n        AND (f.addressee_id IS NULL OR addressee.layer_id = f.layer_id) AND (f.channel_id IS NULL OR channel.layer_id = f.layer_id)\n        AND (f.antecedent_span_id IS NULL OR antecedent.layer_id = f.layer_id) AND (f.antecedent_frame_id IS NULL OR continued.layer_id = f.layer_id)\n        AND (f.parent_id IS NULL OR parent.layer_id = f.layer_id)\n        AND current_setting('transaction_isolation') = 'read committed'\n        AND (f.content_ids = '{}' OR array_ndims(f.content_ids) = 1 AND array_length(f.content_ids, 1) = 1\n            AND content.layer_id = f.layer_id)\n        AND (f.cue_id IS NULL OR cue.whole)\n        AND (source.first IS NULL OR cue.first IS NULL OR source.last <= cue.first OR cue.last <= source.first) AND (source.first IS NULL OR content.first IS NULL OR source.last <= content.first OR content.last <= source.first) AND (cue.first IS NULL OR content.first IS NULL OR cue.last <= content.first OR content.last <= cue.first)\n        AND (f.parent_id IS NULL OR parent.parent_id IS NULL AND f.parent_id <> f.id\n            AND array_length(parent.content_ids, 1) = 1 AND around.whole\n            AND (source.first IS NULL OR source.first >= around.first AND source.last <= around.last) AND (cue.first IS NULL OR cue.first >= around.first AND cue.last <= around.last) AND (content.first IS NULL OR content.first >= around.first AND content.last <= around.last)\n            AND (addressee.first IS NULL OR addressee.first >= around.first AND addressee.last <= around.last) AND (channel.first IS NULL OR channel.first >= around.first AND channel.last <= around.last))\n        AND (f.speaker_ids = '{}' OR array_ndims(f.speaker_ids) = 1 AND NOT EXISTS (\n            SELECT 1 FROM unnest(f.speaker_ids) AS p (id)\n            LEFT JOIN LATERAL (SELECT workspace_id FROM annotations_source WHERE id = p.id OFFSET 0) s ON true\n            WHERE s.workspace_id IS DISTINCT FROM f.workspace_id))) IS NOT TRUE;\n    IF doubtful IS NOT NULL THEN\n        IF EXISTS (SELECT 1 FROM new_rows f JOIN annotations_layer l ON l.id = f.layer_id\n                   WHERE l.workspace_id <> f.workspace_id) THEN\n            PERFORM isnad_refuse('attribution.other_workspace', 'the version belongs to another workspace');\n        END IF;\n        PERFORM isnad_check_frames(doubtful);\n    END IF;\n RETURN NULL;", hash='3c9df1cc2b5cf9576cd44ec63a2e29af95056268', level='STATEMENT', operation='INSERT', pgid='pgtrigger_d_check_insert_264d0', referencing='REFERENCING NEW TABLE AS new_rows ', table='annotations_attribution', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='attribution',
                trigger=pgtrigger.compiler.Trigger(name='d_check_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM isnad_check_deleted_frames((SELECT array_agg(id) FROM old_rows), (SELECT array_agg(DISTINCT layer_id) FROM old_rows)); RETURN NULL;', hash='e8672f71a96736703da8690bbdfcaf8df9d201c6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_d_check_delete_90e7a', referencing='REFERENCING OLD TABLE AS old_rows ', table='annotations_attribution', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='layer',
                trigger=pgtrigger.compiler.Trigger(name='d_check_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM isnad_check_deleted_layers((SELECT array_agg(id) FROM old_rows)); RETURN NULL;', hash='c82416bcd6cb66171e1ae724bb423021f3487a7b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_d_check_delete_67c1b', referencing='REFERENCING OLD TABLE AS old_rows ', table='annotations_layer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='span',
                trigger=pgtrigger.compiler.Trigger(name='d_check_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE doubtful bigint[];', func="IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; \n    PERFORM 1 FROM annotations_layer WHERE id IN (SELECT DISTINCT layer_id FROM new_rows) ORDER BY id FOR KEY SHARE;\n    IF EXISTS (\n        SELECT 1 FROM (SELECT DISTINCT version_id, layer_id FROM new_rows) n\n        LEFT JOIN LATERAL (SELECT version_id FROM annotations_layer WHERE id = n.layer_id OFFSET 0) l ON true\n        WHERE l.version_id IS DISTINCT FROM n.version_id) THEN\n        PERFORM isnad_refuse('span.layer_of_other_version', 'the layer of a span lies over its version');\n    END IF;\n    PERFORM isnad_check_carried((SELECT array_agg(id) FROM new_rows WHERE carried_from_id IS NOT NULL));\n    WITH bodies AS MATERIALIZED (\n        SELECT v.id, v.workspace_id, v.length, l.lines, l.starts\n        FROM (SELECT DISTINCT version_id FROM new_rows) n\n        CROSS JOIN LATERAL (SELECT * FROM annotations_articleversion WHERE id = n.version_id OFFSET 0) v\n        CROSS JOIN LATERAL (\n            SELECT array_agg(line ORDER BY number) AS lines, array_agg(start ORDER BY number) AS starts\n            FROM (SELECT line, number, (sum(length(line) + 1) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING))::int\n                    - length(line) - 1 AS start\n                FROM string_to_table(v.text, E'\\n') WITH ORDINALITY AS t (line, number)) placed) l\n    ), placed AS (\n        SELECT s.id, s.workspace_id, s.segments, s.prefix, s.exact, s.suffix,\n            b.workspace_id AS home, b.length, b.lines, b.starts, GREATEST(s.segments[1] - 32, 0) AS first,\n            width_bucket(GREATEST(s.segments[1] - 32, 0), b.starts) AS top,\n            width_bucket(s.segments[2] + 32, b.starts) AS bottom\n        FROM new_rows s LEFT JOIN bodies b ON b.id = s.version_id OFFSET 0\n    )\n    SELECT array_agg(s.id) INTO doubtful FROM placed s\n    WHERE (s.workspace_id = s.home AND array_length(s.segments, 1) = 2\n        AND length(s.prefix) = LEAST(s.segments[1], 32)\n        AND length(s.exact) = s.segments[2] - s.segments[1]\n        AND length(s.suffix) = LEAST(s.length - s.segments[2], 32)\n        AND substr(array_to_string(s.lines[s.top:s.bottom], E'\\n'), s.first - s.starts[s.top] + 1,\n                length(s.prefix) + length(s.exact) + length(s.suffix)) = s.prefix || s.exact || s.suffix) IS NOT TRUE;\n    IF doubtful IS NOT NULL THEN\n        IF EXISTS (SELECT 1 FROM new_rows s JOIN annotations_articleversion v ON v.id = s.version_id\n                   WHERE v.workspace_id <> s.workspace_id) THEN\n            PERFORM isnad_refuse('span.other_workspace', 'the version belongs to another workspace');\n        END IF;\n        PERFORM isnad_check_spans(doubtful);\n    END IF;\n RETURN NULL;", hash='0d82fe37be170af4bfa708764deef85f6830176c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_d_check_insert_ecba5', referencing='REFERENCING NEW TABLE AS new_rows ', table='annotations_span', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='span',
                trigger=pgtrigger.compiler.Trigger(name='d_check_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM isnad_check_deleted_spans((SELECT array_agg(id) FROM old_rows), (SELECT array_agg(DISTINCT layer_id) FROM old_rows)); RETURN NULL;', hash='5a649ec90f4e9d68d74abdb24d821647475f84e2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_d_check_delete_188d3', referencing='REFERENCING OLD TABLE AS old_rows ', table='annotations_span', when='AFTER')),
            ),
        ]),
    ]
