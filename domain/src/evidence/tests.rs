//! When evidence can be leaned on, and what its files may be.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::error::{Code, Refusal};
use crate::id::*;
use crate::organisation::Period;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

const FROM: Date = date!(2025 - 08 - 01);

fn stated() -> EvidenceInput {
    EvidenceInput {
        title: "Veiligheidsplan".into(),
        kind: EvidenceKind::Document,
        description: None,
        owner: Some(PersonId(Uuid::from_u128(1))),
        effective_from: FROM,
        effective_until: Some(date!(2026 - 07 - 31)),
        expires_on: None,
        links: vec![EvidenceLink {
            url: "https://school.example/plan".into(),
            title: None,
        }],
        requirements: vec![],
    }
}

fn evidence() -> Evidence {
    Evidence {
        id: EvidenceId(Uuid::from_u128(2)),
        board_id: BoardId(Uuid::from_u128(3)),
        unit_id: UnitId(Uuid::from_u128(4)),
        stated: stated(),
        files: vec![],
    }
}

fn file(number: usize) -> EvidenceFile {
    EvidenceFile {
        id: EvidenceFileId(Uuid::from_u128(number as u128)),
        name: format!("{number}.pdf"),
        media_type: FileType::Pdf,
        size: 10,
        sha256: format!("{number:064x}"),
        uploaded_at: OffsetDateTime::UNIX_EPOCH,
        uploaded_by: None,
    }
}

fn wrong(input: &EvidenceInput) -> Vec<(Code, String)> {
    let wrong = input.check().into_iter();
    wrong
        .map(|reason| (reason.code, reason.pointer.unwrap()))
        .collect()
}

#[test]
fn everything_wrong_with_it_is_said_at_once() {
    assert_eq!(wrong(&stated()), []);
    let link = |url: &str| EvidenceLink {
        url: url.into(),
        title: Some(" ".into()),
    };
    let input = EvidenceInput {
        title: String::new(),
        description: Some(String::new()),
        owner: None,
        effective_until: Some(FROM - Duration::DAY),
        expires_on: Some(FROM - Duration::DAY),
        links: vec![link("http://school.example"), link("javascript:alert(1)")],
        ..stated()
    };
    let expected = [
        (Code::Required, "/title"),
        (Code::TooShort, "/description"),
        (Code::Required, "/ownerId"),
        (Code::EndBeforeStart, "/effectiveUntil"),
        (Code::EndBeforeStart, "/expiresOn"),
        (Code::InvalidFormat, "/links/0/url"),
        (Code::TooShort, "/links/0/title"),
        (Code::InvalidFormat, "/links/1/url"),
        (Code::TooShort, "/links/1/title"),
    ];
    let expected = expected.map(|(code, at)| (code, at.replace("/links", "/webLinks")));
    assert_eq!(wrong(&input), expected);
    let many = EvidenceInput {
        links: stated()
            .links
            .into_iter()
            .cycle()
            .take(MAX_LINKS + 1)
            .collect(),
        ..stated()
    };
    assert_eq!(wrong(&many), [(Code::TooLong, "/webLinks".into())]);
}

#[test]
fn an_address_is_one_of_a_page_behind_a_safe_connection() {
    for (url, taken) in [
        ("https://school.example/plan.pdf", true),
        ("https://", false),
        ("https:///plan", false),
        ("https://school.example/een plan", false),
        ("https://school.example/\u{202e}fdp", false),
        ("ftp://school.example", false),
        ("file:///etc/passwd", false),
    ] {
        let input = EvidenceInput {
            links: vec![EvidenceLink {
                url: url.into(),
                title: None,
            }],
            ..stated()
        };
        assert_eq!(input.check().is_empty(), taken, "{url}");
    }
}

#[test]
fn it_can_be_leaned_on_until_it_expires_or_else_to_the_end_of_its_period() {
    let day = date!(2026 - 07 - 31);
    let longer = EvidenceInput {
        expires_on: Some(day + Duration::days(365)),
        ..stated()
    };
    let shorter = EvidenceInput {
        expires_on: Some(day - Duration::days(100)),
        ..stated()
    };
    let open = EvidenceInput {
        effective_until: None,
        ..stated()
    };
    for (input, last) in [
        (stated(), Some(day)),
        (longer, Some(day + Duration::days(365))),
        (shorter, Some(day - Duration::days(100))),
        (open, None),
    ] {
        assert_eq!(input.serves_until(), last);
        assert!(!input.in_force(FROM - Duration::DAY) && input.in_force(FROM));
        if let Some(last) = last {
            assert!(input.in_force(last) && !input.expired(last));
            let after = last + Duration::DAY;
            assert!(!input.in_force(after) && input.expired(after));
        }
    }
}

