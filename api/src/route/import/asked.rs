//! What is asked beside a file, from the query.

use akoki_domain::{
    Code, Reason,
    id::{ID_FORM, SurveyCampaignId},
    import::{
        ImportKind,
        responses::{GROUP, GroupFrom, Mapping, ResponsesOrder},
    },
};
use akoki_openapi::operation::Operation;
use serde_json::json;
use uuid::Uuid;

use crate::{failure::Failure, http::Query, usecase::import::Asked};

/// Of every file.
const ALWAYS: [&str; 2] = ["kind", "dryRun"];
/// Of lists alone.
const OF_LISTS: [&str; 2] = ["confirmEnd", "boardId"];
/// Of answers alone.
const OF_ANSWERS: [&str; 5] = [
    "campaignId",
    "groupColumn",
    "group",
    "ignoreColumns",
    "allowIncomplete",
];
/// Of answers alone, and as often as there are questions.
const COLUMN: &str = "column";

/// The parameters in the document.
pub(super) fn described(operation: Operation) -> Operation {
    let words: Vec<&str> = ImportKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let flag = || json!({"type": "boolean", "default": false});
    let name = || json!({"type": "string", "minLength": 1, "maxLength": 200});
    let id = || json!({"type": "string", "format": "uuid"});
    operation
        .parameter(
            "kind",
            "query",
            true,
            json!({"type": "string", "enum": words}),
        )
        .query("dryRun", flag())
        .query("confirmEnd", flag())
        .query("boardId", id())
        .query("campaignId", id())
        .query(
            COLUMN,
            json!({"type": "array", "items": {"type": "string"}, "example": ["veilig=Vraag 1"]}),
        )
        .query("groupColumn", name())
        .query("group", name())
        .query("ignoreColumns", flag())
        .query("allowIncomplete", flag())
}

/// The parameters; everything that is wrong at once.
pub(super) fn read(query: &Query) -> Result<Asked, Failure> {
    let kind: Option<ImportKind> = query.one("kind").and_then(|word| word.parse().ok());
    let (once, often): (Vec<&str>, &[&str]) = match kind {
        None => ([&ALWAYS[..], &OF_LISTS, &OF_ANSWERS].concat(), &[COLUMN]),
        Some(ImportKind::SurveyResponses) => ([&ALWAYS[..], &OF_ANSWERS].concat(), &[COLUMN]),
        Some(_) => ([&ALWAYS[..], &OF_LISTS].concat(), &[]),
    };
    let mut reasons = query.wrong(&once, often);
    if query.one("kind").is_none() {
        reasons.push(Reason::new(Code::Required).at("kind"));
    } else if kind.is_none() {
        let words: Vec<&str> = ImportKind::ALL.iter().map(|kind| kind.as_str()).collect();
        reasons.push(
            Reason::new(Code::InvalidValue)
                .at("kind")
                .with("allowed", words.join(", ")),
        );
    }
    let dry_run = flag(query, "dryRun", &mut reasons);
    let confirm_end = flag(query, "confirmEnd", &mut reasons);
    let board: Option<Uuid> = query.read("boardId", ID_FORM, &mut reasons);
    let responses = match kind {
        Some(ImportKind::SurveyResponses) => answers(query, &mut reasons),
        Some(_) | None => None,
    };
    match (kind, reasons.is_empty()) {
        (Some(kind), true) => Ok(Asked {
            kind,
            dry_run,
            confirm_end,
            board,
            responses,
        }),
        _ => Err(Failure::invalid("query", reasons)),
    }
}

fn flag(query: &Query, key: &str, reasons: &mut Vec<Reason>) -> bool {
    match query.one(key) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            let wrong = Reason::new(Code::InvalidFormat).at(key);
            reasons.push(wrong.with("expected", "true, false"));
            false
        }
    }
}

/// What is asked of a file with answers.
fn answers(query: &Query, reasons: &mut Vec<Reason>) -> Option<ResponsesOrder> {
    if query.one("campaignId").is_none() {
        reasons.push(Reason::new(Code::Required).at("campaignId"));
    }
    let campaign: Option<Uuid> = query.read("campaignId", ID_FORM, reasons);
    let mut columns = Vec::new();
    for text in query.all(COLUMN) {
        match text.split_once('=') {
            Some((key, name)) if !key.is_empty() && !name.trim().is_empty() => {
                columns.push((key.to_owned(), name.to_owned()));
            }
            Some(_) | None => {
                let wrong = Reason::new(Code::InvalidFormat).at(COLUMN);
                reasons.push(wrong.with("expected", "key=column"));
            }
        }
    }
    let group = match (query.one("group"), query.one("groupColumn")) {
        (Some(_), Some(_)) => {
            // All are of one group, or a column says of which; not both.
            let wrong = Reason::new(Code::UnknownParameter).at("groupColumn");
            reasons.push(wrong.with("allowed", "group"));
            return None;
        }
        (Some(key), None) => GroupFrom::Fixed(key.to_owned()),
        (None, name) => GroupFrom::Column(name.unwrap_or(GROUP).trim().to_owned()),
    };
    let ignore_columns = flag(query, "ignoreColumns", reasons);
    let allow_incomplete = flag(query, "allowIncomplete", reasons);
    Some(ResponsesOrder {
        campaign_id: SurveyCampaignId(campaign?),
        mapping: Mapping {
            columns,
            group,
            ignore_columns,
        },
        allow_incomplete,
        mark: String::new(),
    })
}
