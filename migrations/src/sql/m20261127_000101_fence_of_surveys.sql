-- PostgreSQL only.
SELECT akoki_fence('survey_instrument');
SELECT akoki_fence('survey_instrument_version');
SELECT akoki_fence('survey_campaign');
SELECT akoki_fence('survey_campaign_unit');
SELECT akoki_fence('survey_content');
SELECT akoki_fence('survey_entry');
SELECT akoki_fence('survey_invitation');
SELECT akoki_fence('survey_draft');
SELECT akoki_fence('survey_inbox');
SELECT akoki_fence('survey_used_code');
SELECT akoki_fence('survey_outcome');
SELECT akoki_fence('survey_block');
SELECT akoki_fence('survey_open_answer');
SELECT akoki_fence('survey_follow_up');
SELECT akoki_fence('survey_follow_up_cycle');
SELECT akoki_fence('safety_delivery');
