//! What one version of a survey instrument holds, as data. The same JSON is the seed file, what a board
//! publishes, what is exported and what a campaign is held with, so that there is one form to know.
//!
//! Answers are kept by the place of their question, so a version that was published never changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Bilingual;
use crate::words::words;

words! {
    /// Whom a survey is held among.
    TargetGroup {
        /// Pupils.
        Pupils => "pupils",
        /// Parents and guardians.
        Parents => "parents",
        /// Those who work there.
        Staff => "staff",
    }
}

words! {
    /// What the answers are used for.
    SurveyPurpose {
        /// How content people are.
        Satisfaction => "satisfaction",
        /// The yearly measurement of social safety that the law asks for.
        SocialSafety => "social-safety",
        /// Something else.
        Other => "other",
    }
}

words! {
    /// The topics of social safety that a measurement covers.
    SafetyTopic {
        /// How safe people feel.
        ExperiencedSafety => "experienced-safety",
        /// Bullying, violence, discrimination and the like, done to them.
        Harm => "harm",
        /// How well people feel.
        Wellbeing => "wellbeing",
    }
}

/// One version of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Content {
    /// Its name.
    pub title: Bilingual,
    /// What respondents read first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduction: Option<Bilingual>,
    /// Whom it is made for.
    pub target_group: TargetGroup,
    /// What the answers are used for.
    pub purposes: Vec<SurveyPurpose>,
    /// Whether the texts are those of an official instrument. What is shipped is worded anew and says false.
    pub official: bool,
    /// Where it comes from, and on what it rests.
    pub source: String,
    /// What is asked, in the order in which it is asked.
    pub sections: Vec<Section>,
    /// What questions are taken together for.
    #[serde(default)]
    pub scales: Vec<Scale>,
}

impl Content {
    /// Every question, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The places of the questions in the mean of a scale, counted from 0.
    pub fn in_mean(&self, scale: &Scale) -> Vec<usize> {
        let places = self.by_key();
        let items = scale.items.iter().filter(|item| item.in_mean);
        items
            .filter_map(|item| places.get(item.question.as_str()))
            .map(|(place, _)| *place)
            .collect()
    }

    /// Whether anything of it can be set beside another version: a question with the same key that asks for the same
    /// in both. Scales are compared where their questions are, so they need no look of their own.
    pub fn compares_with(&self, other: &Content) -> bool {
        let theirs = other.by_key();
        self.questions().any(|question| {
            let there = theirs.get(question.key.as_str());
            there.is_some_and(|(_, other)| question.answer.asks_like(&other.answer))
        })
    }

    /// Every question by its key, with its place among all of them, counted from 0. Of two with one key,
    /// which no published version has, the first.
    pub fn by_key(&self) -> BTreeMap<&str, (usize, &Question)> {
        let mut found = BTreeMap::new();
        for (place, question) in self.questions().enumerate() {
            found
                .entry(question.key.as_str())
                .or_insert((place, question));
        }
        found
    }
}

/// Questions that belong together for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Section {
    /// Its key, unique within the version.
    pub key: String,
    /// Its name.
    pub title: Bilingual,
    /// When it is shown; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// Its key, unique within the version.
    pub key: String,
    /// What is asked.
    pub text: Bilingual,
    /// What helps to understand it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Bilingual>,
    /// Whether it must be answered when it is shown.
    pub required: bool,
    /// When it is shown, within its section; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// The question of which this one asks how important it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance_of: Option<String>,
    /// What can be answered.
    pub answer: AnswerKind,
}

/// The highest point with which a school is recommended, from 0 on.
pub(super) const RECOMMENDATION: u8 = 10;

