//! How a machine client says who it is: `client_secret_basic` or `private_key_jwt`.

use actix_web::http::header::{self, HeaderMap};
use akoki_domain::{access::ApiClient, id::PrincipalId};
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
use uuid::Uuid;

use super::{
    TOKEN, address,
    assertion::{self, Used},
    error::{Refused, Word, Wrong, wrong},
    form::{Form, decode},
};
use crate::{auth::secret, clock, failure::Failure, guard::Call};

/// The one way to sign an assertion that is known (RFC 7523).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client that proved who it is.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The client.
    pub client: ApiClient,
    /// The assertion with which, to be taken in the unit that follows.
    pub used: Option<Used>,
}

impl Proven {
    /// Takes the assertion, when there is one.
    ///
    /// # Errors
    /// Not unique when it was taken before; see [`replayed`].
    pub async fn take(&self, tx: &Tx) -> Result<(), Failure> {
        match &self.used {
            Some(used) => Ok(take(tx, used.digest.clone(), used.expires_at).await?),
            None => Ok(()),
        }
    }
}

/// What a unit means that failed because an assertion was taken before.
pub fn replayed(failure: Failure) -> Refused {
    match &failure {
        Failure::NotUnique(constraint) if constraint.contains("used_assertion") => {
            wrong(Word::InvalidClient, "assertion-used", "").into()
        }
        _ => failure.into(),
    }
}

enum Way<'a> {
    Basic(&'a str),
    Assertion(&'a str),
}

/// The client that sends a request. What is wrong is added to what is wrong with the form.
///
/// # Errors
/// When the store fails.
pub async fn prove(
    call: &Call,
    headers: &HeaderMap,
    form: &mut Form,
) -> Result<Option<Proven>, Failure> {
    let basic = headers
        .get(header::AUTHORIZATION)
        .map(|value| value.to_str().unwrap_or(""));
    let proven = match way(basic, form) {
        Ok(Way::Basic(text)) => by_secret(call, text).await?,
        Ok(Way::Assertion(text)) => by_assertion(call, text).await?,
        Err(wrong) => Err(vec![wrong]),
    };
    let proven = match proven {
        Ok(proven) => proven,
        Err(found) => {
            form.wrong.extend(found);
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

type Found = Result<Proven, Vec<Wrong>>;

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
    let id = PrincipalId(Uuid::try_parse(&id).unwrap_or_default());
    let client = api_client::by_id(call.store(), id).await?;
    let kept = client_secret::of_client(call.store(), id).await?;
    let at = clock::instant(call.at);
    let matches = |kept: &KeptSecret| {
        kept.secret.holds(at) && verify_slices_are_equal(&kept.digest, &digest).is_ok()
    };
    let known = kept.iter().any(matches);
    Ok(
        match client.filter(|client| known && !client.details.disabled) {
            Some(client) => Ok(Proven { client, used: None }),
            None => Err(vec![wrong(Word::InvalidClient, "client-refused", "")]),
        },
    )
}

async fn by_assertion(call: &Call, text: &str) -> Result<Found, Failure> {
    let issuer = call.shared.auth.issuer();
    let audiences = [issuer.to_owned(), address(issuer, TOKEN)];
    let read = match assertion::read(text, &audiences, call.at) {
        Ok(read) => read,
        Err(found) => return Ok(Err(found)),
    };
    let client = api_client::by_id(call.store(), read.client).await?;
    let signed = |client: &ApiClient| !client.details.disabled && read.is_signed_by(client, text);
    Ok(match client.filter(signed) {
        Some(client) => Ok(Proven {
            client,
            used: Some(read.used()),
        }),
        None => Err(vec![wrong(Word::InvalidClient, "assertion-refused", "")]),
    })
}
