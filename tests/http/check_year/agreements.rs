//! Two quality conversations: what is agreed in the autumn is looked at before the summer.

use serde_json::{Value, json};
use time::macros::date;

use super::world::{Year, command_to, words};

async fn planned(year: &Year, on: &str, title: &str) -> String {
    let body = json!({
        "unitId": year.wulp, "plannedOn": on, "boardMemberIds": [year.member], "leaderIds": [year.leader],
        "agenda": [{"title": title}],
    });
    let made = year.officer.post("/v1/quality-conversations", body).await;
    format!("/v1/quality-conversations/{}", made.expect(201).id())
}

/// The first conversation, with two agreements.
pub(super) async fn made(year: &mut Year) -> String {
    year.turn(date!(2024 - 09 - 30)).await;
    let officer = year.officer.clone();
    let path = planned(year, "2024-09-30", "De zelfevaluatie van dit najaar").await;
    year.go(&officer, &path, &["prepare", "hold"]).await;
    let agreed = json!({"minutes": "Besproken hoe de school dit jaar naar zichzelf kijkt.", "agreements": [
        {"text": "De school legt een plan voor het plein voor", "ownerId": year.leader, "dueOn": "2024-12-20"},
        {"text": "Elke leraar krijgt twee lesbezoeken", "ownerId": year.leader, "dueOn": "2025-05-30"},
    ]});
    let _ = officer.patch(&path, agreed).await.expect(200);
    year.go(&officer, &path, &["close"]).await;
    year.keep(std::slice::from_ref(&path)).await;
    year.told(&[
        "qualityconversation.created",
        "qualityconversation.transitioned",
    ])
    .await;
    path
}

/// Whether the standing of the school says that agreements of this conversation are late.
async fn needs_attention(year: &Year, conversation: &str) -> bool {
    let standing = format!("/v1/organisation-units/{}/standing", year.wulp);
    let standing = year.read(&standing).await;
    let late = |one: &Value| one["kind"] == "agreementOverdue" && one["href"] == conversation;
    standing["attention"].as_array().unwrap().iter().any(late)
}

/// What was agreed lies on the table of the second conversation, and gives it back.
async fn gathered(year: &Year, path: &str, first: &str) -> Value {
    let agreed = year.read(first).await["agreements"].clone();
    let gathered = year.read(path).await["gathered"].clone();
    assert_eq!(
        format!(
            "/v1/quality-conversations/{}",
            gathered["previousId"].as_str().unwrap()
        ),
        first
    );
    assert_eq!(
        words(gathered["agreements"].as_array().unwrap(), "text"),
        words(agreed.as_array().unwrap(), "text")
    );
    // What others said of the school in the meantime lies on the table.
    let voices = words(gathered["verdicts"].as_array().unwrap(), "voice");
    for voice in ["selfAssessed", "internalAudit", "inspectorate"] {
        assert!(voices.contains(&voice.to_owned()), "{voices:?}");
    }
    agreed
}

/// The second, which does not end before both were looked at.
pub(super) async fn looked_at(year: &mut Year, first: String) {
    year.turn(date!(2025 - 06 - 23)).await;
    let officer = year.officer.clone();
    let late = "/v1/quality-conversations?overdueAgreements=true";
    assert_eq!(officer.get(late).await.expect(200).items().len(), 1);
    assert!(needs_attention(year, &first).await, "both are late");
    let path = planned(year, "2025-06-23", "Het jaar").await;
    year.go(&officer, &path, &["prepare"]).await;
    let agreed = gathered(year, &path, &first).await;
    year.go(&officer, &path, &["hold"]).await;
    let refused = command_to(&officer, &path, "close").await;
    let refused = refused.refused(409, "transition-blocked");
    let missing = [
        "agreement-unchecked",
        "agreement-unchecked",
        "minutes-missing",
    ];
    assert_eq!(refused.blockers(), missing);

    let checked = json!({"minutes": "Het plan ligt er; de lesbezoeken zijn halverwege.", "checked": [
        {"agreementId": agreed[0]["id"], "status": "done", "note": "Ontvangen."},
        {"agreementId": agreed[1]["id"], "status": "continued"},
    ]});
    let said = officer.patch(&path, checked).await.expect(200);
    let goes_on = &said.json["agreements"].as_array().unwrap()[..];
    let [goes_on] = goes_on else {
        panic!("one goes on: {goes_on:?}")
    };
    assert_eq!(
        (&goes_on["text"], &goes_on["continuesId"]),
        (&agreed[1]["text"], &agreed[1]["id"])
    );
    let dated = json!({"agreements": [{
        "id": goes_on["id"], "text": goes_on["text"], "ownerId": year.leader, "dueOn": "2025-12-19",
    }]});
    let _ = officer.patch(&path, dated).await.expect(200);
    let closed = command_to(&officer, &path, "close").await.expect(200);
    assert_eq!(
        (&closed.json["number"], &closed.json["state"]),
        (&json!(2), &json!("closed"))
    );
    assert_eq!(
        officer.get(late).await.expect(200).items(),
        &[] as &[Value],
        "each was looked at"
    );
    assert!(!needs_attention(year, &first).await);
    year.keep(std::slice::from_ref(&path)).await;
    year.told(&[
        "qualityconversation.created",
        "qualityconversation.transitioned",
    ])
    .await;
}
