"""How a client receives rooms: in order, once, and with every hole mended or told."""

import unittest

from peerline import events
from peerline.room import Cursor

from .talk import HASH, ROOM, Talk, ev, opened

OTHER = "8PHy8_T19vf4-fr7_P3-_w"


class Receiving(unittest.TestCase):
    def setUp(self) -> None:
        self.talk = Talk()
        self.talk.session.open(ROOM, self.talk.now)
        self.talk.joins(opened(0, 0))
        self.talk.did()

    def seqs(self) -> list[int]:
        return [event.frame["seq"] for event in self.talk.did() if isinstance(event, events.Entry)]

    def page(self, *said: dict) -> None:
        (fetch,) = self.talk.said("fetch")
        self.talk.hears(*said, {"t": "ok", "ref": fetch["ref"], "st": "done"})

    def test_each_entry_comes_once_and_in_order(self) -> None:
        self.talk.hears(ev(1), ev(1), ev(2), ev(1), ev(3))
        self.assertEqual(self.seqs(), [1, 2, 3])

    def test_a_hole_is_fetched_and_what_came_meanwhile_comes_again(self) -> None:
        self.talk.hears(ev(1), ev(4), ev(5))
        self.page(ev(2), ev(3), ev(4), ev(5))
        self.assertEqual(self.seqs(), [2, 3, 4, 5])
        self.assertEqual(self.talk.session.state.name, "live")

    def test_a_long_hole_takes_many_pages(self) -> None:
        self.talk.hears(ev(6))
        self.page(ev(1), ev(2))
        self.page(ev(3), ev(4))
        self.page(ev(5), ev(6))
        self.assertEqual(self.talk.session.state.name, "live")

    def told(self) -> list[events.Event]:
        quiet = (events.State, events.Entry)
        told = [event for event in self.talk.did() if not isinstance(event, quiet)]
        return [event for event in told if getattr(event, "frame", {}).get("t") != "ping"]

    def test_a_hole_that_cannot_be_mended_is_told(self) -> None:
        self.talk.hears(ev(1), ev(4))
        self.page()
        self.assertEqual(self.told(), [events.Gap(ROOM, 2, 4, "missing")])
        self.talk.hears(ev(5))
        self.assertEqual(self.seqs(), [5])

    def test_what_is_behind_a_hole_is_fetched(self) -> None:
        self.talk.hears(ev(1), ev(4))
        self.page(ev(4))
        gap, fetch = self.told()
        self.assertEqual(gap, events.Gap(ROOM, 2, 3, "missing"))
        self.assertEqual(fetch.frame["after"], 3)

    def test_a_page_that_is_refused_for_now_is_asked_for_again(self) -> None:
        self.talk.hears(ev(2))
        (fetch,) = self.talk.said("fetch")
        self.talk.hears({"t": "err", "ref": fetch["ref"], "code": "busy", "retry_ms": 700})
        self.talk.passes(699)
        self.assertEqual(self.talk.said("fetch"), [])
        self.talk.passes(1)
        self.page(ev(1), ev(2))
        self.assertEqual(self.talk.session.state.name, "live")

    def test_what_a_slow_reader_missed_is_told_and_fetched(self) -> None:
        gap = {"t": "gap", "room": ROOM, "epoch": 1, "lo": 2, "hi": 4, "why": "slow"}
        self.talk.hears(ev(1), gap, ev(5))
        told = self.told()
        self.assertEqual(told[0], events.Gap(ROOM, 2, 4, "slow"))
        self.assertEqual(told[1].frame["after"], 1)
        self.talk.hears(ev(2), ev(3), ev(4), ev(5))
        self.assertEqual(self.talk.session.reception.rooms[ROOM].cursor, Cursor(1, 5, HASH))


