-- What was told in the feed of what is late: one row for each such thing, of the last that was told. The event
-- itself has version 0, as nothing of its subject was changed by it.
CREATE TABLE escalation (
    board_id UUID NOT NULL,
    part_id UUID NOT NULL,         -- the agreement of a conversation; the finding or order itself otherwise
    due_on DAY NOT NULL,           -- the day that has passed
    told_to UUID,                  -- the unit above at which it was told; none when there is nobody above
    told_until DAY NOT NULL,       -- on the day after it may go a level further
    PRIMARY KEY (board_id, part_id)
);

-- What is late is looked for over all boards.
CREATE INDEX escalation_told_until ON escalation (told_until);
CREATE INDEX finding_late ON finding (due_sort);
CREATE INDEX recovery_order_late ON recovery_order (due_on, state);
CREATE INDEX conversation_agreement_late ON conversation_agreement (due_sort, done);
