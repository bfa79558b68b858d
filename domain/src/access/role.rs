//! Roles. A role is granted on a unit and reaches down its tree.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)?) => {
        /// What a principal may be on a unit and everything under it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role { $($(#[$doc])* $variant),+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$variant),+];

            /// The role as it stands on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $(Role::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for Role {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Role::$variant),)+ _ => Err(()) }
            }
        }
    };
}

roles! {
    /// Runs the platform: boards, clients, shipped data. Reads no dossier, survey or staff data.
    PlatformAdmin => "platform-admin",
    /// Runs quality care for a board.
    BoardQualityOfficer => "board-quality-officer",
    /// Member of the executive board.
    BoardMember => "board-member",
    /// Member of the internal supervisory body (raad van toezicht).
    InternalSupervisor => "internal-supervisor",
    /// Data protection officer (functionaris gegevensbescherming).
    PrivacyOfficer => "privacy-officer",
    /// Personnel department.
    Hr => "hr",
    /// Leads a school.
    SchoolLeader => "school-leader",
    /// Coordinates quality care in a school.
    QualityCoordinator => "quality-coordinator",
    /// Leads a subject department.
    SubjectLead => "subject-lead",
    /// Leads a team.
    TeamLead => "team-lead",
    /// Works there.
    Staff => "staff",
    /// Audits other units of the board.
    InternalAuditor => "internal-auditor",
    /// Audits for an accredited body.
    ExternalAuditor => "external-auditor",
    /// Audits as a guest of the board: reaches the audits of whose team it is, and the units of those.
    GuestAuditor => "guest-auditor",
    /// Decides on certificates for an accredited body.
    Certifier => "certifier",
    /// Member of the participation council.
    ParticipationMember => "participation-member",
    /// A system that integrates on behalf of the board: organisation, people, groups and their work.
    Integrator => "integrator",
}
