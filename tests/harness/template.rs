//! Stores that cost milliseconds: migrated once, then copied for every test.
//!
//! A template is known by a digest of the files the migrations are made of, so it is built again
//! exactly when one of them changes, and shared by every process of a run, and of the next.

mod database;
mod file;
mod fingerprint;

use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::postgres::{Database, Server};
use crate::store::{Backend, StoreHandle};

/// The recipe of a migrated store.
#[derive(Debug)]
pub struct Template<M> {
    fingerprint: String,
    cache: PathBuf,
    migrate: M,
}

impl<M, E> Template<M>
where
    M: AsyncFn(String) -> Result<(), E>,
    E: Display,
{
    /// A template made by `migrate`, which gets the URL of an empty store and brings it to the
    /// present schema.
    ///
    /// `sources` are the files and folders on which the outcome of `migrate` depends; `cache` is a
    /// folder that lasts from one run to the next (`env!("CARGO_TARGET_TMPDIR")`).
    ///
    /// # Errors
    /// When a source cannot be read.
    pub fn new(cache: impl Into<PathBuf>, sources: &[&Path], migrate: M) -> Outcome<Self> {
        Ok(Self {
            fingerprint: fingerprint::of(sources)?,
            cache: cache.into(),
            migrate,
        })
    }

    /// A store of one's own, migrated.
    ///
    /// # Errors
    /// When there is no server to have it on, or the migrations fail.
    pub async fn fresh(&self, backend: Backend) -> Outcome<StoreHandle> {
        match backend {
            Backend::Sqlite => {
                let template = file::template(&self.cache, &self.fingerprint, self).await?;
                file::copy(&template)
            }
            Backend::Postgres => {
                let server = Server::shared().await?;
                let template = database::template(&server, &self.fingerprint, self).await?;
                let copy = Database::create(&server, Some(&template)).await?;
                Ok(StoreHandle::database(copy))
            }
        }
    }

    /// Removes the template, for a recipe that no later run will use. Copies are left alone.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub async fn remove(&self, backend: Backend) -> Outcome<()> {
        match backend {
            Backend::Sqlite => file::remove(&self.cache, &self.fingerprint),
            Backend::Postgres => {
                database::remove(&Server::shared().await?, &self.fingerprint).await
            }
        }
    }

    async fn migrate(&self, url: String) -> Outcome<()> {
        (self.migrate)(url)
            .await
            .map_err(Failure::during("migrating a template store"))
    }
}
