"""The other end of a ticket: how a line seals, signs and opens one. See `docs/identity.md`.

A client needs none of it: to it a ticket is 182 bytes. It stands here so that the vectors are
written and checked by a second reading of the page, in plain Python: right, and slow.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from . import ed25519
from .identity import digest, lp

_MASK = 0xFFFFFFFF
_CONSTANTS = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)


@dataclass(frozen=True)
class WeekKey:
    """What a line seals and signs the tickets of one week with."""

    line: bytes
    week: int
    seal: bytes
    sign: bytes

    def sealed(self, nonce: bytes, account: bytes) -> bytes:
        """Returns an account's tag, sealed."""
        return xchacha_seal(self.seal, nonce, account, self._context())

    def open(self, link: bytes) -> bytes | None:
        """Returns whose a link is: week, nonce and sealed tag; None where it is not ours."""
        week, nonce, sealed = int.from_bytes(link[:4], "big"), link[4:28], link[28:]
        return xchacha_open(self.seal, nonce, sealed, self._context()) if week == self.week else None

    def signature(self, signed: bytes) -> bytes:
        """Returns the signature of the first 118 bytes of a ticket."""
        message = lp(b"peerline/v1/ticket") + lp(self.line) + lp(signed)
        return ed25519.sign(self.sign, message)

    def ticket(self, fields: Fields, account: bytes) -> bytes:
        """Returns a whole ticket."""
        link = fields.nonce + self.sealed(fields.nonce, account)
        head = bytes([1, fields.ticket_class]) + self.week.to_bytes(4, "big")
        signed = head + fields.expires.to_bytes(8, "big") + fields.number + fields.bind + link
        return signed + self.signature(signed)

    def _context(self) -> bytes:
        return lp(b"peerline/v1/tag") + lp(self.line) + lp(self.week.to_bytes(4, "big"))


@dataclass(frozen=True)
class Fields:
    """What a ticket says besides whose it is."""

    ticket_class: int
    expires: int
    number: bytes
    bind: bytes
    nonce: bytes


def bind(room_key: bytes, r: bytes) -> bytes:
    """Returns what a ticket is made for: a room key, hidden by 32 random bytes."""
    return digest(b"peerline/v1/bind", room_key, r)


def xchacha_seal(key: bytes, nonce: bytes, text: bytes, context: bytes) -> bytes:
    """Returns XChaCha20-Poly1305 of `text`: the cipher text, then 16 bytes of MAC."""
    sub, short = _hchacha(key, nonce[:16]), bytes(4) + nonce[16:]
    sealed = _crypt(sub, short, text)
    return sealed + _tag(sub, short, sealed, context)


def xchacha_open(key: bytes, nonce: bytes, sealed: bytes, context: bytes) -> bytes | None:
    """Returns what was sealed, or None where the MAC does not fit."""
    sub, short = _hchacha(key, nonce[:16]), bytes(4) + nonce[16:]
    text, mac = sealed[:-16], sealed[-16:]
    return _crypt(sub, short, text) if mac == _tag(sub, short, text, context) else None


def _crypt(key: bytes, nonce: bytes, text: bytes) -> bytes:
    blocks = (len(text) + 63) // 64
    stream = b"".join(_block(key, number, nonce) for number in range(1, blocks + 1))
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _tag(key: bytes, nonce: bytes, sealed: bytes, context: bytes) -> bytes:
    once = _block(key, 0, nonce)[:32]
    sizes = struct.pack("<QQ", len(context), len(sealed))
    return _poly1305(once, _padded(context) + _padded(sealed) + sizes)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 16)


def _poly1305(key: bytes, message: bytes) -> bytes:
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        part = message[at : at + 16] + b"\x01"
        total = (total + int.from_bytes(part, "little")) * r % (2**130 - 5)
    total += int.from_bytes(key[16:], "little")
    return (total % 2**128).to_bytes(16, "little")


def _hchacha(key: bytes, nonce: bytes) -> bytes:
    state = _rounds([*_CONSTANTS, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)])
    return struct.pack("<8I", *state[:4], *state[12:])


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    start = [*_CONSTANTS, *struct.unpack("<8I", key), counter, *struct.unpack("<3I", nonce)]
    mixed = _rounds(list(start))
    words = (a + b & _MASK for a, b in zip(start, mixed, strict=True))
    return struct.pack("<16I", *words)


def _rounds(x: list[int]) -> list[int]:
    for _ in range(10):
        for column in range(4):
            _quarter(x, column, column + 4, column + 8, column + 12)
        for row in range(4):
            _quarter(x, row, 4 + (row + 1) % 4, 8 + (row + 2) % 4, 12 + (row + 3) % 4)
    return x


def _quarter(x: list[int], a: int, b: int, c: int, d: int) -> None:
    for left, right, target, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x[left] = x[left] + x[right] & _MASK
        mixed = x[target] ^ x[left]
        x[target] = (mixed << bits | mixed >> (32 - bits)) & _MASK
