//! The cells of one row, read by column.

use super::column::Column;
use super::layout::Columns;
use crate::error::{Code, Reason};
use crate::text::{Lines, wrong_character};

/// A row of cells. Collects what is wrong.
pub(crate) struct Cells<'a> {
    columns: &'a Columns,
    cells: &'a [&'a str],
    pub(crate) reasons: Vec<Reason>,
}

impl<'a> Cells<'a> {
    /// The row, when it has as many cells as the heading.
    pub(crate) fn new(columns: &'a Columns, cells: &'a [&'a str]) -> Result<Self, Vec<Reason>> {
        if cells.len() != columns.width() {
            return Err(vec![
                Reason::new(Code::CellCountDiffers)
                    .with("expected", columns.width())
                    .with("found", cells.len()),
            ]);
        }
        Ok(Self {
            columns,
            cells,
            reasons: Vec::new(),
        })
    }

    /// Whether the list has the column.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.columns.place(column).is_some()
    }

    /// The name of the column as the list writes it.
    pub(crate) fn name(&self, column: Column) -> &str {
        self.columns.name(column)
    }

    /// The text of a cell; white space alone is nothing, and so is a column that the list lacks.
    pub(crate) fn get(&self, column: Column) -> Option<&'a str> {
        let cell = self.cells.get(self.columns.place(column)?)?;
        Some(cell.trim()).filter(|text| !text.is_empty())
    }

    /// Says that something is wrong in a column.
    pub(crate) fn wrong(&mut self, column: Column, code: Code) {
        let reason = Reason::new(code).at(self.columns.name(column));
        self.reasons.push(reason);
    }

    /// A text of at most so many characters.
    pub(crate) fn text(&mut self, column: Column, max: usize) -> Option<String> {
        let text = self.get(column)?;
        if text.chars().count() > max {
            self.wrong(column, Code::TooLong);
        } else {
            let wrong = wrong_character(text, Lines::One, self.columns.name(column));
            self.reasons.extend(wrong);
        }
        Some(text.to_owned())
    }

    /// A text that must be there.
    pub(crate) fn required(&mut self, column: Column, max: usize) -> Option<String> {
        let text = self.text(column, max);
        if text.is_none() {
            self.wrong(column, Code::Required);
        }
        text
    }

    /// A value that must be there and have its form.
    pub(crate) fn parsed<T>(
        &mut self,
        column: Column,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(text) = self.get(column) else {
            self.wrong(column, Code::Required);
            return None;
        };
        let value = parse(text);
        if value.is_none() {
            self.wrong(column, Code::InvalidFormat);
        }
        value
    }

    /// A value that may be missing but must have its form.
    pub(crate) fn parsed_if_there<T>(
        &mut self,
        column: Column,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        self.get(column)?;
        self.parsed(column, parse)
    }
}
