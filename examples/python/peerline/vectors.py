"""The dialogue of `docs/vectors/README.md` over standard input and output.

`peerline vectors run --side client --exec 'python3 -m peerline.vectors'` drives it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import events, frames, store
from .frames import Frame
from .joining import Person
from .room import Cursor
from .session import Session
from .values import Refused, from_base64

Order = dict[str, Any]
Report = dict[str, Any]


class Chance:
    """Bytes that follow from a seed, for what must come out the same each time."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._count = 0

    def __call__(self, size: int) -> bytes:
        """Returns the next `size` bytes."""
        made = b""
        while len(made) < size:
            self._count += 1
            made += hashlib.sha256(self._seed + self._count.to_bytes(8, "big")).digest()
        return made[:size]


class Adapter:
    """Follows orders, one at a time."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._chance = Chance(b"")
        self._now = 0

    def follow(self, order: Order) -> Iterator[Report]:
        """Yields the reports that one order leads to."""
        self._now = order.get("now", self._now)
        does: dict[str, Callable[[Order], Iterable[Report]]] = {
            "decode": self._decode,
            "start": self._start,
            "reload": self._reload,
            "put": self._put,
        }
        if order["do"] in does:
            yield from does[order["do"]](order)
        else:
            self._tell(self._running, order)
        if self._session:
            encoding = self._session.person.encoding
            yield from (report(event, encoding) for event in self._session.take())

    def wake(self) -> int | None:
        """Returns when it wants to be told the time."""
        return self._session.wake() if self._session else None

    @property
    def _running(self) -> Session:
        if self._session is None:
            raise ValueError("nothing was started")
        return self._session

    def _start(self, order: Order) -> Iterable[Report]:
        self._chance = Chance(bytes.fromhex(order["seed"]))
        known = [name for name in order.get("ext", []) if name == "short"]
        root, encoding = bytes.fromhex(order["root"]), order.get("encoding", "json")
        invite, only = order.get("invite"), order.get("only")
        person = Person(root, order["origin"], encoding, known, invite=invite, only=only)
        self._session = Session(person, self._chance, self._now)
        return []

    def _reload(self, order: Order) -> Iterable[Report]:
        kept = json.loads(json.dumps(store.snapshot(self._running)))
        person = self._running.person
        person.encoding = order.get("encoding", person.encoding)
        self._session = Session(person, self._chance, self._now)
        store.restore(self._session, kept, self._now)
        return []

    def _put(self, order: Order) -> Iterable[Report]:
        said = (order["room"], order["kind"], order.get("body", {}))
        return [{"cid": self._running.put(*said, self._now, order.get("re"))}]

    def _tell(self, session: Session, order: Order) -> None:
        match order["do"]:
            case "dial":
                session.dial(self._now)
            case "connected":
                session.connected(self._now)
            case "disconnected":
                session.disconnected(self._now)
            case "time":
                session.tick(self._now)
            case "frame":
                session.receive(_bytes_of(order), self._now)
            case "open":
                cursor = Cursor(order.get("epoch"), order.get("seq"), order.get("h"))
                opens = session.open_under if order.get("under") else session.open
                opens(order["room"], self._now, cursor, order.get("back"))
            case "enter":
                session.enter(order["room"], self._now)
            case "hold":
                r, ticket = from_base64(order["r"]), from_base64(order["ticket"])
                session.reception.doors.hold(order["room"], r, ticket)
            case "close":
                session.close(order["room"], self._now)
            case "over":
                session.over(order["cid"], self._now)
            case "give_up":
                session.give_up(order["cid"], self._now)
            case "ask":
                session.ask(order["what"], self._now, order.get("body"))
            case other:
                raise ValueError(f"no such order: {other}")

    def _decode(self, order: Order) -> Iterable[Report]:
        encoding: frames.Encoding = "cbor" if "cbor" in order else "json"
        try:
            frame = frames.decode(_bytes_of(order), encoding, order["from"])
            if frame is None:
                return [{"frame": None}]
            return [{"frame": frame, "cbor": frames.encode(frame, "cbor").hex()}]
        except Refused as refused:
            return [{"refused": refused.code}]


def report(event: events.Event, encoding: frames.Encoding) -> Report:
    """Returns an event as the runner reads it."""
    match event:
        case events.Dial():
            return {"dial": True}
        case events.Hangup():
            return {"hangup": True}
        case events.Say(frame, data):
            more = {"cbor": data.hex()} if encoding == "cbor" else {}
            return {"say": frames.written(frame), **more}
        case events.State(name, since):
            return {"state": name} if since is None else {"state": name, "since": since}
        case events.Welcomed(frame):
            return {"welcomed": _inside(frame)}
        case events.Ended(code):
            return {"ended": {"code": code}}
        case events.Opened(room, frame):
            return {"opened": {**_inside(frame), "room": room}}
        case events.RefusedRoom():
            return {"refused_room": _there(vars(event))}
        case events.Entry(room, frame):
            return {"entry": {**_inside(frame), "room": room}}
        case events.Sign(room, frame):
            return {"sig": {**_inside(frame), "room": room}}
        case events.Gap(room, lo, hi, why):
            return {"gap": {"room": room, "lo": lo, "hi": hi, "why": why}}
        case events.PutAnswered():
            return {"put": _there(vars(event))}
        case events.Answer(_, what, body, code):
            return {"answer": _there({"what": what, "body": body, "code": code})}


def _inside(frame: Frame) -> Frame:
    return {name: value for name, value in frame.items() if name != "t"}


def _there(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _bytes_of(order: Order) -> bytes:
    for name in ("cbor", "hex"):
        if name in order:
            return bytes.fromhex(order[name])
    if "text" in order:
        return str(order["text"]).encode("utf-8", "surrogatepass")
    return json.dumps(order["frame"]).encode("utf-8")


def run(orders: Iterable[str]) -> Iterator[str]:
    """Yields a line for each report, and the line that ends each order."""
    adapter = Adapter()
    for line in orders:
        if not line.strip():
            continue
        try:
            for said in adapter.follow(json.loads(line)):
                yield json.dumps(said)
        except (ValueError, KeyError, TypeError, Refused) as error:
            yield json.dumps({"error": f"{type(error).__name__}: {error}"})
        yield json.dumps({"done": True, "wake": adapter.wake()})


def main() -> None:
    """Follows orders until standard input ends."""
    for line in run(sys.stdin):
        print(line, flush=True)


if __name__ == "__main__":
    main()
