"""A session carried over links, with asyncio."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal

from . import events
from .entering import keys_for
from .frames import Encoding, Frame
from .joining import Person
from .link import Link, LinkLost
from .locker import Locker, Notes, merge, pack, unpack
from .room import Cursor
from .session import Session
from .sse import SsePost
from .store import Store
from .values import from_base64, to_base64
from .websocket import WebSocket

Transport = Literal["websocket", "sse"]
Dial = Callable[[str, Encoding], Awaitable[Link]]
"""Makes a link to an origin; raises `LinkLost` where it cannot."""

_DIALS: dict[Transport, Dial] = {"websocket": WebSocket.dial, "sse": SsePost.dial}


_STARTED = time.time() - time.monotonic()


def milliseconds() -> int:
    """Returns the time, in milliseconds since 1970; goes on evenly when the clock is set."""
    return int((_STARTED + time.monotonic()) * 1000)


_LOG = logging.getLogger("peerline")
"""Says what happens to links; never what people say."""


class Client:
    """One person at one line. `run` keeps it connected; `told` says what happens.

    With a store, cursors and unanswered puts outlive the program: they are written down before
    anything that depends on them is sent or told.
    """

    def __init__(
        self,
        person: Person,
        transport: Transport | Dial = "websocket",
        store: Store | None = None,
    ) -> None:
        self.session = Session(person, os.urandom, milliseconds())
        self._dial = _DIALS[transport] if isinstance(transport, str) else transport
        self._store = store
        self._told: asyncio.Queue[events.Event] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._out: asyncio.Queue[bytes] = asyncio.Queue()
        self._link: asyncio.Task[None] | None = None
        self._entering: set[asyncio.Task[None]] = set()
        self._answers: dict[int, asyncio.Future[events.Answer]] = {}
        self._settled: dict[str, asyncio.Future[events.PutAnswered]] = {}
        if store:
            store.restore(self.session, milliseconds())

    async def run(self) -> None:
        """Keeps the person connected until cancelled."""
        self.session.dial(milliseconds())
        try:
            while True:
                self._perform()
                self._changed.clear()
                wake = self.session.wake()
                wait = None if wake is None else max(0, wake - milliseconds()) / 1000
                try:
                    await asyncio.wait_for(self._changed.wait(), wait)
                except TimeoutError:
                    self.session.tick(milliseconds())
        finally:
            self._cut()

    async def told(self) -> AsyncIterator[events.Event]:
        """Yields what happens, but for what the link alone is about."""
        while True:
            yield await self._told.get()

    async def ask(self, what: str, body: dict[str, Any] | None = None) -> events.Answer:
        """Asks the line, and waits for the answer."""
        number = self.session.ask(what, milliseconds(), body)
        future: asyncio.Future[events.Answer] = asyncio.get_running_loop().create_future()
        self._answers[number] = future
        self._changed.set()
        return await future

    def open(self, room: str, cursor: Cursor | None = None, back: int | None = None) -> None:
        """Receives a room from now on."""
        self.session.open(room, milliseconds(), cursor, back)
        self._changed.set()

    def enter(self, room: str, cursor: Cursor | None = None, back: int | None = None) -> None:
        """Enters a room under a name of its own, with tickets that are fetched as they are needed."""
        self.session.enter(room, milliseconds(), cursor, back)
        self._changed.set()

    def hold(self, room: str, r: bytes, ticket: bytes) -> None:
        """Takes a ticket that was got on another connection, as one that proves a room alone must."""
        self.session.reception.doors.hold(room, r, ticket)

    def open_under(self, room: str, cursor: Cursor | None = None, back: int | None = None) -> None:
        """Receives a room in which the line knows the person under a name of an entered one."""
        self.session.open_under(room, milliseconds(), cursor, back)
        self._changed.set()

    def close(self, room: str) -> None:
        """Receives a room no more."""
        self.session.close(room, milliseconds())
        self._changed.set()

    def put(self, room: str, kind: str, body: dict[str, Any], re: int | None = None) -> str:
        """Queues a put; returns its `cid`. A `PutAnswered` tells what became of it."""
        cid = self.session.put(room, kind, body, milliseconds(), re)
        self._changed.set()
        return cid

    async def kept(self) -> list[dict[str, Any]]:
        """Asks what is kept about the person, and what of it an erasure would leave (`stays`)."""
        answer = await self.ask("kept")
        return list((answer.body or {}).get("kept", []))

    async def notes(self) -> tuple[int, Notes]:
        """Opens the person's locker: which version lies there, and the notes that are in it."""
        body = (await self.ask("locker")).body or {}
        version = int(body.get("version", 0))
        if "blob" not in body:
            return version, {"rooms": {}}
        return version, unpack(self._locker().open(version, from_base64(body["blob"])))

    async def keep(self, notes: Notes) -> Notes:
        """Puts notes into the locker, together with what other devices kept; returns what is there."""
        for _ in range(4):
            version, there = await self.notes()
            merged = merge(notes, there)
            blob = self._locker().seal(version + 1, pack(merged))
            answer = await self._settle("locker", {"after": version, "blob": to_base64(blob)})
            if answer.st == "done":
                return merged
        raise PermissionError(answer.say or answer.code or answer.st)

    def _locker(self) -> Locker:
        return Locker.of(self.session.person.root, from_base64(self.session.hail["line"]))

    async def _settle(self, kind: str, body: dict[str, Any]) -> events.PutAnswered:
        """Puts something to `@me`, and waits for what becomes of it."""
        cid = self.put("@me", kind, body)
        future: asyncio.Future[events.PutAnswered] = asyncio.get_running_loop().create_future()
        self._settled[cid] = future
        return await future

    async def erase(self) -> list[dict[str, Any]]:
        """Erases the person, for good; returns what is left, why and until when. The line then says
        goodbye, and what the store holds goes too."""
        answer = await self._settle("erase", {"sure": True})
        if answer.st != "done":
            raise PermissionError(answer.code or answer.st)
        if self._store:
            self._store.forget()
        return list((answer.body or {}).get("kept", []))

    def over(self, cid: str) -> None:
        """Sends a nudged put as it is."""
        self.session.over(cid, milliseconds())
        self._changed.set()

    def give_up(self, cid: str) -> None:
        """Gives up a put."""
        self.session.give_up(cid, milliseconds())
        self._changed.set()

    def sign(self, room: str, kind: str, ttl: int, body: dict[str, Any] | None = None) -> None:
        """Shows others a sign."""
        self.session.sign(room, kind, ttl, milliseconds(), body)
        self._changed.set()

    def _perform(self) -> None:
        taken = self.session.take()
        if taken and self._store:
            self._save(self._store)
        for event in taken:
            if isinstance(event, events.Say):
                self._out.put_nowait(event.data)
            elif isinstance(event, events.Hangup):
                _LOG.info("link ended: %s", event.why)
                self._cut()
            elif isinstance(event, events.Dial):
                self._cut()
                self._link = asyncio.create_task(self._carry())
            else:
                self._tell(event)

    def _save(self, store: Store) -> None:
        """A disk that is full must not keep anybody from being heard."""
        try:
            store.save(self.session)
        except OSError as error:
            _LOG.warning("nothing can be kept over a restart: %s", error.strerror)

    def _tell(self, event: events.Event) -> None:
        if isinstance(event, events.Answer):
            future = self._answers.pop(event.number, None)
            if future and not future.done():
                future.set_result(event)
        if isinstance(event, events.PutAnswered) and event.st != "nudged":
            settled = self._settled.pop(event.cid, None)
            if settled and not settled.done():
                settled.set_result(event)
        if isinstance(event, events.Welcomed) and (gate := event.frame["me"].get("gate")):
            task = asyncio.create_task(self._enter(gate))
            self._entering.add(task)
            task.add_done_callback(self._entering.discard)
        self._told.put_nowait(event)

    async def _enter(self, gate: Frame) -> None:
        """Brings what the gate asks for; where it is a pass that is not known, the person must."""
        link, session = self._link, self.session

        def is_over() -> bool:
            return self._link is not link

        body = await keys_for(gate, session.hail, session.person.gate_pass, is_over)
        if body is not None and not is_over():
            self.put("@me", "gate", body)

    def _cut(self) -> None:
        if self._link:
            self._link.cancel()
        self._link, self._out = None, asyncio.Queue()

    async def _carry(self) -> None:
        """Dials once, and carries frames both ways until the link is lost."""
        person, out, own = self.session.person, self._out, asyncio.current_task()
        link: Link | None = None
        try:
            link = await self._dial(person.origin, person.encoding)
            self.session.connected(milliseconds())
            self._changed.set()
            async with asyncio.TaskGroup() as both:
                both.create_task(self._send(link, out))
                both.create_task(self._receive(link))
        except* Exception as lost:  # noqa: BLE001 - whatever it was, the session goes on
            _LOG.info("link lost: %s", ", ".join(_named(error) for error in lost.exceptions))
            if self._link is own:
                self._link = None
                self.session.disconnected(milliseconds())
                self._changed.set()
        finally:
            if link:
                await _close(link)

    async def _send(self, link: Link, out: asyncio.Queue[bytes]) -> None:
        while True:
            batch = [await out.get()]
            while not out.empty():
                batch.append(out.get_nowait())
            await link.send(batch)

    async def _receive(self, link: Link) -> None:
        own = self._link
        while self._link is own:
            frame = await link.receive()
            self.session.receive(frame, milliseconds())
            self._changed.set()


def _named(error: BaseException) -> str:
    """Returns what may be logged of an error: words of links alone, else no more than its kind."""
    return str(error) if isinstance(error, LinkLost) else type(error).__name__


async def _close(link: Link) -> None:
    """Ends a link; one that does not let itself be ended is left to the system."""
    try:
        async with asyncio.timeout(1):
            await link.close()
    except (LinkLost, OSError, TimeoutError):
        return
