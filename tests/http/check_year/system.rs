//! A system audit: by whom not, and a major that is not closed before somebody else saw the effect.

use akoki_domain::access::Role;
use akoki_tests::Caller;
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::world::{Year, command_to};
use crate::http::audits::{pairs, wrong};

/// The audit of the Kompas, while its major is followed up.
pub(super) struct Audit {
    path: String,
    major: String,
    /// Leads it, and works for the board.
    lead: Uuid,
    auditor: Caller,
    /// Leads the school.
    leads: Caller,
    /// Sees to the corrective action.
    owner: Uuid,
    /// Carries it out.
    doer: Uuid,
}

fn planned(year: &Year, team: Value) -> Value {
    json!({
        "title": "Systeemaudit Het Kompas", "kind": "internal-system", "scopeUnitIds": [year.kompas],
        "standards": ["SKA1", "SKA2"], "plannedFrom": "2025-01-20", "plannedUntil": "2025-01-20",
        "agenda": [{"on": "2025-01-20", "from": "09:00", "until": "12:00", "title": "Dossiers en gesprekken"}],
        "team": team,
    })
}

/// Who works at the school, who did until last summer and who has an interest there is told so, all at once.
async fn refused_to_those_of_the_school(year: &Year, owner: Uuid) {
    let former = year.works("Vertrokken", year.linde, "teacher").await;
    let work = json!({"personId": former, "unitId": year.kompas, "function": "teacher", "startsOn": "2021-08-01", "endsOn": "2024-07-31"});
    let _ = year.officer.post("/v1/assignments", work).await.expect(201);
    let bound = year.works("Partner", year.linde, "teacher").await;
    let declared = json!({
        "boardId": year.board, "personId": bound,
        "interests": [{"unitId": year.kompas, "nature": "Partner werkt er", "from": "2020-01-01"}],
    });
    let _ = year
        .officer
        .post("/v1/auditors", declared)
        .await
        .expect(201);
    let member = |person: Uuid, role: &str| json!({"personId": person, "role": role});
    let team = json!([
        member(owner, "lead"),
        member(former, "auditor"),
        member(bound, "auditor")
    ]);
    let before = year.officer.get("/v1/audits").await.items().len();
    let refused = year.officer.post("/v1/audits", planned(year, team)).await;
    let refused = refused.refused(400, "invalid-input");
    assert_eq!(
        wrong(&refused),
        pairs(&[
            ("/team/0/personId", "auditor-not-independent"),
            ("/team/1/personId", "auditor-not-independent"),
            ("/team/2/personId", "interest-declared"),
        ])
    );
    assert_eq!(
        year.officer.get("/v1/audits").await.items().len(),
        before,
        "nothing is half-written"
    );
}

/// An audit that finds a major, up to the refusal to close it.
pub(super) async fn with_a_major(year: &mut Year) -> Audit {
    year.turn(date!(2025 - 01 - 13)).await;
    let owner = year.works("Directeur", year.kompas, "school-leader").await;
    let doer = year
        .works("Coördinator", year.kompas, "quality-coordinator")
        .await;
    refused_to_those_of_the_school(year, owner).await;
    let lead = year.works("Auditor", year.board, "internal-auditor").await;
    let team = json!([{"personId": lead, "role": "lead"}]);
    let made = year
        .officer
        .post("/v1/audits", planned(year, team))
        .await
        .expect(201);
    let auditor = year.signs_in(lead, Role::InternalAuditor, year.board).await;
    let leads = year.signs_in(owner, Role::SchoolLeader, year.kompas).await;
    let path = format!("/v1/audits/{}", made.id());
    year.go(&auditor, &path, &["prepare"]).await;
    year.turn(date!(2025 - 01 - 20)).await;
    year.go(&auditor, &path, &["start"]).await;
    year.go(&auditor, &path, &["draftReport"]).await;
    let refused = command_to(&auditor, &path, "submitForReply").await;
    let missing = [
        "audit-verdict-missing",
        "audit-verdict-missing",
        "report-missing",
    ];
    assert_eq!(
        refused.refused(409, "transition-blocked").blockers(),
        missing,
        "this kind takes verdicts"
    );
    let major = seen(year, made.id(), &auditor).await;
    reported(year, &path, &auditor).await;

    not_closed(year, &path, &major).await;
    year.told(&[
        "auditor.created",
        "audit.created",
        "finding.created",
        "finding.transitioned",
    ])
    .await;
    Audit {
        path,
        major,
        lead,
        auditor,
        leads,
        owner,
        doer,
    }
}

/// Thirty days to answer a major, ninety to act; and nothing of it can be passed by.
async fn not_closed(year: &Year, path: &str, major: &str) {
    let open = year.read(major).await;
    assert_eq!(
        (&open["answerDueOn"], &open["actionDueOn"]),
        (&json!("2025-03-12"), &json!("2025-05-11"))
    );
    let refused = command_to(&year.officer, major, "close").await;
    let missing = [
        "action-not-executed",
        "cause-missing",
        "correction-missing",
        "corrective-action-missing",
        "effect-not-verified",
    ];
    assert_eq!(
        refused.refused(409, "transition-blocked").blockers(),
        missing
    );
    let refused = command_to(&year.officer, path, "close").await;
    let refused = refused.refused(409, "transition-blocked");
    assert_eq!(refused.blockers(), ["finding-open"]);
    assert_eq!(refused.json["blockers"][0]["href"], json!(major));
}

