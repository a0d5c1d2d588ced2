"""What a person at the terminal sees."""

import unittest

from peerline import events
from peerline.screen import Screen, card, plain, state

from .talk import ROOM, ev

WHO = "8PHy8_T19vf4-fr7_P3-_w"


class Shown(unittest.TestCase):
    def shows(self, *frames: dict, room: str = ROOM) -> list[str]:
        screen = Screen()
        return [line for frame in frames for line in screen.entry(room, frame)]

    def test_who_speaks_is_named_by_their_handle(self) -> None:
        join = ev(1, kind="join", who=WHO, body={"handle": "Quiet Harbor 12", "role": "supporter"})
        lines = self.shows(join, ev(2, who=WHO), ev(3, who=1), ev(4, cid=WHO))
        self.assertEqual(lines[0], "* Quiet Harbor 12 supports")
        self.assertEqual(lines[1:3], ["Quiet Harbor 12: hello"] * 2)
        self.assertEqual(lines[3], "you: hello")

    def test_what_was_destroyed_is_not_shown(self) -> None:
        gone = {name: part for name, part in ev(2, tomb=True).items() if name != "body"}
        self.assertEqual(self.shows(gone), ["somebody: (taken back)"])

    def test_words_of_others_give_the_terminal_no_orders(self) -> None:
        (line,) = self.shows(ev(1, body={"text": "a\x1b[2Jb\x07\u202ec"}))
        self.assertEqual(line, "somebody: a [2Jb  c")
        self.assertEqual(plain("tab\tand ä 😀"), "tab\tand ä 😀")

    def test_an_unknown_kind_shows_nothing(self) -> None:
        self.assertEqual(self.shows(ev(1, kind="x.wave"), ev(2, kind="w.200")), [])

    def test_a_care_card_shows_its_numbers(self) -> None:
        body = {
            "lines": ["You are not alone."],
            "emergency": [{"name": "Emergency", "dial": "999"}],
            "services": [{"name": "A line", "dial": "123", "languages": ["en"], "checked": ""}],
        }
        lines = list(card(body))
        self.assertEqual(lines, ["  You are not alone.", "  Emergency: 999", "  A line: 123"])

    def test_the_state_says_that_nothing_is_lost(self) -> None:
        self.assertEqual(state(events.State("live")), "[live]")
        self.assertIn("kept and sent later", state(events.State("stale", 0)))
