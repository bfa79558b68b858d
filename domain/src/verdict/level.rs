//! Which levels of a scale a voice gives, and why it does not give another.

use super::Voice;
use crate::error::{Code, Reason};
use crate::framework::{EditionContent, LevelUse};

/// Why a voice does not give a level under an edition: the scale has none of that name, or it has and somebody
/// else gives it. The reason names the levels that the voice gives, and has no pointer yet.
pub fn wrong_level(edition: &EditionContent, voice: Voice, level: &str) -> Option<Reason> {
    let mut known = edition.scale.levels.iter();
    let code = match known.find(|known| known.code == level) {
        None => Code::UnknownLevel,
        Some(known) if voice.gives(known.given) => return None,
        Some(known) => match known.given {
            LevelUse::Historic => Code::LevelNoLongerGiven,
            LevelUse::OwnAmbition => Code::LevelIsAmbition,
            // Whoever judges gives it.
            LevelUse::Judgement => return None,
        },
    };
    let allowed: Vec<&str> = levels(edition, voice).collect();
    let reason = Reason::new(code).with("level", level);
    Some(reason.with("levels", allowed.join(", ")))
}

/// The levels that a voice gives under an edition, lowest first.
pub fn levels(edition: &EditionContent, voice: Voice) -> impl Iterator<Item = &str> {
    let given = move |given: LevelUse| voice.gives(given);
    let all = edition.scale.levels.iter();
    all.filter(move |level| given(level.given))
        .map(|level| level.code.as_str())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::framework::tests::fixture;

    #[test]
    fn a_level_that_somebody_else_gives_is_told_from_one_that_nobody_gives() {
        let mut edition = fixture::edition(&["A"]);
        let given = [
            LevelUse::Judgement,
            LevelUse::Historic,
            LevelUse::OwnAmbition,
        ];
        let levels = edition.scale.levels.iter_mut();
        for (level, given) in levels.zip(given) {
            level.given = given;
        }
        let codes: Vec<String> = edition
            .scale
            .levels
            .iter()
            .map(|one| one.code.clone())
            .collect();
        let why = |voice, level: &str| wrong_level(&edition, voice, level).map(|one| one.code);
        let audit = Voice::InternalAudit;
        assert_eq!(why(audit, &codes[0]), None);
        assert_eq!(why(audit, &codes[1]), Some(Code::LevelNoLongerGiven));
        assert_eq!(why(audit, &codes[2]), Some(Code::LevelIsAmbition));
        assert_eq!(why(audit, "grand"), Some(Code::UnknownLevel));
        assert_eq!(why(Voice::Inspectorate, &codes[1]), None);
        assert_eq!(why(Voice::SelfAssessed, &codes[2]), None);
        let told = wrong_level(&edition, audit, "grand").unwrap();
        let levels = told.params.iter().find(|(name, _)| name == "levels");
        assert_eq!(levels.unwrap().1, codes[0]);
    }
}
