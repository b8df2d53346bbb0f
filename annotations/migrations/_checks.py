"""The checking functions that triggers call once a statement, with the ids of the rows that it wrote."""

# As annotations.text.WHITE_SPACE; a migration keeps its own copy.
WHITE_SPACE = (
    r"\t\n\x0b\x0c\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    r"\u2028\u2029\u202f\u205f\u3000"
)

FUNCTIONS = r"""
CREATE FUNCTION isnad_refuse(rule text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', message USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

-- Frames of a layer are judged together, so that two writers cannot each break a rule that both would see alone.
-- Whoever waited must then see what the other wrote: a repeatable read would go on looking at the past.
CREATE FUNCTION isnad_lock_layers(layers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        PERFORM isnad_refuse('transaction.isolation',
            'spans and frames are not written under REPEATABLE READ: use READ COMMITTED or SERIALIZABLE');
    END IF;
    PERFORM 1 FROM annotations_layer WHERE id = ANY (layers) ORDER BY id FOR NO KEY UPDATE;
END $$;

CREATE FUNCTION isnad_check_spans(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION isnad_check_frame_parts(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    SELECT f.uid INTO bad FROM annotations_attribution f
    WHERE f.id = ANY (ids) AND (array_ndims(f.content_ids) > 1 OR array_ndims(f.speaker_ids) > 1) LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.list_shape', format('contents and speakers of frame %s are plain lists', bad.uid));
    END IF;
    SELECT f.uid, c.content_id INTO bad
    FROM annotations_attribution f CROSS JOIN LATERAL unnest(f.content_ids) AS c (content_id)
    LEFT JOIN annotations_span s ON s.id = c.content_id
    WHERE f.id = ANY (ids) AND s.layer_id IS DISTINCT FROM f.layer_id LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.content_outside_layer',
            format('a content of frame %s is no span of its layer', bad.uid));
    END IF;
    SELECT f.uid INTO bad FROM annotations_attribution f
    WHERE f.id = ANY (ids) AND (array_position(f.content_ids, NULL) IS NOT NULL
        OR (array_length(f.content_ids, 1) > 1
            AND (SELECT count(DISTINCT x) FROM unnest(f.content_ids) AS x) < array_length(f.content_ids, 1))) LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.content_twice', format('frame %s names a content twice', bad.uid));
    END IF;
    -- As a foreign key would: a speaker cannot go while a frame that names it is being written.
    PERFORM 1 FROM annotations_source WHERE id IN (
        SELECT unnest(speaker_ids) FROM annotations_attribution WHERE id = ANY (ids)) ORDER BY id FOR KEY SHARE;
    SELECT f.uid INTO bad
    FROM annotations_attribution f CROSS JOIN LATERAL unnest(f.speaker_ids) AS p (speaker_id)
    LEFT JOIN annotations_source s ON s.id = p.speaker_id AND s.workspace_id = f.workspace_id
    WHERE f.id = ANY (ids) AND s.id IS NULL LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.speaker_missing',
            format('a speaker of frame %s is no source of its workspace', bad.uid));
    END IF;
    SELECT f.uid INTO bad
    FROM annotations_attribution f JOIN annotations_span s ON s.id = f.cue_id
    WHERE f.id = ANY (ids) AND array_length(s.segments, 1) > 2 LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.cue_not_contiguous', format('the cue of frame %s has more than one segment', bad.uid));
    END IF;
END $$;

CREATE FUNCTION isnad_check_frame_overlap(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    WITH parts AS MATERIALIZED (
        SELECT f.id, f.uid, f.layer_id, isnad_multirange(s.segments) AS source, isnad_multirange(c.segments) AS cue, f.content_ids
        FROM annotations_attribution f
        LEFT JOIN annotations_span s ON s.id = f.source_id
        LEFT JOIN annotations_span c ON c.id = f.cue_id
        WHERE f.id = ANY (ids)
    )
    SELECT p.uid INTO bad FROM parts p
    WHERE p.source && p.cue OR EXISTS (
        SELECT 1 FROM unnest(p.content_ids) AS x JOIN annotations_span s ON s.id = x
        WHERE isnad_multirange(s.segments) && p.source OR isnad_multirange(s.segments) && p.cue)
    LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.parts_overlap', format('source, cue and content of frame %s overlap', bad.uid));
    END IF;
    SELECT f.uid INTO bad
    FROM annotations_attribution f
    JOIN LATERAL (SELECT x, isnad_multirange(s.segments) AS place FROM unnest(f.content_ids) AS x
                  JOIN annotations_span s ON s.id = x) AS a ON true
    JOIN LATERAL (SELECT x, isnad_multirange(s.segments) AS place FROM unnest(f.content_ids) AS x
                  JOIN annotations_span s ON s.id = x) AS b ON a.x < b.x
    WHERE f.id = ANY (ids) AND array_length(f.content_ids, 1) > 1
      AND a.place && b.place AND NOT a.place <@ b.place AND NOT b.place <@ a.place LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.contents_cross', format('two contents of frame %s cross', bad.uid));
    END IF;
END $$;

CREATE FUNCTION isnad_check_frame_nesting(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    SELECT f.uid INTO bad
    FROM annotations_attribution f JOIN annotations_attribution p ON p.id = f.parent_id
    WHERE f.id = ANY (ids) AND f.id <> p.id AND NOT EXISTS (
        SELECT 1 FROM unnest(p.content_ids) AS x JOIN annotations_span pc ON pc.id = x
        WHERE NOT EXISTS (
            SELECT 1 FROM annotations_span s
            WHERE s.id = ANY (f.content_ids || ARRAY[f.source_id, f.cue_id, f.addressee_id, f.channel_id])
              AND NOT isnad_multirange(s.segments) <@ isnad_multirange(pc.segments)))
    LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('frame.child_outside_parent',
            format('the spans of frame %s do not lie inside one content of its parent', bad.uid));
    END IF;
    WITH RECURSIVE up (id, uid, ancestor, depth) AS (
        SELECT f.id, f.uid, f.parent_id, 1 FROM annotations_attribution f WHERE f.id = ANY (ids) AND f.parent_id IS NOT NULL
        UNION ALL
        SELECT up.id, up.uid, p.parent_id, up.depth + 1 FROM up JOIN annotations_attribution p ON p.id = up.ancestor
        WHERE up.depth <= 6 AND up.ancestor <> up.id
    )
    SELECT up.uid, up.ancestor = up.id AS cycle INTO bad FROM up
    WHERE up.ancestor = up.id OR up.depth > 5 ORDER BY up.ancestor IS DISTINCT FROM up.id LIMIT 1;
    IF FOUND AND bad.cycle THEN
        PERFORM isnad_refuse('frame.cycle', format('frame %s would lie inside itself', bad.uid));
    ELSIF FOUND THEN
        PERFORM isnad_refuse('frame.too_deep', format('frame %s would lie more than five frames deep', bad.uid));
    END IF;
END $$;

CREATE FUNCTION isnad_check_frames(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_lock_layers((SELECT array_agg(DISTINCT layer_id) FROM annotations_attribution WHERE id = ANY (ids)));
    PERFORM isnad_check_frame_parts(ids);
    PERFORM isnad_check_frame_overlap(ids);
    PERFORM isnad_check_frame_nesting(ids);
END $$;

-- A frame that changes may push its descendants out of its content, or too deep.
CREATE FUNCTION isnad_check_frames_and_children(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_check_frames(ids);
    PERFORM isnad_check_frame_nesting(array_agg(d.id)) FROM (
        WITH RECURSIVE down (id, depth) AS (
            SELECT c.id, 1 FROM annotations_attribution c WHERE c.parent_id = ANY (ids)
            UNION
            SELECT c.id, d.depth + 1 FROM down d JOIN annotations_attribution c ON c.parent_id = d.id WHERE d.depth <= 6
        ) SELECT DISTINCT id FROM down) AS d;
END $$;

CREATE FUNCTION isnad_check_moved_spans(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    layers bigint[];
    frames bigint[];
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM isnad_check_spans(ids);
    SELECT array_agg(DISTINCT layer_id) INTO layers FROM annotations_span WHERE id = ANY (ids);
    PERFORM isnad_lock_layers(layers);
    SELECT array_agg(id) INTO frames FROM annotations_attribution
    WHERE layer_id = ANY (layers) AND (source_id = ANY (ids) OR cue_id = ANY (ids) OR addressee_id = ANY (ids)
        OR channel_id = ANY (ids) OR content_ids && ids);
    PERFORM isnad_check_frames_and_children(frames);
END $$;

CREATE FUNCTION isnad_check_deleted_spans(ids bigint[], layers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM isnad_lock_layers(layers);
    IF EXISTS (SELECT 1 FROM annotations_attribution WHERE layer_id = ANY (layers) AND content_ids && ids) THEN
        RAISE EXCEPTION 'a frame still has this span as a content'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'span.in_use';
    END IF;
END $$;
""".replace("WHITE_SPACE", WHITE_SPACE)

DROP = """
DROP FUNCTION isnad_check_deleted_spans(bigint[], bigint[]);
DROP FUNCTION isnad_check_moved_spans(bigint[]);
DROP FUNCTION isnad_check_frames_and_children(bigint[]);
DROP FUNCTION isnad_check_frames(bigint[]);
DROP FUNCTION isnad_check_frame_nesting(bigint[]);
DROP FUNCTION isnad_check_frame_overlap(bigint[]);
DROP FUNCTION isnad_check_frame_parts(bigint[]);
DROP FUNCTION isnad_check_spans(bigint[]);
DROP FUNCTION isnad_lock_layers(bigint[]);
DROP FUNCTION isnad_refuse(text, text);
"""
