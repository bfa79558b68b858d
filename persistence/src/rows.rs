//! Rows of aggregates, read back: the columns that all of them have, and where a page ends.

use sea_orm::{EntityTrait, FromQueryResult, ModelTrait, QueryResult, Value};
use std::str::FromStr;

use crate::{
    column::instant,
    error::StoreError,
    list::{Position, SortValue},
    record::{Meta, Record, Stored},
};

/// The row of a kind of record.
pub(crate) type ModelOf<R> = <<R as Record>::Entity as EntityTrait>::Model;
/// Its columns.
pub(crate) type ColumnOf<R> = <<R as Record>::Entity as EntityTrait>::Column;

/// The rows as the entity has them.
pub(crate) fn models<R: Record>(rows: &[QueryResult]) -> Result<Vec<ModelOf<R>>, StoreError> {
    Ok(rows
        .iter()
        .map(|row| ModelOf::<R>::from_query_result(row, ""))
        .collect::<Result<Vec<_>, _>>()?)
}

/// A row as a record, without what stands in other tables.
pub(crate) fn stored<R: Record>(row: ModelOf<R>) -> Result<Stored<R>, StoreError> {
    let meta = Meta {
        version: number::<R>(&row, "version")?,
        created_at: instant(number::<R>(&row, "created_at")?)?,
        updated_at: instant(number::<R>(&row, "updated_at")?)?,
    };
    Ok(Stored {
        record: R::read(row)?,
        meta,
    })
}

fn value<R: Record>(row: &ModelOf<R>, column: &str) -> Result<Value, StoreError> {
    let column = ColumnOf::<R>::from_str(column)
        .map_err(|_| StoreError::corrupt(format!("no column {column}")))?;
    Ok(row.get(column))
}

fn number<R: Record>(row: &ModelOf<R>, column: &str) -> Result<i64, StoreError> {
    match value::<R>(row, column)? {
        Value::BigInt(Some(number)) => Ok(number),
        other => Err(StoreError::corrupt(format!("{column} is {other:?}"))),
    }
}

/// Where a page that is sorted by this column ends with this row.
pub(crate) fn position<R: Record>(row: &ModelOf<R>, column: &str) -> Result<Position, StoreError> {
    let id = match value::<R>(row, "id")? {
        Value::Uuid(Some(id)) => id,
        other => return Err(StoreError::corrupt(format!("id is {other:?}"))),
    };
    let value = match value::<R>(row, column)? {
        Value::BigInt(Some(number)) => SortValue::Number(number),
        Value::String(Some(text)) => SortValue::Text(text),
        other => return Err(StoreError::corrupt(format!("{column} is {other:?}"))),
    };
    Ok(Position { value, id })
}
