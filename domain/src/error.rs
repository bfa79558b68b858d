//! What can be wrong, as data: one list of stable codes for refused input, blocked commands and the
//! reasons behind a figure. The texts in Dutch and English and the HTTP status of each code stand in
//! the problem table of the contract (`openapi`); nothing here is prose.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::noun::Noun;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)?) => {
        /// A stable, machine-readable code. Never translated, never reused, never renamed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The code as it stands on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for Code {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Code::$variant),)+ _ => Err(()) }
            }
        }
    };
}

include!("error/codes.rs");

/// The resource that a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// Its kind.
    pub noun: Noun,
    /// Its id.
    pub id: Uuid,
}

impl Subject {
    /// A subject of this kind with this id.
    pub fn new(noun: Noun, id: impl Into<Uuid>) -> Self {
        Self {
            noun,
            id: id.into(),
        }
    }
}

/// Where to see what a reason is about, when that is not the subject itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum View {
    /// The standing of the unit that is the subject.
    Standing,
    /// The last baseline of the unit that is the subject, under this edition.
    Baseline(String),
    /// The resources of a kind that have these values.
    List(Noun, Vec<(String, String)>),
}

/// One reason: why an input is wrong, why a command is blocked, why a figure is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is.
    pub code: Code,
    /// Where in the input, as a JSON Pointer (`/goals/0/target`) or the name of a parameter or column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// Where to see it, when that is not the subject itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// Values that the text of the code names in braces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(String, String)>,
}

impl Reason {
    /// A reason with nothing but its code.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            pointer: None,
            subject: None,
            view: None,
            params: Vec::new(),
        }
    }

    /// Says where in the input.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, noun: Noun, id: impl Into<Uuid>) -> Self {
        self.subject = Some(Subject::new(noun, id));
        self
    }

    /// Says where to see it.
    #[must_use]
    pub fn seen(mut self, view: View) -> Self {
        self.view = Some(view);
        self
    }

    /// Gives a value that the text names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.push((name.to_owned(), value.to_string()));
        self
    }
}

/// A decision of the domain not to do something: everything that is wrong, never just the first thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The input itself is wrong (400).
    #[error("the input is wrong in {} places", .0.len())]
    Invalid(Vec<Reason>),
    /// The input is right but the state does not allow it (409).
    #[error("{} ({} blockers)", .code.as_str(), .blockers.len())]
    Conflict {
        /// What was refused.
        code: Code,
        /// Everything that stands in the way.
        blockers: Vec<Reason>,
    },
}

/// Each of these commands with what blocks it, as it is decided; one without blockers can be given.
pub(crate) fn with_blockers<'a, C: Copy + 'a, S>(
    commands: impl IntoIterator<Item = &'a C>,
    decide: impl Fn(C) -> Result<S, Refusal>,
) -> Vec<(C, Vec<Reason>)> {
    let found = |command: &C| match decide(*command) {
        Ok(_) => (*command, Vec::new()),
        Err(Refusal::Conflict { blockers, .. }) => (*command, blockers),
        Err(Refusal::Invalid(reasons)) => (*command, reasons),
    };
    commands.into_iter().map(found).collect()
}

impl Refusal {
    /// `Ok` when nothing is wrong, all that is wrong otherwise.
    pub fn unless_empty(reasons: Vec<Reason>) -> Result<(), Refusal> {
        if reasons.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Invalid(reasons))
        }
    }

    /// One thing wrong with the input.
    pub fn invalid(reason: Reason) -> Self {
        Refusal::Invalid(vec![reason])
    }

    /// A state that forbids what was asked.
    pub fn conflict(code: Code, blockers: Vec<Reason>) -> Self {
        Refusal::Conflict { code, blockers }
    }
}
