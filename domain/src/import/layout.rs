//! Recognising a list by its heading: the columns in any order, by any of their names.

use serde::{Deserialize, Serialize};

use super::column::{Column, normal_name};
use crate::error::{Code, Reason, Refusal};

macro_rules! texts {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As it stands on the wire and in the store.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)+ _ => Err(()) }
            }
        }
    };
}

texts! {
    /// What a caller says a file is.
    ImportKind {
        /// A national list of establishments.
        DuoEstablishments => "duo-establishments",
        /// A national list of boards.
        DuoBoards => "duo-boards",
        /// People of a board.
        People => "people",
        /// Groups of a board.
        Groups => "groups",
        /// Who does what where.
        Assignments => "assignments",
        /// Answers to a survey that were collected elsewhere.
        SurveyResponses => "survey-responses",
    }
}

texts! {
    /// The list that a file turns out to be. What vanishes from a list is only looked for among what an
    /// earlier list of the same layout brought.
    Layout {
        /// Establishments of primary schools.
        Primary => "primary",
        /// Establishments of special schools: sbo, so, vso.
        Special => "special",
        /// Establishments of secondary schools.
        Secondary => "secondary",
        /// Secondary schools with their main establishment only.
        SecondaryMain => "secondary-main",
        /// Boards.
        Boards => "boards",
        /// People.
        People => "people",
        /// Groups.
        Groups => "groups",
        /// Assignments.
        Assignments => "assignments",
        /// Answers to a survey: what their columns hold goes by the survey.
        SurveyResponses => "survey-responses",
    }
}

use Column::*;

/// What every list of establishments has. The address is asked for because lists of counts per
/// establishment have the same codes, former schools included, and are not lists of what is there.
const ESTABLISHMENTS: &[Column] = &[BoardNumber, SchoolCode, Street, HouseNumber, Postcode, City];

impl ImportKind {
    /// The layout that the heading has, so far as it can be told.
    fn layout(self, has: impl Fn(Column) -> bool) -> Layout {
        match self {
            ImportKind::DuoEstablishments if has(EducationStructure) => {
                if has(EstablishmentCode) {
                    Layout::Secondary
                } else {
                    Layout::SecondaryMain
                }
            }
            ImportKind::DuoEstablishments if has(SpecialKind) => Layout::Special,
            ImportKind::DuoEstablishments => Layout::Primary,
            ImportKind::DuoBoards => Layout::Boards,
            ImportKind::People => Layout::People,
            ImportKind::Groups => Layout::Groups,
            ImportKind::Assignments => Layout::Assignments,
            ImportKind::SurveyResponses => Layout::SurveyResponses,
        }
    }
}

impl Layout {
    /// The columns without which the list cannot be read; of each group one is enough.
    const fn required(self) -> &'static [&'static [Column]] {
        match self {
            Layout::Primary | Layout::Special | Layout::Secondary => {
                &[&[EstablishmentCode], &[EstablishmentName, SchoolName]]
            }
            Layout::SecondaryMain => &[&[SchoolName, EstablishmentName]],
            Layout::Boards => &[&[BoardNumber], &[BoardName]],
            Layout::People => &[&[GivenName], &[FamilyName], &[ExternalId, Email]],
            Layout::Groups => &[&[GroupName], &[SchoolYear], &[Unit]],
            Layout::Assignments => &[&[ExternalId, Email], &[Unit], &[Function], &[StartsOn]],
            Layout::SurveyResponses => &[],
        }
    }

    /// Every group of columns of which one must be there.
    fn groups(self) -> impl Iterator<Item = &'static [Column]> {
        let always = if self.lists_establishments() {
            ESTABLISHMENTS
        } else {
            &[]
        };
        always.chunks(1).chain(self.required().iter().copied())
    }

    /// Whether it lists establishments.
    pub const fn lists_establishments(self) -> bool {
        match self {
            Layout::Primary | Layout::Special | Layout::Secondary | Layout::SecondaryMain => true,
            Layout::Boards
            | Layout::People
            | Layout::Groups
            | Layout::Assignments
            | Layout::SurveyResponses => false,
        }
    }
}

/// A heading that was recognised: which column stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The list it is.
    pub layout: Layout,
    width: usize,
    places: Vec<(Column, usize, String)>,
}

impl Columns {
    /// The number of cells of a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The place of a column among the cells, when the list has it.
    pub fn place(&self, column: Column) -> Option<usize> {
        let found = self.places.iter().find(|(other, _, _)| *other == column);
        found.map(|(_, place, _)| *place)
    }

