//! What reading a resource needs, noun by noun: for what shows resources of many kinds at once, such
//! as the feed.

use super::Permission;
use crate::noun::Noun;

/// The permission that reading resources of this kind needs.
pub const fn read_permission(noun: Noun) -> Permission {
    match noun {
        Noun::OrganisationUnit | Noun::SupervisedObject | Noun::Succession => Permission::ReadUnits,
        Noun::Group => Permission::ReadGroups,
        Noun::Person | Noun::Assignment => Permission::ReadPeople,
        Noun::Account | Noun::Grant | Noun::PersonalAccessToken | Noun::Session => {
            Permission::ReadAccess
        }
        Noun::ApiClient => Permission::ReadClients,
        Noun::Import | Noun::Job => Permission::ReadJobs,
        Noun::Framework | Noun::FrameworkVersion | Noun::OwnStandard => Permission::ReadFrameworks,
        Noun::Dossier | Noun::Baseline => Permission::ReadDossiers,
        Noun::ImprovementCycle
        | Noun::Goal
        | Noun::Action
        | Noun::Measurement
        | Noun::Review
        | Noun::Decision
        | Noun::Lesson
        | Noun::ContextFactor => Permission::ReadCycles,
        Noun::Verdict => Permission::ReadStanding,
        Noun::Evidence => Permission::ReadEvidence,
        Noun::SelfEvaluation => Permission::ReadEvaluations,
        Noun::Score => Permission::ScoreEvaluations,
        Noun::Observation => Permission::ReadObservations,
        Noun::AuditProgramme | Noun::Audit | Noun::ChecklistItem | Noun::Finding => {
            Permission::ReadAudits
        }
        Noun::AccreditedBody | Noun::Auditor => Permission::ReadAuditors,
        Noun::InspectionVisit | Noun::RecoveryOrder => Permission::ReadInspections,
        Noun::QualityConversation => Permission::ReadConversations,
        Noun::SchoolYearPlan => Permission::ReadSchoolYears,
        Noun::FrameworkUpgrade => Permission::ReadDossiers,
        Noun::SurveyInstrument
        | Noun::SurveyCampaign
        | Noun::SurveyFollowUp
        | Noun::SafetyDelivery => Permission::ReadSurveys,
        Noun::Event => Permission::ReadEvents,
        Noun::TrailEntry => Permission::ReadTrail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;

    #[test]
    fn the_platform_reads_no_dossier_cycle_or_person() {
        for &noun in Noun::ALL {
            let reads = read_permission(noun).roles().contains(&Role::PlatformAdmin);
            let kept_from_it = matches!(
                read_permission(noun),
                Permission::ReadDossiers
                    | Permission::ReadCycles
                    | Permission::ReadPeople
                    | Permission::ReadGroups
                    | Permission::ReadTrail
                    | Permission::ReadStanding
                    | Permission::ReadEvidence
                    | Permission::ReadEvaluations
                    | Permission::ScoreEvaluations
                    | Permission::ReadObservations
                    | Permission::ReadAudits
                    | Permission::ReadAuditors
                    | Permission::ReadInspections
                    | Permission::ReadConversations
                    | Permission::ReadSchoolYears
                    | Permission::ReadSurveys
            );
            assert_ne!(reads, kept_from_it, "{noun:?}");
        }
    }

    #[test]
    fn reading_needs_a_scope_to_read() {
        for &noun in Noun::ALL {
            // Whoever scores reads their own scores, and nobody else's.
            if noun == Noun::Score {
                continue;
            }
            assert!(read_permission(noun).scope().ends_with(".read"), "{noun:?}");
        }
    }
}
