//! The kinds of resource that hang on a unit, and so come into somebody's reach or leave it.

use akoki_domain::{
    Noun,
    access::{Account, Grant},
    audit::{AccreditedBody, Audit, AuditProgramme, Auditor},
    baseline::TakenBaseline,
    conversation::QualityConversation,
    evaluation::SelfEvaluation,
    evidence::Evidence,
    finding::{ChecklistItem, Finding},
    framework::OwnStandard,
    inspection::{Order, Visit},
    job::Job,
    observation::Observation,
    organisation::{Assignment, Group, Person, Unit, succession::Succession},
    pdca::{Action, ContextFactor, Cycle, Decision, Goal, Measurement, Review},
    school_year::SchoolYearPlan,
    survey::{
        campaign::Campaign, follow_up::FollowUp as SurveyFollowUp, instrument::Instrument,
        safety_delivery::SafetyDelivery,
    },
    upgrade::FrameworkUpgrade,
};
use sea_orm::{EntityName, sea_query::Condition};

use crate::{
    record::{Link, Record, Withheld},
    records::all_in_reach,
    repo::{
        cycle::OfCycle, dossier::KeptDossier as Dossier,
        supervised_object::Placed as SupervisedObject,
    },
    scope::Scope,
};

/// A kind of resource that hangs on a unit.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What it is.
    pub noun: Noun,
    /// Its table.
    pub table: &'static str,
    /// Other ways to it.
    pub links: &'static [Link],
    /// Whether it is read from below as well: see [`Record::SEEN_FROM_BELOW`].
    pub from_below: bool,
    /// Until when it is kept from most: see [`Record::WITHHELD`].
    pub withheld: Option<Withheld>,
    /// Its rows that are in reach.
    pub(crate) in_reach: fn(&Scope) -> Condition,
}

macro_rules! kinds {
    ($($record:ty),+ $(,)?) => {
        /// The kinds of resource that hang on a unit, in the order in which they are told. A test fails
        /// when a table is not here.
        pub fn kinds() -> Vec<Kind> {
            vec![$(Kind {
                noun: <$record as Record>::NOUN,
                table: <<$record as Record>::Entity as Default>::default().table_name(),
                links: <$record as Record>::LINKS,
                from_below: <$record as Record>::SEEN_FROM_BELOW,
                withheld: <$record as Record>::WITHHELD,
                in_reach: all_in_reach::<$record>,
            }),+]
        }
    };
}

// Units go first: what hangs on them makes sense to a follower only then.
kinds![
    Unit,
    SupervisedObject,
    Succession,
    Group,
    Person,
    Assignment,
    Account,
    Grant,
    OwnStandard,
    Dossier,
    TakenBaseline,
    Evidence,
    FrameworkUpgrade,
    ContextFactor,
    ChecklistItem,
    Finding,
    Cycle,
    OfCycle<Goal>,
    OfCycle<Action>,
    OfCycle<Measurement>,
    OfCycle<Review>,
    OfCycle<Decision>,
    SchoolYearPlan,
    QualityConversation,
    Visit,
    Order,
    AccreditedBody,
    Auditor,
    AuditProgramme,
    Audit,
    SelfEvaluation,
    Observation,
    Instrument,
    Campaign,
    SurveyFollowUp,
    SafetyDelivery,
    Job,
];
