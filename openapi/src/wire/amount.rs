//! Amounts on the wire: JSON numbers with at most two decimals.

use akoki_domain::{Code, Reason, amount::Amount};

/// Reads a number; one with more than two decimals or out of range is named at the pointer.
pub(super) fn read(value: f64, pointer: &str, wrong: &mut Vec<Reason>) -> Option<Amount> {
    let read = Amount::from_double(value);
    if let Err(error) = read {
        let reason = Reason::new(Code::InvalidFormat).at(pointer);
        wrong.push(reason.with("expected", error));
    }
    read.ok()
}

/// Reads a number that may be absent.
pub(super) fn optional(
    value: Option<f64>,
    pointer: &str,
    wrong: &mut Vec<Reason>,
) -> Option<Amount> {
    read(value?, pointer, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_decimal_is_named_where_it_stands() {
        let mut wrong = Vec::new();
        assert_eq!(
            optional(Some(7.25), "/target", &mut wrong).map(Amount::hundredths),
            Some(725)
        );
        assert_eq!(optional(Some(7.251), "/target", &mut wrong), None);
        assert_eq!(wrong.len(), 1);
        assert_eq!(
            wrong.first().and_then(|reason| reason.pointer.as_deref()),
            Some("/target")
        );
    }
}
