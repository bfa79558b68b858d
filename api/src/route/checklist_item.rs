//! `/v1/checklist-items`.

use crate::{
    endpoint::Endpoint,
    resource::{ALL, endpoints as resource, placed_endpoint},
    usecase::checklist_item::ChecklistItems,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<ChecklistItems>(ALL);
    all.push(placed_endpoint::<ChecklistItems>());
    all
}