proptest! {
    /// Whatever its ends are, it is in force, not begun, or expired: one of them on each day. It is outside
    /// of a period exactly when it is in force on no day of it.
    #[test]
    fn a_day_is_before_within_or_after(
        from in 0_i64..60, until in proptest::option::of(0_i64..60), expires in proptest::option::of(0_i64..60),
        judged_from in 0_i64..80, judged_for in 0_i64..20,
    ) {
        let day = |n: i64| FROM + Duration::days(n);
        let input = EvidenceInput {
            effective_from: day(from),
            effective_until: until.map(|n| day(from + n)),
            expires_on: expires.map(|n| day(from + n)),
            ..stated()
        };
        prop_assert!(input.check().is_empty());
        for n in 0..130 {
            let states = [day(n) < input.effective_from, input.in_force(day(n)), input.expired(day(n))];
            prop_assert_eq!(states.iter().filter(|holds| **holds).count(), 1);
        }
        let judged = Period::new(Some(day(judged_from)), Some(day(judged_from + judged_for)));
        let some = (judged_from..=judged_from + judged_for).any(|n| input.in_force(day(n)));
        prop_assert_eq!(outside(&input.serves(), &judged).is_none(), some);
    }

    /// Whatever it is called, its name is no path, hides nothing, and is its own name.
    #[test]
    fn a_name_is_never_a_path(text in any::<String>()) {
        let Ok(name) = file_name(&text) else { return Ok(()) };
        prop_assert!(!name.contains(['/', '\\', '\0', ':', '"']));
        prop_assert!(!name.starts_with('.') && !name.is_empty() && name.chars().count() <= 200);
        prop_assert!(!name.chars().any(crate::text::is_hidden));
        prop_assert_eq!(file_name(&name), Ok(name));
    }
}

#[test]
fn names_lose_what_leads_elsewhere_and_keep_their_letters() {
    for (text, name) in [
        (
            "Veiligheidsplan é ñ 学校.pdf",
            "Veiligheidsplan é ñ 学校.pdf",
        ),
        ("../../etc/passwd", "passwd"),
        ("C:\\Documenten\\plan.pdf", "plan.pdf"),
        ("plan\u{202e}fdp.exe", "planfdp.exe"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ("  .verborgen. ", "verborgen"),
        ("regel\r\neinde.txt", "regeleinde.txt"),
    ] {
        assert_eq!(file_name(text).unwrap(), name);
    }
    for text in ["", " ", "map/", "..", "/", "\u{0}"] {
        assert_eq!(
            file_name(text).unwrap_err().code,
            Code::Required,
            "{text:?}"
        );
    }
    assert_eq!(file_name(&"x".repeat(201)).unwrap_err().code, Code::TooLong);
}

#[test]
fn a_file_begins_as_its_type_does() {
    let png = b"\x89PNG\r\n\x1a\n....";
    let pdf = b"%PDF-1.7";
    let zip = b"PK\x03\x04....";
    let jpeg = b"\xff\xd8\xff\xe0";
    for (file_type, fitting) in [
        (FileType::Pdf, &pdf[..]),
        (FileType::Png, png),
        (FileType::Jpeg, jpeg),
        (FileType::Docx, zip),
        (FileType::Ods, zip),
        (FileType::Csv, b"a;b\r\n"),
        (FileType::Text, b"\xff\xfeH\0o\0i\0"),
    ] {
        for beginning in [&pdf[..], png, jpeg, zip, b"a;b\r\n", b"\xff\xfeH\0o\0i\0"] {
            let both = |one: FileType| matches!(one, FileType::Csv | FileType::Text);
            let text = |bytes: &[u8]| bytes.starts_with(b"a;") || bytes.starts_with(b"\xff\xfe");
            let fits = beginning == fitting || (both(file_type) && text(beginning));
            assert_eq!(file_type.fits(beginning), fits, "{file_type} {beginning:?}");
        }
        assert!(!file_type.fits(b""), "{file_type}");
        assert!(!file_type.fits(b"MZ\x90\0\x03"), "{file_type}");
    }
}

#[test]
fn there_are_so_many_files_and_none_of_them_twice() {
    let mut evidence = evidence();
    for number in 0..MAX_FILES {
        evidence.attach(file(number)).unwrap();
    }
    let code = |refused: Result<(), Refusal>| match refused {
        Err(Refusal::Conflict { code, .. }) => Some(code),
        Err(Refusal::Invalid(_)) | Ok(()) => None,
    };
    assert_eq!(code(evidence.attach(file(99))), Some(Code::TooManyFiles));
    assert_eq!(evidence.detach(file(3).id), Some(file(3)));
    assert_eq!(evidence.detach(file(3).id), None);
    let again = EvidenceFile {
        id: EvidenceFileId(Uuid::from_u128(77)),
        name: "anders.pdf".into(),
        ..file(5)
    };
    assert_eq!(code(evidence.attach(again)), Some(Code::Duplicate));
    assert_eq!(code(evidence.attach(file(3))), None);
    assert_eq!(evidence.files.len(), MAX_FILES);
}
