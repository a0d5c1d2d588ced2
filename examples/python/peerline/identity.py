"""Keys from a root, and the proof of who one is. See `docs/identity.md` and *Joining*."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from . import ed25519


def lp(data: bytes) -> bytes:
    """Returns the length of `data` as u16, big-endian, then `data`.

    What is too long for that is `ff ff`, then its SHA-256.
    """
    if len(data) >= 0xFFFF:
        return b"\xff\xff" + hashlib.sha256(data).digest()
    return len(data).to_bytes(2, "big") + data


def digest(*parts: bytes) -> bytes:
    """Returns SHA-256 over the parts, each with its length: `H` on the page."""
    return hashlib.sha256(b"".join(lp(part) for part in parts)).digest()


def mac(key: bytes, *parts: bytes) -> bytes:
    """Returns HMAC-SHA-256 over the parts, each with its length: `M` on the page."""
    return hmac.digest(key, b"".join(lp(part) for part in parts), "sha256")


def extract(salt: bytes, secret: bytes) -> bytes:
    """Returns HKDF-Extract (RFC 5869) with SHA-256."""
    return hmac.digest(salt, secret, "sha256")


def expand(key: bytes, info: bytes, size: int) -> bytes:
    """Returns `size` bytes of HKDF-Expand (RFC 5869) with SHA-256."""
    made, block, number = b"", b"", 1
    while len(made) < size:
        block = hmac.digest(key, block + info + bytes([number]), "sha256")
        made += block
        number += 1
    return made[:size]


def line_id(line_key: bytes) -> bytes:
    """Returns the id of the line with this public key."""
    return digest(b"peerline/v1/line", line_key)


def account_id(public_key: bytes) -> bytes:
    """Returns the 16 bytes of the account of a context key."""
    return digest(b"peerline/v1/account", public_key)[:16]


def occupant_id(room_key: bytes, context: bytes, account: bytes) -> bytes:
    """Returns the 16 bytes that name an account in a room."""
    return mac(room_key, b"peerline/v1/occ", context, account)[:16]


def channel_binding(origin: str) -> bytes:
    """Returns what binds a proof to the origin that was dialed."""
    return digest(b"peerline/v1/origin", origin.encode("utf-8"))


def bind(room_key: bytes, r: bytes) -> bytes:
    """Returns what a ticket is made for: a room key, hidden by 32 random bytes."""
    return digest(b"peerline/v1/bind", room_key, r)


@dataclass(frozen=True)
class Context:
    """Where a key is used: for most, the line itself."""

    line: bytes
    """The id of the line, 32 bytes: `line` of `hail`."""
    kind: str = "line"
    context: bytes = b""
    generation: int = 0

    def public_key(self, root: bytes) -> bytes:
        """Returns the public half of the key that `root` has here."""
        return ed25519.public_key(self.seed(root))

    def seed(self, root: bytes) -> bytes:
        """Returns the seed of the Ed25519 key that `root` has here."""
        name = lp(self.kind.encode("ascii")) + lp(self.line) + lp(self.context)
        info = lp(b"peerline/v1/ctx") + name + self.generation.to_bytes(4, "big")
        return expand(extract(b"peerline/v1/root", root), info, 32)


@dataclass(frozen=True)
class Join:
    """What a proof is about."""

    where: Context
    server_nonce: bytes
    client_nonce: bytes
    binding: bytes
    server_time: int
    ticket: bytes = b""

    def signed(self) -> bytes:
        """Returns the bytes that are signed."""
        parts = (
            b"peerline/v1/join",
            self.where.kind.encode("ascii"),
            self.where.line,
            self.where.context,
            self.server_nonce,
            self.client_nonce,
            self.binding,
            self.server_time.to_bytes(8, "big"),
            hashlib.sha256(self.ticket).digest(),
        )
        return b"".join(lp(part) for part in parts)

    def proof(self, root: bytes) -> tuple[bytes, bytes]:
        """Returns the public key and the signature."""
        seed = self.where.seed(root)
        return ed25519.public_key(seed), ed25519.sign(seed, self.signed())
