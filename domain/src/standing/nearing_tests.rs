//! What asks for attention before its day has passed.
#![expect(clippy::unwrap_used, reason = "tests")]

use time::Duration;
use uuid::Uuid;

use super::tests::{TODAY, empty, unit};
use super::*;
use crate::error::Subject;
use crate::noun::Noun;

#[test]
fn what_is_owed_after_a_survey_asks_for_attention_as_it_nears() {
    let owed = |noun, id: u128, days: i64| FollowUp {
        unit_id: unit(1),
        subject: Subject::new(noun, Uuid::from_u128(id)),
        pressing: false,
        due_on: Some(TODAY + Duration::days(days)),
    };
    let (delivery, survey) = (Noun::SafetyDelivery, Noun::SurveyFollowUp);
    let mut facts = empty();
    facts.follow_ups = vec![
        owed(delivery, 1, 31),
        owed(delivery, 2, 30),
        owed(delivery, 3, 7),
        owed(delivery, 4, -2),
        owed(survey, 5, 31),
        owed(survey, 6, 0),
        owed(survey, 7, -1),
        owed(survey, 8, 8),
        // Of a finding nothing is said before it is late.
        owed(Noun::Finding, 9, 1),
    ];
    let standing = standing(&facts);
    let all = standing.attention.iter();
    let mut all = all.filter(|one| one.requirement.is_none());
    let found: Vec<_> = all
        .by_ref()
        .map(|one| {
            (
                one.kind,
                one.core,
                one.days_late,
                one.subject.unwrap().id.as_u128(),
            )
        })
        .collect();
    let expected = [
        (AttentionKind::DeliveryOverdue, false, Some(2), 4),
        (AttentionKind::SurveyFollowUpOverdue, false, Some(1), 7),
        (AttentionKind::DeliveryNear, true, None, 3),
        (AttentionKind::DeliveryNear, false, None, 2),
        (AttentionKind::SurveyFollowUpNear, true, None, 6),
        (AttentionKind::SurveyFollowUpNear, false, None, 8),
    ];
    assert_eq!(found, expected);
    assert_eq!(standing.whole.open_follow_ups.count, 9);
    assert_eq!(standing.whole.overdue_follow_ups.count, 2);
}
