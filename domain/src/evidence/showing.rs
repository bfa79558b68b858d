//! What a piece of evidence shows. As long as something rests on it that was judged by that, or said to be
//! done, nothing of it is taken away.

use super::record::{Evidence, EvidenceInput, Used};
use crate::id::EvidenceFileId;
use crate::noun::Noun;

impl Evidence {
    /// It shows less than it did before: a file or the address of a link is gone, or a day about which it
    /// said something. What is added, or is called otherwise, takes nothing away.
    pub fn shows_less_than(&self, before: &Evidence) -> bool {
        let has_file = |id: EvidenceFileId| self.files.iter().any(|one| one.id == id);
        let has_link = |url: &str| self.stated.links.iter().any(|one| one.url == url);
        !before.files.iter().all(|file| has_file(file.id))
            || !before.stated.links.iter().all(|link| has_link(&link.url))
            || is_narrower(&self.stated, &before.stated)
    }
}

/// A day about which it said something then is one no longer.
fn is_narrower(now: &EvidenceInput, then: &EvidenceInput) -> bool {
    let ends_earlier = match (now.effective_until, then.effective_until) {
        (Some(now), Some(then)) => now < then,
        (Some(_), None) => true,
        (None, _) => false,
    };
    ends_earlier || now.effective_from > then.effective_from
}

impl Used {
    /// What uses the evidence needs it to keep what it showed. A dossier does not: it is about what is
    /// arranged from today.
    pub fn holds(&self) -> bool {
        self.by.noun != Noun::Dossier
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Subject;
    use crate::evidence::{EvidenceFile, EvidenceKind, EvidenceLink, FileType, USERS};
    use crate::id::{BoardId, EvidenceId, PersonId, UnitId};
    use time::{Date, OffsetDateTime, macros::date};
    use uuid::Uuid;

    const FROM: Date = date!(2025 - 08 - 01);
    const UNTIL: Date = date!(2026 - 07 - 31);

    fn file(number: u128) -> EvidenceFile {
        EvidenceFile {
            id: EvidenceFileId(Uuid::from_u128(number)),
            name: format!("{number}.pdf"),
            media_type: FileType::Pdf,
            size: 10,
            sha256: format!("{number:064x}"),
            uploaded_at: OffsetDateTime::UNIX_EPOCH,
            uploaded_by: None,
        }
    }

    fn link(url: &str, title: Option<&str>) -> EvidenceLink {
        EvidenceLink {
            url: url.into(),
            title: title.map(Into::into),
        }
    }

    fn evidence() -> Evidence {
        Evidence {
            id: EvidenceId(Uuid::from_u128(2)),
            board_id: BoardId(Uuid::from_u128(3)),
            unit_id: UnitId(Uuid::from_u128(4)),
            stated: EvidenceInput {
                title: "Verslag".into(),
                kind: EvidenceKind::Document,
                description: None,
                owner: Some(PersonId(Uuid::from_u128(1))),
                effective_from: FROM,
                effective_until: Some(UNTIL),
                expires_on: None,
                links: vec![link("https://school.example/a", None)],
                requirements: vec![],
            },
            files: vec![file(1), file(2)],
        }
    }

    fn less(change: impl FnOnce(&mut Evidence)) -> bool {
        let mut after = evidence();
        change(&mut after);
        after.shows_less_than(&evidence())
    }

    #[test]
    fn a_file_or_a_link_that_goes_is_less_and_one_that_comes_is_not() {
        assert!(!less(|_| ()));
        assert!(!less(|it| it.files.push(file(3))));
        assert!(less(|it| it.files = vec![file(2)]));
        assert!(less(|it| it.files = vec![file(1), file(3)]));
        let other = || link("https://school.example/b", None);
        assert!(!less(|it| it.stated.links.insert(0, other())));
        assert!(less(|it| it.stated.links = vec![other()]));
        assert!(less(|it| it.stated.links.clear()));
        let called = link("https://school.example/a", Some("Anders"));
        assert!(!less(|it| it.stated.links = vec![called]));
        assert!(!less(|it| {
            it.stated.title = "Anders".into();
            it.stated.kind = EvidenceKind::Data;
            it.stated.expires_on = Some(FROM);
        }));
    }

    #[test]
    fn a_period_becomes_wider_only() {
        let (earlier, later) = (date!(2025 - 07 - 31), date!(2025 - 08 - 02));
        let (sooner, longer) = (date!(2026 - 07 - 30), date!(2026 - 08 - 01));
        for (from, until, narrower) in [
            (FROM, Some(UNTIL), false),
            (earlier, Some(UNTIL), false),
            (FROM, Some(longer), false),
            (FROM, None, false),
            (later, Some(UNTIL), true),
            (later, None, true),
            (FROM, Some(sooner), true),
            (earlier, Some(sooner), true),
        ] {
            let found = less(|it| {
                it.stated.effective_from = from;
                it.stated.effective_until = until;
            });
            assert_eq!(found, narrower, "{from} {until:?}");
        }
        let mut open = evidence();
        open.stated.effective_until = None;
        assert!(evidence().shows_less_than(&open));
    }

    #[test]
    fn all_but_a_dossier_hold_it_to_what_it_showed() {
        let used = |noun| Used {
            evidence_id: EvidenceId(Uuid::from_u128(2)),
            by: Subject::new(noun, Uuid::from_u128(5)),
        };
        for noun in USERS {
            assert_eq!(used(*noun).holds(), *noun != Noun::Dossier, "{noun:?}");
        }
    }
}
