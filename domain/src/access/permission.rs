//! Permissions: what an operation needs. The one table that says which role may do what.

use super::role::Role::{self, *};

/// The scope that a token must carry, such as `cycles.write`.
pub type Scope = &'static str;

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident : $scope:literal => [$($role:expr),* $(,)?]),+ $(,)?) => {
        /// What an operation needs. Each names the token scope and the roles that have it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $($(#[$doc])* $variant),+ }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Permission] = &[$(Permission::$variant),+];

            /// The name, as it stands in the published document.
            pub const fn as_str(self) -> &'static str {
                match self { $(Permission::$variant => stringify!($variant)),+ }
            }

            /// The scope that a token must carry.
            pub const fn scope(self) -> Scope {
                match self { $(Permission::$variant => $scope),+ }
            }

            /// The roles that have this permission, on the unit of the grant and everything under it.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Permission::$variant => &[$($role),*]),+ }
            }
        }
    };
}

impl Permission {
    /// Whether people have it, without a role, for what names them: whoever is in the team of an audit
    /// works on it.
    pub const fn is_of_people_too(self) -> bool {
        matches!(self, Permission::WriteAudits)
    }
}

// The table. A permission is one line: its scope, then the roles that have it.
permissions! {
    /// See boards, schools, establishments and other units.
    ReadUnits: "organisation.read" => [PlatformAdmin, BoardQualityOfficer, BoardMember, InternalSupervisor, PrivacyOfficer, Hr, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, GuestAuditor, Certifier, ParticipationMember, Integrator],
    /// Create and change units.
    WriteUnits: "organisation.write" => [PlatformAdmin, BoardQualityOfficer, Integrator],
    /// See people and what they do where.
    ReadPeople: "people.read" => [BoardQualityOfficer, BoardMember, PrivacyOfficer, Hr, SchoolLeader, QualityCoordinator, TeamLead, Integrator],
    /// Create and change people, assignments and groups.
    WritePeople: "people.write" => [BoardQualityOfficer, Hr, SchoolLeader, Integrator],
    /// See groups of pupils.
    ReadGroups: "groups.read" => [BoardQualityOfficer, BoardMember, PrivacyOfficer, Hr, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, Integrator],
    /// Create and change groups of pupils.
    WriteGroups: "groups.write" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator, Integrator],
    /// See accounts and grants.
    ReadAccess: "access.read" => [PlatformAdmin, BoardQualityOfficer, PrivacyOfficer],
    /// Make accounts, give and end grants.
    WriteAccess: "access.write" => [PlatformAdmin, BoardQualityOfficer],
    /// See machine clients.
    ReadClients: "clients.read" => [PlatformAdmin, BoardQualityOfficer, PrivacyOfficer],
    /// Register machine clients and their secrets.
    WriteClients: "clients.write" => [PlatformAdmin],
    /// Approve machine clients for a board and withdraw the approval.
    ApproveClients: "clients.approve" => [PlatformAdmin, BoardQualityOfficer],
    /// Take in files.
    WriteImports: "imports.write" => [PlatformAdmin, BoardQualityOfficer, Integrator],
    /// See imports and other jobs.
    ReadJobs: "imports.read" => [PlatformAdmin, BoardQualityOfficer, Integrator],
    /// See requirement dossiers and own standards.
    ReadDossiers: "dossiers.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Keep requirement dossiers.
    WriteDossiers: "dossiers.write" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator, Integrator],
    /// Keep the board's own standards.
    WriteOwnStandards: "frameworks.write" => [BoardQualityOfficer],
    /// See improvement cycles, goals, actions, measurements and lessons.
    ReadCycles: "cycles.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Work on improvement cycles.
    WriteCycles: "cycles.write" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Integrator],
    /// See where a unit stands.
    ReadStanding: "standing.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// See outcomes that rest on a rule that was not read in the official text.
    ReadIndicativeOutcomes: "frameworks.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader],
    /// See evidence.
    ReadEvidence: "evidence.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Keep evidence.
    WriteEvidence: "evidence.write" => [BoardQualityOfficer, BoardMember, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, InternalAuditor, Integrator],
    /// See self-evaluations and what came of them.
    ReadEvaluations: "evaluations.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Run self-evaluations.
    WriteEvaluations: "evaluations.write" => [BoardQualityOfficer, BoardMember, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead],
    /// Score in a self-evaluation, and see one's own scores.
    ScoreEvaluations: "evaluations.score" => [BoardQualityOfficer, BoardMember, Hr, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor],
    /// See observations of lessons of others: the staff-file right. What is about oneself is seen without it.
    ReadObservations: "observations.read" => [Hr, SchoolLeader],
    /// Change and delete observations of others. Whoever observed changes their own without it.
    ChangeObservations: "observations.write" => [Hr, SchoolLeader],
    /// Observe lessons.
    WriteObservations: "observations.write" => [SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Hr],
    /// See what observations of lessons come to per team and school.
    ReadObservationResults: "observations.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Hr],
    /// See audits with their checklists and findings.
    ReadAudits: "audits.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, InternalAuditor, ExternalAuditor, Certifier, Integrator],
    /// Plan audits and bring them to their end. Who is in the team of an audit works on it without a role.
    WriteAudits: "audits.write" => [BoardQualityOfficer],
    /// Reply to an audit and follow its findings up.
    FollowUpAudits: "audits.follow-up" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator],
    /// See who may audit: accredited bodies and auditors.
    ReadAuditors: "auditors.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, PrivacyOfficer, Hr, InternalAuditor, ExternalAuditor, Certifier],
    /// Keep accredited bodies and auditors.
    WriteAuditors: "auditors.write" => [BoardQualityOfficer],
    /// See visits of the inspectorate and recovery orders.
    ReadInspections: "inspections.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Record visits of the inspectorate and work on recovery orders.
    WriteInspections: "inspections.write" => [BoardQualityOfficer, BoardMember, SchoolLeader, QualityCoordinator],
    /// Verify for the board that a recovery order was met.
    VerifyOrders: "inspections.verify" => [BoardQualityOfficer, BoardMember],
    /// See quality conversations.
    ReadConversations: "conversations.read" => [BoardQualityOfficer, BoardMember, SchoolLeader],
    /// Hold quality conversations.
    WriteConversations: "conversations.write" => [BoardQualityOfficer, BoardMember, SchoolLeader],
    /// See survey instruments, campaigns and what is done with their results.
    ReadSurveys: "surveys.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Make survey instruments.
    WriteInstruments: "surveys.instruments" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator],
    /// Hold surveys: plan them, hand out codes, bring them to their end.
    WriteSurveys: "surveys.write" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator, Integrator],
    /// See the results of surveys.
    ReadSurveyResults: "surveys.results" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, InternalAuditor, ParticipationMember],
    /// See the results of single classes. Whoever teaches a class sees its results without a role.
    ReadClassResults: "surveys.results" => [SchoolLeader],
    /// Read what respondents wrote themselves.
    ReadOpenAnswers: "surveys.open-answers" => [BoardQualityOfficer, SchoolLeader],
    /// See how questions and scales hold as measurements.
    ReadSurveyMetrics: "surveys.results" => [BoardQualityOfficer, QualityCoordinator],
    /// Say what is done with the results of surveys.
    FollowUpSurveys: "surveys.follow-up" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator],
    /// Permit and hand over the results on social safety.
    DeliverSafety: "surveys.deliver" => [BoardQualityOfficer, SchoolLeader],
    /// See what was planned, ran and was followed up in a school year.
    ReadSchoolYears: "school-years.read" => [BoardQualityOfficer, BoardMember, InternalSupervisor, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, Certifier, ParticipationMember, Integrator],
    /// Plan the school year.
    WriteSchoolYears: "school-years.write" => [BoardQualityOfficer, SchoolLeader, QualityCoordinator],
    /// See frameworks, ask for judgements.
    ReadFrameworks: "frameworks.read" => [PlatformAdmin, BoardQualityOfficer, BoardMember, InternalSupervisor, PrivacyOfficer, Hr, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, GuestAuditor, Certifier, ParticipationMember, Integrator],
    /// Publish editions of frameworks, for every board.
    PublishFrameworks: "frameworks.publish" => [PlatformAdmin],
    /// Follow the feed.
    ReadEvents: "events.read" => [PlatformAdmin, BoardQualityOfficer, BoardMember, InternalSupervisor, PrivacyOfficer, Hr, SchoolLeader, QualityCoordinator, SubjectLead, TeamLead, Staff, InternalAuditor, ExternalAuditor, GuestAuditor, Certifier, ParticipationMember, Integrator],
    /// Read the trail of changes.
    ReadTrail: "trail.read" => [BoardQualityOfficer, PrivacyOfficer],
}
