//! Single stories, each with one promise.

use super::town::Town;
use super::town::account;
use crate::crisis::AssessReason;
use crate::crisis::CloseReason;
use crate::crisis::Command;
use crate::crisis::Kind;
use crate::crisis::Refusal;
use crate::crisis::Signal;
use crate::crisis::SkipReason;
use crate::crisis::Source;
use crate::crisis::Stage;
use crate::crisis::Target;
use crate::crisis::What;
use crate::crisis::assess::RiskAssessor as _;
use crate::crisis::assess::RuleAssessor;
use crate::crisis::assess::UnavailableAssessor;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;

const SEEKER: u8 = 1;
const ANNA: u8 = 10;
const BEN: u8 = 11;
const CHIEF: u8 = 20;

fn owned() -> (Town, CaseId) {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.accept(case, ANNA);
    town.does(Command::Acknowledge {
        case,
        responder: account(ANNA),
    });
    (town, case)
}

fn n_offers(town: &Town) -> usize {
    town.facts
        .iter()
        .filter(|fact| matches!(fact.what, What::Offered { .. }))
        .count()
}

#[test]
fn a_signal_opens_a_case_that_is_offered_at_once() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    assert_eq!(town.facts.len(), 2);
    assert_eq!(town.case(case).stage(), Stage::Offered);
    assert_eq!(
        town.case(case).wake(),
        Some(town.now.after(Millis::from_secs(60)))
    );
}

#[test]
fn the_ladder_widens_and_repeats_the_last_resort_until_a_human_takes_the_case() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.pass(Millis::from_secs(239));
    assert_eq!(town.case(case).last_resorts, 0);
    town.pass(Millis::from_secs(1));
    assert_eq!(town.case(case).last_resorts, 1);
    town.pass(Millis::from_hours(1));
    assert_eq!(town.case(case).last_resorts, 13);
    town.accept(case, ANNA);
    assert_eq!(town.case(case).owner(), Some(account(ANNA)));
}

#[test]
fn with_nobody_on_duty_the_first_page_goes_beyond_the_console() {
    let mut town = Town::with_duty(0);
    let facts = town.does(Command::Signal(Signal::new(
        account(SEEKER),
        Source::Asked,
        Band::Routine,
    )));
    let What::Offered { targets, .. } = &facts[1].what else {
        panic!("an offer")
    };
    assert!(targets.contains(&Target::OnCall(1)));
}

#[test]
fn a_page_that_fails_everywhere_brings_the_next_step_at_once() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.does(Command::PageOutcome {
        case,
        step: 0,
        target: Target::Console,
        delivered: false,
    });
    assert_eq!(n_offers(&town), 2);
}

#[test]
fn a_silent_owner_loses_the_case_to_a_new_offer() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.accept(case, ANNA);
    town.pass(Millis::from_secs(60));
    assert_eq!(town.case(case).stage(), Stage::Offered);
    assert_eq!(n_offers(&town), 2);
}

#[test]
fn an_owner_who_does_not_answer_the_seeker_loses_the_case() {
    let (mut town, case) = owned();
    town.pass(Millis::from_secs(200));
    assert_eq!(town.case(case).owner(), Some(account(ANNA)));
    town.does(Command::SeekerWrote {
        person: account(SEEKER),
    });
    town.pass(Millis::from_secs(60));
    assert_eq!(town.case(case).owner(), None);
}

#[test]
fn a_lost_responder_loses_all_cases_and_only_those() {
    let (mut town, case) = owned();
    let other = town.signal(2, Band::High);
    town.accept(other, BEN);
    town.does(Command::ResponderGone {
        responder: account(ANNA),
    });
    assert_eq!(town.case(case).stage(), Stage::Offered);
    assert_eq!(town.case(other).owner(), Some(account(BEN)));
}

#[test]
fn a_hand_off_keeps_the_owner_until_the_next_one_accepts() {
    let (mut town, case) = owned();
    town.does(Command::OfferHandoff {
        case,
        by: account(ANNA),
        to: Some(account(BEN)),
    });
    assert_eq!(town.case(case).owner(), Some(account(ANNA)));
    assert_eq!(
        town.act(Command::AcceptHandoff {
            case,
            by: account(CHIEF)
        }),
        Err(Refusal::NoHandoff)
    );
    town.does(Command::AcceptHandoff {
        case,
        by: account(BEN),
    });
    assert_eq!(town.case(case).owner(), Some(account(BEN)));
}

#[test]
fn a_late_hand_off_goes_back_to_the_owner() {
    let (mut town, case) = owned();
    town.does(Command::OfferHandoff {
        case,
        by: account(ANNA),
        to: None,
    });
    town.pass(Millis::from_secs(180));
    assert_eq!(town.case(case).stage(), Stage::Owned);
    assert_eq!(town.case(case).owner(), Some(account(ANNA)));
}

#[test]
fn going_below_high_needs_a_reason_and_a_second_person() {
    let (mut town, case) = owned();
    let (by, band) = (account(ANNA), Band::Watch);
    let refused = town.act(Command::Assess {
        case,
        by,
        band,
        reason: None,
    });
    assert_eq!(refused, Err(Refusal::NeedsReason));
    town.does(Command::Assess {
        case,
        by,
        band,
        reason: Some(AssessReason::Answers),
    });
    assert_eq!(town.case(case).band, Band::High);
    let refused = town.act(Command::Countersign {
        case,
        supervisor: by,
    });
    assert_eq!(refused, Err(Refusal::SecondPersonNeeded));
    town.does(Command::Countersign {
        case,
        supervisor: account(CHIEF),
    });
    assert_eq!(town.case(case).band, Band::Watch);
}

