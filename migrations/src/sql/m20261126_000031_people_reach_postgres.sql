-- PostgreSQL only.
UPDATE account SET person_id = (details ->> 'personId')::uuid WHERE details ->> 'personId' IS NOT NULL;
