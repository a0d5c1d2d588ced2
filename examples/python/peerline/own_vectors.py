"""Writes `docs/vectors/identity`: what every implementation of identity must come to.

`python3 -m peerline.own_vectors FOLDER`. Made by this reading of the page, and checked by the others.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from . import ed25519, hpke, identity, locker, phrase, vault, work, x25519

Cases = list[dict[str, Any]]

KINDS = ("line", "room", "conv", "match", "vault", "locker")


def _bytes(label: str, size: int) -> bytes:
    """Bytes that follow from a label, and mean nothing."""
    return hashlib.shake_128(b"peerline vectors: " + label.encode()).digest(size)


def roots() -> Cases:
    """Roots in digits and in the words of ten languages."""
    chosen = [bytes(16), b"\xff" * 16, b"\x80" + bytes(15), *(_bytes(f"root {n}", 16) for n in range(5))]
    return [
        {
            "root": root.hex(),
            "digits": phrase.to_digits(root),
            "phrases": {language: phrase.to_words(root, language) for language in phrase.LANGUAGES},
        }
        for root in chosen
    ]


def contexts() -> Cases:
    """The key of one root in contexts of every kind, and its account."""
    root, line = _bytes("a person", 16), identity.line_id(_bytes("a line", 32))
    places = [(kind, b"", 0) for kind in KINDS] + [(kind, b"", 1) for kind in KINDS]
    places += [("room", _bytes(f"room {n}", 16), n) for n in range(3)]
    places += [("match", b"\x00", 2**32 - 1), ("room", bytes(65_534), 0), ("room", bytes(65_535), 0)]
    return [_context(root, identity.Context(line, *place)) for place in places]


def _context(root: bytes, where: identity.Context) -> dict[str, Any]:
    seed = where.seed(root)
    public = ed25519.public_key(seed)
    long = len(where.context) > 64
    name = {"ctx_id_zeros": len(where.context)} if long else {"ctx_id": where.context.hex()}
    return {
        "root": root.hex(), "line_id": where.line.hex(), "kind": where.kind, **name,
        "generation": where.generation, "seed": seed.hex(), "public_key": public.hex(),
        "account": identity.account_id(public).hex(),
    }  # fmt: skip


def joins() -> Cases:
    """Signed joins, to the line and to a room with a ticket."""
    made = []
    for n, (kind, context, ticket) in enumerate([
        ("line", b"", b""), ("room", _bytes("room 0", 16), b""),
        ("room", _bytes("room 1", 16), _bytes("ticket", 182)),
    ]):  # fmt: skip
        root = _bytes(f"joins {n}", 16)
        where = identity.Context(identity.line_id(_bytes("a line", 32)), kind, context)
        binding = identity.channel_binding("https://line.example.org")
        nonces = _bytes(f"server {n}", 32), _bytes(f"client {n}", 32)
        join = identity.Join(where, *nonces, binding, 1_700_000_000_000 + n, ticket)
        public, signature = join.proof(root)
        made.append({
            "root": root.hex(), "line_id": where.line.hex(), "kind": kind, "ctx_id": context.hex(),
            "origin": "https://line.example.org", "server_nonce": nonces[0].hex(),
            "client_nonce": nonces[1].hex(), "channel_binding": binding.hex(),
            "server_time": join.server_time, "ticket": ticket.hex(), "bytes": join.signed().hex(),
            "public_key": public.hex(), "signature": signature.hex(),
        })  # fmt: skip
    return made


def occupants() -> Cases:
    """One account in rooms, and several in one."""
    made = []
    for n in range(6):
        key, context = _bytes(f"room key {n // 2}", 32), _bytes(f"room {n // 2}", 16)
        account = _bytes(f"account {n % 3}", 16)
        named = identity.occupant_id(key, context, account)
        made.append({
            "k_room": key.hex(), "ctx_id": context.hex(), "account": account.hex(),
            "occupant_id": named.hex(),
        })  # fmt: skip
    return made


def proofs() -> Cases:
    """The first proofs of work for challenges, of several sizes."""
    made = []
    for bits in (0, 1, 8, 12, 14):
        line, nonce = _bytes("a line", 32), _bytes(f"nonce {bits}", 32)
        first = work.search(line, nonce, bits, 0, 1 << 20)
        made.append({"line_id": line.hex(), "nonce": nonce.hex(), "bits": bits, "first": first})
    return made


def lockers() -> Cases:
    """Sealed lockers: empty, with notes, full, of another version and of a later generation."""
    root, line = _bytes("a person", 16), identity.line_id(_bytes("a line", 32))
    room, who = (base64.urlsafe_b64encode(_bytes(name, 16)).decode()[:22] for name in ("room 0", "who"))
    notes = locker.pack({"rooms": {room: {"read": 7, "at": 1_700_000_000_000}}, "blocks": [[room, who]]})
    made = []
    for n, (generation, version, content) in enumerate([
        (0, 1, b""), (0, 1, notes), (0, 2**53 - 1, notes), (1, 1, notes), (0, 2, b"x" * locker.ROOM),
    ]):  # fmt: skip
        kept, nonce = locker.Locker.of(root, line, generation), _bytes(f"locker {n}", 12)
        blob = base64.urlsafe_b64encode(kept.seal(version, content, nonce)).decode().rstrip("=")
        made.append({
            "root": root.hex(), "line_id": line.hex(), "generation": generation, "version": version,
            "nonce": nonce.hex(), "key": kept.key.hex(), "content": content.decode(), "blob": blob,
        })  # fmt: skip
    return made


def devices() -> Cases:
    """What a line calls devices."""
    pairs = [(_bytes(f"account {n}", 16), _bytes(f"device {n}", 32)) for n in range(3)]
    return [
        {"account": account.hex(), "secret": secret.hex(), "device": locker.device_id(account, secret).hex()}
        for account, secret in pairs
    ]


def vaults() -> Cases:
    """Sealed contacts, each with a request, the approvals of all guardians, and what opens."""
    line, made = identity.line_id(_bytes("a line", 32)), []
    for n, (threshold, count, purpose, reason, contact) in enumerate([
        (2, 3, "lost_contact", "danger_to_life", "Mira, my sister: 0170 5550123"),
        (3, 5, "danger_to_life", "danger_to_life", "\u00c4nne (next door)\nrings twice"),
        (2, 2, "lost_contact", "lost_contact", None),
    ]):  # fmt: skip
        keys = [_bytes(f"guardian {n} {place}", 64) for place in range(count)]
        on = vault.Guarding(line, threshold, tuple(map(vault.public, keys)))
        root, opener = _bytes(f"vault {n}", 16), _bytes(f"opener {n}", 32)
        person, end = vault.Person.of(root, line), vault.until(1_700_000_000_000, 90)
        draws = vault.Draws(
            _bytes(f"data key {n}", 32), _bytes(f"vault nonce {n}", 12),
            tuple(_bytes(f"coefficient {n} {k}", 32) for k in range(1, threshold)),
            tuple(_bytes(f"once {n} {place}", 32) for place in range(count)),
        )  # fmt: skip
        sealed = person.seal(on, (purpose, end), contact, draws)
        public = x25519.public_key(hpke.secret_of(opener))
        record = vault.Record(sealed).digest
        request = vault.Request(
            _bytes(f"request {n}", 16), person.entry, record, reason, 1_700_000_000_000 + 3_600_000, public
        )
        approvals = [
            vault.approve(on, key, sealed, request, _bytes(f"answer {n} {place}", 32)).hex()
            for place, key in enumerate(keys)
        ]
        made.append({
            "root": root.hex(), "line_id": line.hex(), "threshold": threshold,
            "guardians": [key.hex() for key in keys], "public": [key.hex() for key in on.guardians],
            "now": 1_700_000_000_000, "until": end, "purpose": purpose, "contact": contact,
            "data_key": draws.key.hex(), "nonce": draws.nonce.hex(),
            "coefficients": [one.hex() for one in draws.coefficients or ()],
            "once": [one.hex() for one in draws.once or ()], "entry": person.entry.hex(),
            "sealed": sealed.hex(), "opener": opener.hex(), "reason": reason,
            "request_id": request.id.hex(), "request_until": request.until,
            "request": request.encode().hex(), "approvals": approvals,
        })  # fmt: skip
    return made


def all_files() -> dict[str, str]:
    """Returns the text of each file, by its name."""
    tables = {
        "roots": roots(), "contexts": contexts(), "joins": joins(), "occupants": occupants(),
        "work": proofs(), "lockers": lockers(), "devices": devices(), "vaults": vaults(),
    }  # fmt: skip
    return {f"{name}.json": _text(cases) for name, cases in tables.items()}


def _text(cases: Cases) -> str:
    lines = (json.dumps(case, ensure_ascii=False) for case in cases)
    return "[\n" + ",\n".join(f"  {line}" for line in lines) + "\n]\n"


def main() -> None:
    """Writes the files."""
    for name, text in all_files().items():
        (Path(sys.argv[1]) / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
