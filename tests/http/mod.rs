//! The service as its callers see it. One file a noun, each test on both stores.

mod accounts;
mod assignment;
mod audits;
mod backup;
mod bad_input;
mod check_year;
mod clients;
mod commands;
mod compression;
mod cors;
mod cycles;
mod dossiers;
mod evaluations;
mod event;
mod evidence;
mod findings;
mod follower;
mod frameworks;
mod identifier_race;
mod imports;
mod inspection;
mod known;
mod mechanics;
mod meta;
mod observations;
mod organisation_unit;
mod password;
mod person;
mod personal_access_token;
mod raw;
mod reach;
mod sandbox;
mod school_years;
mod session;
mod session_end;
mod set_up;
mod standing;
mod standing_judged;
mod standing_why;
mod statements;
mod succession;
mod supervised_object;
mod surveys;
mod time_zone;
mod trail;
mod upgrades;
mod verdicts;

/// Where what stands in the way is read, of a refusal.
fn named(refused: &akoki_tests::Answer) -> Vec<&str> {
    let blockers = refused.json["blockers"].as_array().into_iter().flatten();
    blockers.filter_map(|one| one["href"].as_str()).collect()
}
