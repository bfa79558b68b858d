-- Surveys: what is asked, of whom, what came in, and what is done with it.
--
-- What is accepted while a survey runs stands in tables without times and with ids made at random. Answers wait in
-- survey_inbox, sealed with a key that is not in the store. When the survey closes they are opened and mixed once;
-- after that there are blocks of answers in the order of their values, and nothing else (ADR 0026).
CREATE TABLE survey_instrument (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    state WORD NOT NULL,
    target_group WORD NOT NULL,
    title_sort WORD NOT NULL,
    number NUMBER NOT NULL,         -- that of the last version; 0 before the first
    details DOCUMENT NOT NULL,      -- what the next version would hold
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX survey_instrument_id ON survey_instrument (id);
CREATE INDEX survey_instrument_unit ON survey_instrument (board_id, unit_id, title_sort);

-- What was published: never changed.
CREATE TABLE survey_instrument_version (
    board_id UUID NOT NULL,
    instrument_id UUID NOT NULL,
    number NUMBER NOT NULL,
    published_at INSTANT NOT NULL,
    content DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, instrument_id, number),
    FOREIGN KEY (board_id, instrument_id) REFERENCES survey_instrument (board_id, id) ON DELETE RESTRICT
);

CREATE TABLE survey_campaign (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- who holds it
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    state WORD NOT NULL,
    target_group WORD NOT NULL,
    school_year WORD NOT NULL,      -- that of the day on which it opens
    opens_on DAY NOT NULL,
    closes_on DAY NOT NULL,
    opens_at INSTANT NOT NULL,      -- the first moment at which answers are taken
    closes_at INSTANT NOT NULL,     -- the first moment at which they are no longer
    preceding_id UUID,              -- the survey that it follows on
    instrument_id UUID,             -- absent for a shipped one
    instrument WORD NOT NULL,       -- which version of which instrument
    remind_on DAY,                  -- the next day of which nobody was reminded yet
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, preceding_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, instrument_id) REFERENCES survey_instrument (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX survey_campaign_id ON survey_campaign (id);
CREATE INDEX survey_campaign_holder ON survey_campaign (board_id, unit_id, opens_on);
CREATE INDEX survey_campaign_preceding ON survey_campaign (board_id, preceding_id);
CREATE INDEX survey_campaign_instrument ON survey_campaign (board_id, instrument_id);
CREATE INDEX survey_campaign_due ON survey_campaign (state, opens_at, closes_at);

-- The units among which it is held; whoever reaches one of them reaches the survey.
CREATE TABLE survey_campaign_unit (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    PRIMARY KEY (board_id, campaign_id, unit_id),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX survey_campaign_unit_unit ON survey_campaign_unit (board_id, unit_id, campaign_id);

-- The version with which it is held, as it was when it was planned.
CREATE TABLE survey_content (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    content DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, campaign_id),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);

-- Class codes and links: whoever has one is let in, so many at most.
CREATE TABLE survey_entry (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    id UUID NOT NULL,
    kind WORD NOT NULL,
    group_key WORD NOT NULL,
    code_hash BYTES NOT NULL,
    opens_at INSTANT NOT NULL,
    closes_at INSTANT NOT NULL,
    at_most NUMBER NOT NULL,
    let_in NUMBER NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX survey_entry_id ON survey_entry (id);
CREATE UNIQUE INDEX survey_entry_code ON survey_entry (code_hash);
CREATE INDEX survey_entry_campaign ON survey_entry (board_id, campaign_id, group_key);

-- Who may answer once. Gone when the survey has closed.
CREATE TABLE survey_invitation (
    code_hash BYTES NOT NULL PRIMARY KEY,
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    id UUID NOT NULL,
    group_key WORD NOT NULL,
    recipient WORD,                 -- whom to remind, as the system that sends it calls them; absent when unknown
    used FLAG NOT NULL,
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX survey_invitation_id ON survey_invitation (board_id, campaign_id, id);

-- Half-filled answers: which invitation they are of and what they say is known with the code alone.
CREATE TABLE survey_draft (
    draft_hash BYTES NOT NULL PRIMARY KEY,
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    sealed BYTES NOT NULL,
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX survey_draft_campaign ON survey_draft (board_id, campaign_id);

-- Answers that were accepted, sealed, until the survey closes.
CREATE TABLE survey_inbox (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    id UUID NOT NULL,
    sealed BYTES NOT NULL,
    PRIMARY KEY (board_id, campaign_id, id),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);

-- What remains of codes that were used: that they were. Gone when the follow-up has ended.
CREATE TABLE survey_used_code (
    code_hash BYTES NOT NULL PRIMARY KEY,
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX survey_used_code_campaign ON survey_used_code (board_id, campaign_id);

-- What may be shown, solved when it closed, with how many were asked and took part.
CREATE TABLE survey_outcome (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    outcome DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, campaign_id),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);

-- The scores, in the order of their values: one packed value a respondent, many to a row.
CREATE TABLE survey_block (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    part NUMBER NOT NULL,           -- the smallest group that is shown
    place NUMBER NOT NULL,
    packed BYTES NOT NULL,
    PRIMARY KEY (board_id, campaign_id, part, place),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);

-- What respondents wrote, apart from their scores.
CREATE TABLE survey_open_answer (
    board_id UUID NOT NULL,
    campaign_id UUID NOT NULL,
    part NUMBER NOT NULL,
    question WORD NOT NULL,
    place NUMBER NOT NULL,          -- in the order of the texts
    answer PROSE NOT NULL,
    PRIMARY KEY (board_id, campaign_id, part, question, place),
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);

-- What a unit does with the results.
CREATE TABLE survey_follow_up (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    campaign_id UUID NOT NULL,
    state WORD NOT NULL,
    due_on DAY NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX survey_follow_up_id ON survey_follow_up (id);
CREATE UNIQUE INDEX survey_follow_up_campaign ON survey_follow_up (board_id, campaign_id, unit_id);
CREATE INDEX survey_follow_up_unit ON survey_follow_up (board_id, unit_id, due_on);

-- The cycles that take results up.
CREATE TABLE survey_follow_up_cycle (
    board_id UUID NOT NULL,
    follow_up_id UUID NOT NULL,
    cycle_id UUID NOT NULL,
    PRIMARY KEY (board_id, follow_up_id, cycle_id),
    FOREIGN KEY (board_id, follow_up_id) REFERENCES survey_follow_up (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX survey_follow_up_cycle_cycle ON survey_follow_up_cycle (board_id, cycle_id);

-- The results on social safety for the inspectorate: made, permitted by the school, delivered.
CREATE TABLE safety_delivery (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    campaign_id UUID NOT NULL,
    state WORD NOT NULL,
    school_year WORD NOT NULL,
    due_on DAY NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, campaign_id) REFERENCES survey_campaign (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX safety_delivery_id ON safety_delivery (id);
CREATE UNIQUE INDEX safety_delivery_campaign ON safety_delivery (board_id, campaign_id, unit_id);
CREATE INDEX safety_delivery_unit ON safety_delivery (board_id, unit_id, school_year);
