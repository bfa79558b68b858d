//! How a machine client says who it is: `client_secret_basic` or `private_key_jwt`.

use actix_web::http::header::{self, HeaderMap};
use akoki_domain::{
    access::{ApiClient, PublicKey},
    id::{ClientSecretId, PrincipalId},
};
use akoki_persistence::{
    Tx,
    repo::{
        api_client,
        assertion::take,
        client_secret::{self, KeptSecret},
    },
};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::{Engine, engine::general_purpose::STANDARD};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    TOKEN, address,
    assertion::{self, Used},
    error::{Refused, Word, Wrong, wrong},
    form::{Form, decode},
};
use crate::{auth::secret, clock, failure::Failure, guard::Call, http::Network, usecase::throttle};

/// The one way to sign an assertion that is known (RFC 7523).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// With what a client proved who it is.
#[derive(Debug, Clone)]
enum Proof {
    Secret(ClientSecretId),
    Key(Box<PublicKey>),
}

/// A client that proved who it is.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The client.
    pub client: ApiClient,
    proof: Proof,
}

impl Proven {
    /// The client as it is within a unit, held until that ends; none when it was stopped, or what it proved
    /// itself with was ended, since it was looked at.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold(&self, tx: &Tx, at: OffsetDateTime) -> Result<Option<ApiClient>, Failure> {
        let Some(client) = api_client::hold(tx, self.client.id).await? else {
            return Ok(None);
        };
        let proven = match &self.proof {
            Proof::Key(key) => client.details.keys.contains(key.as_ref()),
            Proof::Secret(id) => client_secret::of_client(tx, client.id)
                .await?
                .iter()
                .any(|kept| kept.secret.id == *id && kept.secret.holds(at)),
        };
        Ok(Some(client).filter(|client| proven && !client.details.disabled))
    }
}

/// Spends an assertion, in a unit of its own: whatever else is wrong with the request, nobody who saw it
/// sends it again. Answers whether it was not spent before.
async fn spend(call: &Call, used: Used) -> Result<bool, Failure> {
    let done = call
        .unit(move |tx| {
            let used = used.clone();
            Box::pin(async move { Ok(take(tx, used.digest, used.expires_at).await?) })
        })
        .await;
    match done {
        Ok(()) => Ok(true),
        Err(Failure::NotUnique(constraint)) if constraint.contains("used_assertion") => Ok(false),
        Err(failure) => Err(failure),
    }
}

enum Way<'a> {
    Basic(&'a str),
    Assertion(&'a str),
}

/// The client that sends a request. What is wrong is added to what is wrong with the form.
///
/// # Errors
/// [`Refused::Waits`] when it was wrong too often; when the store fails.
pub async fn prove(
    call: &Call,
    headers: &HeaderMap,
    network: &Network,
    form: &mut Form,
) -> Result<Option<Proven>, Refused> {
    let basic = headers
        .get(header::AUTHORIZATION)
        .map(|value| value.to_str().unwrap_or(""));
    let proven = match way(basic, form) {
        Ok(Way::Basic(text)) => by_secret(call, text).await?,
        Ok(Way::Assertion(text)) => by_assertion(call, text).await?,
        Err(wrong) => Err(Unproven::Wrong(vec![wrong])),
    };
    let proven = match proven {
        Ok(proven) => proven,
        Err(Unproven::Wrong(found)) => {
            form.wrong.extend(found);
            return Ok(None);
        }
        Err(Unproven::Tried { name, text }) => {
            if let Some(seconds) = throttle::refused(call, name.as_deref(), network).await? {
                return Err(Refused::Waits(seconds));
            }
            form.wrong.push(wrong(Word::InvalidClient, text, ""));
            return Ok(None);
        }
    };
    let other = |named: &str| Uuid::try_parse(named).ok() != Some(proven.client.id.0);
    if form.one("client_id").is_some_and(other) {
        let found = wrong(Word::InvalidClient, "other-client", "");
        form.wrong.push(found);
        return Ok(None);
    }
    Ok(Some(proven))
}

fn way<'a>(basic: Option<&'a str>, form: &'a Form) -> Result<Way<'a>, Wrong> {
    let refuse = |text| Err(wrong(Word::InvalidClient, text, ""));
    let (assertion, kind) = (
        form.one("client_assertion"),
        form.one("client_assertion_type"),
    );
    if form.one("client_secret").is_some() {
        return refuse("secret-in-form");
    }
    match (basic, assertion, kind) {
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
            Err(wrong(Word::InvalidRequest, "two-ways", ""))
        }
        (Some(text), None, None) => match text.split_once(' ') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("basic") => {
                Ok(Way::Basic(rest.trim()))
            }
            _ => refuse("no-basic"),
        },
        (None, Some(assertion), Some(ASSERTION_TYPE)) => Ok(Way::Assertion(assertion)),
        (None, None, None) => refuse("no-client"),
        (None, _, _) => Err(wrong(
            Word::InvalidRequest,
            "assertion-type",
            ASSERTION_TYPE,
        )),
    }
}

