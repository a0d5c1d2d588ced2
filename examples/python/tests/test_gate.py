"""What a newcomer's program brings to the gate."""

import asyncio
import hashlib
import unittest

from peerline import work
from peerline.entering import keys_for
from peerline.values import to_base64

LINE, NONCE = bytes(range(32)), bytes(range(32, 64))
HAIL = {"line": to_base64(LINE), "nonce": to_base64(NONCE)}


def _keys(gate: dict, known: str | None = None, over: bool = False) -> dict | None:
    return asyncio.run(keys_for(gate, HAIL, known, lambda: over))


class Gate(unittest.TestCase):
    def test_a_proof_is_the_first_number_whose_hash_begins_with_zeros(self) -> None:
        keys = _keys({"why": "pow", "bits": 10})
        assert keys
        lengths = b"".join(len(part).to_bytes(2, "big") + part for part in (
            b"peerline/v1/pow", LINE, NONCE, keys["pow"].to_bytes(8, "big"),
        ))  # fmt: skip
        self.assertLess(hashlib.sha256(lengths).digest()[:2], b"\x00\x40")
        self.assertTrue(work.is_proof(LINE, NONCE, keys["pow"], 10))
        self.assertFalse(work.is_proof(NONCE, LINE, keys["pow"], 10))
        before = range(keys["pow"])
        self.assertFalse(any(work.is_proof(LINE, NONCE, number, 10) for number in before))

    def test_what_is_too_much_or_for_a_link_that_is_gone_is_not_worked_for(self) -> None:
        self.assertIsNone(_keys({"why": "pow", "bits": work.MAX_BITS + 1}))
        self.assertIsNone(_keys({"why": "pow", "bits": 20}, over=True))

    def test_a_pass_is_brought_where_it_is_known_and_a_wrong_one_not_again(self) -> None:
        self.assertEqual(_keys({"why": "pass"}, "sunflower"), {"pass": "sunflower"})
        self.assertIsNone(_keys({"why": "pass"}))
        self.assertIsNone(_keys({"why": "wrong_pass"}, "sunflower"))

    def test_who_waited_asks_again(self) -> None:
        self.assertEqual(_keys({"why": "wait", "retry_ms": 0}), {})
