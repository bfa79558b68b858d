-- PostgreSQL only.
-- Row security: a second fence around the boards, for whoever connects as another role than the one
-- that owns the tables. The owner is not held by it, so nothing changes for a service that connects as
-- the owner.
--
-- The setting akoki.sight says who looks: empty (nobody: no row at all), 'service' (everything),
-- 'credential <id> <moment> <day>' or 'principal <id> <moment> <day>'. After SET LOCAL a setting reads
-- as '' and not as NULL, so both mean nobody. A board is in sight of whoever has a grant in force on it
-- or on a part of it, whatever the role; of a grant on the platform, all boards are. What belongs to
-- the platform itself is readable by everybody who is somebody.

-- Whether anybody looks at all.
CREATE FUNCTION akoki_somebody() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NULLIF(current_setting('akoki.sight', true), '') IS NOT NULL
$$;

-- The principal who looks, while what it identified itself with holds.
CREATE FUNCTION akoki_principal() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sight text[] := string_to_array(current_setting('akoki.sight', true), ' ');
BEGIN
    IF sight[1] = 'principal' THEN
        RETURN sight[2]::uuid;
    ELSIF sight[1] = 'credential' THEN
        RETURN (SELECT principal_id FROM credential
            WHERE id = sight[2]::uuid AND revoked_at IS NULL AND expires_at > sight[3]::bigint);
    END IF;
    RETURN NULL;
END $$;

-- The boards in sight. All ones stands for every board.
CREATE FUNCTION akoki_boards() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sight text[] := string_to_array(current_setting('akoki.sight', true), ' ');
    found uuid[];
BEGIN
    IF sight[1] = 'service' THEN
        RETURN ARRAY['ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid];
    ELSIF sight[1] IS NULL OR sight[1] = '' THEN
        RETURN ARRAY[]::uuid[];
    END IF;
    SELECT array_agg(DISTINCT CASE
        WHEN board_id = '00000000-0000-0000-0000-000000000000' THEN 'ffffffff-ffff-ffff-ffff-ffffffffffff'
        ELSE board_id END)
    INTO found FROM access_grant
    WHERE principal_id = akoki_principal() AND ended_at IS NULL AND starts_on <= sight[4]
        AND (ends_on IS NULL OR ends_on >= sight[4]);
    RETURN COALESCE(found, ARRAY[]::uuid[]);
END $$;

-- Whether a succession is about a board in sight. Beside the policies, which would ask each other.
CREATE FUNCTION akoki_succession(succession uuid, boards uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM succession s WHERE s.id = $1
            AND $2 && ARRAY[s.board_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'])
        OR EXISTS (SELECT FROM succession_board b WHERE b.succession_id = $1
            AND $2 && ARRAY[b.board_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'])
$$;

-- Puts the fence around a table of boards; later migrations call it for theirs. The boards are asked
-- for once a statement, in a subquery of their own.
CREATE FUNCTION akoki_fence(fenced regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', fenced);
    EXECUTE format('CREATE POLICY boards ON %s USING (
        (SELECT akoki_boards()) && ARRAY[board_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff''])', fenced);
    EXECUTE format('CREATE POLICY platform ON %s FOR SELECT USING (
        board_id = ''00000000-0000-0000-0000-000000000000''
        AND akoki_somebody())', fenced);
END $$;

DO $$
DECLARE
    named record;
BEGIN
    FOR named IN
        SELECT c.oid::regclass AS fenced FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'board_id' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
    LOOP
        PERFORM akoki_fence(named.fenced);
    END LOOP;
END $$;

-- What happened is told to whichever board it is about.
CREATE POLICY told ON trail FOR INSERT WITH CHECK (akoki_somebody());
CREATE POLICY told ON event FOR INSERT WITH CHECK (akoki_somebody());
-- What is addressed to one principal is read by that one, also when the board is out of sight by now.
CREATE POLICY addressed ON event FOR SELECT USING (audience_id = (SELECT akoki_principal()));
-- One's own grants are known before they begin and after they end.
CREATE POLICY own ON access_grant FOR SELECT USING (principal_id = (SELECT akoki_principal()));
-- An account that has a grant on a board is seen there too, by the policy of the grants, until the grant
-- is taken back.
CREATE POLICY granted ON account FOR SELECT USING (
    EXISTS (SELECT FROM access_grant
        WHERE access_grant.principal_id = account.id AND access_grant.ended_at IS NULL));
ALTER VIEW account_granted SET (security_invoker = true);
-- A succession is every involved board's.
CREATE POLICY involved ON succession USING (akoki_succession(id, (SELECT akoki_boards())));
CREATE POLICY involved ON succession_board USING (akoki_succession(succession_id, (SELECT akoki_boards())));

-- What belongs to a row of another table is seen with it.
ALTER TABLE trail_value ENABLE ROW LEVEL SECURITY;
CREATE POLICY told ON trail_value FOR INSERT WITH CHECK (akoki_somebody());
CREATE POLICY with_trail ON trail_value USING (EXISTS (SELECT FROM trail WHERE trail.id = trail_id));
DO $$
DECLARE
    fenced text;
BEGIN
    FOREACH fenced IN ARRAY ARRAY['job_file', 'job_key', 'job_plan'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', fenced);
        -- A file comes before its job.
        EXECUTE format('CREATE POLICY sent ON %s FOR INSERT WITH CHECK (akoki_somebody())', fenced);
        EXECUTE format('CREATE POLICY with_job ON %s USING (
            current_setting(''akoki.sight'', true) = ''service''
            OR EXISTS (SELECT FROM job WHERE job.id = job_id))', fenced);
    END LOOP;
END $$;
-- An answer that is kept for a replay is its caller's.
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON idempotency USING (
    current_setting('akoki.sight', true) = 'service' OR principal_id = (SELECT akoki_principal()));
