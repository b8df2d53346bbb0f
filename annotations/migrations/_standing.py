"""Functions of relations between sources, and of how claims stand."""

FUNCTIONS = r"""
-- Whoever changes what claims rest on does so alone in a workspace, from before the change until it is committed: so an
-- assessment follows from the evidence that it was computed from, and no two statements can contradict each other.
CREATE FUNCTION isnad_hold_evidence(workspace bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1769173602, workspace::int);
END $$;

-- The same people cannot be provably different, not even through others.
CREATE FUNCTION isnad_check_relations(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        PERFORM isnad_refuse('transaction.isolation',
            'relations are not written under REPEATABLE READ: use READ COMMITTED or SERIALIZABLE');
    END IF;
    PERFORM isnad_hold_evidence(w.id) FROM (
        SELECT DISTINCT workspace_id AS id FROM annotations_sourcerelation WHERE id = ANY (ids) ORDER BY 1) AS w;
    WITH RECURSIVE said AS (
        SELECT id, a_id, b_id FROM annotations_sourcerelation WHERE id = ANY (ids) AND withdrawn_at IS NULL
    ), reached (root, id) AS (
        SELECT e.id, e.id FROM said CROSS JOIN LATERAL (VALUES (a_id), (b_id)) AS e (id)
        UNION
        SELECT reached.root, CASE WHEN r.a_id = reached.id THEN r.b_id ELSE r.a_id END
        FROM reached JOIN annotations_sourcerelation r
            ON (r.a_id = reached.id OR r.b_id = reached.id) AND r.kind = 'same' AND r.withdrawn_at IS NULL
    )
    SELECT d.uid INTO bad FROM reached x
    JOIN annotations_sourcerelation d ON d.a_id = x.id AND d.kind = 'distinct' AND d.withdrawn_at IS NULL
    JOIN reached y ON y.id = d.b_id AND y.root = x.root
    LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('relation.contradiction',
            format('statement %s says that two sources are different, and others say that they are the same', bad.uid));
    END IF;
END $$;

-- How claims stand, derived from the claims, their last assessments and the workspace's intervals.
CREATE FUNCTION isnad_stand(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO annotations_standing AS s (claim_id, workspace_id, workflow, validity, number, computed, asserted,
        effective, supporting_min, supporting_max, supporting_exact, refuting_min, refuting_max, refuting_exact,
        moved_at, due_at)
    SELECT c.id, c.workspace_id, c.workflow, c.validity, COALESCE(a.number, 0), COALESCE(a.computed, 'unverified'),
        COALESCE(a.asserted, ''), e.effective, COALESCE(a.supporting_min, 0), COALESCE(a.supporting_max, 0),
        COALESCE(a.supporting_exact, true), COALESCE(a.refuting_min, 0), COALESCE(a.refuting_max, 0),
        COALESCE(a.refuting_exact, true), COALESCE(m.created_at, c.created_at),
        CASE WHEN c.workflow NOT IN ('rejected', 'withdrawn') THEN LEAST(
            COALESCE(c.recheck_at, CASE WHEN a.confirmed_by <> '' THEN a.recheck_at END,
                COALESCE(a.created_at, c.created_at)
                    + make_interval(days => CASE WHEN i.id IS NULL THEN d.days ELSE i.days END)),
            CASE WHEN c.validity = 'open' THEN c.horizon END) END
    FROM annotations_claim c
    LEFT JOIN LATERAL (
        SELECT * FROM annotations_assessment WHERE claim_id = c.id ORDER BY number DESC LIMIT 1) AS a ON true
    LEFT JOIN LATERAL (
        SELECT created_at FROM annotations_assessment WHERE claim_id = c.id AND cause <> 'looked'
        ORDER BY number DESC LIMIT 1) AS m ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.confirmed_by <> '' THEN a.asserted ELSE COALESCE(a.computed, 'unverified') END AS effective
    ) AS e
    LEFT JOIN annotations_recheckinterval i ON i.workspace_id = c.workspace_id AND i.state = e.effective
    -- As annotations.vocabulary.RECHECK_DAYS; a migration keeps its own copy.
    LEFT JOIN (VALUES ('unverified', 7), ('single_source', 7), ('disputed', 3), ('corroborated', 30),
        ('confirmed', 180), ('refuted', 180), ('unverifiable', 90)) AS d (state, days) ON d.state = e.effective
    WHERE c.id = ANY (ids)
    ORDER BY c.id
    ON CONFLICT (claim_id) DO UPDATE SET workflow = EXCLUDED.workflow, validity = EXCLUDED.validity,
        number = EXCLUDED.number, computed = EXCLUDED.computed, asserted = EXCLUDED.asserted,
        effective = EXCLUDED.effective, supporting_min = EXCLUDED.supporting_min,
        supporting_max = EXCLUDED.supporting_max, supporting_exact = EXCLUDED.supporting_exact,
        refuting_min = EXCLUDED.refuting_min, refuting_max = EXCLUDED.refuting_max,
        refuting_exact = EXCLUDED.refuting_exact, moved_at = EXCLUDED.moved_at, due_at = EXCLUDED.due_at
    WHERE (s.workflow, s.validity, s.number, s.moved_at, s.due_at) IS DISTINCT FROM
        (EXCLUDED.workflow, EXCLUDED.validity, EXCLUDED.number, EXCLUDED.moved_at, EXCLUDED.due_at);
END $$;

CREATE FUNCTION isnad_stand_assessed(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM isnad_stand((SELECT array_agg(DISTINCT claim_id) FROM annotations_assessment WHERE id = ANY (ids)));
END $$;

CREATE FUNCTION isnad_stand_interval(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM isnad_stand((SELECT array_agg(s.claim_id) FROM annotations_standing s
        JOIN annotations_recheckinterval i ON i.workspace_id = s.workspace_id AND i.state = s.effective
        WHERE i.id = ANY (ids)));
END $$;
"""

DROP = """
DROP FUNCTION isnad_stand_interval(bigint[]);
DROP FUNCTION isnad_stand_assessed(bigint[]);
DROP FUNCTION isnad_stand(bigint[]);
DROP FUNCTION isnad_check_relations(bigint[]);
DROP FUNCTION isnad_hold_evidence(bigint);
"""
