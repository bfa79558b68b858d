//! Why somebody may do something somewhere, or may not: the same decision that the statements of the
//! store take, in words.

use super::{Grant, Permission};
use crate::error::{Code, Reason};
use crate::id::GrantId;
use crate::noun::Noun;

/// What an operation asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// Nothing: anyone may.
    Nothing,
    /// A valid token.
    SignedIn,
    /// A permission, by the token and by a grant that covers the place.
    Permission(Permission),
}

/// What one grant does for the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covering {
    /// The grant.
    pub grant_id: GrantId,
    /// Whether its role has the permission.
    pub has_role: bool,
    /// Whether it is narrowed to other token scopes.
    pub narrowed: bool,
}

impl Covering {
    /// Whether it gives the right.
    pub const fn gives(&self) -> bool {
        self.has_role && !self.narrowed
    }
}

/// The answer, with everything that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Whether it may be done.
    pub allowed: bool,
    /// Whether the token carries the scope that is needed; true where none is.
    pub token_has_scope: bool,
    /// What each grant that covers the place does for it.
    pub covering: Vec<Covering>,
    /// The reasons.
    pub why: Vec<Reason>,
}

/// Explains. `carries` says whether the token carries a scope; `grants` are those in force that cover
/// the place.
pub fn explain(needed: Needed, carries: impl Fn(&str) -> bool, grants: &[Grant]) -> Explanation {
    let open = |code| Explanation {
        allowed: true,
        token_has_scope: true,
        covering: Vec::new(),
        why: vec![Reason::new(code)],
    };
    match needed {
        Needed::Nothing => open(Code::OpenToAll),
        Needed::SignedIn => open(Code::OpenToSignedIn),
        Needed::Permission(permission) => weigh(permission, carries(permission.scope()), grants),
    }
}

fn weigh(permission: Permission, token_has_scope: bool, grants: &[Grant]) -> Explanation {
    let scope = permission.scope();
    let mut why = Vec::new();
    if !token_has_scope {
        why.push(Reason::new(Code::InsufficientScope).with("scope", scope));
    }
    if grants.is_empty() {
        why.push(Reason::new(Code::NoGrantHere));
    }
    let mut covering = Vec::new();
    for grant in grants {
        let one = Covering {
            grant_id: grant.id,
            has_role: permission.roles().contains(&grant.input.role),
            narrowed: grant.leaves_out(scope),
        };
        let code = match (one.has_role, one.narrowed) {
            (false, _) => Code::RoleLacksPermission,
            (true, true) => Code::GrantNarrowed,
            (true, false) => Code::GrantAllows,
        };
        why.push(
            Reason::new(code)
                .about(Noun::Grant, grant.id)
                .with("role", grant.input.role.as_str())
                .with("scope", scope),
        );
        covering.push(one);
    }
    Explanation {
        allowed: token_has_scope && covering.iter().any(Covering::gives),
        token_has_scope,
        covering,
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{GrantInput, Role};
    use crate::id::{BoardId, PrincipalId, UnitId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn grant(role: Role, scopes: Option<&[&str]>) -> Grant {
        Grant {
            id: GrantId(Uuid::from_u128(1)),
            board_id: BoardId(Uuid::from_u128(2)),
            input: GrantInput {
                principal_id: PrincipalId(Uuid::from_u128(3)),
                unit_id: Some(UnitId(Uuid::from_u128(2))),
                role,
                scopes: scopes.map(|words| words.iter().map(|word| (*word).to_owned()).collect()),
                starts_on: None,
                ends_on: None,
            },
            ended_at: None,
        }
    }

    fn codes(explanation: &Explanation) -> Vec<Code> {
        explanation.why.iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn what_is_open_needs_no_grant() {
        for (needed, code) in [
            (Needed::Nothing, Code::OpenToAll),
            (Needed::SignedIn, Code::OpenToSignedIn),
        ] {
            let found = explain(needed, |_| false, &[]);
            assert!(found.allowed);
            assert_eq!(codes(&found), [code]);
        }
    }

    #[test]
    fn every_reason_is_told() {
        let needed = Needed::Permission(Permission::ReadPeople);
        let grants = [
            grant(Role::Staff, None),
            grant(Role::Hr, Some(&["people.write"])),
            grant(Role::SchoolLeader, Some(&["people.read"])),
        ];
        let found = explain(needed, |_| false, &grants);
        assert!(!found.allowed && !found.token_has_scope);
        assert_eq!(
            codes(&found),
            [
                Code::InsufficientScope,
                Code::RoleLacksPermission,
                Code::GrantNarrowed,
                Code::GrantAllows
            ]
        );
        assert!(explain(needed, |scope| scope == "people.read", &grants).allowed);
        let nowhere = explain(needed, |_| true, &[]);
        assert!(!nowhere.allowed);
        assert_eq!(codes(&nowhere), [Code::NoGrantHere]);
    }

    fn some_grant() -> impl Strategy<Value = Grant> {
        let scopes: Vec<&str> = Permission::ALL.iter().map(|one| one.scope()).collect();
        let narrowing = prop::option::of(prop::sample::subsequence(scopes, 1..6));
        (prop::sample::select(Role::ALL), narrowing)
            .prop_map(|(role, scopes)| grant(role, scopes.as_deref()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn a_right_is_role_and_scope_and_narrowing(
            permission in prop::sample::select(Permission::ALL),
            carried in prop::bool::ANY,
            grants in prop::collection::vec(some_grant(), 0..5),
        ) {
            let found = explain(Needed::Permission(permission), |_| carried, &grants);
            let given = grants.iter().any(|grant| {
                permission.roles().contains(&grant.input.role)
                    && grant.input.scopes.as_ref().is_none_or(|words| words.iter().any(|word| word == permission.scope()))
            });
            prop_assert_eq!(found.allowed, carried && given);
            // Who may, is told by which grant; who may not, by what each of them lacks.
            let allows = found.why.iter().any(|reason| reason.code == Code::GrantAllows);
            prop_assert_eq!(allows, given);
            prop_assert_eq!(found.covering.len(), grants.len());
            prop_assert!(!found.why.is_empty());
        }
    }
}
