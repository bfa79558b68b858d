//! The guard of an operation: it holds the only handle with which a use case can reach the store, so a
//! handler without a guard has nothing to call.
//!
//! It is synchronous: authentication comes before the body is looked at. What the caller may reach is
//! not decided here but by the statements themselves, through the [`Scope`] that the guard gives.

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use akoki_domain::{
    Code, Reason,
    access::{Permission, Role},
    id::UnitId,
    text::Language,
};
use akoki_openapi::operation::Access;
use akoki_persistence::{
    Act, BoxFuture, Scope, Source, Store, Tx, Who,
    repo::{
        organisation_unit::{reaches, reaches_any},
        survey::reach::reached,
    },
};
use std::{
    collections::BTreeSet,
    future::{Ready, ready},
    marker::PhantomData,
    ops::Deref,
    sync::Arc,
};
use time::Date;
use uuid::Uuid;

use crate::{
    auth::Actor,
    clock,
    failure::Failure,
    state::{AppState, Shared},
};

/// What an operation asks of its caller.
pub trait Needs: 'static {
    /// The id of the operation in the published document.
    const OPERATION: &'static str;
    /// Who may call it.
    const ACCESS: Access;
}

/// Operations, each with what it asks of its caller.
macro_rules! operations {
    ($($name:ident: $operation:literal, $access:ident $(($permission:ident))?;)+) => {$(
        struct $name;
        impl $crate::guard::Needs for $name {
            const OPERATION: &'static str = $operation;
            const ACCESS: akoki_openapi::operation::Access =
                akoki_openapi::operation::Access::$access
                    $((akoki_domain::access::Permission::$permission))?;
        }
    )+};
}
pub(crate) use operations;

/// The right to run one operation, with all that its use case needs.
pub struct Guard<N> {
    call: Call,
    needs: PhantomData<N>,
}

/// One call of one operation: who, when, in which language, and the store.
#[derive(Clone)]
pub struct Call {
    /// What all workers share.
    pub shared: Arc<Shared>,
    /// Who calls; none where anyone may.
    pub actor: Option<Actor>,
    /// The operation.
    pub operation: &'static str,
    /// The language of the answer.
    pub language: Language,
    /// The id of the request.
    pub request: String,
    /// The moment of the call, in milliseconds since 1970.
    pub at: i64,
    /// The day of the call.
    pub today: Date,
    roles: &'static [Role],
    word: &'static str,
    store: Store,
}

impl<N> Deref for Guard<N> {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.call
    }
}

impl<N> Guard<N> {
    /// The call itself, for a use case.
    pub fn into_call(self) -> Call {
        self.call
    }
}

impl<N: Needs> FromRequest for Guard<N> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(enter(request, N::OPERATION, N::ACCESS).map(|call| Self {
            call,
            needs: PhantomData,
        }))
    }
}

fn enter(request: &HttpRequest, operation: &'static str, access: Access) -> Result<Call, Failure> {
    let state = request.app_data::<actix_web::web::Data<AppState>>();
    let state = state.ok_or_else(|| Failure::Internal("the worker has no state".into()))?;
    let at = state.shared.clock.millis();
    let actor = match access {
        // The bearer of a respondent says nothing of who they are: it is read where they answer.
        Access::Public | Access::Respondent => None,
        Access::SignedIn | Access::Needs(_) => Some(state.shared.auth.authenticate(request, at)?),
    };
    let (roles, word): (&'static [Role], &'static str) = match access {
        Access::Needs(permission) => {
            if !actor
                .as_ref()
                .is_some_and(|actor| actor.scopes.contains(permission.scope()))
            {
                return Err(Failure::Plain(
                    Reason::new(Code::InsufficientScope).with("scope", permission.scope()),
                ));
            }
            (permission.roles(), permission.scope())
        }
        Access::Public | Access::Respondent | Access::SignedIn => (&[], ""),
    };
    state.shared.schemas.check_query(operation, request)?;
    let extensions = request.extensions();
    let call = Call {
        shared: state.shared.clone(),
        actor,
        operation,
        language: extensions.get::<Language>().copied().unwrap_or_default(),
        request: extensions
            .get::<crate::http::RequestId>()
            .map(|id| id.0.clone())
            .unwrap_or_default(),
        at,
        today: clock::day_of(at),
        roles,
        word,
        store: state.store.clone(),
    };
    Ok(call.seen())
}

