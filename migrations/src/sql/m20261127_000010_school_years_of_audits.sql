-- The audits of a school year are looked up by board and year.
CREATE INDEX audit_of_year ON audit (board_id, school_year);

-- What is to be said of agreements in a conversation that was not held yet settles nothing, and what goes on in it
-- is no agreement yet.
DELETE FROM conversation_check WHERE conversation_id IN
    (SELECT id FROM quality_conversation WHERE state IN ('planned', 'prepared'));
DELETE FROM conversation_agreement WHERE conversation_id IN
    (SELECT id FROM quality_conversation WHERE state IN ('planned', 'prepared'));
