"""The vectors of blind tickets: those of RFC 9497, and our own, made again byte by byte."""

import json
import unittest

from peerline import blind, ristretto
from peerline.tickets import bind

from .places import VECTORS

CASES = json.loads((VECTORS / "identity-blind.json").read_text("utf-8"))


def _all(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def _number(text: str) -> int:
    return int.from_bytes(bytes.fromhex(text), "little")


class Blind(unittest.TestCase):
    def test_the_key_comes_of_its_seed(self) -> None:
        pair = blind.derive(bytes.fromhex(CASES["seed"]), bytes.fromhex(CASES["key_info"]))
        self.assertEqual(pair.secret, _number(CASES["sk"]))
        self.assertEqual(pair.public.hex(), CASES["pk"])

    def test_questions_answers_and_proofs_are_those_of_the_standard(self) -> None:
        pair = blind.Pair(_number(CASES["sk"]))
        for case in CASES["cases"]:
            asked, blinds = _all(case["input"]), [_number(text) for text in case["blind"]]
            hidden = [blind.hide(*one) for one in zip(asked, blinds, strict=True)]
            self.assertEqual(hidden, _all(case["blinded"]))
            evaluated = [pair.evaluate(one) for one in hidden]
            self.assertEqual(evaluated, _all(case["evaluated"]))
            proof = pair.prove(hidden, evaluated, _number(case["proof_random"]))
            self.assertEqual(proof.hex(), case["proof"])
            self.assertTrue(blind.holds(pair.public, hidden, evaluated, proof))
            self.assertFalse(blind.holds(blind.Pair(7).public, hidden, evaluated, proof))
            values = [blind.reveal(*one) for one in zip(asked, blinds, evaluated, strict=True)]
            self.assertEqual(values, _all(case["output"]))
            self.assertEqual([pair.value(one) for one in asked], values)

    def test_every_ticket_is_made_again_byte_by_byte(self) -> None:
        for case in CASES["tickets"]:
            pair, week = blind.derive(bytes.fromhex(case["seed"])), case["week"]
            self.assertEqual(pair.public.hex(), case["key"])
            bound = bind(bytes.fromhex(case["room_key"]), bytes.fromhex(case["r"]))
            at = blind.place(bytes.fromhex(case["line_id"]), week, bound)
            hidden = blind.hide(at, _number(case["blind"]))
            self.assertEqual(hidden.hex(), case["blinded"])
            evaluated = pair.evaluate(hidden)
            self.assertEqual(evaluated.hex(), case["evaluated"])
            made = blind.ticket(week, bound, blind.reveal(at, _number(case["blind"]), evaluated))
            self.assertEqual(made.hex(), case["ticket"])
            self.assertEqual(blind.spent_by(week, bound).hex(), case["number"])

    def test_what_is_no_element_is_refused(self) -> None:
        for wrong in (bytes(32), b"\xff" * 32, b"\x01" + bytes(31), bytes(31)):
            self.assertIsNone(ristretto.decode(wrong))
        twice = ristretto.times(2, ristretto.BASE)
        again = ristretto.decode(ristretto.encode(twice))
        self.assertEqual(ristretto.encode(again or ristretto.BASE), ristretto.encode(twice))


if __name__ == "__main__":
    unittest.main()
