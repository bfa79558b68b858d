//! The six themes of the AKOKI model.

use serde::{Deserialize, Serialize};

/// A theme of the AKOKI model. Each runs its own PDCA cycle; they depend on each other in this order,
/// and `Resultaten` feeds back into `Leiderschap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Outside factors, demands of the inspectorate, needs of stakeholders.
    Context,
    /// Vision, policy, goals, commitment.
    Leiderschap,
    /// Didactics, view of pupil development, pedagogical climate.
    Onderwijs,
    /// Structure, processes, means.
    Organisatie,
    /// Strategic HR: competence, motivation, possibilities.
    Medewerkers,
    /// The check and act of the whole school.
    Resultaten,
}

impl Theme {
    /// The themes in the order of the model.
    pub const ALL: [Theme; 6] = [
        Theme::Context,
        Theme::Leiderschap,
        Theme::Onderwijs,
        Theme::Organisatie,
        Theme::Medewerkers,
        Theme::Resultaten,
    ];

    /// The theme as it stands on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::Context => "context",
            Theme::Leiderschap => "leiderschap",
            Theme::Onderwijs => "onderwijs",
            Theme::Organisatie => "organisatie",
            Theme::Medewerkers => "medewerkers",
            Theme::Resultaten => "resultaten",
        }
    }
}

impl std::str::FromStr for Theme {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Theme::ALL
            .into_iter()
            .find(|theme| theme.as_str() == text)
            .ok_or(())
    }
}
