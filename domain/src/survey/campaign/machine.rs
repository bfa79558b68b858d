//! The state machine of a survey campaign. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use super::record::Campaign;
use super::state::{CampaignCommand, CampaignState};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::SurveyCampaignId;
use crate::noun::Noun;

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignFacts {
    /// The campaign.
    pub id: SurveyCampaignId,
    /// The moment, in milliseconds since 1970.
    pub at: i64,
    /// The windows as they came about: from this moment until before that one.
    pub moments: Vec<(i64, i64)>,
    /// The window that counts.
    pub window: usize,
    /// What is wrong with what is stated, as far as it must be right before the campaign is ready.
    pub unready: Vec<Reason>,
    /// Codes were handed out, or answers taken in.
    pub handed_out: bool,
    /// Units that have not said what they do with their results.
    pub open_follow_ups: Vec<Reason>,
}

impl CampaignFacts {
    /// The facts of a campaign; what belongs to it is given besides.
    pub fn of(campaign: &Campaign, at: i64) -> Self {
        Self {
            id: campaign.id,
            at,
            moments: campaign.held(),
            window: campaign.window,
            unready: too_few_asked(campaign).into_iter().collect(),
            handed_out: false,
            open_follow_ups: Vec::new(),
        }
    }

    /// The window in which the moment lies.
    fn within(&self) -> Option<usize> {
        let holds = |(from, to): &(i64, i64)| (*from..*to).contains(&self.at);
        self.moments.iter().position(holds)
    }

    /// The moment lies in the window that counts. It can lie in the next one already, where nobody looked in between.
    fn is_within(&self) -> bool {
        self.within() == Some(self.window)
    }

    /// The window that lies ahead, or the one in which the moment lies.
    fn next(&self) -> Option<usize> {
        self.moments.iter().position(|(_, to)| self.at < *to)
    }

    /// The first window that has not begun.
    fn ahead(&self) -> Option<usize> {
        self.moments.iter().position(|(from, _)| self.at < *from)
    }

    /// The last window is over.
    fn is_over(&self) -> bool {
        self.moments.last().is_some_and(|(_, to)| self.at >= *to)
    }
}

/// That all together are too few for anything to be shown, of a campaign that is not ready yet.
fn too_few_asked(campaign: &Campaign) -> Option<Reason> {
    if campaign.state != CampaignState::Draft {
        return None;
    }
    let asked = campaign.stated.tree().whole_population();
    let minimum = campaign.stated.minimum;
    let reason = || {
        let reason = Reason::new(Code::TooFewAsked).with("population", asked);
        let reason = reason.about(Noun::SurveyCampaign, campaign.id);
        reason.with("minimum", minimum)
    };
    (asked < u64::from(minimum)).then(reason)
}

