-- PostgreSQL only.
SELECT akoki_fence('school_year_plan');
SELECT akoki_fence('quality_conversation');
SELECT akoki_fence('conversation_agreement');
SELECT akoki_fence('conversation_check');
