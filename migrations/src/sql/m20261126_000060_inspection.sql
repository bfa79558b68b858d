-- Visits of the inspectorate and the recovery orders that they leave. Both are roots: an order has a version of
-- its own, as a visit whose report is adopted changes no more.

CREATE TABLE inspection_visit (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier, or the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    kind WORD NOT NULL,
    state WORD NOT NULL,
    started_on DAY NOT NULL,
    edition WORD NOT NULL,          -- inspectorate/2025/po: that in force on the first day
    supervised_object_id UUID,
    previous_id UUID,
    stated DOCUMENT NOT NULL,       -- days, reference, report, dissent, outcome, verdicts
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, supervised_object_id) REFERENCES supervised_object (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, previous_id) REFERENCES inspection_visit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX inspection_visit_id ON inspection_visit (id);
CREATE INDEX inspection_visit_unit ON inspection_visit (board_id, unit_id, started_on);
CREATE INDEX inspection_visit_object ON inspection_visit (board_id, supervised_object_id);
CREATE INDEX inspection_visit_previous ON inspection_visit (board_id, previous_id);

CREATE TABLE recovery_order (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier, or the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    visit_id UUID NOT NULL,
    state WORD NOT NULL,
    requirement WORD NOT NULL,      -- inspectorate/2025/po/OP2
    due_on DAY NOT NULL,
    details DOCUMENT NOT NULL,      -- quoted requirement, legal basis, measures, verification, outcome
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, visit_id) REFERENCES inspection_visit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX recovery_order_id ON recovery_order (id);
CREATE INDEX recovery_order_unit ON recovery_order (board_id, unit_id, due_on);
CREATE INDEX recovery_order_visit ON recovery_order (board_id, visit_id);
