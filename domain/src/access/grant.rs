//! What somebody may do where. Who may give which role stands in one table; a grant is ended, never deleted.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::client::{scope_word, unknown_scope};
use super::giving::Giving;
use super::principal::{Grantee, PrincipalKind};
use super::role::Role::{self, *};
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, GrantId, PrincipalId, UnitId};
use crate::noun::Noun;

impl Role {
    /// The table: the roles that one in this role may give, on a unit within the reach of it. Only a role
    /// with [`super::Permission::WriteAccess`] gives any. The platform appoints the first who runs a
    /// board's access; who and what else reads there is for the board. It cannot make itself a reader,
    /// because nobody gives to themselves.
    pub const fn may_give(self) -> &'static [Role] {
        match self {
            PlatformAdmin => &[PlatformAdmin, BoardQualityOfficer, PrivacyOfficer],
            BoardQualityOfficer => &[
                BoardQualityOfficer,
                BoardMember,
                InternalSupervisor,
                PrivacyOfficer,
                Hr,
                SchoolLeader,
                QualityCoordinator,
                SubjectLead,
                TeamLead,
                Staff,
                InternalAuditor,
                ExternalAuditor,
                GuestAuditor,
                Certifier,
                ParticipationMember,
                Integrator,
            ],
            BoardMember | InternalSupervisor | PrivacyOfficer | Hr | SchoolLeader
            | QualityCoordinator | SubjectLead | TeamLead | Staff | InternalAuditor
            | ExternalAuditor | GuestAuditor | Certifier | ParticipationMember | Integrator => &[],
        }
    }

    /// Where the role is granted.
    pub const fn place(self) -> Place {
        match self {
            PlatformAdmin => Place::Platform,
            BoardQualityOfficer | BoardMember | InternalSupervisor | PrivacyOfficer => Place::Board,
            Hr | SchoolLeader | QualityCoordinator | SubjectLead | TeamLead | Staff
            | InternalAuditor | ExternalAuditor | GuestAuditor | Certifier
            | ParticipationMember | Integrator => Place::AnyUnit,
        }
    }
}

/// Where a role is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// On the platform, above all boards.
    Platform,
    /// On a board.
    Board,
    /// On a board or any unit under it.
    AnyUnit,
}

/// What can be said about a grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantInput {
    /// To whom.
    pub principal_id: PrincipalId,
    /// On what; absent for the platform.
    pub unit_id: Option<UnitId>,
    /// As what.
    pub role: Role,
    /// The token scopes to which it is narrowed; not narrowed, when absent.
    pub scopes: Option<Vec<String>>,
    /// The first day; at once, when absent.
    pub starts_on: Option<Date>,
    /// The last day; until it is ended, when absent.
    pub ends_on: Option<Date>,
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The board of the unit; all zero for the platform.
    pub board_id: BoardId,
    /// To whom, on what, as what, from when to when.
    #[serde(flatten)]
    pub input: GrantInput,
    /// The moment at which it was taken back: a right ends with the answer that took it.
    #[serde(with = "time::serde::timestamp::milliseconds::option")]
    pub ended_at: Option<OffsetDateTime>,
}

/// What the rules need to know besides the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantFacts {
    /// Who gives.
    pub giver_id: PrincipalId,
    /// What the giver gives with: their grants in force on the platform, on the unit or on something
    /// above it.
    pub givers: Vec<Giving>,
    /// The scopes of the giver's token; not narrowed, when absent.
    pub token_scopes: Option<Vec<String>>,
    /// The roles of the unit that somebody who can sign in has there, on this day or a later one.
    pub in_office: Vec<Role>,
    /// The day.
    pub today: Date,
    /// Whether the principal exists and the giver may know.
    pub principal_known: bool,
    /// How the input names the principal: `/principalId` or `/email`.
    pub principal_at: &'static str,
    /// What the principal is, when it is known.
    pub grantee: Option<Grantee>,
    /// Whether the unit is a board; none when the giver does not reach such a unit.
    pub unit_is_board: Option<bool>,
    /// The other grants of the principal.
    pub others: Vec<Grant>,
}

