"""How a client joins, comes back, and shows one state."""

import unittest

from peerline import events
from peerline.room import Cursor

from .talk import HAIL, HASH, MAX, ROOM, Talk, ev, opened, welcome


class Joining(unittest.TestCase):
    def test_hello_proves_and_opens(self) -> None:
        talk = Talk(invite="A" * 43, country="GB")
        talk.session.open(ROOM, talk.now, Cursor(1, 12, HASH))
        talk.session.dial(talk.now)
        talk.session.connected(talk.now)
        talk.hears(HAIL)
        (hello,) = talk.said("hello")
        self.assertEqual((len(hello["auth"]["sig"]), hello["country"]), (86, "GB"))
        self.assertEqual(hello["auth"]["invite"], "A" * 43)
        expected = {"ref": 1, "room": ROOM, "epoch": 1, "seq": 12, "h": HASH}
        self.assertEqual(hello["open"], [expected])

    def test_an_invitation_is_sent_until_the_first_welcome(self) -> None:
        talk = Talk(invite="A" * 43)
        talk.joins()
        talk.breaks()
        first, second = talk.said("hello")
        self.assertIn("invite", first["auth"])
        self.assertNotIn("invite", second["auth"])

    def test_an_invitation_that_does_not_hold_is_left_out(self) -> None:
        talk = Talk(invite="A" * 43)
        talk.session.dial(talk.now)
        talk.session.connected(talk.now)
        talk.hears(HAIL, {"t": "bye", "code": "auth"})
        talk.wakes()
        talk.links()
        self.assertNotIn("invite", talk.said("hello")[1]["auth"])
        self.assertTrue(talk.session.is_ready)

    def test_who_speaks_no_version_of_the_line_does_not_come_back(self) -> None:
        talk = Talk()
        talk.session.dial(talk.now)
        talk.session.connected(talk.now)
        talk.hears({**HAIL, "v": [2, 3]})
        self.assertIn(events.Ended("version"), talk.did())
        self.assertIsNone(talk.session.wake())

    def test_each_step_of_joining_has_ten_seconds(self) -> None:
        steps = (lambda talk: None, lambda talk: talk.session.connected(talk.now))
        for step in steps:
            talk = Talk()
            talk.session.dial(talk.now)
            step(talk)
            talk.did()
            talk.passes(9_999)
            self.assertEqual(talk.did(), [])
            talk.passes(1)
            self.assertIsInstance(talk.did()[0], events.Hangup)

    def test_a_frame_that_cannot_be_read_ends_the_link_alone(self) -> None:
        for broken in ({"t": "ev"}, HAIL, {"t": "ok", "ref": -1}):
            talk = Talk()
            talk.joins()
            talk.did()
            talk.hears(broken, ev(1))
            self.assertIsInstance(talk.did()[0], events.Hangup)
            talk.passes(30_000)
            self.assertIn(events.Dial(), talk.did())


