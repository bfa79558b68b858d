//! Verdicts side by side: what every voice says, to whom may hear it.

use akoki_api::auth::scope::Scopes;
use akoki_domain::{
    Noun, Subject,
    access::Role,
    calendar::SchoolYear,
    framework::RequirementRef,
    id::{BoardId, UnitId, VerdictId},
    verdict::{EvaluationLevel, GivenVerdict, Voice},
};
use akoki_persistence::{StoreError, repo::verdict::add};
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use time::{Date, macros::date};
use uuid::Uuid;

use Voice::{ExternalAudit, Inspectorate, InternalAudit, SelfAssessed};

pub(super) struct Scene {
    pub(super) app: TestApp,
    pub(super) officer: Caller,
    pub(super) board: Uuid,
    pub(super) school: Uuid,
    path: String,
}

pub(super) async fn scene(store: akoki_tests::StoreHandle) -> Scene {
    let app = TestApp::start(store).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    Scene {
        app,
        officer,
        board,
        school,
        path: format!("/v1/organisation-units/{school}/verdicts"),
    }
}

impl Scene {
    /// Gives verdicts on the school, as what concludes them does.
    pub(super) async fn give(&self, all: &[(Voice, &str, &str, Date)]) {
        let call = self.app.service().await;
        let verdicts: Vec<GivenVerdict> =
            all.iter().map(|one| self.verdict(call.id(), one)).collect();
        let added: Result<(), StoreError> = call
            .store()
            .unit(&call.act(), move |tx| {
                let verdicts = verdicts.clone();
                Box::pin(async move { add(tx, &verdicts).await })
            })
            .await;
        added.unwrap();
    }

    fn verdict(
        &self,
        id: VerdictId,
        (voice, about, value, day): &(Voice, &str, &str, Date),
    ) -> GivenVerdict {
        let requirement: RequirementRef = about.parse().unwrap();
        let edition = match &requirement {
            RequirementRef::Shipped { edition, .. } => edition.clone(),
            RequirementRef::Own(_) => "inspectorate/2025/po".parse().unwrap(),
        };
        let noun = match voice {
            SelfAssessed => Noun::SelfEvaluation,
            InternalAudit | ExternalAudit => Noun::Audit,
            Inspectorate => Noun::InspectionVisit,
        };
        GivenVerdict {
            id,
            board_id: BoardId(self.board),
            unit_id: UnitId(self.school),
            voice: *voice,
            level: (*voice == SelfAssessed).then_some(EvaluationLevel::Leadership),
            evaluated: None,
            edition,
            requirement,
            value: Some((*value).to_owned()),
            given_on: *day,
            school_year: SchoolYear::of(*day),
            source: Subject::new(noun, Uuid::from_u128(7)),
        }
    }
}

fn standard<'a>(seen: &'a Value, requirement: &str) -> &'a Value {
    let mut all = seen["standards"].as_array().unwrap().iter();
    all.find(|one| one["requirement"] == requirement).unwrap()
}

/// The voices against which there is a blind spot.
fn against(of: &Value) -> Vec<&str> {
    let spots = of["blindSpots"].as_array().unwrap().iter();
    spots.map(|one| one["voice"].as_str().unwrap()).collect()
}

const OP2: &str = "inspectorate/2025/po/OP2";

