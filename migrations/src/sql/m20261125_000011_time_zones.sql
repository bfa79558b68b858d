-- The time zone of a board whose days do not begin with those of Amsterdam, by its IANA name.

ALTER TABLE organisation_unit ADD COLUMN time_zone WORD;
-- Boards elsewhere are few, and looked for by where they are.
CREATE INDEX organisation_unit_time_zone ON organisation_unit (time_zone) WHERE time_zone IS NOT NULL;
