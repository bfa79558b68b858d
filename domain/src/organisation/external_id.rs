//! The names by which the systems that integrate know a unit, a person or a group.

use serde::{Deserialize, Serialize};

use super::check;
use crate::error::{Code, Reason};

/// The id of something in another system. Unique per board and system, which the store guards.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExternalId {
    /// The other system: lower-case letters, digits, `.`, `-` and `_`, at most 40.
    pub system: String,
    /// The id there, exactly as it is written there; at most 200 characters.
    pub value: String,
}

/// One external id in its normal form; says at `<pointer>/system` and `<pointer>/value` what is wrong.
pub fn check_external_id(
    external_id: &ExternalId,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> ExternalId {
    let system_at = format!("{pointer}/system");
    let system = check::text(&external_id.system, &system_at, 40, reasons).to_ascii_lowercase();
    let well_formed = system
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if !well_formed {
        reasons.push(Reason::new(Code::InvalidFormat).at(system_at));
    }
    let value = check::text(
        &external_id.value,
        &format!("{pointer}/value"),
        200,
        reasons,
    );
    ExternalId { system, value }
}

/// The external ids of one resource in their normal form; says what is wrong and what stands there twice.
pub fn check_external_ids(
    external_ids: &[ExternalId],
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> Vec<ExternalId> {
    check::list(external_ids, pointer, check::MAX_LIST, reasons);
    let checked: Vec<ExternalId> = external_ids
        .iter()
        .enumerate()
        .map(|(index, id)| check_external_id(id, &format!("{pointer}/{index}"), reasons))
        .collect();
    check::distinct(&checked, pointer, reasons);
    checked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_id_is_refused_however_the_system_is_written() {
        let id = |system: &str, value: &str| ExternalId {
            system: system.into(),
            value: value.into(),
        };
        let mut reasons = Vec::new();
        let ids = [
            id("Somtoday", "7"),
            id("somtoday", "8"),
            id("somtoday ", "7"),
        ];
        check_external_ids(&ids, "/externalIds", &mut reasons);
        assert_eq!(reasons, [Reason::new(Code::Duplicate).at("/externalIds/2")]);
    }

    #[test]
    fn everything_wrong_with_an_id_is_said() {
        let mut reasons = Vec::new();
        let id = ExternalId {
            system: "a b".into(),
            value: " ".into(),
        };
        check_external_id(&id, "", &mut reasons);
        assert_eq!(
            reasons,
            [
                Reason::new(Code::InvalidFormat).at("/system"),
                Reason::new(Code::Required).at("/value")
            ]
        );
    }
}
