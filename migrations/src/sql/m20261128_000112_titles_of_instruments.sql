-- By which instruments are found: their title in each language.
ALTER TABLE survey_instrument ADD COLUMN title_search WORD NOT NULL DEFAULT '';
UPDATE survey_instrument SET title_search = title_sort;
