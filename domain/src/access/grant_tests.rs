//! Who gives which role, where, until when.

use super::giving::Giving;
use super::grant::*;
use super::permission::Permission;
use super::platform::keep_platform_run;
use super::principal::{Grantee, PrincipalKind};
use super::role::Role::{self, *};
use crate::error::{Code, Refusal};
use crate::id::{BoardId, GrantId, PrincipalId, UnitId};
use time::{Date, OffsetDateTime, macros::date};
use uuid::Uuid;

/// A moment, and the day on which it lies.
const NOW: (OffsetDateTime, Date) = (OffsetDateTime::UNIX_EPOCH, date!(1970 - 01 - 01));

fn input(role: Role, unit: Option<u128>) -> GrantInput {
    GrantInput {
        principal_id: PrincipalId(Uuid::from_u128(1)),
        unit_id: unit.map(|n| UnitId(Uuid::from_u128(n))),
        role,
        scopes: None,
        starts_on: None,
        ends_on: None,
    }
}

fn by(role: Role) -> GrantFacts {
    GrantFacts {
        giver_id: PrincipalId(Uuid::from_u128(2)),
        givers: vec![Giving::whole(role)],
        token_scopes: None,
        in_office: vec![],
        today: NOW.1,
        principal_known: true,
        principal_at: "/principalId",
        grantee: Some(grantee(PrincipalKind::Account, true)),
        unit_is_board: Some(true),
        others: vec![],
    }
}

fn grantee(kind: PrincipalKind, is_of_platform: bool) -> Grantee {
    Grantee {
        kind,
        is_of_platform,
    }
}

