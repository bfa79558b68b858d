//! What the scores of all participants come to. The store counts; no score is loaded.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{
    Code,
    access::Permission,
    evaluation::{SelfEvaluation, State, may_show_anew, results},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::{evaluation_results::EvaluationResults, schema::Links},
};
use akoki_persistence::repo::score;
use serde_json::json;

use super::{SelfEvaluations, examples, path};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Query,
    resource::{Resource, path_id, read_reply},
};

/// Reading them.
pub struct ReadingResults;
impl Needs for ReadingResults {
    const OPERATION: &'static str = "readSelfEvaluationResults";
    const ACCESS: Access = Access::Needs(Permission::ReadEvaluations);
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let operation = Operation::new(
        ReadingResults::OPERATION,
        "get",
        "/self-evaluations/{id}/results",
        SelfEvaluations::NAMES.tag,
        ReadingResults::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-None-Match", "header", false, json!({"type": "string"}))
    .answers::<EvaluationResults>(200, &["ETag"], examples::results())
    .answers_empty(304, &["ETag"]);
    Endpoint::new(operation, read)
}

async fn read(
    guard: Guard<ReadingResults>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    query.only(&[])?;
    let stored = guard.reached::<SelfEvaluation>(id).await?;
    let evaluation = stored.record;
    let everything = guard.everything();
    let ids = [(evaluation.board_id, evaluation.id)];
    let people = score::participants(guard.store(), &everything, &ids).await?;
    let participants = people.get(&evaluation.id).copied().unwrap_or_default();
    // While participants still score nothing is shown but how many did.
    let shown = match evaluation.state {
        State::Consensus | State::Concluded => {
            let known = guard.frameworks().await?;
            let edition = known.library.edition(&evaluation.pinned.edition);
            let edition = edition.ok_or_else(|| Failure::from(Code::InternalError))?;
            let changed = score::changed_since_shown(guard.store(), &everything, &evaluation);
            let changed = changed.await?;
            let counted = score::counts(guard.store(), &everything, &evaluation).await?;
            may_show_anew(changed.values().copied())
                .then(|| results(&evaluation, edition, &counted, &changed))
        }
        State::Draft | State::Open | State::Cancelled => None,
    };
    let links = links_of(&evaluation);
    let results = EvaluationResults::new(&evaluation, participants, shown, links, guard.language);
    Ok(read_reply(&request, stored.meta.version, &results, None)?.into())
}

/// The links of what belongs to an evaluation.
fn links_of(evaluation: &SelfEvaluation) -> Links {
    let own = path(evaluation.id);
    Links::from([("self", format!("{own}/results")), ("evaluation", own)])
}
