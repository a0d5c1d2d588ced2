"""Puts on their way: one queue for each room, in the order they were made; signals beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import takewhile
from typing import Any

from .frames import Frame
from .room import Cursor

ME = "@me"
"""Everybody's own room, which takes every call for a person."""
LANE_MS = 250
"""The least wait after `lane`."""


@dataclass
class Referred:
    """What puts of one room refer to."""

    log: dict[str, Any]
    """How far their authors had the room, at the latest."""
    last: int
    """The last entry that one of them is about."""

    def is_within(self, cursor: Cursor) -> bool:
        """Whether a log that goes on behind `cursor` is known to hold what is referred to."""
        is_same = cursor.epoch == self.log.get("epoch")
        return is_same and cursor.seq is not None and self.last <= cursor.seq


@dataclass
class Put:
    """One put. What stands first is kept over restarts; the rest belongs to a link."""

    cid: str
    room: str
    kind: str
    body: dict[str, Any]
    re: int | None
    made: int
    over: bool = False
    nudged: bool = False
    tried: bool = False
    """It was sent at least once."""
    log: dict[str, Any] | None = None
    """How far its author had the room whose entry it refers to, as a cursor's fields."""

    ref: int | None = None
    """The request that carries it now."""
    retry_at: int | None = None
    blocks: bool = False
    """A retryable error on this link: the server keeps its lane until it comes again."""
    given_up: bool = False

    def fields(self, room: str | int, now: int) -> Frame:
        """Returns the fields of its frame, but for `t` and `ref`."""
        frame: Frame = {"room": room, "cid": self.cid, "kind": self.kind, "body": self.body}
        if self.re is not None:
            frame["re"] = self.re
        age_s = max(0, now - self.made) // 1000
        if self.tried or age_s:
            frame["age_s"] = age_s
        if self.over:
            frame["over"] = True
        return frame

    def kept(self) -> dict[str, Any]:
        """Returns what is kept over restarts."""
        names = ("cid", "room", "kind", "body", "re", "made", "over", "nudged", "tried", "log")
        return {name: value for name, value in asdict(self).items() if name in names}

    @property
    def is_referring(self) -> bool:
        """Whether it means an entry, and so nothing in another log."""
        return self.re is not None and self.kind != "signal"

    @property
    def is_own_call(self) -> bool:
        """Whether it calls a person for its author. Who calls one for somebody else names them, and
        their own room would call for the wrong one."""
        return self.kind == "signal" and self.body.get("to") is None

    def move_home(self, code: str, now: int) -> None:
        """Begins anew in its author's own room, which never heard of it: no age is counted."""
        if code in ("bad", "too_big"):
            # What made the frame unreadable must not make the call so.
            self.body = {}
        self.room, self.re, self.log, self.made, self.tried = ME, None, None, now, False
        self.lost_link()

    def lost_link(self) -> None:
        """It waits for a new link."""
        self.ref = self.retry_at = None
        self.blocks = False


class Puts:
    """All puts that are not settled."""

    def __init__(self) -> None:
        self._all: dict[str, Put] = {}
        self._careful: set[str] = set()
        """Rooms where only the first put is sent, until it is settled."""

    def __iter__(self) -> Iterator[Put]:
        return iter(self._all.values())

    def add(self, put: Put) -> None:
        """Puts it at the end of its queue."""
        self._all[put.cid] = put

    def find(self, cid: str) -> Put | None:
        """Returns a put that is not settled."""
        return self._all.get(cid)

    def settle(self, put: Put) -> None:
        """It is answered for good, or given up."""
        self._all.pop(put.cid, None)
        is_out = any(other.ref for other in self._lanes().get(put.room, []))
        if put.kind != "signal" and not is_out:
            self._careful.discard(put.room)

    def nudge(self, put: Put) -> None:
        """It waits for its author, beside the queue."""
        self.settle(put)
        put.nudged = True
        put.lost_link()
        self.add(put)

    def over(self, put: Put) -> None:
        """Its author wants it as it is: it goes to the end of its queue."""
        self.settle(put)
        put.nudged, put.over = False, True
        self.add(put)

    def wait(self, put: Put, code: str, retry_ms: int, now: int) -> None:
        """A retryable error: it is sent again later, and those behind it stay behind it."""
        least = LANE_MS if code == "lane" else 0
        put.ref, put.retry_at = None, now + max(retry_ms, least)
        put.blocks = code != "lane"
        if put.kind != "signal":
            self._careful.add(put.room)

    def lost_link(self) -> None:
        """Everything waits for a new link; what was given up is forgotten with the old one."""
        self._careful.clear()
        for put in list(self):
            put.lost_link()
            if put.given_up:
                self.settle(put)

    def referred(self) -> dict[str, Referred]:
        """Returns what puts refer to, by room."""
        rooms: dict[str, Referred] = {}
        for put in self:
            if put.is_referring and put.log and put.re is not None:
                known = rooms.setdefault(put.room, Referred(put.log, put.re))
                known.last = max(known.last, put.re)
                if known.log["seq"] < put.log["seq"]:
                    known.log = put.log
        return rooms

    def due(self, now: int, may_go: Callable[[Put], bool]) -> list[Put]:
        """Returns what is to be sent now, in order."""
        signals = [put for put in self if put.kind == "signal" and self._is_ready(put, now)]
        lanes = self._lanes().items()
        return signals + [
            put
            for room, lane in lanes
            for put in takewhile(may_go, self._due_of(room, lane, now))
        ]

    def wake(self) -> int | None:
        """Returns when the next put is to be sent again."""
        waiting = [
            next((put.retry_at for put in lane if put.ref is None), None)
            for room, lane in self._lanes().items()
            if room not in self._careful or not any(put.ref for put in lane)
        ]
        waiting += [put.retry_at for put in self if put.kind == "signal" and not put.nudged]
        return min((at for at in waiting if at is not None), default=None)

    def _lanes(self) -> dict[str, list[Put]]:
        lanes: dict[str, list[Put]] = {}
        for put in self:
            if put.kind != "signal" and not put.nudged:
                lanes.setdefault(put.room, []).append(put)
        return lanes

    def _due_of(self, room: str, lane: list[Put], now: int) -> list[Put]:
        """What was sent behind a put that failed must be answered before that put goes again: else
        one that was never sent could overtake it."""
        if room in self._careful:
            lane = [] if any(put.ref for put in lane) else lane[:1]
        waiting = (put for put in lane if put.ref is None)
        return list(takewhile(lambda put: self._is_ready(put, now), waiting))

    @staticmethod
    def _is_ready(put: Put, now: int) -> bool:
        is_time = put.retry_at is None or put.retry_at <= now
        return is_time and put.ref is None and not put.nudged
