use std::collections::BTreeMap;

use super::*;
use crate::vocab::TicketId;

/// A slow account of the line, kept from the facts alone; it complains about a fact that breaks a
/// rule.
#[derive(Default)]
pub(super) struct Model {
    pub(super) tickets: BTreeMap<TicketId, (AccountId, Wish, Tier, Timestamp)>,
    pub(super) offers: BTreeMap<OfferId, (TicketId, AccountId)>,
    shifts: BTreeMap<AccountId, Shift>,
    rooms: BTreeMap<RoomId, (AccountId, AccountId)>,
    pub(super) n_sought: usize,
    pub(super) n_left: usize,
}

impl Model {
    pub(super) fn see(&mut self, fact: &Fact, blocked: &BTreeSet<(AccountId, AccountId)>) {
        match fact {
            Fact::Sought {
                ticket,
                account,
                wish,
                tier,
                arrived,
            } => {
                let open = (*account, wish.clone(), *tier, *arrived);
                assert!(!self.tickets.values().any(|(who, ..)| who == account));
                assert!(!self.rooms.values().any(|(who, _)| who == account));
                assert!(self.tickets.insert(*ticket, open).is_none());
                self.n_sought += 1;
            }
            Fact::WishChanged { ticket, wish } => {
                self.tickets.get_mut(ticket).expect("open").1 = wish.clone();
            }
            Fact::TierRaised { ticket, tier } => {
                let open = self.tickets.get_mut(ticket).expect("open");
                assert!(open.2 < *tier);
                open.2 = *tier;
            }
            Fact::Withdrawn { ticket, .. } => {
                assert!(!self.offers.values().any(|(one, _)| one == ticket));
                self.tickets.remove(ticket).expect("open");
                self.n_left += 1;
            }
            Fact::Ready { account, shift, .. } => {
                self.shifts.insert(*account, shift.clone());
            }
            Fact::Away { account, .. } => {
                assert!(!self.offers.values().any(|(_, who)| who == account));
                self.shifts.remove(account).expect("on shift");
            }
            Fact::Rested { account, .. } => {
                assert!(!self.offers.values().any(|(_, who)| who == account));
            }
            Fact::Offered {
                offer,
                ticket,
                supporter,
                ..
            } => self.see_offer(*offer, *ticket, *supporter, blocked),
            Fact::Declined { offer }
            | Fact::Lapsed { offer }
            | Fact::OfferWithdrawn { offer, .. } => {
                self.offers.remove(offer).expect("running");
            }
            Fact::Matched { .. } => self.see_match(fact, blocked),
            Fact::Ended { room, .. } => {
                self.rooms.remove(room).expect("talking");
            }
        }
    }

    /// Every running offer could still be accepted, but for a block set since.
    pub(super) fn check_offers(&self) {
        for (ticket, supporter) in self.offers.values() {
            let (account, wish, tier, _) = &self.tickets[ticket];
            assert!(self.fits((*account, wish, *tier), *supporter, &BTreeSet::new()));
            assert!(self.load(*supporter) <= usize::from(self.shifts[supporter].capacity()));
        }
    }

    fn see_offer(
        &mut self,
        offer: OfferId,
        ticket: TicketId,
        supporter: AccountId,
        blocked: &BTreeSet<(AccountId, AccountId)>,
    ) {
        let (account, wish, tier, _) = &self.tickets[&ticket];
        assert!(self.fits((*account, wish, *tier), supporter, blocked));
        assert!(!self.offers.values().any(|(one, _)| *one == ticket));
        assert!(self.load(supporter) < usize::from(self.shifts[&supporter].capacity()));
        assert!(self.offers.insert(offer, (ticket, supporter)).is_none());
    }

    fn see_match(&mut self, fact: &Fact, blocked: &BTreeSet<(AccountId, AccountId)>) {
        let Fact::Matched {
            offer,
            ticket,
            seeker,
            supporter,
            room,
            ..
        } = fact
        else {
            panic!("{fact:?} is no match");
        };
        let running = self.offers.remove(offer);
        assert_eq!(running, Some((*ticket, *supporter)));
        let (account, wish, tier, _) = self.tickets.remove(ticket).expect("open");
        assert_eq!(account, *seeker);
        assert!(self.fits((account, &wish, tier), *supporter, blocked));
        assert!(self.load(*supporter) < usize::from(self.shifts[supporter].capacity()));
        let fresh = self.rooms.insert(*room, (*seeker, *supporter));
        assert!(fresh.is_none());
        self.n_left += 1;
    }

    fn load(&self, supporter: AccountId) -> usize {
        let offers = self.offers.values().filter(|(_, who)| *who == supporter);
        let rooms = self.rooms.values().filter(|(_, who)| *who == supporter);
        offers.count() + rooms.count()
    }

    pub(super) fn fits(
        &self,
        (account, wish, tier): (AccountId, &Wish, Tier),
        supporter: AccountId,
        blocked: &BTreeSet<(AccountId, AccountId)>,
    ) -> bool {
        let shift = &self.shifts[&supporter];
        let mut wanted = wish.languages().iter();
        account != supporter
            && !blocked.contains(&(account, supporter))
            && !blocked.contains(&(supporter, account))
            && tier <= shift.clearance()
            && (!wish.is_minor() || shift.takes_minors())
            && wanted.any(|wanted| {
                let mut spoken = shift.languages().iter();
                spoken.any(|spoken| spoken.primary() == wanted.primary())
            })
    }
}
