//! Nobody gives more than they have, and nobody rewrites what was.

use time::Date;

use super::grant::{Grant, GrantFacts, GrantInput};
use super::permission::Permission;
use super::role::Role;
use crate::error::{Code, Reason};

/// One grant with which somebody gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giving {
    /// As what.
    pub role: Role,
    /// The token scopes to which it is narrowed; not narrowed, when absent.
    pub scopes: Option<Vec<String>>,
}

impl Giving {
    /// With every scope of the service.
    pub const fn whole(role: Role) -> Self {
        Self { role, scopes: None }
    }
}

impl GrantFacts {
    /// The grants with which this role can be given.
    fn able(&self, role: Role) -> Vec<&Giving> {
        let givers = self.givers.iter();
        givers
            .filter(|giver| giver.role.may_give().contains(&role))
            .collect()
    }

    /// Whether the platform gives this role on a unit of a board, and nobody of the board.
    fn by_platform(&self, input: &GrantInput) -> bool {
        let able = self.able(input.role);
        let platform = |giver: &&Giving| giver.role == Role::PlatformAdmin;
        input.unit_id.is_some() && !able.is_empty() && able.iter().all(platform)
    }
}

impl GrantInput {
    /// Whether the giver may give this role here, at this time.
    pub(super) fn check_giver(&self, facts: &GrantFacts, reasons: &mut Vec<Reason>) {
        if facts.able(self.role).is_empty() {
            reasons.push(self.not_grantable());
        } else if facts.by_platform(self) && facts.in_office.contains(&self.role) {
            let wrong = Reason::new(Code::BoardAppointsNext).at("/role");
            reasons.push(wrong.with("role", self.role.as_str()));
        }
    }

    /// A board approves the machines that come to it; the platform, which registers them, does not.
    pub(super) fn check_approver(&self, facts: &GrantFacts, reasons: &mut Vec<Reason>) {
        if facts.by_platform(self) {
            reasons.push(self.not_grantable());
        }
    }

    fn not_grantable(&self) -> Reason {
        Reason::new(Code::RoleNotGrantable)
            .at("/role")
            .with("role", self.role.as_str())
    }

    /// A giver who is narrowed to some scopes, by their grants or by their token, gives no others.
    pub(super) fn check_covered(&self, facts: &GrantFacts, reasons: &mut Vec<Reason>) {
        let able = facts.able(self.role);
        if able.is_empty() {
            return;
        }
        // Of several narrowed grants on the place the giver has all scopes together.
        let held: Option<Vec<&Vec<String>>> =
            able.iter().map(|giver| giver.scopes.as_ref()).collect();
        let lacks = |word: &str| {
            let among = |all: &Vec<&Vec<String>>| all.iter().any(|words| has(words, word));
            let token = facts.token_scopes.as_ref();
            held.as_ref().is_some_and(|all| !among(all))
                || token.is_some_and(|words| !has(words, word))
        };
        let say = |at: String, word: &str| {
            let wrong = Reason::new(Code::ScopeNotCovered).at(at);
            wrong.with("scope", word)
        };
        match &self.scopes {
            None if held.is_some() || facts.token_scopes.is_some() => {
                reasons.push(say("/scopes".into(), "all"));
            }
            None => {}
            Some(words) => {
                let known = |word: &str| Permission::ALL.iter().any(|one| one.scope() == word);
                let words = words.iter().enumerate();
                let beyond = words.filter(|(_, word)| known(word) && lacks(word));
                reasons.extend(beyond.map(|(index, word)| say(format!("/scopes/{index}"), word)));
            }
        }
    }
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|one| one == word)
}

impl Grant {
    /// What is wrong with the days to which it is changed: what was, stays as it was.
    pub(super) fn wrong_days(&self, to: &GrantInput, today: Date) -> Vec<Reason> {
        let begun = self.input.starts_on.is_none_or(|from| from <= today);
        let past = |day: Option<Date>| day.is_some_and(|day| day < today);
        let mut reasons = Vec::new();
        if self.input.starts_on != to.starts_on {
            if begun {
                reasons.push(Reason::new(Code::NotChangeable).at("/startsOn"));
            } else if past(to.starts_on) {
                reasons.push(Reason::new(Code::DateInPast).at("/startsOn"));
            }
        }
        if self.input.ends_on != to.ends_on && past(to.ends_on) {
            reasons.push(Reason::new(Code::DateInPast).at("/endsOn"));
        }
        reasons
    }

    /// What is wrong with the last day that an ending gives it: an ending takes, it never adds.
    pub(super) fn wrong_last_day(&self, day: Date, today: Date) -> Vec<Reason> {
        let input = &self.input;
        let found = [
            (
                input.starts_on.is_some_and(|from| day < from),
                Code::EndBeforeStart,
            ),
            (day < today, Code::DateInPast),
            (
                input.ends_on.is_some_and(|until| until < day),
                Code::EndingProlongs,
            ),
        ];
        let wrong = found.into_iter().filter(|(wrong, _)| *wrong);
        wrong
            .map(|(_, code)| Reason::new(code).at("/endsOn"))
            .collect()
    }
}
