//! What a caller may set of an audit.

use akoki_domain::{
    Code, Reason,
    audit::{Audit as Kept, AuditInput as Stated},
    calendar::SchoolYear,
    framework::{EditionRef, RequirementRef},
    id::{AccreditedBodyId, AuditProgrammeId, OwnStandardId, UnitId},
    verdict::{PinRequest, Selection},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::parts::{AgendaItem, AuditMember};
use crate::wire::schema;

/// What a caller may set of an audit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditInput {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The units that are audited.
    #[schema(min_items = 1, max_items = 50)]
    pub scope_unit_ids: Vec<Uuid>,
    /// The kind.
    #[schema(min_length = 1, max_length = 40)]
    pub kind: String,
    /// The programme that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme_id: Option<Uuid>,
    /// The school year for which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1990, maximum = 2100)]
    pub school_year: Option<i32>,
    /// What the units want to know themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub research_questions: Vec<String>,
    /// The edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 130)]
    pub edition: Option<String>,
    /// Which of its standards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::maybe_selection)]
    pub selection: Option<Selection>,
    /// Their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub standards: Vec<String>,
    /// Standards of the board's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub own_standard_ids: Vec<Uuid>,
    /// How much they weigh.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, u32>,
    /// The first day.
    pub planned_from: Date,
    /// The last day.
    pub planned_until: Date,
    /// What is planned for the days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub agenda: Vec<AgendaItem>,
    /// Who audits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 30)]
    pub team: Vec<AuditMember>,
    /// The accredited body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_id: Option<Uuid>,
    /// The last day for the reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_due_on: Option<Date>,
}

impl AuditInput {
    /// What is stated, but for the standards. What cannot be read is named.
    pub fn stated(&self, wrong: &mut Vec<Reason>) -> Stated {
        let members = self.team.iter().enumerate();
        let team = members.filter_map(|(index, member)| member.member(index, wrong));
        let team = team.collect();
        let year = self.school_year.map(SchoolYear);
        Stated {
            scope: self.scope_unit_ids.iter().copied().map(UnitId).collect(),
            kind: self.kind.clone(),
            programme: self.programme_id.map(AuditProgrammeId),
            school_year: year.unwrap_or_else(|| SchoolYear::of(self.planned_from)),
            title: self.title.clone(),
            research_questions: self.research_questions.clone(),
            planned_from: self.planned_from,
            planned_until: self.planned_until,
            agenda: self.agenda.iter().cloned().map(Into::into).collect(),
            team,
            body: self.body_id.map(AccreditedBodyId),
            reply_due_on: self.reply_due_on,
        }
    }

    /// The edition that is named, if any; what cannot be read is named.
    pub fn edition(&self, wrong: &mut Vec<Reason>) -> Option<EditionRef> {
        let read = self.edition.as_ref()?.parse().ok();
        if read.is_none() {
            let reason = Reason::new(Code::InvalidFormat).at("/edition");
            wrong.push(reason.with("expected", "framework/version/sector"));
        }
        read
    }

    /// The standards that are asked for.
    pub fn pin_request(&self) -> PinRequest {
        PinRequest {
            selection: self.selection,
            standards: self.standards.clone(),
            own: self
                .own_standard_ids
                .iter()
                .copied()
                .map(OwnStandardId)
                .collect(),
            weights: self.weights.clone().into_iter().collect(),
        }
    }
}

impl From<&Kept> for AuditInput {
    fn from(kept: &Kept) -> Self {
        let (stated, pinned) = (&kept.stated, &kept.pinned);
        let (mut standards, mut own_standard_ids) = (Vec::new(), Vec::new());
        for standard in &pinned.standards {
            match &standard.requirement {
                RequirementRef::Shipped { code, .. } => standards.push(code.clone()),
                RequirementRef::Own(id) => own_standard_ids.push(id.0),
            }
        }
        if pinned.selection != Selection::Named {
            standards.clear();
        }
        let weighed = pinned.standards.iter().filter(|one| one.weight != 1);
        Self {
            title: stated.title.clone(),
            scope_unit_ids: stated.scope.iter().map(|id| id.0).collect(),
            kind: stated.kind.clone(),
            programme_id: stated.programme.map(|id| id.0),
            school_year: Some(stated.school_year.0),
            research_questions: stated.research_questions.clone(),
            edition: Some(pinned.edition.to_string()),
            selection: Some(pinned.selection),
            standards,
            own_standard_ids,
            weights: weighed.map(|one| (one.name(), one.weight)).collect(),
            planned_from: stated.planned_from,
            planned_until: stated.planned_until,
            agenda: stated.agenda.iter().map(Into::into).collect(),
            team: stated.team.iter().map(Into::into).collect(),
            body_id: stated.body.map(|id| id.0),
            reply_due_on: stated.reply_due_on,
        }
    }
}
