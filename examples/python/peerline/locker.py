"""A person's locker: notes of their own, sealed here and kept on the line. See `docs/identity.md`."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from . import gcm
from .identity import Context, digest, lp, mac

SIZE = 4096
"""How many bytes a sealed locker has, whatever is in it."""
ROOM = SIZE - 1 - 12 - 16 - 2
"""How many bytes fit."""

Notes = dict[str, Any]


class LockerError(Exception):
    """A locker could not be sealed or opened; `reason` is "too_big", "not_this" or "later"."""

    def __init__(self, reason: str) -> None:
        """Takes the reason."""
        super().__init__(f"the locker could not be used: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Locker:
    """The key of one person's locker on one line."""

    line: bytes
    key: bytes

    @classmethod
    def of(cls, root: bytes, line: bytes, generation: int = 0) -> Locker:
        """Returns the locker of a root."""
        seed = Context(line, "locker", b"", generation).seed(root)
        return cls(line, mac(seed, b"peerline/v1/locker/key"))

    def seal(self, version: int, content: bytes, nonce: bytes | None = None) -> bytes:
        """Seals what is to be kept as that version; the nonce is drawn, but for vectors."""
        if len(content) > ROOM:
            raise LockerError("too_big")
        nonce = secrets.token_bytes(12) if nonce is None else nonce
        plain = len(content).to_bytes(2, "big") + content
        sealed = gcm.seal(self.key, nonce, plain.ljust(ROOM + 2, b"\x00"), self._bound(version))
        return b"\x01" + nonce + sealed

    def open(self, version: int, blob: bytes) -> bytes:
        """Opens what was kept as that version."""
        if len(blob) != SIZE:
            raise LockerError("not_this")
        if blob[0] != 1:
            raise LockerError("later")
        plain = gcm.unseal(self.key, blob[1:13], blob[13:], self._bound(version))
        if plain is None:
            raise LockerError("not_this")
        size = int.from_bytes(plain[:2], "big")
        if size > ROOM or any(plain[2 + size :]):
            raise LockerError("not_this")
        return plain[2 : 2 + size]

    def _bound(self, version: int) -> bytes:
        return lp(b"peerline/v1/locker") + lp(self.line) + lp(version.to_bytes(8, "big"))


def device_id(account: bytes, secret: bytes) -> bytes:
    """Returns what a line calls the device that keeps this secret."""
    return digest(b"peerline/v1/device", account, secret)[:16]


def merge(mine: Notes, theirs: Notes) -> Notes:
    """Puts together what two devices noted: of each room whoever read further, all blocks, and
    the later safety plan."""
    merged = {**theirs, **mine}
    rooms = dict(mine.get("rooms", {}))
    for name, room in theirs.get("rooms", {}).items():
        rooms[name] = _further(rooms[name], room) if name in rooms else room
    merged["rooms"] = rooms
    blocks = {tuple(pair) for notes in (mine, theirs) for pair in notes.get("blocks", [])}
    if blocks:
        merged["blocks"] = [list(pair) for pair in sorted(blocks)]
    plan = _later(mine.get("plan"), theirs.get("plan"))
    if plan:
        merged["plan"] = plan
    return merged


def _later(mine: Notes | None, theirs: Notes | None) -> Notes | None:
    """Returns the safety plan that was written later, also where that is none any more."""
    if not mine or not theirs:
        return mine or theirs
    return max(mine, theirs, key=lambda plan: (plan.get("at", 0), _text(plan)))


def _further(mine: Notes, theirs: Notes) -> Notes:
    both = {**theirs, **mine}
    for name in ("read", "at"):
        both[name] = max(mine.get(name, 0), theirs.get(name, 0))
    if mine.get("ticket") or theirs.get("ticket"):
        both["ticket"] = True
    return both


def pack(notes: Notes) -> bytes:
    """Returns what is sealed; where it is too much, the oldest rooms are left out, the plan never."""
    notes = {**notes, "rooms": dict(notes.get("rooms", {}))}
    while True:
        text = _text(notes).encode()
        if len(text) <= ROOM:
            return text
        rooms = notes["rooms"]
        if rooms:
            del rooms[min(rooms, key=lambda name: (rooms[name].get("at", 0), name))]
        elif notes.get("blocks"):
            notes["blocks"] = notes["blocks"][1:]
        elif notes.get("plan") and set(notes) - {"rooms", "blocks", "plan"}:
            notes = {"rooms": {}, "plan": notes["plan"]}
        else:
            notes = {"rooms": {}}


def _text(notes: Notes) -> str:
    return json.dumps(notes, ensure_ascii=False, separators=(",", ":"))


def unpack(content: bytes) -> Notes:
    """Returns the notes that were sealed."""
    notes = json.loads(content)
    if not isinstance(notes, dict) or not isinstance(notes.get("rooms", {}), dict):
        raise LockerError("not_this")
    return notes
