-- Observations of lessons: read by who observed, by who was observed, and with the staff-file right.
CREATE TABLE observation (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the team, or the carrier of the school
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    instrument WORD NOT NULL,       -- lesson-observation/1/all
    observed_id UUID NOT NULL,
    observer_id UUID NOT NULL,
    observed_on DAY NOT NULL,
    group_id UUID,
    details DOCUMENT NOT NULL,      -- lesson, what was seen, note
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, observed_id) REFERENCES person (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, observer_id) REFERENCES person (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, group_id) REFERENCES pupil_group (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX observation_id ON observation (id);
CREATE INDEX observation_unit ON observation (board_id, unit_id, observed_on);
CREATE INDEX observation_observed ON observation (observed_id);
CREATE INDEX observation_observer ON observation (observer_id);
