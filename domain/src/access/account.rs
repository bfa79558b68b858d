//! Accounts: what people sign in with. An account is kept by the board that made it and may reach several
//! boards by grants; it is disabled, never deleted, so that the trail keeps saying who did what.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::Grant;
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, PersonId, PrincipalId, UnitId};
use crate::noun::Noun;
use crate::organisation::{check, person::normalise_email};
use crate::text::Language;

/// What can be said about an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountDetails {
    /// The e-mail address with which the person signs in; one account an address.
    pub email: String,
    /// How the person is called in lists of who may do what.
    pub display_name: String,
    /// The language in which the service writes to them.
    pub language: Language,
    /// The person of the board whose account it is, when that person is known.
    pub person_id: Option<PersonId>,
    /// Whether signing in is stopped; every session and token ends with it.
    pub disabled: bool,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Its id: that of the principal to whom grants are given.
    pub id: PrincipalId,
    /// The board that keeps it; all zero for one that the platform keeps.
    pub board_id: BoardId,
    /// The unit on which it hangs; all zero for one that the platform keeps.
    pub unit_id: UnitId,
    /// What is said about it.
    #[serde(flatten)]
    pub details: AccountDetails,
}

impl Account {
    /// Whether the platform keeps it, and no board.
    pub fn is_of_platform(&self) -> bool {
        self.board_id.0 == Uuid::nil()
    }
}

/// Whoever asks for something about an account, as far as the rules ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keeper {
    /// Whether they keep access for the whole platform.
    pub runs_platform: bool,
    /// The boards on which they keep access.
    pub boards: Vec<BoardId>,
}

impl Account {
    /// Refuses a code to set a password to a keeper whose own reach is less than that of the account:
    /// whoever has the code can do what the account can. `held` are all grants of the account; those that
    /// are still to begin count too, because the password stays.
    ///
    /// # Errors
    /// [`Code::AccountReachesFurther`]. It is not said where: that is for others to know.
    pub fn check_activation(
        &self,
        held: &[Grant],
        keeper: &Keeper,
        today: Date,
    ) -> Result<(), Refusal> {
        let beyond = |grant: &&Grant| !keeper.boards.contains(&grant.board_id);
        let mut lasting = held.iter().filter(|grant| !grant.is_over(today));
        if keeper.runs_platform || !lasting.any(|grant| beyond(&grant)) {
            return Ok(());
        }
        let code = Code::AccountReachesFurther;
        let reason = Reason::new(code).about(Noun::Account, self.id);
        Err(Refusal::conflict(code, vec![reason]))
    }
}

impl AccountDetails {
    /// The details in their normal form (e-mail in lower case), or everything that is wrong with them.
    ///
    /// # Errors
    /// Every reason why it cannot be taken.
    pub fn check(&self) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        let display_name = check::text(&self.display_name, "/displayName", 100, &mut reasons);
        let email = normalise_email(&self.email).unwrap_or_else(|| {
            let code = match self.email.trim() {
                "" => Code::Required,
                _ => Code::InvalidFormat,
            };
            reasons.push(
                Reason::new(code)
                    .at("/email")
                    .with("expected", "name@host.example"),
            );
            String::new()
        });
        Refusal::unless_empty(reasons)?;
        Ok(Self {
            email,
            display_name,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{GrantInput, Role};
    use super::*;
    use crate::id::GrantId;
    use time::macros::date;

    fn details() -> AccountDetails {
        AccountDetails {
            email: " N.Jansen@School.NL".into(),
            display_name: " Noor Jansen ".into(),
            language: Language::Nl,
            person_id: None,
            disabled: false,
        }
    }

    #[test]
    fn an_account_is_taken_in_normal_form() {
        let taken = details().check().map(|d| (d.email, d.display_name));
        assert_eq!(
            taken,
            Ok(("n.jansen@school.nl".into(), "Noor Jansen".into()))
        );
    }

    #[test]
    fn a_code_is_not_for_a_keeper_who_reaches_less() {
        let board = |n| BoardId(Uuid::from_u128(n));
        let account = Account {
            id: PrincipalId(Uuid::from_u128(1)),
            board_id: board(3),
            unit_id: UnitId(Uuid::from_u128(3)),
            details: details(),
        };
        let today = date!(2026 - 08 - 01);
        let on = |n, role, ends_on| Grant {
            id: GrantId(Uuid::from_u128(9)),
            board_id: board(n),
            input: GrantInput {
                principal_id: account.id,
                unit_id: Some(UnitId(Uuid::from_u128(n))),
                role,
                scopes: None,
                starts_on: None,
                ends_on,
            },
            ended_at: None,
        };
        let officer = Keeper {
            runs_platform: false,
            boards: vec![board(3)],
        };
        let own = on(3, Role::Staff, None);
        let elsewhere = on(4, Role::Staff, None);
        let past = on(4, Role::Staff, Some(date!(2026 - 07 - 31)));
        let mut later = elsewhere.clone();
        later.input.starts_on = Some(date!(2026 - 09 - 01));
        let platform = on(0, Role::PlatformAdmin, None);
        let ask = |held: &[Grant], keeper| account.check_activation(held, keeper, today);
        assert_eq!(ask(&[], &officer), Ok(()));
        assert_eq!(ask(&[own.clone(), past], &officer), Ok(()));
        let admin = Keeper {
            runs_platform: true,
            ..Keeper::default()
        };
        for further in [elsewhere, later, platform] {
            let held = [own.clone(), further];
            let refused = ask(&held, &officer);
            let Err(Refusal::Conflict { code, .. }) = refused else {
                unreachable!("{held:?}")
            };
            assert_eq!(code, Code::AccountReachesFurther);
            assert_eq!(ask(&held, &admin), Ok(()));
        }
    }

    #[test]
    fn everything_wrong_with_an_account_is_said() {
        let mut wrong = details();
        wrong.email = "n.jansen".into();
        wrong.display_name = String::new();
        let Err(Refusal::Invalid(reasons)) = wrong.check() else {
            unreachable!("it is wrong in two places")
        };
        let found: Vec<_> = reasons
            .iter()
            .map(|r| (r.code, r.pointer.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                (Code::Required, "/displayName"),
                (Code::InvalidFormat, "/email")
            ]
        );
    }
}
