//! Results set against those of others, each with what it comes to in one sentence.

use akoki_domain::{
    Code,
    access::Permission,
    calendar::SchoolYear,
    survey::{
        campaign::Campaign,
        results::{At, Compared, Of, Other, ResultKind, Results, Rights, against},
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
    figures::{question_key, scale_at},
    rights::rights,
};
use crate::{failure::Failure, guard::Call};

/// The campaign before, where it is in reach and has results, with what the caller may see of it.
pub(super) struct Preceding {
    campaign: Campaign,
    results: Arc<Results>,
    rights: Rights,
}

impl Preceding {
    /// That of the campaign that is asked for.
    pub(super) async fn of(call: &Call, asked: &Asked) -> Result<Option<Self>, Failure> {
        let Some(id) = asked.campaign.stated.preceding_id else {
            return Ok(None);
        };
        let permission = Permission::ReadSurveyResults;
        let scope = call.scope_of(permission);
        let Some(found) = find::<Campaign>(call.store(), &scope, id.0).await? else {
            return Ok(None);
        };
        let campaign = found.record;
        if !campaign.state.has_results() {
            return Ok(None);
        }
        let results = call.shared.tallies.get(call, &campaign).await?;
        Ok(Some(Self {
            rights: rights(call, &campaign, results.groups(), permission).await?,
            campaign,
            results,
        }))
    }

    /// All that was counted of it.
    pub(super) fn results(&self) -> &Results {
        &self.results
    }

    /// The same group in it, where it is shown and the caller may see it.
    pub(super) fn same_group(&self, asked: &Asked) -> Option<At<'_>> {
        let group = (&asked.groups, asked.key());
        self.results.same_group(&self.rights, group)
    }

    /// Its title with the school years in which it opened: year after year it has the same title.
    fn name(&self) -> String {
        let years: Vec<String> = self.years().map(|year| year.to_string()).collect();
        let title = &self.campaign.stated.title;
        match years.is_empty() {
            true => title.clone(),
            false => format!("{title} ({})", years.join(", ")),
        }
    }

    fn years(&self) -> impl Iterator<Item = SchoolYear> {
        self.campaign.school_years().into_iter()
    }
}

/// Against whom is compared.
struct Whom<'a> {
    with: Other,
    name: &'a str,
    school_years: Vec<i32>,
}

/// All comparisons of a group that is shown: with the campaign before, with all others who took part, and with the
/// figures that were given for it.
pub(super) fn all(
    call: &Call,
    asked: &Asked,
    (at, preceding): (&At<'_>, Option<&Preceding>),
    with_figures: bool,
) -> Result<Vec<ResultsComparison>, Failure> {
    let results = at.results();
    let mine = at.means();
    let mut found = Vec::new();
    let mut add = |whom: Whom<'_>, compared: Vec<Compared>| {
        let told = compared.iter();
        found.extend(told.map(|one| view(call, results, (&whom, one), with_figures)));
    };
    if let Some(before) = preceding
        && let Some(then) = before.same_group(asked)
    {
        let theirs = |of| {
            let same = results.same(of, before.results())?;
            then.mean(same).map(Against::Sample)
        };
        let whom = Whom {
            with: Other::Preceding,
            name: &before.name(),
            school_years: before.years().map(|year| year.0).collect(),
        };
        add(whom, against(&mine, theirs));
    }
    let without_years = |with, name| Whom {
        with,
        name,
        school_years: Vec::new(),
    };
    let rest: BTreeMap<Of, Moments> = at.rest(&asked.known()).into_iter().collect();
    let theirs = |of| rest.get(&of).copied().map(Against::Sample);
    add(without_years(Other::Others, ""), against(&mine, theirs));
    if let Some(benchmarks) = &asked.campaign.stated.benchmarks {
        let theirs = |of| results.benchmark(&benchmarks.figures, of);
        let whom = without_years(Other::Benchmark, benchmarks.source.as_str());
        add(whom, against(&mine, theirs));
    }
    found.into_iter().collect()
}

fn view(
    call: &Call,
    results: &Results,
    (whom, one): (&Whom<'_>, &Compared),
    with_figures: bool,
) -> Result<ResultsComparison, Failure> {
    let (kind, key) = named(results, one.of)?;
    let comparison = one.judged.comparison;
    let figures = comparison.test.filter(|_| with_figures);
    Ok(ResultsComparison {
        with: whom.with,
        school_years: whom.school_years.clone(),
        kind,
        key,
        difference: comparison.difference,
        verdict: one.judged.verdict,
        sentence: sentence(call, whom, one.judged.verdict),
        figures: figures.map(|test| ComparisonFigures {
            t: test.t,
            degrees_of_freedom: test.df,
            p: test.p,
            adjusted_p: one.judged.adjusted,
            effect_size: comparison.effect.map(|effect| effect.d),
        }),
    })
}

/// Whether it is a question or a scale, and its key.
pub(super) fn named(results: &Results, of: Of) -> Result<(ResultKind, String), Failure> {
    let key = match of {
        Of::Question(place) => question_key(results, place)?,
        Of::Scale(place) => scale_at(results, place)?.key.clone(),
    };
    Ok((of.kind(), key))
}

fn sentence(call: &Call, whom: &Whom<'_>, verdict: Verdict) -> String {
    let code = match (whom.with, verdict) {
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
    detail(
        code,
        &[("with".to_owned(), whom.name.to_owned())],
        call.language,
    )
}
