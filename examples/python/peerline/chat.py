"""A chat for the terminal: `python3 -m peerline http://127.0.0.1:7433`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from . import events, phrase
from .client import Client
from .frames import Encoding, Frame
from .joining import Person
from .screen import Screen, plain, state
from .store import Store
from .values import Refused

HELP = """\
  /help-now         I need a person now
  /seek TOPIC …     wait for somebody (topics: {topics}); +literal, +slow_pace and their like
                    say what you need in order to talk
  /place            where you are in line
  /stop             wait no more
  /leave            leave the conversation
  /over, /drop      send a message that was questioned as it is, or not at all
  /phrase           the 12 words that bring you back as the same person
  /available N      supporters: on shift for N people, 0 ends it
  /accept, /pass    supporters: the person who was offered
  /quit
Everything else is said in the conversation."""


class Chat:
    """What a person types, and what they see."""

    def __init__(self, client: Client, show: Callable[[str], None]) -> None:
        self._client = client
        self._show = show
        self._screen = Screen()
        self._room: str | None = None
        self._offer: str | None = None
        self._nudged: str | None = None
        self._topics: list[str] = []
        self._calls: set[str] = set()
        self._background: set[asyncio.Task[None]] = set()

    async def run(self, lines: asyncio.Queue[str | None]) -> None:
        """Talks until the person leaves."""
        self._client.open("@me")
        running = asyncio.create_task(self._client.run())
        hearing = asyncio.create_task(self._hear())
        try:
            while (line := await lines.get()) is not None and line != "/quit":
                await self._typed(line)
                for task in (running, hearing):
                    if task.done():
                        task.result()
            waiting = sum(not put.nudged for put in self._client.session.sending.puts)
            if waiting:
                self._show(f"* not sent yet: {waiting}")
        finally:
            for task in (running, hearing, *self._background):
                task.cancel()

    async def _typed(self, line: str) -> None:
        word, *rest = line.split()[:20] or [""]
        commands: dict[str, Callable[[list[str]], Awaitable[None]]] = {
            "/help-now": self._help_now, "/seek": self._seek, "/stop": self._stop,
            "/place": self._place, "/leave": self._leave, "/over": self._over, "/drop": self._drop,
            "/phrase": self._phrase, "/available": self._available, "/accept": self._accept,
            "/pass": self._pass, "/help": self._help,
        }  # fmt: skip
        try:
            if word.startswith("/help") and "now" in line:
                await self._help_now(rest)
            elif word in commands:
                await commands[word](rest)
            elif word.startswith("/"):
                await self._help(rest)
            elif word and self._room:
                self._client.put(self._room, "msg", {"text": line})
            elif word:
                self._show("* nobody is here yet: /seek finds somebody, /help-now calls a person")
        except Refused:
            self._show("* that cannot be sent as it is")

    async def _help_now(self, _: list[str]) -> None:
        self._calls.add(self._client.put(self._room or "@me", "signal", {}))
        self._show("* calling a person who can help …")
        if self._client.session.state.name == "stale":
            self._show("* there is no connection: if you are in danger, dial your emergency number")

    async def _seek(self, words: list[str]) -> None:
        needs = [word[1:] for word in words if word.startswith("+")]
        topics = [word for word in words if not word.startswith("+")]
        languages = [self._client.session.person.language or "en"]
        body = {"topics": topics, "languages": languages, "needs": needs}
        self._client.put("@me", "seek", body)

    async def _stop(self, _: list[str]) -> None:
        self._client.put("@me", "leave", {})

    async def _place(self, _: list[str]) -> None:
        self._in_background(self._tell_place())

    async def _tell_place(self) -> None:
        body = (await self._client.ask("place")).body or {}
        waiting = body.get("state") == "waiting"
        nobody = ", but nobody who fits is on shift" if body.get("coverage") == "nobody" else ""
        asked = ", and somebody is being asked" if body.get("offered") else ""
        place = f"* you are number {body.get('position')} in line{nobody}{asked}"
        self._show(place if waiting else "* you do not wait")

    async def _leave(self, _: list[str]) -> None:
        if self._room:
            self._client.put(self._room, "leave", {})
            self._room = None

    async def _over(self, _: list[str]) -> None:
        if self._nudged:
            self._client.over(self._nudged)
            self._nudged = None

    async def _drop(self, _: list[str]) -> None:
        if self._nudged:
            self._client.give_up(self._nudged)
            self._nudged = None

    async def _phrase(self, _: list[str]) -> None:
        self._show(f"  {phrase.to_words(self._client.session.person.root)}")

    async def _available(self, rest: list[str]) -> None:
        capacity = int(rest[0]) if rest and rest[0].isdecimal() else 1
        languages = [self._client.session.person.language or "en"]
        body = {"topics": self._topics, "languages": languages, "capacity": capacity}
        self._client.put("@me", "available", body)

    async def _accept(self, _: list[str]) -> None:
        self._answer_offer("accept")

    async def _pass(self, _: list[str]) -> None:
        self._answer_offer("decline")

    async def _help(self, _: list[str]) -> None:
        self._show(HELP.format(topics=plain(", ".join(self._topics)) or "see when connected"))

    def _answer_offer(self, kind: str) -> None:
        if self._offer:
            self._client.put("@me", kind, {"offer": self._offer})
            self._offer = None

    def _in_background(self, doing: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(doing)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _hear(self) -> None:
        async for event in self._client.told():
            match event:
                case events.State():
                    self._show(state(event))
                case events.Welcomed(frame):
                    self._show_gate(frame["me"].get("gate"))
                    self._in_background(self._look_around())
                case events.Entry(room, frame):
                    self._entry(room, frame)
                case events.Gap(_, lo, hi, why):
                    again = why in ("epoch", "diverged")
                    lost = f"* {hi - lo + 1} messages are not here any more"
                    self._show("* this conversation begins anew" if again else lost)
                case events.PutAnswered():
                    self._put_answered(event)
                case events.Ended(code):
                    self._show(f"* the line ended the connection for good ({plain(code)}); /quit")

    def _show_gate(self, gate: Frame | None) -> None:
        """Says what a newcomer lacks; a person can be called whatever it is."""
        shown = {
            "pass": "* this group asks newcomers for a pass: start again with --gate-pass",
            "wrong_pass": "* this pass is not one of this group's",
            "pow": "* many people come at once; this program does a small sum first",
            "wait": "* many newcomers came from your network; you are let in later",
        }
        if gate:
            self._show(shown.get(gate["why"], "* this line does not let newcomers in yet"))
            self._show("* /help-now calls a person right away all the same")

    async def _look_around(self) -> None:
        line = (await self._client.ask("line")).body or {}
        first = not self._topics
        self._topics = [str(topic["id"]) for topic in line.get("topics", [])]
        rooms = (await self._client.ask("rooms")).body or {}
        for room in rooms.get("rooms", []):
            if room.get("state") != "closed" and not str(room["room"]).startswith("#"):
                self._enter(room["room"])
        if first:
            self._show(f"{plain(line.get('name', ''))}. /help says what you can do here.")

    def _enter(self, room: str) -> None:
        self._room = room
        self._client.open(room)

    def _entry(self, room: str, frame: Frame) -> None:
        for line in self._screen.entry(room, frame):
            self._show(line)
        body = frame.get("body", {})
        if room == "@me" and frame["kind"] == "offer":
            self._offer = body.get("offer")
        elif room == "@me" and frame["kind"] == "matched" and "room" in body:
            self._enter(body["room"])
        elif frame["kind"] == "state" and body.get("state") == "closed" and room == self._room:
            self._room = None

    def _put_answered(self, event: events.PutAnswered) -> None:
        if event.cid in self._calls and event.st in ("done", "held"):
            self._show("* people who can help are being called")
        elif event.cid in self._calls:
            self._show(
                "* no person could be called: if you are in danger, dial your emergency number"
            )
        elif event.st == "held":
            self._show("* a person looks at your message before others see it")
        elif event.st == "nudged":
            self._nudged = event.cid
            self._show(f"* {plain(event.say or 'please read it again')}  /over or /drop")
        elif event.st == "refused":
            self._show(f"* not sent: {plain(event.say or event.code)}")


def _read_lines(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
    try:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(lines.put_nowait, None)
    except RuntimeError:
        return


async def _talk(client: Client) -> None:
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    reader = (asyncio.get_running_loop(), lines)
    threading.Thread(target=_read_lines, args=reader, daemon=True).start()
    await Chat(client, lambda line: print(line, flush=True)).run(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("peerline", description="Talk on a Peerline line.")
    parser.add_argument("origin", help="where the line is, as in http://127.0.0.1:7433")
    parser.add_argument("--store", type=Path, help="a file that keeps who you are and what waits")
    parser.add_argument("--phrase", action="store_true", help="come back with your 12 words")
    parser.add_argument("--invite", help="the secret of a staff invitation")
    parser.add_argument("--gate-pass", help="the pass of a closed group")
    parser.add_argument("--lang", default="en", help="your language (default: en)")
    parser.add_argument("--country", help="two letters; chooses which helplines are shown")
    parser.add_argument("--cbor", action="store_true", help="speak CBOR in place of JSON")
    parser.add_argument("--sse", action="store_true", help="use server-sent events and POST")
    return parser.parse_args()


def _root(store: Store | None, come_back: bool) -> bytes:
    if not come_back:
        return store.root() if store else os.urandom(16)
    root = phrase.from_words(input("your 12 words: "))
    if store:
        store.keep_root(root)
    return root


def main() -> None:
    """Runs the chat until its person leaves."""
    said = _arguments()
    store = Store(said.store) if said.store else None
    try:
        root = _root(store, said.phrase)
    except phrase.WrongPhrase as wrong:
        sys.exit(str(wrong))
    encoding: Encoding = "cbor" if said.cbor else "json"
    origin = said.origin.rstrip("/")
    person = Person(root, origin, encoding, language=said.lang, country=said.country)
    person.invite, person.gate_pass = said.invite, said.gate_pass
    person.device = store.device() if store else None
    try:
        asyncio.run(_talk(Client(person, "sse" if said.sse else "websocket", store)))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
