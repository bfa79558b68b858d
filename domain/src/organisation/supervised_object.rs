//! What the inspectorate supervises: not a node of the tree, but a key that covers establishments.

use serde::{Deserialize, Serialize};
use time::Date;

use super::check;
use super::identifier::IdentifierType;
use super::kind::ESTABLISHMENT;
use super::period::Period;
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, SupervisedObjectId, UnitId};
use crate::noun::Noun;

/// The key of a supervised object in its one form, `32JK|C1`, or nothing when it is none.
pub fn normalise_key(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let (brin, number) = text.split_once("|C")?;
    let brin = IdentifierType::Brin.normalise(brin)?;
    let ok = (1..=2).contains(&number.len())
        && number.chars().all(|c| c.is_ascii_digit())
        && !number.starts_with('0');
    ok.then(|| format!("{brin}|C{number}"))
}

/// What can be said about a supervised object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupervisedObjectDetails {
    /// The inspectorate's key: `BRIN|C<n>`.
    pub key: String,
    /// The establishments it covers; at least one.
    pub covers: Vec<UnitId>,
    /// The first day on which it is so.
    pub valid_from: Option<Date>,
    /// The last day on which it is so.
    pub valid_until: Option<Date>,
}

/// A supervised object of a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupervisedObject {
    /// Its id.
    pub id: SupervisedObjectId,
    /// Its board.
    pub board_id: BoardId,
    /// What is said about it.
    #[serde(flatten)]
    pub details: SupervisedObjectDetails,
}

/// What the rules need to know of a unit that is to be covered and within the caller's reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredFacts {
    /// Its id.
    pub id: UnitId,
    /// Its board.
    pub board_id: BoardId,
    /// Key of its kind.
    pub kind: String,
}

impl SupervisedObjectDetails {
    /// The board and the details in their normal form, or everything that is wrong. `known` are the
    /// covered units that the caller reaches; one that is not among them is unknown.
    pub fn check(&self, known: &[CoveredFacts]) -> Result<(BoardId, Self), Refusal> {
        let mut reasons = Vec::new();
        let key = normalise_key(&self.key);
        if key.is_none() {
            reasons.push(Reason::new(Code::InvalidFormat).at("/key"));
        }
        if self.covers.is_empty() {
            reasons.push(Reason::new(Code::TooShort).at("/covers").with("min", 1));
        }
        check::list(&self.covers, "/covers", check::MAX_LIST, &mut reasons);
        check::distinct(&self.covers, "/covers", &mut reasons);
        let mut board = None;
        for (index, id) in self.covers.iter().enumerate() {
            let at = format!("/covers/{index}");
            let Some(unit) = known.iter().find(|unit| unit.id == *id) else {
                reasons.push(Reason::new(Code::UnknownReference).at(at));
                continue;
            };
            if unit.kind != ESTABLISHMENT {
                reasons.push(
                    Reason::new(Code::NotAnEstablishment)
                        .at(&at)
                        .about(Noun::OrganisationUnit, *id),
                );
            }
            if *board.get_or_insert(unit.board_id) != unit.board_id {
                reasons.push(
                    Reason::new(Code::OtherBoard)
                        .at(at)
                        .about(Noun::OrganisationUnit, *id),
                );
            }
        }
        Period::new(self.valid_from, self.valid_until).check("/validUntil", &mut reasons);
        match (key, board, reasons.is_empty()) {
            (Some(key), Some(board), true) => Ok((
                board,
                Self {
                    key,
                    ..self.clone()
                },
            )),
            _ => Err(Refusal::Invalid(reasons)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_key_is_a_brin_and_a_number() {
        for (text, key) in [
            ("32JK|C1", Some("32JK|C1")),
            (" 32jk|c12 ", Some("32JK|C12")),
            ("32JK|C0", None),
            ("32JK|C", None),
            ("32JKC1", None),
            ("32JK00|C1", None),
            ("32JK|C123", None),
        ] {
            assert_eq!(normalise_key(text).as_deref(), key, "{text}");
        }
    }

    #[test]
    fn it_covers_known_establishments_of_one_board() {
        let id = |n| UnitId(Uuid::from_u128(n));
        let board = |n| BoardId(Uuid::from_u128(n));
        let facts = |n, b, kind: &str| CoveredFacts {
            id: id(n),
            board_id: board(b),
            kind: kind.into(),
        };
        let known = [
            facts(1, 7, "establishment"),
            facts(2, 7, "school"),
            facts(3, 8, "establishment"),
        ];
        let mut details = SupervisedObjectDetails {
            key: "32jk|c1".into(),
            covers: vec![id(1)],
            valid_from: None,
            valid_until: None,
        };
        let checked = details.check(&known).map(|(b, d)| (b, d.key));
        assert_eq!(checked, Ok((board(7), "32JK|C1".into())));

        details.covers = vec![id(1), id(2), id(3), id(4), id(1)];
        let reasons = match details.check(&known) {
            Err(Refusal::Invalid(reasons)) => reasons,
            other => unreachable!("{other:?}"),
        };
        let found: Vec<_> = reasons
            .iter()
            .map(|r| (r.code, r.pointer.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                (Code::Duplicate, "/covers/4"),
                (Code::NotAnEstablishment, "/covers/1"),
                (Code::OtherBoard, "/covers/2"),
                (Code::UnknownReference, "/covers/3"),
            ]
        );
    }
}