words! {
    /// The kinds of answer.
    AnswerWord {
        /// A point on a scale.
        Scale => "scale",
        /// One of several options.
        Single => "single",
        /// Any of several options.
        Multiple => "multiple",
        /// A number.
        Number => "number",
        /// An open answer.
        Text => "text",
        /// How likely it is that one recommends the school.
        Recommendation => "recommendation",
    }
}

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum AnswerKind {
    /// A point on a scale that counts from 1.
    Scale {
        /// How many points, 2 to 11.
        points: u8,
        /// What 1 stands for.
        low: Bilingual,
        /// What the last point stands for.
        high: Bilingual,
        /// What each point stands for, all of them or none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        labels: Vec<Bilingual>,
        /// Whether a high answer is bad: it is turned before it is counted in a scale.
        #[serde(default)]
        reversed: bool,
    },
    /// One of several options.
    Single {
        /// The options.
        options: Vec<Choice>,
    },
    /// Any of several options.
    Multiple {
        /// The options.
        options: Vec<Choice>,
        /// How many at most, 1 or more; all when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<u8>,
    },
    /// A number with at most two decimals.
    Number {
        /// The lowest.
        min: i32,
        /// The highest.
        max: i32,
        /// How many decimals, 0 to 2.
        #[serde(default)]
        decimals: u8,
    },
    /// An open answer.
    Text {
        /// The most characters.
        max_length: u16,
    },
    /// How likely it is, from 0 to 10, that one recommends the school to others.
    Recommendation,
}

impl AnswerKind {
    /// The kind.
    pub const fn word(&self) -> AnswerWord {
        match self {
            AnswerKind::Scale { .. } => AnswerWord::Scale,
            AnswerKind::Single { .. } => AnswerWord::Single,
            AnswerKind::Multiple { .. } => AnswerWord::Multiple,
            AnswerKind::Number { .. } => AnswerWord::Number,
            AnswerKind::Text { .. } => AnswerWord::Text,
            AnswerKind::Recommendation => AnswerWord::Recommendation,
        }
    }

    /// The lowest and the highest point, of a question that is answered with a point.
    pub fn points(&self) -> Option<(u8, u8)> {
        match self {
            AnswerKind::Scale { points, .. } => Some((1, *points)),
            AnswerKind::Recommendation => Some((0, RECOMMENDATION)),
            _ => None,
        }
    }

    /// Whether a mean can be taken of the answers.
    pub fn has_mean(&self) -> bool {
        self.points().is_some() || matches!(self, AnswerKind::Number { .. })
    }

    /// Whether means of both stand for the same: the same points counted the same way, or numbers.
    pub fn asks_like(&self, other: &Self) -> bool {
        let turned = |kind: &Self| matches!(kind, AnswerKind::Scale { reversed: true, .. });
        let alike = std::mem::discriminant(self) == std::mem::discriminant(other);
        let same = self.points() == other.points() && turned(self) == turned(other);
        alike && same && self.has_mean()
    }

    /// The options, of a question that is answered with options.
    pub fn options(&self) -> Option<&[Choice]> {
        match self {
            AnswerKind::Single { options } | AnswerKind::Multiple { options, .. } => Some(options),
            _ => None,
        }
    }
}

/// One of several options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Choice {
    /// Its key, unique within the question.
    pub key: String,
    /// What it says.
    pub text: Bilingual,
}

/// When something is shown, from answers to questions that come before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Condition {
    /// All of these, 1 to 30.
    All(Vec<Condition>),
    /// At least one of these, 1 to 30.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// The question was answered.
    Answered(String),
    /// The answer to the question is one of these: of several options, one that was chosen.
    OneOf {
        /// Key of the question.
        question: String,
        /// Keys of options.
        options: Vec<String>,
    },
    /// The answer to the question is a number, a point or a recommendation within these bounds, of which at
    /// least one is given.
    Between {
        /// Key of the question.
        question: String,
        /// From; no bound when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<i32>,
        /// To and with; no bound when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<i32>,
    },
}

/// Questions that are taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scale {
    /// Its key, unique within the version.
    pub key: String,
    /// Its name.
    pub title: Bilingual,
    /// What it is used for.
    pub purpose: SurveyPurpose,
    /// The topic of social safety it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_topic: Option<SafetyTopic>,
    /// Its questions; a question may be in several scales.
    pub items: Vec<Item>,
}

/// A question in a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Item {
    /// Key of the question.
    pub question: String,
    /// Whether it counts in the mean, or is shown with the scale alone.
    pub in_mean: bool,
}
