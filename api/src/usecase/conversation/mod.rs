//! Quality conversations of the board with the leadership of a school: planning, changing, removing; their
//! commands, and what is gathered for them.

mod command;
mod examples;
mod gather;
mod view;

use akoki_domain::{
    Code, Reason, Refusal,
    access::Permission,
    conversation::{
        ConversationInput, Previous, QualityConversation,
        editing::{edits, may_edit, may_remove},
    },
    id::PersonId,
    organisation::{Unit, kind::BOARD},
};
use akoki_openapi::wire::conversation::{QualityConversation as View, QualityConversationInput};
use akoki_persistence::{Source, Stored, find, repo::conversation::last_held};
use serde_json::Value;

use super::{
    carrier::carried_anew,
    evidence::uses::{Resting, named, unusable},
    improvement_cycle::references::unknown_people,
};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Names, Resource, names},
    work::Work,
};

/// The resource.
pub struct Conversations;

impl Resource for Conversations {
    type Record = QualityConversation;
    type Input = QualityConversationInput;
    type View = View;

    const NAMES: Names = names!(
        "QualityConversation",
        "QualityConversations",
        "conversations"
    );
    const READ: Permission = Permission::ReadConversations;
    const WRITE: Permission = Permission::WriteConversations;

    async fn create(
        work: Work<'_>,
        input: QualityConversationInput,
    ) -> Result<QualityConversation, Failure> {
        let mut wrong = Vec::new();
        let unit = carried_anew(work, input.unit_id, None, &mut wrong).await?;
        let stated: ConversationInput = input.into();
        let place = unit.as_ref().map(|unit| (unit.board_id, unit.id));
        wrong.extend(unknown_people(work, place, &people(&stated), &[]).await?);
        let Some(unit) = unit else {
            wrong.extend(stated.check(work.call.today));
            return Err(Failure::invalid("body", wrong));
        };
        if unit.details.kind == BOARD {
            wrong.push(Reason::new(Code::ConversationNotWithBoard).at("/unitId"));
        }
        planned(work, &unit, stated, wrong).await
    }

    async fn change(
        work: Work<'_>,
        before: &QualityConversation,
        input: QualityConversationInput,
    ) -> Result<QualityConversation, Failure> {
        let mut wrong = Vec::new();
        if input.unit_id != before.unit_id.0 {
            wrong.push(Reason::new(Code::NotChangeable).at("/unitId"));
        }
        let stated: ConversationInput = input.into();
        let (board, named) = (before.board_id, people(&stated));
        let place = (board, before.unit_id);
        wrong.extend(unknown_people(work, place, &named, &before.people()).await?);
        let edits = edits(&before.input(), &stated);
        let previous = previous_of(work, before).await?;
        wrong.extend(evidence(work, before, previous.as_ref(), &stated).await?);
        let today = work.today_of(board).await?;
        let mut after = before.clone();
        let changed = after.change(stated, previous.as_ref(), today, || work.id());
        wrong.extend(changed.err().unwrap_or_default());
        Refusal::unless_empty(wrong)?;
        for edit in edits {
            may_edit(before.id, before.state, edit)?;
        }
        Ok(after)
    }

    async fn remove(_: Work<'_>, conversation: &QualityConversation) -> Result<(), Failure> {
        may_remove(conversation.id, conversation.state).map_err(Into::into)
    }

    fn input(conversation: &QualityConversation) -> QualityConversationInput {
        conversation.into()
    }

    async fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<QualityConversation>>,
    ) -> Result<Vec<View>, Failure> {
        view::all(call, source, items).await
    }

    fn examples() -> (Value, Value) {
        examples::conversation()
    }
}

/// Plans a conversation at a unit; `wrong` is what was found so far.
async fn planned(
    work: Work<'_>,
    unit: &Unit,
    stated: ConversationInput,
    mut wrong: Vec<Reason>,
) -> Result<QualityConversation, Failure> {
    let (board, on) = (unit.board_id, stated.planned_on);
    let mut conversation = QualityConversation::planned(work.id(), board, unit.id, on);
    let edits = edits(&conversation.input(), &stated);
    let previous = previous_of(work, &conversation).await?;
    wrong.extend(evidence(work, &conversation, previous.as_ref(), &stated).await?);
    let today = work.today_of(board).await?;
    let made = conversation.change(stated, previous.as_ref(), today, || work.id());
    wrong.extend(made.err().unwrap_or_default());
    Refusal::unless_empty(wrong)?;
    for edit in edits {
        may_edit(conversation.id, conversation.state, edit)?;
    }
    Ok(conversation)
}

/// Everyone whom an input names, where it does.
fn people(stated: &ConversationInput) -> Vec<(String, PersonId)> {
    let listed = |field: &str, ids: &[PersonId]| -> Vec<(String, PersonId)> {
        let ids = ids.iter().enumerate();
        ids.map(|(index, id)| (format!("/{field}/{index}"), *id))
            .collect()
    };
    let mut all = listed("boardMemberIds", &stated.board_members);
    all.extend(listed("leaderIds", &stated.leaders));
    let owners = stated.agreements.iter().enumerate();
    all.extend(
        owners
            .filter_map(|(index, one)| Some((format!("/agreements/{index}/ownerId"), one.owner?))),
    );
    all
}

/// What is wrong with the evidence that shows what came of agreements.
async fn evidence(
    work: Work<'_>,
    conversation: &QualityConversation,
    previous: Option<&Previous>,
    stated: &ConversationInput,
) -> Result<Vec<Reason>, Failure> {
    let agreed = stated.agreements.iter().map(|one| &one.evidence_ids);
    let checked = stated.checked.iter().map(|one| &one.evidence_ids);
    let mut all = Vec::new();
    for (index, ids) in agreed.enumerate() {
        all.push(named(format!("/agreements/{index}/evidenceIds"), ids));
    }
    for (index, ids) in checked.enumerate() {
        all.push(named(format!("/checked/{index}/evidenceIds"), ids));
    }
    let resting = Resting {
        place: Some((conversation.board_id, conversation.unit_id)),
        before: &conversation.rests_on(),
        judged: Some(conversation.looked_back_on(previous)),
    };
    unusable(work, resting, &all).await
}

/// The conversation before: that which was held last at the unit, until this one is held itself.
async fn previous_of(
    work: Work<'_>,
    conversation: &QualityConversation,
) -> Result<Option<Previous>, Failure> {
    let scope = work.scope();
    let found = match (conversation.number, conversation.previous) {
        (None, _) => {
            let (board, unit) = (conversation.board_id, conversation.unit_id);
            last_held(work.tx, &scope, board, unit).await?
        }
        (Some(_), None) => None,
        (Some(_), Some(id)) => {
            let found = find::<QualityConversation>(work.tx, &scope, id.0).await?;
            found.map(|stored| stored.record)
        }
    };
    Ok(found.and_then(|found| found.as_previous()))
}
