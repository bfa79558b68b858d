//! Lists: filters, order and keyset positions, as data.

use akoki_domain::organisation::Days;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, SelectStatement};
use time::Date;
use uuid::Uuid;

use crate::column;

/// How the text of a query parameter is read and compared.
#[derive(Clone, Copy)]
pub enum FilterKind {
    /// A text, equal to one of the values.
    Text,
    /// One of a closed list of words, equal to one of the values.
    Word(fn() -> Vec<&'static str>),
    /// A kind of unit, equal to one of the values. Kinds are data: whoever reads the values knows them.
    UnitKind,
    /// An id, equal to one of the values.
    Id,
    /// `true` or `false`.
    Flag,
    /// A civil day on or after this one.
    DayFrom,
    /// A civil day on or before this one.
    DayUntil,
    /// A moment after this one.
    After,
    /// A civil day that lies between the columns `starts_on` and `ends_on`; an empty one is open.
    OnDay,
    /// Part of a name, compared in the search form.
    Search,
    /// A condition of its own for one value, for instance over another table. The table is named as in
    /// the statement.
    Custom(fn(&str) -> Option<Condition>),
    /// As [`FilterKind::Custom`], of one of a closed list of words.
    WordOf(fn() -> Vec<&'static str>, fn(&str) -> Condition),
    /// As [`FilterKind::Custom`], of a civil day.
    DayOf(fn(Date) -> Condition),
    /// As [`FilterKind::Custom`], of an id.
    IdOf(fn(Uuid) -> Condition),
    /// `true` or `false`: a condition of its own that depends on the day.
    Today(fn(bool, &Days) -> Condition),
    /// As [`FilterKind::Today`], of an id.
    IdToday(fn(Uuid, &Days) -> Condition),
}

/// One query parameter of a list.
#[derive(Clone, Copy)]
pub struct Filter {
    /// The parameter, in camel case.
    pub name: &'static str,
    /// The column that it is compared with.
    pub column: &'static str,
    /// How.
    pub kind: FilterKind,
}

/// One order of a list.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    /// The value of `sortBy`, in camel case.
    pub name: &'static str,
    /// The column; never NULL.
    pub column: &'static str,
}

/// A value by which a page was sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortValue {
    /// A text.
    Text(String),
    /// A number or an instant.
    Number(i64),
}

/// Where a page ended: the next begins after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The value of the column sorted by.
    pub value: SortValue,
    /// Breaks ties.
    pub id: Uuid,
}

/// What is asked of a list.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Filters and the values given, of which any may hold.
    pub filters: Vec<(&'static str, Vec<String>)>,
    /// One of the record's sorts.
    pub sort: &'static str,
    /// Greatest first.
    pub descending: bool,
    /// Where to begin.
    pub after: Option<Position>,
    /// At most so many.
    pub limit: u64,
    /// Which day it is, for each board.
    pub days: Days,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<Position>,
}

/// A filter of the words of an enum with `ALL` and `as_str`.
macro_rules! word {
    ($name:literal, $column:literal, $words:ty) => {
        $crate::list::Filter::new(
            $name,
            $column,
            $crate::list::FilterKind::Word(|| {
                <$words>::ALL.iter().map(|word| word.as_str()).collect()
            }),
        )
    };
}
pub(crate) use word;

impl Filter {
    /// A filter on a column with the parameter's own name in snake case.
    pub const fn new(name: &'static str, column: &'static str, kind: FilterKind) -> Self {
        Self { name, column, kind }
    }

