"""A link over lines: a frame is a line, over the pipes of a program or a serial port."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from .frames import Encoding
from .link import LinkLost
from .values import Refused, from_base64, to_base64

ORIGIN = "stdio:"
"""What is dialed, as a proof of identity says it."""


class Lines:
    """One connection over a pair of streams."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, encoding: Encoding
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._encoding = encoding

    async def send(self, frames: Sequence[bytes]) -> None:
        """Sends frames, in order."""
        is_json = self._encoding == "json"
        lines = (frame if is_json else to_base64(frame).encode("ascii") for frame in frames)
        try:
            self._writer.write(b"".join(line + b"\n" for line in lines))
            await self._writer.drain()
        except (OSError, RuntimeError) as error:
            raise LinkLost("gone while sending") from error

    async def receive(self) -> bytes:
        """Returns the next frame; passes over empty lines."""
        while True:
            try:
                line = await self._reader.readuntil(b"\n")
            except (OSError, EOFError, asyncio.LimitOverrunError) as error:
                raise LinkLost("the input is over, or a line without end") from error
            frame = line[:-1].removesuffix(b"\r")
            if frame:
                return frame if self._encoding == "json" else _bytes_of(frame)

    async def close(self) -> None:
        """Ends the link: the other end sees the end of its input."""
        self._writer.close()


def _bytes_of(line: bytes) -> bytes:
    try:
        return from_base64(line.decode("ascii"))
    except (Refused, UnicodeDecodeError):
        raise LinkLost("a line that is no base64url") from None
