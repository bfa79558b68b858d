//! Conditions: a free object in the document, as a condition holds conditions; read into those that there are.

use akoki_domain::{Code, Reason, survey::content::Condition};
use serde_json::{Map, Value};

/// A condition as it is shown.
pub(super) fn written(condition: Option<&Condition>) -> Option<Map<String, Value>> {
    match serde_json::to_value(condition?) {
        Ok(Value::Object(map)) => Some(map),
        // A condition is written as an object, always.
        _ => Some(Map::new()),
    }
}

/// A condition as it was sent; one that is none is pointed at.
pub(super) fn read(
    said: Option<Map<String, Value>>,
    at: String,
    wrong: &mut Vec<Reason>,
) -> Option<Condition> {
    match serde_json::from_value(Value::Object(said?)) {
        Ok(condition) => Some(condition),
        Err(_) => {
            wrong.push(Reason::new(Code::ConditionUnknown).at(at));
            None
        }
    }
}
