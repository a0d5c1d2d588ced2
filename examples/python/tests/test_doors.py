"""Rooms that are entered with tickets."""

import unittest
from typing import Any

from peerline import events
from peerline.values import to_base64

from .talk import ROOM, Talk, ev, opened

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
        self.assertIn(events.RefusedRoom(ROOM, "denied"), talk.did())

    def test_a_line_that_gives_no_ticket_refuses_the_room(self) -> None:
        talk = _entering()
        (first,) = talk.said("open")
        talk.hears(_refused(first["ref"], "ticket_needed"))
        (ask,) = talk.said("ask")
        talk.hears({"t": "err", "ref": ask["ref"], "code": "denied", "why": "help_only"})
        self.assertIn(events.RefusedRoom(ROOM, "denied"), talk.did())

    def test_what_is_not_about_tickets_is_no_reason_to_show_one(self) -> None:
        talk = _entering()
        (first,) = talk.said("open")
        talk.hears(_refused(first["ref"], "full"))
        self.assertIn(events.RefusedRoom(ROOM, "denied"), talk.did())

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


if __name__ == "__main__":
    unittest.main()
