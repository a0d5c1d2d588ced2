"""A real line for tests: the server as a child process, in a folder of its own."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from peerline import events
from peerline.client import Client, Dial, Transport
from peerline.frames import Encoding, Frame
from peerline.joining import Person
from peerline.store import Store

BINARY = os.environ.get("PEERLINE_BIN")
WHY_NOT = "PEERLINE_BIN names no server: set it to the path of the program `peerline`"
PATIENCE = 60


class Server:
    """The program, its data, and its address, which stays over restarts."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.data = Path(self._folder.name)
        self._listen = "127.0.0.1:0"
        self._child: subprocess.Popen[str] | None = None

    @property
    def origin(self) -> str:
        """What clients dial."""
        return f"http://{self._listen}"

    def start(self) -> None:
        """Starts it, and returns when it says where it listens."""
        assert BINARY
        order = [BINARY, "serve", "--listen", self._listen, "--data", str(self.data)]
        with (self.data / "log").open("ab") as log:
            self._child = subprocess.Popen(order, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._child.stdout
        for line in self._child.stdout:
            found = re.search(r"http://([0-9.]+:[0-9]+)/", line)
            if found:
                self._listen = found[1]
                return
        raise AssertionError((self.data / "log").read_text())

    def kill(self) -> None:
        """Kills it with -9."""
        if self._child:
            self._child.kill()
            self._child.communicate()
        self._child = None

    def end(self) -> None:
        """Ends it, and removes its data."""
        self.kill()
        self._folder.cleanup()

    def invite(self, role: str) -> str:
        """Returns the secret of an invitation."""
        assert BINARY
        order = [BINARY, "invite", "--role", role, "--data", str(self.data)]
        said = subprocess.run(order, capture_output=True, check=True, text=True).stdout
        found = re.search(r"invite=([A-Za-z0-9_-]{43})", said)
        assert found, said
        return found[1]


class Somebody:
    """A person on the line, with what they were told so far."""

    def __init__(
        self,
        origin: str,
        encoding: Encoding = "json",
        transport: Transport | Dial = "websocket",
        invite: str | None = None,
        store: Path | None = None,
        root: bytes | None = None,
    ) -> None:
        kept = Store(store) if store else None
        root = root or (kept.root() if kept else os.urandom(16))
        self.client = Client(Person(root, origin, encoding, invite=invite), transport, kept)
        self.entries: list[tuple[str, Frame]] = []
        self.puts: dict[str, events.PutAnswered] = {}
        self.states: list[str] = []
        self.gaps: list[events.Gap] = []
        self._told = asyncio.Condition()
        self._tasks = [asyncio.create_task(work()) for work in (self.client.run, self._hear)]

    async def leaves(self) -> None:
        """Ends the program."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def until(self, holds: Callable[[], object]) -> None:
        """Waits for something to be told."""
        async with asyncio.timeout(PATIENCE), self._told:
            await self._told.wait_for(lambda: holds() or any(task.done() for task in self._tasks))
        for task in self._tasks:
            if task.done():
                task.result()

    async def sees(self, room: str, kind: str) -> Frame:
        """Waits for the first entry of a kind in a room."""
        await self.until(lambda: self.of(room, kind))
        return self.of(room, kind)[0]

    def of(self, room: str, kind: str) -> list[Frame]:
        """Returns the entries of a kind in a room."""
        return [frame for where, frame in self.entries if (where, frame["kind"]) == (room, kind)]

    async def is_live(self) -> None:
        """Waits until everything has arrived."""
        await self.until(lambda: self.states[-1:] == ["live"])

    async def _hear(self) -> None:
        async for event in self.client.told():
            async with self._told:
                match event:
                    case events.Entry(room, frame):
                        self.entries.append((room, frame))
                    case events.PutAnswered(cid):
                        self.puts[cid] = event
                    case events.State(name):
                        self.states.append(name)
                    case events.Gap():
                        self.gaps.append(event)
                    case events.Ended(code):
                        raise AssertionError(f"the line ended it: {code}")
                self._told.notify_all()
