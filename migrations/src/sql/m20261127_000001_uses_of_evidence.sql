-- Everything that states or judges something can rest on evidence, not dossiers alone.

-- What uses a piece of evidence, and the part of it that does: a score uses it as part of its evaluation,
-- everything else as itself. What belongs to an audit names that: whoever is in its team reads it.
CREATE TABLE evidence_use_by_part (
    board_id UUID NOT NULL,
    evidence_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    part_id UUID NOT NULL,
    noun WORD NOT NULL,
    unit_id UUID NOT NULL,          -- that of what uses it
    audit_id UUID,
    PRIMARY KEY (board_id, evidence_id, subject_id, part_id),
    FOREIGN KEY (board_id, evidence_id) REFERENCES evidence (board_id, id) ON DELETE RESTRICT
);
INSERT INTO evidence_use_by_part (board_id, evidence_id, subject_id, part_id, noun, unit_id)
    SELECT board_id, evidence_id, subject_id, subject_id, noun, unit_id FROM evidence_use;
DROP TABLE evidence_use;
ALTER TABLE evidence_use_by_part RENAME TO evidence_use;
CREATE INDEX evidence_use_part ON evidence_use (board_id, part_id);
CREATE INDEX evidence_use_unit ON evidence_use (board_id, unit_id);
CREATE INDEX evidence_use_of ON evidence_use (evidence_id, audit_id);
CREATE INDEX evidence_use_audit ON evidence_use (board_id, audit_id);

-- Who reads a piece of evidence because they are in the team of an audit that uses it.
CREATE VIEW evidence_reader AS
    SELECT evidence_use.board_id, evidence_use.evidence_id, audit_member.person_id, audit_member.account_id,
        audit_member.starts_on, audit_member.ends_on
    FROM audit_member JOIN evidence_use
        ON evidence_use.board_id = audit_member.board_id AND evidence_use.audit_id = audit_member.audit_id;

-- Who reads it because they wrote in such an audit, and work for the board.
CREATE VIEW evidence_author AS
    SELECT evidence_use.board_id, evidence_use.evidence_id, audit_author.person_id,
        audit_author.starts_on, audit_author.ends_on
    FROM audit_author JOIN evidence_use
        ON evidence_use.board_id = audit_author.board_id AND evidence_use.audit_id = audit_author.audit_id;

-- The pieces of evidence on which a score, an action or a decision rests; none where it rests on none.
ALTER TABLE score ADD COLUMN evidence DOCUMENT;
ALTER TABLE action ADD COLUMN evidence DOCUMENT;
ALTER TABLE decision ADD COLUMN evidence DOCUMENT;
