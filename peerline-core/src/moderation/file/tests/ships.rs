use super::super::Shipped;
use super::super::trial::Trial;
use crate::moderation::ModerationPolicy as _;
use crate::testkit::moderation::all_laws;
use crate::vocab::RiskFinding;

#[test]
fn every_shipped_policy_is_read_and_passes_its_own_tests_in_two_languages() {
    for shipped in Shipped::ALL {
        let policy = shipped
            .policy()
            .unwrap_or_else(|error| panic!("{}: {error}", shipped.name()));
        let failed = policy.failed_tests(&|_, _| RiskFinding::NoSignal);
        assert_eq!(failed, Vec::new(), "{}", shipped.name());
        assert!(
            60 <= policy.n_tests(),
            "{} has {}",
            shipped.name(),
            policy.n_tests()
        );
        for language in ["en", "de"] {
            let of = |trial: &&Trial| {
                trial
                    .language
                    .as_ref()
                    .is_some_and(|l| l.as_str() == language)
            };
            let n = policy.trials.iter().filter(of).count();
            assert!(20 <= n, "{} has {n} in {language}", shipped.name());
        }
        assert_eq!(policy.languages().collect::<Vec<_>>(), ["en", "de"]);
        assert_eq!(policy.id().name.as_str(), shipped.name());
        assert_eq!(Shipped::named(shipped.name()), Some(shipped));
    }
}

#[test]
fn every_shipped_policy_keeps_every_law() {
    for shipped in Shipped::ALL {
        let policy = shipped.policy().unwrap();
        for (name, law) in all_laws() {
            assert_eq!(law(&policy), Ok(()), "{name} on {}", shipped.name());
        }
    }
}
