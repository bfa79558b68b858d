//! What a password must be: long, and not what is tried first. Nothing is asked of the characters in it,
//! and it never ends by itself (NIST SP 800-63B).

use std::{collections::BTreeSet, sync::LazyLock};

use crate::error::{Code, Reason};
use crate::text::search_form;

/// The fewest characters.
pub const SHORTEST: usize = 12;
/// The most characters.
pub const LONGEST: usize = 128;

static COMMON: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Says at `pointer` everything that is wrong with a password for somebody with this e-mail address and
/// name.
pub fn check_password(
    password: &str,
    email: &str,
    display_name: &str,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) {
    let mut wrong = |reason: Reason| reasons.push(reason.at(pointer));
    let length = password.chars().count();
    if length < SHORTEST {
        wrong(Reason::new(Code::TooShort).with("min", SHORTEST));
    }
    if length > LONGEST {
        wrong(Reason::new(Code::TooLong).with("max", LONGEST));
        return;
    }
    if password.contains('\0') {
        wrong(Reason::new(Code::ContainsNul));
    }
    if is_common(password) {
        wrong(Reason::new(Code::PasswordTooCommon));
    }
    let plain = search_form(password);
    let name = email.split_once('@').map_or(email, |(name, _)| name);
    if !plain.is_empty()
        && [email, name, display_name]
            .iter()
            .any(|own| search_form(own) == plain)
    {
        wrong(Reason::new(Code::PasswordIsName));
    }
}

/// Whether it is on the list, also with figures and marks around it or written several times over.
fn is_common(password: &str) -> bool {
    let lower = password.trim().to_lowercase();
    let word = lower.trim_matches(|c: char| !c.is_alphabetic());
    let repeated = unit(&lower);
    repeated.chars().count() == 1
        || [&lower, word, repeated, unit(word)]
            .into_iter()
            .any(|form| COMMON.contains(form))
}

/// The shortest text of which this one is a repetition.
fn unit(text: &str) -> &str {
    text.char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .filter(|at| text.len().is_multiple_of(*at))
        .find_map(|at| {
            let (first, rest) = text.split_at(at);
            rest.as_bytes()
                .chunks(at)
                .all(|chunk| chunk == first.as_bytes())
                .then_some(first)
        })
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrong(password: &str) -> Vec<Code> {
        let mut reasons = Vec::new();
        let (email, name) = ("anouk.vandermeer@school.nl", "Anouk van der Meer");
        check_password(password, email, name, "/password", &mut reasons);
        assert!(
            reasons
                .iter()
                .all(|r| r.pointer.as_deref() == Some("/password"))
        );
        reasons.iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn a_long_password_is_taken_whatever_stands_in_it() {
        for good in [
            "vier paarden in de wei",
            "aaaaaaaaaaab",
            "Regenboog op dinsdag",
            "ünïcödé-zin",
            "  twaalf  x ",
        ] {
            let good = format!(
                "{good}{}",
                "!".repeat(12_usize.saturating_sub(good.chars().count()))
            );
            assert_eq!(wrong(&good), [], "{good}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "Welkom123456",
            "welkomwelkom",
            "wachtwoord2026!",
            "!Password1234",
            "123456789012",
            "aaaaaaaaaaaa",
            "qwertyuiopqwertyuiop",
            "Welkom01Welkom01",
            "000000000000",
        ] {
            assert!(wrong(common).contains(&Code::PasswordTooCommon), "{common}");
        }
    }

    #[test]
    fn ones_own_name_is_no_secret() {
        for own in [
            "Anouk van der Meer",
            "anouk.vandermeer@school.nl",
            "Anouk.VanDerMeer",
        ] {
            assert_eq!(wrong(own), [Code::PasswordIsName], "{own}");
        }
    }

    #[test]
    fn everything_wrong_is_said() {
        assert_eq!(wrong("welkom"), [Code::TooShort, Code::PasswordTooCommon]);
        assert_eq!(wrong(""), [Code::TooShort]);
        assert_eq!(wrong("een\0goede zin"), [Code::ContainsNul]);
        assert_eq!(wrong(&"x".repeat(129)), [Code::TooLong]);
    }

    #[test]
    fn the_list_is_in_the_form_in_which_it_is_looked_up() {
        assert!(COMMON.len() >= 200, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert_eq!(*word, word.to_lowercase());
        }
    }

    proptest! {
        #[test]
        fn every_text_is_a_repetition_of_its_unit(text in "[ab]{1,3}", times in 1..6_usize) {
            let whole = text.repeat(times);
            let unit = unit(&whole);
            prop_assert!(unit.len() <= text.len());
            prop_assert_eq!(unit.repeat(whole.len() / unit.len()), whole);
        }

        #[test]
        fn no_password_makes_the_rule_fail(text in ".{0,140}") {
            let mut reasons = Vec::new();
            check_password(&text, "a@b.nl", "A", "/password", &mut reasons);
            let length = text.chars().count();
            prop_assert!(!reasons.is_empty() || (SHORTEST..=LONGEST).contains(&length));
        }
    }
}