fn grant(input: GrantInput) -> Grant {
    Grant {
        id: GrantId(Uuid::from_u128(9)),
        board_id: BoardId(Uuid::from_u128(3)),
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
        assert!(!reads || *role == BoardQualityOfficer, "{role:?}");
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
    facts.others = vec![grant(earlier.clone())];
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
    let ended = held.end(None, NOW, &[BoardQualityOfficer]);
    assert_eq!(ended.map(|g| g.in_force(date!(2026 - 08 - 01))), Ok(false));
    let refused = held.end(None, NOW, &[Staff]).map(|_| ());
    assert_eq!(codes(refused), [Code::RoleNotGrantable]);
}

#[test]
fn a_grant_is_narrowed_to_scopes_that_exist() {
    let mut narrowed = input(SchoolLeader, Some(3));
    narrowed.scopes = Some(vec!["people.read".into()]);
    assert_eq!(codes(narrowed.check(&by(BoardQualityOfficer))), []);
    let held = grant(narrowed.clone());
    assert!(!held.leaves_out("people.read") && held.leaves_out("people.write"));
    assert!(!grant(input(SchoolLeader, Some(3))).leaves_out("people.write"));
    narrowed.scopes = Some(vec!["people.read".into(), "people".into()]);
    let found = codes(narrowed.check(&by(BoardQualityOfficer)));
    assert_eq!(found, [Code::UnknownScope]);
}

#[test]
fn a_client_gets_approvals_and_the_platform_goes_to_its_own_accounts() {
    let officer = |kind| GrantFacts {
        grantee: Some(grantee(kind, false)),
        ..by(BoardQualityOfficer)
    };
    let given = input(Integrator, Some(3));
    let found = codes(given.check(&officer(PrincipalKind::Client)));
    assert_eq!(found, [Code::ClientNeedsApproval]);
    assert_eq!(codes(given.check(&officer(PrincipalKind::Account))), []);
    assert_eq!(codes(given.check(&officer(PrincipalKind::Script))), []);
    // The days of an approval change as those of any grant.
    let mut to = given.clone();
    to.ends_on = Some(date!(2026 - 12 - 31));
    let changed = grant(given).change(&to, &officer(PrincipalKind::Client));
    assert_eq!(changed.map(|g| g.input.ends_on), Ok(to.ends_on));
    let platform = input(PlatformAdmin, None);
    for kind in [PrincipalKind::Account, PrincipalKind::Script] {
        let mut facts = by(PlatformAdmin);
        facts.grantee = Some(grantee(kind, false));
        let found = codes(platform.check(&facts));
        assert_eq!(found, [Code::RoleNeedsPlatformAccount], "{kind:?}");
    }
}

#[test]
fn only_the_days_change_and_nobody_prolongs_their_own() {
    let held = grant(input(SchoolLeader, Some(3)));
    let mut to = held.input.clone();
    to.ends_on = Some(date!(2026 - 12 - 31));
    let changed = held.change(&to, &by(BoardQualityOfficer));
    assert_eq!(changed.map(|g| g.input.ends_on), Ok(to.ends_on));
    let mut own = by(BoardQualityOfficer);
    own.giver_id = held.input.principal_id;
    let found = codes(held.change(&to, &own).map(|_| ()));
    assert_eq!(found, [Code::OwnGrant]);
    to.role = Staff;
    let found = codes(held.change(&to, &by(BoardQualityOfficer)).map(|_| ()));
    assert_eq!(found, [Code::NotChangeable]);
    let mut ended = held;
    ended.ended_at = Some(OffsetDateTime::UNIX_EPOCH);
    let found = codes(ended.change(&to, &by(BoardQualityOfficer)).map(|_| ()));
    assert_eq!(found, [Code::AlreadyEnded]);
}

#[test]
fn a_grant_ends_at_a_moment_or_after_a_last_day() {
    let mut held = grant(input(SchoolLeader, Some(3)));
    held.input.starts_on = Some(date!(1970 - 01 - 01));
    let end = |grant: &Grant, day| grant.end(day, NOW, &[BoardQualityOfficer]);
    let later = end(&held, Some(date!(1970 - 01 - 09)));
    assert_eq!(later.as_ref().map(|g| g.ended_at), Ok(None));
    assert_eq!(
        later.map(|g| g.input.ends_on),
        Ok(Some(date!(1970 - 01 - 09)))
    );
    let early = end(&held, Some(date!(1969 - 12 - 31))).map(|_| ());
    assert_eq!(codes(early), [Code::EndBeforeStart, Code::DateInPast]);
    // Who has stepped back does not, by that, stay longer.
    held.input.ends_on = Some(date!(1970 - 01 - 08));
    let longer = end(&held, Some(date!(1970 - 01 - 09))).map(|_| ());
    assert_eq!(codes(longer), [Code::EndingProlongs]);
    assert!(end(&held, Some(date!(1970 - 01 - 08))).is_ok());
    held.input.starts_on = None;
    held.input.ends_on = Some(date!(1969 - 12 - 31));
    assert_eq!(codes(end(&held, None).map(|_| ())), [Code::AlreadyEnded]);
}

#[test]
fn what_was_stays_as_it_was() {
    let facts = GrantFacts {
        today: date!(2026 - 08 - 01),
        ..by(BoardQualityOfficer)
    };
    let change = |grant: &Grant, from, until| {
        let mut to = grant.input.clone();
        (to.starts_on, to.ends_on) = (from, until);
        codes(grant.change(&to, &facts).map(|_| ()))
    };
    let day = |text| Some(text);
    let mut held = grant(input(SchoolLeader, Some(3)));
    held.input.starts_on = day(date!(2026 - 07 - 01));
    let (begun, later) = (held.input.starts_on, day(date!(2026 - 09 - 01)));
    assert_eq!(change(&held, begun, later), []);
    assert_eq!(change(&held, later, None), [Code::NotChangeable]);
    let past = day(date!(2026 - 07 - 31));
    assert_eq!(change(&held, begun, past), [Code::DateInPast]);
    held.input.starts_on = later;
    assert_eq!(change(&held, day(facts.today), None), []);
    assert_eq!(change(&held, past, None), [Code::DateInPast]);
    held.input = GrantInput {
        starts_on: begun,
        ends_on: past,
        ..held.input
    };
    assert_eq!(change(&held, begun, later), [Code::AlreadyEnded]);
}

#[test]
fn nobody_gives_more_than_they_have() {
    let words = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
    let with = |scopes| Giving {
        role: BoardQualityOfficer,
        scopes,
    };
    let mut wide = input(SchoolLeader, Some(3));
    let mut narrow = wide.clone();
    narrow.scopes = words(&["people.read", "groups.read"]);
    let mut facts = by(BoardQualityOfficer);
    facts.givers = vec![with(words(&["access.write", "people.read"]))];
    assert_eq!(codes(wide.check(&facts)), [Code::ScopeNotCovered]);
    assert_eq!(codes(narrow.check(&facts)), [Code::ScopeNotCovered]);
    // Another grant on the place covers the rest.
    facts.givers.push(with(words(&["groups.read"])));
    assert_eq!(codes(narrow.check(&facts)), []);
    assert_eq!(codes(wide.check(&facts)), [Code::ScopeNotCovered]);
    facts.givers.push(with(None));
    assert_eq!(codes(wide.check(&facts)), []);
    // A token is no wider than what it was made for.
    facts.token_scopes = words(&["access.write", "groups.read"]);
    assert_eq!(codes(wide.check(&facts)), [Code::ScopeNotCovered]);
    assert_eq!(codes(narrow.check(&facts)), [Code::ScopeNotCovered]);
    // A role that does not give this one adds nothing.
    facts.token_scopes = None;
    facts.givers = vec![with(words(&["people.read"])), Giving::whole(Staff)];
    wide.ends_on = Some(date!(2099 - 07 - 31));
    assert_eq!(codes(wide.check(&facts)), [Code::ScopeNotCovered]);
}

#[test]
fn the_platform_appoints_the_first_and_the_board_the_next() {
    let mut facts = by(PlatformAdmin);
    let officer = input(BoardQualityOfficer, Some(3));
    assert_eq!(codes(officer.check(&facts)), []);
    facts.in_office = vec![BoardQualityOfficer];
    assert_eq!(codes(officer.check(&facts)), [Code::BoardAppointsNext]);
    assert_eq!(codes(input(PrivacyOfficer, Some(3)).check(&facts)), []);
    facts.givers.push(Giving::whole(BoardQualityOfficer));
    assert_eq!(codes(officer.check(&facts)), []);
    assert_eq!(codes(input(PlatformAdmin, None).check(&facts)), []);
}

#[test]
fn somebody_always_runs_the_platform() {
    let today = date!(2026 - 08 - 01);
    let one = grant(input(PlatformAdmin, None));
    let mut other = one.clone();
    other.input.principal_id = PrincipalId(Uuid::from_u128(7));
    let mut until = other.clone();
    until.input.ends_on = Some(date!(2026 - 08 - 31));
    let mut narrowed = other.clone();
    narrowed.input.scopes = Some(vec!["access.read".into()]);
    let officer = grant(input(BoardQualityOfficer, Some(3)));
    let held = std::slice::from_ref(&one);
    let take = |others: &[Grant]| codes(keep_platform_run(held, &[], others, today));
    assert_eq!(take(&[other]), []);
    for nobody in [
        vec![],
        vec![until.clone()],
        vec![narrowed],
        vec![officer.clone()],
    ] {
        assert_eq!(take(&nobody), [Code::LastPlatformAdmin], "{nobody:?}");
    }
    // A last day on the last one is no way around it; ending what was to end anyway is fine.
    let shortened = codes(keep_platform_run(
        held,
        std::slice::from_ref(&until),
        &[],
        today,
    ));
    assert_eq!(shortened, [Code::LastPlatformAdmin]);
    let ended = codes(keep_platform_run(&[until], &[], held, today));
    assert_eq!(ended, []);
    assert_eq!(codes(keep_platform_run(&[officer], &[], &[], today)), []);
}
