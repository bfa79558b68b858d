-- Evidence: a document, interview, observation or figure, with its files, what it shows and what uses it.

CREATE TABLE evidence (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    title PROSE NOT NULL,
    title_sort WORD NOT NULL,
    kind WORD NOT NULL,
    owner_id UUID,                  -- none: taken over from before owners were asked for
    effective_from DAY NOT NULL,
    effective_until DAY,
    expires_on DAY,
    serves_sort DAY NOT NULL,       -- the last day on which it can be leaned on; without one it comes last
    details DOCUMENT NOT NULL,      -- description, links, requirements
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX evidence_id ON evidence (id);
CREATE INDEX evidence_unit ON evidence (board_id, unit_id, effective_from);
CREATE INDEX evidence_owner ON evidence (board_id, owner_id);

-- The requirements that a piece of evidence shows something of, for look-ups.
CREATE TABLE evidence_requirement (
    board_id UUID NOT NULL,
    evidence_id UUID NOT NULL,
    requirement WORD NOT NULL,      -- inspectorate/2025/po/OP2, own/<id>
    PRIMARY KEY (board_id, evidence_id, requirement),
    FOREIGN KEY (board_id, evidence_id) REFERENCES evidence (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX evidence_requirement_of ON evidence_requirement (board_id, requirement);

-- The files. The bytes are kept beside the store, one for all files of a board with the same hash.
CREATE TABLE evidence_file (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    evidence_id UUID NOT NULL,
    name PROSE NOT NULL,
    media_type WORD NOT NULL,
    size NUMBER NOT NULL,
    sha256 WORD NOT NULL,
    uploaded_at INSTANT NOT NULL,
    uploaded_by UUID,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, evidence_id) REFERENCES evidence (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX evidence_file_id ON evidence_file (id);
CREATE INDEX evidence_file_of ON evidence_file (board_id, evidence_id);
CREATE INDEX evidence_file_bytes ON evidence_file (board_id, sha256);

-- What uses a piece of evidence: a dossier, a finding, an item of a checklist.
CREATE TABLE evidence_use (
    board_id UUID NOT NULL,
    evidence_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    noun WORD NOT NULL,
    unit_id UUID NOT NULL,          -- that of what uses it
    PRIMARY KEY (board_id, evidence_id, subject_id),
    FOREIGN KEY (board_id, evidence_id) REFERENCES evidence (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX evidence_use_subject ON evidence_use (board_id, subject_id);
CREATE INDEX evidence_use_unit ON evidence_use (board_id, unit_id);
