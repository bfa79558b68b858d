//! What is stated of a campaign, and what is known of it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;

use super::benchmark::Benchmarks;
use super::groups::{CampaignGroup, GroupTree};
use super::machine::CampaignStep;
use super::state::CampaignState;
use super::windows::{Window, check_windows};
use crate::calendar::SchoolYear;
use crate::check::{self, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{BoardId, SurveyCampaignId, UnitId};
use crate::survey::content::{AnswerKind, Content, TargetGroup};
use crate::survey::instrument::InstrumentRef;
use crate::words::words;

/// Nothing is shown of fewer respondents than these, whatever is stated.
pub const LEAST_MINIMUM: u32 = 5;
/// The highest minimum that can be stated.
pub const MOST_MINIMUM: u32 = 100;
/// Dimensions besides the tree of groups.
pub const MAX_DIMENSIONS: usize = 2;
/// Days on which those invited are reminded.
pub const MAX_REMINDERS: usize = 10;
/// A dimension has so many options at most.
const MAX_OPTIONS: usize = 12;
/// A dimension of parents has so many options at most. What a question means cannot be judged here, and "in which class
/// is your child?" would be finer than a stage. A school that has a class for each year has eight, so a question with
/// six options cannot ask for its classes, and one for the stage, for how long somebody is there, or for how the
/// child is supported still can. Nothing of fewer than the minimum is shown either way.
const MAX_OPTIONS_OF_PARENTS: usize = 6;

words! {
    /// Who gives one set of answers. It fixes what is counted as the population.
    RespondentUnit {
        /// Each pupil.
        Pupil => "pupil",
        /// Each parent or guardian.
        Parent => "parent",
        /// The parents of a family together.
        Household => "household",
        /// The parents, once for each child.
        Child => "child",
        /// Each member of staff.
        StaffMember => "staff-member",
    }
}

impl RespondentUnit {
    /// Who they are asked as.
    pub const fn target_group(self) -> TargetGroup {
        match self {
            Self::Pupil => TargetGroup::Pupils,
            Self::Parent | Self::Household | Self::Child => TargetGroup::Parents,
            Self::StaffMember => TargetGroup::Staff,
        }
    }

    /// Whether parents answer, of whom nothing is shown that is finer than a stage.
    pub const fn is_of_parents(self) -> bool {
        match self {
            Self::Parent | Self::Household | Self::Child => true,
            Self::Pupil | Self::StaffMember => false,
        }
    }
}

words! {
    /// How respondents come in.
    Channel {
        /// With a code of their own, which works once.
        SingleUseCodes => "single-use-codes",
        /// With a code that is open for minutes, for those in the room.
        ClassCodes => "class-codes",
        /// With a link that many have.
        Link => "link",
        /// Not here: answers that were collected elsewhere are taken in.
        Import => "import",
    }
}

/// What whoever holds it states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignInput {
    /// Its name.
    pub title: String,
    /// What is asked.
    pub instrument: InstrumentRef,
    /// Who gives one set of answers.
    pub respondent_unit: RespondentUnit,
    /// How respondents come in.
    pub channels: BTreeSet<Channel>,
    /// When answers are taken, one after the other.
    pub windows: Vec<Window>,
    /// Of fewer respondents nothing is shown.
    pub minimum: u32,
    /// Among whom.
    pub groups: Vec<CampaignGroup>,
    /// Keys of questions by whose answers results are shown besides.
    pub dimensions: Vec<String>,
    /// Days on which all who were invited are reminded.
    pub remind_on: BTreeSet<Date>,
    /// The last day on which a unit says what it does with its results.
    pub follow_up_due_on: Date,
    /// The campaign that it follows on.
    pub preceding_id: Option<SurveyCampaignId>,
    /// Figures of others.
    pub benchmarks: Option<Benchmarks>,
}

impl CampaignInput {
    /// The first day of the first window, and the last of the last.
    pub fn span(&self) -> Option<(Date, Date)> {
        let first = self.windows.first()?.opens_on;
        Some((first, self.windows.last()?.closes_on))
    }

    /// The groups, looked through before.
    pub fn tree(&self) -> GroupTree {
        GroupTree::built(&self.groups)
    }

