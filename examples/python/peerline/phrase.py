"""What a person writes down to come back: 12 words, or 42 digits. See `docs/identity.md`."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from pathlib import Path

LANGUAGES = ("en", "cs", "es", "fr", "it", "pt", "ja", "ko", "zh-hans", "zh-hant")
"""The languages that BIP39 has a list for, in the order in which a phrase is looked for."""

_LATIN = frozenset(("en", "cs", "es", "fr", "it", "pt"))
_CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


class WrongPhrase(ValueError):
    """A phrase that is none. `position` (from 1) is the first wrong word or group, where one is."""

    def __init__(self, why: str, position: int | None = None) -> None:
        super().__init__(why)
        self.position = position


@functools.cache
def words_of(language: str) -> list[str]:
    """Returns the 2048 words of a language, as people write them."""
    file = Path(__file__).parent / "words" / f"{language}.txt"
    return file.read_text("utf-8").split()


def to_words(root: bytes, language: str = "en") -> str:
    """Returns a root of 16 bytes as 12 words."""
    bits = int.from_bytes(_whole(root), "big") << 4 | hashlib.sha256(root).digest()[0] >> 4
    words = words_of(language)
    separator = "\u3000" if language == "ja" else " "
    return separator.join(words[bits >> 11 * place & 2047] for place in reversed(range(12)))


def from_words(phrase: str, language: str | None = None) -> bytes:
    """Returns the root of 12 words, in whichever language they are, or in the one that is given.

    Raises `WrongPhrase`, with the position of a wrong word.
    """
    words = _split(phrase)
    read = [_numbers(words, one) for one in ([language] if language else LANGUAGES)]
    whole = [numbers for numbers in read if len(words) == 12 and None not in numbers]
    if not whole:
        raise _refusal(words, read)
    roots = {root for root in map(_root, whole) if root is not None}
    if not roots:
        raise WrongPhrase("the words do not fit together: one is another, or the order is")
    if len(roots) > 1:
        raise WrongPhrase("these words are a phrase in two languages; please choose the language")
    return roots.pop()


def _refusal(words: list[str], read: list[list[int | None]]) -> WrongPhrase:
    best = min(read, key=lambda numbers: numbers.count(None))
    if None in best:
        position = best.index(None) + 1
        return WrongPhrase(f"word {position} is not on the list", position)
    return WrongPhrase(f"a phrase has 12 words; here are {len(words)}")


def _root(numbers: list[int | None]) -> bytes | None:
    bits = 0
    for number in numbers:
        bits = bits << 11 | (number or 0)
    root = (bits >> 4).to_bytes(16, "big")
    return root if bits & 15 == hashlib.sha256(root).digest()[0] >> 4 else None


def _numbers(words: list[str], language: str) -> list[int | None]:
    known = _places(language)
    return [known.get(_key(word, language)) for word in words[:12]]


@functools.cache
def _places(language: str) -> dict[str, int]:
    words = (unicodedata.normalize("NFKD", word) for word in words_of(language))
    return {_key(word, language): place for place, word in enumerate(words)}


def _key(word: str, language: str) -> str:
    """Accents in Latin letters may be left out or added."""
    if language in _LATIN:
        return "".join(char for char in word if not _is_mark(char))
    return word


def _split(text: str) -> list[str]:
    """Small letters, decomposed; a Chinese character is a word of its own."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    apart = _CHINESE.sub(lambda found: f" {found[0]} ", plain)
    return "".join(char if char.isalpha() or _is_mark(char) else " " for char in apart).split()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


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
