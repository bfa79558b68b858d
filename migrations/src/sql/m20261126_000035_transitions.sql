-- The steps of every resource with a state machine in one table, those of cycles among them.
CREATE TABLE transition (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,    -- when it was taken
    updated_at INSTANT NOT NULL,
    noun WORD NOT NULL,
    resource_id UUID NOT NULL,
    command WORD NOT NULL,
    from_state WORD NOT NULL,
    to_state WORD NOT NULL,
    taken_on DAY NOT NULL,
    principal_id UUID,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX transition_id ON transition (id);
CREATE INDEX transition_unit ON transition (board_id, unit_id);
CREATE INDEX transition_resource ON transition (resource_id, created_at);
INSERT INTO transition (board_id, id, unit_id, version, created_at, updated_at, noun, resource_id, command,
    from_state, to_state, taken_on, principal_id)
    SELECT board_id, id, unit_id, version, created_at, updated_at, 'improvement-cycle', cycle_id, command,
    from_state, to_state, taken_on, principal_id FROM cycle_transition;
DROP TABLE cycle_transition;

-- What made a cycle necessary: a finding, an evaluation, an order.
ALTER TABLE improvement_cycle ADD COLUMN origin_noun WORD;
ALTER TABLE improvement_cycle ADD COLUMN origin_id UUID;
CREATE INDEX improvement_cycle_origin ON improvement_cycle (board_id, origin_id);