class ComingBack(unittest.TestCase):
    def waits(self, talk: Talk) -> int:
        talk.session.disconnected(talk.now)
        wait = (talk.session.wake() or 0) - talk.now
        talk.wakes()
        return wait

    def test_backoff_has_full_jitter_and_is_bounded(self) -> None:
        talk = Talk()
        talk.session.dial(talk.now)
        waits = [self.waits(talk) for _ in range(200)]
        self.assertTrue(all(wait <= 500 << n for n, wait in enumerate(waits[:6])))
        self.assertLessEqual(max(waits), 30_000)
        self.assertGreater(max(waits[6:]), 20_000)
        self.assertLess(min(waits[6:]), 5_000)

    def test_it_starts_over_once_a_link_was_live(self) -> None:
        talk = Talk()
        talk.session.dial(talk.now)
        for _ in range(12):
            self.waits(talk)
        talk.links()
        self.assertLessEqual(self.waits(talk), 500)

    def test_bye_says_when_to_come_back_or_not_to(self) -> None:
        talk = Talk()
        talk.joins({"t": "bye", "code": "busy", "again_ms": 40_000})
        self.assertEqual(talk.session.wake(), talk.now + 40_000)
        talk = Talk()
        talk.joins({"t": "bye", "code": "denied"})
        self.assertIn(events.Ended("denied"), talk.did())
        self.assertIsNone(talk.session.wake())

    def test_a_silent_link_is_given_up_after_two_and_a_half_heartbeats(self) -> None:
        talk = Talk()
        talk.joins()
        heard = talk.now
        talk.passes(49_999)
        self.assertTrue(talk.session.is_ready)
        talk.passes(1)
        self.assertEqual(talk.session.state, events.State("stale", heard))

    def test_a_request_without_an_answer_ends_the_link(self) -> None:
        talk = Talk()
        talk.joins()
        talk.session.ask("line", talk.now)
        talk.passes(9_999)
        self.assertTrue(talk.session.is_ready)
        talk.passes(1)
        self.assertFalse(talk.session.is_ready)

    def test_what_was_asked_is_asked_again(self) -> None:
        talk = Talk()
        talk.joins()
        number = talk.session.ask("line", talk.now)
        talk.did()
        talk.breaks()
        (ask,) = talk.said("ask")
        talk.hears({"t": "ok", "ref": ask["ref"], "st": "done", "body": {"name": "x"}})
        self.assertEqual(talk.did(), [events.Answer(number, "line", {"name": "x"})])


class OneState(unittest.TestCase):
    def states(self, talk: Talk) -> list[str]:
        return [event.name for event in talk.did() if isinstance(event, events.State)]

    def test_it_is_live_only_with_everything(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now)
        talk.joins()
        self.assertEqual(self.states(talk), ["catching up"])
        talk.hears(opened(2, 0), ev(1))
        self.assertEqual(self.states(talk), [])
        talk.hears(ev(2))
        self.assertEqual(self.states(talk), ["live"])
        talk.hears(ev(4))
        self.assertEqual(self.states(talk), ["catching up"])
        talk.session.disconnected(talk.now)
        self.assertEqual(self.states(talk), ["stale"])


class Heartbeat(unittest.TestCase):
    def test_a_ping_is_answered_once_and_an_answer_is_not(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now)
        talk.joins(opened(1, 0), ev(1))
        talk.did()
        talk.hears({"t": "ping", "n": 4})
        self.assertEqual(talk.said("ping"), [{"t": "ping", "n": 4, "heads": {ROOM: 1}}])
        talk.hears(*(ev(seq, body={"text": "a" * 800}) for seq in (2, 3)))
        (ping,) = talk.said("ping")
        self.assertEqual(ping["heads"], {ROOM: 3})
        talk.hears({"t": "ping", "n": ping["n"], "heads": {ROOM: 3}})
        self.assertEqual(talk.did(), [])

    def test_a_head_beyond_the_last_entry_is_fetched(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now)
        talk.joins(opened(0, 0))
        talk.did()
        talk.hears({"t": "ping", "n": 1, "heads": {ROOM: 2, "#case/other": 5}})
        (fetch,) = talk.said("fetch")
        self.assertEqual((fetch["room"], fetch["after"]), (ROOM, 0))


class Limits(unittest.TestCase):
    def test_a_put_over_the_limit_is_refused_and_not_sent_for_ever(self) -> None:
        talk = Talk()
        talk.joins(max={**MAX, "frame": 1000})
        talk.did()
        cid = talk.put("a" * 1000)
        other = talk.put("short")
        told, *rest = talk.did()
        self.assertEqual(told, events.PutAnswered(cid, "refused", code="too_big"))
        self.assertEqual([event.frame["cid"] for event in rest], [other])

    def test_the_limits_of_the_line_hold_for_what_it_says(self) -> None:
        talk = Talk()
        talk.session.dial(talk.now)
        talk.session.connected(talk.now)
        talk.hears(HAIL, welcome(max={**MAX, "frame": 60}), {"t": "ping", "n": 1})
        self.assertTrue(talk.session.is_ready)
        talk.hears(ev(1))
        self.assertFalse(talk.session.is_ready)
