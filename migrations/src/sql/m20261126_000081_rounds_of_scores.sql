-- How often the results of an evaluation were shown before a score was given or last changed.
ALTER TABLE score ADD COLUMN round NUMBER NOT NULL DEFAULT 0;
