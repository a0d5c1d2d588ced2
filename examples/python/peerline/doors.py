"""Rooms that are entered with tickets: proof of a key of the room's own, and tickets ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .frames import Frame
from .identity import Context, Join, bind, channel_binding
from .values import from_base64, to_base64

if TYPE_CHECKING:
    from .room import Room
    from .session import Session

AHEAD = 3
"""How many tickets are asked for at once."""
BEFORE_MS = 4 * 3_600_000
"""A lease is renewed within this time of its end, at random: or one person's would end together."""


@dataclass(frozen=True)
class Pass:
    """A ticket, and what hides the room key in it."""

    r: bytes
    ticket: bytes

    @property
    def ends(self) -> int:
        """When its day is over."""
        return int.from_bytes(self.ticket[6:14], "big")


class Doors:
    """The tickets of a session, and the proofs it shows."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._passes: dict[str, list[Pass]] = {}
        self._asked: dict[int, tuple[str, list[bytes]]] = {}
        self._waiting: set[str] = set()
        self.hail: Frame = {}
        """What the line said first on the present link."""

    def join(self, room: Room, now: int) -> Frame | None:
        """Returns the proof for a room, or None while its tickets are on their way."""
        where = Context(from_base64(self.hail["line"]), "room", from_base64(room.name))
        shown = self._take(room.name, now) if room.proof == "ticket" else None
        if room.proof == "ticket" and shown is None:
            self._ask(room.name, where, now)
            return None
        nonce = self._session.random(32)
        ticket = shown.ticket if shown else b""
        binding = channel_binding(self._session.person.origin)
        server = from_base64(self.hail["nonce"])
        said = Join(where, server, nonce, binding, self.hail["now"], ticket)
        pk, sig = said.proof(self._session.person.root)
        proof = {"pk": to_base64(pk), "nonce": to_base64(nonce), "sig": to_base64(sig)}
        if shown:
            proof |= {"r": to_base64(shown.r), "ticket": to_base64(shown.ticket)}
        return proof

    def answered(self, number: int, body: dict[str, Any] | None) -> str | None:
        """Takes the answer to a question for tickets; returns the room, where it was one."""
        room, secrets = self._asked.pop(number, (None, []))
        if room is None:
            return None
        self._waiting.discard(room)
        tickets = [from_base64(text) for text in (body or {}).get("tickets", [])]
        fresh = [Pass(r, ticket) for r, ticket in zip(secrets, tickets, strict=False)]
        self._passes.setdefault(room, []).extend(fresh)
        return room

    def hold(self, room: str, r: bytes, ticket: bytes) -> None:
        """Takes a ticket that was got elsewhere, as on a connection of the person's own."""
        self._passes.setdefault(room, []).append(Pass(r, ticket))

    def has(self, room: str, now: int) -> bool:
        """Whether a ticket for a room is at hand."""
        return any(now < each.ends for each in self._passes.get(room, []))

    def renew_at(self, until: int) -> int:
        """Returns when to show a fresh ticket for a lease that ends at `until`."""
        part = int.from_bytes(self._session.random(6), "big") / 2**48
        return until - int(part * BEFORE_MS)

    def _take(self, room: str, now: int) -> Pass | None:
        held = [each for each in self._passes.get(room, []) if now < each.ends]
        self._passes[room] = held
        return held.pop() if held else None

    def _ask(self, room: str, where: Context, now: int) -> None:
        if room in self._waiting:
            return
        self._waiting.add(room)
        key = where.public_key(self._session.person.root)
        secrets = [self._session.random(32) for _ in range(AHEAD)]
        binds = [to_base64(bind(key, r)) for r in secrets]
        number = self._session.ask("tickets", now, {"binds": binds})
        self._asked[number] = (room, secrets)

