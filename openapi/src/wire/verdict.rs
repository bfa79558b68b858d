//! Verdicts side by side, on the wire.

use akoki_domain::{
    error::Code,
    id::UnitId,
    text::Language,
    verdict::{
        Beside, BlindSpot, EvaluationLevel, Gap, GivenVerdict as Given, Said, StandardBeside,
        Trend, TrendWay, Unplaced, Voice,
    },
};
use serde::Serialize;
use time::Date;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use super::{
    framework::{reasons, shape::MappingRelation},
    schema::{self, Links},
    words::{maybe_one_of, one_of},
};
use crate::{
    address,
    problem::{WireReason, detail},
};

macro_rules! word_schemas {
    ($($name:ident: $words:ident, $shape:ident;)+) => {$(
        fn $name() -> RefOr<Schema> {
            $shape($words::ALL.iter().map(|word| word.as_str())).into()
        }
    )+};
}
word_schemas! {
    voice: Voice, one_of;
    level: EvaluationLevel, one_of;
    maybe_level: EvaluationLevel, maybe_one_of;
    way: TrendWay, one_of;
    gap: Gap, one_of;
}

/// A verdict as it was given.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GivenVerdict {
    /// Id.
    pub id: Uuid,
    /// The unit that evaluated itself.
    pub unit_id: Option<Uuid>,
    /// The level; none for "not assessed".
    pub value: Option<String>,
    /// The day from which it holds.
    pub given_on: Date,
    /// The school year that it is about.
    pub school_year: i32,
    /// The edition of whose scale the level is.
    pub edition: String,
    /// What it is about.
    pub requirement: String,
    /// What gave it.
    pub source: String,
}

/// How a verdict compares with that of the year before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerdictTrend {
    /// Which way.
    #[schema(schema_with = way)]
    pub way: TrendWay,
    /// What it was held against.
    pub against: Vec<GivenVerdict>,
    /// How the standards relate.
    pub relation: Option<MappingRelation>,
}

/// A verdict beside others.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SaidVerdict {
    /// Id.
    pub id: Uuid,
    /// The unit that evaluated itself.
    pub unit_id: Option<Uuid>,
    /// The level; none for "not assessed".
    pub value: Option<String>,
    /// Its place in the scale, the lowest being 1.
    pub rank: Option<usize>,
    /// The day from which it holds.
    pub given_on: Date,
    /// The school year that it is about.
    pub school_year: i32,
    /// The edition under which it was given.
    pub edition: String,
    /// What it was given on.
    pub requirement: String,
    /// What gave it.
    pub source: String,
    /// Against the year before.
    pub trend: VerdictTrend,
}

/// What a unit says of itself.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SelfAssessed {
    /// The board.
    pub board: Option<SaidVerdict>,
    /// The leadership.
    pub leadership: Option<SaidVerdict>,
    /// The teams.
    pub teams: Vec<SaidVerdict>,
    /// The teachers of each subject.
    pub subject_departments: Vec<SaidVerdict>,
}

/// Where a unit and somebody from outside differ.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BlindSpot)]
pub struct WireBlindSpot {
    /// Which level of the unit.
    #[schema(schema_with = level)]
    pub level: EvaluationLevel,
    /// Which team or subject department.
    pub unit_id: Option<Uuid>,
    /// Which voice from outside.
    #[schema(schema_with = voice)]
    pub voice: Voice,
    /// Which way.
    #[schema(schema_with = gap)]
    pub gap: Gap,
    /// By how many levels.
    pub by: usize,
    /// The two verdicts.
    pub why: Vec<WireReason>,
}

/// What the voices say of one standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StandardVerdicts {
    /// The standard.
    pub requirement: String,
    /// The unit about itself.
    pub self_assessed: SelfAssessed,
    /// Audits of the board.
    pub internal_audit: Option<SaidVerdict>,
    /// Audits of an accredited body.
    pub external_audit: Option<SaidVerdict>,
    /// The inspectorate.
    pub inspectorate: Option<SaidVerdict>,
    /// Where they differ.
    pub blind_spots: Vec<WireBlindSpot>,
}

/// A verdict that has no place of its own in the edition.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnplacedVerdict {
    /// Whose it is.
    #[schema(schema_with = voice)]
    pub voice: Voice,
    /// At which level.
    #[schema(schema_with = maybe_level)]
    pub level: Option<EvaluationLevel>,
    /// The verdict.
    pub verdict: GivenVerdict,
    /// What became of the standard.
    pub relation: Option<MappingRelation>,
    /// Codes in the edition where its content is found.
    pub found_in: Vec<String>,
}

/// A voice that is left out.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoiceNotShown {
    /// Which voice.
    #[schema(schema_with = voice)]
    pub voice: Voice,
    /// The stable code.
    pub code: String,
    /// In words.
    pub detail: String,
}

