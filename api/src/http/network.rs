//! Where a request comes from, to slow down whoever guesses passwords. Never logged and never kept.

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use std::{
    future::{Ready, ready},
    net::{IpAddr, SocketAddr},
};

use crate::{failure::Failure, state::AppState};

/// The network address of a caller: of IPv6 the half that is given to one household or office.
#[derive(Clone, PartialEq, Eq)]
pub struct Network(pub String);

impl FromRequest for Network {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let proxies = request
            .app_data::<web::Data<AppState>>()
            .map_or(0, |state| state.shared.config.trusted_proxies);
        let forwarded: Vec<&str> = request
            .headers()
            .get_all("x-forwarded-for")
            .flat_map(|value| parts(value.as_bytes()))
            .collect();
        let peer = request.peer_addr().map(|peer| peer.ip());
        ready(Ok(Self(written(address(peer, &forwarded, proxies)))))
    }
}

/// The addresses in one header. Parted before they are read: whatever a caller wrote in front, what our
/// proxies added behind it keeps its place.
fn parts(value: &[u8]) -> impl Iterator<Item = &str> {
    let parts = value.split(|byte| *byte == b',');
    parts.map(|part| std::str::from_utf8(part).unwrap_or_default())
}

/// The address that the outermost proxy of ours saw. Each proxy adds at the end whom it saw; what stands
/// before that is whatever the caller wrote.
fn address(peer: Option<IpAddr>, forwarded: &[&str], proxies: usize) -> Option<IpAddr> {
    let hops = proxies.min(forwarded.len());
    forwarded
        .len()
        .checked_sub(hops)
        .filter(|_| hops > 0)
        .and_then(|at| forwarded.get(at))
        .and_then(|text| read(text.trim()))
        .or(peer)
}

/// An address, perhaps with a port.
fn read(text: &str) -> Option<IpAddr> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

fn written(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        None => String::new(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn seen(forwarded: &[&str], proxies: usize) -> String {
        written(address(
            Some("10.0.0.1".parse().unwrap()),
            forwarded,
            proxies,
        ))
    }

    #[test]
    fn only_proxies_of_ones_own_are_believed() {
        let header = ["6.6.6.6", " 192.0.2.7", "10.0.0.2"];
        assert_eq!(seen(&header, 0), "10.0.0.1");
        assert_eq!(seen(&header, 1), "10.0.0.2");
        assert_eq!(seen(&header, 2), "192.0.2.7");
        assert_eq!(seen(&["192.0.2.7"], 2), "192.0.2.7");
        assert_eq!(seen(&[], 1), "10.0.0.1");
        assert_eq!(seen(&["nonsense"], 1), "10.0.0.1");
    }

    #[test]
    fn what_a_caller_wrote_hides_no_proxy() {
        let header: Vec<&str> = parts(b"\xff\xfe, 192.0.2.7,10.0.0.2").collect();
        assert_eq!(seen(&header, 2), "192.0.2.7");
        assert_eq!(seen(&header, 3), "10.0.0.1");
    }

    #[test]
    fn addresses_are_read_with_and_without_a_port() {
        assert_eq!(seen(&["192.0.2.7:4711"], 1), "192.0.2.7");
        for text in [
            "2001:db8:1:2:3:4:5:6",
            "[2001:db8:1:2::9]:443",
            "[2001:db8:1:2::9]",
        ] {
            assert_eq!(seen(&[text], 1), "2001:db8:1:2::/64", "{text}");
        }
        assert_eq!(seen(&["::ffff:192.0.2.7"], 1), "192.0.2.7");
        assert_eq!(written(None), "");
    }
}
