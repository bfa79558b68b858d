//! What somebody may do where. Who may give which role stands in one table; a grant is ended, never deleted.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::role::Role::{self, *};
use crate::error::{Code, Reason, Refusal};
use crate::id::{GrantId, PrincipalId, UnitId};
use crate::noun::Noun;

impl Role {
    /// The table: the roles that one in this role may give, on a unit within the reach of it. Only a role
    /// with [`super::Permission::WriteAccess`] gives any. The platform appoints who runs a board's
    /// access and its systems; it cannot make itself a reader, because nobody gives to themselves.
    pub const fn may_give(self) -> &'static [Role] {
        match self {
            PlatformAdmin => &[
                PlatformAdmin,
                BoardQualityOfficer,
                PrivacyOfficer,
                Integrator,
            ],
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
                Certifier,
                ParticipationMember,
                Integrator,
            ],
            BoardMember | InternalSupervisor | PrivacyOfficer | Hr | SchoolLeader
            | QualityCoordinator | SubjectLead | TeamLead | Staff | InternalAuditor
            | ExternalAuditor | Certifier | ParticipationMember | Integrator => &[],
        }
    }

    /// Where the role is granted.
    pub const fn place(self) -> Place {
        match self {
            PlatformAdmin => Place::Platform,
            BoardQualityOfficer | BoardMember | InternalSupervisor | PrivacyOfficer => Place::Board,
            Hr | SchoolLeader | QualityCoordinator | SubjectLead | TeamLead | Staff
            | InternalAuditor | ExternalAuditor | Certifier | ParticipationMember | Integrator => {
                Place::AnyUnit
            }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantInput {
    /// To whom.
    pub principal_id: PrincipalId,
    /// On what; absent for the platform.
    pub unit_id: Option<UnitId>,
    /// As what.
    pub role: Role,
    /// The first day; at once, when absent.
    pub starts_on: Option<Date>,
    /// The last day; until it is ended, when absent.
    pub ends_on: Option<Date>,
}

/// A grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
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
    /// The roles of the giver in force on the platform, on the unit or on something above it.
    pub giver_roles: Vec<Role>,
    /// Whether the principal exists and the giver may know.
    pub principal_known: bool,
    /// Whether the unit is a board; none when the giver does not reach such a unit.
    pub unit_is_board: Option<bool>,
    /// The other grants of the principal.
    pub others: Vec<Grant>,
}

impl GrantInput {
    /// Everything that is wrong with the grant.
    pub fn check(&self, facts: &GrantFacts) -> Result<(), Refusal> {
        let mut reasons = Vec::new();
        if !facts.principal_known {
            reasons.push(Reason::new(Code::UnknownReference).at("/principalId"));
        }
        if facts.giver_id == self.principal_id {
            reasons.push(Reason::new(Code::OwnGrant).at("/principalId"));
        }
        self.check_place(facts.unit_is_board, &mut reasons);
        let mut givers = facts.giver_roles.iter();
        if !givers.any(|giver| giver.may_give().contains(&self.role)) {
            reasons.push(
                Reason::new(Code::RoleNotGrantable)
                    .at("/role")
                    .with("role", self.role.as_str()),
            );
        }
        if let (Some(from), Some(until)) = (self.starts_on, self.ends_on)
            && until < from
        {
            reasons.push(Reason::new(Code::EndBeforeStart).at("/endsOn"));
        }
        for other in facts.others.iter().filter(|other| self.repeats(other)) {
            reasons.push(
                Reason::new(Code::Duplicate)
                    .at("/role")
                    .about(Noun::Grant, other.id),
            );
        }
        Refusal::unless_empty(reasons)
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

    /// The grant, taken back at this moment. Who may give a role may take it back, also their own.
    pub fn end(&self, at: OffsetDateTime, ender_roles: &[Role]) -> Result<Self, Refusal> {
        let mut blockers = Vec::new();
        if self.ended_at.is_some() {
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
        match blockers.first() {
            None => Ok(Self {
                ended_at: Some(at),
                ..*self
            }),
            Some(first) => Err(Refusal::conflict(first.code, blockers)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Permission;
    use time::macros::date;
    use uuid::Uuid;

    fn input(role: Role, unit: Option<u128>) -> GrantInput {
        GrantInput {
            principal_id: PrincipalId(Uuid::from_u128(1)),
            unit_id: unit.map(|n| UnitId(Uuid::from_u128(n))),
            role,
            starts_on: None,
            ends_on: None,
        }
    }

    fn by(role: Role) -> GrantFacts {
        GrantFacts {
            giver_id: PrincipalId(Uuid::from_u128(2)),
            giver_roles: vec![role],
            principal_known: true,
            unit_is_board: Some(true),
            others: vec![],
        }
    }

    fn grant(input: GrantInput) -> Grant {
        Grant {
            id: GrantId(Uuid::from_u128(9)),
            input,
            ended_at: None,
        }
    }

    fn codes(result: Result<(), Refusal>) -> Vec<Code> {
        match result {
            Ok(()) => vec![],
            Err(Refusal::Invalid(reasons)) => reasons.iter().map(|r| r.code).collect(),
            Err(Refusal::Conflict { code, .. }) => vec![code],
        }
    }

    #[test]
    fn exactly_those_give_roles_who_may_keep_access() {
        for role in Role::ALL {
            let keeps = Permission::WriteAccess.roles().contains(role);
            assert_eq!(!role.may_give().is_empty(), keeps, "{role:?}");
        }
    }

    #[test]
    fn every_role_can_be_given_by_someone_and_the_platform_by_itself_alone() {
        for role in Role::ALL {
            let givers: Vec<_> = Role::ALL
                .iter()
                .filter(|giver| giver.may_give().contains(role))
                .collect();
            assert!(!givers.is_empty(), "{role:?}");
        }
        let platform = input(PlatformAdmin, None);
        assert_eq!(codes(platform.check(&by(PlatformAdmin))), []);
        let found = codes(platform.check(&by(BoardQualityOfficer)));
        assert_eq!(found, [Code::RoleNotGrantable]);
    }

    #[test]
    fn the_platform_makes_no_readers_of_dossiers_but_the_officer_of_a_board() {
        for role in PlatformAdmin.may_give() {
            let reads = Permission::ReadDossiers.roles().contains(role);
            let runs_the_board = matches!(role, BoardQualityOfficer | Integrator);
            assert!(!reads || runs_the_board, "{role:?}");
        }
        let mut own = by(PlatformAdmin);
        own.giver_id = PrincipalId(Uuid::from_u128(1));
        let found = codes(input(BoardQualityOfficer, Some(3)).check(&own));
        assert_eq!(found, [Code::OwnGrant]);
    }

    #[test]
    fn a_role_is_granted_where_it_belongs() {
        let mut facts = by(BoardQualityOfficer);
        facts.unit_is_board = Some(false);
        assert_eq!(codes(input(SchoolLeader, Some(3)).check(&facts)), []);
        let found = codes(input(BoardMember, Some(3)).check(&facts));
        assert_eq!(found, [Code::RoleNeedsBoard]);
        let found = codes(input(SchoolLeader, None).check(&facts));
        assert_eq!(found, [Code::Required]);
        let found = codes(input(PlatformAdmin, Some(3)).check(&by(PlatformAdmin)));
        assert_eq!(found, [Code::RoleNeedsPlatform]);
        facts.unit_is_board = None;
        facts.principal_known = false;
        let found = codes(input(Staff, Some(3)).check(&facts));
        assert_eq!(found, [Code::UnknownReference, Code::UnknownReference]);
    }

    #[test]
    fn the_same_grant_is_not_given_twice_at_a_time() {
        let mut facts = by(BoardQualityOfficer);
        let mut earlier = input(Staff, Some(3));
        earlier.ends_on = Some(date!(2026 - 07 - 31));
        facts.others = vec![grant(earlier)];
        assert_eq!(
            codes(input(Staff, Some(3)).check(&facts)),
            [Code::Duplicate]
        );
        let mut later = input(Staff, Some(3));
        later.starts_on = Some(date!(2026 - 08 - 01));
        assert_eq!(codes(later.check(&facts)), []);
        facts.others = vec![Grant {
            ended_at: Some(OffsetDateTime::UNIX_EPOCH),
            ..grant(earlier)
        }];
        assert_eq!(codes(input(Staff, Some(3)).check(&facts)), []);
    }

    #[test]
    fn a_grant_holds_on_its_days_until_it_is_taken_back() {
        let mut held = input(Staff, Some(3));
        held.starts_on = Some(date!(2026 - 08 - 01));
        held.ends_on = Some(date!(2027 - 07 - 31));
        let held = grant(held);
        for (day, holds) in [
            (date!(2026 - 07 - 31), false),
            (date!(2026 - 08 - 01), true),
            (date!(2027 - 07 - 31), true),
            (date!(2027 - 08 - 01), false),
        ] {
            assert_eq!(held.in_force(day), holds, "{day}");
        }
        let ended = held.end(OffsetDateTime::UNIX_EPOCH, &[BoardQualityOfficer]);
        assert_eq!(ended.map(|g| g.in_force(date!(2026 - 08 - 01))), Ok(false));
        let refused = held.end(OffsetDateTime::UNIX_EPOCH, &[Staff]).map(|_| ());
        assert_eq!(codes(refused), [Code::RoleNotGrantable]);
    }
}