impl GrantInput {
    /// Everything that is wrong with giving the grant to somebody. A machine client gets its rights by
    /// approvals alone, which are narrowed to what it may ask for.
    pub fn check(&self, facts: &GrantFacts) -> Result<(), Refusal> {
        let mut reasons = self.reasons(facts);
        reasons.extend(self.repeated(facts, Code::Duplicate).map(|r| r.at("/role")));
        self.check_covered(facts, &mut reasons);
        if let Some(grantee) = facts.grantee {
            reasons.extend(
                self.not_for(grantee)
                    .map(|wrong| wrong.at(facts.principal_at)),
            );
        }
        Refusal::unless_empty(reasons)
    }

    /// Everything that is wrong with giving it to a guest of an audit: as [`GrantInput::check`], but that the
    /// same may be given beside it, since each audit gives and ends its own.
    ///
    /// # Errors
    /// All of it.
    pub fn check_guest(&self, facts: &GrantFacts) -> Result<(), Refusal> {
        let mut reasons = self.reasons(facts);
        self.check_covered(facts, &mut reasons);
        if let Some(grantee) = facts.grantee {
            let wrong = self.not_for(grantee);
            reasons.extend(wrong.map(|wrong| wrong.at(facts.principal_at)));
        }
        Refusal::unless_empty(reasons)
    }

    /// Why the grant is not for one such as this.
    fn not_for(&self, grantee: Grantee) -> Option<Reason> {
        match (grantee.kind, self.role) {
            (PrincipalKind::Client, _) => {
                let wrong = Reason::new(Code::ClientNeedsApproval);
                Some(wrong.with("client", self.principal_id))
            }
            (_, PlatformAdmin) if !grantee.is_of_platform => {
                Some(Reason::new(Code::RoleNeedsPlatformAccount))
            }
            _ => None,
        }
    }

    /// What is wrong with the grant itself, whatever it is given to and whatever was given before.
    pub(super) fn reasons(&self, facts: &GrantFacts) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if !facts.principal_known {
            reasons.push(Reason::new(Code::UnknownReference).at(facts.principal_at));
        }
        if facts.giver_id == self.principal_id {
            reasons.push(Reason::new(Code::OwnGrant).at(facts.principal_at));
        }
        self.check_place(facts.unit_is_board, &mut reasons);
        self.check_giver(facts, &mut reasons);
        if let (Some(from), Some(until)) = (self.starts_on, self.ends_on)
            && until < from
        {
            reasons.push(Reason::new(Code::EndBeforeStart).at("/endsOn"));
        }
        for (index, word) in self.scopes.iter().flatten().enumerate() {
            if scope_word(word).is_none() {
                reasons.push(unknown_scope(word).at(format!("/scopes/{index}")));
            }
        }
        reasons
    }

    /// The grants that give the same already, each named with this code.
    pub(super) fn repeated(&self, facts: &GrantFacts, code: Code) -> impl Iterator<Item = Reason> {
        let same = facts.others.iter().filter(|other| self.repeats(other));
        same.map(move |other| Reason::new(code).about(Noun::Grant, other.id))
    }

    fn check_place(&self, unit_is_board: Option<bool>, reasons: &mut Vec<Reason>) {
        let wrong = match (self.role.place(), self.unit_id, unit_is_board) {
            (Place::Platform, Some(_), _) => Some(Code::RoleNeedsPlatform),
            (Place::Platform, None, _) => None,
            (Place::Board | Place::AnyUnit, None, _) => Some(Code::Required),
            (Place::Board | Place::AnyUnit, Some(_), None) => Some(Code::UnknownReference),
            (Place::Board, Some(_), Some(false)) => Some(Code::RoleNeedsBoard),
            (Place::Board, Some(_), Some(true)) | (Place::AnyUnit, Some(_), Some(_)) => None,
        };
        reasons.extend(wrong.map(|code| Reason::new(code).at("/unitId")));
    }

    fn repeats(&self, other: &Grant) -> bool {
        let before = |until: Option<Date>, from: Option<Date>| match (until, from) {
            (Some(until), Some(from)) => until < from,
            (None, _) | (_, None) => false,
        };
        other.ended_at.is_none()
            && (self.principal_id, self.unit_id, self.role)
                == (
                    other.input.principal_id,
                    other.input.unit_id,
                    other.input.role,
                )
            && !before(self.ends_on, other.input.starts_on)
            && !before(other.input.ends_on, self.starts_on)
    }
}