class Resuming(unittest.TestCase):
    def resumes(self, *said: dict) -> list[events.Event]:
        talk = Talk()
        talk.session.open(ROOM, talk.now, Cursor(1, 12, HASH))
        talk.joins(*said)
        quiet = (events.Say, events.Welcomed, events.State, events.Opened, events.Dial)
        self.session = talk.session
        return [event for event in talk.did() if not isinstance(event, quiet)]

    def gap(self, lo: int, hi: int, why: str) -> dict:
        return {"t": "gap", "room": ROOM, "epoch": 1, "lo": lo, "hi": hi, "why": why}

    def test_it_goes_on_behind_its_cursor(self) -> None:
        (entry,) = self.resumes(opened(13, 12), ev(13))
        self.assertEqual(entry.frame["seq"], 13)

    def test_what_is_no_longer_kept_is_told_before_or_after_opened(self) -> None:
        trimmed, begin = self.gap(13, 20, "trimmed"), opened(21, 20, base=20)
        for said in ((trimmed, begin), (begin, trimmed)):
            gap, entry = self.resumes(*said, ev(21))
            self.assertEqual(gap, events.Gap(ROOM, 13, 20, "trimmed"))
            self.assertEqual(entry.frame["seq"], 21)

    def test_a_log_that_was_begun_anew_is_taken_from_its_start(self) -> None:
        for why in ("epoch", "diverged"):
            anew, begin = {**self.gap(1, 12, why), "epoch": 2}, opened(2, 12, epoch=2)
            for said in ((anew, begin), (begin, anew)):
                gap, *entries = self.resumes(*said, ev(1), ev(2))
                self.assertEqual(gap, events.Gap(ROOM, 1, 12, why))
                self.assertEqual([entry.frame["seq"] for entry in entries], [1, 2])
                cursor = self.session.reception.rooms[ROOM].cursor
                self.assertEqual(cursor, Cursor(2, 2, HASH))

    def test_a_log_begun_anew_and_trimmed_is_taken_from_what_is_kept(self) -> None:
        anew, trimmed = self.gap(1, 12, "epoch"), self.gap(1, 3, "trimmed")
        for said in ((anew, trimmed, opened(4, 12)), (anew, opened(4, 12), trimmed)):
            told = self.resumes(*said, ev(4))
            self.assertEqual(told[1], events.Gap(ROOM, 1, 3, "trimmed"))
            self.assertEqual(told[2].frame["seq"], 4)


class OpeningAndClosing(unittest.TestCase):
    def test_a_room_that_is_refused_is_forgotten(self) -> None:
        talk = Talk()
        talk.joins()
        talk.session.open(ROOM, talk.now, back=20)
        (asked,) = talk.said("open")
        self.assertEqual(asked["back"], 20)
        talk.hears({"t": "err", "ref": asked["ref"], "code": "gone"})
        self.assertIn(events.RefusedRoom(ROOM, "gone"), talk.did())
        self.assertEqual(talk.session.state.name, "live")

    def test_a_room_that_is_closed_says_no_more(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now)
        talk.joins(opened(0, 0))
        talk.did()
        talk.session.close(ROOM, talk.now)
        self.assertEqual([frame["room"] for frame in talk.said("close")], [ROOM])
        talk.hears(ev(1), opened(1, 0))
        self.assertEqual(talk.did(), [])


class ShortNames(unittest.TestCase):
    def test_numbers_stand_for_names_on_one_link(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now)
        talk.joins(opened(0, 0, n=3), ext=["short"])
        talk.did()
        talk.hears(ev(1, room=3, kind="join", who=OTHER), ev(2, room=3, who=1), ev(3, room=9))
        entries = [event for event in talk.did() if isinstance(event, events.Entry)]
        self.assertEqual([entry.frame["who"] for entry in entries], [OTHER, OTHER])
        self.assertEqual(entries[1].frame["room"], ROOM)
        talk.put()
        self.assertEqual(talk.said("put")[0]["room"], 3)
        talk.breaks()
        self.assertEqual(talk.said("put")[0]["room"], ROOM)

    def test_without_the_extension_names_are_written(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now)
        talk.joins(opened(0, 0, n=3))
        talk.put()
        self.assertEqual(talk.said("put")[0]["room"], ROOM)
