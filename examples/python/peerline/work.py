"""The sum that a newcomer's program does under load. See *The gate* in `docs/protocol.md`."""

from __future__ import annotations

import hashlib

from .identity import lp

MAX_BITS = 24
"""More than this is not worked for: a phone would be busy for minutes."""


def is_proof(line: bytes, nonce: bytes, number: int, bits: int) -> bool:
    """Returns whether a number proves `bits` bits of work for one `hail`."""
    return 0 <= number < 1 << 53 and _fits(_start(line, nonce), number, bits)


def search(line: bytes, nonce: bytes, bits: int, first: int = 0, tries: int = 1 << 14) -> int | None:
    """Tries numbers from `first` on; returns the first that is a proof, if one is among them.

    Called again with later numbers, it lets a program go on in between.
    """
    start = _start(line, nonce)
    numbers = range(first, min(first + tries, 1 << 53))
    return next((number for number in numbers if _fits(start, number, bits)), None)


def _start(line: bytes, nonce: bytes) -> "hashlib._Hash":
    return hashlib.sha256(lp(b"peerline/v1/pow") + lp(line) + lp(nonce))


def _fits(start: "hashlib._Hash", number: int, bits: int) -> bool:
    hashed = start.copy()
    hashed.update(lp(number.to_bytes(8, "big")))
    return int.from_bytes(hashed.digest()[:8], "big") >> (64 - bits) == 0
