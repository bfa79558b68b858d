//! One error for the whole harness: nobody handles it, somebody reads it.

use std::fmt;

/// Why the harness could not give a test what it asked for, in words for the person at the screen.
pub struct Failure(String);

/// The answer of everything in the harness.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Makes, for use in `map_err`, a failure that says what was being done when `cause` came up.
    pub fn during<E: fmt::Display>(doing: impl fmt::Display) -> impl FnOnce(E) -> Self {
        move |cause| Self(format!("{doing}: {cause}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The message as it is: a test that returns a failure prints it by `Debug`, and line breaks should
/// stay line breaks.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

impl From<sqlx::Error> for Failure {
    fn from(cause: sqlx::Error) -> Self {
        Self(format!("database of the tests: {cause}"))
    }
}
