"""Two people at their terminals, on the real line."""

from __future__ import annotations

import asyncio
import os
import unittest

from peerline.chat import Chat
from peerline.client import Client
from peerline.joining import Person

from .live import BINARY, PATIENCE, WHY_NOT, Server


class Terminal:
    """What one person types and sees."""

    def __init__(self, origin: str, invite: str | None = None) -> None:
        self.shown: list[str] = []
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._more = asyncio.Event()
        person = Person(os.urandom(16), origin, "cbor", language="en", invite=invite)
        self.task = asyncio.create_task(Chat(Client(person), self._show).run(self._lines))

    def types(self, line: str | None) -> None:
        """Types a line; None is the end of the input."""
        self._lines.put_nowait(line)

    async def sees(self, part: str) -> None:
        """Waits for a line that holds `part`, and forgets what stood before it."""
        async with asyncio.timeout(PATIENCE):
            while not any(part in line for line in self.shown):
                self._more.clear()
                await self._more.wait()
        at = next(at for at, line in enumerate(self.shown) if part in line)
        del self.shown[: at + 1]

    def _show(self, line: str) -> None:
        self.shown.append(line)
        self._more.set()


@unittest.skipUnless(BINARY, WHY_NOT)
class ChatLive(unittest.IsolatedAsyncioTestCase):
    async def test_two_people_find_each_other_and_one_calls_for_a_person(self) -> None:
        server = Server()
        server.start()
        self.addCleanup(server.end)
        supporter = Terminal(server.origin, server.invite("supporter"))
        seeker = Terminal(server.origin)
        for person in (supporter, seeker):
            await person.sees("/help says what you can do here")
        supporter.types("/available 1")
        seeker.types("/seek grief")
        await supporter.sees("somebody waits for grief")
        supporter.types("/accept")
        for person in (supporter, seeker):
            await person.sees("supports")
        seeker.types("it is a hard evening")
        await supporter.sees("it is a hard evening")
        supporter.types("I am here")
        await seeker.sees("I am here")
        seeker.types("/help-now")
        await seeker.sees("people who can help are being called")
        for person in (supporter, seeker):
            person.types(None)
            await person.task
