"""New spans are compared with the lines around them, not with the text from its beginning."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0022_progress'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='span',
            name='d_check_insert',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='span',
            trigger=pgtrigger.compiler.Trigger(name='d_check_insert', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE doubtful bigint[];', func="IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; \n    WITH bodies AS MATERIALIZED (\n        SELECT v.id, v.workspace_id, v.length, l.lines, l.starts\n        FROM (SELECT DISTINCT version_id FROM new_rows) n\n        CROSS JOIN LATERAL (SELECT * FROM annotations_articleversion WHERE id = n.version_id OFFSET 0) v\n        CROSS JOIN LATERAL (\n            SELECT array_agg(line ORDER BY number) AS lines, array_agg(start ORDER BY number) AS starts\n            FROM (SELECT line, number, (sum(length(line) + 1) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING))::int\n                    - length(line) - 1 AS start\n                FROM string_to_table(v.text, E'\\n') WITH ORDINALITY AS t (line, number)) placed) l\n    ), placed AS (\n        SELECT s.id, s.workspace_id, s.segments, s.prefix, s.exact, s.suffix,\n            b.workspace_id AS home, b.length, b.lines, b.starts, GREATEST(s.segments[1] - 32, 0) AS first,\n            width_bucket(GREATEST(s.segments[1] - 32, 0), b.starts) AS top,\n            width_bucket(s.segments[2] + 32, b.starts) AS bottom\n        FROM new_rows s LEFT JOIN bodies b ON b.id = s.version_id OFFSET 0\n    )\n    SELECT array_agg(s.id) INTO doubtful FROM placed s\n    WHERE (s.workspace_id = s.home AND array_length(s.segments, 1) = 2\n        AND length(s.prefix) = LEAST(s.segments[1], 32)\n        AND length(s.exact) = s.segments[2] - s.segments[1]\n        AND length(s.suffix) = LEAST(s.length - s.segments[2], 32)\n        AND substr(array_to_string(s.lines[s.top:s.bottom], E'\\n'), s.first - s.starts[s.top] + 1,\n                length(s.prefix) + length(s.exact) + length(s.suffix)) = s.prefix || s.exact || s.suffix) IS NOT TRUE;\n    IF doubtful IS NOT NULL THEN\n        IF EXISTS (SELECT 1 FROM new_rows s JOIN annotations_articleversion v ON v.id = s.version_id\n                   WHERE v.workspace_id <> s.workspace_id) THEN\n            PERFORM isnad_refuse('span.other_workspace', 'the version belongs to another workspace');\n        END IF;\n        PERFORM isnad_check_spans(doubtful);\n    END IF;\n RETURN NULL;", hash='ab2d70b4973c8a65a7fbbf182a1a05ffafe77ae1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_d_check_insert_ecba5', referencing='REFERENCING NEW TABLE AS new_rows ', table='annotations_span', when='AFTER')),
        ),
    ]
