//! Figures of the domain in the form in which they are shown.

use akoki_domain::survey::{
    content::{AnswerKind, Choice, Question, Scale},
    results::{AnswerValue, At, CellFigures, Figures, Results, Share, Split},
    suppression::Visibility,
};
use akoki_openapi::wire::survey_results::{
    AnswerShare, PriorityMatrix, PriorityPlace, QuestionResults, ResultsDimension, ScaleResults,
    SplitFigures, SplitGroup, SplitValue,
};

use super::hidden;
use crate::{failure::Failure, guard::Call};

/// The questions, without those that have no figures: open ones, and those by whose answers is split.
pub(super) fn questions(call: &Call, results: &Results, at: &At<'_>) -> Vec<QuestionResults> {
    let all = results.content().questions().enumerate();
    all.filter(|(place, question)| {
        let open = matches!(question.answer, AnswerKind::Text { .. });
        !open && !results.dimensions().contains(place)
    })
    .map(|(place, asked)| {
        let seen = at.question_visibility(place);
        let why = hidden(call, seen, results.outcome().minimum);
        let found = at.question(place);
        let n = found.as_ref().map(|found| found.n);
        let found = found.unwrap_or_default();
        QuestionResults {
            key: asked.key.clone(),
            text: asked.text.get(call.language).to_owned(),
            kind: asked.answer.word(),
            reversed: matches!(asked.answer, AnswerKind::Scale { reversed: true, .. }),
            hidden: why,
            n,
            distribution: distribution(call, asked, &found),
            mean: found.mean,
            standard_deviation: found.sd,
            median: found.median,
            top_two: found.top_two,
            interval: found.interval.map(Into::into),
            ten_point: found.ten_point,
            recommendation: found.recommendation.map(Into::into),
        }
    })
    .collect()
}

fn distribution(call: &Call, question: &Question, found: &Figures) -> Vec<AnswerShare> {
    let share = |one: &Share| {
        let text = match one.value {
            AnswerValue::Point(point) => label(call, &question.answer, point),
            AnswerValue::Option(place) => {
                let option = question.answer.options().and_then(|all| all.get(place));
                option.map(|option| option.text.get(call.language).to_owned())
            }
        };
        AnswerShare {
            point: match one.value {
                AnswerValue::Point(point) => Some(point),
                AnswerValue::Option(_) => None,
            },
            option: option_key(question, one.value),
            text,
            count: one.count,
            share: one.share,
        }
    };
    found.distribution.iter().map(share).collect()
}

/// The key of an option.
pub(super) fn option_key(question: &Question, value: AnswerValue) -> Option<String> {
    match value {
        AnswerValue::Point(_) => None,
        AnswerValue::Option(place) => {
            let option = question.answer.options()?.get(place)?;
            Some(option.key.clone())
        }
    }
}

/// What a point of a scale stands for, where that is said.
fn label(call: &Call, answer: &AnswerKind, point: i64) -> Option<String> {
    let AnswerKind::Scale {
        points,
        low,
        high,
        labels,
        ..
    } = answer
    else {
        return None;
    };
    let place = usize::try_from(point.checked_sub(1)?).ok()?;
    let ends = || match point {
        1 => Some(low),
        last if last == i64::from(*points) => Some(high),
        _ => None,
    };
    let text = labels.get(place).or_else(ends)?;
    Some(text.get(call.language).to_owned())
}

/// The scales.
pub(super) fn scales(call: &Call, results: &Results, at: &At<'_>) -> Vec<ScaleResults> {
    let all = results.content().scales.iter().enumerate();
    all.map(|(place, scale)| {
        let seen: Visibility = at.scale_visibility(scale);
        let found = at.scale(place);
        let items = scale.items.iter().filter(|item| item.in_mean);
        ScaleResults {
            key: scale.key.clone(),
            title: scale.title.get(call.language).to_owned(),
            safety_topic: scale.safety_topic,
            items: items.map(|item| item.question.clone()).collect(),
            hidden: match found {
                Some(_) => None,
                None => hidden(call, seen, results.outcome().minimum),
            },
            mean_of: found.map(|found| found.mean_of),
            n: found.map(|found| found.n),
            mean: found.and_then(|found| found.mean),
            standard_deviation: found.and_then(|found| found.sd),
            interval: found.and_then(|found| found.interval).map(Into::into),
        }
    })
    .collect()
}

