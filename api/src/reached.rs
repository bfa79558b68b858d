//! What an operation finds for its caller, or answers where nothing is found.

use akoki_domain::Code;
use akoki_persistence::{Record, Stored, find, repo::credential::is_live};
use uuid::Uuid;

use crate::{failure::Failure, guard::Call};

impl Call {
    /// The record with this id, where the caller reaches it with the permission of the operation.
    ///
    /// # Errors
    /// Not found, or no longer signed in.
    pub async fn reached<R: Record>(&self, id: Uuid) -> Result<Stored<R>, Failure> {
        match find::<R>(self.store(), &self.scope(), id).await? {
            Some(found) => Ok(found),
            None => Err(self.absent().await),
        }
    }

    /// What is answered where nothing was found: not found, or no longer signed in.
    pub async fn absent(&self) -> Failure {
        match self.still_valid().await {
            Ok(()) => Failure::not_found(),
            Err(failure) => failure,
        }
    }

    /// Whether the caller's credential still holds: asked when nothing was found, so that a revoked
    /// token is told so and not shown an empty world.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] when it does not.
    pub async fn still_valid(&self) -> Result<(), Failure> {
        match &self.actor {
            None => Ok(()),
            Some(actor) => {
                let live = is_live(self.store(), actor.credential, self.at).await?;
                if live {
                    Ok(())
                } else {
                    Err(Code::Unauthenticated.into())
                }
            }
        }
    }
}
