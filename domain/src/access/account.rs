//! Accounts: what people sign in with. An account is kept by the board that made it and may reach several
//! boards by grants; it is disabled, never deleted, so that the trail keeps saying who did what.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, PersonId, PrincipalId, UnitId};
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
    use super::*;

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
