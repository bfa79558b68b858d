//! Rows of our own plain lists: people, groups, and who does what where.

use time::macros::format_description;
use time::{Date, Month};
use uuid::Uuid;

use super::cells::Cells;
use super::column::Column;
use super::known::UnitKey;
use super::layout::Columns;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};
use crate::id::UnitId;
use crate::organisation::assignment::Function;
use crate::organisation::external_id::{ExternalId, check_external_id};
use crate::organisation::group::{GroupKind, Stage};
use crate::organisation::identifier::IdentifierType;
use crate::organisation::period::Period;
use crate::organisation::person::{Employment, EmploymentKind, PersonDetails, normalise_email};

/// How a row names a unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitRef {
    /// By its id.
    Id(UnitId),
    /// By an establishment code, BRIN or board number.
    Key(UnitKey),
}

/// How a row names a person: by external id, by e-mail address, or by both.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PersonKey {
    /// The external id.
    pub external_id: Option<ExternalId>,
    /// The e-mail address, in lower case.
    pub email: Option<String>,
}

/// A row of a list of groups; blank cells are nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Its external id.
    pub external_id: Option<ExternalId>,
    /// Its name.
    pub name: String,
    /// Its kind; a class when the list does not say.
    pub kind: GroupKind,
    /// Its school year.
    pub school_year: SchoolYear,
    /// Its unit.
    pub unit: UnitRef,
    /// Its stage.
    pub stage: Option<Stage>,
    /// Its year levels, ascending.
    pub year_levels: Vec<u8>,
}

/// A row of a list of assignments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// Who.
    pub person: PersonKey,
    /// Where.
    pub unit: UnitRef,
    /// As what.
    pub function: Function,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Option<Date>,
}

/// Reads a row of a list of people, or says everything that is wrong with it. Every person has an
/// external id or an e-mail address to be known by again.
pub fn read_person(columns: &Columns, cells: &[&str]) -> Result<PersonDetails, Vec<Reason>> {
    let mut cells = Cells::new(columns, cells)?;
    let key = person_key(&mut cells);
    let given_name = cells.required(Column::GivenName, 100);
    let name_prefix = cells.text(Column::NamePrefix, 30);
    let family_name = cells.required(Column::FamilyName, 100);
    let starts_on = cells.parsed_if_there(Column::StartsOn, date);
    let ends_on = cells.parsed_if_there(Column::EndsOn, date);
    let kind = cells.parsed_if_there(Column::Employment, |t| {
        t.to_lowercase().parse::<EmploymentKind>().ok()
    });
    period(&mut cells, starts_on, ends_on);
    let dated = starts_on.is_some() || ends_on.is_some();
    let employment = (kind.is_some() || dated).then(|| Employment {
        kind: kind.unwrap_or(EmploymentKind::Employee),
        starts_on,
        ends_on,
    });
    match (given_name, family_name, cells.reasons.is_empty()) {
        (Some(given_name), Some(family_name), true) => Ok(PersonDetails {
            given_name,
            name_prefix,
            family_name,
            email: key.email,
            employment,
            external_ids: key.external_id.into_iter().collect(),
        }),
        _ => Err(cells.reasons),
    }
}

/// Reads a row of a list of groups, or says everything that is wrong with it.
pub fn read_group(columns: &Columns, cells: &[&str]) -> Result<GroupRow, Vec<Reason>> {
    let mut cells = Cells::new(columns, cells)?;
    let external_id = external_id(&mut cells);
    let name = cells.required(Column::GroupName, 100);
    let kind = cells.parsed_if_there(Column::GroupKind, |t| t.to_lowercase().parse().ok());
    let school_year = cells.parsed(Column::SchoolYear, school_year);
    let unit = cells.parsed(Column::Unit, unit_ref);
    let stage = cells.parsed_if_there(Column::Stage, |t| t.to_lowercase().parse().ok());
    let year_levels = cells.parsed_if_there(Column::YearLevels, year_levels);
    match (name, school_year, unit, cells.reasons.is_empty()) {
        (Some(name), Some(school_year), Some(unit), true) => Ok(GroupRow {
            external_id,
            name,
            kind: kind.unwrap_or(GroupKind::Class),
            school_year,
            unit,
            stage,
            year_levels: year_levels.unwrap_or_default(),
        }),
        _ => Err(cells.reasons),
    }
}

