//! Kinds of unit are data: what a board may hang under what, in which sectors. Only the three kinds of
//! which the law and the registers speak (board, school, establishment) are known to the rules by name.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Reason, Refusal};
use crate::text::Bilingual;

/// Key of the kind of the tenant itself.
pub const BOARD: &str = "board";
/// Key of the kind that carries a BRIN.
pub const SCHOOL: &str = "school";
/// Key of the kind that carries a BRIN and two digits.
pub const ESTABLISHMENT: &str = "establishment";

/// The part of the school system whose framework holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sector {
    /// Primary education, special primary education (sbo) included.
    Po,
    /// Special education, primary and secondary: (v)so.
    So,
    /// Secondary education.
    Vo,
}

impl Sector {
    /// Every sector.
    pub const ALL: [Sector; 3] = [Sector::Po, Sector::So, Sector::Vo];

    /// The sector as it stands on the wire, in the store and in a reference to a requirement.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sector::Po => "po",
            Sector::So => "so",
            Sector::Vo => "vo",
        }
    }
}

impl std::str::FromStr for Sector {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Sector::ALL
            .into_iter()
            .find(|sector| sector.as_str() == text)
            .ok_or(())
    }
}

/// One kind of unit, as the shipped list states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitKind {
    /// Its key, in kebab case.
    pub key: String,
    /// Its name in both languages.
    pub title: Bilingual,
    /// Keys of the kinds it may stand under; empty for a board, which stands under nothing.
    pub parents: Vec<String>,
    /// The sectors in which it occurs.
    pub sectors: Vec<Sector>,
    /// Whether it is a kind of education, which a school or establishment may name among those it gives.
    pub education: bool,
}

/// The list of kinds, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Kinds(Vec<UnitKind>);

impl Kinds {
    /// Takes the list when it holds together: keys well-formed and once each, both titles there,
    /// parents known, and board, school and establishment placed as the rules need them.
    pub fn check(kinds: Vec<UnitKind>) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        for (index, kind) in kinds.iter().enumerate() {
            let at = |field: &str| format!("/{index}/{field}");
            if !is_key(&kind.key) {
                reasons.push(Reason::new(Code::InvalidFormat).at(at("key")));
            }
            if kinds.iter().take(index).any(|other| other.key == kind.key) {
                reasons.push(Reason::new(Code::Duplicate).at(at("key")));
            }
            for (language, title) in [("nl", &kind.title.nl), ("en", &kind.title.en)] {
                if title.trim().is_empty() {
                    reasons.push(Reason::new(Code::Required).at(at(&format!("title/{language}"))));
                }
            }
            if kind.sectors.is_empty() {
                reasons.push(Reason::new(Code::TooShort).at(at("sectors")));
            }
            if kind.parents.is_empty() != (kind.key == BOARD) {
                reasons.push(Reason::new(Code::InvalidValue).at(at("parents")));
            }
            for (nth, parent) in kind.parents.iter().enumerate() {
                if !kinds.iter().any(|other| &other.key == parent) {
                    let pointer = at(&format!("parents/{nth}"));
                    reasons.push(Reason::new(Code::UnknownReference).at(pointer));
                }
            }
        }
        for (key, parents) in [
            (BOARD, &[] as &[&str]),
            (SCHOOL, &[BOARD]),
            (ESTABLISHMENT, &[SCHOOL]),
        ] {
            match kinds.iter().find(|kind| kind.key == key) {
                None => reasons.push(Reason::new(Code::Required).with("kind", key)),
                Some(kind) if kind.parents != parents => {
                    reasons.push(Reason::new(Code::InvalidValue).with("kind", key));
                }
                Some(_) => {}
            }
        }
        Refusal::unless_empty(reasons)?;
        Ok(Self(kinds))
    }

    /// The kind with this key.
    pub fn get(&self, key: &str) -> Option<&UnitKind> {
        self.0.iter().find(|kind| kind.key == key)
    }

    /// All kinds, in the order of the list.
    pub fn all(&self) -> &[UnitKind] {
        &self.0
    }

    /// Their keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|kind| kind.key.as_str())
    }
}

/// Whether the rules know the kind by name, so that a unit cannot become or cease to be one.
pub fn is_structural(key: &str) -> bool {
    matches!(key, BOARD | SCHOOL | ESTABLISHMENT)
}

fn is_key(text: &str) -> bool {
    text.len() <= 40
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

#[cfg(test)]
pub(crate) mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    /// The list that the service ships.
    pub(crate) fn shipped() -> Kinds {
        let text = include_str!("../../../migrations/seed/unit-kinds.json");
        Kinds::check(serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn the_shipped_list_holds_together_and_knows_the_tracks() {
        let kinds = shipped();
        for key in [
            "bo",
            "sbo",
            "so",
            "vso",
            "vso-further-education",
            "vso-labour-market",
            "vso-day-activities",
            "vmbo-b",
            "vmbo-k",
            "vmbo-gt",
            "havo",
            "vwo",
            "pro",
            "newcomers",
        ] {
            assert!(kinds.get(key).unwrap().education, "{key}");
        }
        for key in ["team", "subject-department", "child-care"] {
            assert!(!kinds.get(key).unwrap().education, "{key}");
        }
    }

    #[test]
    fn everything_wrong_with_a_list_is_said() {
        let mut kinds = shipped().all().to_vec();
        kinds[0].parents = vec!["school".into()];
        kinds[1].key = "Team X".into();
        kinds[2].title.en = " ".into();
        kinds[3].parents = vec!["moon".into()];
        let Refusal::Invalid(reasons) = Kinds::check(kinds).unwrap_err() else {
            unreachable!("a list is input")
        };
        let at = |pointer: &str| {
            reasons
                .iter()
                .find(|r| r.pointer.as_deref() == Some(pointer))
                .map(|r| r.code)
        };
        assert_eq!(at("/0/parents"), Some(Code::InvalidValue));
        assert_eq!(at("/1/key"), Some(Code::InvalidFormat));
        assert_eq!(at("/2/title/en"), Some(Code::Required));
        assert_eq!(at("/3/parents/0"), Some(Code::UnknownReference));
    }
}
