"""What a person writes down to come back: 12 words, or 42 digits. See `docs/identity.md`."""

from __future__ import annotations

import hashlib
from pathlib import Path

WORDS: list[str] = Path(__file__).with_name("english.txt").read_text("ascii").split()
"""The English list of BIP39, 2048 words."""

_NUMBERS = {word: number for number, word in enumerate(WORDS)}


class WrongPhrase(ValueError):
    """A phrase that is none. `position` (from 1) is the first wrong word or group, where one is."""

    def __init__(self, why: str, position: int | None = None) -> None:
        super().__init__(why)
        self.position = position


def to_words(root: bytes) -> str:
    """Returns a root of 16 bytes as 12 words."""
    bits = int.from_bytes(_whole(root), "big") << 4 | hashlib.sha256(root).digest()[0] >> 4
    return " ".join(WORDS[bits >> 11 * place & 2047] for place in reversed(range(12)))


def from_words(phrase: str) -> bytes:
    """Returns the root of 12 words; raises `WrongPhrase`, with the position of a wrong word."""
    words = phrase.lower().split()
    bits = 0
    for position, word in enumerate(words, 1):
        if word not in _NUMBERS:
            raise WrongPhrase(f"word {position} is not on the list", position)
        bits = bits << 11 | _NUMBERS[word]
    if len(words) != 12:
        raise WrongPhrase("a phrase has 12 words")
    root = (bits >> 4).to_bytes(16, "big")
    if bits & 15 != hashlib.sha256(root).digest()[0] >> 4:
        raise WrongPhrase("the words do not fit together: one is another, or the order is")
    return root


def to_digits(root: bytes) -> str:
    """Returns a root of 16 bytes as 42 digits in 7 groups."""
    number = int.from_bytes(_whole(root), "big") << 11 | _check(root)
    digits = f"{number:042d}"
    return " ".join(digits[at : at + 6] for at in range(0, 42, 6))


def from_digits(digits: str) -> bytes:
    """Returns the root of 42 digits, with or without spaces; raises `WrongPhrase`."""
    joined = "".join(digits.split())
    if len(joined) != 42 or not (joined.isascii() and joined.isdigit()):
        raise WrongPhrase("there must be 42 digits")
    number = int(joined)
    if number >> 139:
        raise WrongPhrase("the digits do not fit together")
    root = (number >> 11).to_bytes(16, "big")
    if number & 2047 != _check(root):
        raise WrongPhrase("the digits do not fit together")
    return root


def _check(root: bytes) -> int:
    return int.from_bytes(hashlib.sha256(root).digest()[:2], "big") >> 5


def _whole(root: bytes) -> bytes:
    if len(root) != 16:
        raise ValueError("a root has 16 bytes")
    return root
