//! Results as a table, one row a figure: of every group in reach that is shown.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    survey::{
        results::{AnswerValue, At, Figures, Results, ScaleFigures},
        statistics::Interval,
    },
};
use akoki_openapi::wire::survey_results::{ExportedFigure, SurveyResultsExport};
use uuid::Uuid;

use super::{
    Asked,
    figures::option_key,
    open_answers::{open_questions, written},
    rights::Rights,
    view::participation,
};
use crate::{failure::Failure, guard::Call};

pub use super::file::{Format, TABLES, file};

/// So many rows go into a workbook, beside its first.
const MAX_ROWS: usize = 1_048_575;

/// The table of a campaign in reach, or of one group of it with its parts; what respondents wrote with it when that
/// is asked for, of the groups of which the caller may read it.
///
/// # Errors
/// "not-found" where it is out of reach; "too-many-figures".
pub async fn of(
    call: &Call,
    id: Uuid,
    group: Option<&str>,
    with_written: bool,
) -> Result<SurveyResultsExport, Failure> {
    let asked = Asked::for_group(call, id, Permission::ReadSurveyResults, group).await?;
    let mut table = SurveyResultsExport {
        campaign_id: asked.campaign.id.0,
        rows: Vec::new(),
    };
    let Ok(results) = asked.counted(call).await? else {
        return Ok(table);
    };
    let reading = Permission::ReadOpenAnswers;
    let readers = match with_written {
        true => Some(Rights::of(call, &asked.campaign, &asked.groups, reading).await?),
        false => None,
    };
    for node in 0..asked.tree.nodes() {
        let key = (node != 0).then(|| asked.tree.key(node));
        let within = group.is_none() || asked.tree.is_under(node, asked.node);
        if !within || !reaches(&asked, &asked.rights, key) {
            continue;
        }
        let Some(at) = results.at(node) else {
            continue;
        };
        let rows = Rows::of(&asked, key);
        table.rows.extend(rows.figures(call, &results, &at));
        let reads = readers.as_ref();
        if reads.is_some_and(|rights| reaches(&asked, rights, key)) {
            for open in open_questions(&results) {
                let texts = written(call, &asked, &results, open, node).await?;
                let texts = texts.unwrap_or_default().into_iter();
                let text = open.1.text.get(call.language);
                let own = rows.about("question", Some((&open.1.key, text)));
                table.rows.extend(texts.map(|text| ExportedFigure {
                    figure: "written",
                    written: Some(text),
                    ..own.clone()
                }));
            }
        }
        if table.rows.len() > MAX_ROWS {
            let reason = Reason::new(Code::TooManyFigures).with("max", MAX_ROWS);
            return Err(Failure::Plain(reason));
        }
    }
    Ok(table)
}

fn reaches(asked: &Asked, rights: &Rights, key: Option<&str>) -> bool {
    match key {
        Some(key) => rights.reaches(&asked.groups, key),
        None => rights.whole(),
    }
}

/// The rows of one group.
struct Rows {
    key: Option<String>,
    title: String,
}

impl Rows {
    fn of(asked: &Asked, key: Option<&str>) -> Self {
        let group = key.and_then(|key| asked.groups.group(key));
        let title = group.map_or(&asked.campaign.stated.title, |group| &group.title);
        Self {
            key: key.map(str::to_owned),
            title: title.clone(),
        }
    }

    /// A row without a figure yet.
    fn about(&self, about: &'static str, of: Option<(&String, &str)>) -> ExportedFigure {
        ExportedFigure {
            group_key: self.key.clone(),
            group: self.title.clone(),
            about,
            key: of.map(|(key, _)| key.clone()),
            text: of.map(|(_, text)| text.to_owned()),
            figure: "",
            answer: None,
            value: None,
            written: None,
        }
    }

    fn figures(&self, call: &Call, results: &Results, at: &At<'_>) -> Vec<ExportedFigure> {
        let took_part = participation(at.took_part());
        let own = self.about("group", None);
        let mut rows = Vec::new();
        put(
            &mut rows,
            &own,
            &[
                ("population", Some(took_part.population as f64)),
                ("invited", Some(took_part.invited as f64)),
                ("respondents", Some(took_part.respondents as f64)),
                ("rate", took_part.rate),
                ("needed", took_part.needed.map(|needed| needed as f64)),
            ],
        );
        for (place, question) in results.content().questions().enumerate() {
            let Some(found) = at.question(place) else {
                continue;
            };
            let text = question.text.get(call.language);
            let own = self.about("question", Some((&question.key, text)));
            put(&mut rows, &own, &of_question(&found));
            rows.extend(found.distribution.iter().map(|share| ExportedFigure {
                figure: "count",
                answer: match share.value {
                    AnswerValue::Point(point) => Some(point.to_string()),
                    value @ AnswerValue::Option(_) => option_key(question, value),
                },
                value: Some(share.count as f64),
                ..own.clone()
            }));
        }
        for (place, scale) in results.content().scales.iter().enumerate() {
            if let Some(found) = at.scale(place) {
                let text = scale.title.get(call.language);
                let own = self.about("scale", Some((&scale.key, text)));
                put(&mut rows, &own, &of_scale(&found));
            }
        }
        rows
    }
}

fn put(
    rows: &mut Vec<ExportedFigure>,
    own: &ExportedFigure,
    figures: &[(&'static str, Option<f64>)],
) {
    let there = figures.iter().filter(|(_, value)| value.is_some());
    rows.extend(there.map(|(figure, value)| ExportedFigure {
        figure,
        value: *value,
        ..own.clone()
    }));
}

fn of_question(found: &Figures) -> [(&'static str, Option<f64>); 9] {
    let (low, high) = ends(found.interval);
    let score = found.recommendation.map(|one| one.score);
    [
        ("n", Some(found.n as f64)),
        ("mean", found.mean),
        ("standardDeviation", found.sd),
        ("median", found.median),
        ("topTwo", found.top_two),
        ("intervalLow", low),
        ("intervalHigh", high),
        ("tenPoint", found.ten_point),
        ("recommendation", score),
    ]
}

fn of_scale(found: &ScaleFigures) -> [(&'static str, Option<f64>); 5] {
    let (low, high) = ends(found.interval);
    [
        ("n", Some(found.n as f64)),
        ("mean", found.mean),
        ("standardDeviation", found.sd),
        ("intervalLow", low),
        ("intervalHigh", high),
    ]
}

fn ends(interval: Option<Interval>) -> (Option<f64>, Option<f64>) {
    interval.map(|ends| (ends.low, ends.high)).unzip()
}
