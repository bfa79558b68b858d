//! Publishing editions and mappings: one way for what is shipped and for what the platform adds.

use akoki_domain::{
    Code, Noun, Reason, Refusal,
    framework::{EditionContent, MappingContent, check, check_mapping, republish},
};
use akoki_migrations::seed;
use akoki_persistence::{
    Change, PLATFORM, Verb,
    repo::{
        framework::{Kind, Publication, add},
        organisation_unit::reaches,
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;

use crate::{clock, failure::Failure, frameworks::Known, guard::Call, reply::Reply, work::Work};

/// What can be published.
#[derive(Clone)]
pub enum Content {
    /// An edition of a framework.
    Edition(Box<EditionContent>),
    /// A mapping between two editions that are published.
    Mapping(Box<MappingContent>),
}

impl Content {
    fn kind(&self) -> Kind {
        match self {
            Content::Edition(_) => Kind::Edition,
            Content::Mapping(_) => Kind::Mapping,
        }
    }

    fn subject(&self) -> String {
        match self {
            Content::Edition(edition) => edition.edition.to_string(),
            Content::Mapping(mapping) => format!("{} {}", mapping.from, mapping.to),
        }
    }

    fn json(&self) -> Result<String, Failure> {
        match self {
            Content::Edition(edition) => serde_json::to_string(edition),
            Content::Mapping(mapping) => serde_json::to_string(mapping),
        }
        .map_err(|error| Failure::Internal(error.to_string()))
    }

    /// Whether the domain lets it be published beside what is there.
    fn check(&self, known: &Known) -> Result<(), Refusal> {
        let library = &known.library;
        match self {
            Content::Edition(edition) => {
                check(edition)?;
                match library.edition(&edition.edition) {
                    Some(published) => republish(published, edition),
                    None => Ok(()),
                }
            }
            Content::Mapping(mapping) => {
                match (library.edition(&mapping.from), library.edition(&mapping.to)) {
                    (Some(from), Some(to)) => check_mapping(mapping, from, to),
                    (from, to) => Err(Refusal::Invalid(
                        [("/from", from.is_none()), ("/to", to.is_none())]
                            .into_iter()
                            .filter(|(_, missing)| *missing)
                            .map(|(at, _)| Reason::new(Code::UnknownReference).at(at))
                            .collect(),
                    )),
                }
            }
        }
    }
}

/// Publishes, unless the same is published already: then there is nothing to do.
///
/// # Errors
/// Everything that is wrong with it; "edition-published" when it would change what was published by
/// more than corrections at the end.
pub async fn publish(
    work: Work<'_>,
    known: &Known,
    content: &Content,
) -> Result<Option<Publication>, Failure> {
    let json = content.json()?;
    let digest = hex::encode(Sha256::digest(json.as_bytes()));
    let subject = content.subject();
    let before = known.last(&subject);
    if before.is_some_and(|before| before.digest == digest) {
        return Ok(None);
    }
    content.check(known)?;
    let publication = Publication {
        id: before.map_or_else(|| work.id(), |before| before.id),
        kind: content.kind(),
        subject,
        revision: before.map_or(1, |before| before.revision + 1),
        digest,
        content: json,
        published_at: clock::instant(work.call.at),
    };
    add(work.tx, &publication).await?;
    if publication.kind == Kind::Edition {
        record(work, &publication);
    }
    Ok(Some(publication))
}

fn record(work: Work<'_>, publication: &Publication) {
    let verb = if publication.revision == 1 {
        Verb::Created
    } else {
        Verb::Updated
    };
    work.tx.record(Change {
        noun: Noun::FrameworkVersion,
        id: publication.id,
        board: PLATFORM,
        unit: PLATFORM,
        version: publication.revision,
        verb,
        values: json!({"edition": publication.subject, "digest": publication.digest}),
        data: Some(json!({"edition": publication.subject})),
        audience: None,
    });
}

/// Publishes an edition for a caller: 201 when something was published, 200 when it was there.
///
/// # Errors
/// As [`publish`]; "forbidden" when the caller does not run the platform.
pub async fn publish_edition(
    work: Work<'_>,
    known: &Known,
    edition: EditionContent,
) -> Result<Reply, Failure> {
    if !reaches(work.tx, &work.scope(), PLATFORM).await? {
        work.call.still_valid().await?;
        return Err(Code::Forbidden.into());
    }
    let location = format!("/v1/framework-versions/{}", edition.edition);
    let content = Content::Edition(Box::new(edition));
    let fresh = publish(work, known, &content).await?;
    let status = if fresh.is_some() { 201 } else { 200 };
    let publication = match fresh {
        Some(publication) => publication,
        None => known
            .last(&content.subject())
            .cloned()
            .ok_or_else(Failure::not_found)?,
    };
    Ok(whole(status, &publication)
        .tagged(publication.revision)
        .header("location", location))
}

/// The answer with a publication, byte for byte.
pub fn whole(status: u16, publication: &Publication) -> Reply {
    Reply {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: publication.content.clone().into_bytes(),
    }
}

/// Publishes what is shipped with the service, as far as it is not there. What is shipped in another
/// form than was published before stays as it was: others rest on it.
///
/// # Errors
/// When the store fails or a shipped file cannot be read, which tests find.
pub async fn publish_shipped(call: &Call) -> Result<(), Failure> {
    let editions = read::<EditionContent>(seed::frameworks())?;
    let mappings = read::<MappingContent>(seed::mappings())?;
    let editions = editions
        .into_iter()
        .map(|one| Content::Edition(Box::new(one)));
    let mappings = mappings
        .into_iter()
        .map(|one| Content::Mapping(Box::new(one)));
    publish_all(call, editions.collect()).await?;
    publish_all(call, mappings.collect()).await
}

fn read<T: serde::de::DeserializeOwned>(
    files: impl Iterator<Item = (&'static str, &'static str)>,
) -> Result<Vec<T>, Failure> {
    files
        .map(|(file, text)| {
            serde_json::from_str(text)
                .map_err(|error| Failure::Internal(format!("{file}: {error}")))
        })
        .collect()
}

async fn publish_all(call: &Call, contents: Vec<Content>) -> Result<(), Failure> {
    let contents = Arc::new(contents);
    loop {
        let known = call.frameworks().await?;
        let (outer, contents) = (call.clone(), contents.clone());
        let result = call
            .unit(move |tx| {
                let (call, known, contents) = (outer.clone(), known.clone(), contents.clone());
                Box::pin(async move {
                    for content in contents.iter() {
                        match publish(Work { tx, call: &call }, &known, content).await {
                            Err(Failure::Conflict { .. }) => tracing::warn!(
                                subject = content.subject(),
                                "published before in another form; that form stays"
                            ),
                            result => drop(result?),
                        }
                    }
                    Ok(())
                })
            })
            .await;
        match result {
            // Another process that started at the same time was first.
            Err(Failure::NotUnique(_)) => {}
            result => return result,
        }
    }
}
