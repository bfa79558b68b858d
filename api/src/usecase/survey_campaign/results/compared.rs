//! Results set against those of others, each with what it comes to in one sentence.

use akoki_domain::{
    Code,
    access::Permission,
    survey::{
        campaign::{Campaign, GroupTree},
        results::{At, Compared, Of, Other, Results, against},
        statistics::{Against, Moments, Verdict},
    },
};
use akoki_openapi::{
    problem::detail,
    wire::survey_results::{ComparisonFigures, ResultsComparison},
};
use akoki_persistence::find;
use std::{collections::BTreeMap, sync::Arc};

use super::{
    Asked,
    figures::{question_key, scale_key},
    rights::Rights,
};
use crate::{failure::Failure, guard::Call};

/// All comparisons of a group that is shown: with the campaign before, with all others who took part, and with the
/// figures that were given for it.
pub(super) async fn all(
    call: &Call,
    asked: &Asked,
    at: &At<'_>,
    with_figures: bool,
) -> Result<Vec<ResultsComparison>, Failure> {
    let results = at.results();
    let mine = at.means();
    let mut found = Vec::new();
    let mut add = |with: Other, name: &str, compared: Vec<Compared>| {
        let told = compared.iter().map(|one| {
            let sentence = sentence(call, with, name, one.judged.verdict);
            view(results, with, one, sentence, with_figures)
        });
        found.extend(told);
    };
    if let Some((before, results_before)) = preceding(call, asked).await?
        && let Some(then) = same_group(call, asked, (&before, &results_before)).await?
    {
        let theirs = |of| {
            let same = results.same(of, &results_before)?;
            then.mean(same).map(Against::Sample)
        };
        let name = &before.stated.title;
        add(Other::Preceding, name, against(&mine, theirs));
    }
    let rest: BTreeMap<Of, Moments> = at.rest(&asked.known()).into_iter().collect();
    let theirs = |of| rest.get(&of).copied().map(Against::Sample);
    add(Other::Others, "", against(&mine, theirs));
    if let Some(benchmarks) = &asked.campaign.stated.benchmarks {
        let theirs = |of| results.benchmark(&benchmarks.figures, of);
        add(Other::Benchmark, &benchmarks.source, against(&mine, theirs));
    }
    Ok(found)
}

/// The campaign before, where it is in reach and has results.
pub(super) async fn preceding(
    call: &Call,
    asked: &Asked,
) -> Result<Option<(Campaign, Arc<Results>)>, Failure> {
    let Some(id) = asked.campaign.stated.preceding_id else {
        return Ok(None);
    };
    let scope = call.scope_of(Permission::ReadSurveyResults);
    let Some(found) = find::<Campaign>(call.store(), &scope, id.0).await? else {
        return Ok(None);
    };
    let before = found.record;
    if !before.state.has_results() {
        return Ok(None);
    }
    let results = call.shared.tallies.get(call, &before).await?;
    Ok(Some((before, results)))
}

/// The same group in the campaign before, where it is shown and the caller may see it: all together, or the group of
/// the same unit with the same key and class, or else the group that is the same unit.
pub(super) async fn same_group<'a>(
    call: &Call,
    asked: &Asked,
    (campaign, before): (&Campaign, &'a Results),
) -> Result<Option<At<'a>>, Failure> {
    let permission = Permission::ReadSurveyResults;
    let rights = Rights::of(call, campaign, before.groups(), permission).await?;
    let Some(key) = asked.key() else {
        return Ok(before.at(0).filter(|_| rights.whole()));
    };
    let then = before.groups();
    let class = |groups: &GroupTree| groups.group(key).and_then(|group| group.group_id);
    let unit = asked.groups.unit_of(key);
    let named = then
        .group(key)
        .filter(|_| then.unit_of(key) == unit && class(then) == class(&asked.groups));
    let own = asked.groups.group(key).and_then(|group| group.unit_id);
    let of_unit = || {
        let mut groups = then.groups();
        groups.find(|group| own.is_some() && group.unit_id == own)
    };
    let group = named.or_else(of_unit);
    let group = group.filter(|group| rights.reaches(then, &group.key));
    let node = group.and_then(|group| before.tree().node(&group.key));
    Ok(node.and_then(|node| before.at(node)))
}

fn view(
    results: &Results,
    with: Other,
    one: &Compared,
    sentence: String,
    with_figures: bool,
) -> ResultsComparison {
    let (kind, key) = named(results, one.of);
    let comparison = one.judged.comparison;
    let figures = comparison.test.filter(|_| with_figures);
    ResultsComparison {
        with,
        kind,
        key,
        difference: comparison.difference,
        verdict: one.judged.verdict,
        sentence,
        figures: figures.map(|test| ComparisonFigures {
            t: test.t,
            degrees_of_freedom: test.df,
            p: test.p,
            adjusted_p: one.judged.adjusted,
            effect_size: comparison.effect.map(|effect| effect.d),
        }),
    }
}

/// Whether it is a question or a scale, and its key.
pub(super) fn named(results: &Results, of: Of) -> (&'static str, String) {
    match of {
        Of::Question(place) => ("question", question_key(results, place)),
        Of::Scale(place) => ("scale", scale_key(results, place)),
    }
}

fn sentence(call: &Call, with: Other, name: &str, verdict: Verdict) -> String {
    let code = match (with, verdict) {
        (Other::Others, Verdict::Higher) => Code::MeanHigherThanOthers,
        (Other::Others, Verdict::Lower) => Code::MeanLowerThanOthers,
        (Other::Others, Verdict::NoDifference) => Code::MeanLikeOthers,
        (Other::Others, Verdict::TooSmallToMatter) => Code::MeanDiffersLittleFromOthers,
        (Other::Others, Verdict::NotComparable) => Code::MeanNotComparableWithOthers,
        (Other::Preceding | Other::Benchmark, Verdict::Higher) => Code::MeanHigher,
        (Other::Preceding | Other::Benchmark, Verdict::Lower) => Code::MeanLower,
        (Other::Preceding | Other::Benchmark, Verdict::NoDifference) => Code::MeansAlike,
        (Other::Preceding | Other::Benchmark, Verdict::TooSmallToMatter) => Code::MeansDifferLittle,
        (Other::Preceding | Other::Benchmark, Verdict::NotComparable) => Code::MeansNotComparable,
    };
    detail(code, &[("with".to_owned(), name.to_owned())], call.language)
}
