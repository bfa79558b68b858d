-- The person of an account in a column of its own, so that a statement can ask who calls.
ALTER TABLE account ADD COLUMN person_id UUID;
CREATE INDEX account_person ON account (person_id);