    /// Everything wrong with it; `content` is the version of the instrument where it is known.
    pub fn check(&self, content: Option<&Content>) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        if self.channels.is_empty() {
            wrong.push(Reason::new(Code::Required).at("/channels"));
        }
        check_windows(&self.windows, &mut wrong);
        if !(LEAST_MINIMUM..=MOST_MINIMUM).contains(&self.minimum) {
            let reason = Reason::new(Code::OutOfRange).at("/minimum");
            wrong.push(reason.with("range", format!("{LEAST_MINIMUM}–{MOST_MINIMUM}")));
        }
        if let Err(more) = GroupTree::check(&self.groups, self.respondent_unit) {
            wrong.extend(more);
        }
        check::distinct(&mut wrong, "/dimensions", &self.dimensions);
        check::at_most(
            &mut wrong,
            "/dimensions",
            self.dimensions.len(),
            MAX_DIMENSIONS,
        );
        self.check_days(&mut wrong);
        if let Some(benchmarks) = &self.benchmarks {
            benchmarks.shape(&mut wrong);
        }
        if let Some(content) = content {
            self.check_against(content, &mut wrong);
        }
        wrong
    }

    fn check_days(&self, wrong: &mut Vec<Reason>) {
        check::at_most(wrong, "/reminders", self.remind_on.len(), MAX_REMINDERS);
        let within = |day: &Date| {
            let holds = |window: &Window| (window.opens_on..=window.closes_on).contains(day);
            self.windows.iter().any(holds)
        };
        for (at, day) in self.remind_on.iter().enumerate() {
            if !within(day) {
                wrong.push(Reason::new(Code::OutsideWindow).at(format!("/reminders/{at}")));
            }
        }
        if self
            .span()
            .is_some_and(|(_, last)| self.follow_up_due_on <= last)
        {
            wrong.push(Reason::new(Code::NotAfterWindow).at("/followUpDueOn"));
        }
    }

    fn check_against(&self, content: &Content, wrong: &mut Vec<Reason>) {
        let asked = self.respondent_unit.target_group();
        if content.target_group != asked {
            let reason = Reason::new(Code::OtherTargetGroup).at("/respondentUnit");
            wrong.push(reason.with("targetGroup", content.target_group));
        }
        let most = match self.respondent_unit.is_of_parents() {
            true => MAX_OPTIONS_OF_PARENTS,
            false => MAX_OPTIONS,
        };
        for (at, key) in self.dimensions.iter().enumerate() {
            let pointer = format!("/dimensions/{at}");
            let question = content.questions().find(|question| question.key == *key);
            match question.map(|question| &question.answer) {
                None => wrong.push(
                    Reason::new(Code::UnknownQuestion)
                        .at(pointer)
                        .with("question", key),
                ),
                Some(AnswerKind::Single { options }) if options.len() <= most => {}
                Some(_) => {
                    let reason = Reason::new(Code::NotADimension).at(pointer);
                    wrong.push(reason.with("max", most));
                }
            }
        }
        if let Some(benchmarks) = &self.benchmarks {
            benchmarks.check(content, wrong);
        }
    }
}

/// A campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// Its id.
    pub id: SurveyCampaignId,
    /// Its board.
    pub board_id: BoardId,
    /// The unit that holds it.
    pub unit_id: UnitId,
    /// Where it is.
    pub state: CampaignState,
    /// What is stated of it.
    pub stated: CampaignInput,
    /// Whom it is held among.
    pub target_group: TargetGroup,
    /// The moments between which answers are taken, in milliseconds since 1970, the second not included; one pair
    /// for each window.
    pub moments: Vec<(i64, i64)>,
    /// The window that counts: the one in which answers are taken, or the next.
    pub window: usize,
    /// The moment at which a window was closed before its last day; of two, that of the last one.
    pub closed_early_at: Option<i64>,
    /// Days of which those invited were reminded.
    pub reminded: BTreeSet<Date>,
    /// It was ready once, so codes may have been handed out.
    pub launched: bool,
    /// Something is kept that is thrown away when all has ended: codes, invitations, answers that wait.
    pub leftovers: bool,
}

impl Campaign {
    /// The school year of the day on which it opens.
    pub fn school_year(&self) -> Option<SchoolYear> {
        self.stated.span().map(|(first, _)| SchoolYear::of(first))
    }

    /// The school years in which its windows open: one, or with two windows perhaps two.
    pub fn school_years(&self) -> BTreeSet<SchoolYear> {
        let windows = self.stated.windows.iter();
        windows
            .map(|window| SchoolYear::of(window.opens_on))
            .collect()
    }

    /// The next day on which those invited are to be reminded.
    pub fn next_reminder(&self) -> Option<Date> {
        self.stated
            .remind_on
            .difference(&self.reminded)
            .next()
            .copied()
    }

    /// The days until this one on which those invited were to be reminded; they count as reminded from now on.
    pub fn remind(&mut self, today: Date) -> BTreeSet<Date> {
        let days = self.stated.remind_on.difference(&self.reminded);
        let days: BTreeSet<Date> = days.filter(|day| **day <= today).copied().collect();
        self.reminded.extend(&days);
        days
    }

    /// Carries out a step.
    pub fn apply(&mut self, step: CampaignStep) {
        self.state = step.to;
        self.launched |= step.to == CampaignState::Scheduled;
        self.leftovers |= step.to == CampaignState::Scheduled;
        self.window = step.window.unwrap_or(self.window);
        self.closed_early_at = match step.to {
            // Its windows are stated anew.
            CampaignState::Draft => None,
            _ => step.closed_early_at.or(self.closed_early_at),
        };
    }
}
