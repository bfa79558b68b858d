//! From cells to what a row of a national list says, or everything that is wrong with it by column.

use super::cells::Cells;
use super::column::Column;
use super::layout::{Columns, Layout};
use crate::error::{Code, Reason};
use crate::organisation::address::{Address, postcode};
use crate::organisation::identifier::IdentifierType;
use crate::organisation::kind::Sector;
use crate::organisation::unit::{is_phone, is_website};

/// A row of a list of establishments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstablishmentRow {
    /// Number of the board.
    pub board_number: String,
    /// BRIN of the school.
    pub brin: String,
    /// Code of the establishment: the BRIN and two digits.
    pub code: String,
    /// Name of the establishment.
    pub name: String,
    /// Name of the school, when the list gives it beside that of the establishment.
    pub school_name: Option<String>,
    /// Where it is.
    pub address: Address,
    /// Denomination.
    pub denomination: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Web address.
    pub website: Option<String>,
    /// The sector of the list.
    pub sector: Sector,
    /// Keys of the kinds of education given there.
    pub education: Vec<&'static str>,
    /// What was left out because it does not have its form. A school is not refused for a wrong
    /// telephone number in somebody else's list.
    pub remarks: Vec<Reason>,
}

impl EstablishmentRow {
    /// Whether it is the main establishment of its school.
    pub fn is_main(&self) -> bool {
        self.code.ends_with("00")
    }
}

/// A row of a list of boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// Number of the board.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// Denomination.
    pub denomination: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Web address.
    pub website: Option<String>,
    /// Number in the trade register.
    pub chamber_of_commerce: Option<String>,
    /// What was left out because it does not have its form.
    pub remarks: Vec<Reason>,
}

/// Reads a row of a list of establishments, or says everything that is wrong with it.
pub fn read_establishment(
    columns: &Columns,
    cells: &[&str],
) -> Result<EstablishmentRow, Vec<Reason>> {
    let mut cells = Cells::new(columns, cells)?;
    let number = |text: &str| IdentifierType::BoardNumber.normalise(text);
    let board_number = cells.parsed(Column::BoardNumber, number);
    let brin = cells.parsed(Column::SchoolCode, |t| IdentifierType::Brin.normalise(t));
    let code = establishment_code(&mut cells, brin.as_deref());
    let own_name = columns.place(Column::EstablishmentName).is_some();
    let school_name = cells.text(Column::SchoolName, 200);
    let name = if own_name {
        cells.required(Column::EstablishmentName, 200)
    } else {
        cells.required(Column::SchoolName, 200)
    };
    let mut remarks = Vec::new();
    let address = address(&mut cells, &mut remarks);
    let denomination = cells.text(Column::Denomination, 100);
    let phone = contact(&mut cells, Column::Phone, is_phone, &mut remarks);
    let website = contact(&mut cells, Column::Website, is_website, &mut remarks);
    let (sector, education) = education(&mut cells, columns.layout);
    match (board_number, brin, code, name, cells.reasons.is_empty()) {
        (Some(board_number), Some(brin), Some(code), Some(name), true) => Ok(EstablishmentRow {
            board_number,
            brin,
            code,
            name,
            school_name: school_name.filter(|_| own_name),
            address,
            denomination,
            phone,
            website,
            sector,
            education,
            remarks,
        }),
        _ => Err(cells.reasons),
    }
}

/// The code of the establishment. A list of main establishments has none: it is the BRIN and `00`.
/// Some lists write only the two digits.
fn establishment_code(cells: &mut Cells<'_>, brin: Option<&str>) -> Option<String> {
    if !cells.has(Column::EstablishmentCode) {
        return brin.map(|brin| format!("{brin}00"));
    }
    let code = cells.parsed(Column::EstablishmentCode, |text| {
        let short = text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
        match brin {
            Some(brin) if short => Some(format!("{brin}{text:0>2}")),
            Some(_) | None => IdentifierType::Establishment.normalise(text),
        }
    })?;
    if brin.is_some_and(|brin| !code.starts_with(brin)) {
        cells.wrong(Column::EstablishmentCode, Code::EstablishmentNotOfSchool);
    }
    Some(code)
}

/// The code of the establishment that a row names, however broken the rest of it is: what a list still
/// names has not vanished from it.
pub fn named_establishment(columns: &Columns, cells: &[&str]) -> Option<String> {
    let get = |column| Some(cells.get(columns.place(column)?)?.trim());
    let brin = get(Column::SchoolCode).and_then(|text| IdentifierType::Brin.normalise(text));
    let Some(text) = get(Column::EstablishmentCode) else {
        return brin.map(|brin| format!("{brin}00"));
    };
    let short = !text.is_empty() && text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
    match brin {
        Some(brin) if short => Some(format!("{brin}{text:0>2}")),
        Some(_) | None => IdentifierType::Establishment.normalise(text),
    }
}

