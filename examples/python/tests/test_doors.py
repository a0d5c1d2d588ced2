"""Rooms that are entered with tickets."""

import unittest
from typing import Any

from peerline import events
from peerline.identity import Context, Join, channel_binding
from peerline.values import from_base64, to_base64

from .talk import HAIL, LINE, ROOM, Talk, ev, opened, welcome

OWN = f"~{ROOM}"
TICKET = bytes(6) + (2**60).to_bytes(8, "big") + bytes(168)


def _entering() -> Talk:
    talk = Talk()
    talk.session.reception.enter(ROOM, None, None)
    talk.joins()
    return talk


def _refused(ref: int, why: str) -> dict[str, Any]:
    return {"t": "err", "ref": ref, "code": "denied", "why": why}


def _gives(talk: Talk, n: int = 3) -> list[dict[str, Any]]:
    """Refuses the key alone, gives tickets; returns the question's binds and the next `open`."""
    (first,) = talk.said("open")
    talk.hears(_refused(first["ref"], "ticket_needed"))
    (ask,) = talk.said("ask")
    tickets = [to_base64(TICKET)] * n
    answer = {"t": "ok", "ref": ask["ref"], "st": "done", "body": {"tickets": tickets}}
    talk.hears(answer)
    return [ask["body"], *talk.said("open")]


