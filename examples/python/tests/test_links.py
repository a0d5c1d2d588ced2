"""The links, byte by byte, against a peer that does what a test tells it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import random
import unittest
from collections.abc import Awaitable, Callable

from peerline.frames import Encoding
from peerline.lines import Lines
from peerline.link import LinkLost, connect
from peerline.sse import SsePost
from peerline.websocket import WebSocket, masked

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SECRET = "A" * 43


class Peer:
    """Accepts connections, and talks on each as it was told."""

    def __init__(self, *talks: Talk) -> None:
        self._talks = list(talks)

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talks.pop(0)(reader, writer)
        finally:
            writer.close()


async def head_of(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """Returns the first line and the headers of a request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    return first, {name.lower(): value for name, value in (line.split(": ") for line in lines)}


class WebSockets(unittest.IsolatedAsyncioTestCase):
    def says(self, *frames: bytes, protocol: str | None = None, then: Talk | None = None) -> Peer:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            first, headers = await head_of(reader)
            self.assertEqual(first, "GET /plp HTTP/1.1")
            key = headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
            accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
            chosen = protocol or headers["sec-websocket-protocol"]
            writer.write(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: {chosen}\r\n\r\n".encode()
            )
            writer.write(b"".join(frames))
            if then:
                await then(reader, writer)
            await reader.read()

        return Peer(talk)

    async def test_a_message_may_come_in_parts_with_pings_between(self) -> None:
        parts = b"\x01\x03abc", b"\x89\x02hi", b"\x00\x01d", b"\x80\x02ef", b"\x81\x00"
        pong = asyncio.get_running_loop().create_future()

        async def then(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
            data = await reader.readexactly(8)
            pong.set_result((data[:2], masked(data[6:], data[2:6])))

        async with self.says(*parts, then=then) as origin:
            link = await WebSocket.dial(origin, "json")
            self.assertEqual(await link.receive(), b"abcdef")
            self.assertEqual(await link.receive(), b"")
            self.assertEqual(await pong, (b"\x8a\x82", b"hi"))
            await link.close()

    async def test_lengths_of_every_kind_come_through(self) -> None:
        sizes = [0, 1, 125, 126, 65535, 65536]

        async def then(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for size in sizes:
                head = await reader.readexactly(2)
                more = {126: 2, 127: 8}.get(head[1] & 127, 0)
                announced = int.from_bytes(await reader.readexactly(more), "big")
                self.assertEqual(announced if more else head[1] & 127, size)
                mask = await reader.readexactly(4)
                payload = masked(await reader.readexactly(size), mask)
                plain = bytes([head[0], head[1] & 127])
                length = announced.to_bytes(more, "big") if more else b""
                writer.write(plain + length + payload)

        async with self.says(then=then) as origin:
            link = await WebSocket.dial(origin, "cbor")
            for size in sizes:
                frame = random.Random(size).randbytes(size)
                await link.send([frame])
                self.assertEqual(await link.receive(), frame)
            await link.close()

    async def test_a_breach_ends_the_link(self) -> None:
        breaches = (
            b"\xc1\x00", b"\x81\x80abcd", b"\x82\x00", b"\x80\x00", b"\x01\x01a\x81\x01b",
            b"\x89\x7e\x00\x80", b"\x81\x7f\x7f" + bytes(7), b"\x88\x02\x03\xe9", b"\x88\x00", b"\x83\x00",
        )  # fmt: skip
        for breach in breaches:
            async with self.says(breach) as origin:
                link = await WebSocket.dial(origin, "json")
                with self.assertRaises(LinkLost, msg=breach.hex()):
                    await link.receive()
                await link.close()

    async def test_another_encoding_than_the_one_asked_for_is_no_link(self) -> None:
        async with self.says(protocol="peerline.1+json") as origin:
            with self.assertRaises(LinkLost):
                await WebSocket.dial(origin, "cbor")

    async def test_what_is_no_line_is_no_link(self) -> None:
        async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await head_of(reader)
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

        async with Peer(other) as origin:
            with self.assertRaises(LinkLost):
                await WebSocket.dial(origin, "json")


class ServerSentEvents(unittest.IsolatedAsyncioTestCase):
    def stream(self, *parts: bytes, chunked: bool = False) -> Talk:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            first, headers = await head_of(reader)
            self.assertIn("/plp/sse?enc=peerline.1%2B", first)
            self.assertEqual(headers["accept"], "text/event-stream")
            kind = "Transfer-Encoding: chunked\r\n" if chunked else ""
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{kind}\r\n"
            writer.write(head.encode())
            link = f'event: link\ndata: {{"link":"{SECRET}"}}\n\n'.encode()
            for part in (link, *parts):
                writer.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
                await writer.drain()

        return talk

    def posts(self, *answers: bytes | None) -> Talk:
        """Answers posts on one connection; None ends it in place of an answer."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for answer in answers:
                _, headers = await head_of(reader)
                body = await reader.readexactly(int(headers["content-length"]))
                self.assertEqual(headers["peerline-link"], SECRET)
                self.taken.append((int(headers["peerline-post"]), body, headers["content-type"]))
                if answer is None:
                    return
                writer.write(b"HTTP/1.1 " + answer + b"\r\n\r\n")

        return talk

    def setUp(self) -> None:
        self.taken: list[tuple[int, bytes, str]] = []

    async def test_events_are_frames_and_comments_are_not(self) -> None:
        said = (
            b': awake\n\ndata: {"t":\r\n',
            b'data: "x"}\n\n:\n\nda',
            b"ta:{}\n\nevent: new\ndata: 1\n\n",
        )
        for chunked in (False, True):
            async with Peer(self.stream(*said, chunked=chunked)) as origin:
                link = await SsePost.dial(origin, "json")
                self.assertEqual(await link.receive(), b'{"t":\n"x"}')
                self.assertEqual(await link.receive(), b"{}")
                with self.assertRaises(LinkLost):
                    await link.receive()
                await link.close()

    async def test_cbor_comes_in_base64url(self) -> None:
        async with Peer(self.stream(b"data: oQAF\n\n")) as origin:
            link = await SsePost.dial(origin, "cbor")
            self.assertEqual(await link.receive(), bytes.fromhex("a10005"))
            await link.close()

    async def test_posts_are_numbered_and_sent_again_as_they_are(self) -> None:
        none = b"204 No Content"
        talks = (
            self.stream(),
            self.posts(none, None),
            self.posts(b"429 Wait\r\nRetry-After: 0\r\nContent-Length: 0", none),
        )
        async with Peer(*talks) as origin:
            link = await SsePost.dial(origin, "json")
            await link.send([b"{}", b"[]"])
            await link.send([b"1"])
            await link.close()
        kind = "application/x-ndjson"
        again = [(2, b"1\n", kind)] * 3
        self.assertEqual(self.taken, [(1, b"{}\n[]\n", kind), *again])

    async def test_long_posts_are_split_between_frames(self) -> None:
        none = b"204 No Content"
        async with Peer(self.stream(), self.posts(none, none)) as origin:
            link = await SsePost.dial(origin, "cbor")
            await link.send([b"a" * 40_000, b"b" * 25_000, b"c" * 1000])
            await link.close()
        self.assertEqual([len(body) for _, body, _ in self.taken], [65_000, 1000])
        self.assertEqual(self.taken[0][2], "application/cbor-seq")

    async def test_a_connection_that_is_over_takes_no_posts(self) -> None:
        async with Peer(self.stream(), self.posts(b"410 Gone")) as origin:
            link = await SsePost.dial(origin, "json")
            with self.assertRaises(LinkLost):
                await link.send([b"{}"])
            await link.close()


class LinesOfText(unittest.IsolatedAsyncioTestCase):
    async def hears(self, encoding: Encoding, data: bytes) -> list[bytes]:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        link, heard = Lines(reader, None, encoding), []
        try:
            while True:
                heard.append(await link.receive())
        except LinkLost:
            return heard

    async def test_a_line_is_a_frame_and_an_empty_one_is_none(self) -> None:
        self.assertEqual(await self.hears("json", b"{}\r\n\n\r\n[]\nhalf"), [b"{}", b"[]"])
        self.assertEqual(await self.hears("cbor", b"oQAF\noQ==\noQAF\n"), [b"\xa1\x00\x05"])

    async def test_frames_are_said_as_lines(self) -> None:
        for encoding, line in (("json", b"\xa1"), ("cbor", b"oQ")):
            heard = asyncio.get_running_loop().create_future()

            async def talk(reader: asyncio.StreamReader, _: object, heard=heard) -> None:
                heard.set_result(await reader.read())

            async with Peer(talk) as origin:
                link = Lines(*await connect(origin), encoding)
                await link.send([b"\xa1", b"\xa1"])
                await link.close()
                self.assertEqual(await heard, (line + b"\n") * 2)
