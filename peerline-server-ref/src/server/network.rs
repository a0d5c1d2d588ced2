//! From which network a request comes, for gates that count newcomers.

use std::net::IpAddr;

use axum::http::HeaderMap;
use peerline_core::vocab::Sensitive;

use super::prefix::prefix;

/// The shortened address of whoever made a request, in its extensions; `None` where it is not
/// known. It is never logged or written down.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Network(pub(crate) Option<Sensitive<u64>>);

impl Network {
    /// Returns the network of a peer.
    ///
    /// Behind a proxy that is near it is the last address of `X-Forwarded-For`, which that proxy
    /// wrote itself; what stands before it anybody may have made up. This machine itself is no
    /// network: it may be a proxy that tells nothing, and then all people would be one.
    pub(super) fn of(peer: IpAddr, headers: &HeaderMap, behind_proxy: bool) -> Self {
        let peer = peer.to_canonical();
        if behind_proxy && is_near(peer) {
            return Self(forwarded(headers).map(|ip| Sensitive::new(prefix(ip))));
        }
        let known = Some(peer).filter(|peer| !peer.is_loopback());
        Self(known.map(|ip| Sensitive::new(prefix(ip))))
    }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

fn is_near(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests;
