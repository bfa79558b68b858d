//! Approvals of machine clients: a board gives one a role on a unit, for some token scopes only.

use crate::error::{Code, Reason, Refusal};
use crate::id::BoardId;

use super::client::{ApiClient, check_words};
use super::grant::{Grant, GrantFacts, GrantInput};

/// What can be said about an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalInput {
    /// What the client may be where.
    pub grant: GrantInput,
    /// The token scopes for which it counts.
    pub scopes: Vec<String>,
}

/// An approval: a grant to a client, narrowed to token scopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The grant.
    pub grant: Grant,
    /// The board of the unit; all zero for the platform.
    pub board_id: BoardId,
    /// The token scopes for which it counts.
    pub scopes: Vec<String>,
}

impl ApprovalInput {
    /// The approval in its normal form, or everything that is wrong with it.
    ///
    /// # Errors
    /// Every reason why it cannot be given.
    pub fn check(&self, client: &ApiClient, facts: &GrantFacts) -> Result<Self, Refusal> {
        let mut reasons = match self.grant.check(facts) {
            Ok(()) => Vec::new(),
            Err(Refusal::Invalid(reasons)) => reasons,
            Err(conflict @ Refusal::Conflict { .. }) => return Err(conflict),
        };
        for reason in &mut reasons {
            // The client is named by the path, not by the input.
            if reason.pointer.as_deref() == Some("/principalId") {
                reason.pointer = Some(String::new());
            }
        }
        check_words(&self.scopes, &mut reasons);
        for (index, word) in self.scopes.iter().enumerate() {
            if super::scope_word(word).is_some() && !client.may_ask(word) {
                reasons.push(
                    Reason::new(Code::ScopeNotOfClient)
                        .at(format!("/scopes/{index}"))
                        .with("scope", word),
                );
            }
        }
        Refusal::unless_empty(reasons)?;
        let mut scopes = self.scopes.clone();
        scopes.sort();
        Ok(Self {
            grant: self.grant,
            scopes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Role, client::tests::client};
    use super::*;
    use crate::id::{PrincipalId, UnitId};
    use uuid::Uuid;

    fn input(scopes: &[&str]) -> ApprovalInput {
        ApprovalInput {
            grant: GrantInput {
                principal_id: PrincipalId(Uuid::from_u128(1)),
                unit_id: Some(UnitId(Uuid::from_u128(7))),
                role: Role::Integrator,
                starts_on: None,
                ends_on: None,
            },
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        }
    }

    fn facts(giver: u128, role: Role) -> GrantFacts {
        GrantFacts {
            giver_id: PrincipalId(Uuid::from_u128(giver)),
            giver_roles: vec![role],
            principal_known: true,
            unit_is_board: Some(true),
            others: vec![],
        }
    }

    #[test]
    fn an_approval_narrows_to_what_the_client_may_ask() {
        let client = client(&["groups.read", "people.read", "people.write"]);
        let given = input(&["people.read", "groups.read"])
            .check(&client, &facts(2, Role::BoardQualityOfficer));
        assert_eq!(
            given.map(|given| given.scopes),
            Ok(vec!["groups.read".to_owned(), "people.read".to_owned()])
        );
    }

    #[test]
    fn everything_wrong_with_an_approval_is_said() {
        let client = client(&["people.read"]);
        let asked = input(&["people.read", "people.write", "everything"]);
        // A client does not approve itself, and a teacher approves nobody.
        let Err(Refusal::Invalid(reasons)) = asked.check(&client, &facts(1, Role::Staff)) else {
            unreachable!("it is wrong in four places")
        };
        let found: Vec<_> = reasons
            .iter()
            .map(|r| (r.code, r.pointer.as_deref().unwrap_or("none")))
            .collect();
        assert_eq!(
            found,
            [
                (Code::OwnGrant, ""),
                (Code::RoleNotGrantable, "/role"),
                (Code::UnknownScope, "/scopes/2"),
                (Code::ScopeNotOfClient, "/scopes/1"),
            ]
        );
    }
}
