//! Where a request comes from. Behind a proxy that is what the proxy says; anybody else's word is worth nothing.

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The header in which each proxy appends whom it heard from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Whether a peer is a proxy of ours.
pub(crate) fn is_trusted(peer: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&peer.to_canonical()))
}

/// The address of the client: the last one in the chain that is not a proxy of ours. Events are recorded with it, and tries at
/// passwords counted; a chain that cannot be read ends at the last good address.
pub(crate) fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.to_canonical();
    let chain = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<&str> = chain.flat_map(|value| value.split(',')).map(str::trim).collect();
    for said in chain.into_iter().rev() {
        if !is_trusted(address, trusted) {
            break;
        }
        let Ok(before) = said.parse::<IpAddr>() else { break };
        address = before.to_canonical();
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().expect("a value"));
        }
        let trusted = ["10.0.0.0/8".parse().expect("a network"), "::1/128".parse().expect("a network")];
        address(peer.parse().expect("an address"), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(seen("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(seen("::ffff:192.0.2.1", &["10.0.0.1"]), "192.0.2.1");
    }

    #[test]
    fn our_proxies_are_and_what_came_before_them_is_not() {
        assert_eq!(seen("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("::1", &["198.51.100.7, 203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.7", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["rubbish"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_a_client_wrote_before_our_proxies_is_worth_nothing() {
        assert_eq!(seen("10.0.0.1", &["127.0.0.1, 10.9.9.9, 203.0.113.9"]), "203.0.113.9", "not even our own networks");
        assert_eq!(seen("10.0.0.1", &["10.0.0.3, 203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9, rubbish, 10.0.0.2"]), "10.0.0.2", "rubbish ends the chain");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9:4711"]), "10.0.0.1", "a port is no address");
        assert_eq!(seen("10.0.0.1", &["", ", ,"]), "10.0.0.1");
    }

    #[test]
    fn addresses_of_six_are_addresses_of_their_own() {
        assert_eq!(seen("::1", &["2001:db8::7"]), "2001:db8::7");
        assert_eq!(seen("::ffff:10.0.0.1", &["::ffff:203.0.113.9"]), "203.0.113.9", "one of four, mapped");
        assert_eq!(seen("2001:db8::1", &["203.0.113.9"]), "2001:db8::1");
    }

    #[test]
    fn no_other_header_says_anything() {
        let mut headers = HeaderMap::new();
        for name in ["forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"] {
            headers.insert(name, "for=203.0.113.9".parse().expect("a value"));
        }
        let trusted = ["10.0.0.0/8".parse().expect("a network")];
        let peer = "10.0.0.1".parse().expect("an address");
        assert_eq!(address(peer, &headers, &trusted), peer);
    }
}
