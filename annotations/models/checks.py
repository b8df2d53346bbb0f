"""What is looked at in every new span and frame: all rows of a statement in one pass.

A quick look decides for nearly all of them that they break no rule. What it cannot decide goes to the functions that
hold every rule by its name (`isnad_check_…`), which also say what is wrong. Rows of other tables are looked up by
their ids, whatever the planner thinks of the tables' sizes: OFFSET 0 keeps it from reading them whole, because
what it decides at the first rows of an import stays for all of it.

What spans and frames refer to is looked up here as well, once a statement. Foreign keys would look it up row by row:
ten of them took a quarter of what PostgreSQL did in an import. That nothing goes which is referred to is seen when it
is deleted (`isnad_check_deleted_…`): whoever writes holds the layer until the transaction ends.
"""

from __future__ import annotations

import pgtrigger

from annotations.models.triggers import NEW_ROWS, OLD_ROWS

# What a span must be, beside its version `b` and the words `{around}` that stand there from 32 before it on.
_WELL_PLACED = """
    (s.workspace_id = b.workspace_id AND array_length(s.segments, 1) = 2
        AND length(s.prefix) = LEAST(s.segments[1], 32)
        AND length(s.exact) = s.segments[2] - s.segments[1]
        AND length(s.suffix) = LEAST(b.length - s.segments[2], 32)
        AND {around} = s.prefix || s.exact || s.suffix)"""
_WORDS = "length(s.prefix) + length(s.exact) + length(s.suffix)"

# A few spans of a text are cut out of it as they stand: PostgreSQL counts all characters before each.
_FEW_SPANS = f"""
    SELECT array_agg(s.id) INTO doubtful
    FROM (SELECT *, GREATEST(segments[1] - 32, 0) AS first FROM new_rows) s
    LEFT JOIN LATERAL (
        SELECT workspace_id, length, substr(text, s.first + 1, {_WORDS}) AS around
        FROM annotations_articleversion WHERE id = s.version_id OFFSET 0) b ON true
    WHERE {_WELL_PLACED.format(around="b.around")} IS NOT TRUE;
"""

_CUT_FROM_LINES = f"substr(array_to_string(s.lines[s.top:s.bottom], E'\\n'), s.first - s.starts[s.top] + 1, {_WORDS})"
# Of many, the text is cut into its lines, once a version, and each span out of the few lines around it. In a text of a
# million characters that takes a third of a second, however few the spans are.
_MANY_SPANS = f"""
    WITH bodies AS MATERIALIZED (
        SELECT v.id, v.workspace_id, v.length, l.lines, l.starts
        FROM (SELECT DISTINCT version_id FROM new_rows) n
        CROSS JOIN LATERAL (SELECT * FROM annotations_articleversion WHERE id = n.version_id OFFSET 0) v
        CROSS JOIN LATERAL (
            SELECT array_agg(line ORDER BY number) AS lines, array_agg(start ORDER BY number) AS starts
            FROM (SELECT line, number, (sum(length(line) + 1) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING))::int
                    - length(line) - 1 AS start
                FROM string_to_table(v.text, E'\\n') WITH ORDINALITY AS t (line, number)) placed) l
    ), placed AS (
        SELECT s.id, s.workspace_id, s.segments, s.prefix, s.exact, s.suffix,
            b.workspace_id AS home, b.length, b.lines, b.starts, GREATEST(s.segments[1] - 32, 0) AS first,
            width_bucket(GREATEST(s.segments[1] - 32, 0), b.starts) AS top,
            width_bucket(s.segments[2] + 32, b.starts) AS bottom
        FROM new_rows s LEFT JOIN bodies b ON b.id = s.version_id OFFSET 0
    )
    SELECT array_agg(s.id) INTO doubtful
    FROM placed s CROSS JOIN LATERAL (SELECT s.home AS workspace_id, s.length) b
    WHERE {_WELL_PLACED.format(around=_CUT_FROM_LINES)} IS NOT TRUE;
"""
FEW = 8
"""The number of new spans a text up to which each is cut out of it by itself."""

NEW_SPANS = f"""
    PERFORM 1 FROM annotations_layer WHERE id IN (SELECT DISTINCT layer_id FROM new_rows) ORDER BY id FOR KEY SHARE;
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT version_id, layer_id FROM new_rows) n
        LEFT JOIN LATERAL (SELECT version_id FROM annotations_layer WHERE id = n.layer_id OFFSET 0) l ON true
        WHERE l.version_id IS DISTINCT FROM n.version_id) THEN
        PERFORM isnad_refuse('span.layer_of_other_version', 'the layer of a span lies over its version');
    END IF;
    PERFORM isnad_check_carried((SELECT array_agg(id) FROM new_rows WHERE carried_from_id IS NOT NULL));
    IF (SELECT count(*) <= {FEW} * count(DISTINCT version_id) FROM new_rows) THEN
        {_FEW_SPANS}
    ELSE
        {_MANY_SPANS}
    END IF;
    IF doubtful IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM new_rows s JOIN annotations_articleversion v ON v.id = s.version_id
                   WHERE v.workspace_id <> s.workspace_id) THEN
            PERFORM isnad_refuse('span.other_workspace', 'the version belongs to another workspace');
        END IF;
        PERFORM isnad_check_spans(doubtful);
    END IF;
"""


