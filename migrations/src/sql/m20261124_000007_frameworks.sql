-- Frameworks, which belong to no board, and what boards keep about requirements.

-- All that was ever published about frameworks. Rows are only added: their number tells whether a
-- process knows them all, and of one subject the highest revision is read.
CREATE TABLE framework_publication (
    id UUID NOT NULL,               -- of the subject: the same over its revisions
    kind WORD NOT NULL,             -- edition or mapping
    subject WORD NOT NULL,          -- inspectorate/2025/po; for a mapping both, with a blank between
    revision NUMBER NOT NULL,
    digest WORD NOT NULL,
    content PROSE NOT NULL,         -- JSON, byte for byte as it was digested
    published_at INSTANT NOT NULL,
    PRIMARY KEY (kind, subject, revision)
);

-- Standards of a board's own.
CREATE TABLE own_standard (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    code WORD NOT NULL,
    code_key WORD NOT NULL,         -- in lower case
    title_sort WORD NOT NULL,
    theme WORD,
    valid_from DAY NOT NULL,
    valid_until DAY,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX own_standard_id ON own_standard (id);
CREATE INDEX own_standard_unit ON own_standard (board_id, unit_id);
CREATE INDEX own_standard_code ON own_standard (board_id, code_key);
-- Codes in bounded periods are compared by the domain; two without an end can meet only here.
CREATE UNIQUE INDEX own_standard_open ON own_standard (board_id, code_key) WHERE valid_until IS NULL;

CREATE TABLE dossier (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    requirement WORD NOT NULL,
    theme WORD,
    owner_id UUID,
    stated DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX dossier_id ON dossier (id);
CREATE UNIQUE INDEX dossier_requirement ON dossier (board_id, unit_id, requirement);
CREATE INDEX dossier_of_requirement ON dossier (board_id, requirement);

-- Every baseline that was taken; of one edition the latest counts.
CREATE TABLE baseline (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    edition WORD NOT NULL,
    assessed_on DAY NOT NULL,
    answers DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX baseline_id ON baseline (id);
CREATE INDEX baseline_unit ON baseline (board_id, unit_id, edition);

-- Where a carrier stood under an edition, month by month, as it was computed then.
CREATE TABLE standing_snapshot (
    board_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    edition WORD NOT NULL,
    taken_on DAY NOT NULL,
    picture DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, unit_id, edition, taken_on),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
