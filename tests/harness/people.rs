//! Accounts and sessions, made beneath the operations that make them.

use akoki_api::{
    app,
    auth::{Held, keys::LONGEST_TOKEN, scope::Scopes, secret},
    cli::set_up,
    guard::Call,
};
use akoki_domain::{
    access::{Account, AccountDetails, CredentialKind, Grant, GrantInput, PrincipalKind, Role},
    id::{BoardId, GrantId, PersonId, PrincipalId, UnitId},
    text::Language,
};
use akoki_persistence::{
    PLATFORM, StoreError, Tx, insert,
    repo::{activation, password, principal},
};
use time::Date;
use uuid::Uuid;

use crate::{Caller, TestApp};

/// Gives a role on a unit from this day on, without an entry in the trail or an event: what a test does
/// not look at does not stand in what it looks at.
///
/// # Errors
/// When the store fails.
pub async fn grant(
    tx: &Tx,
    board: Uuid,
    unit: Uuid,
    principal: Uuid,
    role: Role,
    from: Date,
) -> Result<Uuid, StoreError> {
    let grant = Grant {
        id: GrantId(tx.act().id()),
        board_id: BoardId(board),
        input: GrantInput {
            principal_id: PrincipalId(principal),
            unit_id: (unit != PLATFORM).then_some(UnitId(unit)),
            role,
            scopes: None,
            starts_on: Some(from),
            ends_on: None,
        },
        ended_at: None,
    };
    Ok(insert(tx, grant).await?.record.id.0)
}

impl TestApp {
    /// A call of the service itself at this moment. They share one store: to open one for each takes longer than most
    /// of what is done with it.
    pub async fn service(&self) -> Call {
        let opened = async || {
            app::service_call(&self.shared, "test")
                .await
                .expect("a store")
        };
        let call = self.beneath.get_or_init(opened).await;
        call.as_of(self.shared.clock.millis())
    }

    /// An account that a board keeps (the platform, when the id is nil), with a password or not activated
    /// yet.
    pub async fn account(&self, email: &str, board: Uuid, secret: Option<&str>) -> Uuid {
        self.account_that(email, board, secret, (false, None)).await
    }

    /// The account of a person.
    pub async fn account_of(
        &self,
        person: Uuid,
        email: &str,
        board: Uuid,
        secret: Option<&str>,
    ) -> Uuid {
        let person = Some(PersonId(person));
        self.account_that(email, board, secret, (false, person))
            .await
    }

    /// An account that is disabled.
    pub async fn disabled_account(&self, email: &str, board: Uuid, secret: &str) -> Uuid {
        self.account_that(email, board, Some(secret), (true, None))
            .await
    }

    async fn account_that(
        &self,
        email: &str,
        board: Uuid,
        secret: Option<&str>,
        (disabled, person_id): (bool, Option<PersonId>),
    ) -> Uuid {
        let call = self.service().await;
        let hash = match secret {
            Some(secret) => {
                let turn = self.shared.passwords.turn().await.expect("a turn");
                Some(turn.hash(secret.to_owned()).await.expect("a hash"))
            }
            None => None,
        };
        let id: PrincipalId = call.id();
        let account = Account {
            id,
            board_id: BoardId(board),
            unit_id: UnitId(board),
            details: AccountDetails {
                email: email.to_owned(),
                display_name: "Iemand".to_owned(),
                language: Language::Nl,
                person_id,
                disabled,
            },
        };
        call.unit(move |tx| {
            let (account, hash) = (account.clone(), hash.clone());
            Box::pin(async move {
                principal::add(tx, id.0, PrincipalKind::Account).await?;
                insert(tx, account).await?;
                if let Some(hash) = hash {
                    password::put(tx, id.0, hash).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("an account");
        id.0
    }

    /// Gives an account a role on a board, or on the platform.
    pub async fn give(&self, account: Uuid, role: Role, board: Uuid) {
        let call = self.service().await;
        let today = call.today;
        call.unit(move |tx| {
            Box::pin(async move { Ok(grant(tx, board, board, account, role, today).await?) })
        })
        .await
        .expect("a grant");
    }

    /// Somebody with a role on a board (or on the platform), signed in for longer than anybody is.
    pub async fn signed_in(
        &self,
        email: &str,
        secret: Option<&str>,
        role: Role,
        board: Uuid,
    ) -> Caller {
        let account = self.account(email, board, secret).await;
        self.give(account, role, board).await;
        self.session_of(account).await
    }

    /// Somebody with a role on a unit of a board, who calls as a person.
    pub async fn signed_in_as(
        &self,
        person: Uuid,
        role: Role,
        (board, unit): (Uuid, Uuid),
    ) -> Caller {
        let call = self.service().await;
        let email = format!("{}@akoki.test", call.id::<Uuid>());
        let account = self.account_of(person, &email, board, None).await;
        let today = call.today;
        call.unit(move |tx| {
            Box::pin(async move { Ok(grant(tx, board, unit, account, role, today).await?) })
        })
        .await
        .expect("a grant");
        self.session_of(account).await
    }

    /// Signs an account in for longer than anybody is.
    pub async fn session_of(&self, account: Uuid) -> Caller {
        let call = self.service().await;
        let (id, scopes) = (call.id(), Scopes::all());
        let ends = call.at + LONGEST_TOKEN;
        call.unit(move |tx| {
            Box::pin(async move {
                let new = principal::NewCredential {
                    id,
                    principal: account,
                    kind: CredentialKind::Session,
                    scope: Scopes::all().to_string(),
                    expires_at: ends,
                };
                Ok(principal::add_credential(tx, &new).await?)
            })
        })
        .await
        .expect("a session");
        let held = Held {
            principal: account,
            client: None,
            credential: id,
            scopes: &scopes,
        };
        let token = self.shared.auth.token(&held, call.id(), call.at, ends);
        self.with_token(token.expect("a token"))
    }

    /// An activation code for an account, which ends after so many milliseconds.
    pub async fn activation_code(&self, account: Uuid, life: i64) -> String {
        let call = self.service().await;
        let code = secret::fresh("activation");
        let (digest, ends) = (secret::digest(&code), call.at + life);
        call.unit(move |tx| {
            let digest = digest.clone();
            Box::pin(async move { Ok(activation::put(tx, account, digest, ends).await?) })
        })
        .await
        .expect("a code");
        code
    }

    /// The set-up secret of a store that nobody has set up, as `akoki set-up-secret` makes it.
    pub async fn set_up_secret(&self) -> String {
        set_up::renew(&self.service().await)
            .await
            .expect("a secret")
    }
}
