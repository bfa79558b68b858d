//! The parts of an audit on the wire.

use akoki_domain::{
    Code, Reason,
    audit::{
        Adoption, AgendaItem as KeptItem, EarlierReport, Member, MemberDays, Reply, Report,
        TeamRole, Who,
    },
    id::{AuditorId, PersonId, PrincipalId},
    verdict::PinnedStandard as KeptStandard,
};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::wire::schema;

/// Something that is planned for one of the days.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgendaItem {
    /// The day.
    pub on: Date,
    /// When it begins.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:30")]
    pub from: String,
    /// When it ends.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:15")]
    pub until: String,
    /// What it is.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub with_whom: Option<String>,
}

/// Somebody in the team.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditMember {
    /// A person of the board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<Uuid>,
    /// The account of a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<Uuid>,
    /// Another auditor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auditor_id: Option<Uuid>,
    /// As what.
    #[schema(schema_with = schema::team_role)]
    pub role: TeamRole,
    /// The first day of a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// The last day of a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// A standard that is looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AuditedStandard)]
pub struct PinnedStandard {
    /// The standard.
    pub requirement: String,
    /// How much it weighs.
    pub weight: u32,
}

/// What a caller may set of a report.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditReportInput {
    /// In short.
    #[schema(min_length = 1, max_length = 10000)]
    pub summary: String,
    /// The whole text.
    #[schema(min_length = 1, max_length = 100000)]
    pub text: String,
    /// The day on which it was drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted_on: Option<Date>,
}

/// The report.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditReport {
    /// In short.
    pub summary: String,
    /// The whole text.
    pub text: String,
    /// The day on which it was drafted.
    pub drafted_on: Date,
}

/// What a caller may set of a reply.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditReplyInput {
    /// The unit for which it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// What the units say.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// Whether they dissent.
    pub dissent: bool,
}

/// What the units say to the report.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditReply {
    /// The unit for which it is said.
    pub unit_id: Uuid,
    /// What they say.
    pub text: String,
    /// Whether they dissent.
    pub dissent: bool,
    /// Who says it.
    pub by_id: Option<Uuid>,
    /// The day.
    pub on: Date,
}

/// A report that was given to the units and taken back.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierAuditReport {
    /// What it said.
    pub report: AuditReport,
    /// What the units had said to it.
    pub replies: Vec<AuditReply>,
    /// The day on which it was taken back.
    pub taken_back_on: Date,
}

/// That an audit was adopted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditAdoption {
    /// The day.
    pub on: Date,
    /// By whom.
    pub by_id: Option<Uuid>,
}

impl From<AgendaItem> for KeptItem {
    fn from(from: AgendaItem) -> Self {
        Self {
            on: from.on,
            from: from.from,
            until: from.until,
            title: from.title,
            with_whom: from.with_whom,
        }
    }
}

impl From<&KeptItem> for AgendaItem {
    fn from(from: &KeptItem) -> Self {
        Self {
            on: from.on,
            from: from.from.clone(),
            until: from.until.clone(),
            title: from.title.clone(),
            with_whom: from.with_whom.clone(),
        }
    }
}

impl AuditMember {
    /// The member, when exactly one says who it is; what is wrong is named.
    pub(super) fn member(&self, index: usize, wrong: &mut Vec<Reason>) -> Option<Member> {
        let at = |field: &str| format!("/team/{index}/{field}");
        let mut named = [
            self.person_id.map(PersonId).map(Who::Person),
            self.account_id.map(PrincipalId).map(Who::Account),
            self.auditor_id.map(AuditorId).map(Who::Auditor),
        ]
        .into_iter()
        .flatten();
        let who = named.next();
        if who.is_none() {
            wrong.push(Reason::new(Code::Required).at(at("personId")));
        }
        for more in named {
            let both = Reason::new(Code::NotBoth).at(at(more.field()));
            wrong.push(both.with("other", who.map_or("personId", Who::field)));
        }
        let days = match (self.starts_on, self.ends_on) {
            (Some(starts_on), Some(ends_on)) => Some(MemberDays { starts_on, ends_on }),
            (None, None) => None,
            (starts_on, _) => {
                let missing = match starts_on {
                    None => "startsOn",
                    Some(_) => "endsOn",
                };
                wrong.push(Reason::new(Code::Required).at(at(missing)));
                return None;
            }
        };
        Some(Member {
            who: who?,
            role: self.role,
            days,
        })
    }
}

impl From<&Member> for AuditMember {
    fn from(member: &Member) -> Self {
        let (mut person_id, mut account_id, mut auditor_id) = (None, None, None);
        match member.who {
            Who::Person(id) => person_id = Some(id.0),
            Who::Account(id) => account_id = Some(id.0),
            Who::Auditor(id) => auditor_id = Some(id.0),
        }
        Self {
            person_id,
            account_id,
            auditor_id,
            role: member.role,
            starts_on: member.days.map(|days| days.starts_on),
            ends_on: member.days.map(|days| days.ends_on),
        }
    }
}

impl From<&KeptStandard> for PinnedStandard {
    fn from(from: &KeptStandard) -> Self {
        Self {
            requirement: from.requirement.to_string(),
            weight: from.weight,
        }
    }
}

impl From<&Report> for AuditReport {
    fn from(from: &Report) -> Self {
        Self {
            summary: from.summary.clone(),
            text: from.text.clone(),
            drafted_on: from.drafted_on,
        }
    }
}

impl From<&Reply> for AuditReply {
    fn from(from: &Reply) -> Self {
        Self {
            unit_id: from.unit.0,
            text: from.text.clone(),
            dissent: from.dissent,
            by_id: from.by.map(|id| id.0),
            on: from.on,
        }
    }
}

impl From<&EarlierReport> for EarlierAuditReport {
    fn from(from: &EarlierReport) -> Self {
        Self {
            report: (&from.report).into(),
            replies: from.replies.iter().map(Into::into).collect(),
            taken_back_on: from.taken_back_on,
        }
    }
}

impl From<&Adoption> for AuditAdoption {
    fn from(from: &Adoption) -> Self {
        Self {
            on: from.on,
            by_id: from.by.map(|id| id.0),
        }
    }
}
