//! Verdicts side by side: what every voice that the caller may hear says of a unit.

use akoki_domain::{
    Noun,
    access::Permission,
    calendar::SchoolYear,
    framework::{EditionContent, EditionRef, Library},
    id::{BoardId, UnitId},
    organisation::Unit,
    verdict::{Asked as Question, GivenVerdict, Voice, beside},
};
use akoki_openapi::wire::{schema::Links, verdict::VerdictsSideBySide};
use akoki_persistence::{Source, find, repo::verdict::of_units, unreachable_ids};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use time::Date;

use super::{improvement_cycle::path, sector::sector_at};
use crate::{failure::Failure, guard::Call};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The edition; that of the inspectorate in force for the unit, when absent.
    pub edition: Option<EditionRef>,
    /// The day; today, when absent.
    pub on: Option<Date>,
    /// The only school year from which verdicts are shown.
    pub year: Option<SchoolYear>,
}

/// The voices, those that are heard by one permission together.
fn by_permission() -> impl Iterator<Item = (&'static [Voice], Permission)> {
    let together = |one: &Voice, other: &Voice| one.permission() == other.permission();
    let all = Voice::ALL.chunk_by(together);
    all.filter_map(|voices| Some((voices, voices.first()?.permission())))
}

/// The verdicts on units that the caller may hear there, beside what the operation is about: one statement a
/// permission, however many units.
///
/// # Errors
/// When the store fails.
pub async fn heard_besides(
    call: &Call,
    source: &impl Source,
    units: &[(BoardId, UnitId)],
) -> Result<Vec<GivenVerdict>, Failure> {
    let mut all = Vec::new();
    for (voices, permission) in by_permission() {
        let scope = call.besides(permission);
        all.extend(of_units(source, &scope, units, voices).await?);
    }
    Ok(all)
}

/// Which voices the caller may hear at which of these units.
///
/// # Errors
/// When the store fails.
pub async fn heard_at(
    call: &Call,
    source: &impl Source,
    units: &[UnitId],
) -> Result<BTreeSet<(UnitId, Voice)>, Failure> {
    let ids: Vec<_> = units.iter().map(|unit| unit.0).collect();
    let mut all = BTreeSet::new();
    for (voices, permission) in by_permission() {
        let scope = call.besides(permission);
        let silent = unreachable_ids::<Unit>(source, &scope, &ids).await?;
        let heard = units.iter().filter(|unit| !silent.contains(&unit.0));
        all.extend(heard.flat_map(|unit| voices.iter().map(|voice| (*unit, *voice))));
    }
    Ok(all)
}

/// The verdicts on a unit in reach, or on the one that carries its work.
///
/// # Errors
/// "not-found" when that one is out of reach.
pub async fn side_by_side(
    call: &Call,
    unit: Unit,
    asked: &Asked,
) -> Result<VerdictsSideBySide, Failure> {
    let store = call.store();
    let unit = match unit.carrier_id == unit.id {
        true => unit,
        false => {
            let carrier = find::<Unit>(store, &call.scope(), unit.carrier_id.0).await?;
            carrier.ok_or_else(Failure::not_found)?.record
        }
    };
    let on = match asked.on {
        Some(on) => on,
        None => call.today_of(store, unit.board_id).await?,
    };
    let known = call.frameworks().await?;
    let edition = match &asked.edition {
        Some(name) => known.library.edition(name),
        None => in_force(call, &known.library, &unit, on).await?,
    };
    let (verdicts, not_heard) = heard(call, &unit).await?;
    let question = Question {
        edition,
        on,
        year: asked.year,
    };
    let found = beside(&known.library, &question, &verdicts);
    let name = edition.map(|edition| edition.edition.to_string());
    let links = links(&unit, name.as_deref());
    let seen = (name, on, asked.year.map(|year| year.0));
    Ok(VerdictsSideBySide::new(
        unit.id,
        seen,
        &found,
        &not_heard,
        links,
        call.language,
    ))
}

