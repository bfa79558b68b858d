-- A line of a report may stand for several rows on end that became the same.
ALTER TABLE job_row ADD COLUMN rows_on_end NUMBER NOT NULL DEFAULT 1;