/// Why a client did not prove who it is.
enum Unproven {
    /// It sent nothing that could prove it.
    Wrong(Vec<Wrong>),
    /// What it sent does not prove it: this counts as a try, under the name of the client where it gave one.
    Tried {
        name: Option<String>,
        text: &'static str,
    },
}

type Found = Result<Proven, Unproven>;

/// A client that is not known costs the same as a wrong secret: the same digest, the same statements.
async fn by_secret(call: &Call, text: &str) -> Result<Found, Failure> {
    let plain = STANDARD.decode(text).ok();
    let plain = plain.and_then(|bytes| String::from_utf8(bytes).ok());
    let (id, sent) = plain
        .as_deref()
        .and_then(|plain| plain.split_once(':'))
        .and_then(|(id, secret)| Some((decode(id)?, decode(secret)?)))
        .unwrap_or_default();
    let digest = secret::digest(&sent);
    let name = (!id.is_empty()).then(|| id.to_lowercase());
    let id = PrincipalId(Uuid::try_parse(&id).unwrap_or_default());
    let client = api_client::by_id(call.store(), id).await?;
    let kept = client_secret::of_client(call.store(), id).await?;
    let at = clock::instant(call.at);
    let matches = |kept: &&KeptSecret| {
        kept.secret.holds(at) && verify_slices_are_equal(&kept.digest, &digest).is_ok()
    };
    let known = kept.iter().find(matches).map(|kept| kept.secret.id);
    let client = client.filter(|client| !client.details.disabled);
    Ok(match client.zip(known) {
        Some((client, secret)) => Ok(Proven {
            client,
            proof: Proof::Secret(secret),
        }),
        None => Err(Unproven::Tried {
            name,
            text: "client-refused",
        }),
    })
}

async fn by_assertion(call: &Call, text: &str) -> Result<Found, Failure> {
    let issuer = call.shared.auth.issuer();
    let audiences = [issuer.to_owned(), address(issuer, TOKEN)];
    let read = match assertion::read(text, &audiences, call.at) {
        Ok(read) => read,
        Err(found) => return Ok(Err(Unproven::Wrong(found))),
    };
    let client = api_client::by_id(call.store(), read.client).await?;
    let client = client.filter(|client| !client.details.disabled);
    let signed = client.and_then(|client| {
        let key = read.signer(&client, text)?.clone();
        Some((client, key))
    });
    let name = Some(read.client.0.to_string());
    let refuse = |text| Ok(Err(Unproven::Tried { name, text }));
    match signed {
        Some((client, key)) if spend(call, read.used()).await? => Ok(Ok(Proven {
            client,
            proof: Proof::Key(Box::new(key)),
        })),
        Some(_) => refuse("assertion-used"),
        None => refuse("assertion-refused"),
    }
}