/// The edition of the inspectorate that is in force for a unit.
async fn in_force<'a>(
    call: &Call,
    library: &'a Library,
    unit: &Unit,
    on: Date,
) -> Result<Option<&'a EditionContent>, Failure> {
    let sector = sector_at(call, call.store(), unit).await?;
    Ok(library.inspected_by(sector, on))
}

/// The verdicts of the voices that the caller may hear at a unit, and the voices that it may not.
async fn heard(call: &Call, unit: &Unit) -> Result<(Vec<GivenVerdict>, Vec<Voice>), Failure> {
    let (mut verdicts, mut not_heard) = (Vec::new(), Vec::new());
    for (voices, permission) in by_permission() {
        if call.may(call.store(), permission, unit.id).await? {
            let scope = call.scope_of(permission);
            let here = [(unit.board_id, unit.id)];
            verdicts.extend(of_units(call.store(), &scope, &here, voices).await?);
        } else {
            not_heard.extend_from_slice(voices);
        }
    }
    Ok((verdicts, not_heard))
}

fn links(unit: &Unit, edition: Option<&str>) -> Links {
    let own = path(Noun::OrganisationUnit, unit.id);
    let mut links = Links::from([
        ("self", format!("{own}/verdicts")),
        ("standing", format!("{own}/standing")),
        ("unit", own),
    ]);
    if let Some(edition) = edition {
        links.insert("frameworkVersion", path(Noun::FrameworkVersion, edition));
    }
    links
}

/// An example for the document.
pub fn example() -> Value {
    let school = "0199c2f6-7d5a-7000-8000-000000000002";
    let standard = |code: &str| format!("inspectorate/2025/po/{code}");
    let (evaluation, visit) = (
        "/v1/self-evaluations/0199c2f6-7d5a-7000-8000-000000000711",
        "/v1/inspection-visits/0199c2f6-7d5a-7000-8000-000000000712",
    );
    let before = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000713", "unitId": school, "value": "unsatisfactory",
        "givenOn": "2025-05-20", "schoolYear": 2024,
        "edition": "inspectorate/2024/po", "requirement": "inspectorate/2024/po/OP2",
        "source": "/v1/self-evaluations/0199c2f6-7d5a-7000-8000-000000000714",
    });
    let own = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000715", "unitId": school, "value": "satisfactory", "rank": 2,
        "givenOn": "2026-05-19", "schoolYear": 2025, "edition": "inspectorate/2025/po", "requirement": standard("OP2"),
        "source": evaluation, "trend": {"way": "up", "against": [before], "relation": null},
    });
    let theirs = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000716", "unitId": null, "value": "unsatisfactory", "rank": 1,
        "givenOn": "2026-03-12", "schoolYear": 2025, "edition": "inspectorate/2025/po", "requirement": standard("OP2"),
        "source": visit, "trend": {"way": "none", "against": [], "relation": null},
    });
    let spot = json!({
        "level": "leadership", "unitId": null, "voice": "inspectorate", "gap": "selfHigher", "by": 1, "why": [
            {
                "code": "said-of-itself",
                "detail": "De eenheid gaf zichzelf op 2026-05-19 het niveau satisfactory.", "href": evaluation,
            },
            {
                "code": "said-from-outside",
                "detail": "Van buiten werd op 2026-03-12 het niveau unsatisfactory gegeven.", "href": visit,
            },
        ],
    });
    json!({
        "unitId": school, "edition": "inspectorate/2025/po", "on": "2026-06-01", "schoolYear": null,
        "standards": [{
            "requirement": standard("OP2"),
            "selfAssessed": {"board": null, "leadership": own, "teams": [], "subjectDepartments": []},
            "internalAudit": null, "externalAudit": null, "inspectorate": theirs, "blindSpots": [spot],
        }],
        "elsewhere": [], "notShown": [{
            "voice": "externalAudit", "code": "voice-not-shown",
            "detail": "U mag niet lezen waaruit deze oordelen voortkwamen.",
        }],
        "links": {
            "self": format!("/v1/organisation-units/{school}/verdicts"),
            "standing": format!("/v1/organisation-units/{school}/standing"),
            "unit": format!("/v1/organisation-units/{school}"),
            "frameworkVersion": "/v1/framework-versions/inspectorate/2025/po",
        },
    })
}
