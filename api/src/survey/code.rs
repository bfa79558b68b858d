//! Codes that people type: letters and digits that are not mistaken for each other (Crockford's base 32).

use crate::clock::fill_random;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters a code has. Five bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// For those in the room, for minutes: 50 bits.
    Class = 10,
    /// For one person, for months: 60 bits.
    Single = 12,
    /// In a link, which nobody types: 130 bits.
    Link = 26,
}

/// A code that nobody had before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    /// In groups of four, as it is shown.
    pub shown: String,
    /// As [`normal`] reads it.
    pub normal: String,
}

/// A new code.
pub fn fresh(length: Length) -> Fresh {
    let mut bytes = vec![0; length as usize];
    fill_random(&mut bytes);
    let (mut shown, mut normal) = (String::new(), String::new());
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            shown.push('-');
        }
        let letter = LETTERS.get(usize::from(byte % 32)).copied();
        let letter = char::from(letter.unwrap_or(b'0'));
        shown.push(letter);
        normal.push(letter);
    }
    Fresh { shown, normal }
}

/// A code in the form in which it is compared: without spaces and hyphens, in capitals, with what is mistaken for
/// another letter put right. None when it cannot be one.
pub fn normal(typed: &str) -> Option<String> {
    let mut code = String::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let known = u8::try_from(c).is_ok_and(|byte| LETTERS.contains(&byte));
        if !known {
            return None;
        }
        code.push(c);
    }
    (8..=26).contains(&code.len()).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(normal("ab1l-o0Iz").as_deref(), Some("AB11001Z"));
        assert_eq!(normal(" AB11 001Z ").as_deref(), Some("AB11001Z"));
        assert_eq!(normal("AB11-001U"), None);
        assert_eq!(normal("AB11"), None);
        assert_eq!(normal("AB11-001é"), None);
    }

    #[test]
    fn codes_differ_and_are_read_back() {
        for length in [Length::Class, Length::Single, Length::Link] {
            let (one, other) = (fresh(length), fresh(length));
            assert_ne!(one, other);
            assert_eq!(one.normal.len(), length as usize);
            assert_eq!(normal(&one.shown), Some(one.normal));
        }
    }
}
