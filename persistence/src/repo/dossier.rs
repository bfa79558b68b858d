//! Requirement dossiers, one for each carrier and requirement.

use akoki_domain::{
    Code, Noun,
    akoki::Theme,
    dossier::{Dossier, DossierInput},
    framework::RequirementRef,
    id::{BoardId, DossierId, EvidenceId, UnitId},
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait,
    sea_query::{Alias, Cond, Expr, ExprTrait, Query},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::dossier as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Unique},
    records,
    repo::{
        by_unit,
        evidence::{UsesEvidence, forget_uses, save_uses},
    },
    scope::Scope,
    unit::Tx,
};

/// What stands in the column `stated`.
#[derive(Serialize, Deserialize)]
struct Document {
    #[serde(flatten)]
    stated: DossierInput,
    #[serde(default, rename = "previousIds", skip_serializing_if = "Vec::is_empty")]
    previous: Vec<DossierId>,
}

/// A dossier with the theme of its requirement, by which it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDossier {
    /// The dossier.
    pub dossier: Dossier,
    /// The theme of its requirement, where that is known.
    pub theme: Option<Theme>,
}

impl Record for KeptDossier {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Dossier;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        by_unit::under::<Self>(),
        Filter::new("requirement", "requirement", FilterKind::Text),
        word!("theme", "theme", Theme),
        Filter::new("ownerId", "owner_id", FilterKind::Id),
        Filter::new("updatedAfter", "updated_at", FilterKind::After),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "requirement",
            column: "requirement",
        },
        Sort {
            name: "updatedAt",
            column: "updated_at",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "dossier_requirement",
        columns: "dossier.board_id, dossier.unit_id, dossier.requirement",
        code: Code::Duplicate,
        pointer: "/requirement",
    }];

    fn id(&self) -> Uuid {
        self.dossier.id.0
    }
    fn board(&self) -> Uuid {
        self.dossier.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.dossier.unit_id.0
    }

    async fn save_parts(
        exec: &Exec<'_>,
        dossiers: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, dossiers).await
    }

    async fn delete_parts(exec: &Exec<'_>, kept: &Self) -> Result<(), StoreError> {
        forget_uses(exec, kept).await
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let Document { stated, previous } = column::read_document(row.stated)?;
        Ok(KeptDossier {
            dossier: Dossier {
                id: DossierId(row.id),
                board_id: BoardId(row.board_id),
                unit_id: UnitId(row.unit_id),
                requirement: row.requirement.parse().map_err(StoreError::corrupt)?,
                stated,
                previous,
            },
            theme: row
                .theme
                .map(|theme| theme.parse().map_err(|()| StoreError::corrupt(theme)))
                .transpose()?,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let dossier = &self.dossier;
        table::ActiveModel {
            board_id: Set(dossier.board_id.0),
            id: Set(dossier.id.0),
            unit_id: Set(dossier.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            requirement: Set(dossier.requirement.to_string()),
            theme: Set(self.theme.map(|theme| theme.as_str().to_owned())),
            owner_id: Set(dossier.stated.owner.map(|owner| owner.0)),
            stated: Set(column::document(&Document {
                stated: dossier.stated.clone(),
                previous: dossier.previous.clone(),
            })),
        }
    }
}

impl UsesEvidence for KeptDossier {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.dossier.stated.evidence.iter().copied().collect()
    }
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("dossier"), Alias::new(column)))
}

/// The dossiers of these units.
///
/// # Errors
/// When the store fails.
pub async fn of_units(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
) -> Result<Vec<Dossier>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all().add(own("unit_id").is_in(units.iter().map(|unit| unit.0)));
    let found = records::select::<KeptDossier>(source, scope, condition).await?;
    Ok(found
        .into_iter()
        .map(|stored| stored.record.dossier)
        .collect())
}

/// Follows the theme of a board's own standard. No version changes: nothing that a caller set did.
///
/// # Errors
/// When the store fails.
pub async fn move_to_theme(
    tx: &Tx,
    board: BoardId,
    requirement: &RequirementRef,
    theme: Option<Theme>,
) -> Result<(), StoreError> {
    let mut update = Query::update();
    update
        .table(Alias::new("dossier"))
        .value(
            Alias::new("theme"),
            theme.map(|theme| theme.as_str().to_owned()),
        )
        .and_where(Expr::col(Alias::new("board_id")).eq(board.0))
        .and_where(Expr::col(Alias::new("requirement")).eq(requirement.to_string()));
    tx.exec().db.execute(&update).await?;
    Ok(())
}
