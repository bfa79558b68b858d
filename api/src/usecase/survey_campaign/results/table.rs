//! Results as rows of a table: of a group, of one question or scale of it, of one answer, or the same of those in a
//! split. Everything is taken from what is shown, so no row tells more than the reading of results does.

use akoki_domain::survey::results::{Other, ResultKind};
use akoki_openapi::{
    problem::WireReason,
    wire::survey_results::{
        QuestionResults, ResultsComparison, ResultsInterval, ScaleResults, SplitFigures,
        SplitGroup, SurveyOpenAnswers, SurveyResults, SurveyResultsExport,
    },
};

use super::columns::{Column, Row};

/// How many rows the results of a group make, in all sheets together.
pub(super) fn size(group: &SurveyResults) -> usize {
    let answers = group.questions.iter().map(|one| one.distribution.len());
    let split = group.split.iter();
    let split = split.map(|one| 1 + one.questions.len() + one.scales.len());
    1 + group.questions.len()
        + answers.sum::<usize>()
        + group.scales.len()
        + group.comparisons.len()
        + split.sum::<usize>()
}

/// The rows of each group, followed by those of its split and by what was written in it.
pub(super) fn rows(export: &SurveyResultsExport) -> impl Iterator<Item = Row<'_>> {
    export.groups.iter().flat_map(|group| {
        let written = export.open_answers.iter();
        let written = written.filter(|one| one.group_key == group.group_key);
        figures(group)
            .chain(splits(group))
            .chain(written.flat_map(|one| texts(group, one)))
    })
}

/// The rows of all of a group.
pub(super) fn figures(group: &SurveyResults) -> impl Iterator<Item = Row<'_>> {
    let questions = group.questions.iter();
    let scales = group.scales.iter();
    std::iter::once(whole(group))
        .chain(questions.flat_map(|one| question(group, one)))
        .chain(scales.map(|one| scale(group, one)))
}

fn about<'a>(group: &'a SurveyResults, what: &'a str) -> Row<'a> {
    Row::default()
        .put(Column::GroupKey, group.group_key.as_deref())
        .put(Column::Group, group.title.as_str())
        .put(Column::About, what)
}

fn whole(group: &SurveyResults) -> Row<'_> {
    let row = about(group, "group").put(Column::Hidden, code(group.hidden.as_ref()));
    let Some(part) = &group.participation else {
        return row;
    };
    row.put(Column::Population, part.population)
        .put(Column::Invited, part.invited)
        .put(Column::Respondents, part.respondents)
        .put(Column::Rate, part.rate)
        .put(Column::Needed, part.needed)
        .put(Column::Reached, part.reached)
}

fn code(hidden: Option<&WireReason>) -> Option<&str> {
    hidden.map(|why| why.code.as_str())
}

fn question<'a>(
    group: &'a SurveyResults,
    one: &'a QuestionResults,
) -> impl Iterator<Item = Row<'a>> {
    let (low, high) = ends(one.interval);
    let likely = one.recommendation;
    let (likely_low, likely_high) = ends(likely.and_then(|likely| likely.interval));
    let mut places = group.priorities.iter().flat_map(|matrix| &matrix.places);
    let place = places.find(|place| place.key == one.key);
    let own = about(group, ResultKind::Question.as_str())
        .put(Column::Key, one.key.as_str())
        .put(Column::Text, one.text.as_str());
    let answers = one.distribution.iter().map({
        let own = own.clone();
        move |share| {
            let answer = own.clone().put(Column::About, "answer");
            let answer = match share.point {
                Some(point) => answer.put(Column::Answer, point),
                None => answer.put(Column::Answer, share.option.as_deref()),
            };
            answer
                .put(Column::AnswerText, share.text.as_deref())
                .put(Column::Count, share.count)
                .put(Column::Share, share.share)
        }
    });
    let row = own
        .put(Column::Hidden, code(one.hidden.as_ref()))
        .put(Column::N, one.n)
        .put(Column::Mean, one.mean)
        .put(Column::StandardDeviation, one.standard_deviation)
        .put(Column::IntervalLow, low)
        .put(Column::IntervalHigh, high)
        .put(Column::TenPoint, one.ten_point)
        .put(Column::Median, one.median)
        .put(Column::TopTwo, one.top_two)
        .put(Column::Promoters, likely.map(|likely| likely.promoters))
        .put(Column::Passives, likely.map(|likely| likely.passives))
        .put(Column::Detractors, likely.map(|likely| likely.detractors))
        .put(Column::Recommendation, likely.map(|likely| likely.score))
        .put(Column::RecommendationLow, likely_low)
        .put(Column::RecommendationHigh, likely_high)
        .put(Column::Importance, place.map(|place| place.importance))
        .put(Column::Quadrant, place.map(|place| place.quadrant.as_str()));
    std::iter::once(set_against(row, group, (ResultKind::Question, &one.key))).chain(answers)
}

fn scale<'a>(group: &'a SurveyResults, one: &'a ScaleResults) -> Row<'a> {
    let (low, high) = ends(one.interval);
    let row = about(group, ResultKind::Scale.as_str())
        .put(Column::Key, one.key.as_str())
        .put(Column::Text, one.title.as_str())
        .put(Column::Hidden, code(one.hidden.as_ref()))
        .put(Column::N, one.n)
        .put(Column::MeanOf, one.mean_of.map(|of| of.as_str()))
        .put(Column::Mean, one.mean)
        .put(Column::StandardDeviation, one.standard_deviation)
        .put(Column::IntervalLow, low)
        .put(Column::IntervalHigh, high);
    set_against(row, group, (ResultKind::Scale, &one.key))
}

