//! Approvals of machine clients: a board gives one a role on a unit, for some token scopes only. What comes
//! of it is a grant that is narrowed.

use crate::error::{Code, Reason, Refusal};

use super::client::{ApiClient, check_words};
use super::grant::{GrantFacts, GrantInput};

/// The grant that approves a client, in its normal form, or everything that is wrong with it.
///
/// # Errors
/// Every reason why it cannot be given. When the input is right but the client was approved there in this
/// role before: "already-approved", with the approvals that say so.
pub fn check_approval(
    asked: &GrantInput,
    client: &ApiClient,
    facts: &GrantFacts,
) -> Result<GrantInput, Refusal> {
    let mut words = asked.scopes.clone().unwrap_or_default();
    // What holds of the scopes of an approval is said below.
    let grant = GrantInput {
        scopes: None,
        ..asked.clone()
    };
    let mut reasons = grant.reasons(facts);
    grant.check_approver(facts, &mut reasons);
    check_words(&words, &mut reasons);
    asked.check_covered(facts, &mut reasons);
    for (index, word) in words.iter().enumerate() {
        if super::scope_word(word).is_some() && !client.may_ask(word) {
            reasons.push(
                Reason::new(Code::ScopeNotOfClient)
                    .at(format!("/scopes/{index}"))
                    .with("scope", word),
            );
        }
    }
    Refusal::unless_empty(reasons)?;
    let before: Vec<Reason> = grant.repeated(facts, Code::AlreadyApproved).collect();
    if !before.is_empty() {
        return Err(Refusal::conflict(Code::AlreadyApproved, before));
    }
    words.sort();
    Ok(GrantInput {
        scopes: Some(words),
        ..grant
    })
}

/// The scopes of a token: of those that the client wants, what at least one of the approvals in force gives.
/// An approval without scopes is not narrowed.
pub fn approved_scopes(wanted: &[String], approvals: &[Option<Vec<String>>]) -> Vec<String> {
    let gives = |word: &String| {
        let mut each = approvals.iter();
        each.any(|scopes| scopes.as_ref().is_none_or(|scopes| scopes.contains(word)))
    };
    wanted.iter().filter(|word| gives(word)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Giving, Grant, Role, client::tests::client};
    use super::*;
    use crate::id::{BoardId, GrantId, PrincipalId, UnitId};
    use crate::noun::Noun;
    use time::Date;
    use uuid::Uuid;

    fn input(scopes: &[&str]) -> GrantInput {
        let words = scopes.iter().map(|scope| (*scope).to_owned());
        GrantInput {
            principal_id: PrincipalId(Uuid::from_u128(1)),
            unit_id: Some(UnitId(Uuid::from_u128(7))),
            role: Role::Integrator,
            scopes: Some(words.collect()),
            starts_on: None,
            ends_on: None,
        }
    }

    fn facts(giver: u128, role: Role) -> GrantFacts {
        GrantFacts {
            giver_id: PrincipalId(Uuid::from_u128(giver)),
            givers: vec![Giving::whole(role)],
            token_scopes: None,
            in_office: vec![],
            today: Date::MIN,
            principal_known: true,
            principal_at: "",
            grantee: None,
            unit_is_board: Some(true),
            others: vec![],
        }
    }

    #[test]
    fn an_approval_narrows_to_what_the_client_may_ask() {
        let client = client(&["groups.read", "people.read", "people.write"]);
        let asked = input(&["people.read", "groups.read"]);
        let given = check_approval(&asked, &client, &facts(2, Role::BoardQualityOfficer));
        assert_eq!(
            given.map(|given| given.scopes),
            Ok(Some(vec![
                "groups.read".to_owned(),
                "people.read".to_owned()
            ]))
        );
    }

    #[test]
    fn a_token_is_for_what_some_board_approved() {
        let words = |scopes: &[&str]| {
            let words = scopes.iter().map(|scope| (*scope).to_owned());
            words.collect::<Vec<_>>()
        };
        let wanted = words(&["groups.read", "people.read", "people.write"]);
        let of = |approvals: &[Option<Vec<String>>]| approved_scopes(&wanted, approvals);
        assert_eq!(of(&[]), words(&[]));
        assert_eq!(of(&[Some(words(&[]))]), words(&[]));
        let (one, other) = (
            Some(words(&["people.write", "units.read"])),
            Some(words(&["groups.read"])),
        );
        assert_eq!(of(std::slice::from_ref(&one)), words(&["people.write"]));
        assert_eq!(
            of(&[one.clone(), other]),
            words(&["groups.read", "people.write"])
        );
        assert_eq!(of(&[one, None]), wanted);
    }

    #[test]
    fn an_approval_that_repeats_one_is_a_conflict_when_nothing_else_is_wrong() {
        let client = client(&["people.read"]);
        let before = Grant {
            id: GrantId(Uuid::from_u128(9)),
            board_id: BoardId(Uuid::from_u128(7)),
            input: input(&["people.read"]),
            ended_at: None,
        };
        let mut facts = facts(2, Role::BoardQualityOfficer);
        let blocker = Reason::new(Code::AlreadyApproved).about(Noun::Grant, before.id);
        facts.others = vec![before.clone()];
        assert_eq!(
            check_approval(&input(&["people.read"]), &client, &facts),
            Err(Refusal::conflict(Code::AlreadyApproved, vec![blocker]))
        );
        // What is wrong with the input comes first: a conflict is about an input that is right.
        let wrong = check_approval(&input(&["everything"]), &client, &facts);
        assert!(matches!(wrong, Err(Refusal::Invalid(_))), "{wrong:?}");
        facts.others = vec![Grant {
            ended_at: Some(time::OffsetDateTime::UNIX_EPOCH),
            ..before
        }];
        assert!(check_approval(&input(&["people.read"]), &client, &facts).is_ok());
    }

    #[test]
    fn everything_wrong_with_an_approval_is_said() {
        let client = client(&["people.read"]);
        let asked = input(&["people.read", "people.write", "everything"]);
        // A client does not approve itself, and a teacher approves nobody.
        let Err(Refusal::Invalid(reasons)) =
            check_approval(&asked, &client, &facts(1, Role::Staff))
        else {
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
