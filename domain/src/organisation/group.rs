//! Classes and teaching groups: the pupils as a whole, never by name.

use serde::{Deserialize, Serialize};

use super::check;
use super::external_id::{ExternalId, check_external_ids};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, GroupId, UnitId};

/// Whether a group is a class or comes together for a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// A class: the group a pupil belongs to ("stamgroep", "klas").
    Class,
    /// A group for a subject or cluster ("lesgroep").
    TeachingGroup,
}

impl GroupKind {
    /// The kind as it stands on the wire, in the store and in a file.
    pub const fn as_str(self) -> &'static str {
        match self {
            GroupKind::Class => "class",
            GroupKind::TeachingGroup => "teaching-group",
        }
    }
}

impl std::str::FromStr for GroupKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        [GroupKind::Class, GroupKind::TeachingGroup]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(())
    }
}

/// The stage of the school ("bouw").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Onderbouw.
    Lower,
    /// Middenbouw.
    Middle,
    /// Bovenbouw.
    Upper,
}

impl Stage {
    /// The stage as it stands on the wire, in the store and in a file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Stage::Lower => "lower",
            Stage::Middle => "middle",
            Stage::Upper => "upper",
        }
    }
}

impl std::str::FromStr for Stage {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        [Stage::Lower, Stage::Middle, Stage::Upper]
            .into_iter()
            .find(|stage| stage.as_str() == text)
            .ok_or(())
    }
}

/// What can be said about a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupDetails {
    /// Its name, such as `7b` or `havo 4 wiskunde B`.
    pub name: String,
    /// Class or teaching group.
    pub kind: GroupKind,
    /// The school year in which it exists.
    pub school_year: SchoolYear,
    /// The unit it belongs to.
    pub unit_id: UnitId,
    /// Its stage.
    pub stage: Option<Stage>,
    /// Its year levels: 1 to 8 in primary, 1 to 6 in secondary education; several when combined.
    pub year_levels: Vec<u8>,
    /// Its ids in the systems that integrate.
    pub external_ids: Vec<ExternalId>,
}

/// A group of a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its board.
    pub board_id: BoardId,
    /// What is said about it.
    #[serde(flatten)]
    pub details: GroupDetails,
}

impl GroupDetails {
    /// The details in their normal form (year levels ascending), or everything that is wrong with them.
    /// Whether the unit is within reach is the caller's question.
    pub fn check(&self) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        if !(1990..=2100).contains(&self.school_year.0) {
            reasons.push(
                Reason::new(Code::OutOfRange)
                    .at("/schoolYear")
                    .with("range", "1990–2100"),
            );
        }
        for (index, level) in self.year_levels.iter().enumerate() {
            if !(1..=8).contains(level) {
                reasons.push(
                    Reason::new(Code::OutOfRange)
                        .at(format!("/yearLevels/{index}"))
                        .with("range", "1–8"),
                );
            }
        }
        check::distinct(&self.year_levels, "/yearLevels", &mut reasons);
        let mut details = Self {
            name: check::text(&self.name, "/name", 100, &mut reasons),
            external_ids: check_external_ids(&self.external_ids, "/externalIds", &mut reasons),
            ..self.clone()
        };
        details.year_levels.sort_unstable();
        Refusal::unless_empty(reasons)?;
        Ok(details)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn everything_wrong_with_a_group_is_said() {
        let mut details = GroupDetails {
            name: " 7/8 ".into(),
            kind: GroupKind::Class,
            school_year: SchoolYear(2025),
            unit_id: UnitId(Uuid::from_u128(1)),
            stage: Some(Stage::Upper),
            year_levels: vec![8, 7],
            external_ids: vec![],
        };
        let checked = details.check().map(|d| (d.name, d.year_levels));
        assert_eq!(checked, Ok(("7/8".into(), vec![7, 8])));
        details.name = String::new();
        details.school_year = SchoolYear(25);
        details.year_levels = vec![9, 7, 7];
        let found = match details.check() {
            Err(Refusal::Invalid(reasons)) => reasons,
            other => unreachable!("{other:?}"),
        };
        let found: Vec<_> = found
            .iter()
            .map(|r| (r.code, r.pointer.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                (Code::OutOfRange, "/schoolYear"),
                (Code::OutOfRange, "/yearLevels/0"),
                (Code::Duplicate, "/yearLevels/2"),
                (Code::Required, "/name"),
            ]
        );
    }
}
