//! A collegial audit: by somebody of another school, with a guest, a reply that differs, and advice that is taken.

use akoki_domain::access::Role;
use akoki_tests::Caller;
use serde_json::{Value, json};
use time::macros::date;
use uuid::Uuid;

use super::world::{Year, command_to};
use crate::http::audits::account_of;

/// The visit to the Wulp.
pub(super) struct Visit {
    pub(super) path: String,
    pub(super) id: Uuid,
    /// Leads it, and works at the Kompas.
    pub(super) colleague: Caller,
    /// Of the team on two of its four days, and of another board.
    pub(super) guest: Caller,
    /// Another audit of the same board, of another school.
    pub(super) other: Uuid,
}

async fn audit(year: &Year, body: Value) -> Uuid {
    let made = year.officer.post("/v1/audits", body).await;
    made.expect(201).id()
}

/// The audit as it is prepared, with another one beside it in the programme.
pub(super) async fn planned(year: &mut Year) -> Visit {
    year.turn(date!(2024 - 11 - 04)).await;
    let programme = json!({"boardId": year.board, "schoolYear": 2024, "title": "Audits 2024/25", "objectives": ["Elke school"]});
    let programme = year.officer.post("/v1/audit-programmes", programme).await;
    let programme = programme.expect(201).id();
    let colleague = year
        .works("Collega", year.kompas, "quality-coordinator")
        .await;
    let (board, _) = year.app.board("Buren").await;
    let guest = year
        .app
        .signed_in("gast@buren.nl", None, Role::Staff, board)
        .await;
    let id = audit(year, json!({
        "title": "Visitatie De Wulp", "kind": "collegial", "programmeId": programme, "scopeUnitIds": [year.wulp],
        "researchQuestions": ["Weten onze leraren wat voor elke leerling de volgende stap is?"],
        "standards": ["OP2", "OP3"], "plannedFrom": "2024-11-11", "plannedUntil": "2024-11-14",
        "agenda": [{"on": "2024-11-12", "from": "09:00", "until": "10:30", "title": "Lesbezoeken"}],
        "team": [
            {"personId": colleague, "role": "lead"},
            {"accountId": account_of(&guest).await, "role": "auditor", "startsOn": "2024-11-12", "endsOn": "2024-11-13"},
        ],
    })).await;
    let other = audit(year, json!({
        "title": "Visitatie De Linde", "kind": "collegial", "programmeId": programme, "scopeUnitIds": [year.linde],
        "researchQuestions": ["Leren wij van onze plannen?"], "standards": ["SKA1"],
        "plannedFrom": "2024-11-12", "plannedUntil": "2024-11-12", "team": [{"personId": colleague, "role": "lead"}],
    })).await;
    let colleague = year.signs_in(colleague, Role::Staff, year.kompas).await;
    let path = format!("/v1/audits/{id}");
    // The lead brings the audit on without any role at the school.
    year.go(&colleague, &path, &["prepare"]).await;
    year.told(&[
        "auditprogramme.created",
        "audit.created",
        "audit.transitioned",
        "grant.created",
        "checklistitem.created",
    ])
    .await;
    Visit {
        path,
        id,
        colleague,
        guest,
        other,
    }
}

/// What was seen is reported, answered and adopted; the advice becomes a cycle. Gives the cycle.
pub(super) async fn followed_up(year: &mut Year, visit: &Visit) -> String {
    let (path, lead, leads) = (&visit.path, visit.colleague.clone(), year.leads.clone());
    year.turn(date!(2024 - 11 - 14)).await;
    judged(year, visit).await;
    let advice = found(&lead, visit, ("recommendation", "OP3"), year.wulp).await;
    let strength = found(&lead, visit, ("strength", "OP2"), year.wulp).await;
    reported_and_replied(year, visit, &advice).await;
    let officer = year.officer.clone();
    // Sixty days to answer advice; a strength asks for nothing.
    assert_eq!(year.read(&advice).await["dueOn"], json!("2025-01-31"));
    assert_eq!(year.read(&strength).await["state"], json!("noted"));

    let cycle = taken_up(year, &advice).await;
    let refused = command_to(&officer, path, "close").await;
    let refused = refused.refused(409, "transition-blocked");
    assert_eq!(refused.blockers(), ["finding-open"]);
    year.go(&leads, &advice, &["close"]).await;
    year.turn(date!(2025 - 01 - 06)).await;
    year.go(&officer, path, &["close"]).await;
    let items = format!("/v1/checklist-items?auditId={}", visit.id);
    year.keep(&[
        path.clone(),
        format!("{path}/transitions"),
        items,
        advice,
        strength,
    ])
    .await;
    let told = [
        "finding.created",
        "finding.transitioned",
        "checklistitem.updated",
        "audit.transitioned",
        "improvementcycle.created",
    ];
    year.told(&told).await;
    cycle
}

