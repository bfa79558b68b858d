-- What an audit looks at and finds, and what becomes of it.

CREATE TABLE checklist_item (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the unit that is looked at
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    audit_id UUID NOT NULL,
    standard WORD,                  -- OP2, own/<id>; none for a question about none
    drawn FLAG NOT NULL,            -- drawn from the standards of the audit: it takes the verdict
    judged FLAG NOT NULL,
    released FLAG NOT NULL,         -- the people of the unit may see it
    details DOCUMENT NOT NULL,      -- question, notes, evidence, verdict
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, audit_id) REFERENCES audit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX checklist_item_id ON checklist_item (id);
CREATE INDEX checklist_item_unit ON checklist_item (board_id, unit_id, created_at);
CREATE INDEX checklist_item_audit ON checklist_item (board_id, audit_id);
-- One verdict on each standard of each unit.
CREATE UNIQUE INDEX checklist_item_drawn ON checklist_item (board_id, audit_id, unit_id, standard) WHERE drawn;

CREATE TABLE finding (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the unit at which it was found
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    audit_id UUID NOT NULL,
    grade WORD NOT NULL,
    standard WORD,
    state WORD NOT NULL,
    released FLAG NOT NULL,
    due_sort DAY NOT NULL,          -- of what the unit is to do now; where nothing is due it comes last
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, audit_id) REFERENCES audit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX finding_id ON finding (id);
CREATE INDEX finding_unit ON finding (board_id, unit_id, due_sort);
CREATE INDEX finding_audit ON finding (board_id, audit_id);

-- Where something is done with a recommendation.
CREATE TABLE finding_cycle (
    board_id UUID NOT NULL,
    finding_id UUID NOT NULL,
    cycle_id UUID NOT NULL,
    PRIMARY KEY (board_id, finding_id, cycle_id),
    FOREIGN KEY (board_id, finding_id) REFERENCES finding (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX finding_cycle_of ON finding_cycle (board_id, cycle_id);

CREATE TABLE finding_action (
    board_id UUID NOT NULL,
    finding_id UUID NOT NULL,
    action_id UUID NOT NULL,
    PRIMARY KEY (board_id, finding_id, action_id),
    FOREIGN KEY (board_id, finding_id) REFERENCES finding (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, action_id) REFERENCES action (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX finding_action_of ON finding_action (board_id, action_id);
