-- Self-evaluations and the scores of their participants.

CREATE TABLE self_evaluation (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the unit that evaluates itself; of a school the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    level WORD NOT NULL,
    school_year WORD NOT NULL,      -- the year in which it starts: 2026
    title PROSE NOT NULL,
    title_sort WORD NOT NULL,
    mode WORD NOT NULL,
    state WORD NOT NULL,
    leader_id UUID,
    details DOCUMENT NOT NULL,      -- units covered, what is pinned, meeting, verdicts
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX self_evaluation_id ON self_evaluation (id);
CREATE INDEX self_evaluation_leader ON self_evaluation (leader_id);
CREATE INDEX self_evaluation_unit_year ON self_evaluation (board_id, unit_id, school_year);

-- The units under it for which its verdicts count besides: whoever reaches one reads the evaluation.
CREATE TABLE self_evaluation_unit (
    board_id UUID NOT NULL,
    evaluation_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    PRIMARY KEY (board_id, evaluation_id, unit_id),
    FOREIGN KEY (board_id, evaluation_id) REFERENCES self_evaluation (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX self_evaluation_unit_of ON self_evaluation_unit (evaluation_id);
CREATE INDEX self_evaluation_unit_unit ON self_evaluation_unit (board_id, unit_id);

-- What one participant says of one standard: read by that participant alone.
CREATE TABLE score (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- that of the evaluation
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    evaluation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    group_unit_id UUID,             -- the group for which the participant scores
    standard WORD NOT NULL,         -- a code of the edition, own/<id>
    value WORD,                     -- a level of the scale; none: not assessed
    reason PROSE,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, evaluation_id) REFERENCES self_evaluation (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, person_id) REFERENCES person (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX score_id ON score (id);
CREATE INDEX score_unit ON score (board_id, unit_id);
CREATE INDEX score_person ON score (person_id, evaluation_id);
CREATE UNIQUE INDEX score_once ON score (board_id, evaluation_id, person_id, standard);
-- All that the results count stands in this index, in the order in which they count it.
CREATE INDEX score_counts ON score (board_id, evaluation_id, standard, group_unit_id, value);