/// Reads a row of a list of assignments, or says everything that is wrong with it.
pub fn read_assignment(columns: &Columns, cells: &[&str]) -> Result<AssignmentRow, Vec<Reason>> {
    let mut cells = Cells::new(columns, cells)?;
    let person = person_key(&mut cells);
    let unit = cells.parsed(Column::Unit, unit_ref);
    let function = cells.parsed(Column::Function, |t| t.to_lowercase().parse().ok());
    let starts_on = cells.parsed(Column::StartsOn, date);
    let ends_on = cells.parsed_if_there(Column::EndsOn, date);
    period(&mut cells, starts_on, ends_on);
    match (unit, function, starts_on, cells.reasons.is_empty()) {
        (Some(unit), Some(function), Some(starts_on), true) => Ok(AssignmentRow {
            person,
            unit,
            function,
            starts_on,
            ends_on,
        }),
        _ => Err(cells.reasons),
    }
}

fn period(cells: &mut Cells<'_>, from: Option<Date>, until: Option<Date>) {
    let mut reasons = Vec::new();
    Period::new(from, until).check("", &mut reasons);
    if !reasons.is_empty() {
        cells.wrong(Column::EndsOn, Code::EndBeforeStart);
    }
}

fn person_key(cells: &mut Cells<'_>) -> PersonKey {
    let external_id = external_id(cells);
    let email = cells.parsed_if_there(Column::Email, normalise_email);
    if external_id.is_none() && email.is_none() && cells.reasons.is_empty() {
        cells.wrong(Column::ExternalId, Code::Required);
    }
    PersonKey { external_id, email }
}

/// System and value come together: one without the other is incomplete.
fn external_id(cells: &mut Cells<'_>) -> Option<ExternalId> {
    let system = cells.get(Column::System);
    let value = cells.get(Column::ExternalId);
    match (system, value) {
        (None, None) => None,
        (Some(system), Some(value)) => {
            let mut reasons = Vec::new();
            let id = ExternalId {
                system: system.to_owned(),
                value: value.to_owned(),
            };
            let id = check_external_id(&id, "", &mut reasons);
            for reason in reasons {
                let of_system = reason.pointer.as_deref() == Some("/system");
                let column = if of_system {
                    Column::System
                } else {
                    Column::ExternalId
                };
                cells.wrong(column, reason.code);
            }
            Some(id)
        }
        (None, Some(_)) => {
            cells.wrong(Column::System, Code::Required);
            None
        }
        // Every row of an export may name its system, also those without an id there.
        (Some(_), None) => None,
    }
}

/// A day written `2026-08-01` or, as spreadsheets here do, `01-08-2026`.
fn date(text: &str) -> Option<Date> {
    let iso = format_description!("[year]-[month]-[day]");
    let dutch = format_description!("[day]-[month]-[year]");
    Date::parse(text, &iso)
        .or_else(|_| Date::parse(text, &dutch))
        .ok()
}

/// A school year written `2026`, `2026/27`, `2026-27` or `2026-2027`.
fn school_year(text: &str) -> Option<SchoolYear> {
    let (first, second) = match text.split_once(['/', '-']) {
        None => (text, None),
        Some((first, second)) => (first, Some(second)),
    };
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let year: i32 = Some(first)
        .filter(|first| first.len() == 4 && digits(first))?
        .parse()
        .ok()?;
    Date::from_calendar_date(year, Month::August, 1).ok()?;
    let next = (year + 1).to_string();
    let follows = second
        .is_none_or(|second| (second.len() == 2 || second.len() == 4) && next.ends_with(second));
    (follows && (1990..=2100).contains(&year)).then_some(SchoolYear(year))
}

/// Year levels written `7`, `7 8`, `7/8` or `7+8`.
fn year_levels(text: &str) -> Option<Vec<u8>> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '+' | ',' | '-'));
    let levels = parts.filter(|part| !part.is_empty()).map(|part| {
        let level: Option<u8> = part.parse().ok();
        level.filter(|level| (1..=8).contains(level))
    });
    let mut levels: Vec<u8> = levels.collect::<Option<_>>()?;
    levels.sort_unstable();
    levels.dedup();
    Some(levels)
}

fn unit_ref(text: &str) -> Option<UnitRef> {
    if let Ok(id) = Uuid::parse_str(text) {
        return Some(UnitRef::Id(UnitId(id)));
    }
    let kinds = [
        IdentifierType::Establishment,
        IdentifierType::Brin,
        IdentifierType::BoardNumber,
    ];
    let mut keys = kinds.into_iter().filter_map(|kind| {
        let value = kind.normalise(text)?;
        Some(UnitKey::new(kind, value))
    });
    keys.next().map(UnitRef::Key)
}
