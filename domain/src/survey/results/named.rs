//! Whether results that somebody names are there to be read.

use super::{At, Results};
use crate::error::{Code, Reason};
use crate::id::UnitId;
use crate::survey::follow_up::ResultRef;

impl Results {
    /// The results among these that are not shown, of the groups of a unit: nobody can take up what nobody is told.
    /// What is no question or scale, and groups of others, are left to [`ResultRef::check_all`].
    pub fn not_shown(&self, named: &[ResultRef], unit: UnitId) -> Vec<Reason> {
        let groups = self.groups();
        let of_unit = groups.groups().find(|group| group.unit_id == Some(unit));
        let of_unit = of_unit.map(|group| group.key.as_str());
        let hidden = named.iter().enumerate().filter(|(_, one)| {
            let key = one.group_key.as_deref().or(of_unit);
            let key = key.filter(|key| groups.unit_of(key) == Some(unit));
            let node = key.and_then(|key| self.tree().node(key));
            node.is_some_and(|node| !self.at(node).is_some_and(|at| at.tells(&one.key)))
        });
        let reason = |(at, one): (usize, &ResultRef)| {
            let reason = Reason::new(Code::ResultNotShown).at(format!("/results/{at}"));
            reason.with("key", &one.key)
        };
        hidden.map(reason).collect()
    }
}

impl At<'_> {
    /// Whether the question or scale with this key is shown here, or there is none.
    fn tells(&self, key: &str) -> bool {
        let content = self.results.content();
        let places = content.by_key();
        let question = places.get(key).map(|(place, _)| self.shows(*place));
        let place = content.scales.iter().position(|scale| scale.key == key);
        let scale = place.map(|place| self.scale(place).is_some());
        question.or(scale).unwrap_or(true)
    }
}
