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
use akoki_persistence::repo::survey::{
    Key,
    outcome::{OpenAnswers, open_answers},
};
use std::collections::BTreeSet;
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
        Ok(results) => {
            let written = Written::of(call, &asked, &results, (&[asked.node], question)).await?;
            of_group(call, &asked, &results, (&written, question))
        }
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

/// What was written in some groups, as far as the groups show it.
pub(super) struct Written(OpenAnswers);

impl Written {
    /// What was written in the groups at these nodes: to all open questions, or to one.
    pub(super) async fn of(
        call: &Call,
        asked: &Asked,
        results: &Results,
        (nodes, question): (&[usize], Option<&str>),
    ) -> Result<Self, Failure> {
        let (mut questions, mut parts) = (BTreeSet::new(), BTreeSet::new());
        for (place, open) in open_questions(results, question) {
            let shown = nodes.iter();
            let shown = shown.filter_map(|node| parts_of(results, *node, place).ok());
            for part in shown.flatten() {
                questions.insert(open.key.as_str());
                parts.insert(part);
            }
        }
        if parts.is_empty() {
            return Ok(Self(OpenAnswers::new()));
        }
        let key = Key::new(asked.campaign.board_id, asked.campaign.id);
        let found = open_answers(call.store(), key, &questions, &parts).await?;
        Ok(Self(found))
    }

    /// What was written to one question in these parts, in the order of the texts.
    fn to(&self, question: &str, parts: &[u32]) -> Vec<String> {
        let found = self.0.get(question);
        let texts = parts.iter().filter_map(|part| found?.get(part)).flatten();
        let mut texts: Vec<String> = texts.cloned().collect();
        texts.sort_unstable();
        texts
    }
}

/// What those of a group wrote of which the caller may read it: to all open questions, or to one.
pub(super) fn of_group(
    call: &Call,
    asked: &Asked,
    results: &Results,
    (written, question): (&Written, Option<&str>),
) -> SurveyOpenAnswers {
    let outcome = results.outcome();
    let hidden = |seen| hidden(call, seen, outcome.minimum);
    let mut view = empty(asked, hidden(results.visibility(asked.node)));
    for (place, open) in open_questions(results, question) {
        let texts = parts_of(results, asked.node, place)
            .map(|parts| written.to(&open.key, &parts))
            .and_then(|texts| match outcome.tells_texts(texts.len()) {
                true => Ok(texts),
                false => Err(Visibility::TooFew),
            });
        let seen = texts.as_ref().err().copied().unwrap_or(Visibility::Shown);
        view.questions.push(OpenAnswersOf {
            key: open.key.clone(),
            text: open.text.get(call.language).to_owned(),
            hidden: hidden(seen),
            answers: texts.unwrap_or_default(),
        });
    }
    view
}

/// The open questions with their places, or the one with this key.
fn open_questions<'a>(
    results: &'a Results,
    key: Option<&'a str>,
) -> impl Iterator<Item = (usize, &'a Question)> {
    let all = results.content().questions().enumerate();
    let open = all.filter(|(_, question)| matches!(question.answer, AnswerKind::Text { .. }));
    open.filter(move |(_, question)| key.is_none_or(|key| key == question.key))
}

/// The parts of a group of which is told what was written to a question, or why nothing is.
fn parts_of(results: &Results, node: usize, question: usize) -> Result<Vec<u32>, Visibility> {
    let shown = results.outcome().of_question(question);
    match shown.nodes.get(node) {
        Some(Visibility::Shown) => Ok(shown.parts_of(results.tree(), node)),
        Some(hidden) => Err(*hidden),
        None => Err(Visibility::TooFew),
    }
}
