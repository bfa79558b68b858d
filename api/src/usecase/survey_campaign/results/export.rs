//! The results of every group in reach at once, as a document, a table or a workbook.

use akoki_domain::{Code, Reason, access::Permission, survey::results::Rights};
use akoki_openapi::wire::survey_results::{SurveyOpenAnswers, SurveyResultsExport};
use uuid::Uuid;

use super::{
    Asked,
    beside::Beside,
    open_answers::{Written, of_group},
    table,
    view::{Found, told},
};
use crate::{aside::aside, failure::Failure, guard::Call};

use super::file::file;
pub use super::file::{Format, TABLES};

/// So many rows go into a sheet of a workbook, beside its first.
const MAX_ROWS: usize = 1_048_575;

/// The results of a campaign in reach, or of one group of it with its parts, in this form: each group as the reading of
/// results shows it, so that nothing is in a file that is hidden there. What respondents wrote is with it when that is
/// asked for, of the groups of which the caller may read it.
///
/// # Errors
/// "not-found" where it is out of reach; "too-many-figures".
pub async fn of(
    call: &Call,
    id: Uuid,
    group: Option<&str>,
    (with_written, format): (bool, Format),
) -> Result<Vec<u8>, Failure> {
    let mut asked = Asked::for_group(call, id, Permission::ReadSurveyResults, group).await?;
    let nodes = asked.reached(group.map(|_| asked.node));
    let counted = asked.counted(call).await?;
    let beside = Beside::of(call, &asked, counted.is_ok()).await?;
    let mut written = Vec::new();
    if let Ok(results) = &counted
        && with_written
    {
        let mut told = nodes.clone();
        told.retain(|node| {
            asked.node = *node;
            asked.is_in(&beside.may.written)
        });
        let texts = Written::of(call, &asked, results, (&told, None)).await?;
        for node in told {
            asked.node = node;
            written.push(of_group(call, &asked, results, (&texts, None)));
        }
    }
    let call = call.clone();
    let building = move || {
        let found = Found {
            call: &call,
            counted: counted.as_deref(),
            beside: &beside,
            with_figures: true,
        };
        let export = built(asked, &found, (&nodes, written))?;
        file(&export, format)
    };
    aside(building).await?
}

fn built(
    mut asked: Asked,
    found: &Found<'_>,
    (nodes, open_answers): (&[usize], Vec<SurveyOpenAnswers>),
) -> Result<SurveyResultsExport, Failure> {
    let mut export = SurveyResultsExport {
        campaign_id: asked.campaign.id.0,
        groups: Vec::new(),
        open_answers,
    };
    let texts = export.open_answers.iter().flat_map(|one| &one.questions);
    let mut rows: usize = texts.map(|one| one.answers.len()).sum();
    for node in nodes {
        asked.node = *node;
        let group = told(&asked, found)?;
        rows += table::size(&group);
        if rows > MAX_ROWS {
            let reason = Reason::new(Code::TooManyFigures).with("max", MAX_ROWS);
            return Err(Failure::Plain(reason));
        }
        export.groups.push(group);
    }
    Ok(export)
}

impl Asked {
    /// The groups of which the caller sees results, by their nodes: all of them, or those under one.
    fn reached(&self, under: Option<usize>) -> Vec<usize> {
        let all = 0..self.tree.nodes();
        let within = all.filter(|node| under.is_none_or(|top| self.tree.is_under(*node, top)));
        let mine = within.filter(|node| match node {
            0 => self.rights.whole(),
            node => self.rights.reaches(&self.groups, self.tree.key(*node)),
        });
        mine.collect()
    }

    /// Whether these rights reach the group.
    pub(super) fn is_in(&self, rights: &Rights) -> bool {
        match self.key() {
            Some(key) => rights.reaches(&self.groups, key),
            None => rights.whole(),
        }
    }
}
