//! What becomes of the units of a succession: the old ones end, the new ones take over. No row changes
//! tenant, so what goes over to another board is made there again and names what it was before.

use time::Date;

use crate::id::{BoardId, UnitId};
use crate::organisation::carrier::{CarriedEstablishment, settle_carriers};
use crate::organisation::identifier::Identifier;
use crate::organisation::kind::{ESTABLISHMENT, SCHOOL};
use crate::organisation::succession::SuccessionKind;
use crate::organisation::unit::{Unit, UnitDetails};

/// The unit with this last day, and its identifiers until then; nothing when it ended by then anyway.
pub fn ended(unit: &Unit, last_day: Date) -> Option<Unit> {
    if unit.details.ends_on.is_some_and(|end| end <= last_day) {
        return None;
    }
    let mut after = unit.clone();
    after.details.ends_on = Some(last_day);
    after
        .details
        .identifiers
        .retain(|identifier| identifier.valid_from.is_none_or(|from| from <= last_day));
    for identifier in &mut after.details.identifiers {
        let until = identifier.valid_until.unwrap_or(last_day);
        identifier.valid_until = Some(until.min(last_day));
    }
    Some(after)
}

/// The unit that takes over from `before`, from its first day on. A transfer leaves it as it was, but
/// for its ids in the systems of the old board; after a merge or split only kind, sector and education
/// are certain. It carries itself until the rule of the carriers says otherwise.
pub fn taken_over(
    kind: SuccessionKind,
    before: &Unit,
    (id, board_id, parent_id): (UnitId, BoardId, UnitId),
    name: &str,
    first_day: Date,
) -> Unit {
    let details = match kind {
        SuccessionKind::Transfer => UnitDetails {
            name: name.to_owned(),
            identifiers: from_then_on(&before.details.identifiers, first_day),
            external_ids: Vec::new(),
            starts_on: Some(first_day),
            ends_on: before.details.ends_on,
            ..before.details.clone()
        },
        SuccessionKind::Merge | SuccessionKind::Split => UnitDetails {
            sector: before.details.sector,
            education: before.details.education.clone(),
            starts_on: Some(first_day),
            ..UnitDetails::new(&before.details.kind, name)
        },
    };
    Unit {
        id,
        board_id,
        parent_id: Some(parent_id),
        carrier_id: id,
        carrier_changes: Vec::new(),
        predecessor_id: Some(before.id),
        details,
    }
}

fn from_then_on(identifiers: &[Identifier], first_day: Date) -> Vec<Identifier> {
    identifiers
        .iter()
        .filter(|identifier| {
            identifier
                .valid_until
                .is_none_or(|until| until >= first_day)
        })
        .map(|identifier| {
            let from = identifier.valid_from.unwrap_or(first_day);
            Identifier {
                valid_from: Some(from.max(first_day)),
                ..identifier.clone()
            }
        })
        .collect()
}

/// What goes over with a unit that is transferred: everything that stood under it and has not ended,
/// under the successor in the same order. `below` are those units from the top down, each with the id
/// of the one that takes over from it.
pub fn carried_over(successor: &Unit, below: &[(Unit, UnitId)], first_day: Date) -> Vec<Unit> {
    let mut made: Vec<Unit> = Vec::new();
    for (before, id) in below {
        let gone = before.details.ends_on.is_some_and(|end| end < first_day);
        let parent = std::iter::once(successor)
            .chain(&made)
            .find(|unit| unit.predecessor_id == before.parent_id);
        let Some(parent) = parent.filter(|_| !gone) else {
            continue;
        };
        let place = (*id, successor.board_id, parent.id);
        let carrier = parent.carrier_id;
        let name = &before.details.name;
        let mut unit = taken_over(SuccessionKind::Transfer, before, place, name, first_day);
        // One that was to start later still does.
        unit.details.starts_on = before.details.starts_on.max(Some(first_day));
        if !matches!(unit.details.kind.as_str(), SCHOOL | ESTABLISHMENT) {
            unit.carrier_id = carrier;
        }
        made.push(unit);
        if made
            .last()
            .is_some_and(|unit| unit.details.kind == ESTABLISHMENT)
        {
            settle(successor, &mut made, first_day);
        }
    }
    // Departments and teams follow the carrier of what they stand under, which is settled by now.
    for index in 0..made.len() {
        let above = made.get(index).and_then(|unit| {
            let parent = made.iter().find(|other| Some(other.id) == unit.parent_id);
            parent
                .filter(|_| unit.details.kind != ESTABLISHMENT)
                .map(|parent| parent.carrier_id)
        });
        if let (Some(unit), Some(carrier)) = (made.get_mut(index), above) {
            unit.carrier_id = carrier;
        }
    }
    made
}

