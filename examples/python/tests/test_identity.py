"""The vectors of identity, checked by a second reading of the page."""

import json
import unicodedata
import unittest

from peerline import ed25519, identity, phrase

from .places import VECTORS

CASES = json.loads((VECTORS / "identity.json").read_text("utf-8"))


def _bytes(case: dict, name: str) -> bytes:
    if f"{name}_repeat" in case:
        repeat = case[f"{name}_repeat"]
        return bytes([repeat["byte"]]) * repeat["length"]
    return bytes.fromhex(case[name])


def _context(case: dict) -> identity.Context:
    return identity.Context(
        _bytes(case, "line_id"), case["kind"], _bytes(case, "ctx_id"), case["generation"]
    )


class Standards(unittest.TestCase):
    def test_ed25519_is_that_of_rfc_8032(self) -> None:
        for case in CASES["rfc8032"]:
            seed, message = _bytes(case, "seed"), _bytes(case, "message")
            self.assertEqual(ed25519.public_key(seed).hex(), case["public_key"])
            self.assertEqual(ed25519.sign(seed, message).hex(), case["signature"])

    def test_hkdf_is_that_of_rfc_5869(self) -> None:
        case = CASES["rfc5869"]
        key = identity.extract(_bytes(case, "salt"), _bytes(case, "ikm"))
        okm = _bytes(case, "okm")
        self.assertEqual(identity.expand(key, _bytes(case, "info"), len(okm)), okm)


class Phrases(unittest.TestCase):
    def test_words_and_digits_go_there_and_back(self) -> None:
        for case in CASES["bip39"]:
            self.assertEqual(phrase.to_words(_bytes(case, "root")), case["phrase"])
            self.assertEqual(phrase.from_words(case["phrase"]).hex(), case["root"])
        for case in CASES["digits"]:
            self.assertEqual(phrase.to_digits(_bytes(case, "root")), case["digits"])
            self.assertEqual(phrase.from_digits(case["digits"]).hex(), case["root"])

    def test_a_wrong_word_is_named_by_its_position(self) -> None:
        words = CASES["bip39"][4]["phrase"].split()
        words[6] = "peerline"
        with self.assertRaises(phrase.WrongPhrase) as caught:
            phrase.from_words(" ".join(words))
        self.assertEqual(caught.exception.position, 7)

    def test_every_language_goes_there_and_back_and_names_a_wrong_word(self) -> None:
        root = bytes(range(100, 116))
        for language in phrase.LANGUAGES:
            shown = phrase.to_words(root, language)
            typed = unicodedata.normalize("NFD", shown.upper()).replace(" ", ", ")
            self.assertEqual(phrase.from_words(shown), root, language)
            self.assertEqual(phrase.from_words(typed, language), root, language)
            for position in range(1, 13):
                words = shown.split()
                words[position - 1] = "\u0416"
                with self.assertRaises(phrase.WrongPhrase) as caught:
                    phrase.from_words(" ".join(words))
                self.assertEqual(caught.exception.position, position)

    def test_swapped_words_and_digits_are_seen(self) -> None:
        words = CASES["bip39"][4]["phrase"].split()
        words[0], words[1] = words[1], words[0]
        with self.assertRaises(phrase.WrongPhrase):
            phrase.from_words(" ".join(words))
        digits = CASES["digits"][4]["digits"]
        for wrong in (digits[:-1] + "9", "9" * 42, digits[:-1], digits[:-1] + "\u0663"):
            with self.assertRaises(phrase.WrongPhrase):
                phrase.from_digits(wrong)


class Keys(unittest.TestCase):
    def test_the_line_has_its_id(self) -> None:
        case = CASES["line"]
        self.assertEqual(identity.line_id(_bytes(case, "root_public_key")).hex(), case["line_id"])

    def test_each_context_has_its_key(self) -> None:
        for case in CASES["context_keys"]:
            public = ed25519.public_key(_context(case).seed(_bytes(case, "root")))
            self.assertEqual(public.hex(), case["public_key"])
            self.assertEqual(identity.account_id(public).hex(), case["account"])

    def test_joins_are_signed_as_the_page_says(self) -> None:
        for case in CASES["joins"]:
            nonces = _bytes(case, "server_nonce"), _bytes(case, "client_nonce")
            join = identity.Join(
                _context(case), *nonces, _bytes(case, "channel_binding"), case["server_time"],
                _bytes(case, "ticket"),
            )  # fmt: skip
            public, signature = join.proof(_bytes(case, "root"))
            self.assertEqual(join.signed().hex(), case["bytes"])
            self.assertEqual(public.hex(), case["public_key"])
            self.assertEqual(signature.hex(), case["signature"])

    def test_names_in_rooms_are_as_the_page_says(self) -> None:
        for case in CASES["occupants"]:
            parts = _bytes(case, "ctx_id"), _bytes(case, "account")
            named = identity.occupant_id(_bytes(case, "k_room"), *parts)
            self.assertEqual(named.hex(), case["occupant_id"])
