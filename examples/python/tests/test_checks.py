"""What refers to an entry acts on the entry that its author saw, or on none."""

import unittest

from peerline import events
from peerline.frames import Frame
from peerline.room import Cursor
from peerline.store import restore, snapshot

from .talk import HASH, ROOM, Talk, ev, opened


def chained(seq: int) -> str:
    """Returns a running hash of the log that the client knows."""
    return f"{seq:016x}"


def at(head: int, start: int, ref: int, **more: object) -> Frame:
    """Returns an `opened` of the log that the client knows."""
    return opened(head, start, **{"h": chained(head), "ref": ref, **more})


GAP = {"t": "gap", "room": ROOM, "epoch": 1, "lo": 1, "hi": 2, "why": "diverged"}


class Checks(unittest.TestCase):
    def setUp(self) -> None:
        """A client that has two entries of a room, and lost its link."""
        self.talk = Talk()
        self.talk.joins()
        self.talk.session.open(ROOM, self.talk.now)
        [asked] = self.talk.said("open")
        self.talk.hears(at(2, 0, asked["ref"]), self.ev(1), self.ev(2))
        self.talk.did()

    def ev(self, seq: int) -> Frame:
        return ev(seq, h=chained(seq))

    def redact(self, seq: int, kind: str = "redact") -> str:
        return self.talk.session.put(ROOM, kind, {}, self.talk.now, seq)

    def cut(self) -> None:
        self.talk.session.disconnected(self.talk.now)
        self.talk.did()

    def comes_back(self) -> list[Frame]:
        """Joins again; returns what was said, `hello` first."""
        self.talk.wakes()
        self.talk.links()
        says = (event.frame for event in self.talk.did() if isinstance(event, events.Say))
        return list(says)

    def reopened(self) -> int:
        """Joins again; returns the number that opens the room."""
        hello = self.comes_back()[0]
        return hello["open"][0]["ref"]

    def step(self) -> tuple[list[str], list[tuple[str, str | None]]]:
        """Returns the kinds of the puts that were sent, and how others were settled."""
        did = self.talk.did()
        says = [event.frame for event in did if isinstance(event, events.Say)]
        settled = [event for event in did if isinstance(event, events.PutAnswered)]
        kinds = [frame["kind"] for frame in says if frame["t"] == "put"]
        return kinds, [(event.st, event.code) for event in settled]

    def without_pings(self, did: list[events.Event]) -> list[Frame]:
        says = [event.frame for event in did if isinstance(event, events.Say)]
        return [frame for frame in says if frame["t"] != "ping"]

    def test_it_waits_until_the_log_is_known_and_holds_its_place(self) -> None:
        self.cut()
        self.redact(2)
        self.talk.put()
        ref = self.reopened()
        self.talk.hears(at(2, 2, ref))
        self.assertEqual(self.step(), (["redact", "msg"], []))

    def test_a_log_that_goes_on_is_known_by_its_next_entry(self) -> None:
        self.cut()
        self.redact(2)
        self.talk.hears(at(3, 2, self.reopened()))
        self.assertEqual(self.step(), ([], []))
        self.talk.hears(self.ev(3))
        self.assertEqual(self.step(), (["redact"], []))

    def test_in_another_log_nothing_is_done_to_what_stands_there(self) -> None:
        for is_first in (True, False):
            with self.subTest(is_first=is_first):
                self.setUp()
                self.cut()
                self.redact(2)
                self.talk.put()
                ref = self.reopened()
                answer = at(1, 0, ref) if is_first else at(3, 2, ref)
                self.talk.hears(*([GAP, answer] if is_first else [answer, GAP]))
                self.assertEqual(self.step(), (["msg"], [("refused", "gone")]))
                self.talk.hears(ev(1, h=HASH))
                self.redact(1)
                self.assertEqual(self.step(), (["redact"], []))

    def test_a_log_that_starts_anew_without_a_word_is_another_one(self) -> None:
        self.cut()
        self.redact(2)
        self.talk.hears(at(2, 2, self.reopened(), h=HASH))
        self.assertEqual(self.step(), ([], []))
        self.talk.hears(ev(1, h=HASH))
        did = self.talk.did()
        self.assertIn(events.Gap(ROOM, 1, 2, "diverged"), did)
        codes = [event.code for event in did if isinstance(event, events.PutAnswered)]
        self.assertEqual(codes, ["gone"])

    def test_a_call_for_a_person_waits_for_no_log(self) -> None:
        self.cut()
        self.redact(2)
        call = self.redact(2, kind="signal")
        said = self.comes_back()
        self.assertEqual([frame["kind"] for frame in said if frame["t"] == "put"], ["signal"])
        self.talk.hears(GAP)
        self.assertEqual(self.step(), ([], [("refused", "gone")]))
        self.assertEqual([put.cid for put in self.talk.session.sending.puts], [call])

    def test_the_lane_of_the_line_hears_what_it_waits_for_in_vain(self) -> None:
        cid = self.redact(2)
        [put] = self.talk.said("put")
        self.talk.hears({"t": "err", "ref": put["ref"], "code": "busy", "retry_ms": 60_000})
        self.talk.put()
        self.talk.hears(GAP)
        says = self.without_pings(self.talk.did())
        self.assertEqual([frame["t"] for frame in says], ["drop", "put"])
        self.assertEqual(says[0]["cid"], cid)

    def test_what_is_settled_on_its_way_is_told_once(self) -> None:
        cid = self.redact(2)
        [put] = self.talk.said("put")
        self.talk.hears(GAP, {"t": "err", "ref": put["ref"], "code": "busy", "retry_ms": 100})
        did = self.talk.did()
        told = [event.st for event in did if isinstance(event, events.PutAnswered)]
        drops = self.without_pings(did)
        self.assertEqual(told, ["refused"])
        self.assertEqual([(frame["t"], frame["cid"]) for frame in drops], [("drop", cid)])

    def test_a_room_that_is_shown_no_more_is_looked_at_and_closed_again(self) -> None:
        self.talk.session.close(ROOM, self.talk.now)
        self.cut()
        self.redact(2)
        look = self.comes_back()[1]
        asked = (look["t"], look["seq"], look["h"])
        self.assertEqual(asked, ("open", 2, chained(2)))
        self.talk.hears(at(3, 2, look["ref"]), self.ev(3))
        did = self.talk.did()
        self.assertEqual([frame["t"] for frame in self.without_pings(did)], ["close", "put"])
        told = [event for event in did if not isinstance(event, events.Say)]
        self.assertEqual(told, [], "nothing of it is told")

    def test_a_room_that_is_shown_again_waits_for_the_look_that_is_under_way(self) -> None:
        self.talk.session.close(ROOM, self.talk.now)
        self.cut()
        cid = self.redact(2)
        look = self.comes_back()[1]
        self.talk.session.open(ROOM, self.talk.now, Cursor(1, 2))
        self.talk.session.give_up(cid, self.talk.now)
        self.assertEqual(self.without_pings(self.talk.did()), [])
        self.talk.hears(at(2, 2, look["ref"]))
        says = self.without_pings(self.talk.did())
        self.assertEqual([frame["t"] for frame in says], ["close", "open"])

    def test_a_look_that_is_needed_no_more_holds_nothing_up(self) -> None:
        self.talk.session.close(ROOM, self.talk.now)
        self.cut()
        cid = self.redact(2)
        look = self.comes_back()[1]
        self.talk.hears({"t": "err", "ref": look["ref"], "code": "busy", "retry_ms": 60_000})
        self.talk.session.give_up(cid, self.talk.now)
        self.talk.session.open(ROOM, self.talk.now)
        self.assertEqual(len(self.talk.said("open")), 1)

    def test_a_look_that_fails_settles_what_waited_for_it(self) -> None:
        for code in ("gone", "denied"):
            with self.subTest(code=code):
                self.setUp()
                self.talk.session.close(ROOM, self.talk.now)
                self.cut()
                self.redact(2)
                self.talk.put()
                look = self.comes_back()[1]
                refusal = {"t": "err", "ref": look["ref"], "code": code}
                self.talk.hears(GAP if code == "gone" else refusal)
                self.assertEqual(self.step(), (["msg"], [("refused", code)]))

    def test_a_look_that_finds_another_log_tells_whoever_shows_the_room(self) -> None:
        for why in ("diverged", "epoch"):
            for says_so in (True, False):
                with self.subTest(why=why, says_so=says_so):
                    self.setUp()
                    self.talk.session.close(ROOM, self.talk.now)
                    self.cut()
                    self.redact(2)
                    look = self.comes_back()[1]
                    epoch = 2 if why == "epoch" else 1
                    silent = {**at(1, 1, look["ref"]), "epoch": epoch}
                    self.talk.hears({**GAP, "why": why, "epoch": epoch} if says_so else silent)
                    gaps = [event for event in self.talk.did() if isinstance(event, events.Gap)]
                    self.assertEqual(gaps, [events.Gap(ROOM, 1, 2, why)])

    def test_a_look_waits_for_a_line_that_cannot_and_gives_up_one_that_is_silent(self) -> None:
        self.talk.session.close(ROOM, self.talk.now)
        self.cut()
        self.redact(2)
        look = self.comes_back()[1]
        self.talk.hears({"t": "err", "ref": look["ref"], "code": "busy", "retry_ms": 500})
        self.talk.passes(500)
        [again] = self.talk.said("open")
        self.talk.hears(at(3, 2, again["ref"]))
        self.talk.passes(10_000)
        self.assertTrue(any(isinstance(event, events.Hangup) for event in self.talk.did()))

    def test_a_room_that_cannot_be_opened_settles_what_waited_for_it(self) -> None:
        self.cut()
        self.redact(2)
        self.talk.put()
        self.talk.hears({"t": "err", "ref": self.reopened(), "code": "denied"})
        self.assertEqual(self.step(), (["msg"], [("refused", "denied")]))

    def test_what_was_kept_is_compared_with_the_log_that_its_author_saw(self) -> None:
        self.cut()
        self.redact(2)
        kept = snapshot(self.talk.session)
        kept["rooms"][ROOM]["cursor"] = {"epoch": 1, "seq": 1, "h": None}
        self.talk = Talk()
        restore(self.talk.session, kept, self.talk.now)
        self.talk.session.dial(self.talk.now)
        self.talk.links()
        hello, look = [event.frame for event in self.talk.did() if isinstance(event, events.Say)]
        self.assertEqual(hello["open"], [])
        self.assertEqual(look["seq"], 2)
        self.talk.hears(at(2, 2, look["ref"]))
        says = self.without_pings(self.talk.did())
        self.assertEqual([frame["t"] for frame in says], ["close", "open", "put"])

    def test_what_refers_to_a_room_that_was_never_had_goes_at_once(self) -> None:
        self.talk = Talk()
        self.talk.joins()
        self.redact(4)
        self.assertEqual(self.step(), (["redact"], []))
