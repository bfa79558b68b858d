//! Verdicts that were given: what a unit, an auditor or the inspectorate says of one requirement. They
//! stand side by side and never mix; what is computed from data is no verdict of this kind.
//!
//! Whatever judges (a self-evaluation, an audit, a visit of the inspectorate) first pins the edition and
//! the standards that it looks at ([`Pinned`]); what it concludes are verdicts on these alone.

mod beside;
#[cfg(test)]
mod beside_properties;
#[cfg(test)]
mod beside_tests;
mod blind;
mod level;
mod pin;
mod place;

pub use beside::{Asked, Beside, Said, StandardBeside, Trend, TrendWay, Unplaced, beside};
pub use blind::{BlindSpot, Gap};
pub use level::{levels, wrong_level};
pub use pin::{MAX_STANDARDS, MAX_WEIGHT, PinRequest, Pinned, PinnedStandard, Selection, pin};

use time::Date;

use crate::access::Permission;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason, Subject};
use crate::framework::{EditionRef, LevelUse, RequirementRef};
use crate::id::{BoardId, UnitId, VerdictId};
use crate::words::words;

words! {
    /// Who gives a verdict.
    Voice {
        /// The unit about itself, in a self-evaluation.
        SelfAssessed => "selfAssessed",
        /// Colleagues or auditors of the board, or guests that it invited.
        InternalAudit => "internalAudit",
        /// An accredited body.
        ExternalAudit => "externalAudit",
        /// The inspectorate.
        Inspectorate => "inspectorate",
    }
}

impl Voice {
    /// What hearing this voice needs: that what gives its verdicts may be read.
    pub const fn permission(self) -> Permission {
        match self {
            Voice::SelfAssessed => Permission::ReadEvaluations,
            Voice::InternalAudit | Voice::ExternalAudit => Permission::ReadAudits,
            Voice::Inspectorate => Permission::ReadInspections,
        }
    }

    /// Whether this voice gives levels of this use. The inspectorate gave levels that it no longer gives;
    /// what is an ambition of a school is only said by the school of itself.
    pub const fn gives(self, level: LevelUse) -> bool {
        match (level, self) {
            (LevelUse::Judgement, _)
            | (LevelUse::Historic, Voice::Inspectorate)
            | (LevelUse::OwnAmbition, Voice::SelfAssessed) => true,
            (
                LevelUse::Historic,
                Voice::SelfAssessed | Voice::InternalAudit | Voice::ExternalAudit,
            )
            | (
                LevelUse::OwnAmbition,
                Voice::InternalAudit | Voice::ExternalAudit | Voice::Inspectorate,
            ) => false,
        }
    }
}

words! {
    /// At which level of the organisation a unit evaluates itself.
    EvaluationLevel {
        /// The board.
        Board => "board",
        /// The leadership of a school.
        Leadership => "leadership",
        /// A team.
        Team => "team",
        /// The teachers of a subject.
        SubjectDepartment => "subjectDepartment",
    }
}

impl EvaluationLevel {
    /// Whether several units of which the work hangs at one place evaluate themselves at this level.
    pub const fn has_many(self) -> bool {
        match self {
            EvaluationLevel::Board | EvaluationLevel::Leadership => false,
            EvaluationLevel::Team | EvaluationLevel::SubjectDepartment => true,
        }
    }
}

/// A verdict on one requirement of one unit. Never changed; a later one of the same voice takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenVerdict {
    /// Its id.
    pub id: VerdictId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit judged, where its work hangs.
    pub unit_id: UnitId,
    /// Who gives it.
    pub voice: Voice,
    /// At which level, of a self-assessed one.
    pub level: Option<EvaluationLevel>,
    /// The unit that evaluated itself, of a self-assessed one: the team, of which the school carries the
    /// work.
    pub evaluated: Option<UnitId>,
    /// The edition whose scale the value is of.
    pub edition: EditionRef,
    /// What it is about.
    pub requirement: RequirementRef,
    /// A level of the scale; absent for "not assessed".
    pub value: Option<String>,
    /// The day from which it holds.
    pub given_on: Date,
    /// The school year that it is about: that of what gave it, whenever it was concluded.
    pub school_year: SchoolYear,
    /// What gave it: a self-evaluation, an audit or a visit.
    pub source: Subject,
}

/// Whose a verdict is: voices, levels about themselves, and teams of one school are kept apart.
pub type Whose = (Voice, Option<EvaluationLevel>, Option<UnitId>);

impl GivenVerdict {
    /// Whose it is.
    pub fn whose(&self) -> Whose {
        (self.voice, self.level, self.apart())
    }

    /// The unit that evaluated itself, where the level alone does not say which.
    pub fn apart(&self) -> Option<UnitId> {
        let many = self.level.is_some_and(EvaluationLevel::has_many);
        self.evaluated.filter(|_| many)
    }
}

/// A voice gave the lowest level of the scale on a day; leads to what gave it.
pub(crate) fn judged_lowest(source: Subject, level: &str, voice: Voice, on: Date) -> Reason {
    Reason::new(Code::JudgedLowest)
        .about(source.noun, source.id)
        .with("level", level)
        .with("voice", voice)
        .with("on", on)
}
