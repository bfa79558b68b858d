//! Judging: verdicts under an edition, an outcome with all that it rests on. Nothing is kept.

use akoki_domain::{
    Code, Reason, Refusal,
    access::Permission,
    framework::{EditionRef, check_verdicts, judge},
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
    let verdicts = input.verdicts();
    let on = input.on.unwrap_or(call.today);
    let Some(edition) = name.and_then(|name| known.library.edition(&name)) else {
        let mut wrong = vec![Reason::new(Code::UnknownReference).at("/edition")];
        wrong.extend(check_verdicts(None, &verdicts, on));
        return Err(Refusal::Invalid(wrong).into());
    };
    let object = input.object.into();
    let Some(rule) = edition.rules.iter().find(|rule| rule.object == object) else {
        let mut objects: Vec<&str> = edition
            .rules
            .iter()
            .map(|rule| rule.code.as_str())
            .collect();
        objects.dedup();
        let no_rule = Reason::new(Code::NoRuleForObject).at("/object");
        let mut wrong = vec![no_rule.with("rules", objects.join(", "))];
        wrong.extend(check_verdicts(Some(edition), &verdicts, on));
        return Err(Refusal::Invalid(wrong).into());
    };
    let judged = judge(edition, rule, &verdicts, on)?;
    let leadership = call.scope_of(Permission::ReadIndicativeOutcomes);
    if judged.indicative && !reaches_any(call.store(), &leadership).await? {
        return Err(Code::IndicativeOnly.into());
    }
    Judgement::new(edition, on, &judged, call.language)
        .ok_or_else(|| Failure::Internal("the rule judged by is gone".into()))
}
