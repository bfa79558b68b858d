//! Templates of our own plain lists: what a file should look like.

use super::column::Column::{self, *};
use super::layout::ImportKind;

impl ImportKind {
    /// The heading of the template and one example line; none for lists that others publish, and for answers, whose
    /// template goes by the survey.
    pub const fn template(self) -> Option<(&'static [Column], &'static [&'static str])> {
        match self {
            ImportKind::DuoEstablishments | ImportKind::DuoBoards | ImportKind::SurveyResponses => {
                None
            }
            ImportKind::People => Some((
                &[
                    System, ExternalId, GivenName, NamePrefix, FamilyName, Email, Employment,
                    StartsOn, EndsOn,
                ],
                &[
                    "hr",
                    "100234",
                    "Noor",
                    "van der",
                    "Berg",
                    "n.vanderberg@voorbeeld.nl",
                    "employee",
                    "2024-08-01",
                    "",
                ],
            )),
            ImportKind::Groups => Some((
                &[
                    System, ExternalId, GroupName, GroupKind, SchoolYear, Unit, Stage, YearLevels,
                ],
                &[
                    "las", "G-7B", "7b", "class", "2026/27", "99ZZ00", "upper", "7",
                ],
            )),
            ImportKind::Assignments => Some((
                &[System, ExternalId, Email, Unit, Function, StartsOn, EndsOn],
                &[
                    "hr",
                    "100234",
                    "n.vanderberg@voorbeeld.nl",
                    "99ZZ00",
                    "teacher",
                    "2024-08-01",
                    "",
                ],
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::layout::recognise;

    #[test]
    fn each_template_is_a_list_of_its_kind_with_a_line_of_the_same_length() {
        for kind in ImportKind::ALL {
            if let Some((columns, line)) = kind.template() {
                let header: Vec<&str> = columns
                    .iter()
                    .filter_map(|column| column.names().first().copied())
                    .collect();
                assert!(recognise(*kind, &header).is_ok(), "{kind:?}");
                assert_eq!(header.len(), line.len(), "{kind:?}");
            }
        }
    }
}