    /// The name of a column as this list writes it, or its usual name.
    pub fn name(&self, column: Column) -> &str {
        let found = self.places.iter().find(|(other, _, _)| *other == column);
        found.map_or_else(
            || column.names().first().copied().unwrap_or_default(),
            |(_, _, name)| name,
        )
    }
}

/// Recognises a list by its heading, or says everything that is missing or there twice. Columns that
/// are not read are let be.
pub fn recognise(kind: ImportKind, header: &[&str]) -> Result<Columns, Refusal> {
    let normal: Vec<String> = header.iter().map(|name| normal_name(name)).collect();
    let found = |column: Column| {
        let names: Vec<String> = column.names().iter().map(|n| normal_name(n)).collect();
        let at = normal.iter().enumerate();
        at.filter(move |(_, name)| names.contains(name))
            .map(|(place, _)| place)
            .collect::<Vec<usize>>()
    };
    let layout = kind.layout(|column| !found(column).is_empty());
    let mut reasons = Vec::new();
    let mut places = Vec::new();
    for column in Column::ALL.iter().copied().filter(|c| kind.reads(*c)) {
        let at = found(column);
        let name = |place: &usize| header.get(*place).copied().unwrap_or_default().trim();
        for again in at.iter().skip(1) {
            let twice = Reason::new(Code::ColumnDuplicate).at(name(again));
            reasons.push(twice.with("column", name(again)));
        }
        if let Some(first) = at.first() {
            places.push((column, *first, name(first).to_owned()));
        }
    }
    let has = |column: &Column| places.iter().any(|(other, _, _)| other == column);
    let missing: Vec<Reason> = layout
        .groups()
        .filter(|group| !group.iter().any(has))
        .map(|group| {
            let names: Vec<&str> = group
                .iter()
                .filter_map(|column| column.names().first().copied())
                .collect();
            Reason::new(Code::ColumnMissing)
                .at(names.first().copied().unwrap_or_default())
                .with("column", names.join(" / "))
        })
        .collect();
    if places.is_empty() {
        reasons.push(Reason::new(Code::UnknownLayout).with("kind", kind.as_str()));
    }
    reasons.extend(missing);
    Refusal::unless_empty(reasons)?;
    Ok(Columns {
        layout,
        width: header.len(),
        places,
    })
}

impl ImportKind {
    /// Whether a list of this kind has this column to be read.
    pub fn reads(self, column: Column) -> bool {
        match (self, self.template()) {
            (_, Some((columns, _))) => columns.contains(&column),
            (ImportKind::SurveyResponses, None) => false,
            (_, None) => column <= ChamberOfCommerce,
        }
    }

