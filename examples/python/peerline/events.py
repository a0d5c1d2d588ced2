"""What a session tells its program: what to do with the link, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .frames import Frame


@dataclass(frozen=True)
class Dial:
    """Make a link to the line, then call `connected` or `disconnected`."""


@dataclass(frozen=True)
class Hangup:
    """End the present link. Nothing more is taken from it. `why` is for a developer."""

    why: str = ""


@dataclass(frozen=True)
class Say:
    """Send these bytes as one frame."""

    frame: Frame
    data: bytes


@dataclass(frozen=True)
class State:
    """The one state to show: `live`, `catching up`, or `stale`, then `since` a time in ms."""

    name: str
    since: int | None = None


@dataclass(frozen=True)
class Welcomed:
    """The line knows who this is; `frame` is its `welcome`."""

    frame: Frame


@dataclass(frozen=True)
class Ended:
    """The line said not to come back. The session dials no more by itself."""

    code: str


@dataclass(frozen=True)
class Opened:
    """A room is received from now on; `frame` is its `opened`."""

    room: str
    frame: Frame


@dataclass(frozen=True)
class RefusedRoom:
    """A room is not received (any more), and is forgotten."""

    room: str
    code: str
    say: str | None = None
    why: str | None = None
    """What the line gives as the reason, as a word: `help_only`, `full`."""
    ways: dict[str, Any] | None = None
    """The ways on that there are: `person`, and others."""


@dataclass(frozen=True)
class Entry:
    """The next entry of a room, each once; `frame` is its `ev` with full names."""

    room: str
    frame: Frame


@dataclass(frozen=True)
class Gap:
    """Entries `lo` to `hi` will not come.

    `why` is the server's, or `missing` for a hole that could not be mended. After `epoch` and
    `diverged` everything that is held of the room is to be forgotten.
    """

    room: str
    lo: int
    hi: int
    why: str


@dataclass(frozen=True)
class PutAnswered:
    """What became of a put: `done`, `held`, `refused` or `nudged`."""

    cid: str
    st: str
    seq: int | None = None
    code: str | None = None
    say: str | None = None
    decision: str | None = None
    why: str | None = None
    ways: dict[str, Any] | None = None
    """Of a refusal: the reason as a word, and the ways on."""
    until: int | None = None
    """Of a refusal: when the author may try again."""
    scope: str | None = None
    body: dict[str, Any] | None = None
    """What it says beside: of an `erase`, what is left."""


@dataclass(frozen=True)
class Answer:
    """What came of an `ask`: a body, or the code with which it was refused."""

    number: int
    what: str
    body: dict[str, Any] | None = None
    code: str | None = None
    say: str | None = None
    why: str | None = None
    ways: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sign:
    """A `sig` of somebody in a room: typing, here, read. Never kept."""

    room: str
    frame: Frame


Event = (
    Dial | Hangup | Say | State | Welcomed | Ended | Opened | RefusedRoom | Entry | Gap
    | PutAnswered | Answer | Sign
)  # fmt: skip