both_stores! {
    fn voices_stand_side_by_side_with_trend_and_blind_spots(store) {
        let scene = scene(store).await;
        let empty = scene.officer.get(&scene.path).await.expect(200);
        assert_eq!((empty.json["standards"].as_array().unwrap().len(), &empty.json["notShown"]), (13, &json!([])));
        let own = json!({"code": "EA1", "boardId": scene.board, "title": "Tuin", "validFrom": "2024-08-01"});
        let own = scene.officer.post("/v1/own-standards", own).await.expect(201).id();
        let own = format!("own/{own}");
        scene.give(&[
            (SelfAssessed, "inspectorate/2024/po/OP2", "unsatisfactory", date!(2025 - 05 - 01)),
            (SelfAssessed, OP2, "good", date!(2026 - 05 - 01)),
            (InternalAudit, OP2, "satisfactory", date!(2026 - 01 - 15)),
            (ExternalAudit, OP2, "satisfactory", date!(2025 - 11 - 15)),
            (Inspectorate, OP2, "unsatisfactory", date!(2026 - 03 - 01)),
            (SelfAssessed, &own, "satisfactory", date!(2026 - 05 - 01)),
            (Inspectorate, "inspectorate/2017/po/OR3", "satisfactory", date!(2020 - 05 - 01)),
        ]).await;
        let seen = scene.officer.get(&scene.path).await.expect(200);
        assert_eq!(seen.json["edition"], "inspectorate/2025/po");
        let op2 = standard(&seen.json, OP2);
        let said = &op2["selfAssessed"]["leadership"];
        assert_eq!((&said["value"], &said["rank"], &said["trend"]["way"]), (&json!("good"), &json!(3), &json!("up")));
        assert_eq!(said["trend"]["against"][0]["edition"], "inspectorate/2024/po");
        assert_eq!(said["source"], format!("/v1/self-evaluations/{}", Uuid::from_u128(7)));
        assert_eq!(op2["selfAssessed"]["teams"], json!([]));
        assert_eq!((&op2["internalAudit"]["rank"], &op2["externalAudit"]["rank"], &op2["inspectorate"]["rank"]), (&json!(2), &json!(2), &json!(1)));
        // One against each voice from outside.
        let spots: Vec<_> = op2["blindSpots"].as_array().unwrap().iter()
            .map(|one| (one["level"].clone(), one["voice"].clone(), one["gap"].clone(), one["by"].clone())).collect();
        let over = |voice: &str, by: u8| (json!("leadership"), json!(voice), json!("selfHigher"), json!(by));
        assert_eq!(spots, [over("internalAudit", 1), over("externalAudit", 1), over("inspectorate", 2)]);
        let spot = &op2["blindSpots"][2];
        assert_eq!(spot["why"][1]["href"], format!("/v1/inspection-visits/{}", Uuid::from_u128(7)));
        assert_eq!(standard(&seen.json, &own)["selfAssessed"]["leadership"]["value"], "satisfactory");
        // What was dropped is not lost.
        let elsewhere = &seen.json["elsewhere"][0];
        assert_eq!((&elsewhere["relation"], &elsewhere["verdict"]["requirement"]), (&json!("dropped"), &json!("inspectorate/2017/po/OR3")));

        // Under an earlier edition, on an earlier day, of one school year.
        let seen = scene.officer.get(&format!("{}?on=2025-06-01", scene.path)).await.expect(200);
        assert_eq!(seen.json["edition"], "inspectorate/2024/po");
        let then = standard(&seen.json, "inspectorate/2024/po/OP2");
        assert_eq!((&then["selfAssessed"]["leadership"]["value"], &then["inspectorate"]), (&json!("unsatisfactory"), &Value::Null));
        let seen = scene.officer.get(&format!("{}?frameworkVersion=inspectorate/2024/po", scene.path)).await.expect(200);
        let newer = standard(&seen.json, "inspectorate/2024/po/OP2");
        assert_eq!(newer["inspectorate"]["edition"], "inspectorate/2025/po");
        let seen = scene.officer.get(&format!("{}?schoolYear=2024", scene.path)).await.expect(200);
        assert_eq!(standard(&seen.json, OP2)["selfAssessed"]["leadership"]["value"], "unsatisfactory");
        assert_eq!(standard(&seen.json, OP2)["blindSpots"], json!([]));
        let wrong = scene.officer.get(&format!("{}?on=gisteren&frameworkVersion=x&schoolYear=nu&year=1", scene.path)).await;
        let wrong = wrong.refused(400, "invalid-input").errors();
        assert_eq!(wrong.len(), 4, "{wrong:?}");
    }
}

both_stores! {
    fn each_voice_is_heard_by_whom_may_hear_it(store) {
        let scene = scene(store).await;
        scene.give(&[
            (SelfAssessed, OP2, "good", date!(2026 - 05 - 01)),
            (InternalAudit, OP2, "unsatisfactory", date!(2026 - 05 - 02)),
            (Inspectorate, OP2, "satisfactory", date!(2026 - 04 - 01)),
        ]).await;
        // Staff hears no audits: the blind spot is against what it may hear.
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let seen = staff.get(&scene.path).await.expect(200);
        let left_out: Vec<_> = seen.json["notShown"].as_array().unwrap().iter().map(|one| one["voice"].clone()).collect();
        assert_eq!(left_out, ["internalAudit", "externalAudit"]);
        let op2 = standard(&seen.json, OP2);
        assert_eq!((&op2["internalAudit"], against(op2)), (&Value::Null, vec!["inspectorate"]));
        assert!(!seen.text.contains("/v1/audits/"));
        let officer = scene.officer.get(&scene.path).await.expect(200);
        assert_eq!(against(standard(&officer.json, OP2)), ["internalAudit", "inspectorate"]);
        // A token for the standing alone hears nobody.
        let scopes = Scopes::parse("standing.read").unwrap();
        let narrow = scene.app.caller_with(Role::BoardQualityOfficer, scene.board, &scopes).await;
        let seen = narrow.get(&scene.path).await.expect(200);
        assert_eq!(seen.json["notShown"].as_array().unwrap().len(), 4);
        assert_eq!(standard(&seen.json, OP2)["inspectorate"], Value::Null);
        let (_, stranger) = scene.app.board("Twee").await;
        stranger.get(&scene.path).await.refused(404, "not-found");
        scene.app.platform().await.get(&scene.path).await.refused(404, "not-found");
        scene.app.caller(Role::Hr, scene.school).await.get(&scene.path).await.refused(404, "not-found");
    }
}

both_stores! {
    fn a_unit_shows_what_hangs_at_its_carrier(store) {
        let scene = scene(store).await;
        let establishment = json!({"kind": "establishment", "name": "Hoofd", "parentId": scene.school});
        let establishment = scene.officer.post("/v1/organisation-units", establishment).await.expect(201).id();
        scene.give(&[(Inspectorate, OP2, "satisfactory", date!(2026 - 04 - 01))]).await;
        let seen = scene.officer.get(&format!("/v1/organisation-units/{establishment}/verdicts")).await.expect(200);
        assert_eq!(seen.json["unitId"], json!(scene.school));
        assert_eq!(standard(&seen.json, OP2)["inspectorate"]["value"], "satisfactory");
        // A board has standards of its own.
        let seen = scene.officer.get(&format!("/v1/organisation-units/{}/verdicts", scene.board)).await.expect(200);
        assert_eq!(seen.json["edition"], "inspectorate/2025/board");
        assert_eq!(seen.json["standards"].as_array().unwrap().len(), 3);
    }
}