/// The report is given to the school, which sees it otherwise; its reply is annexed to what is adopted.
async fn reported_and_replied(year: &mut Year, visit: &Visit, advice: &str) {
    let (path, lead, leads) = (&visit.path, &visit.colleague, year.leads.clone());
    year.go(lead, path, &["draftReport"]).await;
    let report = json!({"summary": "De Wulp kent haar leerlingen.", "text": "In de verwerking zien wij het nog niet terug."});
    let _ = lead
        .put(&format!("{path}/report"), report)
        .await
        .expect(200);
    let early = leads.get(path).await.expect(200);
    assert_eq!(
        early.json["report"],
        Value::Null,
        "not before it is theirs to reply to"
    );
    leads.get(advice).await.refused(404, "not-found");
    year.go(lead, path, &["submitForReply"]).await;
    let said = json!({"text": "Wij herkennen het beeld van de verwerking niet.", "dissent": true});
    lead.put(&format!("{path}/reply"), said.clone())
        .await
        .refused(403, "team-does-not-reply");
    year.turn(date!(2024 - 11 - 20)).await;
    let _ = leads
        .put(&format!("{path}/reply"), said.clone())
        .await
        .expect(200);
    command_to(lead, path, "adopt")
        .await
        .refused(403, "forbidden");
    year.turn(date!(2024 - 12 - 02)).await;
    year.go(&year.officer, path, &["adopt", "startFollowUp"])
        .await;
    let adopted = year.read(path).await;
    let annexed = ["text", "dissent"].map(|key| adopted["replies"][0][key] == said[key]);
    assert_eq!(annexed, [true, true]);
    assert_eq!(adopted["adopted"]["on"], json!("2024-12-02"));
}

/// On the checklist, which was drawn from the edition, the visitors judge both standards.
async fn judged(year: &Year, visit: &Visit) {
    let items = format!("/v1/checklist-items?auditId={}", visit.id);
    let items = visit
        .colleague
        .get(&items)
        .await
        .expect(200)
        .items()
        .to_vec();
    assert!(items.len() >= 2, "{items:?}");
    for item in items {
        let verdict = match item["standard"].as_str() {
            Some("OP2") => "satisfactory",
            _ => "unsatisfactory",
        };
        let own = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
        let body = json!({"verdict": verdict, "assessedOn": year.app.shared.clock.today(), "notes": "Vijf lessen gezien."});
        let _ = visit.colleague.patch(&own, body).await.expect(200);
    }
}

/// Something that the visitors found.
pub(super) async fn found(
    by: &Caller,
    visit: &Visit,
    (grade, standard): (&str, &str),
    unit: Uuid,
) -> String {
    let body = json!({
        "auditId": visit.id, "unitId": unit, "grade": grade, "standard": standard,
        "statement": "Sterke rekenaars krijgen meer van hetzelfde.",
        "evidence": [{"kind": "observation", "text": "Vier van de vijf lessen."}],
    });
    let made = by.post("/v1/findings", body).await.expect(201);
    format!("/v1/findings/{}", made.id())
}

/// The school takes the advice over; one call makes the cycle that leads back to it.
async fn taken_up(year: &Year, advice: &str) -> String {
    let leads = &year.leads;
    let response = format!("{advice}/response");
    let _ = leads
        .put(&response, json!({"decision": "adopted"}))
        .await
        .expect(200);
    year.go(leads, advice, &["answer"]).await;
    let refused = command_to(leads, advice, "close").await;
    let refused = refused.refused(409, "transition-blocked");
    assert_eq!(refused.blockers(), ["response-not-linked"]);
    let id = year.read(advice).await["id"].clone();
    let cycle = leads.post("/v1/improvement-cycles", json!({
        "unitId": year.wulp, "theme": "onderwijs", "title": "Meer voor sterke rekenaars",
        "requirements": ["inspectorate/2024/po/OP3"], "arisesFrom": {"type": "finding", "id": id},
    })).await.expect(201);
    assert_eq!(cycle.json["links"]["arisesFrom"], json!(advice));
    let linked = json!({"decision": "adopted", "cycleIds": [cycle.id()]});
    let answered = leads.put(&response, linked).await.expect(200);
    let arisen = answered.json["links"]["improvementCycles"]
        .as_str()
        .unwrap();
    let arisen = leads.get(arisen).await.expect(200);
    assert_eq!(
        (arisen.items().len(), &arisen.items()[0]["id"]),
        (1, &cycle.json["id"])
    );
    format!("/v1/improvement-cycles/{}", cycle.id())
}
