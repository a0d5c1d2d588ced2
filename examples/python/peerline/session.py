"""The protocol of one client, without clock, randomness and sockets.

Every input takes the time in milliseconds since 1970. What follows from it waits in `take()`. The
session wants to be called with `tick` at `wake()` at the latest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import events, frames
from .frames import Frame
from .joining import Person, hello
from .puts import Put
from .reception import Reception
from .room import Cursor
from .sending import Sending
from .values import DEFAULTS, Limits, Refused, to_base64

STEP_MS = 10_000
"""The longest a step of joining, or the answer to a request, may take."""
BACKOFF_MS = 500
BACKOFF_MAX_MS = 30_000


@dataclass
class _Request:
    """A request that is out. `what` says who is answered."""

    what: str
    until: int
    about: Any = None


class Session:
    """One person at one line, over as many links as it takes."""

    def __init__(self, person: Person, random: Callable[[int], bytes], now: int) -> None:
        self.person = person
        self.welcome: Frame | None = None
        """The `welcome` of the present link."""
        self.hail: Frame = {}
        """The last `hail`: what the present link has to prove."""
        self.sending = Sending(self)
        self.reception = Reception(self)
        self.random = random
        self._now = now
        self._phase = "idle"
        self._until: int | None = None
        self._heard = now
        self._shown = events.State("stale", now)
        self._events: list[events.Event] = []
        self._attempts = 0
        self._refs = 0
        self._pings = -1
        self._answered_ping = -1
        self._bytes = 0
        self._requests: dict[int, _Request] = {}
        self._asks: dict[int, tuple[str, dict[str, Any] | None]] = {}
        self._asked = 0

    # What a program wants.

    def dial(self, now: int) -> None:
        """The person wants to be connected. After `Ended` that needs a new session."""
        self._at(now)
        if self._phase in ("idle", "backoff"):
            self._attempts = 0
            self._dial()

    def hang_up(self, now: int) -> None:
        """The person wants to be connected no more."""
        self._at(now)
        if self._phase not in ("idle", "backoff", "dead"):
            self.emit(events.Hangup())
        self._unlink("idle")
        self._settle()

    def open(
        self, room: str, now: int, cursor: Cursor | None = None, back: int | None = None
    ) -> None:
        """Receives a room from now on, from a cursor where one is given."""
        self._at(now)
        self.reception.want(room, cursor, back)
        self._settle()

    def enter(
        self, room: str, now: int, cursor: Cursor | None = None, back: int | None = None
    ) -> None:
        """Enters a room under a name of its own. What is put into it waits, on each link, until the
        name is proven there; a `signal` waits for nothing."""
        self._at(now)
        self.reception.enter(room, cursor, back)
        self._settle()

    def open_under(
        self, room: str, now: int, cursor: Cursor | None = None, back: int | None = None
    ) -> None:
        """Receives a room in which the line knows the person under a name of an entered one: `~` and
        what `opened.who` was there, or a room that was made for that name."""
        self._at(now)
        self.reception.want_under(room, cursor, back)
        self._settle()

    def close(self, room: str, now: int) -> None:
        """Receives a room no more."""
        self._at(now)
        if self.reception.forget(room) and self.is_ready:
            self.request("close", {"room": room})
        self._settle()

    def put(
        self, room: str, kind: str, body: dict[str, Any], now: int, re: int | None = None
    ) -> str:
        """Queues a put and returns its `cid`; raises `Refused` where it cannot be written down."""
        self._at(now)
        put = Put(to_base64(self.random(16)), room, kind, body, re, now)
        seen = self.reception.seen(room)
        if re is not None and seen and seen.seq is not None and re <= seen.seq:
            put.log = seen.fields()
        frames.encode({"t": "put", "ref": 1, **put.fields(room, now)}, self.person.encoding)
        self.sending.puts.add(put)
        self._settle()
        return put.cid

    def over(self, cid: str, now: int) -> None:
        """Sends a nudged put as it is."""
        self._at(now)
        self.sending.over(cid)
        self._settle()

    def give_up(self, cid: str, now: int) -> None:
        """Gives up a put. One that is out already may still be done, and is told then."""
        self._at(now)
        self.sending.give_up(cid)
        self._settle()

    def ask(self, what: str, now: int, body: dict[str, Any] | None = None) -> int:
        """Asks the line; returns the number that the `Answer` bears."""
        self._at(now)
        self._asked += 1
        self._asks[self._asked] = (what, body)
        if self.is_ready:
            self._send_ask(self._asked)
        self._settle()
        return self._asked

    def sign(
        self, room: str, kind: str, ttl: int, now: int, body: dict[str, Any] | None = None
    ) -> None:
        """Shows others a sign (`typing`, `here`, `read`), if there is a link; else it is over."""
        self._at(now)
        if self.is_ready:
            more = {} if body is None else {"body": body}
            name = self.reception.wire_name(room)
            self.say({"t": "sig", "room": name, "kind": kind, "ttl": ttl, **more})

    # What happens to the link.

    def connected(self, now: int) -> None:
        """The link is up."""
        self._at(now)
        if self._phase == "dialing":
            self._phase, self._until = "greeting", now + STEP_MS
        self._settle()

    def disconnected(self, now: int) -> None:
        """The link is gone, or could not be made."""
        self._at(now)
        if self._phase not in ("idle", "backoff", "dead"):
            self._back_off()
        self._settle()

    def receive(self, data: bytes, now: int) -> None:
        """A frame of the server came."""
        self._at(now)
        if self._phase in ("greeting", "joining", "ready"):
            self._heard = now
            self._bytes += len(data)
            try:
                frame = frames.decode(data, self.person.encoding, "server", self.limits)
                self._take(frame) if frame else None
            except Refused as refused:
                self._lose(str(refused))
            self._acknowledge()
        self._settle()

    def tick(self, now: int) -> None:
        """Time has passed."""
        self._at(now)
        if self._until is not None and self._until <= now:
            self._dial() if self._phase == "backoff" else self._lose("a step took too long")
        elif self.is_ready and min(self._deadlines()) <= now:
            self._lose("silence, or a request without an answer")
        self._settle()

    def wake(self) -> int | None:
        """Returns when the session wants to be told the time at the latest."""
        times = [] if self._until is None else [self._until]
        if self.is_ready:
            times += self._deadlines()
            times += [
                at for at in (self.sending.puts.wake(), self.reception.wake()) if at is not None
            ]
        return min(times, default=None)

    def take(self) -> list[events.Event]:
        """Returns what follows from the inputs since it was called last, in order."""
        taken, self._events = self._events, []
        return taken

    @property
    def is_ready(self) -> bool:
        """Whether the line has said welcome on the present link."""
        return self._phase == "ready"

    @property
    def state(self) -> events.State:
        """The one state to show."""
        return self._shown

    # For the parts of a session.

    def emit(self, event: events.Event) -> None:
        """Tells the program."""
        self._events.append(event)

    def say(self, frame: Frame) -> None:
        """Sends a frame."""
        self.emit(events.Say(frame, frames.encode(frame, self.person.encoding)))

    def request(self, t: str, fields: dict[str, Any], about: Any = None) -> int:
        """Sends a frame that is answered; returns its `ref`."""
        ref = self.expect(t, about)
        self.say({"t": t, "ref": ref, **fields})
        return ref

    def expect(self, what: str, about: Any) -> int:
        """Expects an answer; returns the `ref` that it will bear."""
        self._refs += 1
        self._requests[self._refs] = _Request(what, self._now + STEP_MS, about)
        return self._refs

    @property
    def limits(self) -> Limits:
        """What a frame may be on the present link."""
        if self.welcome is None:
            return DEFAULTS
        said = self.welcome["max"]
        return Limits(said["frame"], said["depth"], said["items"])

    def speaks(self, extension: str) -> bool:
        """Whether an extension holds on the present link."""
        return self.welcome is not None and extension in self.welcome["ext"]

    # Inside.

    def _at(self, now: int) -> None:
        self._now = max(self._now, now)

    def _deadlines(self) -> list[int]:
        silence = self.welcome["hb_ms"] * 5 // 2 if self.welcome else STEP_MS
        requests = [request.until for request in self._requests.values()]
        return [self._heard + silence, *requests, *self.reception.checks.deadlines()]

    def _settle(self) -> None:
        """After each input: sends what may be sent, and shows the state if it is another one."""
        if self.is_ready:
            self.reception.pump(self._now)
            self.sending.pump(self._now)
        self._show()

    def _show(self) -> None:
        if not self.is_ready:
            name = "stale"
        else:
            name = "live" if self.reception.is_whole else "catching up"
        if name == "live":
            self._attempts = 0
        if name != self._shown.name:
            self._shown = events.State(name, self._heard if name == "stale" else None)
            self.emit(self._shown)

    def _dial(self) -> None:
        self._phase, self._until = "dialing", self._now + STEP_MS
        self.emit(events.Dial())

    def _lose(self, why: str, again_ms: int = 0) -> None:
        self.emit(events.Hangup(why))
        self._back_off(again_ms)

    def _back_off(self, again_ms: int = 0) -> None:
        most = min(BACKOFF_MAX_MS, BACKOFF_MS << min(self._attempts, 16))
        self._attempts += 1
        part = int.from_bytes(self.random(6), "big") / 2**48
        self._unlink("backoff")
        self._until = self._now + max(int(part * most), again_ms)

    def _unlink(self, phase: str) -> None:
        self._phase, self._until, self.welcome = phase, None, None
        self._requests.clear()
        self._bytes, self._pings, self._answered_ping = 0, -1, -1
        self.sending.puts.lost_link()
        self.reception.lost_link()

    def _take(self, frame: Frame) -> None:
        t = frame["t"]
        expected = {"hail": "greeting", "welcome": "joining"}.get(t, "ready")
        if t == "bye":
            self._bye(frame)
        elif t == "err" and self._phase == "joining":
            return
        elif self._phase != expected:
            raise Refused("bad", "a frame out of place")
        else:
            getattr(self, f"_take_{t}")(frame)

    def _take_hail(self, hail: Frame) -> None:
        if 1 not in hail["v"]:
            self._end("version")
            return
        self.hail = hail
        rooms = self.reception.in_hello(hail)
        self.say(hello(self.person, hail, self.random(32), rooms))
        self._phase, self._until = "joining", self._now + STEP_MS

    def _take_welcome(self, welcome: Frame) -> None:
        if welcome["v"] != 1:
            raise Refused("bad", "a version that was not picked")
        self._phase, self._until, self.welcome = "ready", None, welcome
        for request in self._requests.values():
            request.until = self._now + STEP_MS
        self.person.invite = None
        self.emit(events.Welcomed(welcome))
        for number in self._asks:
            self._send_ask(number)

    def _take_opened(self, frame: Frame) -> None:
        room = self.reception.opened(frame, self._now + STEP_MS)
        self._requests.pop(room.ref if room and room.ref else 0, None)

    def _take_ev(self, frame: Frame) -> None:
        self.reception.entry(frame)

    def _take_gap(self, frame: Frame) -> None:
        self.reception.gap(frame)

    def _take_sig(self, frame: Frame) -> None:
        self.reception.sign(frame)

    def _take_ok(self, frame: Frame) -> None:
        request = self._requests.pop(frame["ref"], None)
        if request is None:
            return
        if request.what == "put":
            self.sending.settled(request.about, frame["st"], frame)
        elif request.what == "fetch":
            self.reception.page_ended(request.about)
        elif request.what == "ask":
            self._answered(request.about, {"body": frame.get("body", {})})

    def _take_err(self, frame: Frame) -> None:
        request = self._requests.pop(frame.get("ref", 0), None)
        code, retry_ms = frame["code"], frame.get("retry_ms")
        if request is None:
            return
        if request.what == "put":
            self.sending.failed(request.about, frame, self._now)
        elif request.what == "open":
            self.reception.refused(request.about, frame, self._now)
        elif request.what == "fetch":
            self.reception.page_refused(request.about, code, retry_ms, self._now)
        elif request.what == "ask":
            self._answered(request.about, frame)

    def _take_ping(self, frame: Frame) -> None:
        self.reception.heads_are(frame.get("heads", {}))
        is_question = frame["n"] % 2 == 0
        if is_question and frame["n"] > self._answered_ping:
            self._answered_ping = frame["n"]
            self._ping(frame["n"])

    def _bye(self, frame: Frame) -> None:
        if "again_ms" in frame:
            self._lose(f"bye {frame['code']}", frame["again_ms"])
        elif frame["code"] == "auth" and self.person.invite:
            self.person.invite = None
            self._lose("the invitation does not hold")
        else:
            self._end(frame["code"])

    def _end(self, code: str) -> None:
        self.emit(events.Hangup())
        self._unlink("dead")
        self.emit(events.Ended(code))

    def _ping(self, n: int) -> None:
        self._bytes = 0
        self.say({"t": "ping", "n": n, "heads": self.reception.heads()})

    def _acknowledge(self) -> None:
        """Says how far it has come after each quarter of what the server sends ahead."""
        if self.is_ready and self.welcome and self._bytes >= self.welcome["max"]["inflight"] // 4:
            self._pings += 2
            self._ping(self._pings)

    def _send_ask(self, number: int) -> None:
        what, body = self._asks[number]
        more = {} if body is None else {"body": body}
        self.request("ask", {"what": what, **more}, number)

    def _answered(self, number: int, answer: Frame) -> None:
        what, _ = self._asks.pop(number)
        if self.reception.tickets_came(number, answer, self._now):
            return
        told = {name: answer.get(name) for name in ("body", "code", "say", "why", "ways")}
        self.emit(events.Answer(number, what, **told))
