-- One submission as the database runs it alone: look whether the survey takes answers, claim the code, keep the
-- sealed answer, take the draft away. Each run takes a code that no other takes.
\set i :i + 1
\set n :client_id * :each + :i
BEGIN;
SELECT "id", "opens_at", "closes_at" FROM "survey_campaign"
    WHERE "survey_campaign"."id" IN (:campaign::uuid) AND "survey_campaign"."state" IN ('scheduled', 'open')
    ORDER BY "survey_campaign"."id" ASC FOR SHARE;
UPDATE "survey_invitation" SET "used" = TRUE
    WHERE "code_hash" IN (sha256(convert_to('code ' || :n::text, 'UTF8'))) AND "used" = FALSE
    RETURNING "code_hash";
INSERT INTO "survey_inbox" ("board_id", "campaign_id", "id", "sealed")
    VALUES (:board::uuid, :campaign::uuid, gen_random_uuid(), :sealed::bytea);
DELETE FROM "survey_draft" WHERE "survey_draft"."draft_hash" IN (sha256(convert_to('draft ' || :n::text, 'UTF8')));
COMMIT;
