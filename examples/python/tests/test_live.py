"""Two people on the real line, which is killed while they talk."""

from __future__ import annotations

import asyncio
import tempfile
import unittest
from pathlib import Path

from peerline.client import Transport
from peerline.frames import Encoding
from peerline.lines import ORIGIN, Lines

from .live import BINARY, WHY_NOT, Server, Somebody

TOPICS = {"topics": ["grief"], "languages": ["en"]}


@unittest.skipUnless(BINARY, WHY_NOT)
class Live(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.server = Server()
        self.server.start()
        self.addCleanup(self.server.end)

    async def meet(self, encoding: Encoding, transport: Transport, **seeker) -> str:
        """A seeker and a supporter find each other; returns their room."""
        origin = self.server.origin
        invite = self.server.invite("supporter")
        self.supporter = Somebody(origin, encoding, transport, invite=invite)
        self.seeker = Somebody(origin, encoding, transport, **seeker)
        for person in (self.supporter, self.seeker):
            self.addAsyncCleanup(person.leaves)
            person.client.open("@me")
        self.supporter.client.put("@me", "available", {**TOPICS, "capacity": 1})
        await self.supporter.sees("@me", "available")
        self.seeker.client.put("@me", "seek", TOPICS)
        offer = await self.supporter.sees("@me", "offer")
        self.supporter.client.put("@me", "accept", {"offer": offer["body"]["offer"]})
        matches = [await person.sees("@me", "matched") for person in (self.supporter, self.seeker)]
        room: str = matches[0]["body"]["room"]
        self.assertEqual(matches[1]["body"]["room"], room)
        for person in (self.supporter, self.seeker):
            person.client.open(room)
            await person.until(lambda person=person: len(person.of(room, "join")) == 2)
        return room

    async def test_a_locker_brings_back_what_another_device_kept(self) -> None:
        await self.meet("json", "websocket")
        client = self.seeker.client
        self.assertEqual(await client.notes(), (0, {"rooms": {}}))
        await client.keep({"rooms": {"A" * 22: {"read": 3, "at": 5}}})
        await client.keep({"rooms": {"A" * 22: {"read": 2, "at": 1}}})
        version, notes = await client.notes()
        self.assertEqual((version, notes["rooms"]["A" * 22]["read"]), (2, 3))

    async def test_who_erases_themselves_is_gone_for_the_others_too(self) -> None:
        room = await self.meet("cbor", "websocket")
        said = self.seeker.client.put(room, "msg", {"text": "i will be gone"})
        await self.supporter.until(lambda: len(self.supporter.of(room, "msg")) == 1)
        await self.seeker.until(lambda: said in self.seeker.puts)
        kept = await self.seeker.client.kept()
        self.assertIn("words", [item["what"] for item in kept])
        self.assertEqual(await self.seeker.client.erase(), [])
        leave = await self.supporter.sees(room, "leave")
        self.assertEqual(leave["who"], "cGVlcmxpbmUvbm9ib2R5IQ")
        join = next(frame for frame in self.supporter.of(room, "join") if frame["seq"] == leave["re"])
        self.assertEqual(join["body"]["role"], "seeker")

    async def talks_while_it_is_killed(self, encoding: Encoding, transport: Transport) -> None:
        room = await self.meet(encoding, transport)
        both = [self.seeker, self.supporter]
        said: list[str] = []
        for turn in range(12):
            text = f"turn {turn}"
            said.append(text)
            cid = both[turn % 2].client.put(room, "msg", {"text": text})
            if turn in (3, 8):
                await both[1].until(lambda turn=turn: len(both[1].of(room, "msg")) >= turn - 1)
                self.server.kill()
                both[turn % 2].client.put(room, "msg", {"text": "into the dark"})
                said.append("into the dark")
                await asyncio.to_thread(self.server.start)
            await both[turn % 2].until(lambda cid=cid, by=both[turn % 2]: cid in by.puts)
        for person in both:
            await person.until(lambda person=person: len(person.of(room, "msg")) >= len(said))
            await person.is_live()
            messages = person.of(room, "msg")
            self.assertEqual([message["body"]["text"] for message in messages], said)
            seqs = [frame["seq"] for where, frame in person.entries if where == room]
            self.assertEqual(seqs, list(range(1, len(seqs) + 1)))
            self.assertEqual(person.gaps, [])
            self.assertIn("stale", person.states)

    async def test_what_was_taken_back_is_gone_for_who_comes_later(self) -> None:
        room = await self.meet("cbor", "websocket")
        self.seeker.client.put(room, "msg", {"text": "too much"})
        message = await self.supporter.sees(room, "msg")
        self.assertEqual(message["body"]["text"], "too much")
        self.seeker.client.put(room, "redact", {}, re=message["seq"])
        redact = await self.supporter.sees(room, "redact")
        self.assertEqual(redact["re"], message["seq"])
        person = self.supporter.client.session.person
        again = Somebody(self.server.origin, root=person.root)
        self.addAsyncCleanup(again.leaves)
        again.client.open(room)
        tomb = await again.sees(room, "msg")
        self.assertEqual((tomb["seq"], tomb["tomb"]), (message["seq"], True))
        self.assertNotIn("body", tomb)
        self.assertEqual(tomb["h"], message["h"])

    async def test_json_over_websocket(self) -> None:
        await self.talks_while_it_is_killed("json", "websocket")

    async def test_cbor_over_websocket(self) -> None:
        await self.talks_while_it_is_killed("cbor", "websocket")

    async def test_lines_of_a_server_that_is_killed(self) -> None:
        self.server.kill()
        order = [str(BINARY), "serve", "--listen", "127.0.0.1:0", "--data", str(self.server.data)]
        for encoding in ("json", "cbor"):
            children: list[asyncio.subprocess.Process] = []

            async def dial(_: str, encoding: Encoding, children=children) -> Lines:
                pipe = asyncio.subprocess.PIPE
                quiet = asyncio.subprocess.DEVNULL
                child = await asyncio.create_subprocess_exec(
                    *order, f"--stdio={encoding}", stdin=pipe, stdout=pipe, stderr=quiet
                )
                children.append(child)
                return Lines(child.stdout, child.stdin, encoding)

            seeker = Somebody(ORIGIN, encoding, dial)
            seeker.client.open("@me")
            seeker.client.put("@me", "seek", TOPICS)
            await seeker.sees("@me", "seek")
            children[-1].kill()
            cid = seeker.client.put("@me", "leave", {})
            await seeker.until(lambda cid=cid, seeker=seeker: cid in seeker.puts)
            await seeker.sees("@me", "leave")
            self.assertEqual(len(seeker.of("@me", "seek")), 1)
            self.assertEqual(seeker.gaps, [])
            await seeker.leaves()
            children[-1].kill()
            for child in children:
                await child.wait()
        self.server.start()

    async def test_json_over_sse(self) -> None:
        await self.talks_while_it_is_killed("json", "sse")

    async def test_cbor_over_sse(self) -> None:
        await self.talks_while_it_is_killed("cbor", "sse")

    async def test_a_call_for_a_person_opens_the_way_to_one(self) -> None:
        seeker = Somebody(self.server.origin)
        self.addAsyncCleanup(seeker.leaves)
        seeker.client.open("@me")
        cid = seeker.client.put("@me", "signal", {"country": "GB"})
        await seeker.until(lambda: cid in seeker.puts)
        self.assertEqual(seeker.puts[cid].st, "done")
        notice = await seeker.sees("@me", "notice")
        self.assertEqual(notice["body"]["code"], "care")
        self.assertTrue(notice["body"]["card"]["automatic"])

    async def test_who_comes_back_is_the_same_and_has_everything(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "seeker.json"
            room = await self.meet("json", "websocket", store=path)
            self.seeker.client.put(room, "msg", {"text": "before"})
            await self.supporter.sees(room, "msg")
            await self.seeker.sees(room, "msg")
            await self.seeker.leaves()
            self.supporter.client.put(room, "msg", {"text": "meanwhile"})
            await self.supporter.until(lambda: len(self.supporter.of(room, "msg")) == 2)
            again = Somebody(self.server.origin, store=path)
            self.addAsyncCleanup(again.leaves)
            message = await again.sees(room, "msg")
            self.assertEqual(message["body"]["text"], "meanwhile")
