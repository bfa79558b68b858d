//! Where a unit may stand: under a kind that its own kind allows, within its board, never under itself.

use super::kind::{BOARD, Kinds, is_structural};
use crate::error::{Code, Reason};
use crate::id::{BoardId, UnitId};
use crate::noun::Noun;

/// What the rules need to know of the unit under which another is to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentFacts {
    /// Its id.
    pub id: UnitId,
    /// Key of its kind.
    pub kind: String,
    /// Its board.
    pub board_id: BoardId,
    /// Everything it stands under itself, in any order.
    pub ancestors: Vec<UnitId>,
    /// Whether it exists today or will.
    pub ended: bool,
}

/// Where a unit is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above<'a> {
    /// Under nothing.
    Nothing,
    /// Under something that is unknown or out of reach, which is said elsewhere.
    Unknown,
    /// Under this unit.
    Unit(&'a ParentFacts),
}

/// What the rules need to know of the unit as it is, when it is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedFacts {
    /// Its id.
    pub id: UnitId,
    /// Key of its kind.
    pub kind: String,
    /// Its board.
    pub board_id: BoardId,
    /// Keys of the kinds of the units directly under it.
    pub child_kinds: Vec<String>,
}

/// Everything that forbids a unit of this kind to stand under this parent. `current` is the unit as it
/// is, when it is changed rather than made. An unknown kind is the business of the check of the details.
pub fn check_placing(
    kinds: &Kinds,
    kind: &str,
    above: Above<'_>,
    current: Option<&PlacedFacts>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let Some(known) = kinds.get(kind) else {
        return reasons;
    };
    match above {
        Above::Nothing if kind != BOARD => {
            reasons.push(Reason::new(Code::Required).at("/parentId"));
        }
        Above::Nothing | Above::Unknown => {}
        Above::Unit(parent) => {
            if !known.parents.contains(&parent.kind) {
                reasons.push(
                    Reason::new(Code::KindNotAllowedHere)
                        .at("/parentId")
                        .about(Noun::OrganisationUnit, parent.id)
                        .with("kind", kind)
                        .with("parentKind", &parent.kind),
                );
            }
            if parent.ended {
                reasons.push(
                    Reason::new(Code::UnitEnded)
                        .at("/parentId")
                        .about(Noun::OrganisationUnit, parent.id),
                );
            }
        }
    }
    if let Some(current) = current {
        check_move(kinds, kind, above, current, &mut reasons);
    }
    reasons
}

fn check_move(
    kinds: &Kinds,
    kind: &str,
    above: Above<'_>,
    current: &PlacedFacts,
    reasons: &mut Vec<Reason>,
) {
    if current.kind != kind && (is_structural(&current.kind) || is_structural(kind)) {
        reasons.push(Reason::new(Code::KindFixed).at("/kind"));
    }
    for child in &current.child_kinds {
        if current.kind != kind
            && !kinds
                .get(child)
                .is_some_and(|child| child.parents.iter().any(|parent| parent == kind))
        {
            reasons.push(
                Reason::new(Code::KindNotAllowedHere)
                    .at("/kind")
                    .with("kind", child)
                    .with("parentKind", kind),
            );
        }
    }
    if let Above::Unit(parent) = above {
        if parent.id == current.id || parent.ancestors.contains(&current.id) {
            reasons.push(Reason::new(Code::WouldMakeCycle).at("/parentId"));
        }
        if parent.board_id != current.board_id {
            reasons.push(Reason::new(Code::OtherBoard).at("/parentId"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::kind::tests::shipped;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn parent(n: u128, kind: &str, ancestors: &[u128]) -> ParentFacts {
        ParentFacts {
            id: unit(n),
            kind: kind.into(),
            board_id: BoardId(Uuid::from_u128(1)),
            ancestors: ancestors.iter().copied().map(unit).collect(),
            ended: false,
        }
    }

    fn placed(n: u128, kind: &str) -> PlacedFacts {
        PlacedFacts {
            id: unit(n),
            kind: kind.into(),
            board_id: BoardId(Uuid::from_u128(1)),
            child_kinds: vec![],
        }
    }

    fn codes(reasons: &[Reason]) -> Vec<Code> {
        reasons.iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_unit_stands_where_its_kind_allows() {
        let kinds = shipped();
        assert_eq!(check_placing(&kinds, "board", Above::Nothing, None), []);
        let board = parent(1, "board", &[]);
        assert_eq!(
            check_placing(&kinds, "school", Above::Unit(&board), None),
            []
        );
        let found = check_placing(&kinds, "board", Above::Unit(&board), None);
        assert_eq!(codes(&found), [Code::KindNotAllowedHere]);
        let found = check_placing(&kinds, "establishment", Above::Unit(&board), None);
        assert_eq!(codes(&found), [Code::KindNotAllowedHere]);
        // Of an unknown parent is said elsewhere that it is unknown.
        assert_eq!(check_placing(&kinds, "school", Above::Unknown, None), []);
        let found = check_placing(&kinds, "school", Above::Nothing, None);
        assert_eq!(codes(&found), [Code::Required]);
        let gone = ParentFacts {
            ended: true,
            ..board
        };
        let found = check_placing(&kinds, "school", Above::Unit(&gone), None);
        assert_eq!(codes(&found), [Code::UnitEnded]);
    }

    #[test]
    fn a_change_keeps_board_and_structure() {
        let kinds = shipped();
        let school = parent(2, "school", &[1]);
        let mut team = placed(5, "team");
        assert_eq!(
            check_placing(&kinds, "team", Above::Unit(&school), Some(&team)),
            []
        );
        assert_eq!(
            check_placing(&kinds, "havo", Above::Unit(&school), Some(&team)),
            []
        );
        let found = check_placing(&kinds, "establishment", Above::Unit(&school), Some(&team));
        assert_eq!(codes(&found), [Code::KindFixed]);
        team.board_id = BoardId(Uuid::from_u128(9));
        let found = check_placing(&kinds, "team", Above::Unit(&school), Some(&team));
        assert_eq!(codes(&found), [Code::OtherBoard]);
        let mut department = placed(6, "department");
        department.child_kinds = vec!["team".into()];
        let found = check_placing(&kinds, "havo", Above::Unit(&school), Some(&department));
        assert_eq!(codes(&found), []);
        let found = check_placing(&kinds, "team", Above::Unit(&school), Some(&department));
        assert_eq!(codes(&found), [Code::KindNotAllowedHere]);
    }

    proptest! {
        // Each unit of a tree has an earlier one as its parent. Moving one under another makes a cycle
        // exactly when the walk up from the new parent meets the one that is moved.
        #[test]
        fn a_cycle_is_refused_and_nothing_else_is_called_one(
            links in proptest::collection::vec(any::<prop::sample::Index>(), 1..12),
            moved in any::<prop::sample::Index>(),
            target in any::<prop::sample::Index>(),
        ) {
            let parents: Vec<usize> = links.iter().enumerate().map(|(i, l)| l.index(i + 1)).collect();
            let count = parents.len() + 1;
            let (moved, target) = (moved.index(count), target.index(count));
            let mut path = vec![];
            let mut at = target;
            while at != 0 {
                at = parents.get(at - 1).copied().unwrap_or(0);
                path.push(at as u128);
            }
            let facts = parent(target as u128, "department", &path);
            let found = check_placing(&shipped(), "team", Above::Unit(&facts), Some(&placed(moved as u128, "team")));
            let cycle = moved == target || path.contains(&(moved as u128));
            prop_assert_eq!(codes(&found).contains(&Code::WouldMakeCycle), cycle);
        }
    }
}