/// Lets the carriers of the new establishments of a school follow their number.
fn settle(school: &Unit, made: &mut [Unit], day: Date) {
    let establishments: Vec<CarriedEstablishment> = made
        .iter()
        .filter(|unit| unit.details.kind == ESTABLISHMENT)
        .map(|unit| CarriedEstablishment {
            id: unit.id,
            period: unit.period(),
            carrier_id: None,
            changes: Vec::new(),
        })
        .collect();
    for settled in settle_carriers(school.id, &establishments, day) {
        if let Some(unit) = made.iter_mut().find(|unit| unit.id == settled.id) {
            unit.carrier_id = settled.carrier_id;
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::organisation::external_id::ExternalId;
    use crate::organisation::identifier::IdentifierType;
    use crate::organisation::succession::tests::{DAY, board, unit};
    use time::macros::date;

    const LAST: Date = date!(2026 - 07 - 31);

    fn school() -> Unit {
        let mut details = UnitDetails::new(SCHOOL, "De Brug");
        details.identifiers = vec![Identifier::new(IdentifierType::Brin, "32JK")];
        details.external_ids = vec![ExternalId {
            system: "las".into(),
            value: "1".into(),
        }];
        details.phone = Some("020 1234567".into());
        Unit {
            id: unit(1),
            board_id: board(10),
            parent_id: Some(unit(10)),
            carrier_id: unit(1),
            carrier_changes: vec![],
            predecessor_id: None,
            details,
        }
    }

    fn under(n: u128, parent: u128, kind: &str) -> (Unit, UnitId) {
        let unit_before = Unit {
            id: unit(n),
            parent_id: Some(unit(parent)),
            details: UnitDetails::new(kind, "x"),
            ..school()
        };
        (unit_before, unit(n + 100))
    }

    fn moved() -> Unit {
        let place = (unit(101), board(20), unit(20));
        taken_over(SuccessionKind::Transfer, &school(), place, "De Brug", DAY)
    }

    #[test]
    fn an_ended_unit_keeps_its_identifiers_until_its_last_day() {
        let after = ended(&school(), LAST).unwrap();
        assert_eq!(after.details.ends_on, Some(LAST));
        assert_eq!(after.details.identifiers[0].valid_until, Some(LAST));
        assert_eq!(ended(&after, LAST), None);
        assert_eq!(
            ended(&after, DAY),
            None,
            "nothing is ended later than it was"
        );
    }

    #[test]
    fn a_transfer_leaves_the_school_as_it_was_but_for_the_ids_of_its_old_board() {
        let after = moved();
        assert_eq!(after.predecessor_id, Some(unit(1)));
        assert_eq!(after.details.identifiers[0].value, "32JK");
        assert_eq!(after.details.identifiers[0].valid_from, Some(DAY));
        assert_eq!(after.details.phone.as_deref(), Some("020 1234567"));
        assert_eq!(after.details.external_ids, []);
    }

    #[test]
    fn a_merged_school_has_no_identifier_yet() {
        let place = (unit(101), board(10), unit(10));
        let after = taken_over(SuccessionKind::Merge, &school(), place, "Nieuw", DAY);
        assert_eq!(after.details.identifiers, []);
        assert_eq!(
            (after.details.kind.as_str(), after.details.starts_on),
            (SCHOOL, Some(DAY))
        );
    }

    #[test]
    fn what_stands_under_a_school_goes_over_with_it() {
        let mut gone = under(5, 1, ESTABLISHMENT);
        gone.0.details.ends_on = Some(LAST);
        let below = [
            under(2, 1, ESTABLISHMENT),
            gone,
            under(3, 2, "team"),
            under(4, 5, "team"),
        ];
        let made = carried_over(&moved(), &below, DAY);
        let shown: Vec<_> = made
            .iter()
            .map(|u| (u.id, u.parent_id, u.carrier_id))
            .collect();
        assert_eq!(
            shown,
            [
                (unit(102), Some(unit(101)), unit(101)),
                (unit(103), Some(unit(102)), unit(101)),
            ]
        );
        assert!(made.iter().all(|unit| unit.board_id == board(20)));
    }

    #[test]
    fn of_two_establishments_each_carries_itself_and_its_teams() {
        let below = [
            under(2, 1, ESTABLISHMENT),
            under(3, 2, "team"),
            under(4, 1, ESTABLISHMENT),
        ];
        let carriers: Vec<_> = carried_over(&moved(), &below, DAY)
            .iter()
            .map(|unit| unit.carrier_id)
            .collect();
        assert_eq!(carriers, [unit(102), unit(102), unit(104)]);
    }
}
