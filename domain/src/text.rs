//! Texts that come from users, and texts in two languages.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Reason};

/// The languages the service answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch, the default.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::Nl => "nl",
            Language::En => "en",
        }
    }
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }
}

/// Whether a text is one line or may be more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// A name or a title: no ends of lines, no tabs.
    One,
    /// Running text.
    Many,
}

/// Whether a character is not seen but does something: it rings, or it turns the direction of what follows,
/// so that a text reads otherwise than it is.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is wrong with the characters of a text at `pointer`: the first that is no text.
pub fn wrong_character(text: &str, lines: Lines, pointer: &str) -> Option<Reason> {
    if text.contains('\0') {
        return Some(Reason::new(Code::ContainsNul).at(pointer));
    }
    let fits = |c: char| lines == Lines::Many && matches!(c, '\n' | '\r' | '\t');
    let wrong = text.chars().find(|c| is_hidden(*c) && !fits(*c))?;
    let reason = Reason::new(Code::CharacterNotAllowed).at(pointer);
    Some(reason.with("character", format!("U+{:04X}", u32::from(wrong))))
}

/// The form in which names are sorted and searched, the same on every store: lower case, without
/// diacritics and typographic marks, with single spaces.
pub fn search_form(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain: &str = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
            'ç' => "c",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
            'ù' | 'ú' | 'û' | 'ü' => "u",
            'ý' | 'ÿ' => "y",
            'ĳ' => "ij",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            '\'' | '’' | '‘' | '`' | '´' | '\u{300}'..='\u{36f}' => "",
            c if c.is_alphanumeric() => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(c);
                continue;
            }
            _ => {
                gap = true;
                continue;
            }
        };
        if !plain.is_empty() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push_str(plain);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str, lines: Lines) -> Option<(Code, String)> {
        let reason = wrong_character(text, lines, "/name")?;
        assert_eq!(reason.pointer.as_deref(), Some("/name"));
        let value = reason.params.first();
        Some((reason.code, value.map_or("", |(_, value)| value).to_owned()))
    }

    #[test]
    fn hidden_characters_are_named() {
        let found = |code: &str| Some((Code::CharacterNotAllowed, code.to_owned()));
        for lines in [Lines::One, Lines::Many] {
            assert_eq!(wrong("bel\u{7}", lines), found("U+0007"));
            assert_eq!(wrong("factuur\u{202e}fdp.exe", lines), found("U+202E"));
            assert_eq!(wrong("\u{2069}\u{202a}", lines), found("U+2069"));
            assert_eq!(
                wrong("a\u{7}\0", lines),
                Some((Code::ContainsNul, String::new()))
            );
        }
        for c in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
            assert!(wrong(&format!("a{c}b"), Lines::Many).is_some(), "{c:?}");
        }
    }

    #[test]
    fn what_is_text_is_let_be() {
        // Languages that are written from right to left, their marks, and what joins letters and pictures.
        for text in [
            "’t Palet",
            "مدرسة",
            "בית\u{200f}",
            "👩\u{200d}🏫",
            "a\u{2029}\u{2065}\u{206a}",
        ] {
            assert_eq!(wrong(text, Lines::One), None, "{text:?}");
        }
        assert_eq!(wrong("twee\r\n\tregels", Lines::Many), None);
        let line = Some((Code::CharacterNotAllowed, "U+000A".to_owned()));
        assert_eq!(wrong("twee\nregels", Lines::One), line);
    }

    #[test]
    fn the_search_form_forgets_marks_and_spacing() {
        assert_eq!(search_form("’t  Palet"), "t palet");
        assert_eq!(search_form("Sint-Jozef / Élan"), "sint jozef elan");
        assert_eq!(search_form("  "), "");
    }

    #[test]
    fn the_search_form_is_stable() {
        for text in ["Ĳsselschool", "De Regenboog (2)", "K\u{301}"] {
            assert_eq!(search_form(&search_form(text)), search_form(text));
        }
    }
}