    /// None when a list of this kind may lack the column. Otherwise the columns of which one makes up for
    /// it; an empty list when it must be there whatever else is.
    pub fn needs(self, column: Column) -> Option<Vec<Column>> {
        // What a list is taken for when no column tells more.
        let plain = self.layout(|_| false);
        let group = plain.groups().find(|group| group.contains(&column))?;
        let others = group.iter().copied().filter(|other| *other != column);
        // Secondary schools may be listed with their main establishment only, which has no code of its own.
        let main_only = plain.lists_establishments() && column == EstablishmentCode;
        Some(
            others
                .chain(main_only.then_some(EducationStructure))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIMARY: [&str; 9] = [
        "PROVINCIE",
        "BEVOEGD GEZAG NUMMER",
        "INSTELLINGSCODE",
        "VESTIGINGSCODE",
        "VESTIGINGSNAAM",
        "STRAATNAAM",
        "HUISNUMMER-TOEVOEGING",
        "POSTCODE",
        "PLAATSNAAM",
    ];

    fn layout(header: &[&str]) -> Option<Layout> {
        let columns = recognise(ImportKind::DuoEstablishments, header);
        columns.ok().map(|columns| columns.layout)
    }

    #[test]
    fn each_layout_is_known_by_its_columns_in_any_order_and_spelling() {
        assert_eq!(layout(&PRIMARY), Some(Layout::Primary));
        let mut turned: Vec<String> = PRIMARY.iter().map(|n| n.replace(' ', "_")).collect();
        turned.reverse();
        turned.push("\u{feff}soort_primair_onderwijs".into());
        let turned: Vec<&str> = turned.iter().map(String::as_str).collect();
        assert_eq!(layout(&turned), Some(Layout::Special));
        let secondary = [
            "BEVOEGD GEZAG NUMMER",
            "BRIN NUMMER",
            "INSTELLINGSNAAM",
            "STRAATNAAM",
            "HUISNUMMER-TOEVOEGING",
            "POSTCODE",
            "PLAATSNAAM",
            "ONDERWIJSSTRUCTUUR",
        ];
        assert_eq!(layout(&secondary), Some(Layout::SecondaryMain));
        let all = [&secondary[..], &["VESTIGINGSNUMMER"]].concat();
        assert_eq!(layout(&all), Some(Layout::Secondary));
    }

    #[test]
    fn a_wrong_heading_is_refused_with_all_that_is_wrong() {
        let header = ["BRIN NUMMER", "INSTELLINGSCODE", "POSTCODE", "STRAATNAAM"];
        let Err(Refusal::Invalid(reasons)) = recognise(ImportKind::DuoEstablishments, &header)
        else {
            unreachable!("it is wrong in many places")
        };
        let found: Vec<_> = reasons
            .iter()
            .map(|r| (r.code, r.params.first().map_or("", |(_, v)| v.as_str())))
            .collect();
        let places: Vec<_> = reasons
            .iter()
            .filter_map(|r| r.pointer.as_deref())
            .collect();
        assert_eq!(
            places,
            [
                "INSTELLINGSCODE",
                "BEVOEGD GEZAG NUMMER",
                "HUISNUMMER-TOEVOEGING",
                "PLAATSNAAM",
                "VESTIGINGSCODE",
                "VESTIGINGSNAAM",
            ]
        );
        assert_eq!(
            found,
            [
                (Code::ColumnDuplicate, "INSTELLINGSCODE"),
                (Code::ColumnMissing, "BEVOEGD GEZAG NUMMER"),
                (Code::ColumnMissing, "HUISNUMMER-TOEVOEGING"),
                (Code::ColumnMissing, "PLAATSNAAM"),
                (Code::ColumnMissing, "VESTIGINGSCODE"),
                (Code::ColumnMissing, "VESTIGINGSNAAM / INSTELLINGSNAAM"),
            ]
        );
    }

    fn heading(columns: &[Column]) -> Vec<&'static str> {
        let first = |column: &Column| column.names().first().copied();
        columns.iter().filter_map(first).collect()
    }

    #[test]
    fn a_list_is_read_with_what_it_needs_and_not_without() {
        // What a file with answers needs goes by the survey.
        let lists = ImportKind::ALL.iter().copied();
        for kind in lists.filter(|kind| *kind != ImportKind::SurveyResponses) {
            let needed: Vec<Column> = Column::ALL
                .iter()
                .copied()
                .filter(|c| kind.needs(*c).is_some())
                .collect();
            assert!(needed.iter().all(|column| kind.reads(*column)), "{kind:?}");
            assert!(recognise(kind, &heading(&needed)).is_ok(), "{kind:?}");
            for column in &needed {
                let others = kind.needs(*column).unwrap_or_default();
                let mut rest = needed.clone();
                rest.retain(|one| one != column && !others.contains(one));
                assert!(
                    recognise(kind, &heading(&rest)).is_err(),
                    "{kind:?} {column:?}"
                );
                for other in others {
                    let mut with = rest.clone();
                    with.push(other);
                    assert!(
                        recognise(kind, &heading(&with)).is_ok(),
                        "{kind:?} {column:?} {other:?}"
                    );
                }
            }
        }
        assert_eq!(ImportKind::People.needs(Column::Employment), None);
        assert_eq!(ImportKind::People.needs(Email), Some(vec![ExternalId]));
    }

    #[test]
    fn what_is_no_such_list_at_all_is_said_to_be_none() {
        let Err(Refusal::Invalid(reasons)) = recognise(ImportKind::People, &["%PDF-1.7"]) else {
            unreachable!("it is no list")
        };
        assert_eq!(reasons.first().map(|r| r.code), Some(Code::UnknownLayout));
    }

    #[test]
    fn a_list_of_counts_is_no_list_of_establishments() {
        let header = [
            "INSTELLINGSCODE",
            "VESTIGINGSCODE",
            "NAAM_VESTIGING",
            "SOORT_VESTIGING",
            "BEVOEGD_GEZAG_NUMMER",
            "LEERLINGEN_1996",
        ];
        assert_eq!(layout(&header), None);
    }
}
