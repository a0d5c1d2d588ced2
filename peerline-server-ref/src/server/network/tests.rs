use super::*;

fn of(peer: &str, forwarded: &[&str], behind_proxy: bool) -> Option<Sensitive<u64>> {
    let mut headers = HeaderMap::new();
    for value in forwarded {
        headers.append("x-forwarded-for", value.parse().unwrap());
    }
    Network::of(peer.parse().unwrap(), &headers, behind_proxy).0
}

fn is(ip: &str) -> Option<Sensitive<u64>> {
    Some(Sensitive::new(prefix(ip.parse().unwrap())))
}

#[test]
fn a_peer_is_known_by_its_own_address() {
    assert_eq!(of("192.0.2.7", &[], false), is("192.0.2.99"));
    assert_eq!(of("192.0.2.7", &["198.51.100.1"], false), is("192.0.2.0"));
    assert_eq!(of("::ffff:192.0.2.7", &[], true), is("192.0.2.0"));
}

#[test]
fn behind_a_proxy_the_last_address_counts_and_only_a_near_proxy_is_believed() {
    let told = ["203.0.113.5", "10.9.9.9, 198.51.100.1"];
    assert_eq!(of("127.0.0.1", &told, true), is("198.51.100.0"));
    assert_eq!(of("172.17.0.1", &told, true), is("198.51.100.0"));
    assert_eq!(of("192.0.2.7", &told, true), is("192.0.2.0"));
}

#[test]
fn a_proxy_that_tells_nothing_makes_nobody_known() {
    assert_eq!(of("127.0.0.1", &[], false), None);
    assert_eq!(of("127.0.0.1", &["198.51.100.1"], false), None);
    assert_eq!(of("127.0.0.1", &[], true), None);
    assert_eq!(of("127.0.0.1", &["unknown"], true), None);
}
