//! What respondents wrote, for whoever may read that.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    survey::{
        content::{AnswerKind, Question},
        results::Results,
        suppression::Visibility,
    },
};
use akoki_openapi::{
    problem::WireReason,
    wire::survey_results::{OpenAnswersOf, SurveyOpenAnswers},
};
use akoki_persistence::repo::survey::{Key, outcome::open_answers};
use uuid::Uuid;

use super::{Asked, hidden};
use crate::{failure::Failure, guard::Call};

/// What those of a group in reach wrote: to all open questions, or to one.
///
/// # Errors
/// "not-found" where the campaign or the group is out of reach; "unknown-question" where there is no such open one.
pub async fn of(
    call: &Call,
    id: Uuid,
    group: Option<&str>,
    question: Option<&str>,
) -> Result<SurveyOpenAnswers, Failure> {
    let asked = Asked::for_group(call, id, Permission::ReadOpenAnswers, group).await?;
    let view = match asked.counted(call).await? {
        Ok(results) => of_group(call, &asked, &results, question).await?,
        Err(why) => return Ok(empty(&asked, Some(why))),
    };
    if let Some(key) = question.filter(|_| view.questions.is_empty()) {
        let reason = Reason::new(Code::UnknownQuestion).at("question");
        return Err(Failure::query(reason.with("question", key)));
    }
    Ok(view)
}

fn empty(asked: &Asked, hidden: Option<WireReason>) -> SurveyOpenAnswers {
    SurveyOpenAnswers {
        campaign_id: asked.campaign.id.0,
        group_key: asked.key().map(str::to_owned),
        hidden,
        questions: Vec::new(),
    }
}

/// What those of a group wrote of which the caller may read it.
pub(super) async fn of_group(
    call: &Call,
    asked: &Asked,
    results: &Results,
    question: Option<&str>,
) -> Result<SurveyOpenAnswers, Failure> {
    let minimum = results.outcome().minimum;
    let mut view = empty(asked, hidden(call, results.visibility(asked.node), minimum));
    for (place, open) in open_questions(results) {
        if question.is_none_or(|key| key == open.key) {
            let written = written(call, asked, results, (place, open)).await?;
            let seen = match written {
                Ok(_) => Visibility::Shown,
                Err(seen) => seen,
            };
            view.questions.push(OpenAnswersOf {
                key: open.key.clone(),
                text: open.text.get(call.language).to_owned(),
                hidden: hidden(call, seen, minimum),
                answers: written.unwrap_or_default(),
            });
        }
    }
    Ok(view)
}

/// The open questions with their places.
fn open_questions(results: &Results) -> impl Iterator<Item = (usize, &Question)> {
    let all = results.content().questions().enumerate();
    all.filter(|(_, question)| matches!(question.answer, AnswerKind::Text { .. }))
}

/// What was written to one question in a group, or why it is not shown.
async fn written(
    call: &Call,
    asked: &Asked,
    results: &Results,
    (place, question): (usize, &Question),
) -> Result<Result<Vec<String>, Visibility>, Failure> {
    let shown = results.outcome().of_question(place);
    match shown.nodes.get(asked.node) {
        Some(Visibility::Shown) => {}
        Some(hidden) => return Ok(Err(*hidden)),
        None => return Ok(Err(Visibility::TooFew)),
    }
    let key = Key::new(asked.campaign.board_id, asked.campaign.id);
    let parts = shown.parts_of(results.tree(), asked.node);
    let texts = open_answers(call.store(), key, &question.key, &parts).await?;
    Ok(match results.outcome().tells_texts(texts.len()) {
        true => Ok(texts),
        false => Err(Visibility::TooFew),
    })
}
