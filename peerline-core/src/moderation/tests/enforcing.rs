use super::*;
use crate::testkit::enforcer::all_enforcer_laws;

/// An enforcer with one mistake.
#[derive(Debug)]
struct Wrong {
    state: State,
    mistake: Mistake,
    somebody: bool,
    appealed: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mistake {
    EndsNever,
    UndoesNothing,
    UndoesAll,
    HitsAll,
    ForgetsWords,
}

impl Enforcer for Wrong {
    fn enforce(&mut self, fact: &Fact) {
        let undo = fact
            .decided()
            .filter(|decision| decision.action == Action::Allow);
        self.appealed |= matches!(fact, Fact::Appealed { .. });
        self.somebody |= undo.is_none();
        match (self.mistake, undo) {
            (Mistake::UndoesNothing, Some(_)) => {}
            (Mistake::UndoesAll, Some(decision)) => self.state.forget_author(decision.author),
            (_, _) => apply(&mut self.state, fact),
        }
    }

    fn is_muted(&self, now: Timestamp, author: AccountId) -> bool {
        match self.mistake {
            Mistake::EndsNever => self.state.muted_until(author).is_some(),
            Mistake::HitsAll => self.somebody,
            Mistake::UndoesNothing | Mistake::UndoesAll | Mistake::ForgetsWords => {
                self.state.is_muted(now, author)
            }
        }
    }

    fn n_strikes(&self, now: Timestamp, author: AccountId) -> usize {
        Enforcer::n_strikes(&self.state, now, author)
    }

    fn stands(&self, decision: DecisionId) -> bool {
        self.state.stands(decision)
    }

    fn sealed(&self, decision: DecisionId) -> Option<&Sealed> {
        if self.mistake == Mistake::ForgetsWords && self.appealed {
            return None;
        }
        self.state.sealed(decision)
    }
}

#[test]
fn what_ships_enforces_by_every_law() {
    for (name, law) in all_enforcer_laws() {
        assert_eq!(law(&|| Box::new(State::default())), Ok(()), "{name}");
    }
}

#[test]
fn each_law_catches_the_enforcer_that_breaks_it() {
    let wrong = [
        ("mute_holds_until_it_ends", Mistake::EndsNever),
        ("undone_is_as_before", Mistake::UndoesNothing),
        ("undo_leaves_what_came_after", Mistake::UndoesAll),
        ("nobody_else_is_touched", Mistake::HitsAll),
        ("sealed_lasts_as_long_as_its_appeal", Mistake::ForgetsWords),
    ];
    assert_eq!(wrong.len(), all_enforcer_laws().len());
    for (broken, mistake) in wrong {
        let laws = all_enforcer_laws().into_iter();
        for (_, law) in laws.filter(|(name, _)| *name == broken) {
            let made = law(&|| {
                Box::new(Wrong {
                    state: State::default(),
                    mistake,
                    somebody: false,
                    appealed: false,
                })
            });
            assert!(made.is_err(), "{broken}");
        }
    }
}

#[test]
fn a_shadow_knows_what_would_be_and_does_nothing() {
    let mut town = Town::new(house());
    for _ in 0..3 {
        town.say(NOW, draft("shut up and die"));
    }
    let mut shadow = Shadow::of(State::default());
    for logged in &town.log {
        if let Logged::Fact(fact) = logged {
            shadow.enforce(fact);
        }
    }
    assert!(shadow.would().is_muted(NOW, AUTHOR));
    assert!(!shadow.is_muted(NOW, AUTHOR));
    assert_eq!(shadow.n_strikes(NOW, AUTHOR), 0);
    let made = shadow.would().decisions().map(|one| one.decision.id);
    for decision in made.collect::<Vec<_>>() {
        assert!(shadow.would().sealed(decision).is_some());
        assert!(!shadow.stands(decision) && shadow.sealed(decision).is_none());
    }
}
