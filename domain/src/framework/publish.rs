//! A published edition is immutable: what rests on it rests on the same text for ever. A correction
//! by its publisher is added at the end and dated; nothing before it changes.

use super::content::EditionContent;
use crate::{Code, Reason, Refusal};

/// Checks that publishing an edition again only adds corrections at the end, none of them dated
/// before those already there. Publishing the same again is allowed and changes nothing.
///
/// # Errors
/// [`Refusal::Conflict`] with `edition-published`, and every part that differs as a blocker at its
/// pointer.
pub fn republish(published: &EditionContent, again: &EditionContent) -> Result<(), Refusal> {
    let known = published.corrections.len();
    let last = published.corrections.last().map(|correction| correction.on);
    let kept = again.corrections.get(..known) == Some(published.corrections.as_slice());
    let later = again
        .corrections
        .iter()
        .skip(known)
        .all(|correction| last.is_none_or(|last| last <= correction.on));
    let parts = [
        ("/edition", published.edition == again.edition),
        ("/kind", published.kind == again.kind),
        ("/title", published.title == again.title),
        ("/validFrom", published.valid_from == again.valid_from),
        ("/validUntil", published.valid_until == again.valid_until),
        (
            "/readableUntil",
            published.readable_until == again.readable_until,
        ),
        (
            "/renewedYearly",
            published.renewed_yearly == again.renewed_yearly,
        ),
        ("/verified", published.verified == again.verified),
        ("/source", published.source == again.source),
        ("/notes", published.notes == again.notes),
        ("/nodes", published.nodes == again.nodes),
        ("/scale", published.scale == again.scale),
        ("/weights", published.weights == again.weights),
        ("/rules", published.rules == again.rules),
        (
            "/guaranteedElements",
            published.guaranteed_elements == again.guaranteed_elements,
        ),
        ("/corrections", kept && later),
    ];
    let blockers: Vec<Reason> = parts
        .into_iter()
        .filter(|(_, same)| !same)
        .map(|(pointer, _)| Reason::new(Code::EditionPublished).at(pointer))
        .collect();
    if blockers.is_empty() {
        Ok(())
    } else {
        Err(Refusal::conflict(Code::EditionPublished, blockers))
    }
}
