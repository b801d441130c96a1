//! Which addresses are fetched from. A name in a client's file must not lead into a network of ours that it has no business
//! in, whatever it resolves to today.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use url::{Host, Url};

/// How far we reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses and those of these networks, over https.
    Public(Arc<[IpNet]>),
    /// Any address, and http to this machine: for an issuer that is on this machine itself.
    Everywhere,
}

impl Reach {
    /// Public addresses alone.
    pub fn public() -> Self {
        Self::Public(Arc::default())
    }

    fn allows(&self, address: IpAddr) -> bool {
        match self {
            Self::Public(networks) => {
                is_public(address) || networks.iter().any(|network| network.contains(&address.to_canonical()))
            }
            Self::Everywhere => true,
        }
    }

    /// Whether a URL may be asked at all. What its name resolves to is seen when it is resolved.
    pub(super) fn allows_url(&self, url: &Url) -> bool {
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return false,
        };
        let protected = match url.scheme() {
            "https" => true,
            "http" => *self == Self::Everywhere && is_this_machine(url),
            _ => false,
        };
        protected && address.is_none_or(|address| self.allows(address))
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The networks of IPv4 that are not the public internet (RFC 6890 and its successors).
const NOT_PUBLIC_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Of IPv6 only this network is the public internet,
const PUBLIC_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// without these in it: for special purposes, for documents, and those that wrap an address of IPv4.
const NOT_PUBLIC_V6: [(Ipv6Addr, u8); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public(address: IpAddr) -> bool {
    let address = address.to_canonical();
    let lies_in = |network: Option<IpNet>| network.is_none_or(|network| network.contains(&address));
    let v4 = |(base, length)| Ipv4Net::new(base, length).ok().map(IpNet::V4);
    let v6 = |(base, length)| Ipv6Net::new(base, length).ok().map(IpNet::V6);
    match address {
        IpAddr::V4(_) => !NOT_PUBLIC_V4.into_iter().any(|network| lies_in(v4(network))),
        IpAddr::V6(_) => lies_in(v6(PUBLIC_V6)) && !NOT_PUBLIC_V6.into_iter().any(|network| lies_in(v6(network))),
    }
}

/// Resolves names as the system does, and keeps only what may be reached: looked at once and then connected to, so that a
/// second answer cannot lead elsewhere.
impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = found.into_iter().filter(|found| reach.allows(found.ip())).collect();
            if allowed.is_empty() {
                return Err(io::Error::other("the name leads to no address that may be asked").into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for public in ["1.1.1.1", "145.12.3.4", "172.32.0.1", "100.63.0.1", "2a02:a44d::1", "2606:4700::1111"] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
        for not in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.88.99.1",
            "192.168.1.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(not.parse().expect("an address")), "{not}");
        }
    }

    #[test]
    fn what_may_be_asked() {
        for (url, public, everywhere) in [
            ("https://client.example/jwks", true, true),
            ("http://client.example/jwks", false, false),
            ("https://10.0.0.1/jwks", false, true),
            ("https://[::1]/jwks", false, true),
            ("https://2130706433/jwks", false, true),
            ("http://127.0.0.1:8080/jwks", false, true),
            ("http://localhost/jwks", false, true),
            ("http://localhost.example/jwks", false, false),
            ("file:///etc/passwd", false, false),
            ("data:application/json,{}", false, false),
        ] {
            let parsed = Url::parse(url).expect("a URL");
            assert_eq!(
                (Reach::public().allows_url(&parsed), Reach::Everywhere.allows_url(&parsed)),
                (public, everywhere),
                "{url}"
            );
        }
    }

    #[test]
    fn a_network_of_ours_is_reached_where_it_is_named_and_over_https_alone() {
        let reach = Reach::Public(["10.20.0.0/16".parse().expect("a network")].into());
        for (url, allowed) in [
            ("https://10.20.1.1/jwks", true),
            ("https://[::ffff:10.20.1.1]/jwks", true),
            ("https://10.21.1.1/jwks", false),
            ("https://127.0.0.1/jwks", false),
            ("http://10.20.1.1/jwks", false),
            ("https://1.1.1.1/jwks", true),
        ] {
            assert_eq!(reach.allows_url(&Url::parse(url).expect("a URL")), allowed, "{url}");
        }
    }
}
