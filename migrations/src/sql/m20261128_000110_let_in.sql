-- Who came in with a class code or a link was not invited by anybody, and has no code that can be replaced.
ALTER TABLE survey_invitation ADD COLUMN let_in FLAG NOT NULL DEFAULT FALSE;
-- The code was given in place of one that was used already: it tells so only to whoever sends answers in with it.
ALTER TABLE survey_invitation ADD COLUMN veiled FLAG NOT NULL DEFAULT FALSE;

-- How many answers of a group were taken in from elsewhere. Gone when the survey has closed.
CREATE TABLE survey_imported (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    group_key WORD NOT NULL,
    answers NUMBER NOT NULL,
    PRIMARY KEY (board_id, campaign_id, group_key),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