/// The verdicts on a unit side by side.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerdictsSideBySide {
    /// The unit: the carrier.
    pub unit_id: Uuid,
    /// The edition by which they are seen.
    pub edition: Option<String>,
    /// The day.
    pub on: Date,
    /// The school year, when only one is asked for.
    pub school_year: Option<i32>,
    /// Standard by standard.
    pub standards: Vec<StandardVerdicts>,
    /// What no single standard stands for.
    pub elsewhere: Vec<UnplacedVerdict>,
    /// The voices that are left out.
    pub not_shown: Vec<VoiceNotShown>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

impl From<&Given> for GivenVerdict {
    fn from(given: &Given) -> Self {
        Self {
            id: given.id.0,
            unit_id: given.evaluated.map(|unit| unit.0),
            value: given.value.clone(),
            given_on: given.given_on,
            school_year: given.school_year.0,
            edition: given.edition.to_string(),
            requirement: given.requirement.to_string(),
            source: address::of_resource(given.source),
        }
    }
}

impl From<&Trend> for VerdictTrend {
    fn from(trend: &Trend) -> Self {
        Self {
            way: trend.way,
            against: trend.against.iter().map(Into::into).collect(),
            relation: trend.relation.map(Into::into),
        }
    }
}

impl From<&Said> for SaidVerdict {
    fn from(said: &Said) -> Self {
        let given = GivenVerdict::from(&said.verdict);
        Self {
            id: given.id,
            unit_id: given.unit_id,
            value: given.value,
            // The lowest is the first, as in every mean of ranks.
            rank: said.rank.map(|place| place + 1),
            given_on: given.given_on,
            school_year: given.school_year,
            edition: given.edition,
            requirement: given.requirement,
            source: given.source,
            trend: (&said.trend).into(),
        }
    }
}

impl WireBlindSpot {
    fn new(spot: &BlindSpot, language: Language) -> Self {
        Self {
            level: spot.level,
            unit_id: spot.unit.map(|unit| unit.0),
            voice: spot.voice,
            gap: spot.gap,
            by: spot.by,
            why: reasons(&spot.why, language),
        }
    }
}

impl StandardVerdicts {
    fn new(standard: &StandardBeside, language: Language) -> Self {
        let all = |voice, level| {
            let said = standard.said.iter();
            said.filter(move |said| (said.verdict.voice, said.verdict.level) == (voice, level))
                .map(SaidVerdict::from)
        };
        let of = |voice, level| all(voice, level).next();
        let own = |level| of(Voice::SelfAssessed, Some(level));
        let many = |level| all(Voice::SelfAssessed, Some(level)).collect();
        let spots = standard.blind_spots.iter();
        Self {
            requirement: standard.requirement.to_string(),
            self_assessed: SelfAssessed {
                board: own(EvaluationLevel::Board),
                leadership: own(EvaluationLevel::Leadership),
                teams: many(EvaluationLevel::Team),
                subject_departments: many(EvaluationLevel::SubjectDepartment),
            },
            internal_audit: of(Voice::InternalAudit, None),
            external_audit: of(Voice::ExternalAudit, None),
            inspectorate: of(Voice::Inspectorate, None),
            blind_spots: spots
                .map(|spot| WireBlindSpot::new(spot, language))
                .collect(),
        }
    }
}

impl From<&Unplaced> for UnplacedVerdict {
    fn from(unplaced: &Unplaced) -> Self {
        Self {
            voice: unplaced.verdict.voice,
            level: unplaced.verdict.level,
            verdict: (&unplaced.verdict).into(),
            relation: unplaced.relation.map(Into::into),
            found_in: unplaced.found_in.clone(),
        }
    }
}

impl VerdictsSideBySide {
    /// The verdicts on a unit in words, without those of the voices that the caller may not hear.
    pub fn new(
        unit: UnitId,
        (edition, on, school_year): (Option<String>, Date, Option<i32>),
        beside: &Beside,
        not_heard: &[Voice],
        links: Links,
        language: Language,
    ) -> Self {
        let left_out = |voice: &Voice| VoiceNotShown {
            voice: *voice,
            code: Code::VoiceNotShown.as_str().to_owned(),
            detail: detail(Code::VoiceNotShown, &[], language),
        };
        let standards = beside.standards.iter();
        Self {
            unit_id: unit.0,
            edition,
            on,
            school_year,
            standards: standards
                .map(|standard| StandardVerdicts::new(standard, language))
                .collect(),
            elsewhere: beside.elsewhere.iter().map(Into::into).collect(),
            not_shown: not_heard.iter().map(left_out).collect(),
            links,
        }
    }
}
