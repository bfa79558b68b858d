//! The kinds of unit, as they are shipped.

use akoki_domain::organisation::kind;
use serde::Serialize;
use utoipa::ToSchema;

use super::framework::BilingualText;

/// One kind of unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitKind {
    /// Its key, as it stands in `kind` of a unit.
    pub key: String,
    /// Its name.
    pub title: BilingualText,
    /// The kinds under which it may stand.
    pub parents: Vec<String>,
    /// The sectors in which it occurs.
    pub sectors: Vec<String>,
    /// Whether it is a kind of education.
    pub education: bool,
}

/// All kinds of unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitKinds {
    /// The kinds, the board first.
    pub items: Vec<UnitKind>,
}

impl From<&kind::UnitKind> for UnitKind {
    fn from(from: &kind::UnitKind) -> Self {
        Self {
            key: from.key.clone(),
            title: BilingualText::from(&from.title),
            parents: from.parents.clone(),
            sectors: from
                .sectors
                .iter()
                .map(|sector| sector.as_str().to_owned())
                .collect(),
            education: from.education,
        }
    }
}
