use super::*;

#[test]
fn a_network_gets_its_share_and_a_place_given_back_is_free() {
    let prefixes = Prefixes::new(Some(2));
    let first = prefixes.enter("192.0.2.1".parse().unwrap());
    let second = prefixes.enter("192.0.2.99".parse().unwrap());
    assert!(first.is_some() && second.is_some());
    assert!(prefixes.enter("192.0.2.3".parse().unwrap()).is_none());
    assert!(prefixes.enter("192.0.3.1".parse().unwrap()).is_some());
    assert!(prefixes.enter("2001:db8::1".parse().unwrap()).is_some());
    drop(first);
    assert!(
        prefixes
            .enter("::ffff:192.0.2.3".parse().unwrap())
            .is_some()
    );
}

#[test]
fn without_a_bound_everybody_gets_in() {
    let prefixes = Prefixes::new(None);
    let places: Vec<_> = (0..10_000)
        .map(|_| prefixes.enter("192.0.2.1".parse().unwrap()))
        .collect();
    assert!(places.iter().all(Option::is_some));
}