fn address(cells: &mut Cells<'_>, remarks: &mut Vec<Reason>) -> Address {
    let municipality = |text: &str| IdentifierType::Municipality.normalise(text);
    Address {
        street: cells.text(Column::Street, 120),
        number: cells.text(Column::HouseNumber, 20),
        postcode: left_out(cells, Column::Postcode, postcode, remarks),
        city: cells.text(Column::City, 80),
        municipality_code: left_out(cells, Column::MunicipalityCode, municipality, remarks),
        municipality_name: cells.text(Column::MunicipalityName, 80),
    }
}

fn contact(
    cells: &mut Cells<'_>,
    column: Column,
    fits: impl Fn(&str) -> bool,
    remarks: &mut Vec<Reason>,
) -> Option<String> {
    let take = |text: &str| (fits(text) && text.chars().count() <= 200).then(|| text.to_owned());
    left_out(cells, column, take, remarks)
}

/// A value that is left out, with a remark, when it does not have its form.
fn left_out<T>(
    cells: &mut Cells<'_>,
    column: Column,
    parse: impl Fn(&str) -> Option<T>,
    remarks: &mut Vec<Reason>,
) -> Option<T> {
    let value = parse(cells.get(column)?);
    if value.is_none() {
        remarks.push(Reason::new(Code::InvalidFormat).at(cells.name(column)));
    }
    value
}

/// The sector and the kinds of education: the list of primary schools is about one kind, the others
/// name them. The older names of secondary education stand for the tracks that replaced them.
fn education(cells: &mut Cells<'_>, layout: Layout) -> (Sector, Vec<&'static str>) {
    let column = match layout {
        Layout::Special => Column::SpecialKind,
        Layout::Secondary | Layout::SecondaryMain => Column::EducationStructure,
        Layout::Primary
        | Layout::Boards
        | Layout::People
        | Layout::Groups
        | Layout::Assignments
        | Layout::SurveyResponses => return (Sector::Po, vec!["bo"]),
    };
    let special = layout == Layout::Special;
    if special && cells.get(column).is_none() {
        cells.wrong(column, Code::Required);
    }
    let mut kinds: Vec<&'static str> = Vec::new();
    for word in cells.get(column).unwrap_or_default().split('/') {
        let found: &[&str] = match (special, word.trim().to_uppercase().as_str()) {
            (true, "BO") => &["bo"],
            (true, "SBO" | "SBAO") => &["sbo"],
            (true, "SO") => &["so"],
            (true, "VSO") => &["vso"],
            (true, _) => {
                if cells.get(column).is_some() {
                    cells.wrong(column, Code::InvalidValue);
                }
                &[]
            }
            (false, "VBO") => &["vmbo-b", "vmbo-k"],
            (false, "MAVO") => &["vmbo-gt"],
            (false, "VMBO") => &["vmbo"],
            (false, "HAVO") => &["havo"],
            (false, "VWO" | "ATH" | "GYM") => &["vwo"],
            (false, "PRO") => &["pro"],
            // A bridge year leads to the other tracks; what else is written is no track.
            (false, _) => &[],
        };
        kinds.extend(
            found
                .iter()
                .filter(|kind| !kinds.contains(kind))
                .copied()
                .collect::<Vec<_>>(),
        );
    }
    let sector = match (
        special,
        kinds.iter().any(|kind| matches!(*kind, "so" | "vso")),
    ) {
        (true, true) => Sector::So,
        (true, false) => Sector::Po,
        (false, _) => Sector::Vo,
    };
    (sector, kinds)
}

/// Reads a row of a list of boards, or says everything that is wrong with it.
pub fn read_board(columns: &Columns, cells: &[&str]) -> Result<BoardRow, Vec<Reason>> {
    let mut cells = Cells::new(columns, cells)?;
    let number = |text: &str| IdentifierType::BoardNumber.normalise(text);
    let number = cells.parsed(Column::BoardNumber, number);
    let name = cells.required(Column::BoardName, 200);
    let mut remarks = Vec::new();
    let address = address(&mut cells, &mut remarks);
    let denomination = cells.text(Column::Denomination, 100);
    let phone = contact(&mut cells, Column::Phone, is_phone, &mut remarks);
    let website = contact(&mut cells, Column::Website, is_website, &mut remarks);
    let trade = |text: &str| IdentifierType::ChamberOfCommerce.normalise(text);
    let chamber_of_commerce = left_out(&mut cells, Column::ChamberOfCommerce, trade, &mut remarks);
    match (number, name, cells.reasons.is_empty()) {
        (Some(number), Some(name), true) => Ok(BoardRow {
            number,
            name,
            address,
            denomination,
            phone,
            website,
            chamber_of_commerce,
            remarks,
        }),
        _ => Err(cells.reasons),
    }
}
