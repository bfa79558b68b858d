//! Taking in files: received whole and looked at, planned row by row into a report, confirmed where
//! much would end, applied in chunks. A job that loses its worker is taken up by another where it was.

mod applying;
mod cells;
mod changes;
mod duo;
mod ends;
mod groups;
mod heading;
mod list;
mod people;
mod places;
mod planning;
mod receive;
mod responses;
mod rows;
mod run;
mod staff;
mod units;
mod writing;

use akoki_domain::{
    access::{
        Permission,
        Role::{self, BoardQualityOfficer, Integrator},
    },
    import::ImportKind,
};

pub use receive::{Asked, submit};
pub use responses::template;
pub(crate) use run::{LEASE, Run, Stop};

/// The operation by which files come in; what their jobs write carries its name.
pub const OPERATION: &str = "createImport";

/// Rows of a chunk: each is one unit of work, short enough not to keep other writers waiting.
const CHUNK: usize = 150;

/// Who may take in files about people and their answers: those who may take in files and write what is in them.
const PEOPLE: &[Role] = &[BoardQualityOfficer, Integrator];

/// The roles that may take in a file of this kind. The platform keeps boards and schools, and reads no
/// staff data.
pub fn roles(kind: ImportKind) -> &'static [Role] {
    match kind {
        ImportKind::DuoEstablishments | ImportKind::DuoBoards => Permission::WriteImports.roles(),
        ImportKind::People
        | ImportKind::Groups
        | ImportKind::Assignments
        | ImportKind::SurveyResponses => PEOPLE,
    }
}

/// Whether a file of this kind is about the people and groups of one board.
pub fn is_about_people(kind: ImportKind) -> bool {
    match kind {
        ImportKind::DuoEstablishments | ImportKind::DuoBoards | ImportKind::SurveyResponses => {
            false
        }
        ImportKind::People | ImportKind::Groups | ImportKind::Assignments => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_in_a_file_may_write_what_is_in_it() {
        for (kind, writes) in [
            (ImportKind::DuoEstablishments, Permission::WriteUnits),
            (ImportKind::DuoBoards, Permission::WriteUnits),
            (ImportKind::People, Permission::WritePeople),
            (ImportKind::Assignments, Permission::WritePeople),
            (ImportKind::Groups, Permission::WriteGroups),
            (ImportKind::SurveyResponses, Permission::WriteSurveys),
        ] {
            let both: Vec<_> = Permission::WriteImports
                .roles()
                .iter()
                .filter(|role| writes.roles().contains(role))
                .copied()
                .collect();
            assert_eq!(roles(kind), both, "{kind:?}");
        }
    }
}
