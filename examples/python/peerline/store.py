"""What a client keeps over restarts: who one is, how far each room came, and unanswered puts.

One file, readable by its owner alone: it holds the root and words of a person.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .puts import Put
from .room import Cursor
from .session import Session


class Store:
    """A file that is replaced as a whole, so that it is never half written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: bytes | None = None
        self._is_over = False
        self._kept: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}

    def root(self) -> bytes:
        """Returns the root that is kept; makes one at first use."""
        if "root" not in self._kept:
            self._kept["root"] = os.urandom(16).hex()
            self._write()
        return bytes.fromhex(self._kept["root"])

    def device(self) -> bytes:
        """Returns the secret of this device for this root; makes one at first use."""
        if "device" not in self._kept:
            self._kept["device"] = os.urandom(32).hex()
            self._write()
        return bytes.fromhex(self._kept["device"])

    def keep_root(self, root: bytes) -> None:
        """Begins anew as somebody who comes back with a phrase."""
        self._kept = {"root": root.hex()}
        self._write()

    def restore(self, session: Session, now: int) -> None:
        """Gives a new session what was kept of the one before."""
        restore(session, self._kept, now)

    def save(self, session: Session) -> None:
        """Keeps what a later session needs; on return it is on the disk."""
        if not self._is_over:
            self._kept |= snapshot(session)
            self._write()

    def forget(self) -> None:
        """Keeps nothing but the root from now on: the person was erased."""
        self._kept = {name: kept for name, kept in self._kept.items() if name == "root"}
        self._write()
        self._is_over = True

    def _write(self) -> None:
        data = json.dumps(self._kept).encode()
        if data == self._written:
            return
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._path)
        self._written = data


def snapshot(session: Session) -> dict[str, Any]:
    """Returns what a later session needs of this one."""
    rooms = {
        room.name: {
            "cursor": asdict(room.cursor),
            "back": room.back,
            "names": list(room.names.items()),
            "entered": room.proof is not None,
            "under": room.under,
        }
        for room in session.reception.rooms.values()
    }
    invite = session.person.invite
    return {"rooms": rooms, "puts": [put.kept() for put in session.sending.puts], "invite": invite}


def restore(session: Session, kept: dict[str, Any], now: int) -> None:
    """Gives a new session what `snapshot` returned for the one before."""
    for name, room in kept.get("rooms", {}).items():
        wants = session.enter if room.get("entered") else session.open
        wants = session.open_under if room.get("under") else wants
        wants(name, now, Cursor(**room["cursor"]), room["back"])
        session.reception.rooms[name].names.update({seq: who for seq, who in room["names"]})
    for put in kept.get("puts", []):
        session.sending.puts.add(Put(**put))
    session.person.invite = session.person.invite or kept.get("invite")
