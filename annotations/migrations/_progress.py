"""Functions of progress with each paragraph."""

FUNCTIONS = r"""
-- A line is a paragraph where it holds more than white space (annotations.text.whitespace).
CREATE FUNCTION isnad_is_paragraph(line text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(line, U&'\0009\000A\000B\000C\000D\0020\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000') <> ''
$$;

-- Lines are counted once a version, however many of its paragraphs a statement writes.
CREATE FUNCTION isnad_check_progress(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    wrong integer;
BEGIN
    WITH asked AS MATERIALIZED (
        SELECT version_id, start FROM annotations_progress WHERE id = ANY (ids)
    ), lines AS MATERIALIZED (
        SELECT v.id AS version_id, l.line,
            sum(length(l.line) + 1) OVER (PARTITION BY v.id ORDER BY l.n) - length(l.line) - 1 AS start
        FROM annotations_articleversion v
        CROSS JOIN LATERAL string_to_table(v.text, E'\n') WITH ORDINALITY AS l (line, n)
        WHERE v.id IN (SELECT version_id FROM asked)
    )
    SELECT a.start INTO wrong FROM asked a LEFT JOIN lines l ON l.version_id = a.version_id AND l.start = a.start
    WHERE l.line IS NULL OR NOT isnad_is_paragraph(l.line) LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('progress.paragraph', format('no paragraph of this text begins at %s', wrong));
    END IF;
END $$;
"""

DROP = """
DROP FUNCTION isnad_check_progress(bigint[]);
DROP FUNCTION isnad_is_paragraph(text);
"""
