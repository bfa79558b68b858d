//! The columns that are read, by every name under which publishers have written them.

/// A name of a column without what differs between editions: case, spaces, underscores, hyphens and
/// the mark that some files begin with.
pub fn normal_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident => [$first:literal $(, $other:literal)*]),+ $(,)?) => {
        /// A column that is read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Column { $($(#[$doc])* $variant),+ }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Column] = &[$(Column::$variant),+];

            /// The names under which it occurs, the usual one first.
            pub const fn names(self) -> &'static [&'static str] {
                match self { $(Column::$variant => &[$first $(, $other)*]),+ }
            }
        }
    };
}

columns! {
    /// Number of the board.
    BoardNumber => ["BEVOEGD GEZAG NUMMER"],
    /// Name of the board.
    BoardName => ["BEVOEGD GEZAG NAAM"],
    /// BRIN of the school.
    SchoolCode => ["INSTELLINGSCODE", "BRIN NUMMER"],
    /// Name of the school.
    SchoolName => ["INSTELLINGSNAAM"],
    /// BRIN and two digits of the establishment.
    EstablishmentCode => ["VESTIGINGSCODE", "VESTIGINGSNUMMER"],
    /// Name of the establishment.
    EstablishmentName => ["VESTIGINGSNAAM", "INSTELLINGSNAAM VESTIGING", "NAAM VESTIGING"],
    /// Street.
    Street => ["STRAATNAAM"],
    /// House number with its addition.
    HouseNumber => ["HUISNUMMER-TOEVOEGING"],
    /// Postcode.
    Postcode => ["POSTCODE", "POSTCODE VESTIGING"],
    /// Place.
    City => ["PLAATSNAAM"],
    /// Code of the municipality.
    MunicipalityCode => ["GEMEENTENUMMER", "GEMEENTECODE VESTIGING"],
    /// Name of the municipality.
    MunicipalityName => ["GEMEENTENAAM", "GEMEENTENAAM VESTIGING"],
    /// Denomination.
    Denomination => ["DENOMINATIE", "DENOMINATIE VESTIGING"],
    /// Telephone number.
    Phone => ["TELEFOONNUMMER"],
    /// Web address.
    Website => ["INTERNETADRES"],
    /// Kinds of education of a secondary school: `VBO/MAVO/HAVO/VWO`.
    EducationStructure => ["ONDERWIJSSTRUCTUUR"],
    /// Kinds of special education: `SBO`, `SO/VSO`.
    SpecialKind => ["SOORT PRIMAIR ONDERWIJS", "SOORT PO", "SOORT VESTIGING", "SOORT ONDERWIJS"],
    /// Number in the trade register.
    ChamberOfCommerce => ["KVK-NUMMER"],
    /// System of the external id of the row.
    System => ["system"],
    /// External id of the row.
    ExternalId => ["externalId"],
    /// Given name.
    GivenName => ["givenName"],
    /// What stands between the names.
    NamePrefix => ["namePrefix"],
    /// Family name.
    FamilyName => ["familyName"],
    /// E-mail address.
    Email => ["email"],
    /// Footing of the employment.
    Employment => ["employment"],
    /// First day, `2026-08-01`.
    StartsOn => ["startsOn"],
    /// Last day, `2027-07-31`.
    EndsOn => ["endsOn"],
    /// Name of a group.
    GroupName => ["name"],
    /// Kind of a group.
    GroupKind => ["kind"],
    /// School year, `2026` or `2026/27`.
    SchoolYear => ["schoolYear"],
    /// A unit: its id, or its establishment code, BRIN or board number.
    Unit => ["unit"],
    /// Stage of a group.
    Stage => ["stage"],
    /// Year levels of a group, `7 8`.
    YearLevels => ["yearLevels"],
    /// What a person does.
    Function => ["function"],
}
