//! A survey of many questions for the figures: its instrument, and what its respondents answer.

use std::error::Error;
use std::fmt::Write as _;

use clap::Args;
use serde_json::{Map, Value, json};

/// Points of a scale question.
const POINTS: u64 = 5;
/// Scale questions of one scale.
const ITEMS: u32 = 8;
/// One respondent in so many writes something.
const WRITES: u64 = 10;
const WRITTEN: &str = "Meer tijd voor gym, en een bel die je ook buiten hoort.";

#[derive(Args)]
pub(crate) struct Instrument {
    /// Questions: all on a scale but the last, which is open.
    #[arg(long, default_value_t = 40)]
    questions: u32,
}

#[derive(Args)]
pub(crate) struct Responses {
    #[command(flatten)]
    instrument: Instrument,
    /// How many respondents.
    #[arg(long)]
    rows: u64,
    /// The key of the group of respondent *n* is `group-` and *n* modulo so many.
    #[arg(long, default_value_t = 20)]
    groups: u64,
}

fn text(text: &str) -> Value {
    json!({"nl": text, "en": text})
}

/// The key of a question, by its place from 0.
fn key(place: u32) -> String {
    format!("q{}", place + 1)
}

impl Instrument {
    /// The places of the questions on a scale.
    fn scaled(&self) -> std::ops::Range<u32> {
        0..self.questions.saturating_sub(1)
    }

    /// As a board states it.
    pub(crate) fn content(&self) -> Value {
        let scaled = self.scaled().map(|place| {
            json!({"key": key(place), "text": text(&format!("Vraag {}", place + 1)), "required": true,
                "answer": {"kind": "scale", "points": POINTS, "low": text("Nooit"), "high": text("Altijd")}})
        });
        let open = json!({"key": key(self.scaled().end), "text": text("Wat kan beter?"), "required": false,
            "answer": {"kind": "text", "maxLength": 300}});
        let questions: Vec<Value> = scaled.chain([open]).collect();
        let places: Vec<u32> = self.scaled().collect();
        let scales: Vec<Value> = places
            .chunks(usize::try_from(ITEMS).unwrap_or(1))
            .zip(1..)
            .map(|(places, number)| {
                let item = |place: &u32| json!({"question": key(*place), "inMean": true});
                let items: Vec<Value> = places.iter().map(item).collect();
                json!({"key": format!("s{number}"), "title": text(&format!("Schaal {number}")),
                    "purpose": "satisfaction", "items": items})
            })
            .collect();
        json!({
            "title": text("Meting"), "targetGroup": "pupils", "purposes": ["satisfaction"], "official": false,
            "source": "Voor een meting van de dienst.", "scales": scales,
            "sections": [{"key": "all", "title": text("Alle vragen"), "questions": questions}],
        })
    }

    /// What respondent *n* answers.
    pub(crate) fn answers(&self, respondent: u64) -> Map<String, Value> {
        let points = self.scaled();
        let points = points.map(|place| (key(place), point(respondent, place).into()));
        let mut answers: Map<String, Value> = points.collect();
        if respondent.is_multiple_of(WRITES) {
            answers.insert(key(self.scaled().end), WRITTEN.into());
        }
        answers
    }
}

impl Responses {
    /// A heading and a row for each respondent.
    pub(crate) fn file(&self) -> Result<String, Box<dyn Error>> {
        let asked = &self.instrument;
        let mut file = String::from("group");
        for place in 0..asked.questions {
            write!(file, ";{}", key(place))?;
        }
        for respondent in 0..self.rows {
            write!(file, "\ngroup-{}", respondent % self.groups.max(1))?;
            for place in asked.scaled() {
                write!(file, ";{}", point(respondent, place))?;
            }
            file.push(';');
            if respondent.is_multiple_of(WRITES) {
                file.push_str(WRITTEN);
            }
        }
        Ok(file)
    }
}

/// A point that looks like chance, and is the same in every run (the finaliser of SplitMix64).
fn point(respondent: u64, place: u32) -> u64 {
    let mut mixed = (respondent << 8 | u64::from(place)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    1 + (mixed ^ mixed >> 31) % POINTS
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use akoki_domain::survey::{
        answers::{Stage, check},
        content::Content,
        publish,
    };

    use super::*;

    const FORTY: Instrument = Instrument { questions: 40 };

    #[test]
    fn the_instrument_can_be_published_and_the_answers_fit_it() {
        let content: Content = serde_json::from_value(FORTY.content()).unwrap();
        publish::check(&content).unwrap();
        assert_eq!(content.questions().count(), 40);
        for respondent in 0..20 {
            let given = Value::Object(FORTY.answers(respondent));
            let given = serde_json::from_value(given).unwrap();
            check(&content, &given, Stage::Final).unwrap();
        }
    }

    #[test]
    fn a_file_has_a_row_for_each_and_a_cell_for_each_question() {
        let of = Responses {
            instrument: FORTY,
            rows: 30,
            groups: 7,
        };
        let file = of.file().unwrap();
        let cells: Vec<usize> = file.lines().map(|line| line.split(';').count()).collect();
        assert_eq!(cells, vec![41; 31]);
        assert!(file.lines().nth(9).unwrap().starts_with("group-1;"));
        assert_eq!(file.matches(WRITTEN).count(), 3);
    }
}
