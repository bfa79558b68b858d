//! The findings of audits that are open for a unit.

use akoki_domain::{
    Noun, Subject, access::Permission, audit::Audit, finding::Finding, id::UnitId,
    inspection::OpenPoint, organisation::Unit,
};
use akoki_persistence::{Source, find_many, repo::finding::open_of_carriers};
use uuid::Uuid;

use crate::{failure::Failure, guard::Call};

/// The findings about a unit, and about any of which it carries the work, that are open, as far as the caller may read audits. One that names no standard
/// is about the unit as a whole and stands in the way of none.
///
/// # Errors
/// When the store fails.
pub async fn open(
    call: &Call,
    source: &impl Source,
    unit: &Unit,
) -> Result<Vec<OpenPoint>, Failure> {
    let scope = call.scope_of(Permission::ReadAudits);
    let findings = open_of_carriers(source, &scope, &[(unit.board_id, unit.id)]).await?;
    let mut audits: Vec<Uuid> = findings.iter().map(|(_, one)| one.audit_id.0).collect();
    audits.sort_unstable();
    audits.dedup();
    let audits = find_many::<Audit>(source, &scope, &audits).await?;
    let point = |(_, finding): &(UnitId, Finding)| {
        let audit = audits
            .iter()
            .find(|audit| audit.record.id == finding.audit_id)?;
        let name = finding.stated.standard.as_deref()?;
        Some(OpenPoint {
            requirement: audit.record.pinned.standard(name)?.requirement.clone(),
            subject: Subject::new(Noun::Finding, finding.id),
            due_on: finding.owed_on(),
            claims: finding.claims(),
        })
    };
    Ok(findings.iter().filter_map(point).collect())
}
