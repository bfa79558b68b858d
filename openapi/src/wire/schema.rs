//! Schemas that derive cannot say: closed sets of words, references, links.

use akoki_domain::{
    akoki::Theme,
    audit::{Command as AuditCommand, State as AuditState, TeamRole, VerdictRule},
    evidence::{EvidenceKind, FileType, USERS},
    finding::{Answer, Command as FindingCommand, Course, Ground, State as FindingState},
    pdca::{ActionStatus, Command, ContextKind, DecisionKind, Direction, EffectOn, ORIGINS, State},
    verdict::{Selection, Voice},
};
use std::collections::BTreeMap;
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, RefOr, Schema, schema::Type};

use super::words::{maybe_one_of, one_of};

/// Paths to related resources, by what they are to this one.
pub type Links = BTreeMap<&'static str, String>;

macro_rules! word_schemas {
    ($($(#[$doc:meta])* $name:ident: $words:ident, $shape:ident;)+) => {$(
        $(#[$doc])*
        pub(super) fn $name() -> RefOr<Schema> {
            $shape($words::ALL.iter().map(|word| word.as_str())).into()
        }
    )+};
}

word_schemas! {
    /// A theme.
    theme: Theme, one_of;
    /// A state of a cycle.
    state: State, one_of;
    /// A command to a cycle.
    command: Command, one_of;
    /// What a context factor is about.
    context_kind: ContextKind, one_of;
    /// How far an action is.
    action_status: ActionStatus, one_of;
    /// What was decided.
    decision_kind: DecisionKind, one_of;
    /// Whom a goal has effect on.
    effect_on: EffectOn, one_of;
    /// What a piece of evidence is.
    evidence_kind: EvidenceKind, one_of;
    /// What a file is.
    file_type: FileType, one_of;
    /// A state of an audit.
    audit_state: AuditState, one_of;
    /// A command to an audit.
    audit_command: AuditCommand, one_of;
    /// What somebody does in the team of an audit.
    team_role: TeamRole, one_of;
    /// Whether an audit gives verdicts.
    verdict_rule: VerdictRule, one_of;
    /// The voice of a verdict.
    voice: Voice, one_of;
    /// Which standards are looked at.
    selection: Selection, one_of;
    /// Which standards are looked at, or nothing said.
    maybe_selection: Selection, maybe_one_of;
    /// From where an auditor has something.
    ground: Ground, one_of;
    /// What a grade of finding asks of the unit.
    course: Course, one_of;
    /// A state of a finding.
    finding_state: FindingState, one_of;
    /// A command to a finding.
    finding_command: FindingCommand, one_of;
    /// What a unit does with a recommendation.
    answer: Answer, one_of;
    /// Which way a value should go, or nothing yet.
    direction: Direction, maybe_one_of;
}

/// What an item of fieldwork is.
pub(super) fn fieldwork_kind() -> RefOr<Schema> {
    one_of(super::fieldwork::FieldworkKind::ALL).into()
}

/// What an item of fieldwork is, when that can be read.
pub(super) fn maybe_fieldwork_kind() -> RefOr<Schema> {
    maybe_one_of(super::fieldwork::FieldworkKind::ALL).into()
}

/// What a cycle can arise from.
pub(super) fn origin() -> RefOr<Schema> {
    one_of(ORIGINS.iter().map(|noun| noun.as_str())).into()
}

/// What can use evidence.
pub(super) fn evidence_user() -> RefOr<Schema> {
    one_of(USERS.iter().map(|noun| noun.as_str())).into()
}

/// References to requirements.
pub(super) fn requirements() -> RefOr<Schema> {
    let one = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(REQUIREMENT));
    ArrayBuilder::new().items(one).max_items(Some(100)).into()
}

/// A standard of a shipped edition (`inspectorate/2025/po/OP2`) or of the board's own (`own/<id>`).
const REQUIREMENT: &str = "^(own/[0-9a-fA-F-]{36}|[A-Za-z0-9._-]{1,40}(/[A-Za-z0-9._-]{1,40}){3})$";

/// Paths by name.
pub(super) fn links() -> RefOr<Schema> {
    let path = ObjectBuilder::new().schema_type(Type::String).format(Some(
        utoipa::openapi::SchemaFormat::Custom("uri-reference".into()),
    ));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(Schema::Object(path.build())))
        .into()
}
