//! People who work for or with a board, with no more than is needed to know who is meant.

use serde::{Deserialize, Serialize};
use time::Date;

use super::check::{self, optional_text};
use super::external_id::{ExternalId, check_external_ids};
use super::period::Period;
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, PersonId, UnitId};
use crate::text::is_hidden;

/// On what footing somebody works there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmploymentKind {
    /// On the board's payroll.
    Employee,
    /// Hired or seconded.
    External,
    /// In training.
    Trainee,
    /// Without pay, such as a member of the participation council or of the supervisory body.
    Volunteer,
}

impl EmploymentKind {
    /// Every kind.
    pub const ALL: [EmploymentKind; 4] = [
        EmploymentKind::Employee,
        EmploymentKind::External,
        EmploymentKind::Trainee,
        EmploymentKind::Volunteer,
    ];

    /// The kind as it stands on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            EmploymentKind::Employee => "employee",
            EmploymentKind::External => "external",
            EmploymentKind::Trainee => "trainee",
            EmploymentKind::Volunteer => "volunteer",
        }
    }
}

impl std::str::FromStr for EmploymentKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        EmploymentKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(())
    }
}

/// The tie between a person and the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Employment {
    /// On what footing.
    pub kind: EmploymentKind,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
}

/// What can be said about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonDetails {
    /// Given name, as the person is called.
    pub given_name: String,
    /// What stands between the names ("van der").
    pub name_prefix: Option<String>,
    /// Family name.
    pub family_name: String,
    /// E-mail address at work.
    pub email: Option<String>,
    /// The tie with the board.
    pub employment: Option<Employment>,
    /// The person's ids in the systems that integrate.
    pub external_ids: Vec<ExternalId>,
}

/// A person known to a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// The board that knows the person.
    pub board_id: BoardId,
    /// Where the person belongs, apart from any assignment: whoever keeps the people of that unit keeps
    /// this one. The board itself unless said otherwise.
    pub home_unit_id: UnitId,
    /// What is said about the person.
    #[serde(flatten)]
    pub details: PersonDetails,
}

impl PersonDetails {
    /// The details in their normal form (e-mail in lower case), or everything that is wrong with them.
    pub fn check(&self) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        let r = &mut reasons;
        let given_name = check::text(&self.given_name, "/givenName", 100, r);
        let name_prefix = optional_text(self.name_prefix.as_deref(), "/namePrefix", 30, r);
        let family_name = check::text(&self.family_name, "/familyName", 100, r);
        let written = self.email.as_deref().map(str::trim);
        let email = written.filter(|text| !text.is_empty()).map(|text| {
            normalise_email(text).unwrap_or_else(|| {
                r.push(Reason::new(Code::InvalidFormat).at("/email"));
                String::new()
            })
        });
        if let Some(employment) = &self.employment {
            Period::new(employment.starts_on, employment.ends_on).check("/employment/endsOn", r);
        }
        let external_ids = check_external_ids(&self.external_ids, "/externalIds", r);
        Refusal::unless_empty(reasons)?;
        Ok(Self {
            given_name,
            name_prefix,
            family_name,
            email,
            employment: self.employment,
            external_ids,
        })
    }

    /// The name in the order in which it is spoken.
    pub fn full_name(&self) -> String {
        let prefix = self.name_prefix.as_deref();
        let parts = [
            Some(self.given_name.as_str()),
            prefix,
            Some(&self.family_name),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// An e-mail address in lower case, or nothing when it cannot be one: one `@`, a name before it, a
/// host with a dot behind it, no white space, at most 254 characters.
pub fn normalise_email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.split_once('@')?;
    let ok = text.len() <= 254
        && !name.is_empty()
        && name.len() <= 64
        && !host.contains('@')
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && !text
            .chars()
            .any(|c| c.is_whitespace() || is_hidden(c) || matches!(c, '<' | '>' | ',' | ';' | '"'));
    ok.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn jansen() -> PersonDetails {
        PersonDetails {
            given_name: "Noor".into(),
            name_prefix: Some(" ".into()),
            family_name: "Jansen".into(),
            email: Some(" N.Jansen@School.NL ".into()),
            employment: None,
            external_ids: vec![],
        }
    }

    #[test]
    fn a_person_is_taken_in_normal_form() {
        let details = jansen().check();
        let parts = details.map(|d| (d.full_name(), d.email));
        let email = Some("n.jansen@school.nl".to_owned());
        assert_eq!(parts, Ok(("Noor Jansen".into(), email)));
    }

    #[test]
    fn everything_wrong_with_a_person_is_said() {
        let mut person = jansen();
        person.given_name = "\u{0}".into();
        person.family_name = String::new();
        person.email = Some("n.jansen@school".into());
        person.employment = Some(Employment {
            kind: EmploymentKind::Employee,
            starts_on: Some(date!(2026 - 08 - 01)),
            ends_on: Some(date!(2025 - 08 - 01)),
        });
        let Err(Refusal::Invalid(reasons)) = person.check() else {
            unreachable!("it is wrong in four places")
        };
        let found: Vec<_> = reasons
            .iter()
            .map(|r| (r.code, r.pointer.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                (Code::ContainsNul, "/givenName"),
                (Code::Required, "/familyName"),
                (Code::InvalidFormat, "/email"),
                (Code::EndBeforeStart, "/employment/endsOn"),
            ]
        );
    }

    #[test]
    fn addresses_that_cannot_be_are_refused() {
        for text in [
            "", "a", "@b.nl", "a@", "a@b", "a@b..nl", "a b@c.nl", "a@b@c.nl", "<a@b.nl>",
        ] {
            assert_eq!(normalise_email(text), None, "{text}");
        }
        assert!(normalise_email("j.o'brien+test@mail.école.fr").is_some());
    }
}
