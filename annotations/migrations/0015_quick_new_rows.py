"""New spans and frames are looked at in one pass; what most of them do not have costs them nothing.

The keys to the workspace go, because the check of new rows says the same (a row never changes its workspace, a version
is never deleted); the indexes of references that may be missing leave the rows out that have none.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0014_undoing'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='attribution',
            name='d_check_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='attribution',
            name='b_history',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='span',
            name='b_history',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='span',
            name='d_check_insert',
        ),
        migrations.RemoveConstraint(
            model_name='attribution',
            name='attribution.other_workspace',
        ),
        migrations.RemoveConstraint(
            model_name='span',
            name='span.other_workspace',
        ),
        migrations.AlterField(
            model_name='attribution',
            name='addressee',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='addressee_of', to='annotations.span'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='antecedent_frame',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='annotations.attribution'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='antecedent_span',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='antecedent_of', to='annotations.span'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='channel',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='channel_of', to='annotations.span'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='cue',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cue_of', to='annotations.span'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='annotations.attribution'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='source_of', to='annotations.span'),
        ),
        migrations.AlterField(
            model_name='attribution',
            name='workspace',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='annotations.workspace'),
        ),
        migrations.AlterField(
            model_name='span',
            name='carried_from',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='annotations.span'),
        ),
        migrations.AlterField(
            model_name='span',
            name='workspace',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='annotations.workspace'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('source__isnull', False)), fields=['source'], name='frame_source'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('cue__isnull', False)), fields=['cue'], name='frame_cue'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('addressee__isnull', False)), fields=['addressee'], name='frame_addressee'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('channel__isnull', False)), fields=['channel'], name='frame_channel'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('antecedent_span__isnull', False)), fields=['antecedent_span'], name='frame_antecedent_span'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='frame_parent'),
        ),
        migrations.AddIndex(
            model_name='attribution',
            index=models.Index(condition=models.Q(('antecedent_frame__isnull', False)), fields=['antecedent_frame'], name='frame_antecedent_frame'),
        ),
        migrations.AddIndex(
            model_name='span',
            index=models.Index(condition=models.Q(('carried_from__isnull', False)), fields=['carried_from'], name='span_carried_from'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attribution',
            trigger=pgtrigger.compiler.Trigger(name='b_history', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_attribution_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "created_by", "created_at", "made_from", "version_id", "layer_id", "source_id", "cue_id", "addressee_id", "channel_id", "content_ids", "speaker_ids", "parent_id", "resolution", "antecedent_frame_id", "antecedent_span_id", "cites", "workspace_id", "cue_kind", "attitude", "quotation", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."created_by", OLD."created_at", OLD."made_from", OLD."version_id", OLD."layer_id", OLD."source_id", OLD."cue_id", OLD."addressee_id", OLD."channel_id", OLD."content_ids", OLD."speaker_ids", OLD."parent_id", OLD."resolution", OLD."antecedent_frame_id", OLD."antecedent_span_id", OLD."cites", OLD."workspace_id", OLD."cue_kind", OLD."attitude", OLD."quotation", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ', hash='6e4f8ca0d7d1fd6c5710f8899780b4824462ae35', operation='UPDATE OR DELETE', pgid='pgtrigger_b_history_3705c', table='annotations_attribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attribution',
            trigger=pgtrigger.compiler.Trigger(name='d_check_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE doubtful bigint[];', func="IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; \n    PERFORM isnad_lock_layers((SELECT array_agg(DISTINCT layer_id) FROM new_rows));\n    PERFORM 1 FROM annotations_source WHERE id IN (\n        SELECT unnest(speaker_ids) FROM new_rows WHERE speaker_ids <> '{}') ORDER BY id FOR KEY SHARE;\n    SELECT array_agg(f.id) INTO doubtful FROM new_rows f\n        LEFT JOIN LATERAL (SELECT workspace_id FROM annotations_layer WHERE id = f.layer_id OFFSET 0) l ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.source_id OFFSET 0) source ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.cue_id OFFSET 0) cue ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.content_ids[1] OFFSET 0) content ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.addressee_id OFFSET 0) addressee ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = f.channel_id OFFSET 0) channel ON true\n        LEFT JOIN LATERAL (SELECT content_ids, parent_id FROM annotations_attribution WHERE id = f.parent_id OFFSET 0)\n            parent ON true\n        \n        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,\n            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = parent.content_ids[1] OFFSET 0) around ON true\n    WHERE (l.workspace_id = f.workspace_id\n        AND (f.content_ids = '{}' OR array_ndims(f.content_ids) = 1 AND array_length(f.content_ids, 1) = 1\n            AND content.layer_id = f.layer_id)\n        AND (f.cue_id IS NULL OR cue.whole)\n        AND (source.first IS NULL OR cue.first IS NULL OR source.last <= cue.first OR cue.last <= source.first) AND (source.first IS NULL OR content.first IS NULL OR source.last <= content.first OR content.last <= source.first) AND (cue.first IS NULL OR content.first IS NULL OR cue.last <= content.first OR content.last <= cue.first)\n        AND (f.parent_id IS NULL OR parent.parent_id IS NULL AND f.parent_id <> f.id\n            AND array_length(parent.content_ids, 1) = 1 AND around.whole\n            AND (source.first IS NULL OR source.first >= around.first AND source.last <= around.last) AND (cue.first IS NULL OR cue.first >= around.first AND cue.last <= around.last) AND (content.first IS NULL OR content.first >= around.first AND content.last <= around.last)\n            AND (addressee.first IS NULL OR addressee.first >= around.first AND addressee.last <= around.last) AND (channel.first IS NULL OR channel.first >= around.first AND channel.last <= around.last))\n        AND (f.speaker_ids = '{}' OR array_ndims(f.speaker_ids) = 1 AND NOT EXISTS (\n            SELECT 1 FROM unnest(f.speaker_ids) AS p (id)\n            LEFT JOIN LATERAL (SELECT workspace_id FROM annotations_source WHERE id = p.id OFFSET 0) s ON true\n            WHERE s.workspace_id IS DISTINCT FROM f.workspace_id))) IS NOT TRUE;\n    IF doubtful IS NOT NULL THEN\n        IF EXISTS (SELECT 1 FROM new_rows f JOIN annotations_layer l ON l.id = f.layer_id\n                   WHERE l.workspace_id <> f.workspace_id) THEN\n            PERFORM isnad_refuse('attribution.other_workspace', 'the version belongs to another workspace');\n        END IF;\n        PERFORM isnad_check_frames(doubtful);\n    END IF;\n RETURN NULL;", hash='34814b9afe16815ed12f01714fe936fb681cfd1b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_d_check_insert_264d0', referencing='REFERENCING NEW TABLE AS new_rows ', table='annotations_attribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='span',
            trigger=pgtrigger.compiler.Trigger(name='b_history', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_span_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "created_by", "created_at", "made_from", "version_id", "layer_id", "segments", "exact", "prefix", "suffix", "carried_from_id", "workspace_id", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."created_by", OLD."created_at", OLD."made_from", OLD."version_id", OLD."layer_id", OLD."segments", OLD."exact", OLD."prefix", OLD."suffix", OLD."carried_from_id", OLD."workspace_id", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ', hash='8b48872eb3fec1993a6064e363666466499cb555', operation='UPDATE OR DELETE', pgid='pgtrigger_b_history_ee76d', table='annotations_span', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='span',
            trigger=pgtrigger.compiler.Trigger(name='d_check_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE doubtful bigint[];', func="IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; \n    WITH bodies AS MATERIALIZED (\n        SELECT v.id, v.workspace_id, v.length, v.text || '' AS body\n        FROM (SELECT DISTINCT version_id FROM new_rows) n\n        CROSS JOIN LATERAL (SELECT * FROM annotations_articleversion WHERE id = n.version_id OFFSET 0) v\n    )\n    SELECT array_agg(s.id) INTO doubtful FROM new_rows s LEFT JOIN bodies b ON b.id = s.version_id\n    WHERE (s.workspace_id = b.workspace_id AND array_length(s.segments, 1) = 2\n        AND length(s.prefix) = LEAST(s.segments[1], 32)\n        AND length(s.exact) = s.segments[2] - s.segments[1]\n        AND length(s.suffix) = LEAST(b.length - s.segments[2], 32)\n        AND strpos(b.body, s.prefix || s.exact || s.suffix) = s.segments[1] - length(s.prefix) + 1) IS NOT TRUE;\n    IF doubtful IS NOT NULL THEN\n        IF EXISTS (SELECT 1 FROM new_rows s JOIN annotations_articleversion v ON v.id = s.version_id\n                   WHERE v.workspace_id <> s.workspace_id) THEN\n            PERFORM isnad_refuse('span.other_workspace', 'the version belongs to another workspace');\n        END IF;\n        PERFORM isnad_check_spans(doubtful);\n    END IF;\n RETURN NULL;", hash='b961345cbad419573c66bcfc6b134714c03a5a05', level='STATEMENT', operation='INSERT', pgid='pgtrigger_d_check_insert_ecba5', referencing='REFERENCING NEW TABLE AS new_rows ', table='annotations_span', when='AFTER')),
        ),
    ]