/// What happens to the campaign; [`Campaign::apply`] carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CampaignStep {
    /// What was asked, or came about.
    pub command: CampaignCommand,
    /// The state before.
    pub from: CampaignState,
    /// The state after.
    pub to: CampaignState,
    /// The moment at which the window was closed before its time.
    pub closed_early_at: Option<i64>,
    /// The window that counts from now on.
    pub window: Option<usize>,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::CampaignStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`]
/// with everything that stands in the way otherwise.
pub fn decide(
    state: CampaignState,
    command: CampaignCommand,
    facts: &CampaignFacts,
) -> Result<CampaignStep, Refusal> {
    let Some(to) = target(state, command, facts) else {
        return Err(forbids(facts.id, state, command));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    let closed_early_at = (command == CampaignCommand::CloseWindow).then_some(facts.at);
    Ok(CampaignStep {
        command,
        from: state,
        to,
        closed_early_at,
        // The window that is closed is not over by its plan.
        window: match closed_early_at {
            Some(_) => facts.ahead(),
            None => facts.next(),
        },
    })
}

/// Decides about a command that somebody gives: what comes about by itself is for nobody to give.
///
/// # Errors
/// As [`decide`].
pub fn given(
    state: CampaignState,
    command: CampaignCommand,
    facts: &CampaignFacts,
) -> Result<CampaignStep, Refusal> {
    match command.is_of_the_clock() {
        true => Err(forbids(facts.id, state, command)),
        false => decide(state, command, facts),
    }
}

/// That a campaign in this state knows no such step or change.
pub(super) fn forbids(
    id: SurveyCampaignId,
    state: CampaignState,
    command: impl ToString,
) -> Refusal {
    let code = Code::CampaignStateForbids;
    Refusal::conflict(code, vec![forbidden(id, state, command)])
}

/// The reason of [`forbids`].
pub(super) fn forbidden(
    id: SurveyCampaignId,
    state: CampaignState,
    command: impl ToString,
) -> Reason {
    let reason = Reason::new(Code::CampaignStateForbids).about(Noun::SurveyCampaign, id);
    reason.with("state", state).with("command", command)
}

/// Every command that somebody can give, with what blocks it on these facts; one without blockers is available.
/// Derived from [`given`], so that the two cannot disagree.
pub fn available(
    state: CampaignState,
    facts: &CampaignFacts,
) -> Vec<(CampaignCommand, Vec<Reason>)> {
    let all = CampaignCommand::ALL.iter();
    let all = all.filter(|command| !command.is_of_the_clock());
    with_blockers(all, |command| given(state, command, facts))
}

/// What comes about by itself at this moment; nothing when nothing does.
pub fn due(state: CampaignState, facts: &CampaignFacts) -> Option<CampaignCommand> {
    match state {
        CampaignState::Scheduled | CampaignState::Open if facts.is_over() => {
            Some(CampaignCommand::End)
        }
        CampaignState::Scheduled if facts.within().is_some() => Some(CampaignCommand::Begin),
        CampaignState::Open if !facts.is_within() => Some(CampaignCommand::Pause),
        CampaignState::Draft
        | CampaignState::Scheduled
        | CampaignState::Open
        | CampaignState::Processing
        | CampaignState::FollowUp
        | CampaignState::Closed
        | CampaignState::Cancelled => None,
    }
}

/// Where a command leads on these facts; nowhere when the state knows no such step.
fn target(
    state: CampaignState,
    command: CampaignCommand,
    facts: &CampaignFacts,
) -> Option<CampaignState> {
    use CampaignCommand as C;
    use CampaignState as S;
    let is_ahead = facts.ahead().is_some();
    match (state, command) {
        (S::Draft, C::Launch) => Some(S::Scheduled),
        (S::Scheduled, C::BackToDraft) => Some(S::Draft),
        (S::Scheduled, C::Begin) => Some(S::Open),
        (S::Open, C::Pause) => Some(S::Scheduled),
        // Where nobody looked in between, a window that was never seen to begin can be closed or over.
        (S::Scheduled, C::CloseWindow) if !facts.is_within() => None,
        // The answers of both are taken together, so those of the first wait for the second.
        (S::Scheduled | S::Open, C::CloseWindow) if is_ahead => Some(S::Scheduled),
        (S::Scheduled | S::Open, C::CloseWindow | C::End) => Some(S::Processing),
        (S::Processing, C::Settle) => Some(S::FollowUp),
        (S::FollowUp, C::Close) => Some(S::Closed),
        (S::Draft | S::Scheduled | S::Open, C::Cancel) => Some(S::Cancelled),
        (
            S::Draft
            | S::Scheduled
            | S::Open
            | S::Processing
            | S::FollowUp
            | S::Closed
            | S::Cancelled,
            C::Launch
            | C::BackToDraft
            | C::CloseWindow
            | C::Cancel
            | C::Close
            | C::Begin
            | C::Pause
            | C::End
            | C::Settle,
        ) => None,
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: CampaignCommand, facts: &CampaignFacts) -> Vec<Reason> {
    match command {
        CampaignCommand::Launch => {
            let about = |code| Reason::new(code).about(Noun::SurveyCampaign, facts.id);
            let over = facts.is_over().then(|| about(Code::WindowOver));
            facts.unready.iter().cloned().chain(over).collect()
        }
        CampaignCommand::BackToDraft => {
            let out = Reason::new(Code::CodesHandedOut).about(Noun::SurveyCampaign, facts.id);
            facts.handed_out.then_some(out).into_iter().collect()
        }
        CampaignCommand::Close => facts.open_follow_ups.clone(),
        CampaignCommand::Begin => unless(facts, facts.within().is_some()),
        CampaignCommand::Pause => unless(facts, !facts.is_within()),
        CampaignCommand::End => unless(facts, facts.is_over()),
        CampaignCommand::CloseWindow | CampaignCommand::Cancel | CampaignCommand::Settle => {
            Vec::new()
        }
    }
}

/// A moment that has not come yet.
fn unless(facts: &CampaignFacts, come: bool) -> Vec<Reason> {
    let early = || Reason::new(Code::NotYet).about(Noun::SurveyCampaign, facts.id);
    (!come).then(early).into_iter().collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::error::Subject;
    use crate::survey::campaign::tests::{facts, group, sample};

    #[test]
    fn nobody_gives_what_comes_about_by_itself() {
        // Its window has begun, so the clock could.
        let (state, facts) = (CampaignState::Scheduled, facts(150));
        decide(state, CampaignCommand::Begin, &facts).unwrap();
        let refused = given(state, CampaignCommand::Begin, &facts).unwrap_err();
        let Refusal::Conflict { code, blockers } = refused else {
            unreachable!("{refused:?}");
        };
        assert_eq!(code, Code::CampaignStateForbids);
        let subject = Subject::new(Noun::SurveyCampaign, facts.id);
        assert_eq!(blockers[0].subject, Some(subject));
        let of = |state| given(state, CampaignCommand::Launch, &facts).map(|step| step.to);
        assert_eq!(of(CampaignState::Draft), Ok(CampaignState::Scheduled));
    }

    #[test]
    fn a_window_can_be_closed_that_nobody_saw_begin() {
        let close = |at, window| {
            let facts = CampaignFacts {
                window,
                ..facts(at)
            };
            let step = given(
                CampaignState::Scheduled,
                CampaignCommand::CloseWindow,
                &facts,
            );
            step.map(|step| (step.to, step.window)).ok()
        };
        assert_eq!(close(99, 0), None);
        assert_eq!(close(100, 0), Some((CampaignState::Scheduled, Some(1))));
        assert_eq!(close(250, 1), None);
        assert_eq!(close(300, 1), Some((CampaignState::Processing, None)));
    }

    #[test]
    fn of_fewer_than_the_minimum_nothing_could_be_shown_so_it_is_not_made_ready() {
        let unready = |state, population| {
            let mut campaign = Campaign { state, ..sample() };
            campaign.stated.groups = vec![group("school", None, Some(population))];
            let facts = CampaignFacts::of(&campaign, 0).unready.into_iter();
            facts.map(|reason| reason.code).collect::<Vec<_>>()
        };
        // The minimum is five.
        assert_eq!(unready(CampaignState::Draft, 4), [Code::TooFewAsked]);
        assert_eq!(unready(CampaignState::Draft, 5), []);
        assert_eq!(unready(CampaignState::Scheduled, 4), []);
    }
}