/// What the auditor sees: one standard is satisfactory, on the other there is a major.
async fn seen(year: &Year, audit: Uuid, auditor: &Caller) -> String {
    let items = auditor
        .get(&format!("/v1/checklist-items?auditId={audit}"))
        .await
        .expect(200);
    for item in items.items() {
        let verdict = match item["standard"].as_str() {
            Some("SKA1") => "satisfactory",
            _ => "unsatisfactory",
        };
        let own = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
        let body = json!({"verdict": verdict, "assessedOn": "2025-01-20"});
        let _ = auditor.patch(&own, body).await.expect(200);
    }
    let body = json!({
        "auditId": audit, "unitId": year.kompas, "grade": "major", "standard": "SKA2",
        "statement": "Niemand gaat na of wat is afgesproken ook gebeurt.",
        "evidence": [{"kind": "document", "text": "Zes verslagen."}, {"kind": "interview", "text": "Drie leraren."}],
    });
    let made = auditor.post("/v1/findings", body).await.expect(201);
    format!("/v1/findings/{}", made.id())
}

/// The school lets its two weeks go by without a reply.
async fn reported(year: &mut Year, path: &str, auditor: &Caller) {
    let report = json!({"summary": "Het plannen is op orde, het nagaan niet.", "text": "Dat is een grote afwijking."});
    let _ = auditor
        .put(&format!("{path}/report"), report)
        .await
        .expect(200);
    year.go(auditor, path, &["submitForReply"]).await;
    year.turn(date!(2025 - 02 - 03)).await;
    let refused = command_to(&year.officer, path, "adopt").await;
    assert_eq!(
        refused.refused(409, "transition-blocked").blockers(),
        ["reply-term-running"]
    );
    year.turn(date!(2025 - 02 - 10)).await;
    year.go(&year.officer, path, &["adopt", "startFollowUp"])
        .await;
}

/// What the school says that it does about the major, and by when.
fn correction(audit: &Audit, due_on: &str) -> Value {
    json!({
        "cause": "Niemand was aangewezen om het na te gaan.", "correction": "Het jaarplan is alsnog nagelopen.",
        "correctiveAction": {"text": "Elke maand op de agenda.", "ownerId": audit.owner, "dueOn": due_on},
    })
}

/// The school finds the cause and plans an action, within the days that the grade allows.
pub(super) async fn answered(year: &mut Year, audit: &Audit) {
    let (major, leads) = (&audit.major, &audit.leads);
    year.turn(date!(2025 - 03 - 10)).await;
    let path = format!("{major}/correction");
    let late = leads.put(&path, correction(audit, "2025-05-12")).await;
    let late = late.refused(400, "invalid-input").errors();
    let [(at, code)] = &late[..] else {
        panic!("one thing is wrong: {late:?}")
    };
    assert_eq!(at, "/correctiveAction/dueOn");
    assert_eq!(code, "due-later-than-grade-allows");
    let planned = correction(audit, "2025-04-30");
    let _ = leads.put(&path, planned).await.expect(200);
    year.go(leads, major, &["answer"]).await;
    let refused = command_to(&year.officer, major, "close").await;
    let missing = refused.refused(409, "transition-blocked").blockers();
    assert_eq!(missing, ["action-not-executed", "effect-not-verified"]);
}

/// The action is carried out, somebody else sees its effect, and only then the audit ends.
pub(super) async fn put_right(year: &mut Year, audit: &Audit) {
    let (major, leads, officer) = (&audit.major, &audit.leads, year.officer.clone());
    year.turn(date!(2025 - 04 - 22)).await;
    let mut done = correction(audit, "2025-04-30");
    (done["executedOn"], done["executedById"]) = (json!("2025-04-17"), json!(audit.doer));
    let path = format!("{major}/correction");
    let _ = leads.put(&path, done).await.expect(200);
    year.go(leads, major, &["reportCarriedOut"]).await;
    year.turn(date!(2025 - 05 - 19)).await;
    verified_by_another(year, audit).await;
    year.go(&audit.auditor, major, &["close"]).await;
    year.go(&officer, &audit.path, &["close"]).await;
    let steps = format!("{major}/transitions");
    year.keep(&[audit.path.clone(), major.clone(), steps]).await;
    let told = [
        "finding.updated",
        "finding.transitioned",
        "audit.transitioned",
    ];
    year.told(&told).await;
}

/// Neither who saw to the action nor who carried it out verifies it, under whatever name.
async fn verified_by_another(year: &Year, audit: &Audit) {
    let seen = |by: Uuid| json!({"verifiedOn": "2025-05-19", "verifiedById": by, "effective": true, "text": "Vier verslagen gezien."});
    let path = format!("{}/verification", audit.major);
    for own in [audit.owner, audit.doer] {
        let refused = year.officer.put(&path, seen(own)).await;
        let refused = refused.refused(400, "invalid-input").errors();
        assert_eq!(
            refused,
            [(
                "/verifiedById".to_owned(),
                "verifier-carried-out".to_owned()
            )]
        );
    }
    // Also not with the right to do so for others.
    let doer = year
        .signs_in(audit.doer, Role::BoardQualityOfficer, year.board)
        .await;
    let refused = doer.put(&path, seen(audit.lead)).await;
    let refused = refused.refused(400, "invalid-input").errors();
    assert_eq!(
        refused,
        [(String::new(), "verifier-carried-out".to_owned())]
    );
    audit
        .leads
        .put(&path, seen(audit.lead))
        .await
        .refused(403, "forbidden");
    let refused = command_to(&audit.auditor, &audit.major, "close").await;
    assert_eq!(
        refused.refused(409, "transition-blocked").blockers(),
        ["effect-not-verified"]
    );
    let _ = audit.auditor.put(&path, seen(audit.lead)).await.expect(200);
}
