//! How a civil date stands in the data of a framework: `2023-08-01`.

time::serde::format_description!(form, Date, "[year]-[month]-[day]");

pub(super) use form::{deserialize, option, serialize};
