"""What a client knows of one room it receives: how far it has come, and where holes are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import events
from .frames import Frame


@dataclass
class Cursor:
    """The last entry that was taken of a room."""

    epoch: int | None = None
    seq: int | None = None
    """None where the room was never received."""
    h: str | None = None
    """None where the last entry is not known, as behind a hole."""

    def fields(self) -> dict[str, Any]:
        """Returns it as `open` says it."""
        if self.seq is None:
            return {}
        known = {"epoch": self.epoch, "seq": self.seq, "h": self.h}
        return {name: value for name, value in known.items() if value is not None}


BEGUN_ANEW = ("epoch", "diverged")
"""Why a gap comes where the log is another one."""


@dataclass
class Room:
    """One room on one session. Links come and go; `lost_link` forgets what belongs to a link."""

    name: str
    cursor: Cursor = field(default_factory=Cursor)
    back: int | None = None
    names: dict[int, str] = field(default_factory=dict)
    """Who joined, by the number of the entry that says so."""

    proof: str | None = None
    """What is shown with `open`: of the `key` alone, or a `ticket`, too."""
    is_known: bool = False
    """The line knows, on this link, under which name the person is there."""
    under: bool = False
    """The person is known there under a name that they have in a room they entered."""
    renew_at: int | None = None
    """When to show a fresh ticket, before the lease ends."""

    asked: bool = False
    ref: int | None = None
    """The request that asks for it."""
    retry_at: int | None = None
    is_open: bool = False
    number: int | None = None
    head: int = 0
    begun_anew: bool = False
    """A gap said so before `opened` came: `opened.from` is then about the old log."""
    doubtful: bool = False
    """`opened` does not fit the cursor: a gap must say that the log is another one, and why."""
    epoch_there: int = 0
    """The epoch that `opened` named."""
    is_sure: bool = False
    """The log on this link is known to be ours, or it was said that it is not."""
    began_at: int | None = None
    """Where `opened` began, for a room that was never received before."""
    mending: bool = False
    """Something is missing that does not come by itself."""
    fetching: int | None = None
    """The request that mends it now."""
    fetched_from: int = 0
    beyond: int | None = None
    """The lowest entry that came out of order since the page was asked for."""

    def lost_link(self) -> None:
        """Forgets what belongs to a link."""
        self.asked = self.is_open = self.mending = False
        self.begun_anew = self.doubtful = self.is_sure = False
        self.ref = self.number = self.fetching = self.beyond = self.retry_at = None
        self.head, self.renew_at = 0, None
        self.is_known = False
        self.proof = self.proof and "key"

    def asks(self) -> dict[str, Any]:
        """Returns the fields of an `open`, without `ref`."""
        back = {} if self.back is None or self.cursor.seq is not None else {"back": self.back}
        return {"room": self.name, **self.cursor.fields(), **back}

    @property
    def last(self) -> int:
        """The number of the last entry taken, or 0."""
        return self.cursor.seq or 0

    @property
    def is_whole(self) -> bool:
        """Whether everything up to its head has been taken or was told to be missing."""
        is_sure = self.is_open and not self.doubtful
        return is_sure and self.fetching is None and self.last >= self.head

    @property
    def has_hole(self) -> bool:
        """Whether it needs a fetch that is not under way."""
        is_missing = self.is_open and not self.doubtful and self.last < self.head
        return self.mending and self.fetching is None and is_missing

    def open(self, frame: Frame) -> None:
        """Takes an `opened`."""
        self.is_open, self.retry_at = True, None
        self.number, self.head = frame.get("n"), frame["head"]
        self.epoch_there = frame["epoch"]
        is_fresh = self.cursor.seq is None
        if self.cursor.seq is None:
            self.cursor.seq = self.began_at = frame["from"]
            self.cursor.h = frame["h"] if frame["from"] == frame["head"] else None
        elif not self.begun_anew and self.last and not self._fits(frame):
            self.doubtful = True
            return
        # What is compared further on is told by the first entry behind ours, or by a gap before it.
        self.is_sure = self.is_sure or is_fresh or self.head <= self.last
        self.cursor.epoch = frame["epoch"]
        self.begun_anew = False

    def _fits(self, frame: Frame) -> bool:
        is_same = self.cursor.epoch in (None, frame["epoch"])
        is_same = is_same and self.last <= min(frame["head"], frame["from"])
        is_head = self.last == frame["head"] and self.cursor.h is not None
        return is_same and (not is_head or frame["h"] == self.cursor.h)

    def begins_anew(self, epoch: int) -> None:
        """A gap says that the log is another one: nothing of the old one counts."""
        self.begun_anew = not self.is_open
        self.cursor = Cursor(epoch, seq=0)
        self.names.clear()
        self.fetching = self.beyond = None
        self.mending = self.doubtful = False
        self.is_sure = True

    def other(self) -> events.Gap:
        """Returns what is to be told where the log is another one, and no gap says so."""
        why = "diverged" if self.cursor.epoch in (None, self.epoch_there) else "epoch"
        return events.Gap(self.name, 1, self.last, why)

    def take(self, frame: Frame) -> bool:
        """Takes an `ev` if it is the next one; returns whether it was."""
        seq = frame["seq"]
        if self.cursor.seq is None or seq <= self.last or self.doubtful:
            return False
        self.head = max(self.head, seq)
        if seq != self.last + 1:
            self.beyond = min(seq, self.beyond or seq)
            self.mending = True
            return False
        self.moves_to(seq, frame["h"])
        return True

    def moves_to(self, seq: int, h: str | None) -> None:
        """Everything up to `seq` is taken, or told to be missing."""
        self.cursor.seq, self.cursor.h, self.began_at = seq, h, None
        self.is_sure = True
        self.head = max(self.head, seq) if self.is_open else self.head
        if self.beyond is not None and self.beyond <= seq:
            self.beyond = None
        self.mending = self.mending and self.last < self.head

    def fetches(self, ref: int) -> None:
        """A page is asked for."""
        self.fetching, self.fetched_from, self.beyond = ref, self.last, None

    def passes_over(self, lo: int, hi: int) -> bool:
        """Takes a `gap` about entries no longer kept; returns whether it moved the cursor."""
        if self.cursor.seq is None or lo <= self.last + 1:
            if hi <= self.last:
                is_told = hi == self.last == self.began_at
                self.began_at = None
                return is_told
            self.moves_to(hi, None)
            return True
        self.goes_to(hi)
        return False

    def goes_to(self, head: int) -> None:
        """The log is known to go so far; what is missing does not come by itself."""
        self.head = max(self.head, head)
        self.mending = self.last < self.head

    def hole(self) -> tuple[int, int] | None:
        """After a page: returns the range that cannot be mended, if the page brought nothing new."""
        if self.last > self.fetched_from or self.last >= self.head:
            return None
        hi = self.head if self.beyond is None else self.beyond - 1
        lo = self.last + 1
        self.moves_to(hi, None)
        return lo, hi

    def full(self, frame: Frame) -> Frame:
        """Returns `frame` with names in place of numbers, as far as they are known."""
        who = frame.get("who")
        known = {"who": self.names[who]} if who in self.names else {}
        return {**frame, "room": self.name, **known}
