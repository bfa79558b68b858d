//! Which version of which instrument.

use serde::{Deserialize, Serialize};

use crate::id::SurveyInstrumentId;

/// A version of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum InstrumentRef {
    /// One that is shipped.
    Shipped {
        /// Its key.
        key: String,
    },
    /// One of the board's own.
    Own {
        /// The instrument.
        id: SurveyInstrumentId,
        /// The number of the version.
        number: u32,
    },
}

impl std::fmt::Display for InstrumentRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shipped { key } => write!(f, "shipped:{key}"),
            Self::Own { id, number } => write!(f, "own:{id}:{number}"),
        }
    }
}
