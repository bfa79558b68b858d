//! What a cycle arises from: it must be there for the caller, on the board of the cycle.

use akoki_domain::{
    Code, Noun, Reason, Subject,
    access::read_permission,
    audit::Audit,
    conversation::QualityConversation,
    evaluation::SelfEvaluation,
    finding::Finding,
    id::BoardId,
    inspection::{Order, Visit},
    observation::Observation,
    pdca::ORIGINS,
    survey::follow_up::FollowUp as SurveyFollowUp,
};
use akoki_persistence::{Record, find, repo::dossier::KeptDossier};

use crate::{failure::Failure, work::Work};

/// What is wrong with what a cycle arises from, unless it stood there before. Where the board is not known,
/// as the unit is wrong, whatever is in reach is taken for known.
///
/// # Errors
/// When the store fails.
pub async fn unknown_origin(
    work: Work<'_>,
    board: Option<BoardId>,
    origin: Option<Subject>,
    before: Option<Subject>,
) -> Result<Option<Reason>, Failure> {
    let Some(origin) = origin.filter(|_| origin != before) else {
        return Ok(None);
    };
    if !ORIGINS.contains(&origin.noun) {
        let allowed: Vec<&str> = ORIGINS.iter().map(|noun| noun.as_str()).collect();
        let reason = Reason::new(Code::InvalidValue).at("/arisesFrom/type");
        return Ok(Some(reason.with("allowed", allowed.join(", "))));
    }
    let found = match origin.noun {
        Noun::Audit => board_of::<Audit>(work, origin).await?,
        Noun::Dossier => board_of::<KeptDossier>(work, origin).await?,
        Noun::InspectionVisit => board_of::<Visit>(work, origin).await?,
        Noun::QualityConversation => board_of::<QualityConversation>(work, origin).await?,
        Noun::RecoveryOrder => board_of::<Order>(work, origin).await?,
        Noun::SelfEvaluation => board_of::<SelfEvaluation>(work, origin).await?,
        Noun::Observation => board_of::<Observation>(work, origin).await?,
        Noun::Finding => board_of::<Finding>(work, origin).await?,
        Noun::SurveyFollowUp => board_of::<SurveyFollowUp>(work, origin).await?,
        _ => None,
    };
    let known = found.is_some_and(|found| board.is_none_or(|board| board == found));
    Ok((!known).then(|| Reason::new(Code::UnknownReference).at("/arisesFrom/id")))
}

/// The board of what is referred to, when it is in reach.
async fn board_of<R: Record>(work: Work<'_>, of: Subject) -> Result<Option<BoardId>, Failure> {
    let scope = work.call.scope_of(read_permission(R::NOUN));
    let found = find::<R>(work.tx, &scope, of.id).await?;
    Ok(found.map(|found| BoardId(found.record.board())))
}
