//! The data shipped with the service, read once at the start.

use akoki_domain::{
    audit::{AuditKind, AuditKinds},
    organisation::{Kinds, UnitKind},
    survey::{
        content::Content,
        publish,
        safety_delivery::{SafetyTerm, SafetyTerms},
    },
};
use akoki_migrations::seed;
use std::collections::BTreeMap;

/// Shipped data that rules need at hand.
pub struct Shipped {
    /// The kinds of organisation unit.
    pub kinds: Kinds,
    /// The kinds of audit.
    pub audit_kinds: AuditKinds,
    /// The survey instruments, by their keys.
    pub survey_instruments: BTreeMap<String, Content>,
    /// By when results on social safety are with the inspectorate.
    pub safety_terms: SafetyTerms,
}

impl Shipped {
    /// Reads the data.
    ///
    /// # Errors
    /// Names the file that cannot be used; a fault of the build, which tests find.
    pub fn load() -> Result<Self, String> {
        let kinds: Vec<UnitKind> = serde_json::from_str(seed::UNIT_KINDS)
            .map_err(|error| format!("unit-kinds.json: {error}"))?;
        let kinds =
            Kinds::check(kinds).map_err(|refusal| format!("unit-kinds.json: {refusal:?}"))?;
        let audit_kinds: Vec<AuditKind> = serde_json::from_str(seed::AUDIT_KINDS)
            .map_err(|error| format!("audit-kinds.json: {error}"))?;
        let audit_kinds = AuditKinds::check(audit_kinds)
            .map_err(|refusal| format!("audit-kinds.json: {refusal:?}"))?;
        let terms: Vec<SafetyTerm> = serde_json::from_str(seed::SAFETY_DELIVERY_TERMS)
            .map_err(|error| format!("safety-delivery-terms.json: {error}"))?;
        let safety_terms = SafetyTerms::check(terms)
            .map_err(|error| format!("safety-delivery-terms.json: {error}"))?;
        let mut survey_instruments = BTreeMap::new();
        for (name, json) in seed::survey_instruments() {
            let content: Content =
                serde_json::from_str(json).map_err(|error| format!("{name}: {error}"))?;
            publish::check(&content).map_err(|refusal| format!("{name}: {refusal:?}"))?;
            survey_instruments.insert(name.trim_end_matches(".json").to_owned(), content);
        }
        Ok(Self {
            kinds,
            audit_kinds,
            survey_instruments,
            safety_terms,
        })
    }
}
