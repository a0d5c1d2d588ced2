"""A sealed emergency contact, on the person's side, a guardian's and the asker's. See `docs/vault.md`."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from . import ed25519, gcm, hpke, x25519
from .identity import Context, digest, lp, mac

BLOCK = 512
"""How long a contact is with its padding."""
PURPOSES = ("danger_to_life", "lost_contact")
"""For what it may be called, the narrowest first."""
DAY = 24 * 60 * 60 * 1000


class VaultError(Exception):
    """Something was not what it should be."""


@dataclass(frozen=True)
class Guarding:
    """The guardians of a line: each 64 bytes, what seals, then what checks."""

    line: bytes
    threshold: int
    guardians: tuple[bytes, ...]

    def digest(self) -> bytes:
        """Returns what names this set on this line."""
        label = b"peerline/v1/vault/guardians"
        return digest(label, self.line, bytes([self.threshold]), *self.guardians)

    def bound(self, label: str, to: bytes) -> bytes:
        """Returns what something is bound to."""
        return b"".join(lp(part) for part in (b"peerline/v1/vault/" + label.encode(), self.line, to))


@dataclass(frozen=True)
class Draws:
    """What is drawn for one sealing: key, nonce, coefficients of the sharing, a secret per guardian."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(12))
    coefficients: tuple[bytes, ...] | None = None
    once: tuple[bytes, ...] | None = None


