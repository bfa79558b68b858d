//! Instruments of a board's own: their content while it is worked on, and where they have come to. And how a version
//! of one is named, of those that are shipped as well.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::content::Content;
use super::publish;
use crate::check::{MAX_TITLE, required_line};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::{BoardId, SurveyInstrumentId, UnitId};
use crate::noun::Noun;
use crate::words::words;

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

impl InstrumentRef {
    /// Whether both are versions of one instrument.
    pub fn same_instrument(&self, other: &InstrumentRef) -> bool {
        match (self, other) {
            (Self::Shipped { key }, Self::Shipped { key: other }) => key == other,
            (Self::Own { id, .. }, Self::Own { id: other, .. }) => id == other,
            (Self::Shipped { .. }, Self::Own { .. }) | (Self::Own { .. }, Self::Shipped { .. }) => {
                false
            }
        }
    }
}

impl std::fmt::Display for InstrumentRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shipped { key } => write!(f, "shipped:{key}"),
            Self::Own { id, number } => write!(f, "own:{id}:{number}"),
        }
    }
}

/// The text names no version of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("names no version of a survey instrument")]
pub struct NoInstrumentRef;

impl FromStr for InstrumentRef {
    type Err = NoInstrumentRef;

    fn from_str(text: &str) -> Result<Self, NoInstrumentRef> {
        match text.split_once(':') {
            Some(("shipped", key)) if publish::is_key(key) => Ok(Self::Shipped {
                key: key.to_owned(),
            }),
            Some(("own", version)) => {
                let (id, number) = version.split_once(':').ok_or(NoInstrumentRef)?;
                Ok(Self::Own {
                    id: id.parse().map_err(|_| NoInstrumentRef)?,
                    number: number.parse().map_err(|_| NoInstrumentRef)?,
                })
            }
            _ => Err(NoInstrumentRef),
        }
    }
}

words! {
    /// Where an instrument is.
    InstrumentState {
        /// It has no version yet.
        Draft => "draft",
        /// Surveys can be planned with its versions.
        Published => "published",
        /// No new surveys are planned with it; what was planned goes on.
        Retired => "retired",
    }
}

words! {
    /// What can be asked of an instrument.
    InstrumentCommand {
        /// Make a version of what its content is now.
        Publish => "publish",
        /// Plan no more surveys with it.
        Retire => "retire",
        /// Plan surveys with it again.
        Reinstate => "reinstate",
    }
}

/// An instrument of a board's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Id.
    pub id: SurveyInstrumentId,
    /// Its board.
    pub board_id: BoardId,
    /// The unit that keeps it.
    pub unit_id: UnitId,
    /// Where it is.
    pub state: InstrumentState,
    /// The number of its last version, counted from 1; 0 before the first.
    pub number: u32,
    /// What the next version would hold.
    pub content: Content,
    /// Whether that differs from the last version. Of an instrument without a version it always does.
    pub changed: bool,
}

/// What happens to an instrument; [`Instrument::apply`] carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstrumentStep {
    /// What was asked.
    pub command: InstrumentCommand,
    /// The state before.
    pub from: InstrumentState,
    /// The state after.
    pub to: InstrumentState,
}

impl Instrument {
    /// A new one.
    pub fn new(
        id: SurveyInstrumentId,
        (board_id, unit_id): (BoardId, UnitId),
        content: Content,
    ) -> Self {
        Self {
            id,
            board_id,
            unit_id,
            state: InstrumentState::Draft,
            number: 0,
            content,
            changed: true,
        }
    }

    /// The same with other content. `last` is what the last version holds.
    ///
    /// # Errors
    /// A conflict when it is retired.
    pub fn with_content(&self, content: Content, last: Option<&Content>) -> Result<Self, Refusal> {
        if self.state == InstrumentState::Retired && content != self.content {
            return Err(self.forbids("change"));
        }
        Ok(Self {
            changed: last != Some(&content),
            content,
            ..self.clone()
        })
    }

    /// Whether it may be deleted: what was published is kept, as surveys may have been held with it.
    ///
    /// # Errors
    /// A conflict when it has a version.
    pub fn may_be_deleted(&self) -> Result<(), Refusal> {
        match self.number {
            0 => Ok(()),
            _ => Err(self.forbids("delete")),
        }
    }

    /// Carries out a step that was decided.
    pub fn apply(&mut self, step: InstrumentStep) {
        self.state = step.to;
        if step.command == InstrumentCommand::Publish {
            self.number = self.number.saturating_add(1);
            self.changed = false;
        }
    }

    fn forbids(&self, command: &str) -> Refusal {
        let reason = Reason::new(Code::InstrumentStateForbids)
            .about(Noun::SurveyInstrument, self.id)
            .with("state", self.state)
            .with("command", command);
        Refusal::conflict(Code::InstrumentStateForbids, vec![reason])
    }

    /// Everything that stands in the way of a command.
    fn blockers(&self, command: InstrumentCommand) -> Vec<Reason> {
        match command {
            InstrumentCommand::Publish if !self.changed => {
                let reason = Reason::new(Code::NothingToPublish);
                let reason = reason.about(Noun::SurveyInstrument, self.id);
                vec![reason.with("number", self.number)]
            }
            InstrumentCommand::Publish => match publish::check(&self.content) {
                Ok(()) => Vec::new(),
                Err(Refusal::Invalid(wrong)) => wrong.into_iter().map(of_content).collect(),
                Err(Refusal::Conflict { blockers, .. }) => blockers,
            },
            InstrumentCommand::Retire | InstrumentCommand::Reinstate => Vec::new(),
        }
    }
}

/// What is wrong within the content, pointed at from the instrument.
fn of_content(mut reason: Reason) -> Reason {
    let within = reason.pointer.take().unwrap_or_default();
    reason.at(format!("/content{within}"))
}

/// What must be right of a draft already: it is listed by its name. The rest is said when it is published.
pub fn check_draft(content: &Content) -> Vec<Reason> {
    let (mut wrong, title) = (Vec::new(), &content.title);
    for (pointer, text) in [
        ("/content/title/nl", &title.nl),
        ("/content/title/en", &title.en),
    ] {
        required_line(&mut wrong, pointer, text, MAX_TITLE);
    }
    wrong
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::InstrumentStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`] with
/// everything that stands in the way otherwise.
pub fn decide(
    instrument: &Instrument,
    command: InstrumentCommand,
) -> Result<InstrumentStep, Refusal> {
    let from = instrument.state;
    let Some(to) = target(from, command) else {
        return Err(instrument.forbids(command.as_str()));
    };
    let blockers = instrument.blockers(command);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(InstrumentStep { command, from, to })
}

/// Every command with what blocks it; one without blockers is available. Derived from [`decide`], so that the two
/// cannot disagree.
pub fn available(instrument: &Instrument) -> Vec<(InstrumentCommand, Vec<Reason>)> {
    with_blockers(InstrumentCommand::ALL, |command| {
        decide(instrument, command)
    })
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: InstrumentState, command: InstrumentCommand) -> Option<InstrumentState> {
    use InstrumentCommand as C;
    use InstrumentState as S;
    match (state, command) {
        (S::Draft | S::Published, C::Publish) | (S::Retired, C::Reinstate) => Some(S::Published),
        (S::Published, C::Retire) => Some(S::Retired),
        (S::Draft, C::Retire | C::Reinstate)
        | (S::Published, C::Reinstate)
        | (S::Retired, C::Publish | C::Retire) => None,
    }
}
