//! Kinds of audit are data: the vocabulary of their findings, and how strict they are.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Reason, Refusal};
use crate::noun::Noun;
use crate::text::Bilingual;
use crate::verdict::Voice;
use crate::words::words;

words! {
    /// Whether an audit of a kind gives a verdict on each of its standards.
    VerdictRule {
        /// On every standard.
        Required => "required",
        /// On those on which it wants to.
        Optional => "optional",
        /// On none.
        None => "none",
    }
}

words! {
    /// As what audits of a kind are recorded.
    RecordedAs {
        /// As audits.
        Audit => "audit",
        /// As visits of the inspectorate.
        InspectionVisit => "inspection-visit",
    }
}

impl RecordedAs {
    /// The resource.
    pub const fn noun(self) -> Noun {
        match self {
            RecordedAs::Audit => Noun::Audit,
            RecordedAs::InspectionVisit => Noun::InspectionVisit,
        }
    }
}

/// Within how many days after adoption something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DueInDays {
    /// The answer of the unit: what it will do, or why not.
    pub answer: u32,
    /// What it does about it.
    pub action: u32,
}

/// One grade of finding in the vocabulary of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingGrade {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// Whether it says that a requirement is not met: cause, correction, corrective action and a verified
    /// effect are needed then.
    pub non_conformity: bool,
    /// Whether the unit is asked for an answer: adopted, adapted or declined with the reason.
    pub recommendation: bool,
    /// When it is due; nothing is, when absent.
    #[serde(default)]
    pub due_in_days: Option<DueInDays>,
    /// Whether the audit cannot be closed while one such is open.
    pub blocks_closing: bool,
}

/// One kind of audit, as the shipped list states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditKind {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// As what audits of this kind are recorded.
    pub recorded_as: RecordedAs,
    /// The voice in which its verdicts are given.
    pub voice: Voice,
    /// The grades of its findings, the best first.
    pub grades: Vec<FindingGrade>,
    /// Whether it gives verdicts.
    pub verdict: VerdictRule,
    /// Whether the unit must have put a question of its own.
    pub research_question_required: bool,
    /// Whether it takes an accredited body and qualified auditors.
    pub needs_accreditation: bool,
    /// For how many months before it begins an assignment at the unit still stands in the way of auditing.
    pub independence_months: u32,
    /// How many days the unit has to reply, unless the audit says otherwise.
    pub right_of_reply_days: u32,
    /// Whether these numbers were read in an official text; ours otherwise.
    pub verified: bool,
}

/// The list of kinds, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AuditKinds(Vec<AuditKind>);

impl AuditKind {
    /// The grade with this code.
    pub fn grade(&self, code: &str) -> Option<&FindingGrade> {
        self.grades.iter().find(|grade| grade.code == code)
    }

    fn check(&self, at: &str, reasons: &mut Vec<Reason>) {
        titled(&self.title, at, reasons);
        for (index, grade) in self.grades.iter().enumerate() {
            let at = format!("{at}/grades/{index}");
            titled(&grade.title, &at, reasons);
            let mut earlier = self.grades.iter().take(index);
            if grade.code.is_empty() || earlier.any(|other| other.code == grade.code) {
                reasons.push(Reason::new(Code::Duplicate).at(format!("{at}/code")));
            }
            let due = grade.due_in_days;
            if due.is_some_and(|due| due.action < due.answer) {
                reasons.push(Reason::new(Code::EndBeforeStart).at(format!("{at}/dueInDays")));
            }
            // Nobody is overdue who was never told when it is due.
            if grade.non_conformity && due.is_none() {
                reasons.push(Reason::new(Code::Required).at(format!("{at}/dueInDays")));
            }
        }
    }
}

fn titled(title: &Bilingual, at: &str, reasons: &mut Vec<Reason>) {
    for (language, text) in [("nl", &title.nl), ("en", &title.en)] {
        if text.trim().is_empty() {
            reasons.push(Reason::new(Code::Required).at(format!("{at}/title/{language}")));
        }
    }
}

impl AuditKinds {
    /// Takes the list when it holds together: codes once each, both titles there, what is a non-conformity
    /// due.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check(kinds: Vec<AuditKind>) -> Result<Self, Refusal> {
        let mut reasons = Vec::new();
        for (index, kind) in kinds.iter().enumerate() {
            let mut earlier = kinds.iter().take(index);
            if kind.code.is_empty() || earlier.any(|other| other.code == kind.code) {
                reasons.push(Reason::new(Code::Duplicate).at(format!("/{index}/code")));
            }
            kind.check(&format!("/{index}"), &mut reasons);
        }
        Refusal::unless_empty(reasons)?;
        Ok(Self(kinds))
    }

    /// The kind with this code.
    pub fn get(&self, code: &str) -> Option<&AuditKind> {
        self.0.iter().find(|kind| kind.code == code)
    }

    /// All kinds, in the order of the list.
    pub fn all(&self) -> &[AuditKind] {
        &self.0
    }

    /// Their codes, of those recorded as this.
    pub fn codes(&self, recorded: RecordedAs) -> impl Iterator<Item = &str> {
        let of = self.0.iter();
        of.filter(move |kind| kind.recorded_as == recorded)
            .map(|kind| kind.code.as_str())
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    pub(in crate::audit) fn shipped() -> AuditKinds {
        let text = include_str!("../../../migrations/seed/audit-kinds.json");
        AuditKinds::check(serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn the_shipped_kinds_hold_together() {
        let kinds = shipped();
        let codes: Vec<&str> = kinds.all().iter().map(|kind| kind.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "collegial",
                "internal-system",
                "external-certification",
                "inspection"
            ]
        );
        let collegial = kinds.get("collegial").unwrap();
        assert!(collegial.research_question_required);
        assert!(!collegial.grades.iter().any(|grade| grade.non_conformity));
        for code in ["internal-system", "external-certification"] {
            let kind = kinds.get(code).unwrap();
            let grades: Vec<&str> = kind.grades.iter().map(|one| one.code.as_str()).collect();
            assert_eq!(grades, ["strength", "observation", "minor", "major"]);
            assert!(kind.grade("major").unwrap().blocks_closing);
            assert!(!kind.verified, "the days are our own");
        }
        let external = kinds.get("external-certification").unwrap();
        assert!(external.needs_accreditation && external.voice == Voice::ExternalAudit);
        let audits: Vec<&str> = kinds.codes(RecordedAs::Audit).collect();
        assert_eq!(audits.len(), 3);
    }

    #[test]
    fn a_list_that_does_not_hold_together_is_refused() {
        let mut kinds = shipped().all().to_vec();
        kinds.push(kinds.first().unwrap().clone());
        kinds.get_mut(1).unwrap().title.en = String::new();
        for grade in &mut kinds.get_mut(1).unwrap().grades {
            grade.due_in_days = None;
        }
        let Err(Refusal::Invalid(reasons)) = AuditKinds::check(kinds) else {
            unreachable!("it is wrong in four places")
        };
        let at: Vec<_> = reasons
            .iter()
            .filter_map(|one| one.pointer.as_deref())
            .collect();
        assert_eq!(
            at,
            [
                "/1/title/en",
                "/1/grades/2/dueInDays",
                "/1/grades/3/dueInDays",
                "/4/code"
            ]
        );
    }
}
