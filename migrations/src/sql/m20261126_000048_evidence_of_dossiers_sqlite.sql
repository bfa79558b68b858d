-- SQLite only.
-- Dossiers kept titles and addresses of evidence of their own: each becomes a piece of evidence that its
-- dossier refers to. Whoever answers for the dossier owns it; where nobody did, nobody is named. What held
-- "always" holds from the day on which the dossier was begun.
CREATE TEMPORARY TABLE former_evidence AS
    SELECT d.board_id, randomblob(16) AS id, d.unit_id, d.id AS dossier_id, d.owner_id, d.requirement,
        d.created_at, one.key AS place, json_extract(one.value, '$.title') AS title,
        json_extract(one.value, '$.url') AS url,
        COALESCE(json_extract(one.value, '$.effectiveFrom'), MIN(
            date(d.created_at / 1000, 'unixepoch'),
            COALESCE(json_extract(one.value, '$.effectiveUntil'), '9999-12-31'))) AS starts,
        json_extract(one.value, '$.effectiveUntil') AS ends
    FROM dossier d, json_each(d.stated, '$.evidence') one;

INSERT INTO evidence (board_id, id, unit_id, version, created_at, updated_at, title, title_sort, kind, owner_id,
        effective_from, effective_until, expires_on, serves_sort, details)
    SELECT board_id, id, unit_id, 1, created_at, created_at, title, lower(title), 'document', owner_id,
        starts, ends, NULL, COALESCE(ends, '9999-12-31'),
        json_object('description', NULL, 'links', json_array(json_object('url', url, 'title', NULL)),
            'requirements', json_array(requirement))
    FROM former_evidence;
INSERT INTO evidence_requirement (board_id, evidence_id, requirement)
    SELECT board_id, id, requirement FROM former_evidence;
INSERT INTO evidence_use (board_id, evidence_id, subject_id, noun, unit_id)
    SELECT board_id, id, dossier_id, 'dossier', unit_id FROM former_evidence;
UPDATE dossier SET stated = json_set(json_remove(stated, '$.evidence'), '$.evidenceIds', (
        SELECT json_group_array(lower(substr(named, 1, 8) || '-' || substr(named, 9, 4) || '-' || substr(named, 13, 4)
            || '-' || substr(named, 17, 4) || '-' || substr(named, 21)))
        FROM (SELECT hex(f.id) AS named FROM former_evidence f
            WHERE f.board_id = dossier.board_id AND f.dossier_id = dossier.id ORDER BY f.place)))
    WHERE json_type(stated, '$.evidence') IS NOT NULL;
DROP TABLE former_evidence;
