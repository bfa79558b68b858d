//! From how many pupils reached which level in which subject to how many levels were reached.

use super::year::{Tested, less};
use super::{Both, Indicator};
use crate::error::{Code, Reason};

/// How many pupils.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Known(u64),
    /// Not told: published as fewer than five, or following from a number that is.
    Hidden,
}

impl Count {
    fn known(self) -> Option<u64> {
        match self {
            Self::Known(count) => Some(count),
            Self::Hidden => None,
        }
    }
}

impl std::str::FromStr for Count {
    type Err = ();

    /// As the lists have it: a whole number, or `<5`.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.trim() {
            "<5" => Ok(Self::Hidden),
            digits => digits.parse().map(Self::Known).map_err(|_| ()),
        }
    }
}

/// Pupils by the highest level they reached in reading or in language conventions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageCounts {
    /// Below 1F.
    pub below: Count,
    /// 1F.
    pub level_1f: Count,
    /// 2F.
    pub level_2f: Count,
}

/// Pupils by the highest level they reached in arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArithmeticCounts {
    /// Below 1F.
    pub below: Count,
    /// 1F.
    pub level_1f: Count,
    /// 1S.
    pub level_1s: Count,
    /// 2F.
    pub level_2f: Count,
}

/// Pupils of one year by the highest level they reached, in each subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelCounts {
    /// Reading.
    pub reading: LanguageCounts,
    /// Language conventions.
    pub conventions: LanguageCounts,
    /// Arithmetic.
    pub arithmetic: ArithmeticCounts,
}

/// One number among the others of its subject.
struct Cell {
    name: &'static str,
    /// The highest indicator that whoever is here reaches; whoever reaches the target reaches 1F too.
    reaches: Option<Indicator>,
    count: Count,
}

impl Cell {
    fn counts_for(&self, indicator: Indicator) -> bool {
        self.reaches.is_some_and(|reached| reached >= indicator)
    }
}

fn cell(name: &'static str, reaches: Option<Indicator>, count: Count) -> Cell {
    Cell {
        name,
        reaches,
        count,
    }
}

impl LanguageCounts {
    fn cells(&self) -> Vec<Cell> {
        vec![
            cell("below1F", None, self.below),
            cell("level1F", Some(Indicator::Fundamental), self.level_1f),
            cell("level2F", Some(Indicator::Target), self.level_2f),
        ]
    }

    fn without(&self, wrong: &mut Vec<Reason>, subject: &str, exempt: &Self) -> Self {
        let mut less =
            |name, of: fn(&Self) -> Count| left(wrong, (subject, name), of(self), of(exempt));
        Self {
            below: less("below1F", |counts| counts.below),
            level_1f: less("level1F", |counts| counts.level_1f),
            level_2f: less("level2F", |counts| counts.level_2f),
        }
    }
}

impl ArithmeticCounts {
    fn cells(&self) -> Vec<Cell> {
        vec![
            cell("below1F", None, self.below),
            cell("level1F", Some(Indicator::Fundamental), self.level_1f),
            cell("level1S", Some(Indicator::Target), self.level_1s),
            cell("level2F", Some(Indicator::Target), self.level_2f),
        ]
    }

    fn without(&self, wrong: &mut Vec<Reason>, exempt: &Self) -> Self {
        let mut less =
            |name, of: fn(&Self) -> Count| left(wrong, ("arithmetic", name), of(self), of(exempt));
        Self {
            below: less("below1F", |counts| counts.below),
            level_1f: less("level1F", |counts| counts.level_1f),
            level_1s: less("level1S", |counts| counts.level_1s),
            level_2f: less("level2F", |counts| counts.level_2f),
        }
    }
}

/// What is left of one number without those who are exempt.
fn left(
    wrong: &mut Vec<Reason>,
    (subject, name): (&str, &str),
    all: Count,
    exempt: Count,
) -> Count {
    let pointer = format!("/exempt/{subject}/{name}");
    // Nobody less is as many, whether that is told or not.
    match exempt {
        Count::Known(0) => all,
        _ => {
            less(wrong, &pointer, (all.known(), exempt.known())).map_or(Count::Hidden, Count::Known)
        }
    }
}

impl LevelCounts {
    /// Without pupils who have grounds for exemption.
    ///
    /// # Errors
    /// Where there are more of those than were tested.
    pub fn without(&self, exempt: &Self) -> Result<Self, Vec<Reason>> {
        let mut wrong = Vec::new();
        let (reading, conventions) = (&exempt.reading, &exempt.conventions);
        let left = Self {
            reading: self.reading.without(&mut wrong, "reading", reading),
            conventions: self
                .conventions
                .without(&mut wrong, "conventions", conventions),
            arithmetic: self.arithmetic.without(&mut wrong, &exempt.arithmetic),
        };
        match wrong.is_empty() {
            true => Ok(left),
            false => Err(wrong),
        }
    }

    fn subjects(&self) -> [(&'static str, Vec<Cell>); 3] {
        [
            ("reading", self.reading.cells()),
            ("conventions", self.conventions.cells()),
            ("arithmetic", self.arithmetic.cells()),
        ]
    }

    /// The pupils and the levels they reached; `None` of nobody. How many pupils there were may be said beside
    /// the counts, else a subject says it of which all is told. A number that is not told makes unknown what it
    /// is needed for, and nothing else.
    ///
    /// # Errors
    /// Where the subjects are not of as many pupils.
    pub fn tested(&self, pupils: Option<u64>) -> Result<Option<Tested>, Vec<Reason>> {
        let subjects = self.subjects();
        let told = |(_, cells): &(_, Vec<Cell>)| sum(cells.iter());
        let pupils = pupils.or_else(|| subjects.iter().find_map(told));
        if pupils == Some(0) && subjects.iter().all(|subject| told(subject) == Some(0)) {
            return Ok(None);
        }
        let mut wrong = Vec::new();
        if let Some(pupils) = pupils {
            for (name, cells) in &subjects {
                unlike(&mut wrong, (name, cells), pupils);
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let levels = Both::each(|indicator| {
            let reached = subjects.iter().flat_map(|(_, cells)| cells);
            sum(reached.filter(|cell| cell.counts_for(indicator)))
        });
        let unknown = Both::each(|indicator| {
            let hidden = subjects.iter().flat_map(|(subject, cells)| {
                let needed = move |cell: &&Cell| {
                    cell.count == Count::Hidden && (pupils.is_none() || cell.counts_for(indicator))
                };
                let pointer = move |cell: &Cell| {
                    Reason::new(Code::CountHidden).at(format!("/{subject}/{}", cell.name))
                };
                cells.iter().filter(needed).map(pointer)
            });
            hidden.collect()
        });
        Tested::partly(pupils, levels, unknown).map(Some)
    }
}

/// How many there are in all these, when all is told.
fn sum<'a>(mut cells: impl Iterator<Item = &'a Cell>) -> Option<u64> {
    cells.try_fold(0_u64, |sum, cell| sum.checked_add(cell.count.known()?))
}

/// Says where a subject has not as many pupils as there are.
fn unlike(wrong: &mut Vec<Reason>, (subject, cells): (&str, &[Cell]), pupils: u64) {
    let found = cells.iter().filter_map(|cell| cell.count.known());
    let found = found.fold(0, u64::saturating_add);
    let whole = cells.iter().all(|cell| cell.count.known().is_some());
    if found > pupils || (whole && found < pupils) {
        let reason = Reason::new(Code::SubjectTotalDiffers).at(format!("/{subject}"));
        wrong.push(reason.with("found", found).with("pupils", pupils));
    }
}
