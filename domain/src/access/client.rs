//! Machine clients of vendors. One is registered by the platform with the most it may ever ask for, and
//! reaches nothing until a board approves it.

use serde::{Deserialize, Serialize};

use super::client_key::{self, PublicKey};
use super::permission::{Permission, Scope};
use crate::error::{Code, Reason, Refusal};
use crate::id::PrincipalId;
use crate::organisation::{check, person::normalise_email};

/// What can be said about a machine client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiClientDetails {
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub vendor: String,
    /// Whom to reach when something is wrong with it.
    pub contact_email: Option<String>,
    /// The most it may ever ask for.
    pub scopes: Vec<String>,
    /// The keys with which it proves who it is, beside its secrets.
    pub keys: Vec<PublicKey>,
    /// Whether it is stopped; every token ends with it.
    pub disabled: bool,
}

/// A machine client. The platform keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiClient {
    /// Its id: that of the principal to whom approvals are given.
    pub id: PrincipalId,
    /// What is said about it.
    #[serde(flatten)]
    pub details: ApiClientDetails,
}

/// The scope of the service with this name.
pub fn scope_word(word: &str) -> Option<Scope> {
    let mut all = Permission::ALL.iter().map(|permission| permission.scope());
    all.find(|scope| *scope == word)
}

/// Says that the service has no scope of this name.
pub fn unknown_scope(word: &str) -> Reason {
    Reason::new(Code::UnknownScope).with("scope", word)
}

/// Says at `/scopes/<index>` what is no scope, and what stands there twice.
pub(super) fn check_words(words: &[String], reasons: &mut Vec<Reason>) {
    if words.is_empty() {
        reasons.push(Reason::new(Code::Required).at("/scopes"));
    }
    for (index, word) in words.iter().enumerate() {
        if scope_word(word).is_none() {
            reasons.push(unknown_scope(word).at(format!("/scopes/{index}")));
        }
    }
    check::distinct(words, "/scopes", reasons);
}

impl ApiClientDetails {
    /// The details in their normal form, or everything that is wrong with them.
    ///
    /// # Errors
    /// Every reason why they cannot be taken.
    pub fn check(&self) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        let name = check::text(&self.name, "/name", 100, &mut reasons);
        let vendor = check::text(&self.vendor, "/vendor", 100, &mut reasons);
        let contact_email = self.contact_email.as_deref().and_then(|text| {
            let email = normalise_email(text);
            if email.is_none() {
                reasons.push(
                    Reason::new(Code::InvalidFormat)
                        .at("/contactEmail")
                        .with("expected", "name@host.example"),
                );
            }
            email
        });
        check_words(&self.scopes, &mut reasons);
        client_key::check_all(&self.keys, "/jwks/keys", &mut reasons);
        Refusal::unless_empty(reasons)?;
        let mut scopes = self.scopes.clone();
        scopes.sort();
        Ok(Self {
            name,
            vendor,
            contact_email,
            scopes,
            ..self.clone()
        })
    }
}

impl ApiClientDetails {
    /// Whether a change takes something away from tokens that were given before: a scope that they may
    /// carry, or a key with which they were asked for.
    pub fn loses(&self, to: &Self) -> bool {
        let scope = |word: &String| !to.scopes.contains(word);
        let key = |key: &PublicKey| !to.keys.contains(key);
        self.scopes.iter().any(scope) || self.keys.iter().any(key)
    }
}

impl ApiClient {
    /// Whether it may ever ask for this scope.
    pub fn may_ask(&self, word: &str) -> bool {
        self.details.scopes.iter().any(|scope| scope == word)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use uuid::Uuid;

    pub(in crate::access) fn client(scopes: &[&str]) -> ApiClient {
        ApiClient {
            id: PrincipalId(Uuid::from_u128(1)),
            details: ApiClientDetails {
                name: " Rooster ".into(),
                vendor: "Leverancier BV".into(),
                contact_email: Some("API@Leverancier.example".into()),
                scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
                keys: vec![],
                disabled: false,
            },
        }
    }

    #[test]
    fn a_client_is_taken_in_normal_form() {
        let taken = client(&["people.write", "people.read"]).details.check();
        let taken = taken.map(|d| (d.name, d.contact_email, d.scopes));
        let scopes = vec!["people.read".to_owned(), "people.write".to_owned()];
        let email = Some("api@leverancier.example".to_owned());
        assert_eq!(taken, Ok(("Rooster".to_owned(), email, scopes)));
    }

    #[test]
    fn what_is_taken_away_is_told_from_what_is_added() {
        let of = |scopes: &[&str]| client(scopes).details;
        let before = of(&["people.read", "people.write"]);
        assert!(!before.loses(&of(&["groups.read", "people.write", "people.read"])));
        assert!(before.loses(&of(&["people.read"])));
    }

    #[test]
    fn everything_wrong_with_a_client_is_said() {
        let mut wrong = client(&["all", "people.read", "people.read"]).details;
        wrong.vendor = " ".into();
        wrong.contact_email = Some("api".into());
        let Err(Refusal::Invalid(reasons)) = wrong.check() else {
            unreachable!("it is wrong in four places")
        };
        let found: Vec<_> = reasons
            .iter()
            .map(|r| (r.code, r.pointer.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                (Code::Required, "/vendor"),
                (Code::InvalidFormat, "/contactEmail"),
                (Code::UnknownScope, "/scopes/0"),
                (Code::Duplicate, "/scopes/2"),
            ]
        );
        let none = client(&[]).details.check();
        assert_eq!(
            none,
            Err(Refusal::invalid(Reason::new(Code::Required).at("/scopes")))
        );
    }
}
