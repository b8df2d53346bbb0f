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

# What a span must be, beside its version `b`; `{there}`: its words stand in the text, from 32 before it on.
_WELL_PLACED = """
    (s.workspace_id = b.workspace_id AND array_length(s.segments, 1) = 2
        AND length(s.prefix) = LEAST(s.segments[1], 32)
        AND length(s.exact) = s.segments[2] - s.segments[1]
        AND length(s.suffix) = LEAST(b.length - s.segments[2], 32)
        AND {there}) IS NOT TRUE"""
_WORDS = "length(s.prefix) + length(s.exact) + length(s.suffix)"

# A few spans of a text are cut out of it as they stand: PostgreSQL counts all characters before each.
_FEW_SPANS = f"""
    SELECT array_agg(s.id) INTO doubtful
    FROM (SELECT *, GREATEST(segments[1] - 32, 0) AS first FROM new_rows) s
    LEFT JOIN LATERAL (
        SELECT workspace_id, length, substr(text, s.first + 1, {_WORDS}) AS around
        FROM annotations_articleversion WHERE id = s.version_id OFFSET 0) b ON true
    WHERE {_WELL_PLACED.format(there="b.around = s.prefix || s.exact || s.suffix")};
"""

# Of many, the text is cut into its lines, once a version, and each span is sought in the few lines around it: to find
# its words where they must stand takes less than to cut them out. In a text of a million characters the lines take a
# third of a second, however few the spans are.
_FIRST = "GREATEST(s.segments[1] - 32, 0)"
_TOP = f"width_bucket({_FIRST}, b.starts)"
_LINES = f"b.lines[{_TOP}:width_bucket(s.segments[2] + 32, b.starts)]"
_FOUND = f"""strpos(array_to_string({_LINES}, E'\\n'), s.prefix || s.exact || s.suffix)
            = {_FIRST} - b.starts[{_TOP}] + 1"""
_MANY_SPANS = f"""
    WITH bodies AS MATERIALIZED (
        SELECT v.id, v.workspace_id, v.length, v.lines, (
            SELECT array_agg(start) FROM (
                SELECT (sum(length(line) + 1) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING))::int
                    - length(line) - 1 AS start
                FROM unnest(v.lines) WITH ORDINALITY AS t (line, number)) placed) AS starts
        FROM (SELECT DISTINCT version_id FROM new_rows) n
        CROSS JOIN LATERAL (
            SELECT id, workspace_id, length, string_to_array(text, E'\\n') AS lines
            FROM annotations_articleversion WHERE id = n.version_id OFFSET 0) v
    )
    SELECT array_agg(s.id) INTO doubtful
    FROM new_rows s LEFT JOIN bodies b ON b.id = s.version_id
    WHERE {_WELL_PLACED.format(there=_FOUND)};
"""
FEW = 8
"""The number of new spans a text up to which each is cut out of it by itself, and of new frames a layer up to which the
spans of each are looked up by themselves.
"""