/// The comparisons of a question or scale, in columns of their own.
fn set_against<'a>(
    row: Row<'a>,
    group: &'a SurveyResults,
    (kind, key): (ResultKind, &str),
) -> Row<'a> {
    let own = group.comparisons.iter();
    let own = own.filter(|one| (one.kind, one.key.as_str()) == (kind, key));
    own.fold(row, |row, one| {
        let [difference, verdict, adjusted, effect] = Column::against(one.with);
        let row = match one.with {
            Other::Preceding => row.put(Column::PrecedingSchoolYears, years(one)),
            Other::Others | Other::Benchmark => row,
        };
        let figures = one.figures.as_ref();
        row.put(difference, one.difference)
            .put(verdict, one.verdict.as_str())
            .put(adjusted, figures.and_then(|one| one.adjusted_p))
            .put(effect, figures.and_then(|one| one.effect_size))
    })
}

fn years(one: &ResultsComparison) -> Option<String> {
    let years: Vec<String> = one.school_years.iter().map(i32::to_string).collect();
    (!years.is_empty()).then(|| years.join(" "))
}

/// The rows of what a group is split by.
pub(super) fn splits(group: &SurveyResults) -> impl Iterator<Item = Row<'_>> {
    let all = group.participation.as_ref().map(|part| part.respondents);
    let all = all.filter(|all| *all > 0);
    group.split.iter().flat_map(move |one| {
        let respondents = one.respondents;
        let share = all.map(|all| respondents as f64 / all as f64);
        let whole = split_by(about(group, "group"), one)
            .put(Column::Respondents, respondents)
            .put(Column::Share, share);
        let of_questions = one.questions.iter().map(move |figure| {
            let mut known = group.questions.iter();
            let known = known.find(|question| question.key == figure.key);
            let text = known.map(|question| question.text.as_str());
            split_figure(group, one, (ResultKind::Question, figure, text))
        });
        let of_scales = one.scales.iter().map(move |figure| {
            let mut known = group.scales.iter();
            let known = known.find(|scale| scale.key == figure.key);
            let text = known.map(|scale| scale.title.as_str());
            split_figure(group, one, (ResultKind::Scale, figure, text))
        });
        std::iter::once(whole).chain(of_questions).chain(of_scales)
    })
}

fn split_figure<'a>(
    group: &'a SurveyResults,
    split: &'a SplitGroup,
    (kind, figure, text): (ResultKind, &'a SplitFigures, Option<&'a str>),
) -> Row<'a> {
    split_by(about(group, kind.as_str()), split)
        .put(Column::Key, figure.key.as_str())
        .put(Column::Text, text)
        .put(Column::N, figure.n)
        .put(Column::Mean, figure.mean)
        .put(Column::TenPoint, figure.ten_point)
}

fn split_by<'a>(row: Row<'a>, split: &'a SplitGroup) -> Row<'a> {
    let columns = [
        (Column::SplitQuestion, Column::SplitAnswers),
        (Column::SplitQuestion2, Column::SplitAnswers2),
    ];
    let texts: Vec<String> = split.by.iter().map(|by| by.texts.join(", ")).collect();
    let by = columns.into_iter().zip(&split.by);
    let row = by.fold(row, |row, ((question, answers), by)| {
        let keys = by.options.iter().map(String::as_str);
        // No key of an option looks like this.
        let keys = keys.chain(by.unanswered.then_some("(unanswered)"));
        row.put(question, by.question.as_str())
            .put(answers, keys.collect::<Vec<_>>().join(" "))
    });
    row.put(Column::SplitText, texts.join(" × "))
}

/// The rows of what is set against others, with the sentences.
pub(super) fn comparisons(group: &SurveyResults) -> impl Iterator<Item = Row<'_>> {
    group.comparisons.iter().map(|one| {
        let text = match one.kind {
            ResultKind::Scale => {
                let mut scales = group.scales.iter();
                let found = scales.find(|scale| scale.key == one.key);
                found.map(|scale| scale.title.as_str())
            }
            ResultKind::Question => {
                let mut questions = group.questions.iter();
                let found = questions.find(|question| question.key == one.key);
                found.map(|question| question.text.as_str())
            }
        };
        let figures = one.figures.as_ref();
        about(group, one.kind.as_str())
            .put(Column::Key, one.key.as_str())
            .put(Column::Text, text)
            .put(Column::With, one.with.as_str())
            .put(Column::SchoolYears, years(one))
            .put(Column::Difference, one.difference)
            .put(Column::Verdict, one.verdict.as_str())
            .put(Column::Sentence, one.sentence.as_str())
            .put(Column::T, figures.map(|one| one.t))
            .put(
                Column::DegreesOfFreedom,
                figures.map(|one| one.degrees_of_freedom),
            )
            .put(Column::P, figures.map(|one| one.p))
            .put(Column::AdjustedP, figures.and_then(|one| one.adjusted_p))
            .put(Column::EffectSize, figures.and_then(|one| one.effect_size))
    })
}

/// The rows of what was written in a group.
pub(super) fn texts<'a>(
    group: &'a SurveyResults,
    written: &'a SurveyOpenAnswers,
) -> impl Iterator<Item = Row<'a>> {
    written.questions.iter().flat_map(move |one| {
        one.answers.iter().map(move |text| {
            about(group, "written")
                .put(Column::Key, one.key.as_str())
                .put(Column::Text, one.text.as_str())
                .put(Column::Written, text.as_str())
        })
    })
}

fn ends(interval: Option<ResultsInterval>) -> (Option<f64>, Option<f64>) {
    interval.map(|ends| (ends.low, ends.high)).unzip()
}
