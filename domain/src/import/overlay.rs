//! Laying what a list says over what is there, and saying what differs.

use crate::organisation::address::Address;
use crate::organisation::unit::UnitDetails;

/// Lays a listed address and contact over the details; blank cells leave what is there.
pub(crate) fn contact(details: &mut UnitDetails, address: &Address, listed: [&Option<String>; 3]) {
    let over = |to: &mut Option<String>, from: &Option<String>| {
        if from.is_some() {
            to.clone_from(from);
        }
    };
    over(&mut details.address.street, &address.street);
    over(&mut details.address.number, &address.number);
    over(&mut details.address.postcode, &address.postcode);
    over(&mut details.address.city, &address.city);
    over(
        &mut details.address.municipality_code,
        &address.municipality_code,
    );
    over(
        &mut details.address.municipality_name,
        &address.municipality_name,
    );
    let [denomination, phone, website] = listed;
    over(&mut details.denomination, denomination);
    over(&mut details.phone, phone);
    over(&mut details.website, website);
}

/// The fields that a list can change and that differ, as they stand on the wire.
pub(crate) fn changed_fields(before: &UnitDetails, after: &UnitDetails) -> Vec<&'static str> {
    [
        ("name", before.name != after.name),
        ("sector", before.sector != after.sector),
        ("education", before.education != after.education),
        ("identifiers", before.identifiers != after.identifiers),
        ("address", before.address != after.address),
        ("denomination", before.denomination != after.denomination),
        ("phone", before.phone != after.phone),
        ("website", before.website != after.website),
        ("endsOn", before.ends_on != after.ends_on),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
