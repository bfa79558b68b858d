//! How the scales of a survey hold as measurements.

use akoki_domain::{
    access::Permission,
    survey::results::{self, Results},
};
use akoki_openapi::wire::{
    schema::Links,
    survey_results::{MetricsItem, MetricsScale, SurveyEffect, SurveyMetrics},
};
use uuid::Uuid;

use super::{
    Asked,
    beside::readable,
    compared::{Preceding, named},
    figures::{question_key, scale_at},
    hidden,
};
use crate::{aside::aside, failure::Failure, guard::Call, survey::tallies::rows};

/// Of a campaign, of all respondents together, for whoever may see that of the unit that holds it.
///
/// # Errors
/// "not-found" where it is out of reach.
pub async fn of(call: &Call, id: Uuid) -> Result<SurveyMetrics, Failure> {
    let asked = Asked::for_group(call, id, Permission::ReadSurveyMetrics, None).await?;
    if !asked.rights.whole() {
        return Err(Failure::not_found());
    }
    let own = asked.path();
    let mut view = SurveyMetrics {
        campaign_id: asked.campaign.id.0,
        hidden: None,
        scales: Vec::new(),
        effects: Vec::new(),
        links: Links::from([
            ("self", format!("{own}/metrics")),
            ("results", format!("{own}/results")),
        ]),
    };
    if readable(call, asked.campaign.id).await? {
        view.links.insert("campaign", own);
    }
    let counted = match asked.counted(call).await? {
        Ok(counted) => counted,
        Err(why) => {
            view.hidden = Some(why);
            return Ok(view);
        }
    };
    view.hidden = hidden(call, counted.visibility(0), counted.outcome().minimum);
    if view.hidden.is_some() {
        return Ok(view);
    }
    let rows = rows(call, &asked.campaign).await?;
    let held = counted.clone();
    let found = aside(move || results::metrics(&held, &rows)).await?;
    view.scales = found
        .into_iter()
        .map(|one| scale(call, &counted, one))
        .collect::<Result<_, Failure>>()?;
    if let Some(before) = Preceding::of(call, &asked).await?
        && before.same_group(&asked).is_some()
    {
        let found = results::effects(&counted, before.results()).into_iter();
        let told = found.map(|(of, effect)| {
            let (kind, key) = named(&counted, of)?;
            Ok(SurveyEffect {
                kind,
                key,
                d: effect.d,
                g: effect.g,
            })
        });
        view.effects = told.collect::<Result<_, Failure>>()?;
    }
    Ok(view)
}

fn scale(call: &Call, counted: &Results, one: results::Metrics) -> Result<MetricsScale, Failure> {
    let scale = scale_at(counted, one.scale)?;
    let items = one.items.iter().map(|item| {
        Ok(MetricsItem {
            key: question_key(counted, item.question)?,
            mean: item.mean,
            standard_deviation: item.sd,
            item_rest: item.rest,
            alpha_without: item.alpha_without,
        })
    });
    Ok(MetricsScale {
        key: scale.key.clone(),
        title: scale.title.get(call.language).to_owned(),
        n: one.n,
        alpha: one.alpha,
        items: items.collect::<Result<_, Failure>>()?,
    })
}
