-- What a unit plans to check itself with in a school year, and the conversations of the board with the
-- leadership of its schools.
CREATE TABLE school_year_plan (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- a carrier, or the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    school_year WORD NOT NULL,      -- the year in which it starts: 2026
    details DOCUMENT NOT NULL,      -- what is planned, and what was decided about follow-up
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX school_year_plan_id ON school_year_plan (id);
CREATE UNIQUE INDEX school_year_plan_year ON school_year_plan (board_id, unit_id, school_year);

CREATE TABLE quality_conversation (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    state WORD NOT NULL,
    planned_on DAY NOT NULL,
    school_year WORD NOT NULL,      -- that of the day for which it is planned
    held_on DAY,
    held_number NUMBER,             -- the how-manieth held at the unit: no two follow the same one
    previous_id UUID,
    details DOCUMENT NOT NULL,      -- people, agenda, what was gathered, minutes, agreements, checks
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, previous_id) REFERENCES quality_conversation (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX quality_conversation_id ON quality_conversation (id);
CREATE INDEX quality_conversation_unit ON quality_conversation (board_id, unit_id, planned_on);
CREATE UNIQUE INDEX quality_conversation_number ON quality_conversation (board_id, unit_id, held_number);
CREATE INDEX quality_conversation_previous ON quality_conversation (board_id, previous_id);

-- The agreements of conversations, for look-ups; those of a conversation that was cancelled are not here.
CREATE TABLE conversation_agreement (
    board_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    owner_id UUID,
    due_on DAY,
    due_sort DAY NOT NULL,          -- what has no due date comes last
    done FLAG NOT NULL,
    PRIMARY KEY (board_id, conversation_id, agreement_id),
    FOREIGN KEY (board_id, conversation_id) REFERENCES quality_conversation (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX conversation_agreement_unit ON conversation_agreement (board_id, unit_id, due_sort);

-- The agreements of the one before of which a conversation says what came of them.
CREATE TABLE conversation_check (
    board_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    agreement_id UUID NOT NULL,
    PRIMARY KEY (board_id, conversation_id, agreement_id),
    FOREIGN KEY (board_id, conversation_id) REFERENCES quality_conversation (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX conversation_check_agreement ON conversation_check (board_id, agreement_id);
