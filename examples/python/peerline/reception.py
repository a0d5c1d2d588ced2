"""The rooms that a session receives: cursors, holes, and what is asked of the server for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import events
from .checks import Checks, may_go
from .doors import Doors
from .frames import Frame
from .puts import Put
from .room import BEGUN_ANEW, Cursor, Room

if TYPE_CHECKING:
    from .session import Session


class Reception:
    """Every room that the person wants to receive, on whatever link there is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.rooms: dict[str, Room] = {}
        self.marks: list[str] = []
        """What to hear of others in passing, and to let them hear: typing, read, here."""
        self.checks = Checks(session)
        self.doors = Doors(session)
        self._left: dict[str, Cursor] = {}
        """How far rooms were had that the person wants no more."""

    def want(self, name: str, cursor: Cursor | None, back: int | None) -> None:
        """Receives a room from now on."""
        if name not in self.rooms:
            self.rooms[name] = Room(name, cursor or Cursor(), back)

    def enter(self, name: str, cursor: Cursor | None, back: int | None) -> None:
        """Receives a room under a name of its own from now on, with tickets."""
        self.want(name, cursor, back)
        self.rooms[name].proof = "key"

    def want_under(self, name: str, cursor: Cursor | None, back: int | None) -> None:
        """Receives a room in which the person has the name that they have in one they entered."""
        self.want(name, cursor, back)
        self.rooms[name].under = True

    def holds(self, name: str) -> bool:
        """Whether what is said in a room waits: on this link the line does not know yet under which
        name the person is there. It would refuse it before anybody looks for signs of danger."""
        room = self.rooms.get(name)
        return not room.is_known if room and room.proof else self._waits_for_another(name)

    def takes_proof(self, name: str) -> bool:
        """Whether a room takes proof of its own, or waits for that of another."""
        room = self.rooms.get(name)
        return bool(room and room.proof) or self._waits_for_another(name)

    def _waits_for_another(self, name: str) -> bool:
        room = self.rooms.get(name)
        is_under = name.startswith("~") or bool(room and room.under)
        return is_under and any(each.proof and not each.is_known for each in self.rooms.values())

    def forget(self, name: str) -> bool:
        """Receives a room no more; returns whether the server was asked for it."""
        room = self._pop(name)
        return room is not None and room.asked

    def seen(self, name: str) -> Cursor | None:
        """Returns how far the person has seen a room, whether or not they still want it."""
        room = self.rooms.get(name)
        is_had = room is not None and room.cursor.seq is not None
        return room.cursor if room and is_had else self._left.get(name)

    def knows(self, put: Put) -> bool:
        """Whether a put may go: its author is known there, and so is the log that it refers to."""
        return not self.holds(put.room) and may_go(put, self.checks, self.rooms)

    def lost_link(self) -> None:
        """Each room waits for a new link."""
        for room in self.rooms.values():
            room.lost_link()
        self.checks.lost_link()

    @property
    def is_whole(self) -> bool:
        """Whether every room has everything up to its head."""
        return all(room.is_whole for room in self.rooms.values())

    def wake(self) -> int | None:
        """Returns when a room or a page is to be asked for again."""
        rooms = self.rooms.values()
        times = [at for room in rooms for at in (room.retry_at, room.renew_at) if at is not None]
        return min(times + self.checks.wake(), default=None)

    def in_hello(self, hail: Frame) -> list[Frame]:
        """Returns what `hello` opens: every room that needs neither a look nor proof before."""
        self.doors.hail = hail
        unsure = self.checks.unsure(self.rooms)
        free = [room for room in self.rooms.values() if not self.takes_proof(room.name)]
        rooms = [room for room in free if room.name not in unsure]
        for room in rooms:
            room.asked, room.ref = True, self._session.expect("open", room)
        return [{"ref": room.ref, **self._asks(room)} for room in rooms]

    def _asks(self, room: Room) -> dict[str, Any]:
        of_people = room.name != "@me" and not room.name.startswith("#")
        marks = {"marks": self.marks} if self.marks and of_people else {}
        return {**room.asks(), **marks}

    def heads(self) -> dict[str, int]:
        """Returns the last entry taken of each open room: the acknowledgement."""
        return {room.name: room.last for room in self.rooms.values() if room.is_open}

    def wire_name(self, name: str) -> str | int:
        """Returns a room's short name where it has one on this link."""
        room = self.rooms.get(name)
        if room and room.number is not None and self._session.speaks("short"):
            return room.number
        return name

    def pump(self, now: int) -> None:
        """Asks for rooms that are not open, and for what is missing in those that are."""
        self.checks.pump(self.checks.unsure(self.rooms), now)
        for room in self.rooms.values():
            is_early = room.retry_at is not None and now < room.retry_at
            if is_early or self.checks.is_looking(room.name):
                continue
            room.retry_at = None
            if room.renew_at is not None and room.renew_at <= now:
                room.renew_at, room.proof, room.asked = None, "ticket", False
            if not room.asked:
                if not self._waits_for_another(room.name):
                    self._ask(room, now)
            elif room.has_hole:
                fields = {"room": room.name, "after": room.last}
                room.fetches(self._session.request("fetch", fields, room))

    def _ask(self, room: Room, now: int) -> None:
        """Asks for a room, with proof where it takes one; without a ticket it waits for one."""
        fields = self._asks(room)
        if room.proof:
            join = self.doors.join(room, now)
            if join is None:
                return
            fields["join"] = join
        room.asked = True
        room.ref = self._session.request("open", fields, room)

    def tickets_came(self, number: int, answer: Frame, now: int) -> bool:
        """Takes the answer to a question for tickets; returns whether it was one."""
        name = self.doors.answered(number, answer.get("body"))
        room = self.rooms.get(name) if name else None
        if room and room.proof == "ticket" and not self.doors.has(room.name, now):
            self._refuse(room, {**answer, "code": answer.get("code") or "denied"})
        return name is not None

    def opened(self, frame: Frame, until: int) -> Room | None:
        """A room is open; returns it, if it is still wanted."""
        if look := self.checks.opened(frame, until):
            return look
        room = self.rooms.get(frame["room"])
        if room is None or frame.get("ref", room.ref) != room.ref:
            return None
        room.open(frame)
        room.is_known = True
        if room.proof and "until" in frame:
            room.proof, room.renew_at = "key", self.doors.renew_at(frame["until"])
        self.checks.note(room)
        self._session.emit(events.Opened(room.name, frame))
        return room

    def entry(self, frame: Frame) -> None:
        """An entry came: the next one, one from before, or one behind a hole."""
        if self.checks.entry(frame):
            return
        room = self._find(frame["room"])
        if room and room.doubtful:
            self._begin_anew(room)
        if room is None or not room.take(frame):
            return
        self.checks.note(room)
        if frame["kind"] == "join" and isinstance(frame.get("who"), str):
            room.names[frame["seq"]] = frame["who"]
        self._session.emit(events.Entry(room.name, room.full(frame)))

    def gap(self, frame: Frame) -> None:
        """The server says that entries will not come."""
        if self.checks.gap(frame):
            return
        room = self._find(frame["room"])
        if room is None:
            return
        lo, hi, why = frame["lo"], frame["hi"], frame["why"]
        if why in BEGUN_ANEW:
            room.begins_anew(frame["epoch"])
            self._session.emit(events.Gap(room.name, lo, hi, why))
            self.checks.other(room.name)
        elif why == "slow":
            room.goes_to(hi)
            self._session.emit(events.Gap(room.name, lo, hi, why))
        elif room.passes_over(lo, hi):
            self._session.emit(events.Gap(room.name, lo, hi, why))
        self.checks.note(room)

    def sign(self, frame: Frame) -> None:
        """Somebody shows a sign."""
        room = self._find(frame["room"])
        if room:
            self._session.emit(events.Sign(room.name, room.full(frame)))

    def heads_are(self, heads: dict[str, int]) -> None:
        """The server says how far each open room goes: a last entry may have been lost."""
        for name, head in heads.items():
            room = self.rooms.get(name)
            if room and room.is_open:
                room.goes_to(head)

    def page_ended(self, room: Room) -> None:
        """A page is over: what it did not bring is shown as missing."""
        room.fetching = None
        hole = room.hole()
        if hole:
            self._session.emit(events.Gap(room.name, *hole, "missing"))
            self.checks.note(room)

    def page_refused(self, room: Room, code: str, retry_ms: int | None, now: int) -> None:
        """A page is not given, now or at all."""
        if retry_ms is not None:
            room.fetching, room.retry_at = None, now + retry_ms
        elif code in ("denied", "gone"):
            self.refused(room, {"code": code}, now)
        else:
            self.page_ended(room)

    def refused(self, room: Room, frame: Frame, now: int) -> None:
        """A room is not opened, now or at all."""
        code, retry_ms = frame["code"], frame.get("retry_ms")
        if self.checks.refused(room, code, retry_ms, now):
            return
        if retry_ms is not None:
            room.asked, room.retry_at = False, now + retry_ms
        elif self.rooms.get(room.name) is room:
            # A key comes back to a lease that runs; where there is none, a ticket may open.
            if room.proof == "key" and frame.get("why", "").startswith("ticket"):
                room.proof, room.asked = "ticket", False
            else:
                self._refuse(room, frame)

    def _refuse(self, room: Room, refusal: Frame) -> None:
        self._pop(room.name)
        said = {name: refusal.get(name) for name in ("code", "say", "why", "ways")}
        self._session.emit(events.RefusedRoom(room.name, **said))
        self.checks.failed(room.name, refusal["code"])

    def _begin_anew(self, room: Room) -> None:
        """The log is another one, and no gap said so before its entries came."""
        gap = room.other()
        room.begins_anew(room.epoch_there)
        self._session.emit(gap)
        self.checks.other(room.name)

    def unsee(self, name: str) -> None:
        """Forgets how far a room was had that is not received: its log is another one. Where it was
        wanted anew while the client looked, it begins at its first entry."""
        self._left.pop(name, None)
        room = self.rooms.get(name)
        if room and not room.asked:
            room.cursor = Cursor()
            room.names.clear()

    def _pop(self, name: str) -> Room | None:
        room = self.rooms.pop(name, None)
        if room and room.cursor.seq is not None:
            self._left[name] = room.cursor
        return room

    def _find(self, name: str | int) -> Room | None:
        if isinstance(name, str):
            return self.rooms.get(name)
        return next((room for room in self.rooms.values() if room.number == name), None)
