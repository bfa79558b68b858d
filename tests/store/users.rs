//! What refers to a record is named to whoever is refused to delete it: of every table that does, somebody decided
//! how, or why not.

use akoki_persistence::unnamed;
use akoki_tests::both_stores;

use super::unit::open;

/// Tables of which nothing is named, each with why: what goes with a record is no reason to keep that.
const NOT_NAMED: &[(&str, &str)] = &[
    ("account_activation", "goes with its account"),
    ("account_password", "goes with its account"),
    ("conversation_agreement", "goes with its conversation"),
    ("conversation_check", "goes with its conversation"),
    ("cycle_requirement", "goes with its cycle"),
    ("evidence_file", "goes with its evidence"),
    ("evidence_requirement", "goes with its evidence"),
    (
        "evidence_use",
        "what uses evidence is told by the evidence itself",
    ),
    ("score", "is nobody's but the participant's"),
    (
        "standing_snapshot",
        "is kept by the service, and has no address",
    ),
    ("survey_block", "goes with its campaign"),
    ("survey_content", "goes with its campaign"),
    ("survey_draft", "is nobody's but the respondent's"),
    ("survey_entry", "goes with its campaign"),
    ("survey_imported", "goes with its campaign"),
    ("survey_inbox", "is nobody's but the respondent's"),
    ("survey_instrument_version", "goes with its instrument"),
    ("survey_invitation", "goes with its campaign"),
    ("survey_open_answer", "goes with its campaign"),
    ("survey_outcome", "goes with its campaign"),
    ("survey_past_code", "goes with its campaign"),
    (
        "verdict",
        "what gave it hangs on the unit as well, and is named",
    ),
];

both_stores! {
    fn every_table_that_refers_to_a_record_is_named_or_left_out_for_a_reason(store) {
        let opened = open(&store).await;
        let found = unnamed(&opened).await.expect("the references");
        let said: Vec<&str> = NOT_NAMED.iter().map(|(table, _)| *table).collect();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, said);
    }
}
