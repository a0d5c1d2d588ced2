"""The vault, checked by a second reading of the page."""

import itertools
import json
import unittest

from peerline import hpke, vault, x25519

from .places import VECTORS

CASES = json.loads((VECTORS / "identity" / "vaults.json").read_text("utf-8"))


def _hex(case: dict, *names: str) -> list[bytes]:
    return [bytes.fromhex(case[name]) for name in names]


def _on(case: dict) -> vault.Guarding:
    keys = (bytes.fromhex(key) for key in case["guardians"])
    return vault.Guarding(bytes.fromhex(case["line_id"]), case["threshold"], tuple(map(vault.public, keys)))


class Standards(unittest.TestCase):
    def test_a_key_is_that_of_rfc_7748_and_both_sides_agree(self) -> None:
        alice = bytes(range(32))
        bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
        self.assertEqual(
            x25519.public_key(bob).hex(), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
        )
        both = x25519.shared(alice, x25519.public_key(bob)), x25519.shared(bob, x25519.public_key(alice))
        self.assertEqual(*both)

    def test_a_key_of_small_order_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            x25519.shared(bytes(range(32)), bytes(32))

    def test_what_is_sealed_is_the_published_vector(self) -> None:
        to = bytes.fromhex("ac66bae9ffa270cf4a89ed9f274e30c0456babae2572aaaf002ff0d8884ab018")
        once = bytes.fromhex("28e212563a8b6f068af7ff17400ff1baf23612b7a738bbaf5dfb321b2b5b431a")
        text = b"Beauty is truth, truth beauty"
        sealed = hpke.seal(to, b"Ode on a Grecian Urn", b"Count-0", text, once)
        self.assertEqual(
            sealed[32:].hex(),
            "23ded2d5d90ea89d975dac4792b297240f194952d7421aacbff0474100052b6bb8aa58d1"
            "8ef6c42b6960e2e28f",
        )

    def test_the_published_seed_gives_the_published_key(self) -> None:
        seed = bytes.fromhex("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df")
        self.assertEqual(
            x25519.public_key(hpke.secret_of(seed)).hex(),
            "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
        )


class Vaults(unittest.TestCase):
    def test_the_vectors_open_with_any_enough_guardians(self) -> None:
        for case in CASES:
            on = _on(case)
            sealed, opener, root = _hex(case, "sealed", "opener", "root")
            person = vault.Person.of(root, on.line)
            self.assertEqual(person.read(sealed), (case["contact"] is not None, case["purpose"]))
            request = vault.Request(
                *_hex(case, "request_id"), person.entry, vault.Record(sealed).digest, case["reason"],
                case["request_until"], x25519.public_key(hpke.secret_of(opener)),
            )  # fmt: skip
            self.assertEqual(request.encode().hex(), case["request"])
            approvals = [bytes.fromhex(one) for one in case["approvals"]]
            for some in itertools.combinations(approvals, on.threshold):
                self.assertEqual(vault.open_with(on, opener, sealed, request, list(some)), case["contact"])
            with self.assertRaises(vault.VaultError):
                vault.open_with(on, opener, sealed, request, approvals[: on.threshold - 1])

    def test_a_wider_purpose_is_not_approved(self) -> None:
        case = next(case for case in CASES if case["purpose"] == "danger_to_life")
        on, sealed = _on(case), bytes.fromhex(case["sealed"])
        opener = x25519.public_key(hpke.secret_of(bytes.fromhex(case["opener"])))
        record = vault.Record(sealed)
        request = vault.Request(bytes(16), record.entry, record.digest, "lost_contact", 1, opener)
        with self.assertRaises(vault.VaultError):
            vault.approve(on, bytes.fromhex(case["guardians"][0]), sealed, request)

    def test_nobody_looks_like_somebody(self) -> None:
        case = CASES[0]
        person = vault.Person.of(bytes(16), bytes.fromhex(case["line_id"]))
        consent = (case["purpose"], case["until"])
        one, none = (person.seal(_on(case), consent, contact) for contact in ("x" * 510, None))
        self.assertEqual((len(one), one[:59]), (len(none), none[:59]))
        self.assertEqual(person.read(one), (True, consent[0]))
        self.assertEqual(person.read(none), (False, consent[0]))

    def test_a_bit_opens_nothing(self) -> None:
        case = CASES[0]
        sealed, root, line = _hex(case, "sealed", "root", "line_id")
        for at in (0, 3, 20, 40, 70, 100, 700, len(sealed) - 1):
            turned = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
            with self.assertRaises(vault.VaultError):
                vault.Person.of(root, line).read(turned)
