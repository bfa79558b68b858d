-- PostgreSQL only.
-- Dossiers kept titles and addresses of evidence of their own: each becomes a piece of evidence that its
-- dossier refers to. Whoever answers for the dossier owns it; where nobody did, nobody is named. What held
-- "always" holds from the day on which the dossier was begun.
CREATE TEMPORARY TABLE former_evidence ON COMMIT DROP AS
    SELECT d.board_id, gen_random_uuid() AS id, d.unit_id, d.id AS dossier_id, d.owner_id, d.requirement,
        d.created_at, one.place, one.said ->> 'title' AS title, one.said ->> 'url' AS url,
        COALESCE(one.said ->> 'effectiveFrom', LEAST(
            to_char(to_timestamp(d.created_at / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
            one.said ->> 'effectiveUntil')) AS starts,
        one.said ->> 'effectiveUntil' AS ends
    FROM dossier d, jsonb_array_elements(d.stated -> 'evidence') WITH ORDINALITY AS one (said, place)
    WHERE jsonb_typeof(d.stated -> 'evidence') = 'array';

INSERT INTO evidence (board_id, id, unit_id, version, created_at, updated_at, title, title_sort, kind, owner_id,
        effective_from, effective_until, expires_on, serves_sort, details)
    SELECT board_id, id, unit_id, 1, created_at, created_at, title, lower(title), 'document', owner_id,
        starts, ends, NULL, COALESCE(ends, '9999-12-31'),
        jsonb_build_object('description', NULL, 'links', jsonb_build_array(jsonb_build_object('url', url, 'title', NULL)),
            'requirements', jsonb_build_array(requirement))
    FROM former_evidence;
INSERT INTO evidence_requirement (board_id, evidence_id, requirement)
    SELECT board_id, id, requirement FROM former_evidence;
INSERT INTO evidence_use (board_id, evidence_id, subject_id, noun, unit_id)
    SELECT board_id, id, dossier_id, 'dossier', unit_id FROM former_evidence;
UPDATE dossier SET stated = (stated - 'evidence') || jsonb_build_object('evidenceIds', COALESCE(
        (SELECT jsonb_agg(f.id ORDER BY f.place) FROM former_evidence f
            WHERE f.board_id = dossier.board_id AND f.dossier_id = dossier.id), '[]'))
    WHERE jsonb_exists(stated, 'evidence');
