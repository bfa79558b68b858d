//! What questions are taken together for.

use std::collections::BTreeSet;

use super::{Check, MAX_QUESTIONS, MAX_SCALES};
use crate::check::MAX_TITLE;
use crate::error::{Code, Reason};
use crate::survey::content::{SafetyTopic, Scale, SurveyPurpose};

impl<'a> Check<'a> {
    pub(super) fn scales(&mut self) {
        let content = self.content;
        self.length("/scales", content.scales.len(), (0, MAX_SCALES));
        let mut seen = BTreeSet::new();
        for (n, scale) in content.scales.iter().enumerate() {
            let at = format!("/scales/{n}");
            self.key(&mut seen, &scale.key, format!("{at}/key"));
            self.line(&scale.title, &format!("{at}/title"), MAX_TITLE);
            self.purpose(scale, &at);
            self.items(scale, &format!("{at}/items"));
        }
        if content.purposes.contains(&SurveyPurpose::SocialSafety) {
            self.topics();
        }
    }

    fn purpose(&mut self, scale: &Scale, at: &str) {
        if !self.content.purposes.contains(&scale.purpose) {
            let reason = Reason::new(Code::PurposeNotNamed).at(format!("{at}/purpose"));
            self.wrong.push(reason.with("purpose", scale.purpose));
        }
        if scale.safety_topic.is_some() && scale.purpose != SurveyPurpose::SocialSafety {
            let reason = Reason::new(Code::TopicWithoutSafety).at(format!("{at}/safetyTopic"));
            self.wrong.push(reason);
        }
    }

    fn items(&mut self, scale: &'a Scale, at: &str) {
        self.length(at, scale.items.len(), (1, MAX_QUESTIONS));
        let mut seen = BTreeSet::new();
        for (n, item) in scale.items.iter().enumerate() {
            let at = format!("{at}/{n}/question");
            if !seen.insert(&item.question) {
                self.duplicate(at.clone(), &item.question);
            }
            let Some((_, question)) = self.known(&item.question, &at) else {
                continue;
            };
            if item.in_mean && question.answer.points().is_none() {
                self.unfit(&item.question, "scale, recommendation", &at);
            }
        }
        if !scale.items.is_empty() && !scale.items.iter().any(|item| item.in_mean) {
            self.wrong.push(Reason::new(Code::NothingInMean).at(at));
        }
    }

    /// A measurement of social safety covers each topic with a scale.
    fn topics(&mut self) {
        for topic in SafetyTopic::ALL {
            let mut scales = self.content.scales.iter();
            let covers = |scale: &Scale| {
                scale.purpose == SurveyPurpose::SocialSafety && scale.safety_topic == Some(*topic)
            };
            if !scales.any(covers) {
                let reason = Reason::new(Code::SafetyTopicMissing).at("/scales");
                self.wrong.push(reason.with("topic", topic));
            }
        }
    }
}
