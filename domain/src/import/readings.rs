//! Rows as they are written, and what is read in them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use uuid::Uuid;

use super::column::Column;
use super::layout::{Columns, ImportKind, recognise};
use super::people_plan::{plan_assignment, plan_group, plan_person};
use super::plan::Outcome;
use super::row::read_establishment;
use super::row_people::{read_assignment, read_group, read_person};
use crate::error::Code;
use crate::id::{AssignmentId, BoardId, GroupId, PersonId, UnitId};
use crate::organisation::assignment::AssignmentFacts;
use crate::organisation::kind::Sector;

const HEADER: [&str; 9] = [
    "BEVOEGD GEZAG NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "VESTIGINGSNAAM",
    "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING",
    "POSTCODE",
    "PLAATSNAAM",
    "TELEFOONNUMMER",
];

pub(super) fn columns() -> Columns {
    recognise(ImportKind::DuoEstablishments, &HEADER).unwrap()
}

#[test]
fn a_broken_row_names_its_columns_and_a_wrong_phone_number_breaks_none() {
    let columns = columns();
    let cells = ["4177X", "10AA", "20BB00", " ", "", "", "", "", ""];
    let reasons = read_establishment(&columns, &cells).unwrap_err();
    let found: Vec<_> = reasons
        .iter()
        .map(|r| (r.pointer.as_deref().unwrap(), r.code))
        .collect();
    assert_eq!(
        found,
        [
            ("BEVOEGD GEZAG NUMMER", Code::InvalidFormat),
            ("VESTIGINGSCODE", Code::EstablishmentNotOfSchool),
            ("VESTIGINGSNAAM", Code::Required),
        ]
    );
    let short = read_establishment(&columns, &["41775"]).unwrap_err();
    assert_eq!(short[0].code, Code::CellCountDiffers);
    let cells = [
        "41775",
        "10AA",
        "0",
        "\"De\" ’t Palet",
        "",
        "",
        "x",
        "",
        "geen",
    ];
    let row = read_establishment(&columns, &cells).unwrap();
    assert_eq!(
        (row.code.as_str(), row.name.as_str()),
        ("10AA00", "\"De\" ’t Palet")
    );
    assert_eq!(
        (row.phone, row.address.postcode, row.remarks.len()),
        (None, None, 2)
    );
}

#[test]
fn kinds_of_education_are_read_in_the_words_of_each_list() {
    let extra = |name: &str, value: &str| {
        let header = [&HEADER[..], &[name]].concat();
        let columns = recognise(ImportKind::DuoEstablishments, &header).unwrap();
        let cells = ["41775", "10AA", "10AA00", "X", "", "", "", "", "", value];
        read_establishment(&columns, &cells).map(|row| (row.sector, row.education))
    };
    let special = |value| extra("SOORT PRIMAIR ONDERWIJS", value);
    let secondary = |value| extra("ONDERWIJSSTRUCTUUR", value);
    assert_eq!(special("Sbo"), Ok((Sector::Po, vec!["sbo"])));
    assert_eq!(special("SO/VSO"), Ok((Sector::So, vec!["so", "vso"])));
    assert_eq!(special("HBO").unwrap_err()[0].code, Code::InvalidValue);
    assert_eq!(special(" ").unwrap_err()[0].code, Code::Required);
    let tracks = vec!["vmbo-b", "vmbo-k", "vmbo-gt", "havo", "vwo"];
    assert_eq!(secondary("VBO/MAVO/HAVO/VWO"), Ok((Sector::Vo, tracks)));
    assert_eq!(secondary("PRO"), Ok((Sector::Vo, vec!["pro"])));
}

#[test]
fn the_example_lines_of_the_templates_are_taken_and_change_nothing_the_second_time() {
    let board = BoardId(Uuid::from_u128(1));
    let unit = Some(UnitId(Uuid::from_u128(2)));
    let of = |kind: ImportKind| {
        let (columns, line) = kind.template().unwrap();
        let header: Vec<&str> = columns.iter().map(|c: &Column| c.names()[0]).collect();
        (recognise(kind, &header).unwrap(), line)
    };
    let (columns, line) = of(ImportKind::People);
    let row = read_person(&columns, line).unwrap();
    let id = PersonId(Uuid::from_u128(3));
    let person = plan_person(None, None, &row, board, id).change.unwrap();
    let person = person.after();
    let again = plan_person(Some(person), Some(person), &row, board, id);
    assert_eq!(again.outcome, Outcome::Unchanged);
    let mut other = person.clone();
    other.id = PersonId(Uuid::from_u128(4));
    let torn = plan_person(Some(person), Some(&other), &row, board, id);
    assert_eq!(torn.outcome, Outcome::Rejected);

    let (columns, line) = of(ImportKind::Groups);
    let row = read_group(&columns, line).unwrap();
    let id = GroupId(Uuid::from_u128(5));
    let group = plan_group(None, &row, unit, board, id).change.unwrap();
    let again = plan_group(Some(group.after()), &row, unit, board, id);
    assert_eq!(again.outcome, Outcome::Unchanged);
    assert_eq!(
        plan_group(None, &row, None, board, id).outcome,
        Outcome::Rejected
    );

    let (columns, line) = of(ImportKind::Assignments);
    let row = read_assignment(&columns, line).unwrap();
    let id = AssignmentId(Uuid::from_u128(6));
    let mut facts = AssignmentFacts {
        person_board: Some(board),
        unit_board: Some(board),
        ..AssignmentFacts::default()
    };
    let plan = plan_assignment(&row, Some(person.id), unit, &facts, id);
    assert_eq!(plan.outcome, Outcome::Created);
    facts.others = vec![*plan.change.unwrap().after()];
    let again = plan_assignment(&row, Some(person.id), unit, &facts, id);
    assert_eq!(again.outcome, Outcome::Unchanged);
}
