"""Both ends of a blind ticket (RFC 9497, ristretto255-SHA512, mode VOPRF). See `docs/identity.md`.

In plain Python on the standard library, a second reading of the page: right, and slow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from .identity import digest, lp
from .ristretto import BASE, ORDER, Element, add, decode, encode, expand, from_uniform, times

_CONTEXT = b"OPRFV1-\x01-ristretto255-SHA512"
"""The mode VOPRF and the suite."""

KEY_INFO = b"peerline/v1/blind/key"
"""What the seed of a week's key is derived with."""


@dataclass(frozen=True)
class Pair:
    """The key of one week."""

    secret: int

    @property
    def public(self) -> bytes:
        """What everybody is shown."""
        return encode(times(self.secret, BASE))

    def evaluate(self, blinded: bytes) -> bytes:
        """Evaluates what somebody hid."""
        return encode(times(self.secret, _element(blinded)))

    def value(self, at: bytes) -> bytes:
        """Returns the value of the function, which the line compares with what is shown."""
        return _finish(at, encode(times(self.secret, _hash_to_group(at))))

    def prove(self, blinded: Sequence[bytes], evaluated: Sequence[bytes], draw: int) -> bytes:
        """Proves that all was evaluated under this key; `draw` is used once."""
        m, z = _composite(self.public, blinded, evaluated)
        commitments = encode(times(draw, BASE)), encode(times(draw, m))
        c = _challenge(self.public, (m, z), commitments)
        return _bytes(c) + _bytes((draw - c * self.secret) % ORDER)


def derive(seed: bytes, info: bytes = KEY_INFO) -> Pair:
    """Returns `DeriveKeyPair` of RFC 9497, 3.2.1."""
    base = seed + len(info).to_bytes(2, "big") + info
    for counter in range(256):
        found = _number(base + bytes([counter]), b"DeriveKeyPair" + _CONTEXT)
        if found:
            return Pair(found)
    raise ValueError("no key comes of this seed")


def place(line: bytes, week: int, bound: bytes) -> bytes:
    """Returns where the function is evaluated for a ticket."""
    parts = b"peerline/v1/blind", line, week.to_bytes(4, "big"), bound
    return b"".join(lp(part) for part in parts)


def hide(at: bytes, blind: int) -> bytes:
    """Hides where the function is to be evaluated."""
    return encode(times(blind, _hash_to_group(at)))


def reveal(at: bytes, blind: int, evaluated: bytes) -> bytes:
    """Returns the value of the function, from what the line answered."""
    return _finish(at, encode(times(pow(blind, -1, ORDER), _element(evaluated))))


def holds(public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes) -> bool:
    """Returns whether all was evaluated under the key that `public` is of."""
    c, s = (int.from_bytes(half, "little") for half in (proof[:32], proof[32:]))
    m, z = _composite(public, blinded, evaluated)
    left = add(times(s, BASE), times(c, _element(public)))
    right = add(times(s, m), times(c, z))
    return c == _challenge(public, (m, z), (encode(left), encode(right)))


def ticket(week: int, bound: bytes, value: bytes) -> bytes:
    """Returns the 101 bytes of a ticket."""
    return b"\x02" + week.to_bytes(4, "big") + bound + value


def spent_by(week: int, bound: bytes) -> bytes:
    """Returns what a ticket is spent by."""
    return digest(b"peerline/v1/blind/number", week.to_bytes(4, "big"), bound)[:16]


def _composite(
    public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes]
) -> tuple[Element, Element]:
    tag = b"Seed-" + _CONTEXT
    seed = hashlib.sha512(_sized(public) + _sized(tag)).digest()
    m: Element = (0, 1, 1, 0)
    z: Element = (0, 1, 1, 0)
    for number, (one, other) in enumerate(zip(blinded, evaluated, strict=True)):
        parts = _sized(seed) + number.to_bytes(2, "big") + _sized(one) + _sized(other)
        factor = _number(parts + b"Composite", b"HashToScalar-" + _CONTEXT)
        m, z = add(m, times(factor, _element(one))), add(z, times(factor, _element(other)))
    return m, z


def _challenge(public: bytes, sums: tuple[Element, Element], commitments: tuple[bytes, bytes]) -> int:
    parts = public, encode(sums[0]), encode(sums[1]), *commitments
    transcript = b"".join(_sized(part) for part in parts) + b"Challenge"
    return _number(transcript, b"HashToScalar-" + _CONTEXT)


def _finish(at: bytes, element: bytes) -> bytes:
    return hashlib.sha512(_sized(at) + _sized(element) + b"Finalize").digest()


def _hash_to_group(at: bytes) -> Element:
    return from_uniform(expand(at, b"HashToGroup-" + _CONTEXT, 64))


def _number(message: bytes, tag: bytes) -> int:
    return int.from_bytes(expand(message, tag, 64), "little") % ORDER


def _element(data: bytes) -> Element:
    found = decode(data)
    if found is None:
        raise ValueError("no element of the group")
    return found


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(2, "big") + part


def _bytes(number: int) -> bytes:
    return number.to_bytes(32, "little")