NEW_SPANS = f"""
    PERFORM 1 FROM annotations_layer WHERE id IN (SELECT DISTINCT layer_id FROM new_rows) ORDER BY id FOR KEY SHARE;
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT version_id, layer_id FROM new_rows) n
        LEFT JOIN LATERAL (SELECT version_id FROM annotations_layer WHERE id = n.layer_id OFFSET 0) l ON true
        WHERE l.version_id IS DISTINCT FROM n.version_id) THEN
        PERFORM isnad_refuse('span.layer_of_other_version', 'the layer of a span lies over its version');
    END IF;
    PERFORM isnad_check_carried((SELECT array_agg(id) FROM new_rows WHERE carried_from_id IS NOT NULL));
    many := (SELECT count(*) > {FEW} * count(DISTINCT version_id) FROM new_rows);
    IF many THEN
        {_MANY_SPANS}
    ELSE
        {_FEW_SPANS}
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


# What is looked at in every frame: its layer `l`, its own spans as source, cue and content, its speakers.
_SOUND = f"""l.workspace_id = f.workspace_id AND l.version_id = f.version_id
        AND current_setting('transaction_isolation') = 'read committed'
        AND {_in_layer("source", "f.source_id")} AND {_in_layer("cue", "f.cue_id")}
        AND (f.content_ids = '{{}}' OR array_ndims(f.content_ids) = 1 AND array_length(f.content_ids, 1) = 1
            AND content.layer_id = f.layer_id)
        AND (f.cue_id IS NULL OR cue.whole)
        AND {_apart("source", "cue")} AND {_apart("source", "content")} AND {_apart("cue", "content")}
        AND (f.speaker_ids = '{{}}' OR array_ndims(f.speaker_ids) = 1 AND NOT EXISTS (
            SELECT 1 FROM unnest(f.speaker_ids) AS p (id)
            LEFT JOIN LATERAL (SELECT workspace_id FROM annotations_source WHERE id = p.id OFFSET 0) s ON true
            WHERE s.workspace_id IS DISTINCT FROM f.workspace_id))"""
# The frame has no more than those, as most have.
_PLAIN = """f.parent_id IS NULL AND f.addressee_id IS NULL AND f.channel_id IS NULL
        AND f.antecedent_span_id IS NULL AND f.antecedent_frame_id IS NULL"""

# Of many plain frames all spans of a layer are read at once that may be theirs. A FULL join is never made by comparing
# each frame with each span, however few of either the planner expects.
_MANY_FRAMES = f"""
    WITH layers AS MATERIALIZED (
        SELECT n.id, n.low, n.high, l.workspace_id, l.version_id
        FROM (SELECT layer_id AS id, min(LEAST(source_id, cue_id, content_ids[1])) AS low,
                max(GREATEST(source_id, cue_id, content_ids[1])) AS high
            FROM new_rows f WHERE {_PLAIN} GROUP BY layer_id) n
        CROSS JOIN LATERAL (SELECT workspace_id, version_id FROM annotations_layer WHERE id = n.id OFFSET 0) l
    ), spans AS MATERIALIZED (
        SELECT s.* FROM layers l CROSS JOIN LATERAL (
            SELECT id, layer_id, segments[1] AS first, segments[array_upper(segments, 1)] AS last,
                array_length(segments, 1) = 2 AS whole
            FROM annotations_span WHERE layer_id = l.id AND id BETWEEN l.low AND l.high OFFSET 0) s
    )
    SELECT array_agg(f.id) FILTER (WHERE f.id IS NOT NULL AND ({_SOUND}) IS NOT TRUE) INTO doubtful
    FROM (SELECT * FROM new_rows f WHERE {_PLAIN}) f
        FULL JOIN layers l ON l.id = f.layer_id
        FULL JOIN spans source ON source.id = f.source_id
        FULL JOIN spans cue ON cue.id = f.cue_id
        FULL JOIN spans content ON content.id = f.content_ids[1];
"""

# A speaker cannot go while a frame that names it is being written, as with a foreign key.
NEW_FRAMES = f"""
    SELECT array_agg(DISTINCT layer_id), count(*) FILTER (WHERE {_PLAIN}) > {FEW} * count(DISTINCT layer_id),
        bool_and({_PLAIN}) INTO layers, many, plain FROM new_rows f;
    PERFORM isnad_lock_layers(layers);
    PERFORM 1 FROM annotations_source WHERE id IN (
        SELECT unnest(speaker_ids) FROM new_rows WHERE speaker_ids <> '{{}}') ORDER BY id FOR KEY SHARE;
    IF many THEN
        {_MANY_FRAMES}
    END IF;
    IF NOT (many AND plain) THEN
        doubtful := doubtful || (SELECT array_agg(f.id) FROM new_rows f
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
    WHERE NOT (many AND {_PLAIN}) AND ({_SOUND}
        AND {_in_layer("addressee", "f.addressee_id")} AND {_in_layer("channel", "f.channel_id")}
        AND {_in_layer("antecedent", "f.antecedent_span_id")} AND {_in_layer("continued", "f.antecedent_frame_id")}
        AND {_in_layer("parent", "f.parent_id")}
        AND (f.parent_id IS NULL OR parent.parent_id IS NULL AND f.parent_id <> f.id
            AND array_length(parent.content_ids, 1) = 1 AND around.whole
            AND {_inside("source")} AND {_inside("cue")} AND {_inside("content")}
            AND {_inside("addressee")} AND {_inside("channel")})) IS NOT TRUE);
    END IF;
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
    """Checks the rows that a statement inserted. `quickly`: SQL that looks at all of them; `doubtful`, `layers`, `many`
    and `plain` are its variables.
    """

    def __init__(self, *, name: str, quickly: str) -> None:
        super().__init__(
            name=name,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            level=pgtrigger.Statement,
            referencing=NEW_ROWS,
            declare=[("doubtful", "bigint[]"), ("layers", "bigint[]"), ("many", "boolean"), ("plain", "boolean")],
            func=f"IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF; {quickly} RETURN NULL;",
        )
