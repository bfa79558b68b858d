//! The results of all groups as a file.

use akoki_openapi::wire::survey_results::SurveyResultsExport;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::{borrow::Cow, str::FromStr};

use super::{
    columns::{self, Cell, Column, Row},
    table,
};
use crate::{failure::Failure, http::Accepted};

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// Comma-separated values (RFC 4180), in UTF-8.
    Csv,
    /// A workbook of Excel.
    Xlsx,
}

/// The media types beside JSON, in the order of the forms.
pub const TABLES: &str =
    "text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Format {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Xlsx];

    /// The word for it, which is also how the name of its file ends.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The one that the caller would have rather than the others; JSON where all are alike to them, and none where they
    /// take none of them.
    pub fn accepted(accepted: &Accepted) -> Option<Self> {
        let best = accepted.best(&Self::ALL.map(Self::essence))?;
        Self::ALL.into_iter().find(|one| one.essence() == best)
    }

    /// The media type without parameters.
    fn essence(self) -> &'static str {
        let media = self.media();
        media.split_once(';').map_or(media, |(essence, _)| essence)
    }
}

impl FromStr for Format {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == text).ok_or(())
    }
}

/// The results in this form. It takes long for many groups.
///
/// # Errors
/// Only for a fault of ours.
pub(super) fn file(export: &SurveyResultsExport, format: Format) -> Result<Vec<u8>, Failure> {
    let written = match format {
        Format::Json => serde_json::to_vec(export).map_err(|error| error.to_string()),
        Format::Csv => csv(table::rows(export)).map_err(|error| error.to_string()),
        Format::Xlsx => workbook(export).map_err(|error| error.to_string()),
    };
    written.map_err(Failure::Internal)
}

/// What a spreadsheet may take for the beginning of a formula, also in the wide forms of East Asia.
const FORMULAS: [char; 11] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

/// A text that a spreadsheet takes for nothing but a text: one that begins as a formula does gets an apostrophe in
/// front (CWE-1236).
fn defused<'a>(text: &'a str) -> Cow<'a, str> {
    match text.starts_with(FORMULAS) {
        true => format!("'{text}").into(),
        false => text.into(),
    }
}

/// A cell as it stands in a table of texts.
fn plain<'a>(cell: Option<&'a Cell<'_>>) -> Cow<'a, str> {
    match cell {
        Some(Cell::Text(text)) => defused(text),
        Some(Cell::Number(number)) => number.to_string().into(),
        Some(Cell::Flag(flag)) => flag.to_string().into(),
        None => "".into(),
    }
}

fn csv<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let columns = columns::of_table();
    writer.write_record(columns.iter().map(|column| column.as_str()))?;
    for row in rows {
        for column in &columns {
            writer.write_field(&*plain(row.get(*column)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// A sheet of all of each group, one of splits and one of comparisons.
fn workbook(export: &SurveyResultsExport) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let groups = || export.groups.iter();
    let figures = groups().flat_map(|group| {
        let written = export.open_answers.iter();
        let written = written.filter(|one| one.group_key == group.group_key);
        table::figures(group).chain(written.flat_map(|one| table::texts(group, one)))
    });
    sheet(&mut book, ("figures", &columns::of_figures()), figures)?;
    let splits = groups().flat_map(table::splits);
    sheet(&mut book, ("splits", &columns::of_splits()), splits)?;
    let comparisons = groups().flat_map(table::comparisons);
    let of_comparisons = columns::of_comparisons();
    sheet(&mut book, ("comparisons", &of_comparisons), comparisons)?;
    book.save_to_buffer()
}

/// Texts are written as such, which no spreadsheet takes for formulas.
fn sheet<'a>(
    book: &mut Workbook,
    (name, columns): (&str, &[Column]),
    rows: impl Iterator<Item = Row<'a>>,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (place, column) in (0_u16..).zip(columns) {
        sheet.write_string(0, place, column.as_str())?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (place, column) in (0_u16..).zip(columns) {
            match row.get(*column) {
                Some(Cell::Text(text)) if !text.is_empty() => {
                    sheet.write_string(line, place, text.as_ref())?;
                }
                Some(Cell::Number(number)) => {
                    sheet.write_number(line, place, *number)?;
                }
                Some(Cell::Flag(flag)) => {
                    sheet.write_boolean(line, place, *flag)?;
                }
                Some(Cell::Text(_)) | None => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_begins_as_a_formula_is_written_as_a_text() {
        let texts = columns::of_table();
        for start in FORMULAS {
            let text = format!("{start}1+1");
            let fill = |row: Row<'static>, column: &Column| row.put(*column, text.clone());
            let row = texts.iter().fold(Row::default(), fill);
            let written = String::from_utf8(csv(std::iter::once(row)).unwrap()).unwrap();
            let mut reader = csv::Reader::from_reader(written.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            assert_eq!(record.len(), texts.len());
            for cell in &record {
                assert_eq!(cell, format!("'{text}"));
            }
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        let row = Row::default()
            .put(Column::Group, "a=b")
            .put(Column::Mean, -2.5)
            .put(Column::Reached, true);
        let written = String::from_utf8(csv(std::iter::once(row)).unwrap()).unwrap();
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let record = reader.records().next().unwrap().unwrap();
        let cell = |name: &str| record.get(headers.iter().position(|one| one == name).unwrap());
        let found = ["group", "mean", "reached", "n"].map(|name| cell(name).unwrap());
        assert_eq!(found, ["a=b", "-2.5", "true", ""]);
    }
}
