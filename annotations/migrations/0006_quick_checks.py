"""The functions that look at every row of an import, in forms that PostgreSQL takes into its plans (or runs seldom).

The same rules under the same names. A function in SQL that holds no subquery becomes part of the statement that
calls it; the rest stays in functions of their own, for the few spans of several segments.
"""

import re
from importlib import import_module

from django.db import migrations

BEFORE = "".join(import_module(f"annotations.migrations.{name}").FUNCTIONS for name in ("0001_extensions", "0003_checks"))
WHITE_SPACE = import_module("annotations.migrations.0003_checks").WHITE_SPACE


def before(name):
    """The statement that made the function, to put it back in its place."""
    found = re.search(rf"CREATE FUNCTION {name}\(.*?^(?:END )?\$\$;\n", BEFORE, re.DOTALL | re.MULTILINE)
    return found[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


MANY = "".join(
    before(name).replace(f"FUNCTION {name}(", f"FUNCTION {name}_slowly(")
    for name in ("isnad_segments_ordered", "isnad_multirange")
)

FUNCTIONS = (
    MANY
    + r"""
CREATE OR REPLACE FUNCTION isnad_segments_ordered(segments int[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN array_ndims(segments) = 1 AND array_lower(segments, 1) = 1 AND array_length(segments, 1) = 2
        THEN (segments[1] >= 0 AND segments[1] < segments[2]) IS TRUE
        ELSE isnad_segments_ordered_slowly(segments) END
$$;

CREATE OR REPLACE FUNCTION isnad_multirange(segments int[]) RETURNS int4multirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN array_length(segments, 1) = 2 THEN int4multirange(int4range(segments[1], segments[2]))
        WHEN array_length(segments, 1) > 2 THEN isnad_multirange_slowly(segments) END
$$;

CREATE OR REPLACE FUNCTION isnad_check_spans(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    SELECT s.uid, s.segments, v.length INTO bad
    FROM annotations_span s JOIN annotations_articleversion v ON v.id = s.version_id
    WHERE s.id = ANY (ids) AND s.segments[array_upper(s.segments, 1)] > v.length LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('span.out_of_text',
            format('span %s ends at %s, the text at %s', bad.uid, bad.segments[array_upper(bad.segments, 1)], bad.length));
    END IF;
    -- The text is taken out of its compressed store once a version, not once a span. Cutting a passage out of it counts
    -- its characters from the beginning; to find the passage in it is quicker, and proves the same where it stands
    -- at its offset. Where the same words stand earlier too, and for several segments, it is cut out.
    WITH bodies AS MATERIALIZED (
        SELECT v.id, v.length, v.text || '' AS body FROM annotations_articleversion v
        WHERE v.id IN (SELECT version_id FROM annotations_span WHERE id = ANY (ids))
    ), hulls AS (
        SELECT s.*, s.segments[1] AS first, s.segments[array_upper(s.segments, 1)] AS last,
            LEAST(s.segments[1], 32) AS before
        FROM annotations_span s WHERE s.id = ANY (ids)
    ), doubtful AS MATERIALIZED (
        SELECT h.uid, h.segments, h.exact, h.prefix, h.suffix, h.first, h.last, h.before, b.body
        FROM hulls h JOIN bodies b ON b.id = h.version_id
        WHERE (array_length(h.segments, 1) = 2 AND length(h.prefix) = h.before AND length(h.exact) = h.last - h.first
            AND length(h.suffix) = LEAST(b.length - h.last, 32)
            AND strpos(b.body, h.prefix || h.exact || h.suffix) = h.first - h.before + 1) IS NOT TRUE
    ), windows AS (
        SELECT d.*, substr(d.body, d.first - d.before + 1, d.before + d.last - d.first + 32) AS around FROM doubtful d
    )
    SELECT w.uid, w.exact IS DISTINCT FROM CASE
            WHEN array_length(w.segments, 1) = 2 THEN substr(w.around, w.before + 1, w.last - w.first)
            ELSE isnad_text_of(w.body, w.segments) END AS misquoted
    INTO bad FROM windows w
    WHERE length(w.prefix) <> w.before OR CASE
        WHEN array_length(w.segments, 1) = 2
            THEN length(w.exact) <> w.last - w.first OR w.around <> w.prefix || w.exact || w.suffix
        ELSE w.exact <> isnad_text_of(w.body, w.segments) OR left(w.around, w.before) <> w.prefix
            OR substr(w.around, w.before + w.last - w.first + 1) <> w.suffix END
    LIMIT 1;
    IF FOUND AND bad.misquoted THEN
        PERFORM isnad_refuse('span.quote', format('the quote of span %s is not the text at its offsets', bad.uid));
    ELSIF FOUND THEN
        PERFORM isnad_refuse('span.quote_context',
            format('prefix and suffix of span %s are not the 32 characters around it', bad.uid));
    END IF;
    -- The constraint of this name sees the outer edges; these are the inner ones.
    SELECT s.uid INTO bad
    FROM annotations_span s JOIN annotations_articleversion v ON v.id = s.version_id
    CROSS JOIN LATERAL generate_series(1, array_length(s.segments, 1), 2) AS i
    CROSS JOIN LATERAL substr(v.text, s.segments[i] + 1, s.segments[i + 1] - s.segments[i]) AS passage
    WHERE s.id = ANY (ids) AND array_length(s.segments, 1) > 2 AND passage <> btrim(passage, E'WHITE_SPACE') LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('span.edge_whitespace', format('a segment of span %s has white space at its edge', bad.uid));
    END IF;
END $$;
""".replace("WHITE_SPACE", WHITE_SPACE)
    # The spans are looked up by their ids, whatever the size of the table.
    + before("isnad_check_frame_parts").replace(
        """    LEFT JOIN annotations_span s ON s.id = c.content_id AND s.layer_id = f.layer_id
    WHERE f.id = ANY (ids) AND s.id IS NULL LIMIT 1;""",
        """    LEFT JOIN annotations_span s ON s.id = c.content_id
    WHERE f.id = ANY (ids) AND s.layer_id IS DISTINCT FROM f.layer_id LIMIT 1;""",
    )
)

BACK = "".join(
    before(name)
    for name in ("isnad_segments_ordered", "isnad_multirange", "isnad_check_spans", "isnad_check_frame_parts")
) + """
DROP FUNCTION isnad_multirange_slowly(int[]);
DROP FUNCTION isnad_segments_ordered_slowly(int[]);
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0005_quick_stamps")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
