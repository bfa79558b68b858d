-- Who may audit, what is planned to be audited, and the audits.

CREATE TABLE accredited_body (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    name_sort WORD NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX accredited_body_id ON accredited_body (id);
CREATE INDEX accredited_body_unit ON accredited_body (board_id, unit_id, name_sort);

CREATE TABLE auditor (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    person_id UUID,
    account_id UUID,                -- of a guest: another board keeps it
    body_id UUID,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, person_id) REFERENCES person (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, body_id) REFERENCES accredited_body (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX auditor_id ON auditor (id);
CREATE INDEX auditor_unit ON auditor (board_id, unit_id, created_at);
CREATE INDEX auditor_body ON auditor (board_id, body_id);
-- Somebody stands in the list of a board once.
CREATE UNIQUE INDEX auditor_person ON auditor (board_id, person_id);
CREATE UNIQUE INDEX auditor_account ON auditor (board_id, account_id);

CREATE TABLE audit_programme (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the board
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    school_year WORD NOT NULL,      -- the year in which it starts: 2026
    title_sort WORD NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX audit_programme_id ON audit_programme (id);
CREATE INDEX audit_programme_unit ON audit_programme (board_id, unit_id, school_year);

CREATE TABLE audit (
    board_id UUID NOT NULL,
    id UUID NOT NULL,
    unit_id UUID NOT NULL,          -- the carrier of the unit audited; the board, when there are several
    version NUMBER NOT NULL,
    created_at INSTANT NOT NULL,
    updated_at INSTANT NOT NULL,
    kind WORD NOT NULL,
    state WORD NOT NULL,
    programme_id UUID,
    body_id UUID,
    school_year WORD NOT NULL,      -- the year in which it starts: 2026
    title_sort WORD NOT NULL,
    edition WORD NOT NULL,          -- inspectorate/2025/po
    planned_from DAY NOT NULL,
    planned_until DAY NOT NULL,
    pinned DOCUMENT NOT NULL,
    details DOCUMENT NOT NULL,
    PRIMARY KEY (board_id, id),
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, programme_id) REFERENCES audit_programme (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, body_id) REFERENCES accredited_body (board_id, id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX audit_id ON audit (id);
CREATE INDEX audit_hangs_on ON audit (board_id, unit_id, planned_from);
CREATE INDEX audit_programme_of ON audit (board_id, programme_id);
CREATE INDEX audit_body ON audit (board_id, body_id);

-- The units that are audited: whoever reaches one of them, sees the audit.
CREATE TABLE audit_unit (
    board_id UUID NOT NULL,
    audit_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    PRIMARY KEY (board_id, audit_id, unit_id),
    FOREIGN KEY (board_id, audit_id) REFERENCES audit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, unit_id) REFERENCES organisation_unit (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX audit_unit_unit ON audit_unit (board_id, unit_id, audit_id);
CREATE INDEX audit_unit_at ON audit_unit (unit_id, audit_id);
CREATE INDEX audit_unit_audit ON audit_unit (audit_id);

-- The team. People of the board and guests, by their account, come to the audit as themselves.
CREATE TABLE audit_member (
    board_id UUID NOT NULL,
    audit_id UUID NOT NULL,
    position NUMBER NOT NULL,
    person_id UUID,
    account_id UUID,                -- of a guest: another board keeps it
    auditor_id UUID,                -- of whom no more is known: comes to nothing
    role WORD NOT NULL,
    starts_on DAY NOT NULL,
    ends_on DAY,
    PRIMARY KEY (board_id, audit_id, position),
    FOREIGN KEY (board_id, audit_id) REFERENCES audit (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, person_id) REFERENCES person (board_id, id) ON DELETE RESTRICT,
    FOREIGN KEY (board_id, auditor_id) REFERENCES auditor (board_id, id) ON DELETE RESTRICT
);
CREATE INDEX audit_member_person ON audit_member (person_id, audit_id);
CREATE INDEX audit_member_account ON audit_member (account_id, audit_id);
CREATE INDEX audit_member_audit ON audit_member (audit_id);
CREATE INDEX audit_member_of_board ON audit_member (board_id, person_id);
CREATE INDEX audit_member_auditor ON audit_member (board_id, auditor_id);

-- Those of them who write down what the audit finds.
CREATE VIEW audit_writer AS SELECT board_id, audit_id, person_id, account_id, starts_on, ends_on
    FROM audit_member WHERE role IN ('lead', 'auditor');

-- Those of them who are of the board, on the days on which they work for it: they keep reading what they wrote
-- once the audit has ended. A guest does not, and stands in the team without a person.
CREATE VIEW audit_author AS
    SELECT audit_member.board_id, audit_member.audit_id, audit_member.person_id,
        assignment.starts_on, assignment.ends_on
    FROM audit_member JOIN assignment
        ON assignment.board_id = audit_member.board_id AND assignment.person_id = audit_member.person_id
    WHERE audit_member.role IN ('lead', 'auditor');
