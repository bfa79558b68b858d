//! Texts that come from users, and texts in two languages.

use serde::{Deserialize, Serialize};

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
    use super::search_form;

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
