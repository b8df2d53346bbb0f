"""Functions that need no table: stamps, checksums, segment arithmetic, news."""

FUNCTIONS = r"""
-- One time per workspace and transaction, taken under a shared lock. A reader who wants a settled 'as of' takes the
-- same lock exclusively for an instant: every stamp up to its own time is then committed. A row's history must run
-- forwards: whoever waited for another's change to the row (recorded at not_before) goes on with a later time.
CREATE FUNCTION isnad_stamp(workspace bigint, not_before timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    kept text := current_setting('isnad.at', true);
    mine text := workspace || '|';
    taken timestamptz;
BEGIN
    IF kept IS NOT NULL AND starts_with(kept, mine) THEN
        taken := substr(kept, length(mine) + 1)::timestamptz;
        -- Anybody may set isnad.at; only a time within this transaction is believed.
        IF taken >= COALESCE(not_before, taken) AND taken BETWEEN transaction_timestamp() AND clock_timestamp() THEN
            RETURN taken;
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(1769173601, workspace::int);
    taken := GREATEST(clock_timestamp(), not_before);
    PERFORM set_config('isnad.at', mine || taken::text, true);
    RETURN taken;
END $$;

-- convert_to() depends on nothing but the encoding of the database, which is always UTF8.
CREATE FUNCTION isnad_sha256(body text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN encode(sha256(convert_to(body, 'UTF8')), 'hex');

-- [start1, end1, start2, end2, ...]: not empty, each segment not empty, in order, disjoint.
CREATE FUNCTION isnad_segments_ordered_slowly(segments int[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    n int := array_length(segments, 1);
BEGIN
    IF n IS NULL OR n % 2 = 1 OR array_ndims(segments) <> 1 OR array_lower(segments, 1) <> 1
       OR array_position(segments, NULL) IS NOT NULL OR segments[1] < 0 THEN
        RETURN false;
    END IF;
    FOR i IN 1 .. n - 1 LOOP
        IF segments[i] > segments[i + 1] OR (i % 2 = 1 AND segments[i] = segments[i + 1]) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;

CREATE FUNCTION isnad_segments_ordered(segments int[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN array_ndims(segments) = 1 AND array_lower(segments, 1) = 1 AND array_length(segments, 1) = 2
        THEN (segments[1] >= 0 AND segments[1] < segments[2]) IS TRUE
        ELSE isnad_segments_ordered_slowly(segments) END
$$;

CREATE FUNCTION isnad_multirange_slowly(segments int[]) RETURNS int4multirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN array_length(segments, 1) = 2
        THEN int4multirange(int4range(segments[1], segments[2]))
        ELSE (SELECT range_agg(int4range(segments[i], segments[i + 1]))
              FROM generate_series(1, array_length(segments, 1), 2) AS i) END
$$;

CREATE FUNCTION isnad_multirange(segments int[]) RETURNS int4multirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN array_length(segments, 1) = 2 THEN int4multirange(int4range(segments[1], segments[2]))
        WHEN array_length(segments, 1) > 2 THEN isnad_multirange_slowly(segments) END
$$;

CREATE FUNCTION isnad_text_of(body text, segments int[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(substr(body, segments[i] + 1, segments[i + 1] - segments[i]), ' ' ORDER BY i)
    FROM generate_series(1, array_length(segments, 1), 2) AS i
$$;

-- Sent when the transaction commits, each only once. Of many versions at once (an import) only the workspace is named.
CREATE FUNCTION isnad_announce(workspaces bigint[], versions bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(workspaces) = 1 AND cardinality(versions) <= 20 AND array_position(versions, NULL) IS NULL THEN
        PERFORM pg_notify('isnad_changes', workspaces[1] || ' ' || version) FROM unnest(versions) AS version;
    ELSE
        PERFORM pg_notify('isnad_changes', workspace::text) FROM unnest(workspaces) AS workspace;
    END IF;
END $$;
"""

DROP = """
DROP FUNCTION isnad_announce(bigint[], bigint[]);
DROP FUNCTION isnad_text_of(text, int[]);
DROP FUNCTION isnad_multirange(int[]);
DROP FUNCTION isnad_multirange_slowly(int[]);
DROP FUNCTION isnad_segments_ordered(int[]);
DROP FUNCTION isnad_segments_ordered_slowly(int[]);
DROP FUNCTION isnad_sha256(text);
DROP FUNCTION isnad_stamp(bigint, timestamptz);
"""