impl Call {
    /// A call by the service itself: the command line, workers, set-up.
    pub fn service(shared: Arc<Shared>, store: Store, operation: &'static str) -> Self {
        let at = shared.clock.millis();
        let call = Self {
            shared,
            actor: None,
            operation,
            language: Language::default(),
            request: operation.to_owned(),
            at,
            today: clock::day_of(at),
            roles: &[],
            word: "",
            store,
        };
        call.seen()
    }

    /// With the store as whoever calls sees it, where row security is on.
    fn seen(self) -> Self {
        Self {
            store: self.store.seen_by(&self.scope()),
            ..self
        }
    }

    /// The same call at another moment: for work that goes on.
    #[must_use]
    pub fn as_of(&self, at: i64) -> Self {
        let call = Self {
            at,
            today: clock::day_of(at),
            ..self.clone()
        };
        call.seen()
    }

    /// The store, for reading.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the caller reaches with the permission of the operation.
    pub fn scope(&self) -> Scope {
        let who = self
            .actor
            .as_ref()
            .map_or(Who::Service, |actor| Who::Credential(actor.credential));
        Scope {
            who,
            roles: self.roles,
            word: self.word,
            at: self.at,
            today: self.today,
        }
    }

    /// What the caller reaches with another permission.
    pub fn scope_of(&self, permission: Permission) -> Scope {
        self.scope().with(permission)
    }

    /// Whether what goes with a permission is among what the caller's token is for. The service has no token.
    pub fn names(&self, permission: Permission) -> bool {
        let actor = self.actor.as_ref();
        actor.is_none_or(|actor| actor.scopes.contains(permission.scope()))
    }

    /// What the caller is shown beside what the operation is about: as [`Self::scope_of`], and nothing where the
    /// token is for something else, neither through a role nor as the person or guest whom a row names.
    pub fn besides(&self, permission: Permission) -> Scope {
        match self.names(permission) {
            true => self.scope_of(permission),
            false => self.scope().of_nothing(permission),
        }
    }

    /// Whether the caller has a permission on a unit, and the token says so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn may(
        &self,
        source: &impl Source,
        permission: Permission,
        unit: UnitId,
    ) -> Result<bool, Failure> {
        Ok(self.names(permission) && reaches(source, &self.scope_of(permission), unit.0).await?)
    }

    /// On which of these units the caller has a permission; one question for all of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn may_of(
        &self,
        source: &impl Source,
        permission: Permission,
        units: &BTreeSet<UnitId>,
    ) -> Result<BTreeSet<UnitId>, Failure> {
        match self.names(permission) {
            true => Ok(reached(source, &self.scope_of(permission), units).await?),
            false => Ok(BTreeSet::new()),
        }
    }

    /// Everything, whoever calls: for what follows from an agreement of several boards, of which the
    /// caller reaches only one. Never for what a caller asked for by id.
    pub fn everything(&self) -> Scope {
        Scope {
            who: Who::Service,
            ..self.scope()
        }
    }

    /// The circumstances for a unit of work.
    pub fn act(&self) -> Act {
        Act {
            at: self.at,
            today: self.today,
            principal: self.actor.as_ref().map(|actor| actor.principal),
            credential: self.actor.as_ref().map(|actor| actor.credential),
            operation: self.operation,
            request: self.request.clone(),
            mint: self.shared.clock.mint(),
        }
    }

    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from((self.shared.clock.mint().id)(self.at))
    }

    /// Runs a unit of work and wakes whoever waits for commits.
    ///
    /// # Errors
    /// What `work` answers; nothing is changed then.
    pub async fn unit<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, Failure>> + Send + Sync + 'static,
    {
        let result = self.store.unit(&self.act(), work).await;
        self.shared.committed.notify_one();
        result
    }

    /// Whether the caller has the permission of the operation anywhere at all: asked where what is
    /// answered hangs on no unit.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] or [`Code::Forbidden`] when it has not.
    pub async fn entitled(&self) -> Result<(), Failure> {
        if reaches_any(&self.store, &self.scope()).await? {
            return Ok(());
        }
        self.still_valid().await?;
        Err(Code::Forbidden.into())
    }

    /// Whether the caller's credential still holds, and they have the permission of the operation
    /// anywhere, where it asks for one that goes with roles alone.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] or [`Code::Forbidden`] when not.
    pub async fn still_entitled(&self) -> Result<(), Failure> {
        let mut asked = Permission::ALL
            .iter()
            .filter(|one| one.scope() == self.word);
        if self.roles.is_empty() || asked.any(|one| one.is_of_people_too()) {
            return self.still_valid().await;
        }
        self.entitled().await
    }
}
