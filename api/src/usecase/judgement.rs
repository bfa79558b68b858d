//! Judging: verdicts under an edition, an outcome with all that it rests on. Nothing is kept.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    framework::{EditionRef, judge},
};
use akoki_openapi::wire::framework::{Judgement, JudgementInput};
use akoki_persistence::repo::organisation_unit::reaches_any;

use crate::{failure::Failure, guard::Call};

/// Judges.
///
/// # Errors
/// Everything that is wrong with the input; "indicative-only" when the outcome is for leadership and
/// the caller is not.
pub async fn decide(call: &Call, input: &JudgementInput) -> Result<Judgement, Failure> {
    let known = call.frameworks().await?;
    let name: Option<EditionRef> = input.edition.parse().ok();
    let Some(edition) = name.and_then(|name| known.library.edition(&name)) else {
        return Err(Failure::body(
            Reason::new(Code::UnknownReference).at("/edition"),
        ));
    };
    let object = input.object.into();
    let Some(rule) = edition.rules.iter().find(|rule| rule.object == object) else {
        let mut objects: Vec<&str> = edition
            .rules
            .iter()
            .map(|rule| rule.code.as_str())
            .collect();
        objects.dedup();
        return Err(Failure::body(
            Reason::new(Code::NoRuleForObject)
                .at("/object")
                .with("rules", objects.join(", ")),
        ));
    };
    let on = input.on.unwrap_or(call.today);
    let judged = judge(edition, rule, &input.verdicts(), on)?;
    let leadership = call.scope_of(Permission::ReadIndicativeOutcomes);
    if judged.indicative && !reaches_any(call.store(), &leadership).await? {
        return Err(Code::IndicativeOnly.into());
    }
    Judgement::new(edition, on, &judged, call.language)
        .ok_or_else(|| Failure::Internal("the rule judged by is gone".into()))
}
