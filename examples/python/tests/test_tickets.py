"""The vectors of tickets: written and checked by a second reading of the page."""

import json
import unittest
from typing import Any

from peerline import ed25519
from peerline.tickets import Fields, WeekKey, bind, xchacha_open, xchacha_seal

from .places import VECTORS

CASES = json.loads((VECTORS / "identity-tickets.json").read_text("utf-8"))


def _key(case: dict[str, Any]) -> WeekKey:
    seal, sign = bytes.fromhex(case["seal_key"]), bytes.fromhex(case["sign_seed"])
    return WeekKey(bytes.fromhex(case["line_id"]), case["week"], seal, sign)


class Tickets(unittest.TestCase):
    def test_the_cipher_is_that_of_the_draft(self) -> None:
        case = {name: bytes.fromhex(text) for name, text in CASES["xchacha20poly1305"].items()}
        made = xchacha_seal(case["key"], case["nonce"], case["plaintext"], case["aad"])
        self.assertEqual(made, case["ciphertext"] + case["tag"])
        opened = xchacha_open(case["key"], case["nonce"], made, case["aad"])
        self.assertEqual(opened, case["plaintext"])
        self.assertIsNone(xchacha_open(case["key"], case["nonce"], made, b""))

    def test_every_ticket_is_made_again_byte_by_byte(self) -> None:
        for case in CASES["tickets"]:
            ticket = bytes.fromhex(case["ticket"])
            hidden = bind(bytes.fromhex(case["room_key"]), bytes.fromhex(case["r"]))
            self.assertEqual(hidden.hex(), case["bind"])
            number, nonce = bytes.fromhex(case["number"]), bytes.fromhex(case["nonce"])
            fields = Fields(case["class"], case["expires"], number, hidden, nonce)
            account = bytes.fromhex(case["account"])
            self.assertEqual(_key(case).ticket(fields, account), ticket)
            self.assertEqual(len(ticket), 182)

    def test_a_ticket_is_signed_bound_and_sealed_as_it_says(self) -> None:
        for case in CASES["tickets"]:
            ticket, key = bytes.fromhex(case["ticket"]), _key(case)
            self.assertEqual(key.signature(ticket[:118]), ticket[118:])
            self.assertEqual(ed25519.public_key(key.sign).hex(), case["verify_key"])
            self.assertEqual(ticket[30:62].hex(), case["bind"])
            link = ticket[2:6] + ticket[62:118]
            self.assertEqual(link.hex(), case["link"])
            opened = key.open(link)
            self.assertEqual(opened and opened.hex(), case["account"])

    def test_no_flipped_bit_of_a_link_opens(self) -> None:
        case = CASES["tickets"][0]
        link = bytes.fromhex(case["link"])
        for at in range(0, len(link) * 8, 7):
            flipped = bytearray(link)
            flipped[at // 8] ^= 1 << at % 8
            self.assertIsNone(_key(case).open(bytes(flipped)))


if __name__ == "__main__":
    unittest.main()
