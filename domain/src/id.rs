//! The registry of ids. Append only, alphabetical. Ids are UUID version 7, made from the one clock by
//! the caller; the domain never makes one itself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A typed id: a UUID that says what it identifies.
pub trait Id: Copy + Eq + std::fmt::Display + std::str::FromStr + From<Uuid> + Into<Uuid> {}

/// The form of an id, for whoever gave something else.
pub const ID_FORM: &str = "id (UUID)";

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid { id.0 }
        }
        impl Id for $name {}
    )+};
}

ids! {
    /// Id of an accredited body.
    AccreditedBodyId,
    /// Id of an action.
    ActionId,
    /// Id of an agreement of a quality conversation.
    AgreementId,
    /// Id of an assignment.
    AssignmentId,
    /// Id of an audit.
    AuditId,
    /// Id of an auditor.
    AuditorId,
    /// Id of an audit programme.
    AuditProgrammeId,
    /// Id of a baseline.
    BaselineId,
    /// Id of the organisation unit of kind board: the tenant.
    BoardId,
    /// Id of an item of a checklist.
    ChecklistItemId,
    /// Id of a secret of a machine client.
    ClientSecretId,
    /// Id of a context factor.
    ContextFactorId,
    /// Id of something that identifies itself with a token: a session, a machine's token, a script's token.
    CredentialId,
    /// Id of an improvement cycle.
    CycleId,
    /// Id of a decision about a goal.
    DecisionId,
    /// Id of a requirement dossier.
    DossierId,
    /// Id of a file of a piece of evidence.
    EvidenceFileId,
    /// Id of a piece of evidence.
    EvidenceId,
    /// Id of a finding.
    FindingId,
    /// Id of a framework upgrade.
    FrameworkUpgradeId,
    /// Id of a goal.
    GoalId,
    /// Id of a grant.
    GrantId,
    /// Id of a group of pupils.
    GroupId,
    /// Id of a visit of the inspectorate.
    InspectionVisitId,
    /// Id of a job.
    JobId,
    /// Id of a measurement.
    MeasurementId,
    /// Id of an observation.
    ObservationId,
    /// Id of a board's own standard.
    OwnStandardId,
    /// Id of a person.
    PersonId,
    /// Id of an account or a machine client: whoever a grant is given to.
    PrincipalId,
    /// Id of a quality conversation.
    QualityConversationId,
    /// Id of a recovery order.
    RecoveryOrderId,
    /// Id of a review of a goal.
    ReviewId,
    /// Id of a delivery of results on social safety.
    SafetyDeliveryId,
    /// Id of the plan of a school year.
    SchoolYearPlanId,
    /// Id of a score.
    ScoreId,
    /// Id of a self-evaluation.
    SelfEvaluationId,
    /// Id of a succession.
    SuccessionId,
    /// Id of a supervised object.
    SupervisedObjectId,
    /// Id of a survey campaign.
    SurveyCampaignId,
    /// Id of a class code or a link of a survey campaign.
    SurveyEntryId,
    /// Id of what a unit does with the results of a survey.
    SurveyFollowUpId,
    /// Id of a survey instrument.
    SurveyInstrumentId,
    /// Id of a trail entry.
    TrailId,
    /// Id of an organisation unit.
    UnitId,
    /// Id of a verdict.
    VerdictId,
}

impl From<BoardId> for UnitId {
    fn from(id: BoardId) -> Self {
        Self(id.0)
    }
}