impl Grant {
    /// Whether it gives the right on this day.
    pub fn in_force(&self, today: Date) -> bool {
        self.ended_at.is_none()
            && self.input.starts_on.is_none_or(|from| from <= today)
            && self.input.ends_on.is_none_or(|until| today <= until)
    }

    /// Whether it gives the right neither on this day nor later.
    pub fn is_over(&self, today: Date) -> bool {
        self.ended_at.is_some() || self.input.ends_on.is_some_and(|until| until < today)
    }

    /// Whether it is narrowed to token scopes of which this is none.
    pub fn leaves_out(&self, scope: &str) -> bool {
        let narrowed = self.input.scopes.as_ref();
        narrowed.is_some_and(|words| !words.iter().any(|word| word == scope))
    }

    /// The grant as changed: only its days can be. `facts.others` leaves this one out.
    pub fn change(&self, to: &GrantInput, facts: &GrantFacts) -> Result<Self, Refusal> {
        if self.is_over(facts.today) {
            let reason = Reason::new(Code::AlreadyEnded).about(Noun::Grant, self.id);
            return Err(Refusal::conflict(Code::AlreadyEnded, vec![reason]));
        }
        let fixed = [
            ("/principalId", self.input.principal_id == to.principal_id),
            ("/unitId", self.input.unit_id == to.unit_id),
            ("/role", self.input.role == to.role),
            ("/scopes", self.input.scopes == to.scopes),
        ];
        let mut reasons: Vec<Reason> = fixed
            .into_iter()
            .filter(|(_, same)| !same)
            .map(|(pointer, _)| Reason::new(Code::NotChangeable).at(pointer))
            .collect();
        reasons.extend(self.wrong_days(to, facts.today));
        // What may not change is left as it was, so that the days are judged all the same.
        let fixed_start = reasons.iter().any(|reason| {
            reason.code == Code::NotChangeable && reason.pointer.as_deref() == Some("/startsOn")
        });
        let start = if fixed_start { &self.input } else { to };
        let days = GrantInput {
            starts_on: start.starts_on,
            ends_on: to.ends_on,
            ..self.input.clone()
        };
        reasons.extend(days.reasons(facts));
        reasons.extend(days.repeated(facts, Code::Duplicate).map(|r| r.at("/role")));
        days.check_covered(facts, &mut reasons);
        Refusal::unless_empty(reasons)?;
        Ok(Self {
            input: to.clone(),
            ..self.clone()
        })
    }

    /// The grant, taken back: at this moment, or after a last day. Who may give a role may take it back,
    /// also their own.
    pub fn end(
        &self,
        last_day: Option<Date>,
        (at, today): (OffsetDateTime, Date),
        ender_roles: &[Role],
    ) -> Result<Self, Refusal> {
        let mut blockers = Vec::new();
        if self.is_over(today) {
            blockers.push(Reason::new(Code::AlreadyEnded).about(Noun::Grant, self.id));
        }
        let may = |role: &Role| role.may_give().contains(&self.input.role);
        if !ender_roles.iter().any(may) {
            blockers.push(
                Reason::new(Code::RoleNotGrantable)
                    .about(Noun::Grant, self.id)
                    .with("role", self.input.role.as_str()),
            );
        }
        if let Some(first) = blockers.first() {
            return Err(Refusal::conflict(first.code, blockers));
        }
        let mut ended = self.clone();
        match last_day {
            None => ended.ended_at = Some(at),
            Some(day) => {
                Refusal::unless_empty(self.wrong_last_day(day, today))?;
                ended.input.ends_on = Some(day);
            }
        }
        Ok(ended)
    }
}
