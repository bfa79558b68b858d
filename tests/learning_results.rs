//! The inspectorate's published learning results: every value and every outcome of the sheet is what the rules make of
//! its pupils and percentages.

#![expect(clippy::print_stderr, reason = "a file that is not there is said")]

use akoki_domain::amount::Amount;
use akoki_domain::calendar::SchoolYear;
use akoki_domain::learning_result::{
    AllPrimaryNorms, Basis, Both, Cell, Indicator, Judged, Outcome, PublishedRow, PublishedYear,
    Total, is_hidden, outcome_of, primary,
};
use akoki_migrations::seed;
use std::path::Path;

const FILE: &str = "../../shared/data/inspectie/leerresultaten-po-2023-2025-a.csv";

/// The last tested school year of the sheet, 2024/25.
const LAST: SchoolYear = SchoolYear(2024);

const YEARS: [&str; 3] = ["2223", "2324", "2425"];

/// A row of the sheet with its cells by their headings.
struct Row<'a> {
    headings: &'a csv::StringRecord,
    cells: csv::StringRecord,
}

impl Row<'_> {
    fn text(&self, heading: &str) -> &str {
        let place = self.headings.iter().position(|one| one == heading);
        &self.cells[place.unwrap_or_else(|| panic!("no column {heading}"))]
    }

    fn percentage(&self, heading: &str) -> Cell<Amount> {
        self.text(heading).parse().expect("a percentage")
    }

    fn pupils(&self, heading: &str) -> Cell<u64> {
        self.text(heading).parse().expect("a number of pupils")
    }

    /// Both percentages that a column of each is of.
    fn both(&self, heading: impl Fn(&str) -> String) -> Both<Cell<Amount>> {
        Both {
            fundamental: self.percentage(&heading("1F")),
            target: self.percentage(&heading("1S/2F")),
        }
    }

    fn published(&self) -> PublishedRow {
        let class = self.text("Schoolwegingscategorie");
        let class = class.trim_start_matches('[').split(',').next();
        let outcome = |of: &str| outcome_of(self.text(&format!("Uitkomst indicator {of}")));
        PublishedRow {
            last: LAST,
            years: YEARS.map(|year| PublishedYear {
                values: self.both(|of| format!("Gemiddelde %{of} {year}")),
                pupils: self.pupils(&format!("Aantal leerlingen {year}")),
            }),
            weighting: self.percentage("Schoolweging"),
            class: class.and_then(|from| from.parse().ok()),
            values: self.both(|of| format!("Gewogen driejaarsgemiddelde %{of}")),
            pupils: self.pupils("Totaal aantal leerlingen 3 jaar"),
            outcomes: Both {
                fundamental: outcome("1F"),
                target: outcome("1S/2F"),
            },
        }
    }

    fn pupils_of_years(&self) -> [&str; 3] {
        YEARS.map(|year| self.text(&format!("Aantal leerlingen {year}")))
    }

    fn lacks_a_year(&self) -> bool {
        self.pupils_of_years().contains(&"")
    }

    fn is_masked(&self) -> bool {
        self.pupils_of_years().contains(&"*")
    }
}

/// What the cells of a row say of one indicator, without any rule: its outcome and what it must rest on.
fn holds(row: &Row<'_>, judged: &Judged, (indicator, of): (Indicator, &str)) {
    let (one, name) = (judged.indicators.of(indicator), row.text("ovt"));
    let published = row.text(&format!("Uitkomst indicator {of}"));
    assert_eq!(Some(one.outcome), outcome_of(published), "{name} {of}");

    let signal = row.percentage(&format!("Signaleringswaarde {of}"));
    assert_eq!(
        one.signal_value.as_ref().map(|used| used.value),
        signal.value(),
        "{name} {of}"
    );

    let value = row
        .percentage(&format!("Gewogen driejaarsgemiddelde %{of}"))
        .value();
    let reckoned = one.three_years.value;
    assert_eq!(reckoned.is_some(), value.is_some(), "{name} {of}");
    if let Some((value, reckoned)) = value.zip(reckoned) {
        let off = reckoned.hundredths() - value.hundredths();
        assert!(off.abs() <= 1, "{name} {of}: {reckoned}, not {value}");
        // Also where it was published: each of them stands for a whole number of levels.
        assert!(one.three_years.levels.is_some(), "{name} {of}");
    }

    let nothing = row.is_masked() && !row.lacks_a_year() && value.is_none();
    let by_value = row.is_masked()
        && [Outcome::AboveSignalValue, Outcome::BelowSignalValue].contains(&one.outcome);
    let basis = match (nothing, by_value) {
        (true, _) => Basis::TakenOver,
        (false, true) => Basis::PublishedValue,
        (false, false) => Basis::Counts,
    };
    assert_eq!(one.basis, basis, "{name} {of}");
}

#[test]
fn every_published_outcome_is_what_the_rules_make_of_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("not looked at: {} is not there", path.display());
        return;
    };
    let norms = serde_json::from_str(seed::PRIMARY_LEARNING_NORMS).unwrap();
    let norms = AllPrimaryNorms::check(norms).unwrap().of(LAST).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();

    let (mut rows, mut sufficient, mut taken_over, mut small) = (0, 0, 0, 0);
    let (mut both_above, mut told_nothing, mut few) = (0, 0, 0);
    for cells in reader.records() {
        let row = Row {
            headings: &headings,
            cells: cells.unwrap(),
        };
        let input = row.published().read();
        let input = input.unwrap_or_else(|wrong| panic!("{}: {wrong:?}", row.text("ovt")));
        let judged = primary(&input, &norms);
        assert!(!judged.indicative);
        for indicator in [(Indicator::Fundamental, "1F"), (Indicator::Target, "1S/2F")] {
            holds(&row, &judged, indicator);
        }
        // What is hidden there is hidden here, and nothing else.
        assert_eq!(is_hidden(&judged), row.is_masked(), "{}", row.text("ovt"));

        rows += 1;
        sufficient += usize::from(judged.total == Total::Sufficient);
        let each = [&judged.indicators.fundamental, &judged.indicators.target];
        taken_over += each
            .iter()
            .filter(|one| one.basis == Basis::TakenOver)
            .count();
        small += each
            .iter()
            .filter(|one| one.outcome == Outcome::SmallSchool)
            .count();

        let total = row.pupils("Totaal aantal leerlingen 3 jaar");
        let outcomes =
            ["1F", "1S/2F"].map(|of| row.text(&format!("Uitkomst indicator {of}")).to_owned());
        both_above += usize::from(outcomes.iter().all(|text| text.starts_with("Boven")));
        told_nothing += usize::from(total == Cell::Masked && !row.lacks_a_year());
        few += usize::from(total.value().is_some_and(|pupils| pupils < 15) && !row.lacks_a_year());
    }
    assert_eq!(rows, text.lines().count() - 1);
    assert_eq!(sufficient, both_above);
    // Both indicators of the schools of which not even the pupils are told; these are published as small.
    assert_eq!(taken_over, 2 * told_nothing);
    assert_eq!(small, 2 * (few + told_nothing));
    assert!(
        told_nothing > 0 && few > 0 && both_above > 0,
        "the sheet holds all of it"
    );
}
