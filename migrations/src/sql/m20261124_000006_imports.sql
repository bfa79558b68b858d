-- Files taken in: jobs, their files and reports, and what lists have brought.

CREATE TABLE job (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the board itself, or the platform for a national list
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    kind WORD NOT NULL,
    dry_run FLAG NOT NULL,
    confirm_end FLAG NOT NULL,
    status WORD NOT NULL,
    stage WORD NOT NULL,
    done NUMBER NOT NULL,
    total NUMBER NOT NULL,
    details DOCUMENT NOT NULL,      -- the order, who gave it, the result or the problem
    finished_at INSTANT,
    lease_owner UUID,               -- the run of a worker that has the job
    lease_until INSTANT,            -- after this another worker may take it over
    PRIMARY KEY (board_id, id)
);
CREATE UNIQUE INDEX job_id ON job (id);
CREATE INDEX job_unit ON job (board_id, unit_id, created_at);
CREATE INDEX job_created ON job (created_at, id);
CREATE INDEX job_open ON job (status, created_at) WHERE finished_at IS NULL;

-- The file, in pieces, so that any process can do the work. Gone when the job is finished.
CREATE TABLE job_file (
    job_id UUID NOT NULL,
    number NUMBER NOT NULL,
    at INSTANT NOT NULL,
    bytes BYTES NOT NULL,
    PRIMARY KEY (job_id, number)
);

-- The report: what became of each row, or would become of it.
CREATE TABLE job_row (
    board_id UUID NOT NULL,
    job_id UUID NOT NULL,
    number NUMBER NOT NULL,
    line NUMBER,
    outcome WORD NOT NULL,
    noun WORD,
    resource_id UUID,
    reasons DOCUMENT NOT NULL,
    to_do FLAG NOT NULL,
    PRIMARY KEY (job_id, number)
);
CREATE INDEX job_row_outcome ON job_row (job_id, outcome, number);
CREATE INDEX job_row_resource ON job_row (job_id, resource_id);
CREATE INDEX job_row_to_do ON job_row (job_id, number) WHERE to_do;

-- What the rows planned so far are about: a second row about the same thing is refused. Gone when the
-- job is finished.
CREATE TABLE job_key (
    job_id UUID NOT NULL,
    key WORD NOT NULL,
    PRIMARY KEY (job_id, key)
);

-- How resources will be after the rows planned so far, for the rows that follow. Gone when the job is
-- finished.
CREATE TABLE job_plan (
    job_id UUID NOT NULL,
    resource_id UUID NOT NULL,
    key WORD NOT NULL,              -- how a list knows it
    under_id UUID,                  -- the unit above it, or whom it is about
    document DOCUMENT NOT NULL,
    PRIMARY KEY (job_id, resource_id)
);
CREATE INDEX job_plan_key ON job_plan (job_id, key);
CREATE INDEX job_plan_under ON job_plan (job_id, under_id);

-- What a list said of a unit: its layout brought the unit and has it still, or the unit ended because
-- it vanished from a list ("ended", on that day).
CREATE TABLE list_mark (
    board_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    mark WORD NOT NULL,
    ended_on DAY,
    PRIMARY KEY (board_id, unit_id, mark)
);
CREATE INDEX list_mark_unit ON list_mark (unit_id);
CREATE INDEX list_mark_layout ON list_mark (mark, unit_id);