/// The key of the question at a place. What was counted has the places of what was asked.
pub(super) fn question_key(results: &Results, place: usize) -> Result<String, Failure> {
    let question = results.content().questions().nth(place);
    let question = question.ok_or_else(|| nothing_at("question", place))?;
    Ok(question.key.clone())
}

/// The scale at a place.
pub(super) fn scale_at(results: &Results, place: usize) -> Result<&Scale, Failure> {
    let scale = results.content().scales.get(place);
    scale.ok_or_else(|| nothing_at("scale", place))
}

fn nothing_at(what: &str, place: usize) -> Failure {
    Failure::Internal(format!("results of {what} {place}, which was not asked"))
}

/// The questions by which is split, with why nothing is split by one here: also where another is told in its place.
pub(super) fn dimensions(call: &Call, results: &Results, at: &At<'_>) -> Vec<ResultsDimension> {
    let minimum = results.outcome().minimum;
    let all = results.content().questions().enumerate();
    let all = all.filter(|(place, _)| results.dimensions().contains(place));
    all.map(|(place, asked)| ResultsDimension {
        key: asked.key.clone(),
        text: asked.text.get(call.language).to_owned(),
        hidden: match at.is_split_by(place) {
            true => None,
            false => hidden(call, Visibility::TooFew, minimum),
        },
    })
    .collect()
}

/// The split.
pub(super) fn split(
    call: &Call,
    results: &Results,
    at: &At<'_>,
) -> Result<Vec<SplitGroup>, Failure> {
    let group = |one: Split| -> Result<SplitGroup, Failure> {
        let by = one.by.iter().map(|values| {
            let question = results.content().questions().nth(values.question);
            let options = question.and_then(|question| question.answer.options());
            let known = values.options.iter();
            let known = known.filter_map(|place| options?.get(*place));
            let text = |option: &Choice| option.text.get(call.language).to_owned();
            Ok(SplitValue {
                question: question_key(results, values.question)?,
                options: known.clone().map(|option| option.key.clone()).collect(),
                texts: known.map(text).collect(),
                unanswered: values.unanswered,
            })
        });
        let questions = one.questions.iter();
        let questions =
            questions.map(|(place, found)| Ok(of_cell(question_key(results, *place)?, found)));
        let scales = one.scales.iter();
        let scales =
            scales.map(|(place, found)| Ok(of_cell(scale_at(results, *place)?.key.clone(), found)));
        Ok(SplitGroup {
            by: by.collect::<Result<_, Failure>>()?,
            respondents: one.n,
            questions: questions.collect::<Result<_, Failure>>()?,
            scales: scales.collect::<Result<_, Failure>>()?,
        })
    };
    at.split().into_iter().map(group).collect()
}

fn of_cell(key: String, found: &CellFigures) -> SplitFigures {
    SplitFigures {
        key,
        n: found.n,
        mean: found.mean,
        ten_point: found.ten_point,
    }
}

/// The priority matrix.
pub(super) fn priorities(
    results: &Results,
    at: &At<'_>,
) -> Result<Option<PriorityMatrix>, Failure> {
    let Some(found) = at.priorities() else {
        return Ok(None);
    };
    let placed = found.questions.iter().zip(&found.matrix.places);
    let places = placed.filter_map(|(question, place)| {
        let place = place.as_ref()?;
        let key = question_key(results, *question);
        Some(key.map(|key| PriorityPlace {
            key,
            importance: place.importance,
            score: place.score,
            quadrant: place.quadrant,
        }))
    });
    Ok(Some(PriorityMatrix {
        by: found.matrix.by,
        importance_line: found.matrix.importance,
        score_line: found.matrix.score,
        places: places.collect::<Result<_, Failure>>()?,
    }))
}
