-- Which unit evaluated itself, where the work of several hangs at one place, and which school year a verdict
-- is about: both as what gave it says.
ALTER TABLE verdict ADD COLUMN evaluated_id UUID;
ALTER TABLE verdict ADD COLUMN school_year WORD NOT NULL DEFAULT '';
UPDATE verdict SET evaluated_id = (
        SELECT e.unit_id FROM self_evaluation e WHERE e.board_id = verdict.board_id AND e.id = verdict.source_id)
    WHERE source_noun = 'self-evaluation';
UPDATE verdict SET school_year = COALESCE(
    (SELECT e.school_year FROM self_evaluation e WHERE e.board_id = verdict.board_id AND e.id = verdict.source_id),
    (SELECT a.school_year FROM audit a WHERE a.board_id = verdict.board_id AND a.id = verdict.source_id),
    CASE WHEN substr(given_on, 6, 2) >= '08' THEN substr(given_on, 1, 4)
        ELSE CAST(CAST(substr(given_on, 1, 4) AS NUMBER) - 1 AS TEXT) END);
