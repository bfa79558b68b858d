//! Among whom a campaign is held, in tables of their own: through these rows whoever reaches one of its units, and
//! whoever teaches one of its classes, reaches the campaign.

use akoki_domain::survey::campaign::Campaign;
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter};

use super::Key;
use crate::{
    connect::Exec,
    entity::{survey_campaign_unit as among, survey_class_teacher as teaching},
    error::StoreError,
    record::PersonLink,
};

/// The teachers of classes, who reach the campaign as themselves.
pub(super) const TEACHERS: PersonLink = PersonLink {
    of: "id",
    table: "survey_class_teacher",
    column: "campaign_id",
    person: "person_id",
    days: false,
    writes: false,
};

/// Writes the rows of a campaign, in place of those of what it was before.
pub(super) async fn save(
    exec: &Exec<'_>,
    campaign: &Campaign,
    before: Option<&Campaign>,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        if before.stated.groups == campaign.stated.groups {
            return Ok(());
        }
        forget(exec, campaign).await?;
    }
    let (board, id) = (campaign.board_id.0, campaign.id.0);
    let units: Vec<_> = campaign.stated.tree().units().into_iter().collect();
    for some in units.chunks(exec.backend.bind_limit() / 3) {
        let rows = some.iter().map(|unit| among::ActiveModel {
            board_id: Set(board),
            campaign_id: Set(id),
            unit_id: Set(unit.0),
        });
        among::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    let classes = campaign.stated.groups.iter();
    let teachers = classes.flat_map(|class| class.teacher_ids.iter().map(|one| (&class.key, one)));
    let teachers: Vec<_> = teachers.collect();
    for some in teachers.chunks(exec.backend.bind_limit() / 4) {
        let rows = some.iter().map(|(class, person)| teaching::ActiveModel {
            board_id: Set(board),
            campaign_id: Set(id),
            group_key: Set((*class).clone()),
            person_id: Set(person.0),
        });
        teaching::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Deletes the rows of a campaign.
pub(super) async fn forget(exec: &Exec<'_>, campaign: &Campaign) -> Result<(), StoreError> {
    let key = Key::new(campaign.board_id, campaign.id);
    among::Entity::delete_many()
        .filter(key.rows("survey_campaign_unit"))
        .exec(&exec.db)
        .await?;
    teaching::Entity::delete_many()
        .filter(key.rows("survey_class_teacher"))
        .exec(&exec.db)
        .await?;
    Ok(())
}
