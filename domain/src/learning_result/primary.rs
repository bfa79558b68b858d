//! Learning results of primary education, judged.
//!
//! In this order, for each indicator by itself: a year that is missing, or no signal value, makes too few data, also
//! where a value is known; fewer pupils than a small school has are judged over more years; else levels are held
//! against the signal value. Where the years are not told the published value is what there is, and where that is
//! not told either the published outcome is taken over.

use super::judged::{
    Basis, Compared, IndicatorJudged, Judged, Outcome, SignalUsed, Step, Sum, Total,
};
use super::known::{Known, Primary};
use super::norms::PrimaryNorms;
use super::share::{base, hundredths, needed};
use super::weighting::WeightingUsed;
use super::year::Window;
use super::{Both, Indicator, Share};
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};

/// Judges learning results.
pub fn primary(input: &Primary, norms: &PrimaryNorms) -> Judged {
    let weighting = input.weighting.of(Window::until(input.last));
    let judge = |indicator| Judging::new(input, norms, indicator).judged(weighting.as_ref());
    let indicators = Both::each(judge);
    let outcomes = [indicators.fundamental.outcome, indicators.target.outcome];
    let total = if outcomes.contains(&Outcome::BelowSignalValue) {
        Total::BelowSignalValue
    } else if outcomes == [Outcome::AboveSignalValue; 2] {
        Total::Sufficient
    } else {
        Total::NotJudged
    };
    let rests_on = [
        norms.fundamental.verified,
        norms.target.verified,
        norms.small_below.verified,
        norms.small_years.verified,
    ];
    Judged {
        last: input.last,
        total,
        indicative: rests_on.contains(&false),
        weighting,
        indicators,
        masked_below: norms.masked_below.value,
        hidden: None,
    }
}

/// One indicator while it is judged.
struct Judging<'a> {
    input: &'a Primary,
    norms: &'a PrimaryNorms,
    indicator: Indicator,
    window: Window,
    trace: Vec<Step>,
    reasons: Vec<Reason>,
    room: Option<i64>,
    more_years: Option<Sum>,
    judged_over: i32,
}

impl<'a> Judging<'a> {
    fn new(input: &'a Primary, norms: &'a PrimaryNorms, indicator: Indicator) -> Self {
        let window = Window::until(input.last);
        Self {
            input,
            norms,
            indicator,
            window,
            trace: Vec::new(),
            reasons: Vec::new(),
            room: None,
            more_years: None,
            judged_over: window.years,
        }
    }

    fn judged(mut self, weighting: Option<&WeightingUsed>) -> IndicatorJudged {
        let missing = self.window.missing(&self.input.years);
        let years: Vec<_> = self
            .window
            .iter()
            .map(|year| self.input.figure(self.indicator, year))
            .collect();
        self.trace.push(Step::Years {
            years: years.clone(),
            missing: missing.clone(),
        });
        let signal = self.signal(weighting);
        let known = self.input.three_years(self.indicator);
        if let Some(value) = known.value {
            let there = |year: &SchoolYear| self.input.years.contains_key(year);
            self.trace.push(Step::Value {
                years: self.window.iter().filter(there).collect(),
                basis: known.basis,
                levels: known.share.map(Share::levels),
                base: known.pupils.map(base),
                value,
            });
        }
        let (outcome, basis) = self.outcome(&missing, signal.as_ref(), &known);
        self.trace.push(Step::Outcome { outcome, basis });
        IndicatorJudged {
            indicator: self.indicator,
            outcome,
            basis,
            judged_over: self.judged_over,
            years,
            three_years: Sum {
                pupils: known.pupils,
                levels: known.share.map(Share::levels),
                value: known.value,
            },
            published: self.compared(outcome, &known),
            reasons: self.reasons,
            more_years: self.more_years,
            signal_value: signal,
            room: self.room,
            trace: self.trace,
        }
    }

    /// What the indicator is held against. The signal value of 1F needs no weighting.
    fn signal(&mut self, weighting: Option<&WeightingUsed>) -> Option<SignalUsed> {
        if self.indicator == Indicator::Target {
            self.trace.push(Step::Weighting {
                used: weighting.cloned(),
            });
        }
        let class = weighting.map(|used| used.class);
        let signal = self.norms.signal(self.indicator, class);
        self.trace.push(Step::SignalValue {
            used: signal.clone(),
        });
        if signal.is_none() {
            self.reasons.push(match class {
                Some(class) => Reason::new(Code::NoSignalValue).with("class", class),
                None => Reason::new(Code::SchoolWeightingUnknown),
            });
        }
        signal
    }

