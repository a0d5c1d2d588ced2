"""The locker, checked by a second reading of the page."""

import base64
import json
import unittest

from peerline import gcm, locker

from .places import VECTORS

LINE = bytes([3]) * 32
ROOT = bytes([7]) * 16


def _vectors(name: str) -> list[dict]:
    return json.loads((VECTORS / "identity" / f"{name}.json").read_text("utf-8"))


class Cipher(unittest.TestCase):
    def test_it_is_that_of_the_proposal_to_nist(self) -> None:
        key = bytes.fromhex("feffe9928665731c6d6a8f9467308308") * 2
        text = bytes.fromhex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        )
        context = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        nonce = bytes.fromhex("cafebabefacedbaddecaf888")
        sealed = gcm.seal(key, nonce, text, context)
        self.assertEqual(sealed[-16:].hex(), "76fc6ece0f4e1768cddf8853bb2d551b")
        self.assertEqual(gcm.unseal(key, nonce, sealed, context), text)
        empty = gcm.seal(bytes(32), bytes(12), bytes(16), b"")
        self.assertEqual(
            empty.hex(), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
        )


class Lockers(unittest.TestCase):
    def test_the_vectors_open_and_are_made(self) -> None:
        for case in _vectors("lockers"):
            root, line = bytes.fromhex(case["root"]), bytes.fromhex(case["line_id"])
            kept = locker.Locker.of(root, line, case["generation"])
            content = case["content"].encode()
            blob = kept.seal(case["version"], content, bytes.fromhex(case["nonce"]))
            self.assertEqual(len(blob), locker.SIZE)
            self.assertEqual(base64.urlsafe_b64encode(blob).decode().rstrip("="), case["blob"])
            self.assertEqual(kept.open(case["version"], blob), content)

    def test_a_bit_another_version_or_generation_opens_nothing(self) -> None:
        kept = locker.Locker.of(ROOT, LINE)
        blob = kept.seal(1, b"mine")
        turned = [(blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]) for at in (1, 20, 2000, 4095)]
        tries = [(kept, 1, other) for other in turned] + [(kept, 2, blob), (kept, 1, blob[1:])]
        tries.append((locker.Locker.of(ROOT, LINE, 1), 1, blob))
        for key, version, other in tries:
            with self.assertRaises(locker.LockerError) as caught:
                key.open(version, other)
            self.assertEqual(caught.exception.reason, "not_this")
        with self.assertRaises(locker.LockerError) as caught:
            kept.open(1, b"\x09" + blob[1:])
        self.assertEqual(caught.exception.reason, "later")
        with self.assertRaises(locker.LockerError):
            kept.seal(1, bytes(locker.ROOM + 1))

    def test_devices_are_called_as_the_page_says(self) -> None:
        for case in _vectors("devices"):
            found = locker.device_id(bytes.fromhex(case["account"]), bytes.fromhex(case["secret"]))
            self.assertEqual(found.hex(), case["device"])


class Notes(unittest.TestCase):
    def test_two_devices_come_to_the_same_in_either_order(self) -> None:
        mine = {"rooms": {"a": {"read": 3, "at": 5, "pinned": True}}, "mood": 1}
        theirs = {"rooms": {"a": {"read": 2, "at": 9}, "b": {"read": 1, "at": 1}}, "blocks": [["a", "b"]]}
        merged = locker.merge(mine, theirs)
        self.assertEqual(merged, locker.merge(theirs, mine))
        self.assertEqual(merged["rooms"]["a"], {"read": 3, "at": 9, "pinned": True})
        self.assertEqual((merged["blocks"], merged["mood"]), ([["a", "b"]], 1))

    def test_the_oldest_rooms_are_left_out(self) -> None:
        rooms = {f"room {n:017}": {"read": n, "at": n} for n in range(300)}
        packed = locker.pack({"rooms": rooms})
        self.assertLessEqual(len(packed), locker.ROOM)
        kept = locker.unpack(packed)["rooms"]
        self.assertEqual(min(room["at"] for room in kept.values()), 300 - len(kept))
        with self.assertRaises(locker.LockerError):
            locker.unpack(b"[]")

    def test_of_two_plans_the_later_stays_and_none_is_left_out(self) -> None:
        plan = {"at": 1, "steps": ["mine", "", "", "", "", ""]}
        erased = {"at": 2, "steps": []}
        for mine, theirs in ((plan, erased), (erased, plan)):
            merged = locker.merge({"plan": mine}, {"plan": theirs})
            self.assertEqual(merged["plan"], erased)
        self.assertEqual(locker.merge({}, {"plan": plan})["plan"], plan)
        rooms = {f"room {n:017}": {"read": n, "at": n} for n in range(300)}
        long = {"at": 3, "steps": ["x" * 400] * 6}
        packed = locker.pack({"rooms": rooms, "plan": long, "other": "y" * 3000})
        self.assertEqual(locker.unpack(packed)["plan"], long)