    /// The condition for these values on these days; none when a value cannot be read.
    pub(crate) fn condition(
        &self,
        table: &str,
        values: &[String],
        days: &Days,
    ) -> Option<Condition> {
        let column = || Expr::col((Alias::new(table), Alias::new(self.column)));
        let first = values.first()?;
        Some(Cond::all().add(match self.kind {
            FilterKind::Text | FilterKind::UnitKind => {
                column().is_in(values.iter().map(String::as_str))
            }
            FilterKind::Word(words) => {
                let words = words();
                if !values.iter().all(|value| words.contains(&value.as_str())) {
                    return None;
                }
                column().is_in(values.iter().map(String::as_str))
            }
            FilterKind::Id => {
                let ids = values
                    .iter()
                    .map(|value| Uuid::parse_str(value).ok())
                    .collect::<Option<Vec<_>>>()?;
                column().is_in(ids)
            }
            FilterKind::Flag => column().eq(first.parse::<bool>().ok()?),
            FilterKind::DayFrom => column().gte(day(first)?),
            FilterKind::DayUntil => column().lte(day(first)?),
            FilterKind::After => {
                let moment = column::read_instant(first).ok()?;
                column().gt(column::millis(moment))
            }
            FilterKind::OnDay => {
                let day = day(first)?;
                let bound = |name| Expr::col((Alias::new(table), Alias::new(name)));
                let starts = bound("starts_on").lte(day.clone());
                let ends = bound("ends_on").gte(day);
                return Some(
                    Cond::all()
                        .add(Cond::any().add(bound("starts_on").is_null()).add(starts))
                        .add(Cond::any().add(bound("ends_on").is_null()).add(ends)),
                );
            }
            FilterKind::Search => {
                let form = akoki_domain::text::search_form(first);
                column().like(format!("%{form}%"))
            }
            FilterKind::Custom(condition) => return condition(first),
            FilterKind::WordOf(words, condition) => {
                let known = words().contains(&first.as_str());
                return known.then(|| condition(first));
            }
            FilterKind::DayOf(condition) => {
                return column::read_day(first).ok().map(condition);
            }
            FilterKind::IdOf(condition) => return Some(condition(Uuid::parse_str(first).ok()?)),
            FilterKind::Today(condition) => return Some(condition(first.parse().ok()?, days)),
            FilterKind::IdToday(condition) => {
                return Some(condition(Uuid::parse_str(first).ok()?, days));
            }
        }))
    }

    /// The form of a value, for whoever gave another.
    pub const fn expected(&self) -> &'static str {
        match self.kind {
            FilterKind::Text
            | FilterKind::Search
            | FilterKind::Word(_)
            | FilterKind::WordOf(..)
            | FilterKind::UnitKind => "text",
            FilterKind::Id | FilterKind::IdOf(_) | FilterKind::IdToday(_) => {
                akoki_domain::id::ID_FORM
            }
            FilterKind::Flag | FilterKind::Today(_) => "true, false",
            FilterKind::DayFrom
            | FilterKind::DayUntil
            | FilterKind::OnDay
            | FilterKind::DayOf(_) => "YYYY-MM-DD",
            FilterKind::After => "YYYY-MM-DDThh:mm:ssZ",
            FilterKind::Custom(_) => "system:value",
        }
    }

    /// Whether it is compared with one value, not with any of several: what the document says and what is
    /// taken both follow from it.
    pub const fn takes_one(&self) -> bool {
        match self.kind {
            FilterKind::Flag
            | FilterKind::DayFrom
            | FilterKind::DayUntil
            | FilterKind::After
            | FilterKind::OnDay
            | FilterKind::Search
            | FilterKind::Custom(_)
            | FilterKind::WordOf(..)
            | FilterKind::DayOf(_)
            | FilterKind::IdOf(_)
            | FilterKind::Today(_)
            | FilterKind::IdToday(_) => true,
            FilterKind::Text | FilterKind::Word(_) | FilterKind::UnitKind | FilterKind::Id => false,
        }
    }

    /// Whether these values can be read.
    pub fn accepts(&self, values: &[String]) -> bool {
        self.condition("t", values, &Days::same(Date::MIN))
            .is_some()
    }
}

fn day(text: &str) -> Option<String> {
    column::read_day(text).ok().map(column::day)
}

/// Adds order and position to a statement over `table`.
pub(crate) fn order(
    select: &mut SelectStatement,
    table: &'static str,
    sort: &Sort,
    query: &ListQuery,
) {
    use sea_orm::Order;
    let column = || Expr::col((Alias::new(table), Alias::new(sort.column)));
    let id = || Expr::col((Alias::new(table), Alias::new("id")));
    let direction = if query.descending {
        Order::Desc
    } else {
        Order::Asc
    };
    if let Some(position) = &query.after {
        let value = || match &position.value {
            SortValue::Text(text) => Expr::val(text.clone()),
            SortValue::Number(number) => Expr::val(*number),
        };
        // As one comparison of pairs: an OR of two would lead SQLite away from the index of the reach.
        let here = Expr::tuple([column(), id()]);
        let there = Expr::tuple([value(), Expr::val(position.id)]);
        select.and_where(if query.descending {
            here.lt(there)
        } else {
            here.gt(there)
        });
    }
    select
        .order_by_expr(column(), direction.clone())
        .order_by_expr(id(), direction)
        .limit(query.limit + 1);
}
