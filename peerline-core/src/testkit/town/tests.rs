//! The town finds nothing where nothing is wrong, and what is wrong where something is.

use super::Town;

#[test]
fn seeds_keep_every_promise() {
    let seeds = std::env::var("PEERLINE_TOWN_SEEDS");
    let seeds = seeds.ok().and_then(|seeds| seeds.parse().ok());
    let town = Town::default();
    for seed in 0..seeds.unwrap_or(300) {
        let outcome = town.run(seed);
        assert_eq!(outcome.findings, [], "seed {seed}");
    }
}
