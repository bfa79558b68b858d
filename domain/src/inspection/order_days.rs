//! The order of the days of a recovery order: measures are carried out, then seen, and then the inspectorate
//! concludes.

use super::order::Order;
use super::order_machine::{Asked, OrderCommand};
use crate::error::{Code, Reason};

impl Asked {
    /// Every day that cannot be: a check of the board before the measures of this order were carried out, and an
    /// order that is met before the board found so.
    pub fn wrong_days(&self, order: &Order) -> Vec<Reason> {
        let mut wrong = Vec::new();
        let done = order.stated.measures.iter().filter_map(|one| one.done_on);
        let verified = self.verification.as_ref().zip(done.max());
        if let Some((_, done)) = verified.filter(|(found, done)| found.verified_on < *done) {
            let reason = Reason::new(Code::VerifiedBeforeExecuted).at("/verification/verifiedOn");
            wrong.push(reason.with("executedOn", done));
        }
        let met = self.command == OrderCommand::SettleMet;
        let concluded = self.outcome.as_ref().filter(|_| met);
        let concluded = concluded.zip(order.verification.as_ref());
        if let Some((_, found)) = concluded.filter(|(said, found)| said.on < found.verified_on) {
            let reason = Reason::new(Code::ConcludedBeforeVerified).at("/outcome/on");
            wrong.push(reason.with("verifiedOn", found.verified_on));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use time::macros::date;

    use super::*;
    use crate::inspection::order_machine::Said;
    use crate::inspection::{BoardVerification, samples};

    fn codes(reasons: &[Reason]) -> Vec<(Code, &str)> {
        let places = reasons.iter();
        places
            .map(|one| (one.code, one.pointer.as_deref().unwrap_or_default()))
            .collect()
    }

    #[test]
    fn days_follow_each_other() {
        let order = samples::order(date!(2026 - 06 - 01));
        let found = |verified_on| BoardVerification {
            verified_on,
            ..order.verification.clone().unwrap()
        };
        let asked = |command, verification, on| Asked {
            command,
            verification,
            outcome: Some(Said {
                on,
                text: "Hersteld".into(),
                early: false,
            }),
        };
        // The measures of the sample were carried out on 1 May and seen on 20 May.
        let (executed, seen) = (date!(2026 - 05 - 01), date!(2026 - 05 - 20));
        for (command, verified_on, on, wrong) in [
            (OrderCommand::Verify, Some(executed), seen, vec![]),
            (
                OrderCommand::Verify,
                executed.previous_day(),
                seen,
                vec![(Code::VerifiedBeforeExecuted, "/verification/verifiedOn")],
            ),
            (OrderCommand::SettleMet, None, seen, vec![]),
            (
                OrderCommand::SettleMet,
                None,
                seen.previous_day().unwrap(),
                vec![(Code::ConcludedBeforeVerified, "/outcome/on")],
            ),
            (OrderCommand::Withdraw, None, executed, vec![]),
        ] {
            let asked = asked(command, verified_on.map(found), on);
            assert_eq!(codes(&asked.wrong_days(&order)), wrong, "{command} {on}");
        }
    }
}
