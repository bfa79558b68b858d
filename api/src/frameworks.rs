//! The published frameworks, in memory. What is published never changes and only grows, so that the
//! number of rows tells whether another process published something since.

use akoki_domain::framework::{EditionContent, EditionRef, Library, MappingContent};
use akoki_persistence::{
    Source,
    repo::framework::{self, Kind, Publication},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

use crate::{failure::Failure, guard::Call};

/// The published frameworks of this process.
#[derive(Default)]
pub struct Frameworks(RwLock<Arc<Known>>);

/// What was published up to a moment.
#[derive(Default)]
pub struct Known {
    /// The contents.
    pub library: Library,
    last: BTreeMap<String, Publication>,
    rows: u64,
}

impl Known {
    /// The last publication about a subject.
    pub fn last(&self, subject: &str) -> Option<&Publication> {
        self.last.get(subject)
    }

    /// An edition with its publication.
    pub fn edition(&self, name: &EditionRef) -> Option<(&EditionContent, &Publication)> {
        let publication = self.last.get(&name.to_string())?;
        Some((self.library.edition(name)?, publication))
    }

    fn new(publications: Vec<Publication>) -> Result<Self, Failure> {
        let rows = publications.len() as u64;
        let last: BTreeMap<String, Publication> = publications
            .into_iter()
            .map(|one| (one.subject.clone(), one))
            .collect();
        let (mut editions, mut mappings) = (Vec::new(), Vec::new());
        for one in last.values() {
            match one.kind {
                Kind::Edition => editions.push(parse::<EditionContent>(one)?),
                Kind::Mapping => mappings.push(parse::<MappingContent>(one)?),
            }
        }
        Ok(Self {
            library: Library::new(editions, mappings),
            last,
            rows,
        })
    }
}

fn parse<T: serde::de::DeserializeOwned>(publication: &Publication) -> Result<T, Failure> {
    serde_json::from_str(&publication.content)
        .map_err(|error| Failure::Internal(format!("{}: {error}", publication.subject)))
}

impl Frameworks {
    /// What is published now.
    ///
    /// # Errors
    /// When the store fails, or holds what this program cannot read.
    pub async fn current(&self, source: &impl Source) -> Result<Arc<Known>, Failure> {
        let lost = |_| Failure::Internal("the published frameworks are lost".to_owned());
        let known = self.0.read().map_err(|_| lost(()))?.clone();
        if framework::count(source).await? == known.rows {
            return Ok(known);
        }
        let fresh = Arc::new(Known::new(framework::all(source).await?)?);
        let mut held = self.0.write().map_err(|_| lost(()))?;
        // A worker that read earlier may come later; the next call then reads again.
        *held = fresh.clone();
        Ok(fresh)
    }

    /// Forgets them, when the store was emptied.
    pub fn forget(&self) {
        if let Ok(mut held) = self.0.write() {
            *held = Arc::default();
        }
    }
}

impl Call {
    /// The frameworks published now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn frameworks(&self) -> Result<Arc<Known>, Failure> {
        self.shared.frameworks.current(self.store()).await
    }
}
