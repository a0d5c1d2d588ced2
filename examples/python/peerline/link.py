"""What every link promises, and what those over HTTP share."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

_HEAD_MAX = 16384


class LinkLost(Exception):
    """The link is gone, or could not be made. Says why in words for a developer."""


class Link(Protocol):
    """What carries whole frames in order, and says when it is over."""

    async def send(self, frames: Sequence[bytes]) -> None:
        """Sends frames, in order."""

    async def receive(self) -> bytes:
        """Returns the next frame; raises `LinkLost` when there are no more."""
        raise NotImplementedError

    async def close(self) -> None:
        """Ends the link."""


async def connect(origin: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connects to the host of `origin`, with TLS for `https`."""
    url = urlsplit(origin)
    secure = ssl.create_default_context() if url.scheme == "https" else None
    port = url.port or (443 if secure else 80)
    return await asyncio.open_connection(url.hostname, port, ssl=secure, limit=1 << 20)


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Reads the head of an HTTP answer: its status, and its headers by their lower-case names."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (OSError, EOFError, asyncio.LimitOverrunError) as error:
        raise LinkLost("no answer of HTTP") from error
    first, *lines = head[:_HEAD_MAX].decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) < 2 or not words[1].isdigit():
        raise LinkLost("no answer of HTTP")
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return int(words[1]), {name.strip().lower(): value.strip() for name, value in pairs}
