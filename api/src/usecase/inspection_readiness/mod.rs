//! How ready a unit is for a visit of the inspectorate. Each part is shown to whoever may read it where it
//! comes from, and what is left out is named.

mod examples;
mod findings;

use akoki_domain::{
    Code, Noun, Reason, Subject,
    access::Permission,
    framework::{EditionContent, Library, possibly_outdated},
    inspection::{OpenPoint, Order, ReadinessFacts, readiness},
    organisation::Unit,
    verdict::Voice,
};
use akoki_openapi::{
    address,
    wire::{
        inspection_readiness::{
            DOSSIER, FINDINGS, InspectionReadiness, ReadinessSummary, WireStandard, field_of,
        },
        schema::Links,
    },
};
use akoki_persistence::{
    Source, find,
    repo::{due::owed_by_units, evidence::serving_parts, verdict::of_units},
};
use time::Date;
use uuid::Uuid;

use super::{improvement_cycle::path, sector::sector_at, standing::arranged};
use crate::{failure::Failure, guard::Call};

pub use examples::readiness as example;

/// How ready a unit in reach is on a day; today when none is asked for.
///
/// # Errors
/// "date-in-past" for a day that has passed: what was arranged then is not known now. "forbidden" when the
/// unit that carries the work is out of reach.
pub async fn ready(
    call: &Call,
    source: &impl Source,
    unit: &Unit,
    on: Option<Date>,
) -> Result<InspectionReadiness, Failure> {
    let found = find::<Unit>(source, &call.scope(), unit.carrier_id.0).await?;
    let unit = found.ok_or(Code::Forbidden)?.record;
    let today = call.today_of(source, unit.board_id).await?;
    let on = on.unwrap_or(today);
    if on < today {
        return Err(Failure::query(Reason::new(Code::DateInPast).at("on")));
    }
    let known = call.frameworks().await?;
    let sector = sector_at(call, source, &unit).await?;
    let edition = known.library.inspected_by(sector, on);
    let rights = Rights::of(call, source, &unit).await?;
    let mut standards = Vec::new();
    if let Some(edition) = edition {
        let facts = gather(call, source, &unit, (&known.library, edition), on, &rights).await?;
        standards = readiness(&facts);
    }
    let outdated = |edition: &EditionContent| {
        let name = &edition.edition;
        possibly_outdated(known.library.spans(), &name.framework, &name.sector, on)
    };
    Ok(InspectionReadiness {
        unit_id: unit.id.0,
        on,
        edition: edition.map(|edition| edition.edition.to_string()),
        possibly_outdated: edition.is_some_and(outdated),
        withheld: rights.withheld(),
        summary: ReadinessSummary::new(&standards),
        standards: standards
            .iter()
            .filter_map(|one| Some(WireStandard::new(one, edition?, call.language)))
            .collect(),
        links: links(&unit, on),
    })
}

/// What the caller may read of a unit.
struct Rights {
    dossiers: bool,
    findings: bool,
    voices: Vec<Voice>,
}

impl Rights {
    async fn of(call: &Call, source: &impl Source, unit: &Unit) -> Result<Self, Failure> {
        let mut voices = Vec::new();
        for &voice in Voice::ALL {
            if call.may(source, voice.permission(), unit.id).await? {
                voices.push(voice);
            }
        }
        Ok(Self {
            dossiers: call.may(source, Permission::ReadDossiers, unit.id).await?,
            findings: call.may(source, Permission::ReadAudits, unit.id).await?,
            voices,
        })
    }

    /// The names of the fields that are left out.
    fn withheld(&self) -> Vec<&'static str> {
        let silent = |voice: &&Voice| !self.voices.contains(*voice);
        let silent = Voice::ALL.iter().filter(silent);
        let parts = [(self.dossiers, DOSSIER), (self.findings, FINDINGS)];
        let parts = parts.into_iter().filter(|(shown, _)| !shown);
        parts
            .map(|(_, name)| name)
            .chain(silent.map(|voice| field_of(*voice)))
            .collect()
    }
}

async fn gather<'a>(
    call: &Call,
    source: &impl Source,
    unit: &Unit,
    (library, edition): (&'a Library, &'a EditionContent),
    on: Date,
    rights: &Rights,
) -> Result<ReadinessFacts<'a>, Failure> {
    let ids = [(unit.board_id, unit.id)];
    let mut verdicts = Vec::new();
    for voice in &rights.voices {
        let scope = call.scope_of(voice.permission());
        verdicts.extend(of_units(source, &scope, &ids, &[*voice]).await?);
    }
    let orders = owed_by_units::<Order>(source, &call.scope(), &ids).await?;
    let orders: Vec<OpenPoint> = orders.into_iter().map(open_order).collect();
    let findings = match rights.findings {
        true => Some(findings::open(call, source, unit).await?),
        false => None,
    };
    let open = orders.iter().chain(findings.iter().flatten());
    let open: Vec<Uuid> = open.map(|point| point.subject.id).collect();
    // As with dossiers it goes by the reach of what refers to it, so that readiness is the same for all.
    let serves = serving_parts(source, &call.everything(), unit.board_id, &open).await?;
    let dossiers = call.scope_of(Permission::ReadDossiers);
    Ok(ReadinessFacts {
        on,
        unit: unit.id,
        edition,
        library,
        required: edition.required(&unit.details.education, on),
        arranged: match rights.dossiers {
            true => Some(arranged(source, &dossiers, (unit, edition), on).await?),
            false => None,
        },
        voices: rights.voices.clone(),
        verdicts,
        findings,
        orders,
        serves,
    })
}

fn open_order(order: Order) -> OpenPoint {
    OpenPoint {
        claims: order.claims(),
        requirement: order.requirement,
        subject: Subject::new(Noun::RecoveryOrder, order.id),
        due_on: Some(order.stated.due_on),
    }
}

fn links(unit: &Unit, on: Date) -> Links {
    let own = path(Noun::OrganisationUnit, unit.id);
    let at = |noun: Noun| {
        let query = address::query([("unitId", unit.id.to_string())]);
        format!("/v1/{}{query}", noun.path())
    };
    Links::from([
        (
            "self",
            format!(
                "{own}/inspection-readiness{}",
                address::query([("on", on.to_string())])
            ),
        ),
        ("standing", format!("{own}/standing")),
        ("unit", own),
        ("inspectionVisits", at(Noun::InspectionVisit)),
        ("recoveryOrders", at(Noun::RecoveryOrder)),
    ])
}
