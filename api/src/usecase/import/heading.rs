//! The first look at a file: what it is, before anything is kept or promised.

use akoki_domain::{
    Code, Reason, Refusal,
    import::{Columns, ImportKind, Layout, recognise},
    job::Encoding,
};
use encoding_rs::{Encoding as Charset, UTF_8, WINDOWS_1252};
use sha2::{Digest, Sha256};

use super::cells;

/// The bytes with which files begin that are no text, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP / XLSX / ODS"),
    (b"\xd0\xcf\x11\xe0", "XLS / DOC"),
    (b"\x1f\x8b", "GZIP"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"{\\rtf", "RTF"),
];

/// What stands between cells, most usual first.
const DELIMITERS: [char; 3] = [';', ',', '\t'];

/// The letters of an encoding.
pub(super) fn charset(encoding: Encoding) -> &'static Charset {
    match encoding {
        Encoding::Utf8 => UTF_8,
        Encoding::Windows1252 => WINDOWS_1252,
    }
}

/// What a file turns out to be.
pub struct Looked {
    /// The list it is.
    pub layout: Layout,
    /// What stands between cells; none of JSON objects.
    pub delimiter: Option<char>,
}

/// Which columns a list has, and what stands between its cells.
pub struct Heading {
    /// Which column stands where.
    pub columns: Columns,
    /// What stands between cells.
    pub delimiter: char,
}

/// Reads the heading in the first piece of a file. `whole` says that there are no more pieces.
///
/// # Errors
/// Everything that makes it no list of this kind.
pub fn read(kind: ImportKind, first: &[u8], whole: bool) -> Result<Heading, Refusal> {
    let (names, delimiter) = names(first, whole)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let columns = recognise(kind, &names)?;
    Ok(Heading { columns, delimiter })
}

/// Whether a file has a JSON object on each line, from how it begins.
pub fn is_of_objects(first: &[u8]) -> bool {
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    text.trim_ascii_start().first() == Some(&b'{')
}

/// The first line of a file of objects that says something, when it is in this first piece as a whole.
pub fn first_line(first: &[u8], whole: bool) -> Option<&str> {
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    let text = text.trim_ascii_start();
    let end = text.iter().position(|byte| *byte == b'\n');
    let line = text.get(..end.or_else(|| whole.then_some(text.len()))?)?;
    std::str::from_utf8(line).ok()
}

/// The names of the columns in the first piece of a file, and what stands between its cells. `whole` says that there
/// are no more pieces.
///
/// # Errors
/// Everything that makes it no text with cells.
pub fn names(first: &[u8], whole: bool) -> Result<(Vec<String>, char), Refusal> {
    if let Some((_, found)) = SIGNATURES.iter().find(|(mark, _)| first.starts_with(mark)) {
        return Err(not_csv(found));
    }
    if first.contains(&0) {
        return Err(not_csv("NUL"));
    }
    let (text, _, _) = if Utf8::default().goes_on(first) {
        UTF_8.decode(first)
    } else {
        WINDOWS_1252.decode(first)
    };
    let Some(line) = text.lines().find(|line| !line.trim().is_empty()) else {
        return Err(Refusal::invalid(Reason::new(Code::EmptyFile)));
    };
    if !whole && line.len().saturating_add(4) >= text.len() {
        // A line that fills the whole piece is no heading.
        return Err(not_csv("?"));
    }
    let delimiter = delimiter(line);
    let names = cells::split(line, delimiter)
        .ok_or_else(|| Refusal::invalid(Reason::new(Code::QuoteNotClosed)))?;
    Ok((names, delimiter))
}

fn not_csv(found: &str) -> Refusal {
    Refusal::invalid(Reason::new(Code::NotCsv).with("found", found))
}

/// What parts the line into most cells.
fn delimiter(line: &str) -> char {
    let count = |delimiter: char| cells::split(line, delimiter).map_or(0, |cells| cells.len());
    let mut best = (0, ';');
    for delimiter in DELIMITERS {
        let cells = count(delimiter);
        if cells > best.0 {
            best = (cells, delimiter);
        }
    }
    best.1
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Debug, Default)]
pub struct Utf8 {
    wrong: bool,
    carried: Vec<u8>,
}

impl Utf8 {
    /// Looks at the next piece; whether all is well so far.
    pub fn goes_on(&mut self, piece: &[u8]) -> bool {
        if self.wrong {
            return false;
        }
        let mut joined;
        let bytes = if self.carried.is_empty() {
            piece
        } else {
            joined = std::mem::take(&mut self.carried);
            joined.extend_from_slice(piece);
            &joined
        };
        if let Err(error) = std::str::from_utf8(bytes) {
            match error.error_len() {
                // A letter that goes on in the next piece.
                None => self.carried = bytes.iter().skip(error.valid_up_to()).copied().collect(),
                Some(_) => self.wrong = true,
            }
        }
        !self.wrong
    }

