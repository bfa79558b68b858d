//! A picture that was kept of all voices, for whoever may hear only some of them.

use std::collections::BTreeMap;

use super::Picture;
use super::attention::of_requirement;
use crate::verdict::Voice;

impl Picture {
    /// The picture for whoever may hear only some of the voices: as it would have been if nobody else had said
    /// anything. What others said is left out, and what needs attention is told anew where they said something;
    /// elsewhere it stays as it was kept. None when nothing was kept but what others said.
    #[must_use]
    pub fn heard(mut self, may_hear: impl Fn(Voice) -> bool) -> Option<Self> {
        let unit = self.standing.unit_id;
        let mut of_requirements = BTreeMap::new();
        let mut attention = Vec::new();
        for item in self.attention {
            match item.requirement.clone() {
                Some(requirement) => {
                    of_requirements.insert(requirement, item);
                }
                None => attention.push(item),
            }
        }
        for one in &mut self.standing.requirements {
            let all = one.judged.len();
            one.judged.retain(|judged| may_hear(judged.voice));
            let kept = of_requirements.remove(&one.requirement);
            attention.extend(match one.judged.len() == all {
                true => kept,
                false if self.replaced && !one.tells() => None,
                false => of_requirement(unit, one),
            });
        }
        if self.replaced {
            self.standing.leave_out_untold();
        }
        self.attention = attention;
        self.tells().then_some(self)
    }
}