#[test]
fn a_new_sign_takes_an_unsigned_wish_away() {
    let (mut town, case) = owned();
    let reason = Some(AssessReason::Answers);
    town.does(Command::Assess {
        case,
        by: account(ANNA),
        band: Band::Watch,
        reason,
    });
    town.signal(SEEKER, Band::High);
    let refused = town.act(Command::Countersign {
        case,
        supervisor: account(CHIEF),
    });
    assert_eq!(refused, Err(Refusal::NothingToSign));
}

#[test]
fn an_urgent_case_closes_only_after_an_assessment_or_a_stated_skip() {
    let (mut town, case) = owned();
    let by = account(ANNA);
    let reason = CloseReason::Supported;
    let refused = town.act(Command::Close {
        case,
        by,
        reason,
        skip: None,
    });
    assert_eq!(refused, Err(Refusal::NeedsAssessment));
    town.does(Command::Close {
        case,
        by,
        reason,
        skip: Some(SkipReason::Declined),
    });
    assert_eq!(town.case(case).stage(), Stage::Closed);
    town.does(Command::Review {
        case,
        by: account(CHIEF),
    });
    assert_eq!(town.state.case(case), None);
}

#[test]
fn a_worry_about_another_never_merges_with_own_danger() {
    let mut town = Town::with_duty(1);
    let worry = town.signal_from(SEEKER, Source::ThirdParty, Band::Elevated);
    let own = town.signal(SEEKER, Band::High);
    assert_ne!(worry, own);
    assert_eq!(town.case(worry).kind, Kind::ThirdParty);
    assert_eq!(town.case(worry).band, Band::Elevated);
}

#[test]
fn a_higher_band_calls_again_within_any_cooldown() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::Elevated);
    town.accept(case, ANNA);
    town.does(Command::Acknowledge {
        case,
        responder: account(ANNA),
    });
    let facts = town.does(Command::Signal(Signal::new(
        account(SEEKER),
        Source::OwnWords,
        Band::High,
    )));
    assert!(matches!(facts[1].what, What::OwnerCalled { .. }));
    let facts = town.does(Command::Signal(Signal::new(
        account(SEEKER),
        Source::OwnWords,
        Band::High,
    )));
    assert_eq!(
        facts.len(),
        1,
        "the same band within the cooldown is noted and does not call"
    );
}

#[test]
fn a_detector_or_form_never_goes_above_high() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::AttemptInProgress);
    assert_eq!(town.case(case).band, Band::High);
}

#[test]
fn a_silent_seeker_is_asked_again_and_the_case_stays() {
    let (mut town, case) = owned();
    town.pass(Millis::from_mins(21));
    assert_eq!(town.case(case).check_ins, 2);
    assert!(!town.case(case).is_closed());
}

#[test]
fn nobody_owns_the_case_about_themself() {
    let mut town = Town::with_duty(1);
    let case = town.signal(ANNA, Band::High);
    let refused = town.act(Command::Accept {
        case,
        responder: account(ANNA),
    });
    assert_eq!(refused, Err(Refusal::OwnCase));
}

#[test]
fn an_early_or_stale_wake_changes_nothing() {
    let mut town = Town::with_duty(1);
    let case = town.signal(SEEKER, Band::High);
    assert_eq!(town.does(Command::Wake { case }), vec![]);
    assert_eq!(
        town.does(Command::Wake {
            case: CaseId::from_bytes([9; 16])
        }),
        vec![]
    );
}

#[test]
fn after_a_night_without_power_overdue_work_fires_once() {
    let mut town = Town::with_duty(2);
    let case = town.signal(SEEKER, Band::High);
    town.outage(Millis::from_hours(8));
    assert_eq!(n_offers(&town), 2);
    assert!(town.case(case).wake() > Some(town.now));
}

#[test]
fn a_finding_becomes_the_sign_it_is_and_an_outage_is_one() {
    let rules = RuleAssessor::default();
    let source = |text| {
        let signal = Signal::of_finding(account(SEEKER), rules.assess(text, None));
        signal.map(|signal| signal.source)
    };
    assert_eq!(source("how was your day?"), None);
    assert_eq!(
        source("my friend says she wants to die"),
        Some(Source::ThirdParty)
    );
    assert_eq!(
        source("she wants to die and i want to die too"),
        Some(Source::OwnWords)
    );
    let down = Signal::of_finding(account(SEEKER), UnavailableAssessor.assess("hello", None));
    let down = down.expect("a sign");
    assert_eq!(
        (down.source, down.effective_band()),
        (Source::DetectorOutage, Band::Elevated)
    );
}

#[test]
fn a_detectors_outage_on_an_empty_night_still_reaches_somebody() {
    let mut town = Town::with_duty(0);
    let case = town.signal_from(SEEKER, Source::DetectorOutage, Band::Routine);
    town.pass(Millis::from_mins(30));
    assert!(town.case(case).last_resorts > 0);
}
