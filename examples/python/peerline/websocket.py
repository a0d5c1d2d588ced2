"""A link over WebSocket (RFC 6455), the client's side, without extensions."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
from collections.abc import Sequence
from urllib.parse import urlsplit

from .frames import SUBPROTOCOL, Encoding
from .link import LinkLost, connect, read_head

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_MORE, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0, 1, 2, 8, 9, 10
_MESSAGE_MAX = 16 << 20


class WebSocket:
    """One WebSocket. Made by `dial`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, encoding: Encoding
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._kind = _TEXT if encoding == "json" else _BINARY
        self._is_closed = False

    @classmethod
    async def dial(cls, origin: str, encoding: Encoding) -> WebSocket:
        """Makes a link to the line at `origin` (`http://…` or `https://…`)."""
        try:
            reader, writer = await connect(origin)
        except OSError as error:
            raise LinkLost(f"no connection: {error}") from error
        link = cls(reader, writer, encoding)
        try:
            await link._shake_hands(origin, SUBPROTOCOL[encoding])
        except BaseException:
            writer.close()
            raise
        return link

    async def send(self, frames: Sequence[bytes]) -> None:
        """Sends frames, in order."""
        for frame in frames:
            await self._write(self._kind, frame)

    async def receive(self) -> bytes:
        """Returns the next frame; answers pings on the way."""
        parts: list[bytes] = []
        while True:
            is_last, kind, payload = await self._read()
            if kind == _PING:
                await self._write(_PONG, payload)
            elif kind == _CLOSE:
                await self._goodbye(payload)
            elif kind in (_MORE, self._kind):
                if (kind == _MORE) != bool(parts):
                    raise LinkLost("a message inside another, or a part of none")
                parts.append(payload)
                if sum(map(len, parts)) > _MESSAGE_MAX:
                    raise LinkLost("a message without end")
                if is_last:
                    return b"".join(parts)
            elif kind != _PONG:
                raise LinkLost("a message of another kind")

    async def close(self) -> None:
        """Ends the link, politely if it still carries."""
        try:
            await self._write(_CLOSE, (1000).to_bytes(2, "big"))
        except LinkLost:
            pass
        self._writer.close()

    async def _goodbye(self, payload: bytes) -> None:
        if not self._is_closed:
            await self._write(_CLOSE, payload[:2])
        raise LinkLost(f"closed with {int.from_bytes(payload[:2], 'big') or 'no code'}")

    async def _shake_hands(self, origin: str, subprotocol: str) -> None:
        key = base64.b64encode(os.urandom(16))
        head = (
            f"GET /plp HTTP/1.1\r\nHost: {urlsplit(origin).netloc}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key.decode()}\r\nSec-WebSocket-Protocol: {subprotocol}\r\n\r\n"
        )
        self._writer.write(head.encode("ascii"))
        status, headers = await read_head(self._reader)
        expected = base64.b64encode(hashlib.sha1(key + _GUID).digest()).decode()
        if status != 101 or headers.get("sec-websocket-accept") != expected:
            raise LinkLost(f"no WebSocket: status {status}")
        if headers.get("sec-websocket-protocol") != subprotocol:
            raise LinkLost(f"the line does not speak {subprotocol} here")

    async def _write(self, kind: int, payload: bytes) -> None:
        if self._is_closed:
            raise LinkLost("closed")
        self._is_closed = kind == _CLOSE
        size = len(payload)
        if size < 126:
            head = bytes([0x80 | kind, 0x80 | size])
        elif size < 1 << 16:
            head = bytes([0x80 | kind, 0x80 | 126]) + size.to_bytes(2, "big")
        else:
            head = bytes([0x80 | kind, 0x80 | 127]) + size.to_bytes(8, "big")
        mask = os.urandom(4)
        try:
            self._writer.write(head + mask + masked(payload, mask))
            await self._writer.drain()
        except (OSError, RuntimeError) as error:
            raise LinkLost("gone while sending") from error

    async def _read(self) -> tuple[bool, int, bytes]:
        try:
            first, second = await self._reader.readexactly(2)
            size = second & 127
            if size > 125:
                size = int.from_bytes(
                    await self._reader.readexactly(2 if size == 126 else 8), "big"
                )
            if first & 0x70 or second & 0x80 or size > _MESSAGE_MAX or (first & 8 and size > 125):
                raise LinkLost("a breach of RFC 6455")
            return bool(first & 0x80), first & 15, await self._reader.readexactly(size)
        except (OSError, EOFError) as error:
            raise LinkLost("gone while receiving") from error


def masked(payload: bytes, mask: bytes) -> bytes:
    """Returns `payload` under a mask of 4 bytes."""
    size = len(payload)
    long_mask = (mask * (size // 4 + 1))[:size]
    number = int.from_bytes(payload, "big") ^ int.from_bytes(long_mask, "big")
    return number.to_bytes(size, "big")
