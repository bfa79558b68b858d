//! What is said of one standard: a level of the scale or "not assessed", and why.

use serde::{Deserialize, Serialize};

use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::framework::EditionContent;
use crate::id::EvidenceId;
use crate::verdict::{Pinned, Voice};

/// What is said of one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// The standard: a code of the edition, or `own/<id>`.
    pub standard: String,
    /// A level of the scale; none for "not assessed".
    pub value: Option<String>,
    /// Why. A level needs a reason; "not assessed" may go without.
    pub reason: Option<String>,
    /// The pieces of evidence on which that rests.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

impl Said {
    /// Everything wrong with it; `at` is where it stands.
    pub fn check(&self, pinned: &Pinned, edition: &EditionContent, at: &str) -> Vec<Reason> {
        let (name, value) = (&self.standard, self.value.as_deref());
        let mut wrong: Vec<Reason> = pinned
            .wrong_with(edition, Voice::SelfAssessed, name, value)
            .into_iter()
            .map(|reason| {
                let field = match reason.code {
                    Code::StandardNotSelected => "standard",
                    _ => "value",
                };
                reason.at(format!("{at}/{field}"))
            })
            .collect();
        let pointer = format!("{at}/reason");
        match (&self.value, &self.reason) {
            (Some(_), None) => wrong.push(Reason::new(Code::Required).at(pointer)),
            (Some(_), Some(text)) => check::required_text(&mut wrong, &pointer, text, MAX_TEXT),
            (None, text) => check::optional_text(&mut wrong, &pointer, text.as_ref(), MAX_TEXT),
        }
        let pointer = format!("{at}/evidenceIds");
        check::distinct(&mut wrong, &pointer, &self.evidence_ids);
        wrong
    }

    /// Everything wrong with a list of these, at `/items`: each standard stands once.
    pub fn check_all(items: &[Said], pinned: &Pinned, edition: &EditionContent) -> Vec<Reason> {
        let mut wrong = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let at = format!("/items/{n}");
            wrong.extend(item.check(pinned, edition, &at));
            if items
                .iter()
                .take(n)
                .any(|one| one.standard == item.standard)
            {
                let reason = Reason::new(Code::Duplicate).at(format!("{at}/standard"));
                wrong.push(reason.with("standard", &item.standard));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::samples::{edition, said, sample};
    use crate::evaluation::{Mode, State};

    #[test]
    fn all_that_is_wrong_is_told_where_it_stands() {
        let pinned = sample(Mode::Joint, State::Open).pinned;
        let mut bare = said("A", Some("mid"));
        bare.reason = None;
        let mut unseen = said("B", None);
        unseen.reason = None;
        let items = [
            unseen,
            said("Z", Some("grand")),
            said("B", Some("low")),
            bare,
        ];
        let wrong = Said::check_all(&items, &pinned, &edition());
        let mut found: Vec<_> = wrong
            .iter()
            .map(|one| (one.pointer.as_deref().unwrap_or_default(), one.code))
            .collect();
        found.sort_unstable();
        let expected = [
            ("/items/1/standard", Code::StandardNotSelected),
            ("/items/1/value", Code::UnknownLevel),
            ("/items/2/standard", Code::Duplicate),
            ("/items/3/reason", Code::Required),
        ];
        assert_eq!(found, expected);
    }
}
