//! The resource nouns: one word each, the same in paths, events, trail and texts.

use serde::{Deserialize, Serialize};

macro_rules! nouns {
    ($($(#[$doc:meta])* $variant:ident => $singular:literal / $path:literal),+ $(,)?) => {
        /// A kind of resource.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Noun { $($(#[$doc])* $variant),+ }

        impl Noun {
            /// Every noun, in the order of the registry.
            pub const ALL: &'static [Noun] = &[$(Noun::$variant),+];

            /// The singular, in kebab case: the first word of an event type.
            pub const fn as_str(self) -> &'static str {
                match self { $(Noun::$variant => $singular),+ }
            }

            /// The plural, in kebab case: the collection under `/v1`.
            pub const fn path(self) -> &'static str {
                match self { $(Noun::$variant => $path),+ }
            }
        }

        impl std::str::FromStr for Noun {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($singular => Ok(Noun::$variant),)+ _ => Err(()) }
            }
        }
    };
}

nouns! {
    /// Board, school, establishment, department, team or subject department.
    OrganisationUnit => "organisation-unit" / "organisation-units",
    /// What the inspectorate supervises; covers one or more establishments.
    SupervisedObject => "supervised-object" / "supervised-objects",
    /// A class or teaching group of pupils.
    Group => "group" / "groups",
    /// A dated merge, split or transfer of schools.
    Succession => "succession" / "successions",
    /// A human being known to a board.
    Person => "person" / "people",
    /// What a person signs in with.
    Account => "account" / "accounts",
    /// What a person does where, from when to when.
    Assignment => "assignment" / "assignments",
    /// What a principal may do where, from when to when.
    Grant => "grant" / "grants",
    /// A machine client of a vendor.
    ApiClient => "api-client" / "api-clients",
    /// A token that a person made for a script.
    PersonalAccessToken => "personal-access-token" / "personal-access-tokens",
    /// A signed-in person.
    Session => "session" / "sessions",
    /// A file taken in.
    Import => "import" / "imports",
    /// Long work and its outcome.
    Job => "job" / "jobs",
    /// A set of requirements, through its versions.
    Framework => "framework" / "frameworks",
    /// One edition of a framework, immutable once published.
    FrameworkVersion => "framework-version" / "framework-versions",
    /// A board's own standard ("eigen aspect").
    OwnStandard => "own-standard" / "own-standards",
    /// What a unit has arranged for one requirement.
    Dossier => "dossier" / "dossiers",
    /// The first picture of where a unit stands.
    Baseline => "baseline" / "baselines",
    /// One round of plan, do, check, act.
    ImprovementCycle => "improvement-cycle" / "improvement-cycles",
    /// A testable goal of a cycle.
    Goal => "goal" / "goals",
    /// Something to be done for a goal.
    Action => "action" / "actions",
    /// A value measured for a goal.
    Measurement => "measurement" / "measurements",
    /// A planned look at how a goal is doing.
    Review => "review" / "reviews",
    /// What is decided about a goal in Act.
    Decision => "decision" / "decisions",
    /// What was learned, to be found again by requirement.
    Lesson => "lesson" / "lessons",
    /// Something in or around the school on which plans rest.
    ContextFactor => "context-factor" / "context-factors",
    /// What a unit, an auditor or the inspectorate says of one requirement.
    Verdict => "verdict" / "verdicts",
    /// A document, interview, observation or figure that shows something.
    Evidence => "evidence" / "evidence",
    /// A judgement of a unit about itself.
    SelfEvaluation => "self-evaluation" / "self-evaluations",
    /// What one participant scores in a self-evaluation.
    Score => "score" / "scores",
    /// A lesson that was observed with an instrument.
    Observation => "observation" / "observations",
    /// The audits that a board plans for a school year.
    AuditProgramme => "audit-programme" / "audit-programmes",
    /// An audit of units against standards.
    Audit => "audit" / "audits",
    /// What an audit looks at: one standard of its checklist.
    ChecklistItem => "checklist-item" / "checklist-items",
    /// What an audit found.
    Finding => "finding" / "findings",
    /// A body that is accredited to audit and certify.
    AccreditedBody => "accredited-body" / "accredited-bodies",
    /// A person who audits, with their qualifications and interests.
    Auditor => "auditor" / "auditors",
    /// A visit of the inspectorate.
    InspectionVisit => "inspection-visit" / "inspection-visits",
    /// What the inspectorate orders to be put right.
    RecoveryOrder => "recovery-order" / "recovery-orders",
    /// A conversation of the board with a school leader about quality.
    QualityConversation => "quality-conversation" / "quality-conversations",
    /// What a unit plans to check in a school year.
    SchoolYearPlan => "school-year-plan" / "school-year-plans",
    /// The step of a unit from one edition of a framework to another.
    FrameworkUpgrade => "framework-upgrade" / "framework-upgrades",
    /// What is asked in surveys, through its versions.
    SurveyInstrument => "survey-instrument" / "survey-instruments",
    /// A survey that is held among a target group of units, from its preparation to its follow-up.
    SurveyCampaign => "survey-campaign" / "survey-campaigns",
    /// What a unit does with the results of a survey.
    SurveyFollowUp => "survey-follow-up" / "survey-follow-ups",
    /// The results on social safety of a school for the inspectorate.
    SafetyDelivery => "safety-delivery" / "safety-deliveries",
    /// One entry of the feed.
    Event => "event" / "events",
    /// One entry of the trail.
    TrailEntry => "trail-entry" / "trail",
}
