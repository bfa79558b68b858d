//! Inviting: codes that work once. They are shown when they are made and never again, so whoever sends them keeps
//! them; what the service keeps is who was invited, and never who answered.

use akoki_domain::{
    Code, Reason,
    survey::{
        campaign::Channel,
        entry::{MAX_INVITED, MAX_RECIPIENT},
    },
};
use akoki_openapi::wire::survey_campaign::{
    InvitedGroup, SurveyCode, SurveyCodes, SurveyInvitation, SurveyInvitationsInput,
};
use akoki_persistence::{
    Position, Sort, SortValue,
    repo::survey::invitation::{self, NewInvitation},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::handing::{Handing, handing};
use crate::{
    failure::Failure,
    guard::Call,
    http::Query,
    reply::Reply,
    resource::{ListShape, page_reply},
    survey::{
        Keys,
        code::{Length, fresh},
    },
    usecase::survey_session::random_id,
    work::Work,
};

/// Invites, and answers the codes.
///
/// # Errors
/// Everything wrong with whom to invite: more than there are, or somebody who was invited before, too.
pub async fn invite(
    work: Work<'_>,
    id: Uuid,
    input: SurveyInvitationsInput,
) -> Result<SurveyCodes, Failure> {
    let handing = handing(work.call, work.tx, id).await?;
    handing.campaign.may_hand_out(Channel::SingleUseCodes)?;
    let wrong = wrong(&handing, &input);
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    let many: usize = input.invitations.iter().map(size).sum();
    let told = json!({"invited": many});
    let handing = handing.held(work, Channel::SingleUseCodes, told).await?;
    // Nobody else invites to this campaign before this unit ends, so what stands there now is all.
    let wrong = beyond(work, &handing, &input).await?;
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    let keys = Keys::of(&work.call.shared);
    let (mut items, mut rows) = (Vec::with_capacity(many), Vec::with_capacity(many));
    for group in input.invitations {
        let unnamed = group.count.unwrap_or_default();
        let named = group.recipients.into_iter().map(Some);
        for recipient in named.chain((0..unnamed).map(|_| None)) {
            let code = fresh(Length::Single);
            let id = random_id();
            rows.push(NewInvitation {
                code_hash: keys.code_hash(&code.normal),
                id,
                group_key: group.group_key.clone(),
                recipient: recipient.clone(),
                let_in: false,
            });
            items.push(SurveyCode {
                id,
                group_key: group.group_key.clone(),
                recipient,
                code: code.shown,
            });
        }
    }
    invitation::add(work.tx, handing.key(), rows).await?;
    Ok(SurveyCodes { codes: items })
}

fn size(group: &InvitedGroup) -> usize {
    let unnamed = usize::try_from(group.count.unwrap_or_default()).unwrap_or(usize::MAX);
    group.recipients.len().saturating_add(unnamed)
}

/// What is wrong with whom to invite, whoever was invited before.
fn wrong(handing: &Handing, input: &SurveyInvitationsInput) -> Vec<Reason> {
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for (at, group) in input.invitations.iter().enumerate() {
        let pointer = |name: &str| format!("/invitations/{at}/{name}");
        wrong.extend(handing.wrong_group(&group.group_key, &pointer("groupKey")));
        if size(group) == 0 {
            wrong.push(Reason::new(Code::NobodyInvited).at(pointer("count")));
        }
        for (index, recipient) in group.recipients.iter().enumerate() {
            let at = pointer(&format!("recipients/{index}"));
            let reason = name(recipient).or_else(|| {
                let again = !known.insert((&group.group_key, recipient));
                again.then(|| Reason::new(Code::Duplicate))
            });
            wrong.extend(reason.map(|reason| reason.at(at)));
        }
    }
    let many: usize = input.invitations.iter().map(size).sum();
    if many > MAX_INVITED {
        let reason = Reason::new(Code::TooLong).at("/invitations");
        wrong.push(reason.with("max", MAX_INVITED));
    }
    wrong
}

/// What is wrong with what a sending system calls somebody.
fn name(recipient: &str) -> Option<Reason> {
    let hidden = recipient.chars().any(char::is_control);
    if recipient.trim().is_empty() || hidden {
        return Some(Reason::new(Code::InvalidValue));
    }
    let long = recipient.chars().count() > MAX_RECIPIENT;
    long.then(|| Reason::new(Code::TooLong).with("max", MAX_RECIPIENT))
}

/// Who would be invited beyond those that a group has, or again. Each is invited once in each window, so with a second
/// one everybody can be once more.
async fn beyond(
    work: Work<'_>,
    handing: &Handing,
    input: &SurveyInvitationsInput,
) -> Result<Vec<Reason>, Failure> {
    let (key, campaign) = (handing.key(), &handing.campaign);
    let counts = invitation::counts(work.tx, key).await?;
    let by_name = |group: &String| counts.get(group).map_or(0, |counts| counts.by_name());
    let (mut wrong, mut asked) = (Vec::new(), BTreeMap::<&String, u64>::new());
    for (at, group) in input.invitations.iter().enumerate() {
        let key = &group.group_key;
        let (invited, places) = (by_name(key), campaign.places(handing.tree.population(key)));
        let asked = asked.entry(key).or_default();
        *asked = asked.saturating_add(size(group) as u64);
        if invited.saturating_add(*asked) > places {
            let reason = Reason::new(Code::AllInvited).at(format!("/invitations/{at}"));
            let reason = reason.with("key", key).with("places", places);
            wrong.push(reason.with("invited", invited).with("asked", *asked));
        }
    }
    for (at, group) in input.invitations.iter().enumerate() {
        let known = (group.group_key.as_str(), group.recipients.as_slice());
        let known = invitation::known(work.tx, key, known).await?;
        for (index, recipient) in group.recipients.iter().enumerate() {
            if known.get(recipient).copied().unwrap_or_default() >= campaign.places(1) {
                let at = format!("/invitations/{at}/recipients/{index}");
                wrong.push(Reason::new(Code::InvitedBefore).at(at));
            }
        }
    }
    Ok(wrong)
}

/// What those invited can be sorted by: their ids, which say nothing.
pub const SORTS: &[Sort] = &[Sort {
    name: "id",
    column: "id",
}];

/// A page of those invited, as far as the caller hands out codes to them.
///
/// # Errors
/// "not-found" out of reach; all wrong parameters, by name.
pub async fn listed(call: &Call, id: Uuid, query: &Query) -> Result<Reply, Failure> {
    let handing = handing(call, call.store(), id).await?;
    let path = format!("/v1/survey-campaigns/{id}/invitations");
    let shape = ListShape {
        name: &path,
        filters: &[],
        sorts: SORTS,
        fields: call.shared.schemas.properties("SurveyInvitation"),
    };
    let asked = shape.read(call, query)?;
    let groups: Vec<String> = handing.leaves.iter().cloned().collect();
    let after = asked.query.after.as_ref().map(|position| position.id);
    let limit = asked.query.limit;
    let some = (after, limit.saturating_add(1));
    let mut found = invitation::page(call.store(), handing.key(), &groups, some).await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = found.last().filter(|_| more).map(|one| Position {
        value: SortValue::Number(0),
        id: one.id,
    });
    let shown = |one: invitation::Invitation| SurveyInvitation {
        id: one.id,
        group_key: one.group_key,
        recipient: one.recipient,
    };
    let items = found.into_iter().map(shown).collect();
    page_reply(call, &path, query, &asked, items, last.as_ref())
}

/// Gives somebody who was invited another code: the one before works no more. What was used stays used, and whoever
/// asks does not hear it: the new code is like one that was not used, up to the moment at which somebody sends in with
/// it what would be taken then. So whoever wants to know that of another has to answer in their place, which, where
/// they had not answered, takes the answer away from them and is seen when they come. Whoever was let in with a class
/// code or a link has no code to replace: nobody knows it, and another would shut them out.
///
/// # Errors
/// "not-found" where nobody was invited under this id.
pub async fn recode(work: Work<'_>, id: Uuid, invited: Uuid) -> Result<SurveyCodes, Failure> {
    let handing = handing(work.call, work.tx, id).await?;
    handing.campaign.may_hand_out(Channel::SingleUseCodes)?;
    let code = fresh(Length::Single);
    let hash = Keys::of(&work.call.shared).code_hash(&code.normal);
    let groups: Vec<String> = handing.leaves.iter().cloned().collect();
    let key = handing.key();
    let found = invitation::find(work.tx, key, invited, &groups).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    let told = json!({"code": {"invitationId": invited}});
    let _held = handing.held(work, Channel::SingleUseCodes, told).await?;
    if !invitation::recode(work.tx, key, invited, &groups, hash).await? {
        return Err(Failure::not_found());
    }
    Ok(SurveyCodes {
        codes: vec![SurveyCode {
            id: invited,
            group_key: found.group_key,
            recipient: found.recipient,
            code: code.shown,
        }],
    })
}
