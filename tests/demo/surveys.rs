//! The surveys of the demo: one that ended, one of which the units say what they do with it, one that runs.

use super::{Demo, all, has_all, words};
use akoki_api::demo::welcome;
use akoki_domain::{
    access::Role,
    calendar::SchoolYear,
    standing::AttentionKind,
    survey::{
        campaign::CampaignState, follow_up::FollowUpState, instrument::InstrumentState,
        safety_delivery::DeliveryState,
    },
};
use serde_json::{Value, json};
use time::{Date, Month};

/// Surveys in every state, with what comes of them.
pub(super) async fn surveys(demo: &Demo) {
    let officer = demo.officer();
    let instruments = all(&officer, "/survey-instruments").await;
    let states = words(&instruments, "/state");
    has_all(&states, InstrumentState::ALL, "instrument");
    let campaigns = all(&officer, "/survey-campaigns").await;
    // Mixing passes by itself.
    let held = CampaignState::ALL.iter();
    let held = held.filter(|state| **state != CampaignState::Processing);
    has_all(&words(&campaigns, "/state"), held, "survey");
    let follow_ups = all(&officer, "/survey-follow-ups").await;
    let states = words(&follow_ups, "/state");
    has_all(&states, FollowUpState::ALL, "follow-up");
    let deliveries = all(&officer, "/safety-deliveries").await;
    let states = words(&deliveries, "/state");
    for one in deliveries.iter().filter(|one| one["state"] == "delivered") {
        // With what is shipped nothing is delivered as if it had been studied.
        assert_eq!(one["notice"]["code"], json!("instrument-not-official"));
        let channel = one["delivered"]["channel"].as_str().unwrap();
        assert!(channel.contains("niet is gevalideerd"), "{channel}");
    }
    has_all(&states, DeliveryState::ALL, "delivery");
    for (name, state) in [
        ("monitor-before", CampaignState::Closed),
        ("monitor", CampaignState::FollowUp),
        ("survey-parents", CampaignState::Open),
    ] {
        let path = format!("/v1/survey-campaigns/{}", demo.id(name));
        let seen = officer.get(&path).await.expect(200).json;
        assert_eq!(seen["state"], json!(state.as_str()), "{name}");
    }
    followed(demo).await;
    results(demo).await;
    running(demo).await;
}

/// De Wulp improves what it read, Dorp says why it does not, Haven is late.
async fn followed(demo: &Demo) {
    let officer = demo.officer();
    let of = async |name: &str| {
        let path = format!("/v1/survey-follow-ups/{}", demo.id(name));
        officer.get(&path).await.expect(200).json
    };
    let wulp = of("follow-wulp").await;
    assert_eq!(wulp["answer"]["cycleIds"], json!([demo.id("listening")]));
    assert_eq!(wulp["answer"]["results"][0]["key"], json!("listens"));
    assert!(of("follow-dorp").await["answer"]["decision"]["reason"].is_string());
    assert_eq!(of("follow-haven").await["overdue"], json!(true));
    for name in ["wulp", "dorp", "haven"] {
        let before = of(&format!("follow-{name}-before")).await;
        assert_eq!(before["state"], json!("closed"), "{name}");
    }
}

/// Three of group 7 answered: of it nothing is told, nor of the group from which it would follow.
async fn results(demo: &Demo) {
    let leader = demo.caller(Role::SchoolLeader);
    let path = format!("/v1/survey-campaigns/{}/results", demo.id("monitor"));
    let wulp = leader.get(&format!("{path}?group=wulp")).await;
    let wulp = wulp.expect(200).json;
    assert_eq!(wulp["hidden"], Value::Null);
    let groups = wulp["groups"].as_array().unwrap().iter();
    let hidden: Vec<_> = groups
        .map(|group| (&group["key"], &group["hidden"]["code"]))
        .collect();
    // Which of the two had too few is not told.
    let hidden_too = json!("too-few-answered");
    let expected = [
        (&json!("wulp-6"), &Value::Null),
        (&json!("wulp-7"), &hidden_too),
        (&json!("wulp-8"), &hidden_too),
    ];
    assert_eq!(hidden, expected);
    let before = |key: &str| {
        let mut all = wulp["comparisons"].as_array().unwrap().iter();
        let found = all.find(|one| one["with"] == "preceding" && one["key"] == key);
        found.unwrap()["verdict"].clone()
    };
    assert_eq!(before("safe-outside"), json!("higher"));
    assert_eq!(before("listens"), json!("lower"));
    let path = format!("/v1/survey-campaigns/{}", demo.id("survey-staff"));
    let written = demo.officer().get(&format!("{path}/open-answers")).await;
    let written = written.expect(200).json;
    assert_ne!(written["questions"][0]["answers"], json!([]), "{written}");
}

/// Of eleven that answered is told that ten did.
async fn running(demo: &Demo) {
    let path = format!("/v1/survey-campaigns/{}", demo.id("survey-parents"));
    let leader = demo.caller(Role::SchoolLeader);
    let part = leader.get(&format!("{path}/participation")).await;
    let total = &part.expect(200).json["total"];
    let told = ["population", "invited", "responses"].map(|name| &total[name]);
    assert_eq!(told, [&json!(120), &json!(120), &json!(10)]);
}

/// The inspectorate waits until summer: whoever looks then sees that its day is near. Moves the clock.
pub(super) async fn near(demo: &Demo) {
    let clock = &demo.app.shared.clock;
    let today = clock.today();
    let june = Date::from_calendar_date(SchoolYear::of(today).0 + 1, Month::June, 10).unwrap();
    clock.advance((june - today).whole_days() * 86_400_000);
    let call = demo.app.service().await;
    let later = welcome(&call).await.unwrap();
    let mut tokens = later.tokens();
    let (_, token) = tokens
        .find(|(role, _)| *role == Role::BoardQualityOfficer)
        .unwrap();
    let officer = demo.app.with_token(token);
    let path = format!("/v1/organisation-units/{}/standing", demo.id("kompas"));
    let standing = officer.get(&path).await.expect(200).json;
    let attention = standing["attention"].as_array().unwrap();
    let kinds = words(attention, "/kind");
    has_all(&kinds, [AttentionKind::DeliveryNear], "call for attention");
}
