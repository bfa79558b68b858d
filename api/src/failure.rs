//! Whatever a request can fail with, and how that becomes a problem.
//!
//! A failure travels as an extension of an empty response; the envelope, which knows the language and
//! the id of the request, writes the body. So problems have one shape, whoever raised them.

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use akoki_domain::text::Language;
use akoki_domain::{Code, Reason, Refusal};
use akoki_openapi::problem::{self, Problem, ProblemError, WireReason};
use akoki_persistence::{StoreError, Unique, UnitError};

/// One thing that is wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The part of the request: `body`, `query`, `path` or `header`.
    pub part: &'static str,
    /// Where in it, and what.
    pub reason: Reason,
}

/// What is there, beside what was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Outdated {
    /// Why it is not taken.
    pub code: Code,
    /// As it is.
    pub current: serde_json::Value,
    /// As it was sent.
    pub sent: serde_json::Value,
}

/// A request that is not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// One code says it all.
    #[error("{}", .0.code.as_str())]
    Plain(Reason),
    /// The input is wrong: everything that is.
    #[error("invalid input")]
    Invalid(Vec<Wrong>),
    /// The state does not allow it.
    #[error("{}", .code.as_str())]
    Conflict {
        /// What was refused.
        code: Code,
        /// Everything that stands in the way.
        blockers: Vec<Reason>,
    },
    /// Somebody else changed it since, or may have: with what is there and what was sent, for who may read
    /// the first and wrote the second without a connection.
    #[error("{}", .0.code.as_str())]
    Outdated(Box<Outdated>),
    /// The store asks to try again.
    #[error("busy")]
    Busy(String),
    /// A unique constraint was broken; what the store calls it.
    #[error("not unique: {0}")]
    NotUnique(String),
    /// Ours, for the log only.
    #[error("{0}")]
    Internal(String),
    /// Not a failure: nothing would change, so the unit is rolled back and the resource answered as it is.
    #[error("nothing changed")]
    NothingChanged,
}

/// What a unit answered, or nothing where it found nothing to change: another process may have done the same.
///
/// # Errors
/// What went wrong otherwise.
pub fn unless_unchanged<T>(done: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Failure::NothingChanged) => Ok(None),
        Err(failure) => Err(failure),
    }
}

impl Failure {
    /// There is no such thing in reach.
    pub fn not_found() -> Self {
        Code::NotFound.into()
    }

    /// Everything wrong in this part of the request: `body`, `query`, `path` or `header`.
    pub fn invalid(part: &'static str, reasons: impl IntoIterator<Item = Reason>) -> Self {
        let wrong = |reason| Wrong { part, reason };
        Failure::Invalid(reasons.into_iter().map(wrong).collect())
    }

    /// One thing wrong in the body.
    pub fn body(reason: Reason) -> Self {
        Self::invalid("body", [reason])
    }

    /// One thing wrong in the query.
    pub fn query(reason: Reason) -> Self {
        Self::invalid("query", [reason])
    }

    /// What is wrong with two parts of a request, told at once. Where one of them is not a matter of
    /// input (a body of another media type), that one is told alone.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Failure::Invalid(mut all), Failure::Invalid(more)) => {
                all.extend(more);
                Failure::Invalid(all)
            }
            (Failure::Invalid(_), other) => other,
            (failure, _) => failure,
        }
    }

    /// Says what a broken constraint means, when it is one of these.
    #[must_use]
    pub fn explain(self, uniques: &[Unique]) -> Self {
        let Failure::NotUnique(constraint) = &self else {
            return self;
        };
        uniques
            .iter()
            .find(|unique| constraint == unique.name || constraint.contains(unique.columns))
            .map(|unique| Failure::Conflict {
                code: unique.code,
                blockers: vec![Reason::new(unique.code).at(unique.pointer)],
            })
            .unwrap_or(self)
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        let status = match self {
            Failure::Plain(reason) => problem::status(reason.code),
            Failure::Invalid(_) => 400,
            Failure::Conflict { code, .. } => match problem::status(*code) {
                400 => 409,
                status => status,
            },
            Failure::Outdated(outdated) => problem::status(outdated.code),
            Failure::NotUnique(_) => 409,
            Failure::Busy(_) => 503,
            Failure::Internal(_) => 500,
            Failure::NothingChanged => 200,
        };
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem in words.
    pub fn problem(&self, language: Language, instance: &str, trace: &str) -> Problem {
        let (code, params): (Code, &[(String, String)]) = match self {
            Failure::Plain(reason) => (reason.code, &reason.params),
            Failure::Invalid(_) => (Code::InvalidInput, &[]),
            // Where one reason is all there is to say, its values fill the text of the whole.
            Failure::Conflict { code, blockers } => {
                let same = blockers.iter().find(|reason| reason.code == *code);
                (*code, same.map_or(&[], |reason| &reason.params))
            }
            Failure::Outdated(outdated) => (outdated.code, &[]),
            Failure::NotUnique(_) => (Code::Duplicate, &[]),
            Failure::Busy(_) => (Code::Busy, &[]),
            Failure::Internal(_) | Failure::NothingChanged => (Code::InternalError, &[]),
        };
        let (errors, blockers) = match self {
            Failure::Invalid(all) => (
                all.iter()
                    .map(|wrong| ProblemError::new(wrong.part, &wrong.reason, language))
                    .collect(),
                Vec::new(),
            ),
            Failure::Conflict { blockers, .. } => (
                Vec::new(),
                blockers
                    .iter()
                    .map(|reason| WireReason::new(reason, language))
                    .collect(),
            ),
            Failure::Plain(_)
            | Failure::Outdated(_)
            | Failure::NotUnique(_)
            | Failure::Busy(_)
            | Failure::Internal(_)
            | Failure::NothingChanged => (Vec::new(), Vec::new()),
        };
        let (current, sent) = match self {
            Failure::Outdated(outdated) => {
                (Some(outdated.current.clone()), Some(outdated.sent.clone()))
            }
            _ => (None, None),
        };
        Problem {
            kind: format!("/v1/problems/{}", code.as_str()),
            title: code.as_str().replace('-', " "),
            status: self.status().as_u16(),
            detail: problem::detail(code, params, language),
            instance: Some(instance.to_owned()),
            code: code.as_str().to_owned(),
            params: problem::params_of(params),
            errors,
            blockers,
            current,
            sent,
            trace_id: Some(trace.to_owned()),
        }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Failure::Plain(Reason::new(code))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(reasons) => Failure::invalid("body", reasons),
            Refusal::Conflict { code, blockers } => Failure::Conflict { code, blockers },
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotUnique(constraint) => Failure::NotUnique(constraint),
            StoreError::Referred(_) => Code::InUse.into(),
            StoreError::Busy(message) => Failure::Busy(message),
            StoreError::Corrupt(message) | StoreError::Failed(message) => {
                Failure::Internal(message)
            }
        }
    }
}

impl UnitError for Failure {
    fn is_transient(&self) -> bool {
        matches!(self, Failure::Busy(_))
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status());
        response.extensions_mut().insert(self.clone());
        response
    }
}