    /// What the bytes are, now that there are no more.
    pub fn encoding(&self) -> Encoding {
        if self.wrong || !self.carried.is_empty() {
            Encoding::Windows1252
        } else {
            Encoding::Utf8
        }
    }
}

/// What is learned of a file while it comes in.
#[derive(Default)]
pub struct Survey {
    hash: Sha256,
    utf8: Utf8,
    marked: bool,
    last: Option<u8>,
    /// Bytes so far.
    pub bytes: u64,
    /// Lines so far.
    pub lines: u64,
}

impl Survey {
    /// Looks at the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        if self.bytes == 0 {
            self.marked = piece.starts_with(b"\xef\xbb\xbf");
        }
        self.hash.update(piece);
        self.utf8.goes_on(piece);
        let lines = piece.iter().filter(|byte| **byte == b'\n').count();
        self.lines = self.lines.saturating_add(lines as u64);
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        self.last = piece.last().copied().or(self.last);
    }

    /// Digest, encoding and lines, now that there are no more pieces. A file that says that it is UTF-8
    /// is taken at its word; what is no letter in it breaks its row only.
    pub fn finish(mut self) -> (String, Encoding, u64) {
        if self.last.is_some_and(|last| last != b'\n') {
            self.lines = self.lines.saturating_add(1);
        }
        let encoding = if self.marked {
            Encoding::Utf8
        } else {
            self.utf8.encoding()
        };
        let digest = hex::encode(self.hash.finalize());
        (digest, encoding, self.lines)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const HEADING: &str = "BEVOEGD GEZAG NUMMER;BEVOEGD GEZAG NAAM\r\n";

    fn codes(bytes: &[u8]) -> Vec<Code> {
        match read(ImportKind::DuoBoards, bytes, true) {
            Ok(_) => Vec::new(),
            Err(Refusal::Invalid(reasons)) => reasons.iter().map(|reason| reason.code).collect(),
            Err(Refusal::Conflict { code, .. }) => vec![code],
        }
    }

    #[test]
    fn a_heading_is_read_with_any_delimiter_and_mark() {
        for delimiter in DELIMITERS {
            let text = HEADING.replace(';', &delimiter.to_string());
            let heading = read(ImportKind::DuoBoards, text.as_bytes(), true).unwrap();
            assert_eq!(heading.delimiter, delimiter);
            assert_eq!(heading.columns.width(), 2);
        }
        let marked = "\u{feff}\"BEVOEGD GEZAG NUMMER\",\"BEVOEGD_GEZAG_NAAM\"\n";
        assert_eq!(codes(marked.as_bytes()), []);
    }

    #[test]
    fn what_is_no_list_is_refused_with_what_is_wrong() {
        assert_eq!(codes(b"%PDF-1.7\n..."), [Code::NotCsv]);
        assert_eq!(codes(b"PK\x03\x04..."), [Code::NotCsv]);
        assert_eq!(codes(b"a;b\0c"), [Code::NotCsv]);
        assert_eq!(codes(b"\r\n \r\n"), [Code::EmptyFile]);
        assert_eq!(codes(b"\"BEVOEGD GEZAG NUMMER;x\n"), [Code::QuoteNotClosed]);
        let found = codes(b"BEVOEGD GEZAG NUMMER;x\n");
        assert_eq!(found, [Code::ColumnMissing]);
    }

    #[test]
    fn the_first_line_of_objects_is_known_when_it_is_there_as_a_whole() {
        let line = Some("{\"a\": 1}");
        assert_eq!(first_line(b"\xef\xbb\xbf\n{\"a\": 1}\n{", false), line);
        assert_eq!(first_line(b"{\"a\": 1}", true), line);
        assert_eq!(first_line(b"{\"a\": 1}", false), None);
    }

    #[test]
    fn letters_may_be_cut_between_pieces() {
        let text = "Élan ’t Palet".as_bytes();
        for at in 0..=text.len() {
            let mut utf8 = Utf8::default();
            let (one, other) = text.split_at(at);
            utf8.goes_on(one);
            utf8.goes_on(other);
            assert_eq!(utf8.encoding(), Encoding::Utf8, "{at}");
        }
        let mut survey = Survey::default();
        survey.add(b"a\nb");
        survey.add(b"c \x92t Palet");
        let (digest, encoding, lines) = survey.finish();
        assert_eq!(
            (encoding, lines, digest.len()),
            (Encoding::Windows1252, 2, 64)
        );
    }
}
