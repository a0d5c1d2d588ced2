"""A link over server-sent events and POST, for networks that let no WebSocket through."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from . import shapes
from .frames import SUBPROTOCOL, Encoding
from .link import LinkLost, connect, read_head
from .values import Refused, from_base64

POST_MAX = 64 << 10
"""The most bytes of one post."""
_POST_TRIES = 5
_TYPES: dict[Encoding, str] = {"json": "application/x-ndjson", "cbor": "application/cbor-seq"}


class SsePost:
    """One connection: a stream of events, and posts numbered 1, 2, 3. Made by `dial`."""

    def __init__(self, origin: str, encoding: Encoding, events: EventStream, link: str) -> None:
        self._encoding = encoding
        self._events = events
        self._poster = _Poster(origin, _TYPES[encoding], link)

    @classmethod
    async def dial(cls, origin: str, encoding: Encoding) -> SsePost:
        """Makes a link to the line at `origin` (`http://…` or `https://…`)."""
        events = await EventStream.get(
            origin, f"/plp/sse?enc={quote(SUBPROTOCOL[encoding], safe='')}"
        )
        try:
            kind, data = await events.next()
            if kind != "link":
                raise LinkLost("the first event is no link")
            return cls(origin, encoding, events, _secret_of(data))
        except BaseException:
            events.close()
            raise

    async def send(self, frames: Sequence[bytes]) -> None:
        """Sends frames, in order; returns when the line has taken them."""
        end = b"\n" if self._encoding == "json" else b""
        body = b""
        for frame in frames:
            if body and len(body) + len(frame) + len(end) > POST_MAX:
                await self._poster.post(body)
                body = b""
            body += frame + end
        await self._poster.post(body)

    async def receive(self) -> bytes:
        """Returns the next frame."""
        while True:
            kind, data = await self._events.next()
            if kind == "message":
                return data.encode("utf-8") if self._encoding == "json" else _bytes_of(data)

    async def close(self) -> None:
        """Ends the link."""
        self._events.close()
        self._poster.close()


class EventStream:
    """A stream of server-sent events."""

    def __init__(self, body: _Body, writer: asyncio.StreamWriter) -> None:
        self._body = body
        self._writer = writer

    @classmethod
    async def get(cls, origin: str, path: str) -> EventStream:
        """Asks for the stream."""
        try:
            reader, writer = await connect(origin)
        except OSError as error:
            raise LinkLost(f"no connection: {error}") from error
        try:
            host = urlsplit(origin).netloc
            head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\r\n"
            writer.write(head.encode("ascii"))
            status, headers = await read_head(reader)
            kind = headers.get("content-type", "").split(";")[0].strip()
            if status != 200 or kind != "text/event-stream":
                raise LinkLost(f"no stream of events: status {status}")
            return cls(_Body(reader, "chunked" in headers.get("transfer-encoding", "")), writer)
        except BaseException:
            writer.close()
            raise

    async def next(self) -> tuple[str, str]:
        """Returns the kind and the data of the next event; passes over comments."""
        kind, data = "message", []
        while True:
            line = _text_of(await self._body.line())
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "event":
                kind = value
            elif name == "data":
                data.append(value)
            elif not line and data:
                return kind, "\n".join(data)
            elif not line:
                kind = "message"

    def close(self) -> None:
        """Ends the stream."""
        self._writer.close()


class _Body:
    """The body of an answer, line by line, in chunks or until the end of the connection."""

    def __init__(self, reader: asyncio.StreamReader, is_chunked: bool) -> None:
        self._reader = reader
        self._is_chunked = is_chunked
        self._rest = b""

    async def line(self) -> bytes:
        while b"\n" not in self._rest:
            self._rest += await self._more()
        line, self._rest = self._rest.split(b"\n", 1)
        return line.removesuffix(b"\r")

    async def _more(self) -> bytes:
        try:
            data = await (self._chunk() if self._is_chunked else self._reader.read(1 << 16))
        except (OSError, EOFError, ValueError) as error:
            raise LinkLost("the stream broke") from error
        if not data:
            raise LinkLost("the stream is over")
        return data

    async def _chunk(self) -> bytes:
        size = int((await self._reader.readline()).split(b";")[0], 16)
        data = await self._reader.readexactly(size)
        await self._reader.readexactly(2)
        return data


class _Poster:
    """Sends posts one after the other, over a connection that is kept."""

    def __init__(self, origin: str, content_type: str, link: str) -> None:
        self._origin = origin
        self._type = content_type
        self._link = link
        self._number = 0
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def post(self, body: bytes) -> None:
        """Sends one post, again and as it is where its answer was lost."""
        self._number += 1
        for attempt in range(_POST_TRIES):
            try:
                status, wait = await self._try(body)
            except (LinkLost, OSError, EOFError):
                self.close()
                await asyncio.sleep(0.1 * attempt)
                continue
            if status == 204:
                return
            if status != 429:
                raise LinkLost(f"a post was not taken: status {status}")
            await asyncio.sleep(wait)
        raise LinkLost("a post was not answered")

    def close(self) -> None:
        """Ends the connection; the next post makes another."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    async def _try(self, body: bytes) -> tuple[int, float]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await connect(self._origin)
        head = (
            f"POST /plp/post HTTP/1.1\r\nHost: {urlsplit(self._origin).netloc}\r\n"
            f"Peerline-Link: {self._link}\r\nPeerline-Post: {self._number}\r\n"
            f"Content-Type: {self._type}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode("ascii") + body)
        await self._writer.drain()
        status, headers = await read_head(self._reader)
        await self._reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close" or "transfer-encoding" in headers:
            self.close()
        wait = headers.get("retry-after", "1")
        return status, float(wait) if wait.isdigit() else 1.0


def _secret_of(data: str) -> str:
    try:
        return shapes.key(json.loads(data)["link"])
    except (ValueError, TypeError, KeyError, Refused):
        raise LinkLost("a link without its secret") from None


def _text_of(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise LinkLost("an event that is not UTF-8") from None


def _bytes_of(data: str) -> bytes:
    try:
        return from_base64(data)
    except Refused:
        raise LinkLost("an event that is no base64url") from None
