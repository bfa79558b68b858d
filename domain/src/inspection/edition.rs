//! Which edition a visit is held under: the one in force for the sector of the unit on the day on which it
//! starts. Nobody chooses another.

use time::Date;

use crate::error::{Code, Reason};
use crate::framework::{EditionContent, EditionRef, Library};

/// The edition of a visit that starts on a day at a unit of a sector. An edition that is named besides must
/// be that one.
///
/// # Errors
/// The sector is not known (`sector-unknown`), no edition was in force (`no-edition-in-force`), or the one
/// named is unknown (`unknown-reference`) or was not it (`edition-not-in-force`).
pub fn inspected_under<'a>(
    library: &'a Library,
    sector: Option<&str>,
    started_on: Date,
    named: Option<&EditionRef>,
) -> Result<&'a EditionContent, Reason> {
    let Some(sector) = sector else {
        return Err(Reason::new(Code::SectorUnknown).at("/unitId"));
    };
    let Some(edition) = library.inspected_by(Some(sector), started_on) else {
        return Err(Reason::new(Code::NoEditionInForce)
            .at("/startedOn")
            .with("sector", sector)
            .with("on", started_on));
    };
    match named {
        None => Ok(edition),
        Some(named) if *named == edition.edition => Ok(edition),
        Some(named) if library.edition(named).is_none() => {
            Err(Reason::new(Code::UnknownReference).at("/edition"))
        }
        Some(named) => Err(Reason::new(Code::EditionNotInForce)
            .at("/edition")
            .with("edition", named)
            .with("on", started_on)
            .with("inForce", &edition.edition)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::INSPECTORATE;
    use crate::framework::tests::seeds::shipped;
    use proptest::prelude::*;
    use time::macros::date;

    const SECTORS: [&str; 4] = ["po", "vo", "so", "board"];

    #[test]
    fn the_day_on_which_a_visit_starts_picks_the_edition() {
        let library = shipped();
        let under = |on| inspected_under(library, Some("po"), on, None);
        let name = |on| under(on).unwrap().edition.to_string();
        assert_eq!(name(date!(2019 - 03 - 01)), "inspectorate/2017/po");
        assert_eq!(name(date!(2023 - 07 - 31)), "inspectorate/2022/po");
        assert_eq!(name(date!(2023 - 08 - 01)), "inspectorate/2023/po");
        let wrong = under(date!(2015 - 01 - 01)).unwrap_err();
        assert_eq!(
            (wrong.code, wrong.pointer.as_deref()),
            (Code::NoEditionInForce, Some("/startedOn"))
        );
        let wrong = inspected_under(library, None, date!(2025 - 09 - 01), None).unwrap_err();
        assert_eq!(wrong.code, Code::SectorUnknown);
    }

    proptest! {
        #[test]
        fn it_is_always_the_one_in_force(days in 0_i64..4000, sector in 0_usize..4) {
            let library = shipped();
            let on = date!(2017 - 08 - 01) + time::Duration::days(days);
            let sector = SECTORS[sector];
            match inspected_under(library, Some(sector), on, None) {
                Ok(edition) => {
                    prop_assert!(edition.span().covers(on));
                    prop_assert_eq!(&edition.edition.sector, sector);
                    prop_assert_eq!(&edition.edition.framework, INSPECTORATE);
                }
                // Special education was not shipped for the years before 2021.
                Err(reason) => {
                    prop_assert_eq!(reason.code, Code::NoEditionInForce);
                    prop_assert!(sector == "so" && on < date!(2021 - 08 - 01));
                }
            }
            // Whatever else is named is refused, and the one in force is taken.
            for other in library.editions() {
                let named = inspected_under(library, Some(sector), on, Some(&other.edition));
                let holds = other.edition.framework == INSPECTORATE
                    && other.edition.sector == sector
                    && other.span().covers(on);
                prop_assert_eq!(named.is_ok(), holds, "{} on {}", other.edition, on);
            }
        }
    }
}
