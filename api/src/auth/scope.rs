//! What a token may be used for.

use akoki_domain::access::scope_word;
use std::collections::BTreeSet;

/// Every scope of the service, in one word.
pub const ALL: &str = "all";

/// A set of scopes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes {
    all: bool,
    named: BTreeSet<&'static str>,
}

impl Scopes {
    /// Every scope.
    pub fn all() -> Self {
        Self {
            all: true,
            named: BTreeSet::new(),
        }
    }

    /// Reads a list separated by spaces; gives the unknown words when there are any.
    ///
    /// # Errors
    /// The words that are no scope.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let mut scopes = Self::default();
        let mut unknown = Vec::new();
        for word in text.split_whitespace() {
            if word == ALL {
                scopes.all = true;
                continue;
            }
            match scope_word(word) {
                Some(scope) => {
                    scopes.named.insert(scope);
                }
                None => unknown.push(word.to_owned()),
            }
        }
        if unknown.is_empty() {
            Ok(scopes)
        } else {
            Err(unknown)
        }
    }

    /// Whether this scope is in the set.
    pub fn contains(&self, scope: &str) -> bool {
        self.all || self.named.contains(scope)
    }

    /// What is in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        match (self.all, other.all) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            (false, false) => Self {
                all: false,
                named: self.named.intersection(&other.named).copied().collect(),
            },
        }
    }

    /// Whether every scope of the other is in this set.
    pub fn covers(&self, other: &Self) -> bool {
        self.all || (!other.all && other.named.is_subset(&self.named))
    }

    /// The scopes by name; none when it is every scope.
    pub fn words(&self) -> Option<Vec<String>> {
        let named = self.named.iter();
        (!self.all).then(|| named.map(|word| (*word).to_owned()).collect())
    }

    /// Whether nothing is in the set.
    pub fn is_empty(&self) -> bool {
        !self.all && self.named.is_empty()
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.all {
            return f.write_str(ALL);
        }
        for (index, scope) in self.named.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn scopes_are_read_as_they_are_written() {
        for text in ["", "all", "cycles.read cycles.write"] {
            assert_eq!(Scopes::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            Scopes::parse("cycles.read nonsense x").unwrap_err(),
            ["nonsense", "x"]
        );
    }

    #[test]
    fn all_covers_and_yields() {
        let some = Scopes::parse("cycles.read").unwrap();
        assert!(Scopes::all().covers(&some) && !some.covers(&Scopes::all()));
        assert_eq!(Scopes::all().intersect(&some), some);
        assert_eq!(some.intersect(&Scopes::all()), some);
        let other = Scopes::parse("cycles.read people.read").unwrap();
        assert_eq!(other.intersect(&some), some);
        assert!(other.covers(&some) && !some.covers(&other));
    }
}
