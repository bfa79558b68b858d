//! Evidence: a document, interview, observation or figure that shows something, for as many requirements
//! as it shows and wherever something is judged.

mod claim;
mod file;
mod record;
mod showing;
#[cfg(test)]
mod tests;

pub use claim::Claim;
pub use file::{EvidenceFile, FileType, MAX_FILES, file_name};
pub use record::{
    Evidence, EvidenceInput, EvidenceKind, EvidenceLink, MAX_LINKS, USERS, Used, outside,
};
