-- What the inspectorate supervises, groups of pupils, people and what they do, and successions.

CREATE TABLE supervised_object (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the school of what it covers; the board when it covers several schools
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    key WORD NOT NULL,
    valid_from DAY,
    valid_until DAY,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX supervised_object_id ON supervised_object (id);
CREATE INDEX supervised_object_unit ON supervised_object (board_id, unit_id);
CREATE INDEX supervised_object_at ON supervised_object (unit_id);
CREATE INDEX supervised_object_key ON supervised_object (key);
-- One key begins once on a day.
CREATE UNIQUE INDEX supervised_object_once ON supervised_object (board_id, key, COALESCE(valid_from, ''));

-- The establishments that it covers: whoever reaches one, sees it.
CREATE TABLE supervised_cover (
    board_id UUID NOT NULL,
    supervised_object_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    position NUMBER NOT NULL,
    PRIMARY KEY (board_id, supervised_object_id, unit_id),
    FOREIGN KEY (board_id, supervised_object_id) REFERENCES supervised_object (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX supervised_cover_unit ON supervised_cover (board_id, unit_id, supervised_object_id);
CREATE INDEX supervised_cover_at ON supervised_cover (unit_id, supervised_object_id);
CREATE INDEX supervised_cover_object ON supervised_cover (supervised_object_id);

CREATE TABLE pupil_group (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    kind WORD NOT NULL,
    school_year WORD NOT NULL,      -- the year in which it starts: 2026
    stage WORD,
    name_sort WORD NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX pupil_group_id ON pupil_group (id);
CREATE INDEX pupil_group_unit ON pupil_group (board_id, unit_id, school_year);
CREATE INDEX pupil_group_name ON pupil_group (name_sort, id);

CREATE TABLE person (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the home unit
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    name_sort WORD NOT NULL,        -- family name, given name, prefix
    email WORD,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX person_id ON person (id);
CREATE INDEX person_unit ON person (board_id, unit_id);
CREATE INDEX person_at ON person (unit_id);
CREATE INDEX person_name ON person (name_sort, id);
CREATE INDEX person_email ON person (board_id, email);

CREATE TABLE assignment (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    person_id UUID NOT NULL,
    function WORD NOT NULL,
    starts_on DAY NOT NULL,
    ends_on DAY,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, person_id) REFERENCES person (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX assignment_id ON assignment (id);
CREATE INDEX assignment_unit ON assignment (board_id, unit_id, person_id);
CREATE INDEX assignment_at ON assignment (unit_id, person_id);
CREATE INDEX assignment_person ON assignment (person_id, unit_id);
CREATE INDEX assignment_starts ON assignment (starts_on, id);
-- Two requests at once do not make the same assignment twice.
CREATE UNIQUE INDEX assignment_once ON assignment (board_id, person_id, unit_id, function, starts_on);

CREATE TABLE succession (
    board_id UUID NOT NULL,         -- the board that proposed it
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    kind WORD NOT NULL,
    state WORD NOT NULL,
    effective_on DAY NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX succession_id ON succession (id);
CREATE INDEX succession_unit ON succession (board_id, unit_id);
CREATE INDEX succession_due ON succession (state, effective_on);
CREATE INDEX succession_effective ON succession (effective_on, id);

-- Every board that a succession involves: each sees it and takes its own steps.
CREATE TABLE succession_board (
    board_id UUID NOT NULL,
    succession_id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the board again, as the unit on which it hangs there
    PRIMARY KEY (board_id, succession_id)
);
CREATE INDEX succession_board_unit ON succession_board (board_id, unit_id);
CREATE INDEX succession_board_succession ON succession_board (succession_id);