def _span(name: str, key: str) -> str:
    """SQL: the hull of a span as `name`.first and `name`.last, NULL where there is none."""
    return f"""
        LEFT JOIN LATERAL (SELECT layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,
            array_length(segments, 1) = 2 AS whole FROM annotations_span WHERE id = {key} OFFSET 0) {name} ON true"""


def _frame(name: str, key: str) -> str:
    """SQL: another frame as `name`, NULL where there is none."""
    return f"""
        LEFT JOIN LATERAL (SELECT layer_id, content_ids, parent_id FROM annotations_attribution WHERE id = {key}
            OFFSET 0) {name} ON true"""


def _inside(name: str) -> str:
    """SQL: the span, where there is one, lies inside the content `around` of the parent."""
    return f"({name}.first IS NULL OR {name}.first >= around.first AND {name}.last <= around.last)"


def _in_layer(name: str, key: str) -> str:
    """SQL: what `key` names, where it names anything, lies in the frame's layer."""
    return f"({key} IS NULL OR {name}.layer_id = f.layer_id)"


def _apart(one: str, other: str) -> str:
    """SQL: two spans, where there are both, do not even meet with their hulls."""
    missing = f"{one}.first IS NULL OR {other}.first IS NULL"
    return f"({missing} OR {one}.last <= {other}.first OR {other}.last <= {one}.first)"


# A speaker cannot go while a frame that names it is being written, as with a foreign key.
NEW_FRAMES = f"""
    PERFORM isnad_lock_layers((SELECT array_agg(DISTINCT layer_id) FROM new_rows));
    PERFORM 1 FROM annotations_source WHERE id IN (
        SELECT unnest(speaker_ids) FROM new_rows WHERE speaker_ids <> '{{}}') ORDER BY id FOR KEY SHARE;
    SELECT array_agg(f.id) INTO doubtful FROM new_rows f
        LEFT JOIN LATERAL (SELECT workspace_id, version_id FROM annotations_layer WHERE id = f.layer_id OFFSET 0) l
            ON true
        {_span("source", "f.source_id")}
        {_span("cue", "f.cue_id")}
        {_span("content", "f.content_ids[1]")}
        {_span("addressee", "f.addressee_id")}
        {_span("channel", "f.channel_id")}
        {_span("antecedent", "f.antecedent_span_id")}
        {_frame("continued", "f.antecedent_frame_id")}
        {_frame("parent", "f.parent_id")}
        {_span("around", "parent.content_ids[1]")}
    WHERE (l.workspace_id = f.workspace_id AND l.version_id = f.version_id
        AND {_in_layer("source", "f.source_id")} AND {_in_layer("cue", "f.cue_id")}
        AND {_in_layer("addressee", "f.addressee_id")} AND {_in_layer("channel", "f.channel_id")}
        AND {_in_layer("antecedent", "f.antecedent_span_id")} AND {_in_layer("continued", "f.antecedent_frame_id")}
        AND {_in_layer("parent", "f.parent_id")}
        AND current_setting('transaction_isolation') = 'read committed'
        AND (f.content_ids = '{{}}' OR array_ndims(f.content_ids) = 1 AND array_length(f.content_ids, 1) = 1
            AND content.layer_id = f.layer_id)
        AND (f.cue_id IS NULL OR cue.whole)
        AND {_apart("source", "cue")} AND {_apart("source", "content")} AND {_apart("cue", "content")}
        AND (f.parent_id IS NULL OR parent.parent_id IS NULL AND f.parent_id <> f.id
            AND array_length(parent.content_ids, 1) = 1 AND around.whole
            AND {_inside("source")} AND {_inside("cue")} AND {_inside("content")}
            AND {_inside("addressee")} AND {_inside("channel")})
        AND (f.speaker_ids = '{{}}' OR array_ndims(f.speaker_ids) = 1 AND NOT EXISTS (
            SELECT 1 FROM unnest(f.speaker_ids) AS p (id)
            LEFT JOIN LATERAL (SELECT workspace_id FROM annotations_source WHERE id = p.id OFFSET 0) s ON true
            WHERE s.workspace_id IS DISTINCT FROM f.workspace_id))) IS NOT TRUE;
    IF doubtful IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM new_rows f JOIN annotations_layer l ON l.id = f.layer_id
                   WHERE l.workspace_id <> f.workspace_id) THEN
            PERFORM isnad_refuse('attribution.other_workspace', 'the version belongs to another workspace');
        END IF;
        PERFORM isnad_check_frames(doubtful);
    END IF;
"""


class CheckDeletedRows(pgtrigger.Trigger):
    """Checks that nothing refers any more to the rows that a statement deleted. `call`: SQL over `old_rows`."""

    def __init__(self, call: str) -> None:
        super().__init__(
            name="d_check_delete",
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            level=pgtrigger.Statement,
            referencing=OLD_ROWS,
            func=f"PERFORM {call}; RETURN NULL;",
        )


class CheckNewRows(pgtrigger.Trigger):
    """Checks the rows that a statement inserted. `quickly`: SQL that looks at all of them, with `doubtful` to use."""

    def __init__(self, *, name: str, quickly: str) -> None:
        super().__init__(
            name=name,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            level=pgtrigger.Statement,
            referencing=NEW_ROWS,
            declare=[("doubtful", "bigint[]")],
            func=f"IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; {quickly} RETURN NULL;",
        )
