-- Improvement cycles with all that belongs to them, and the context on which plans rest.
-- A cycle is the root of its aggregate: whatever changes one of the other rows first counts its version up.

CREATE TABLE context_factor (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    title PROSE NOT NULL,
    title_sort WORD NOT NULL,
    kind WORD NOT NULL,
    description PROSE,
    changed_on DAY NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX context_factor_id ON context_factor (id);
CREATE INDEX context_factor_unit ON context_factor (board_id, unit_id);

CREATE TABLE improvement_cycle (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    theme WORD NOT NULL,
    title PROSE NOT NULL,
    title_sort WORD NOT NULL,
    owner_id UUID,
    state WORD NOT NULL,
    round NUMBER NOT NULL,
    previous_id UUID,
    next_id UUID,
    do_started_on DAY,
    flagged FLAG NOT NULL,          -- a context factor changed and the plan was not confirmed
    details DOCUMENT NOT NULL,      -- description, requirements, context factors, flags, evaluation
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX improvement_cycle_id ON improvement_cycle (id);
CREATE INDEX improvement_cycle_unit ON improvement_cycle (board_id, unit_id, state);
CREATE INDEX improvement_cycle_owner ON improvement_cycle (board_id, owner_id);
-- A round is continued once.
CREATE UNIQUE INDEX improvement_cycle_previous ON improvement_cycle (board_id, previous_id) WHERE previous_id IS NOT NULL;

-- The requirements that a cycle serves, for look-ups.
CREATE TABLE cycle_requirement (
    board_id UUID NOT NULL,
    cycle_id UUID NOT NULL,
    requirement WORD NOT NULL,      -- inspectorate/2025/po/OP2, own/<id>
    PRIMARY KEY (board_id, cycle_id, requirement),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX cycle_requirement_of ON cycle_requirement (board_id, requirement);

-- The context factors that the plan of a cycle rests on, for look-ups.
CREATE TABLE cycle_context (
    board_id UUID NOT NULL,
    cycle_id UUID NOT NULL,
    context_factor_id UUID NOT NULL,
    PRIMARY KEY (board_id, cycle_id, context_factor_id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, context_factor_id) REFERENCES context_factor (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX cycle_context_factor ON cycle_context (board_id, context_factor_id);

CREATE TABLE goal (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- that of the cycle, as with all that follows
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    cycle_id UUID NOT NULL,
    previous_id UUID,               -- the goal of the previous round
    title PROSE NOT NULL,
    title_sort WORD NOT NULL,
    owner_id UUID,
    due_on DAY,
    due_sort DAY NOT NULL,          -- what has no due date comes last
    details DOCUMENT NOT NULL,      -- indicator, unit of measure, baseline, target, direction, rhythm, effect
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX goal_id ON goal (id);
CREATE INDEX goal_unit ON goal (board_id, unit_id, due_sort);
CREATE INDEX goal_cycle ON goal (board_id, cycle_id);
CREATE INDEX goal_owner ON goal (board_id, owner_id);

CREATE TABLE action (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    cycle_id UUID NOT NULL,
    goal_id UUID,                   -- none: it serves every goal of the cycle
    title PROSE NOT NULL,
    title_sort WORD NOT NULL,
    description PROSE,
    owner_id UUID,
    due_on DAY,
    due_sort DAY NOT NULL,
    status WORD NOT NULL,
    done_on DAY,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, goal_id) REFERENCES goal (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX action_id ON action (id);
CREATE INDEX action_unit ON action (board_id, unit_id, due_sort);
CREATE INDEX action_cycle ON action (board_id, cycle_id);
CREATE INDEX action_goal ON action (board_id, goal_id);
CREATE INDEX action_owner ON action (board_id, owner_id);

CREATE TABLE measurement (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    cycle_id UUID NOT NULL,
    goal_id UUID NOT NULL,
    measured_on DAY NOT NULL,
    value NUMBER NOT NULL,          -- hundredths
    source PROSE,
    note PROSE,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, goal_id) REFERENCES goal (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX measurement_id ON measurement (id);
CREATE INDEX measurement_unit ON measurement (board_id, unit_id, measured_on);
CREATE INDEX measurement_cycle ON measurement (board_id, cycle_id);
CREATE INDEX measurement_goal ON measurement (board_id, goal_id, measured_on);

CREATE TABLE review (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    cycle_id UUID NOT NULL,
    goal_id UUID NOT NULL,
    held_on DAY NOT NULL,
    held_by UUID,
    finding PROSE NOT NULL,
    next_action PROSE,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, goal_id) REFERENCES goal (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX review_id ON review (id);
CREATE INDEX review_unit ON review (board_id, unit_id, held_on);
CREATE INDEX review_cycle ON review (board_id, cycle_id);
CREATE INDEX review_goal ON review (board_id, goal_id, held_on);

-- A decision holds the lesson: lessons have no table of their own.
CREATE TABLE decision (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    cycle_id UUID NOT NULL,
    goal_id UUID NOT NULL,
    kind WORD NOT NULL,
    lesson PROSE NOT NULL,
    lesson_search WORD NOT NULL,
    taken_on DAY NOT NULL,
    decided_by UUID,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, goal_id) REFERENCES goal (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX decision_id ON decision (id);
CREATE INDEX decision_unit ON decision (board_id, unit_id, taken_on);
CREATE INDEX decision_cycle ON decision (board_id, cycle_id);
-- A goal is decided upon once.
CREATE UNIQUE INDEX decision_goal ON decision (board_id, goal_id);

-- The steps that a cycle took.
CREATE TABLE cycle_transition (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,    -- when it was taken
    updated_at INSTANT NOT NULL,
    cycle_id UUID NOT NULL,
    command WORD NOT NULL,
    from_state WORD NOT NULL,
    to_state WORD NOT NULL,
    taken_on DAY NOT NULL,
    principal_id UUID,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, cycle_id) REFERENCES improvement_cycle (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX cycle_transition_id ON cycle_transition (id);
CREATE INDEX cycle_transition_unit ON cycle_transition (board_id, unit_id);
CREATE INDEX cycle_transition_cycle ON cycle_transition (board_id, cycle_id, created_at);
