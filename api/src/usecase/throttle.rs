//! Slows down whoever guesses. What is counted for is kept as a keyed digest, so that the store holds no
//! address of anybody.

use akoki_domain::{
    Code, Reason,
    access::{Tried, Tries},
};
use akoki_persistence::{Change, Tx, repo::throttle};

use crate::{failure::Failure, guard::Call, http::Network, state::derive};

/// One try to sign in, or to do something else with a secret.
#[derive(Clone)]
pub struct Trial {
    name: Option<Vec<u8>>,
    network: Vec<u8>,
}

impl Trial {
    /// A try under a name (an e-mail address, say), whether it is somebody's or not, and from a network
    /// address.
    ///
    /// # Errors
    /// [`Code::TooManyRequests`] when the pause after failed tries is not over.
    pub async fn new(
        call: &Call,
        name: Option<(&'static str, &str)>,
        network: &Network,
    ) -> Result<Self, Failure> {
        let trial = Self {
            name: name.map(|(kind, text)| digest(call, kind, text)),
            network: digest(call, "network", &network.0),
        };
        let from = throttle::read(call.store(), &trial.network).await?;
        unless_waiting(Tried::Network, from, call.at)?;
        if let Some(name) = &trial.name {
            unless_waiting(
                Tried::Name,
                throttle::read(call.store(), name).await?,
                call.at,
            )?;
        }
        Ok(trial)
    }

    /// Counts the try as a failure of the name before it is known what comes of it: of many tries made at
    /// the same moment no more are looked at than of tries one after another.
    ///
    /// # Errors
    /// [`Code::TooManyRequests`] when others came first.
    pub async fn count(&self, call: &Call) -> Result<(), Failure> {
        let Some(name) = self.name.clone() else {
            return Ok(());
        };
        let at = call.at;
        call.unit(move |tx| {
            let name = name.clone();
            Box::pin(async move {
                let tries = throttle::lock(tx, &name).await?;
                unless_waiting(Tried::Name, Some(tries), at)?;
                Ok(throttle::put(tx, &name, Tried::Name.failed(tries, at)).await?)
            })
        })
        .await
    }

    /// The try failed: counts it for the network address, and leaves this in the trail.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn failed(&self, call: &Call, note: Option<Change>) -> Result<(), Failure> {
        let (network, at) = (self.network.clone(), call.at);
        call.unit(move |tx| {
            let (network, note) = (network.clone(), note.clone());
            Box::pin(async move {
                let tries = throttle::lock(tx, &network).await?;
                throttle::put(tx, &network, Tried::Network.failed(tries, at)).await?;
                if let Some(note) = note {
                    tx.note(note);
                }
                Ok(())
            })
        })
        .await
    }

    /// The try succeeded: nothing is counted for the name any more. What is counted for the network
    /// address stays, or somebody with an account could guess at others' without end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passed(&self, tx: &Tx) -> Result<(), Failure> {
        match &self.name {
            Some(name) => Ok(throttle::clear(tx, name).await?),
            None => Ok(()),
        }
    }
}

/// Counts a try that has failed, under a name and for the network address; while the pause after earlier
/// ones lasts it is not counted, and the answer is how many seconds that still takes.
///
/// This is for secrets that are long and random, which nobody guesses however often they may try. Who has
/// the right one never comes here: were they made to wait, anybody who knows the name could stop them.
///
/// # Errors
/// When the store fails.
pub async fn refused(
    call: &Call,
    name: Option<&str>,
    network: &Network,
) -> Result<Option<i64>, Failure> {
    let mut counted = Vec::new();
    // In this order always, so that no two wait for each other. A network address has a count of its own:
    // a machine with an old secret keeps nobody beside it from signing in.
    counted.extend(name.map(|name| (Tried::Name, digest(call, "client", name))));
    counted.push((Tried::Network, digest(call, "client-network", &network.0)));
    let at = call.at;
    for (tried, key) in &counted {
        let tries = throttle::read(call.store(), key).await?;
        let wait = tries.and_then(|tries| tried.wait(tries, at));
        if wait.is_some() {
            return Ok(wait);
        }
    }
    call.unit(move |tx| {
        let counted = counted.clone();
        Box::pin(async move {
            let mut wait = None;
            for (tried, key) in counted {
                let tries = throttle::lock(tx, &key).await?;
                wait = wait.or(tried.wait(tries, at));
                if wait.is_none() {
                    throttle::put(tx, &key, tried.failed(tries, at)).await?;
                }
            }
            Ok(wait)
        })
    })
    .await
}

/// What is counted for a code that many come in with, from one network address.
pub fn door(call: &Call, code: &str, network: &Network) -> Vec<u8> {
    digest(call, "door", &format!("{code}:{}", network.0))
}

/// Counts one who comes in at a [`door`], in the unit in which they do.
///
/// # Errors
/// [`Code::TooManyRequests`] when so many came that a pause has begun.
pub async fn at_the_door(tx: &Tx, door: &[u8], at: i64) -> Result<(), Failure> {
    let tries = throttle::lock(tx, door).await?;
    unless_waiting(Tried::Door, Some(tries), at)?;
    Ok(throttle::put(tx, door, Tried::Door.failed(tries, at)).await?)
}

/// Forgets the failed tries under a name: somebody proved otherwise who they are.
///
/// # Errors
/// When the store fails.
pub async fn clear(call: &Call, tx: &Tx, kind: &str, text: &str) -> Result<(), Failure> {
    Ok(throttle::clear(tx, &digest(call, kind, text)).await?)
}

fn digest(call: &Call, kind: &str, text: &str) -> Vec<u8> {
    derive(&call.shared.key("throttle"), &format!("{kind}:{text}"))
}

fn unless_waiting(tried: Tried, tries: Option<Tries>, at: i64) -> Result<(), Failure> {
    match tries.and_then(|tries| tried.wait(tries, at)) {
        None => Ok(()),
        Some(seconds) => Err(Failure::Plain(
            Reason::new(Code::TooManyRequests).with("seconds", seconds),
        )),
    }
}
