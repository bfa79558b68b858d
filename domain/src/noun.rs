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
    /// One entry of the feed.
    Event => "event" / "events",
    /// One entry of the trail.
    TrailEntry => "trail-entry" / "trail",
}
