"""What spans and frames refer to, once a statement instead of by a foreign key for every row."""

from annotations.migrations import _checks

_SPANS = ("source", "cue", "addressee", "channel", "antecedent_span")
_FRAMES = ("parent", "antecedent_frame")


def _rule(role: str) -> str:
    return f"frame.{role}_outside_layer"


def _first_outside(roles: tuple[str, ...], table: str, kind: str) -> str:
    """PL/pgSQL: refuse the first frame with a part that is no row of `table` in its layer, by the part's own rule."""
    values = ", ".join(f"('{role}', f.{role}_id)" for role in roles)
    refusals = "".join(
        f"""
    IF bad.role = '{role}' THEN
        PERFORM isnad_refuse('{_rule(role)}', format('what frame %s names is no {kind} of its layer', bad.uid));
    END IF;"""
        for role in roles
    )
    return f"""
    SELECT f.uid, p.role INTO bad
    FROM annotations_attribution f CROSS JOIN LATERAL (VALUES {values}) AS p (role, id)
    LEFT JOIN {table} t ON t.id = p.id
    WHERE f.id = ANY (ids) AND p.id IS NOT NULL AND t.layer_id IS DISTINCT FROM f.layer_id LIMIT 1;{refusals}"""


MAKE = f"""
-- Whoever deletes must see what others wrote until they held what they refer to, not the past.
CREATE FUNCTION isnad_delete_in_the_present() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM isnad_refuse('transaction.isolation', 'layers, spans and frames are deleted under READ COMMITTED');
    END IF;
END $$;

CREATE FUNCTION isnad_check_carried(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM 1 FROM annotations_span WHERE id IN (
        SELECT carried_from_id FROM annotations_span WHERE id = ANY (ids)) ORDER BY id FOR KEY SHARE;
    SELECT s.uid INTO bad
    FROM annotations_span s LEFT JOIN annotations_span c ON c.id = s.carried_from_id AND c.workspace_id = s.workspace_id
    WHERE s.id = ANY (ids) AND s.carried_from_id IS NOT NULL AND c.id IS NULL LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('span.carried_from',
            format('what span %s was carried over from is no span of its workspace', bad.uid));
    END IF;
END $$;

-- A writer who sees the past as it was (SERIALIZABLE) is told by the rows themselves that they went in the meantime.
CREATE FUNCTION isnad_check_frame_references(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM 1 FROM annotations_span WHERE id IN (
            SELECT unnest(content_ids || ARRAY[source_id, cue_id, addressee_id, channel_id, antecedent_span_id])
            FROM annotations_attribution WHERE id = ANY (ids)) ORDER BY id FOR KEY SHARE;
        PERFORM 1 FROM annotations_attribution WHERE id IN (
            SELECT unnest(ARRAY[parent_id, antecedent_frame_id])
            FROM annotations_attribution WHERE id = ANY (ids)) ORDER BY id FOR KEY SHARE;
    END IF;
    SELECT f.uid INTO bad
    FROM annotations_attribution f LEFT JOIN annotations_layer l ON l.id = f.layer_id
    WHERE f.id = ANY (ids) AND l.version_id IS DISTINCT FROM f.version_id LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('attribution.layer_of_other_version',
            format('the layer of frame %s lies over its version', bad.uid));
    END IF;{_first_outside(_SPANS, "annotations_span", "span")}{_first_outside(_FRAMES, "annotations_attribution", "frame")}
END $$;

CREATE OR REPLACE FUNCTION isnad_check_frames(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_lock_layers((SELECT array_agg(DISTINCT layer_id) FROM annotations_attribution WHERE id = ANY (ids)));
    PERFORM isnad_check_frame_references(ids);
    PERFORM isnad_check_frame_parts(ids);
    PERFORM isnad_check_frame_overlap(ids);
    PERFORM isnad_check_frame_nesting(ids);
END $$;

CREATE OR REPLACE FUNCTION isnad_check_moved_spans(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    layers bigint[];
    frames bigint[];
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_check_carried(ids);
    PERFORM isnad_check_spans(ids);
    SELECT array_agg(DISTINCT layer_id) INTO layers FROM annotations_span WHERE id = ANY (ids);
    PERFORM isnad_lock_layers(layers);
    SELECT array_agg(id) INTO frames FROM annotations_attribution
    WHERE layer_id = ANY (layers) AND (source_id = ANY (ids) OR cue_id = ANY (ids) OR addressee_id = ANY (ids)
        OR channel_id = ANY (ids) OR content_ids && ids);
    PERFORM isnad_check_frames_and_children(frames);
END $$;

CREATE OR REPLACE FUNCTION isnad_check_deleted_spans(ids bigint[], layers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_delete_in_the_present();
    PERFORM isnad_lock_layers(layers);
    IF EXISTS (SELECT 1 FROM annotations_attribution WHERE layer_id = ANY (layers) AND (content_ids && ids
            OR source_id = ANY (ids) OR cue_id = ANY (ids) OR addressee_id = ANY (ids) OR channel_id = ANY (ids)
            OR antecedent_span_id = ANY (ids))) THEN
        RAISE EXCEPTION 'a frame still has this span as a part of it'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'span.in_use';
    END IF;
    IF EXISTS (SELECT 1 FROM annotations_span WHERE carried_from_id = ANY (ids)) THEN
        RAISE EXCEPTION 'another span was carried over from this one'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'span.in_use';
    END IF;
END $$;

CREATE FUNCTION isnad_check_deleted_frames(ids bigint[], layers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_delete_in_the_present();
    PERFORM isnad_lock_layers(layers);
    IF EXISTS (SELECT 1 FROM annotations_attribution WHERE parent_id = ANY (ids))
            OR EXISTS (SELECT 1 FROM annotations_attribution WHERE antecedent_frame_id = ANY (ids)) THEN
        RAISE EXCEPTION 'another frame lies in this one, or takes its speaker from it'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'attribution.in_use';
    END IF;
END $$;

-- A frame has a span of its layer: where no span is, no frame is.
CREATE FUNCTION isnad_check_deleted_layers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_delete_in_the_present();
    IF EXISTS (SELECT 1 FROM annotations_span WHERE layer_id = ANY (ids)) THEN
        RAISE EXCEPTION 'something is still marked in this layer'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'layer.in_use';
    END IF;
END $$;
"""


def _as_before(name: str) -> str:
    """The function as the first migration made it."""
    start = _checks.FUNCTIONS.index(f"CREATE FUNCTION {name}(")
    body = _checks.FUNCTIONS[start : _checks.FUNCTIONS.index("END $$;", start)]
    return body.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1) + "END $$;\n"


DROP = (
    "".join(map(_as_before, ("isnad_check_deleted_spans", "isnad_check_moved_spans", "isnad_check_frames")))
    + """
DROP FUNCTION isnad_check_deleted_layers(bigint[]);
DROP FUNCTION isnad_check_deleted_frames(bigint[], bigint[]);
DROP FUNCTION isnad_check_frame_references(bigint[]);
DROP FUNCTION isnad_check_carried(bigint[]);
DROP FUNCTION isnad_delete_in_the_present();
"""
)
