//! The table of results as a file.

use akoki_openapi::wire::survey_results::{ExportedFigure, SurveyResultsExport};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::str::FromStr;

use crate::failure::Failure;

/// The form of a table.
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

    /// The first that an Accept header names; JSON when it names none or any.
    pub fn accepted(accept: &str) -> Self {
        let ranges = accept.split(',').map(|range| {
            let kind = range.split(';').next().unwrap_or_default();
            kind.trim().to_ascii_lowercase()
        });
        let mut known = ranges.filter_map(|range| match range.as_str() {
            "text/csv" | "text/*" => Some(Self::Csv),
            "application/json" | "*/*" | "application/*" => Some(Self::Json),
            range if range == Self::Xlsx.media() => Some(Self::Xlsx),
            _ => None,
        });
        known.next().unwrap_or(Self::Json)
    }
}

impl FromStr for Format {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == text).ok_or(())
    }
}

const COLUMNS: [&str; 9] = [
    "groupKey", "group", "about", "key", "text", "figure", "answer", "value", "written",
];

/// The table in this form.
///
/// # Errors
/// Only for a fault of ours.
pub async fn file(table: SurveyResultsExport, format: Format) -> Result<Vec<u8>, Failure> {
    let writing = tokio::task::spawn_blocking(move || match format {
        Format::Json => serde_json::to_vec(&table).map_err(|error| error.to_string()),
        Format::Csv => csv(&table.rows).map_err(|error| error.to_string()),
        Format::Xlsx => workbook(&table.rows).map_err(|error| error.to_string()),
    });
    let written = writing.await.map_err(|error| error.to_string());
    written.flatten().map_err(Failure::Internal)
}

/// The cells of a row that are text, around the figure.
fn cells(row: &ExportedFigure) -> ([&str; 7], Option<f64>, &str) {
    (
        [
            row.group_key.as_deref().unwrap_or_default(),
            &row.group,
            row.about,
            row.key.as_deref().unwrap_or_default(),
            row.text.as_deref().unwrap_or_default(),
            row.figure,
            row.answer.as_deref().unwrap_or_default(),
        ],
        row.value,
        row.written.as_deref().unwrap_or_default(),
    )
}

/// A text that a spreadsheet takes for nothing but a text: one that begins as a formula does gets an apostrophe in
/// front (CWE-1236).
fn defused(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

fn csv(rows: &[ExportedFigure]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows {
        let (texts, value, written) = cells(row);
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        let texts = texts.iter().map(|text| defused(text));
        writer.write_record(texts.chain([value, defused(written)]))?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// Texts are written as such, which no spreadsheet takes for formulas.
fn workbook(rows: &[ExportedFigure]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_string(0, column, name)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        let (texts, value, written) = cells(row);
        for (column, text) in (0_u16..).zip(texts) {
            if !text.is_empty() {
                sheet.write_string(line, column, text)?;
            }
        }
        if let Some(value) = value {
            sheet.write_number(line, 7, value)?;
        }
        if !written.is_empty() {
            sheet.write_string(line, 8, written)?;
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn row(group: &str, value: Option<f64>, written: Option<&str>) -> ExportedFigure {
        ExportedFigure {
            group_key: None,
            group: group.into(),
            about: "question",
            key: Some("why".into()),
            text: Some("Waarom?".into()),
            figure: "written",
            answer: None,
            value,
            written: written.map(str::to_owned),
        }
    }

    #[test]
    fn what_begins_as_a_formula_is_written_as_a_text() {
        let rows = [
            row("=1+1", None, Some("@SUM(A1)")),
            row("+31", Some(-2.5), Some("-goed\nen \"leuk\"")),
            row("a=b", Some(3.0), Some("\tx")),
        ];
        let text = String::from_utf8(csv(&rows).unwrap()).unwrap();
        let expected = "groupKey,group,about,key,text,figure,answer,value,written\r\n\
            ,'=1+1,question,why,Waarom?,written,,,'@SUM(A1)\r\n\
            ,'+31,question,why,Waarom?,written,,-2.5,\"'-goed\nen \"\"leuk\"\"\"\r\n\
            ,a=b,question,why,Waarom?,written,,3,'\tx\r\n";
        assert_eq!(text, expected);
        assert!(workbook(&rows).unwrap().starts_with(b"PK"));
    }

    #[test]
    fn the_form_is_the_first_that_is_accepted() {
        assert_eq!(Format::accepted("*/*"), Format::Json);
        assert_eq!(Format::accepted("text/csv;q=0.9, */*"), Format::Csv);
        assert_eq!(Format::accepted(Format::Xlsx.media()), Format::Xlsx);
    }
}
