//! The context factor: something in or around the school on which plans rest.

use time::Date;

use super::cycle::Cycle;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::Reason;
use crate::id::{BoardId, ContextFactorId, CycleId, UnitId};
use crate::words::words;

words! {
    /// What a context factor is about. The first five are the factors that the AKOKI model names.
    ContextKind {
        /// Who the pupils are.
        PupilPopulation => "pupilPopulation",
        /// Who the staff are.
        StaffComposition => "staffComposition",
        /// Where the school comes from.
        MergerHistory => "mergerHistory",
        /// The building.
        Housing => "housing",
        /// How the organisation is developing.
        OrganisationalDevelopment => "organisationalDevelopment",
        /// Laws and other demands.
        Legislation => "legislation",
        /// What parents, pupils, staff or partners need.
        StakeholderNeed => "stakeholderNeed",
        /// A risk or a chance.
        RiskOrOpportunity => "riskOrOpportunity",
        /// Something else.
        Other => "other",
    }
}

/// Something in or around the school on which plans rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextFactor {
    /// Its id.
    pub id: ContextFactorId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit whose context it is.
    pub unit_id: UnitId,
    /// What it says.
    pub stated: ContextFactorInput,
    /// The day on which it last changed in substance.
    pub changed_on: Date,
}

/// What it says: what a caller gives to state or change a context factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextFactorInput {
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub kind: ContextKind,
    /// How things are.
    pub description: Option<String>,
}

impl ContextFactorInput {
    /// Everything wrong with it.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        check::optional_text(
            &mut wrong,
            "/description",
            self.description.as_ref(),
            MAX_TEXT,
        );
        wrong
    }
}

impl ContextFactor {
    /// Takes over what is stated now. Says whether that is a change in substance, which flags the
    /// cycles that rest on it: another title alone is not.
    ///
    /// # Errors
    /// Everything wrong with the input; the factor is then as it was.
    pub fn restate(
        &mut self,
        stated: ContextFactorInput,
        today: Date,
    ) -> Result<bool, Vec<Reason>> {
        let wrong = stated.check();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let changed =
            self.stated.kind != stated.kind || self.stated.description != stated.description;
        self.stated = stated;
        if changed {
            self.changed_on = today;
        }
        Ok(changed)
    }
}

/// Flags the cycles that rest on a factor that changed; answers which were flagged by it.
pub fn flag_cycles(factor: ContextFactorId, cycles: &mut [Cycle]) -> Vec<CycleId> {
    cycles
        .iter_mut()
        .filter_map(|cycle| cycle.flag(factor).then_some(cycle.id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdca::samples;
    use time::macros::date;
    use uuid::Uuid;

    #[test]
    fn a_change_in_substance_flags_a_new_title_does_not() {
        let before = date!(2026 - 01 - 01);
        let stated = ContextFactorInput {
            title: "Instroom".into(),
            kind: ContextKind::PupilPopulation,
            description: Some("Stabiel".into()),
        };
        let mut factor = ContextFactor {
            id: ContextFactorId(Uuid::from_u128(1)),
            board_id: BoardId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            stated: stated.clone(),
            changed_on: before,
        };
        let today = date!(2026 - 05 - 01);
        let renamed = ContextFactorInput {
            title: "Leerlingen".into(),
            ..stated.clone()
        };
        assert_eq!(factor.restate(renamed, today), Ok(false));
        assert_eq!(factor.changed_on, before);
        let grown = ContextFactorInput {
            description: Some("Sterke groei".into()),
            ..stated
        };
        assert_eq!(factor.restate(grown, today), Ok(true));
        assert_eq!(factor.changed_on, today);
    }

    #[test]
    fn only_cycles_that_rest_on_the_factor_are_flagged() {
        let factor = ContextFactorId(Uuid::from_u128(1));
        let mut cycles = [samples::cycle(1), samples::cycle(2)];
        cycles[1].context_factors = vec![factor];
        assert_eq!(flag_cycles(factor, &mut cycles), [cycles[1].id]);
        assert_eq!(flag_cycles(factor, &mut cycles), []);
    }
}
