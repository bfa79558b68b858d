-- What remains of the codes of a survey that was mixed: that they were there, and whether they were used. Whoever comes
-- with one hears that the survey has closed. Gone when the follow-up has ended.
ALTER TABLE survey_used_code RENAME TO survey_past_code;
ALTER TABLE survey_past_code ADD COLUMN used FLAG NOT NULL DEFAULT TRUE;
