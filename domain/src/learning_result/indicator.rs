//! The two indicators of primary education.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// What is looked at of reading, language conventions and arithmetic together.
    Indicator {
        /// How many of the levels 1F were reached: the fundamental level.
        Fundamental => "fundamental",
        /// How many of the levels 1S (arithmetic) and 2F (language) were reached: the target level.
        Target => "target",
    }
}

/// One of something for each indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Both<T> {
    /// Of 1F.
    pub fundamental: T,
    /// Of 1S/2F.
    pub target: T,
}

impl<T> Both<T> {
    /// Made for each indicator.
    pub fn each(mut make: impl FnMut(Indicator) -> T) -> Self {
        Self {
            fundamental: make(Indicator::Fundamental),
            target: make(Indicator::Target),
        }
    }

    /// That of one indicator.
    pub fn of(&self, indicator: Indicator) -> &T {
        match indicator {
            Indicator::Fundamental => &self.fundamental,
            Indicator::Target => &self.target,
        }
    }
}