    fn outcome(
        &mut self,
        missing: &[SchoolYear],
        signal: Option<&SignalUsed>,
        known: &Known,
    ) -> (Outcome, Basis) {
        for year in missing {
            let reason = Reason::new(Code::LearningYearMissing);
            self.reasons.push(reason.with("schoolYear", year));
        }
        let Some(signal) = signal.filter(|_| missing.is_empty()) else {
            return (Outcome::TooFewData, Basis::Counts);
        };
        let minimum = self.norms.small_below.value;
        let enough = known.pupils.map(|pupils| pupils >= minimum);
        self.trace.push(Step::Pupils {
            pupils: known.pupils,
            minimum,
            enough,
        });
        match (enough, known.share, known.value) {
            (None, ..) => self.not_told(),
            (Some(false), ..) => self.small(signal.value),
            (Some(true), Some(share), _) => (self.held(share, signal.value), known.basis),
            (Some(true), None, Some(value)) => {
                let met = value >= signal.value;
                self.trace.push(Step::PublishedComparison {
                    value,
                    signal_value: signal.value,
                    met,
                });
                (stands(met), known.basis)
            }
            (Some(true), None, None) => self.not_told(),
        }
    }

    /// What holds where it cannot be reckoned: what was published, if anything was.
    fn not_told(&mut self) -> (Outcome, Basis) {
        for year in self.window.iter() {
            let there = self.input.years.get(&year);
            let told = there.and_then(|there| there.tested()?.share(self.indicator));
            if told.is_none() {
                let reason = Reason::new(Code::LearningYearNotTold);
                self.reasons.push(reason.with("schoolYear", year));
            }
        }
        let published = self.input.published.unwrap_or_default();
        match *published.outcomes.of(self.indicator) {
            Some(outcome) => (outcome, Basis::TakenOver),
            None => (Outcome::NotComputable, Basis::Counts),
        }
    }

    /// A small school is judged over more years, if those are there and come to enough pupils.
    fn small(&mut self, signal: Amount) -> (Outcome, Basis) {
        let minimum = self.norms.small_below.value;
        let window = Window {
            years: self.norms.small_years.value,
            ..self.window
        };
        let reason = Reason::new(Code::SmallSchool).with("minimum", minimum);
        self.reasons.push(reason.with("years", window.years));
        let whole = window.missing(&self.input.years).is_empty();
        let Some(share) = self.input.share(self.indicator, window).filter(|_| whole) else {
            return (Outcome::SmallSchool, Basis::Counts);
        };
        self.trace.push(Step::Value {
            years: window.iter().collect(),
            basis: Basis::Counts,
            levels: Some(share.levels()),
            base: Some(share.base()),
            value: share.shown(),
        });
        self.more_years = Some(Sum::of(share));
        if share.pupils() < minimum {
            return (Outcome::SmallSchool, Basis::Counts);
        }
        self.judged_over = window.years;
        (self.held(share, signal), Basis::Counts)
    }

    fn held(&mut self, share: Share, signal_value: Amount) -> Outcome {
        let met = share.reaches(signal_value);
        let room = share.room(signal_value);
        self.trace.push(Step::Comparison {
            levels: share.levels(),
            base: share.base(),
            signal_value,
            needed: needed(share.pupils(), signal_value),
            room,
            met,
        });
        self.room = Some(room);
        stands(met)
    }

    fn compared(&self, outcome: Outcome, known: &Known) -> Option<Compared> {
        let published = self.input.published?;
        let value = *published.values.of(self.indicator);
        let stated = *published.outcomes.of(self.indicator);
        // What was taken from there differs from it by nothing, and says nothing.
        let counted = known.value.filter(|_| known.basis == Basis::Counts);
        let difference = counted.zip(value).and_then(|(own, other)| {
            hundredths(i128::from(own.hundredths()) - i128::from(other.hundredths()))
        });
        Some(Compared {
            value,
            difference,
            outcome: stated,
            same_outcome: stated.map(|stated| stated == outcome),
        })
    }
}

fn stands(met: bool) -> Outcome {
    match met {
        true => Outcome::AboveSignalValue,
        false => Outcome::BelowSignalValue,
    }
}
