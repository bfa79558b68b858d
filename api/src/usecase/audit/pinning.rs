//! Which edition and which of its standards an audit looks at: pinned for the day on which it begins.

use akoki_domain::{
    Code, Reason,
    audit::Audit,
    framework::{EditionContent, Library, RequirementRef, in_force, is_for},
    id::OwnStandardId,
    organisation::Unit,
    verdict::{Pinned, pin},
};
use akoki_openapi::wire::audit::AuditInput;
use time::Date;

use crate::{
    failure::Failure,
    usecase::{requirement::look_up, sector::sectors_of},
    work::Work,
};

/// What is pinned for these units. What was pinned before stays byte for byte, as long as nothing else is
/// asked for and the edition is in force on the first day.
///
/// # Errors
/// When the store fails; what is wrong with the input is added to what was found so far.
pub async fn pinned(
    work: Work<'_>,
    input: &AuditInput,
    units: &[Unit],
    before: Option<&Audit>,
    wrong: &mut Vec<Reason>,
) -> Result<Option<Pinned>, Failure> {
    let known = work.call.frameworks().await?;
    let library = &known.library;
    let on = input.planned_from;
    if let Some(audit) = before.filter(|audit| asks_the_same(input, audit)) {
        let edition = library.edition(&audit.pinned.edition);
        // An edition that ends while its audit is under way ends nothing of that.
        if on != audit.stated.planned_from {
            wrong.extend(edition.and_then(|edition| out_of_force(library, edition, on)));
        }
        return Ok(Some(audit.pinned.clone()));
    }
    let sectors = sectors_of(work.call, work.tx, units).await?;
    let Some(edition) = edition(input, library, &sectors, wrong) else {
        return Ok(None);
    };
    wrong.extend(out_of_force(library, edition, on));
    wrong.extend(foreign(edition, &sectors));
    let board = units.first().map(|unit| unit.board_id);
    let own = input
        .own_standard_ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let at = format!("/ownStandardIds/{index}");
            (at, RequirementRef::Own(OwnStandardId(*id)))
        });
    wrong.extend(look_up(work, board, &own.collect::<Vec<_>>()).await?.wrong);
    match pin(edition, &education(units), on, &input.pin_request()) {
        Ok(pinned) => Ok(Some(pinned)),
        Err(reasons) => {
            wrong.extend(reasons);
            Ok(None)
        }
    }
}

/// The edition that is named, or by which the inspectorate would look at the first unit on the first day.
fn edition<'a>(
    input: &AuditInput,
    library: &'a Library,
    sectors: &[Option<&'static str>],
    wrong: &mut Vec<Reason>,
) -> Option<&'a EditionContent> {
    if input.edition.is_none() {
        let sector = sectors.first().copied().flatten();
        let edition = library.inspected_by(sector, input.planned_from);
        if edition.is_none() {
            wrong.push(Reason::new(Code::Required).at("/edition"));
        }
        return edition;
    }
    let edition = library.edition(&input.edition(wrong)?);
    if edition.is_none() {
        wrong.push(Reason::new(Code::UnknownReference).at("/edition"));
    }
    edition
}

fn asks_the_same(input: &AuditInput, audit: &Audit) -> bool {
    let now = AuditInput::from(audit);
    (&input.edition, input.selection) == (&now.edition, now.selection)
        && input.pin_request() == now.pin_request()
}

/// Whether the edition is the one in force of its framework on this day.
pub fn is_in_force(library: &Library, edition: &EditionContent, on: Date) -> bool {
    let name = &edition.edition;
    let current = in_force(library.spans(), &name.framework, &name.sector, on);
    current.is_some_and(|span| span.edition == *name)
}

fn out_of_force(library: &Library, edition: &EditionContent, on: Date) -> Option<Reason> {
    let reason = Reason::new(Code::AuditEditionNotInForce).at("/edition");
    (!is_in_force(library, edition, on))
        .then(|| reason.with("edition", &edition.edition).with("on", on))
}

/// The edition is for another sector than one of these.
pub fn foreign(edition: &EditionContent, sectors: &[Option<&'static str>]) -> Option<Reason> {
    let mut foreign = sectors
        .iter()
        .filter(|one| one.is_some() && !is_for(&edition.edition, **one));
    let sector = foreign.next().copied().flatten()?;
    let reason = Reason::new(Code::EditionNotOfSector).at("/edition");
    Some(reason.with("sector", sector))
}

/// The kinds of education that these units give; all, when one of them does not say.
fn education(units: &[Unit]) -> Vec<String> {
    let mut all = Vec::new();
    for unit in units {
        if unit.details.education.is_empty() {
            return Vec::new();
        }
        all.extend(unit.details.education.iter().cloned());
    }
    all
}
