//! What decides, in one struct: replace one field, keep the rest.

use std::sync::Arc;

use crate::crisis::EscalationPolicy;
use crate::crisis::StandardLadder;
use crate::crisis::Timers;
use crate::crisis::assess::RiskAssessor;
use crate::crisis::assess::RuleAssessor;
use crate::identity::Gate;
use crate::identity::OpenGate;
use crate::identity::SealedLink;
use crate::identity::StaffTerms;
use crate::identity::Standing;
use crate::identity::Terms;
use crate::identity::vault::VaultTerms;
use crate::matching::Breaks;
use crate::matching::Ladder;
use crate::matching::Lists;
use crate::matching::Matcher;
use crate::matching::TwoPhase;
use crate::moderation::Contact;
use crate::moderation::Helplines;
use crate::moderation::HousePolicy;
use crate::moderation::ModerationPolicy;
use crate::moderation::WordList;
use crate::resources::Directory;
use crate::room::Manner;
use crate::room::Retentions;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::Clearance;
use crate::vocab::Limits;
use crate::vocab::Millis;

/// Everything on the line that decides. [`Policies::default`] is the good set; a policy that does
/// nothing must be asked for by name.
#[derive(Clone, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "integrators replace one field and keep the rest"
)]
pub struct Policies {
    /// Looks at what people write for danger.
    pub risk: Arc<dyn RiskAssessor>,
    /// Judges what people write by the rules.
    pub moderation: Arc<dyn ModerationPolicy>,
    /// Says who is called at which step.
    pub escalation: Arc<dyn EscalationPolicy>,
    /// Says who talks with whom.
    pub matcher: Arc<dyn Matcher>,
    /// Which wishes give way to waiting, and when; on the open ladder all of them at once.
    pub ladder: Ladder,
    /// When supporters are given a break.
    pub breaks: Breaks,
    /// What people may choose from.
    pub lists: Lists,
    /// What supporters are cleared for.
    pub clearance: Clearance,
    /// Says who may come in and who fits whom.
    pub standing: Arc<dyn Standing>,
    /// What newcomers are asked before they meet peers.
    pub gate: Arc<dyn Gate>,
    /// Helplines and emergency numbers.
    pub directory: Arc<Directory>,
    /// The timers of a case; a clinician sets them.
    pub timers: Timers,
    /// How long invitations, blocks and traces of presence last.
    pub terms: Terms,
    /// Whether roles of staff need a login, and how logins hold.
    pub staff: StaffTerms,
    /// How long people may be out of reach.
    pub graces: Graces,
    /// How long a supporter has to answer an offer.
    pub offer: Millis,
    /// How long the words of each kind of room are kept.
    pub retention: Retentions,
    /// The rooms of the directory. What is not in it any more is closed at the next start.
    pub rooms: Arc<[RoomSpec]>,
    /// Who guards emergency contacts, and how long they are kept; `None` where the line has no vault.
    pub vault: Option<VaultTerms>,
    /// How many blind tickets an account gets within a day; `None` where the line gives none. A
    /// program that was built without the feature `blind-tickets` gives none whatever stands here.
    pub blind_a_day: Option<u32>,
    /// How people talk in a room for two; also in one that is made for somebody in danger.
    pub pair: Manner,
}

impl Policies {
    /// Makes what a line starts with, within its limits.
    #[must_use]
    pub fn within(limits: &Limits) -> Self {
        Self::with(limits, Directory::seed())
    }

    /// Makes what a line starts with, within its limits, with helplines of its own.
    #[must_use]
    pub fn with(limits: &Limits, directory: Directory) -> Self {
        Self {
            risk: Arc::new(RuleAssessor::default()),
            moderation: Arc::new(house(&directory, limits)),
            escalation: Arc::new(StandardLadder::default()),
            matcher: Arc::new(TwoPhase::new()),
            ladder: Ladder::open(),
            breaks: Breaks::default(),
            lists: Lists::default(),
            clearance: Clearance::default(),
            standing: Arc::new(SealedLink::default()),
            gate: Arc::new(OpenGate),
            directory: Arc::new(directory),
            timers: Timers::default(),
            terms: Terms::default(),
            staff: StaffTerms::default(),
            graces: Graces::default(),
            offer: Millis::from_secs(30),
            retention: Retentions::default(),
            rooms: Arc::new([]),
            vault: None,
            blind_a_day: None,
            pair: Manner::of(RoomKind::OneToOne),
        }
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self::within(&Limits::default())
    }
}

/// The house rules, with every number of the directory as a helpline that may be named.
fn house(directory: &Directory, limits: &Limits) -> HousePolicy {
    let dials = directory.dials();
    let helplines = dials.fold(Helplines::default(), Helplines::with);
    let contact = Contact::except(helplines);
    HousePolicy::of(limits.clone(), Arc::new(contact), Arc::new(abuse()))
}

#[expect(
    clippy::expect_used,
    reason = "the list is part of the program; a test reads it"
)]
fn abuse() -> WordList {
    WordList::abuse().expect("the shipped word list is well formed")
}

/// How long people may be out of reach before the line acts on it.
///
/// These are the line's own choices, long enough for a tunnel, a reload or a restart of the server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Graces {
    /// A supporter on shift, a responder with a case, a person in danger: acted on first.
    pub helper: Millis,
    /// Somebody waiting in line; until then the place is kept.
    pub waiting: Millis,
    /// A member of a room.
    pub member: Millis,
}

impl Default for Graces {
    fn default() -> Self {
        Self {
            helper: Millis::from_secs(60),
            waiting: Millis::from_mins(5),
            member: Millis::from_mins(20),
        }
    }
}
