-- PostgreSQL only.
SELECT akoki_fence('survey_imported');
