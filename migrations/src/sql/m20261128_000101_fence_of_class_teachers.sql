-- PostgreSQL only.
SELECT akoki_fence('survey_class_teacher');
