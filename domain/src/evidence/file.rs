//! The files of a piece of evidence: what they may be, what they are called, how many there are.

use time::OffsetDateTime;

use super::record::Evidence;
use crate::error::{Code, Reason, Refusal};
use crate::id::{EvidenceFileId, PrincipalId};
use crate::noun::Noun;
use crate::text::is_hidden;
use crate::words::words;

/// The most files of one piece of evidence.
pub const MAX_FILES: usize = 20;
/// The longest name of a file, in characters.
const MAX_NAME: usize = 200;

words! {
    /// What a file is: its media type.
    FileType {
        /// A page for print.
        Pdf => "application/pdf",
        /// A picture.
        Png => "image/png",
        /// A photograph.
        Jpeg => "image/jpeg",
        /// Plain text.
        Text => "text/plain",
        /// Rows of cells.
        Csv => "text/csv",
        /// A text of LibreOffice.
        Odt => "application/vnd.oasis.opendocument.text",
        /// A sheet of LibreOffice.
        Ods => "application/vnd.oasis.opendocument.spreadsheet",
        /// Slides of LibreOffice.
        Odp => "application/vnd.oasis.opendocument.presentation",
        /// A text of Word.
        Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        /// A sheet of Excel.
        Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        /// Slides of PowerPoint.
        Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }
}

const PDF: &[u8] = b"%PDF-";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";
const ZIP: &[u8] = b"PK\x03\x04";
/// Text of two bytes a letter.
const WIDE: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

impl FileType {
    /// Whether a file that begins so can be of this type. Text is what begins as none of the others, and
    /// has no byte that no text has, unless its letters take two bytes each and it says so.
    pub fn fits(self, beginning: &[u8]) -> bool {
        let begins = |with: &[u8]| beginning.starts_with(with);
        match self {
            FileType::Pdf => begins(PDF),
            FileType::Png => begins(PNG),
            FileType::Jpeg => begins(JPEG),
            FileType::Odt
            | FileType::Ods
            | FileType::Odp
            | FileType::Docx
            | FileType::Xlsx
            | FileType::Pptx => begins(ZIP),
            FileType::Text | FileType::Csv => {
                !beginning.is_empty()
                    && ![PDF, PNG, JPEG, ZIP].into_iter().any(begins)
                    && (!beginning.contains(&0) || WIDE.into_iter().any(begins))
            }
        }
    }
}

/// A file of a piece of evidence. What is in it never changes: another version is another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Its id.
    pub id: EvidenceFileId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: FileType,
    /// How many bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal: under this it is kept.
    pub sha256: String,
    /// When it came.
    pub uploaded_at: OffsetDateTime,
    /// Who sent it; none for the service itself.
    pub uploaded_by: Option<PrincipalId>,
}

/// What a file is called here: its name alone, never a path. What stands before the last slash of either
/// kind goes; what no file system takes in a name becomes an underscore.
///
/// # Errors
/// "required" or "too-long" at `name` when nothing is left, or too much.
pub fn file_name(text: &str) -> Result<String, Reason> {
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| match c {
            ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c => c,
        })
        .collect();
    let name = plain
        .trim()
        .trim_start_matches('.')
        .trim_end_matches(['.', ' '])
        .trim();
    if name.is_empty() {
        return Err(Reason::new(Code::Required).at("name"));
    }
    if name.chars().count() > MAX_NAME {
        let reason = Reason::new(Code::TooLong).at("name");
        return Err(reason.with("max", MAX_NAME));
    }
    Ok(name.to_owned())
}

impl Evidence {
    /// What stands in the way of one more file.
    ///
    /// # Errors
    /// "too-many-files" when there are as many as there may be.
    pub fn takes_files(&self) -> Result<(), Refusal> {
        if self.files.len() < MAX_FILES {
            return Ok(());
        }
        let reason = Reason::new(Code::TooManyFiles).with("max", MAX_FILES);
        Err(Refusal::conflict(Code::TooManyFiles, vec![reason]))
    }

    /// Adds a file.
    ///
    /// # Errors
    /// "too-many-files"; "duplicate" when the same bytes are here already, under whatever name.
    pub fn attach(&mut self, file: EvidenceFile) -> Result<(), Refusal> {
        self.takes_files()?;
        if self.files.iter().any(|one| one.sha256 == file.sha256) {
            let there = Reason::new(Code::Duplicate).about(Noun::Evidence, self.id);
            return Err(Refusal::conflict(Code::Duplicate, vec![there]));
        }
        self.files.push(file);
        Ok(())
    }

    /// Takes a file away; none when it has no such file.
    pub fn detach(&mut self, file: EvidenceFileId) -> Option<EvidenceFile> {
        let at = self.files.iter().position(|one| one.id == file)?;
        Some(self.files.remove(at))
    }
}