class Doors(unittest.TestCase):
    def test_a_room_is_shown_its_key_first_and_not_with_hello(self) -> None:
        talk = _entering()
        did = [event.frame for event in talk.did() if isinstance(event, events.Say)]
        hello, first = did
        self.assertEqual((hello["t"], hello["open"]), ("hello", []))
        self.assertEqual(set(first["join"]), {"pk", "nonce", "sig"})

    def test_tickets_are_fetched_where_the_line_wants_one(self) -> None:
        talk = _entering()
        body, second = _gives(talk)
        self.assertEqual(len(set(body["binds"])), 3)
        self.assertEqual(second["join"]["ticket"], to_base64(TICKET))
        talk.hears(opened(0, 0, ref=second["ref"], until=talk.now + 50_000_000))
        self.assertEqual(talk.session.state.name, "live")

    def test_a_second_refusal_is_the_last(self) -> None:
        talk = _entering()
        _, second = _gives(talk)
        talk.hears(_refused(second["ref"], "ticket_spent"))
        self.assertIn(events.RefusedRoom(ROOM, "denied", why="ticket_spent"), talk.did())

    def test_a_line_that_gives_no_ticket_refuses_the_room(self) -> None:
        talk = _entering()
        (first,) = talk.said("open")
        talk.hears(_refused(first["ref"], "ticket_needed"))
        (ask,) = talk.said("ask")
        said = {"say": "A ban runs.", "why": "help_only", "ways": {"person": True}}
        talk.hears({"t": "err", "ref": ask["ref"], "code": "denied", **said})
        self.assertIn(events.RefusedRoom(ROOM, "denied", **said), talk.did())

    def test_a_refusal_tells_the_reason_and_the_ways_on(self) -> None:
        said = {"say": "A ban runs.", "why": "help_only", "ways": {"person": True}}
        talk = Talk()
        talk.joins()
        talk.did()
        cid, number = talk.put(), talk.session.ask("place", talk.now)
        refs = [event.frame["ref"] for event in talk.did() if isinstance(event, events.Say)]
        for ref in refs:
            talk.hears({"t": "err", "ref": ref, "code": "denied", **said})
        answer = events.Answer(number, "place", None, "denied", **said)
        put = events.PutAnswered(cid, "refused", code="denied", **said)
        self.assertEqual(talk.did(), [put, answer])

    def test_what_is_not_about_tickets_is_no_reason_to_show_one(self) -> None:
        talk = _entering()
        (first,) = talk.said("open")
        talk.hears(_refused(first["ref"], "full"))
        self.assertIn(events.RefusedRoom(ROOM, "denied", why="full"), talk.did())

    def test_every_link_takes_a_proof_of_its_own(self) -> None:
        talk = _entering()
        _, second = _gives(talk)
        talk.hears(opened(1, 0, ref=second["ref"], until=talk.now + 50_000_000), ev(1))
        talk.breaks()
        (again,) = talk.said("open")
        self.assertEqual((again["seq"], set(again["join"])), (1, {"pk", "nonce", "sig"}))

    def test_a_lease_is_renewed_before_it_ends_with_a_ticket_that_is_at_hand(self) -> None:
        talk = _entering()
        _, second = _gives(talk)
        until = talk.now + 10_000
        talk.hears(opened(0, 0, ref=second["ref"], until=until))
        talk.session.tick(talk.now)
        (renewed,) = talk.said("open")
        self.assertIn("ticket", renewed["join"])

    def test_what_is_said_under_a_name_waits_until_the_name_is_proven_again(self) -> None:
        talk = _entering()
        _, second = _gives(talk)
        talk.hears(opened(0, 0, ref=second["ref"], until=talk.now + 50_000_000))
        talk.session.open_under(OWN, talk.now)
        (own,) = talk.said("open")
        talk.hears(opened(0, 0, room=OWN, ref=own["ref"]))
        talk.breaks()
        (again,) = talk.said("open")
        for room in (ROOM, OWN):
            talk.session.put(room, "msg", {"text": "I cannot go on"}, talk.now)
        self.assertEqual(talk.said("put"), [], "refused, nobody would look for danger")
        talk.session.put(to_base64(bytes([4] * 16)), "msg", {"text": "x"}, talk.now)
        self.assertEqual(len(talk.said("put")), 1)
        talk.hears(opened(0, 0, ref=again["ref"], until=talk.now + 50_000_000))
        did = [event.frame for event in talk.did() if isinstance(event, events.Say)]
        said = [(frame["t"], frame["room"]) for frame in did]
        self.assertEqual(sorted(said), [("open", OWN), ("put", ROOM), ("put", OWN)])

    def test_a_call_that_its_room_refuses_is_made_in_ones_own_room(self) -> None:
        for code in ("denied", "gone", "stale", "blocked", "internal", "bad"):
            talk = Talk()
            talk.joins()
            cid = talk.session.put(ROOM, "signal", {"country": "GB"}, talk.now)
            (put,) = talk.said("put")
            talk.now += 9000
            talk.hears({"t": "err", "ref": put["ref"], "code": code})
            did = talk.did()
            self.assertFalse([event for event in did if isinstance(event, events.PutAnswered)])
            (again,) = [event.frame for event in did if isinstance(event, events.Say)]
            self.assertEqual((again["room"], again["cid"]), ("@me", cid))
            self.assertNotIn("age_s", again)
            self.assertEqual(again["body"], {} if code == "bad" else {"country": "GB"})
            talk.hears({"t": "ok", "ref": again["ref"], "st": "done"})
            self.assertIn(events.PutAnswered(cid, "done"), talk.did())

    def test_a_call_that_ones_own_room_refuses_and_one_for_somebody_else_are_told(self) -> None:
        for room, kind, body in (
            ("@me", "signal", {}),
            (ROOM, "signal", {"to": ROOM}),
            (ROOM, "msg", {"text": "x"}),
        ):
            talk = Talk()
            talk.joins()
            cid = talk.session.put(room, kind, body, talk.now)
            (put,) = talk.said("put")
            talk.hears({"t": "err", "ref": put["ref"], "code": "denied"})
            self.assertEqual(talk.did(), [events.PutAnswered(cid, "refused", code="denied")])

    def test_a_call_that_is_given_up_on_its_way_goes_nowhere_else(self) -> None:
        talk = Talk()
        talk.joins()
        cid = talk.session.put(ROOM, "signal", {}, talk.now)
        (put,) = talk.said("put")
        talk.session.give_up(cid, talk.now)
        talk.hears({"t": "err", "ref": put["ref"], "code": "denied"})
        self.assertEqual(talk.said("put"), [])

    def test_a_link_of_one_room_proves_that_room_and_shows_a_ticket_from_elsewhere(self) -> None:
        talk = Talk(only=ROOM, invite="secret", device=bytes(32))
        r = bytes(range(32))
        talk.session.reception.doors.hold(ROOM, r, TICKET)
        talk.session.reception.enter(ROOM, None, None)
        talk.session.dial(talk.now)
        talk.session.connected(talk.now)
        talk.hears(HAIL)
        (hello,) = talk.said("hello")
        self.assertEqual(hello["auth"]["room"], ROOM)
        self.assertEqual(set(hello["auth"]), {"room", "pk", "nonce", "sig"})
        where = Context(from_base64(LINE), "room", bytes(16))
        binding = channel_binding("http://127.0.0.1:7433")
        nonce = from_base64(hello["auth"]["nonce"])
        signed = Join(where, from_base64(LINE), nonce, binding, HAIL["now"]).proof(bytes(16))
        self.assertEqual([hello["auth"]["pk"], hello["auth"]["sig"]], [to_base64(each) for each in signed])
        talk.hears(welcome())
        (key,) = talk.said("open")
        self.assertNotIn("ticket", key["join"])
        talk.hears({"t": "err", "ref": key["ref"], "code": "denied", "why": "ticket_needed"})
        (shown,) = talk.said("open")
        self.assertEqual(shown["join"]["ticket"], to_base64(TICKET))
        self.assertEqual(shown["join"]["r"], to_base64(r))


if __name__ == "__main__":
    unittest.main()
