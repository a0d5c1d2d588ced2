"""A session under test, spoken to frame by frame."""

from __future__ import annotations

import json
from typing import Any

from peerline import events, frames
from peerline.joining import Person
from peerline.session import Session
from peerline.values import to_base64
from peerline.vectors import Chance

ROOM = to_base64(bytes(16))
LINE = to_base64(bytes(range(32)))
HASH = "0011223344556677"
MAX = {"frame": 16384, "rooms": 64, "inflight": 4000, "text": 4096, "depth": 8, "items": 1024}
HAIL = {"t": "hail", "v": [1], "line": LINE, "nonce": LINE, "now": 1_700_000_000_000}


def welcome(**more: Any) -> frames.Frame:
    """Returns a `welcome`."""
    me = {"roles": ["seeker"], "standing": "welcome"}
    fields = {"v": 1, "ext": [], "me": me, "hb_ms": 20_000, "max": MAX, "dedupe_s": 86_400}
    return {"t": "welcome", **fields, "now": 1_700_000_000_000, **more}


def opened(head: int, start: int, **more: Any) -> frames.Frame:
    """Returns an `opened` of ROOM that replays from `start`."""
    fields = {"room": ROOM, "epoch": 1, "base": 0, "head": head, "h": HASH, "from": start}
    own = {"who": ROOM, "role": "seeker", "caps": ["write"], "pace_ms": 500}
    return {"t": "opened", **fields, **own, **more}


def ev(seq: int, **more: Any) -> frames.Frame:
    """Returns an `ev` of ROOM."""
    said = {"kind": "msg", "body": {"text": "hello"}, "h": HASH, "announce": "polite"}
    return {"t": "ev", "room": ROOM, "seq": seq, "at": 1, **said, **more}


class Talk:
    """A session, its time, and what it did since it was asked last."""

    def __init__(self, **person: Any) -> None:
        self.now = 1_000_000
        whose = Person(bytes(16), "http://127.0.0.1:7433", **person)
        self.session = Session(whose, Chance(b"talk"), self.now)

    def hears(self, *said: frames.Frame) -> None:
        """The server says frames."""
        for frame in said:
            self.session.receive(json.dumps(frame).encode(), self.now)

    def joins(self, *after: frames.Frame, **more: Any) -> None:
        """Dials, and is welcomed."""
        self.session.dial(self.now)
        self.links(**more)
        self.hears(*after)

    def links(self, **more: Any) -> None:
        """The link is made, and it is welcomed."""
        self.session.connected(self.now)
        self.hears(HAIL, welcome(**more))

    def breaks(self) -> None:
        """The link breaks, and another one is made."""
        self.session.disconnected(self.now)
        self.wakes()
        self.links()

    def passes(self, ms: int) -> None:
        """Time passes, as a clock tells it."""
        until = self.now + ms
        while (wake := self.session.wake()) is not None and wake <= until:
            self.now = max(self.now, wake)
            self.session.tick(self.now)
        self.now = until
        self.session.tick(until)

    def wakes(self) -> None:
        """Time passes until the session wants to be told."""
        wake = self.session.wake()
        assert wake is not None
        self.passes(wake - self.now)

    def put(self, text: str = "hello", kind: str = "msg") -> str:
        """Makes a put."""
        return self.session.put(ROOM, kind, {"text": text}, self.now)

    def did(self) -> list[events.Event]:
        """Returns what it did since the last time."""
        return self.session.take()

    def said(self, t: str) -> list[frames.Frame]:
        """Returns the frames of one kind that it said since the last time; forgets the rest."""
        says = (event.frame for event in self.did() if isinstance(event, events.Say))
        return [frame for frame in says if frame["t"] == t]
