"""A few new spans are cut out of their text as it stands; only for many is it cut into its lines."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from annotations.models.creation import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ('annotations', '0030_references'),
    ]

    operations = [
        AtOnce([
            pgtrigger.migrations.RemoveTrigger(
                model_name='span',
                name='d_check_insert',
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='span',
                trigger=pgtrigger.compiler.Trigger(name='d_check_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE doubtful bigint[];', func="IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; \n    PERFORM 1 FROM annotations_layer WHERE id IN (SELECT DISTINCT layer_id FROM new_rows) ORDER BY id FOR KEY SHARE;\n    IF EXISTS (\n        SELECT 1 FROM (SELECT DISTINCT version_id, layer_id FROM new_rows) n\n        LEFT JOIN LATERAL (SELECT version_id FROM annotations_layer WHERE id = n.layer_id OFFSET 0) l ON true\n        WHERE l.version_id IS DISTINCT FROM n.version_id) THEN\n        PERFORM isnad_refuse('span.layer_of_other_version', 'the layer of a span lies over its version');\n    END IF;\n    PERFORM isnad_check_carried((SELECT array_agg(id) FROM new_rows WHERE carried_from_id IS NOT NULL));\n    IF (SELECT count(*) <= 8 * count(DISTINCT version_id) FROM new_rows) THEN\n        \n    SELECT array_agg(s.id) INTO doubtful\n    FROM (SELECT *, GREATEST(segments[1] - 32, 0) AS first FROM new_rows) s\n    LEFT JOIN LATERAL (\n        SELECT workspace_id, length, substr(text, s.first + 1, length(s.prefix) + length(s.exact) + length(s.suffix)) AS around\n        FROM annotations_articleversion WHERE id = s.version_id OFFSET 0) b ON true\n    WHERE \n    (s.workspace_id = b.workspace_id AND array_length(s.segments, 1) = 2\n        AND length(s.prefix) = LEAST(s.segments[1], 32)\n        AND length(s.exact) = s.segments[2] - s.segments[1]\n        AND length(s.suffix) = LEAST(b.length - s.segments[2], 32)\n        AND b.around = s.prefix || s.exact || s.suffix) IS NOT TRUE;\n\n    ELSE\n        \n    WITH bodies AS MATERIALIZED (\n        SELECT v.id, v.workspace_id, v.length, l.lines, l.starts\n        FROM (SELECT DISTINCT version_id FROM new_rows) n\n        CROSS JOIN LATERAL (SELECT * FROM annotations_articleversion WHERE id = n.version_id OFFSET 0) v\n        CROSS JOIN LATERAL (\n            SELECT array_agg(line ORDER BY number) AS lines, array_agg(start ORDER BY number) AS starts\n            FROM (SELECT line, number, (sum(length(line) + 1) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING))::int\n                    - length(line) - 1 AS start\n                FROM string_to_table(v.text, E'\\n') WITH ORDINALITY AS t (line, number)) placed) l\n    ), placed AS (\n        SELECT s.id, s.workspace_id, s.segments, s.prefix, s.exact, s.suffix,\n            b.workspace_id AS home, b.length, b.lines, b.starts, GREATEST(s.segments[1] - 32, 0) AS first,\n            width_bucket(GREATEST(s.segments[1] - 32, 0), b.starts) AS top,\n            width_bucket(s.segments[2] + 32, b.starts) AS bottom\n        FROM new_rows s LEFT JOIN bodies b ON b.id = s.version_id OFFSET 0\n    )\n    SELECT array_agg(s.id) INTO doubtful\n    FROM placed s CROSS JOIN LATERAL (SELECT s.home AS workspace_id, s.length) b\n    WHERE \n    (s.workspace_id = b.workspace_id AND array_length(s.segments, 1) = 2\n        AND length(s.prefix) = LEAST(s.segments[1], 32)\n        AND length(s.exact) = s.segments[2] - s.segments[1]\n        AND length(s.suffix) = LEAST(b.length - s.segments[2], 32)\n        AND substr(array_to_string(s.lines[s.top:s.bottom], E'\\n'), s.first - s.starts[s.top] + 1, length(s.prefix) + length(s.exact) + length(s.suffix)) = s.prefix || s.exact || s.suffix) IS NOT TRUE;\n\n    END IF;\n    IF doubtful IS NOT NULL THEN\n        IF EXISTS (SELECT 1 FROM new_rows s JOIN annotations_articleversion v ON v.id = s.version_id\n                   WHERE v.workspace_id <> s.workspace_id) THEN\n            PERFORM isnad_refuse('span.other_workspace', 'the version belongs to another workspace');\n        END IF;\n        PERFORM isnad_check_spans(doubtful);\n    END IF;\n RETURN NULL;", hash='1225fa2cc93a0f8c572f984b583ab3a19c9ff80e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_d_check_insert_ecba5', referencing='REFERENCING NEW TABLE AS new_rows ', table='annotations_span', when='AFTER')),
            ),
        ]),
    ]
