//! What audits look at and find: before the report goes to the unit, its people see nothing of it.

mod filters;
mod item;
mod root;

pub(super) use filters::told_at_once;
pub use item::{UnjudgedItem, items_of, unjudged_of};
pub use root::{OpenFinding, findings_of, open_of_audits, open_of_carriers, verifying_of_boards};

use crate::record::{PersonLink, Withheld};
use akoki_domain::access::Permission;

/// Who is in the team of the audit reads.
const READERS: PersonLink = PersonLink {
    of: "audit_id",
    table: "audit_member",
    column: "audit_id",
    person: "person_id",
    days: true,
    writes: false,
};
/// Who audits in it writes.
const WRITERS: PersonLink = PersonLink {
    table: "audit_writer",
    writes: true,
    ..READERS
};
/// Who of the board wrote in it keeps reading, as with the audit.
const AUTHORS: PersonLink = PersonLink {
    table: "audit_author",
    ..READERS
};
const PEOPLE: &[PersonLink] = &[READERS, WRITERS, AUTHORS];
const GUESTS: &[PersonLink] = &[
    PersonLink {
        person: "account_id",
        ..READERS
    },
    PersonLink {
        person: "account_id",
        ..WRITERS
    },
];
const UNTIL_REPORTED: Option<Withheld> = Some(Withheld {
    column: "released",
    from_all_but: Permission::WriteAudits,
});
