//! References to a requirement. A code means different things in different editions, so a reference
//! always names framework, edition, sector and code; a board's own standard is told apart by type.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::id::OwnStandardId;

/// One edition of a shipped framework for one sector, written `inspectorate/2025/po`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EditionRef {
    /// Key of the framework, such as `inspectorate`.
    pub framework: String,
    /// Name of the edition, such as `2025`.
    pub version: String,
    /// Sector, such as `po`, `vo`, `so` or `board`; `all` where a framework makes no difference.
    pub sector: String,
}

/// A requirement: a standard of a shipped edition, written `inspectorate/2025/po/OP2`, or a standard
/// of the board's own, written `own/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RequirementRef {
    /// A standard of a shipped edition.
    Shipped {
        /// The edition.
        edition: EditionRef,
        /// The code of the standard within it.
        code: String,
    },
    /// A standard of the board's own.
    Own(OwnStandardId),
}

/// A text that is not a reference to a requirement or an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a requirement is written framework/edition/sector/code or own/<id>")]
pub struct ParseRequirementError;

/// The form of one part of a reference.
pub(super) const SEGMENT: &str = "[A-Za-z0-9._-]{1,40}";

pub(super) fn is_segment(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
}

impl std::str::FromStr for EditionRef {
    type Err = ParseRequirementError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(framework), Some(version), Some(sector), None)
                if [framework, version, sector].into_iter().all(is_segment)
                    && framework != "own" =>
            {
                Ok(Self {
                    framework: framework.into(),
                    version: version.into(),
                    sector: sector.into(),
                })
            }
            _ => Err(ParseRequirementError),
        }
    }
}

impl std::fmt::Display for EditionRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.framework, self.version, self.sector)
    }
}

impl std::str::FromStr for RequirementRef {
    type Err = ParseRequirementError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(id) = text.strip_prefix("own/") {
            return id
                .parse()
                .map(RequirementRef::Own)
                .map_err(|_| ParseRequirementError);
        }
        let (edition, code) = text.rsplit_once('/').ok_or(ParseRequirementError)?;
        if !is_segment(code) {
            return Err(ParseRequirementError);
        }
        Ok(RequirementRef::Shipped {
            edition: edition.parse()?,
            code: code.into(),
        })
    }
}

impl std::fmt::Display for RequirementRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RequirementRef::Shipped { edition, code } => write!(f, "{edition}/{code}"),
            RequirementRef::Own(id) => write!(f, "own/{id}"),
        }
    }
}

macro_rules! serde_as_text {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )+};
}
serde_as_text!(EditionRef, RequirementRef);

#[cfg(test)]
mod tests {
    use super::{EditionRef, RequirementRef};

    #[test]
    fn references_are_read_as_they_are_written() {
        for text in [
            "inspectorate/2025/po/OP2",
            "akoki/1/all/C1.2",
            "own/0190c2f6-7d5a-7000-8000-000000000001",
        ] {
            assert_eq!(
                text.parse::<RequirementRef>().map(|r| r.to_string()),
                Ok(text.to_owned())
            );
        }
        assert!("inspectorate/2025/po".parse::<EditionRef>().is_ok());
    }

    #[test]
    fn half_a_reference_is_refused() {
        for text in [
            "",
            "OP2",
            "inspectorate/2025/OP2",
            "own/x",
            "inspectorate/2025/po/",
            "a/b/c/d/e",
            "own/2025/po/OP2",
        ] {
            assert!(text.parse::<RequirementRef>().is_err(), "{text}");
        }
    }
}