def until(now: int, days: int) -> int:
    """Returns when an entry ends that is sealed now: the same for everybody of that day."""
    return (now // DAY + days + 1) * DAY


@dataclass(frozen=True)
class Person:
    """Whoever leaves a contact, or nobody."""

    line: bytes
    entry: bytes
    own: bytes

    @classmethod
    def of(cls, root: bytes, line: bytes, generation: int = 0) -> Person:
        """Returns what a root has to do with a line's vault."""
        where = Context(line, "vault", b"", generation)
        entry = digest(b"peerline/v1/vault/entry", where.public_key(root))[:16]
        return cls(line, entry, mac(where.seed(root), b"peerline/v1/vault/own"))

    def seal(
        self, on: Guarding, consent: tuple[str, int], contact: str | None, draws: Draws | None = None
    ) -> bytes:
        """Seals a contact, or nobody, for a purpose and until a time."""
        draws = draws or Draws()
        (purpose, end), count = consent, len(on.guardians)
        coefficients = draws.coefficients or tuple(secrets.token_bytes(32) for _ in range(on.threshold - 1))
        once = draws.once or tuple(secrets.token_bytes(32) for _ in range(count))
        shares = [share + bytes([PURPOSES.index(purpose) + 1]) for share in split(draws.key, coefficients, count)]
        terms = bytes([1, on.threshold, count]) + end.to_bytes(8, "big") + self.entry + on.digest()
        note = bytes([contact is not None, PURPOSES.index(purpose) + 1])
        head = terms + draws.nonce
        head += gcm.seal(self.own, draws.nonce, note, self._bound(terms))
        head += gcm.seal(draws.key, draws.nonce, _block(contact), on.bound("contact", terms))
        head += b"".join(hashlib.sha256(share).digest() for share in shares)
        sealed, context = head, hashlib.sha256(head).digest()
        for place, share in enumerate(shares):
            info = on.bound("share", bytes([place]))
            sealed += hpke.seal(on.guardians[place][:32], info, context, share, once[place])
        return sealed + hashlib.sha256(sealed).digest()

    def read(self, sealed: bytes) -> tuple[bool, str]:
        """Returns whether there is somebody to call, and for what."""
        record = Record(sealed)
        note = gcm.unseal(self.own, record.nonce, record.own, self._bound(record.terms))
        if note is None or record.entry != self.entry:
            raise VaultError("not of this person")
        return bool(note[0]), PURPOSES[note[1] - 1]

    def _bound(self, terms: bytes) -> bytes:
        return b"".join(lp(part) for part in (b"peerline/v1/vault/own", self.line, terms))


class Record:
    """What the line keeps, in its parts."""

    def __init__(self, sealed: bytes) -> None:
        """Takes the bytes apart."""
        whole, check = sealed[:-32], sealed[-32:]
        if hashlib.sha256(whole).digest() != check or whole[0] != 1:
            raise VaultError("not of version 1, or changed on the way")
        count = whole[2]
        parts = [59, 12, 18, BLOCK + 16, *([32] * count), *([82] * count)]
        cut = [whole[sum(parts[:n]) : sum(parts[: n + 1])] for n in range(len(parts))]
        self.terms, self.nonce, self.own, self.contact = cut[:4]
        self.digests, self.shares = cut[4 : 4 + count], cut[4 + count :]
        self.head = whole[: sum(parts[: 4 + count])]
        self.until = int.from_bytes(whole[3:11], "big")
        self.entry, self.guardians = whole[11:27], whole[27:59]
        self.digest = hashlib.sha256(sealed).digest()


@dataclass(frozen=True)
class Request:
    """Somebody asks for one contact."""

    id: bytes
    entry: bytes
    record: bytes
    reason: str
    until: int
    opener: bytes

    def encode(self) -> bytes:
        """Returns its bytes."""
        head = bytes([1, PURPOSES.index(self.reason) + 1]) + self.until.to_bytes(8, "big")
        return head + self.id + self.entry + self.record + self.opener

    def digest(self, line: bytes) -> bytes:
        """Returns what approvals are bound to."""
        return digest(b"peerline/v1/vault/request", line, self.encode())


def public(guardian: bytes) -> bytes:
    """Returns the public half of a guardian's 64 bytes."""
    return x25519.public_key(hpke.secret_of(guardian[:32])) + ed25519.public_key(guardian[32:])


def approve(
    on: Guarding, guardian: bytes, sealed: bytes, request: Request, once: bytes | None = None
) -> bytes:
    """Opens a guardian's share and seals it to who asks."""
    record, place = Record(sealed), on.guardians.index(public(guardian))
    info, context = on.bound("share", bytes([place])), hashlib.sha256(record.head).digest()
    share = hpke.unseal(hpke.secret_of(guardian[:32]), info, context, record.shares[place])
    if share is None or hashlib.sha256(share).digest() != record.digests[place]:
        raise VaultError("changed on the way")
    if share[-1] <= PURPOSES.index(request.reason):
        raise VaultError("the person did not agree to this purpose")
    asked = request.digest(on.line)
    answer = hpke.seal(request.opener, on.bound("answer", bytes([place])), asked, share, once)
    message = (b"peerline/v1/vault/approval", on.line, asked, bytes([place]), answer)
    signature = ed25519.sign(guardian[32:], b"".join(lp(part) for part in message))
    return bytes([1, place]) + request.id + answer + signature


def open_with(
    on: Guarding, opener: bytes, sealed: bytes, request: Request, approvals: list[bytes]
) -> str | None:
    """Opens a contact with approvals whose signatures the line checked; None where it holds nobody."""
    record, shares = Record(sealed), []
    for approval in approvals[: on.threshold]:
        place, answer = approval[1], approval[18:100]
        info, asked = on.bound("answer", bytes([place])), request.digest(on.line)
        share = hpke.unseal(hpke.secret_of(opener), info, asked, answer)
        if share is None or hashlib.sha256(share).digest() != record.digests[place]:
            raise VaultError("a guardian sent something else than their share")
        shares.append(share[:-1])
    if len(shares) < on.threshold:
        raise VaultError("too few guardians agreed")
    block = gcm.unseal(join(shares), record.nonce, record.contact, on.bound("contact", record.terms))
    if block is None:
        raise VaultError("changed on the way")
    size = int.from_bytes(block[:2], "big")
    return block[2 : 2 + size].decode() if size else None


def split(secret: bytes, coefficients: tuple[bytes, ...], count: int) -> list[bytes]:
    """Returns shares of a secret: each the place, then Shamir's polynomial there, byte by byte."""
    terms = (secret, *coefficients)
    shares = []
    for x in range(1, count + 1):
        made = bytes(len(secret))
        for term in reversed(terms):
            made = bytes(_times(a, x) ^ b for a, b in zip(made, term, strict=True))
        shares.append(bytes([x]) + made)
    return shares


def join(shares: list[bytes]) -> bytes:
    """Returns the secret that enough shares stand for."""
    made = bytes(len(shares[0]) - 1)
    for share in shares:
        factor = 1
        for other in shares:
            if other is not share:
                factor = _times(factor, _times(other[0], _inverse(other[0] ^ share[0])))
        made = bytes(a ^ _times(b, factor) for a, b in zip(made, share[1:], strict=True))
    return made


def _times(a: int, b: int) -> int:
    """Returns the product in the field of AES."""
    made = 0
    for _ in range(8):
        made ^= a if b & 1 else 0
        a, b = (a << 1) ^ (0x11B if a & 0x80 else 0), b >> 1
    return made


def _inverse(a: int) -> int:
    made = 1
    for _ in range(254):
        made = _times(made, a)
    return made


def _block(contact: str | None) -> bytes:
    text = (contact or "").encode()
    return (len(text).to_bytes(2, "big") + text).ljust(BLOCK, b"\x00")
