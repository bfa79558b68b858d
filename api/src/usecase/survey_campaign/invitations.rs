//! Inviting: codes that work once. They are shown when they are made and never again, so whoever sends them keeps
//! them; what the service keeps is who was invited, and never who answered.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    survey::campaign::{Campaign, Channel, GroupTree},
};
use akoki_openapi::wire::survey_campaign::{
    InvitedGroup, SurveyCode, SurveyCodes, SurveyInvitation, SurveyInvitationsInput,
};
use akoki_persistence::{
    Position, Sort, SortValue, Verb, find, lock,
    repo::survey::{
        Key,
        invitation::{self, NewInvitation},
    },
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

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

/// So many are invited in one request.
const MOST: usize = 10_000;
/// What a sending system calls somebody has so many characters at most.
const MOST_CHARACTERS: usize = 100;

/// A campaign in reach, and the groups of it of which the caller may hand out codes.
pub(super) struct Handing {
    pub(super) campaign: Campaign,
    pub(super) tree: GroupTree,
    pub(super) leaves: BTreeSet<String>,
}

/// As far as the caller holds the campaign, or surveys at one of its units.
///
/// # Errors
/// "not-found" out of reach; "forbidden" where the caller may hand out codes of none of its groups.
pub(super) async fn handing(
    call: &Call,
    source: &impl akoki_persistence::Source,
    id: Uuid,
) -> Result<Handing, Failure> {
    let read = call.scope_of(Permission::ReadSurveys);
    let found = match find::<Campaign>(source, &call.scope(), id).await? {
        Some(found) => Some(found),
        None => find::<Campaign>(source, &read, id).await?,
    };
    let Some(found) = found else {
        call.still_valid().await?;
        return Err(Failure::not_found());
    };
    let campaign = found.record;
    let tree = campaign.stated.tree();
    let write = Permission::WriteSurveys;
    let whole = call.may(source, write, campaign.unit_id).await?;
    let units = match whole {
        true => tree.units(),
        false => call.may_of(source, write, &tree.units()).await?,
    };
    let leaf = |key: &str| tree.unit_of(key).is_some_and(|unit| units.contains(&unit));
    let keys = tree.leaves().map(|group| group.key.clone());
    let leaves: BTreeSet<String> = keys.filter(|key| leaf(key)).collect();
    if leaves.is_empty() {
        return Err(Code::Forbidden.into());
    }
    Ok(Handing {
        campaign,
        tree,
        leaves,
    })
}

impl Handing {
    /// Codes can be handed out in this way.
    pub(super) fn may(&self, channel: Channel) -> Result<(), Failure> {
        let (code, blocker) = if !self.campaign.state.takes_answers() {
            let reason = Reason::new(Code::CampaignStateForbids);
            let reason = reason.with("state", self.campaign.state);
            (Code::CampaignStateForbids, reason.with("command", channel))
        } else if !self.campaign.stated.channels.contains(&channel) {
            let reason = Reason::new(Code::ChannelNotOffered);
            (Code::ChannelNotOffered, reason.with("channel", channel))
        } else {
            return Ok(());
        };
        Err(Failure::Conflict {
            code,
            blockers: vec![blocker],
        })
    }

    /// What is wrong with a group that is named.
    pub(super) fn wrong_group(&self, key: &str, pointer: &str) -> Option<Reason> {
        if self.leaves.contains(key) {
            return None;
        }
        let there = self.tree.group(key).is_some();
        let code = match there && !self.tree.is_leaf(key) {
            true => Code::GroupHasParts,
            false => Code::UnknownGroupKey,
        };
        Some(Reason::new(code).at(pointer).with("key", key))
    }

    /// Locks the campaign, says in the trail and by its version that something belonging to it changed, and looks
    /// again whether codes can be handed out in this way: nobody closes it or takes it back before this unit ends.
    ///
    /// # Errors
    /// As [`Handing::may`]; "not-found" when it is gone.
    pub(super) async fn held(
        mut self,
        work: Work<'_>,
        channel: Channel,
        values: Value,
    ) -> Result<Self, Failure> {
        self.campaign = told(work, self.campaign.id.0, values).await?;
        self.may(channel)?;
        Ok(self)
    }

    pub(super) fn key(&self) -> Key {
        Key::new(self.campaign.board_id, self.campaign.id)
    }
}

/// Invites, and answers the codes.
///
/// # Errors
/// Everything wrong with whom to invite.
pub async fn invite(
    work: Work<'_>,
    id: Uuid,
    input: SurveyInvitationsInput,
) -> Result<SurveyCodes, Failure> {
    let handing = handing(work.call, work.tx, id).await?;
    handing.may(Channel::SingleUseCodes)?;
    let mut wrong = Vec::new();
    for (at, group) in input.invitations.iter().enumerate() {
        check(&handing, group, at, &mut wrong);
    }
    let many: usize = input.invitations.iter().map(size).sum();
    if many > MOST {
        wrong.push(
            Reason::new(Code::TooLong)
                .at("/invitations")
                .with("max", MOST),
        );
    }
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    let told = json!({"invited": many});
    let handing = handing.held(work, Channel::SingleUseCodes, told).await?;
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

fn check(handing: &Handing, group: &InvitedGroup, at: usize, wrong: &mut Vec<Reason>) {
    let pointer = |name: &str| format!("/invitations/{at}/{name}");
    wrong.extend(handing.wrong_group(&group.group_key, &pointer("groupKey")));
    if size(group) == 0 {
        wrong.push(Reason::new(Code::Required).at(pointer("count")));
    }
    let mut known = BTreeSet::new();
    for (index, recipient) in group.recipients.iter().enumerate() {
        let at = pointer(&format!("recipients/{index}"));
        let length = recipient.chars().count();
        let hidden = recipient.chars().any(char::is_control);
        if recipient.trim().is_empty() || hidden {
            wrong.push(Reason::new(Code::InvalidValue).at(at));
        } else if length > MOST_CHARACTERS {
            wrong.push(
                Reason::new(Code::TooLong)
                    .at(at)
                    .with("max", MOST_CHARACTERS),
            );
        } else if !known.insert(recipient) {
            wrong.push(Reason::new(Code::Duplicate).at(at));
        }
    }
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

/// Says in the trail, and by the version of the campaign, that something belonging to it changed; nobody takes the
/// campaign back meanwhile.
///
/// # Errors
/// "not-found" when it is gone.
pub(super) async fn told(work: Work<'_>, id: Uuid, values: Value) -> Result<Campaign, Failure> {
    let held = lock::<Campaign>(work.tx, &work.call.everything(), id).await?;
    let held = held.ok_or_else(Failure::not_found)?;
    let (after, version) = (&held.record, held.meta.version);
    work.record(after, version, Verb::Updated, values, None);
    Ok(held.record)
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
    handing.may(Channel::SingleUseCodes)?;
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
