//! Accounts on the wire. Nothing that anyone signs in with is shown, but for the one code that sets a
//! password.

use akoki_domain::{
    access::{self, AccountDetails},
    id::PersonId,
    text::Language,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::words::one_of;

fn languages() -> Object {
    one_of([Language::Nl, Language::En].map(Language::tag))
}

/// What a caller may set of an account.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountInput {
    /// With which the person signs in.
    #[schema(min_length = 1, max_length = 254)]
    pub email: String,
    /// How the person is called.
    #[schema(min_length = 1, max_length = 100)]
    pub display_name: String,
    /// In which the service writes to them.
    #[serde(default)]
    #[schema(schema_with = languages)]
    pub language: Language,
    /// The person of the board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<Uuid>,
    /// The unit on which it hangs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// Whether signing in is stopped.
    #[serde(default)]
    pub disabled: bool,
}

/// A search for accounts, in a body because a name does not belong in an address.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountSearch {
    /// Words of the name, or an e-mail address.
    #[schema(min_length = 2, max_length = 254)]
    pub q: String,
    /// Hanging on this unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// Where the page before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// An account as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Id.
    pub id: Uuid,
    /// Board that keeps it.
    pub board_id: Option<Uuid>,
    /// The unit on which it hangs.
    pub unit_id: Option<Uuid>,
    /// With which the person signs in.
    pub email: String,
    /// How the person is called.
    pub display_name: String,
    /// In which the service writes to them.
    #[schema(schema_with = languages)]
    pub language: Language,
    /// The person of the board.
    pub person_id: Option<Uuid>,
    /// Whether signing in is stopped.
    pub disabled: bool,
    /// Whether it has a password.
    pub activated: bool,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

/// The one code with which the password of an account can be set.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivationCode {
    /// The code, shown once.
    pub code: String,
    /// Until when it holds.
    #[serde(with = "crate::wire::instant")]
    pub expires_at: OffsetDateTime,
}

impl AccountInput {
    /// What is said about the account, apart from where it hangs.
    pub fn details(&self) -> AccountDetails {
        AccountDetails {
            email: self.email.clone(),
            display_name: self.display_name.clone(),
            language: self.language,
            person_id: self.person_id.map(PersonId),
            disabled: self.disabled,
        }
    }
}

impl From<&access::Account> for AccountInput {
    fn from(account: &access::Account) -> Self {
        let details = &account.details;
        Self {
            email: details.email.clone(),
            display_name: details.display_name.clone(),
            language: details.language,
            person_id: details.person_id.map(|person| person.0),
            unit_id: (!account.is_of_platform()).then_some(account.unit_id.0),
            disabled: details.disabled,
        }
    }
}

impl Account {
    /// The account as a board sees it that does not keep it.
    pub fn elsewhere(self) -> Self {
        Self {
            unit_id: None,
            person_id: None,
            ..self
        }
    }

    /// The account as it is shown.
    pub fn new(
        account: &access::Account,
        activated: bool,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let input = AccountInput::from(account);
        Self {
            id: account.id.0,
            board_id: (!account.is_of_platform()).then_some(account.board_id.0),
            unit_id: input.unit_id,
            email: input.email,
            display_name: input.display_name,
            language: input.language,
            person_id: input.person_id,
            disabled: input.disabled,
            activated,
            version,
            created_at,
            updated_at,
        }
    }
}
