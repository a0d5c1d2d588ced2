"""Values as they stand in frames, and the one error of everything that reads frames."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TypeGuard

MAX_INT = 2**53 - 1
"""Every number on the wire lies between -MAX_INT and MAX_INT."""

_BASE64 = re.compile(r"[A-Za-z0-9_-]*\Z")
_HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")


class Refused(Exception):
    """A frame that cannot be taken. `code` is what an `err` says: `bad` or `too_big`."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code


@dataclass(frozen=True)
class Limits:
    """What a decoder takes at most; `welcome.max` may say otherwise."""

    frame: int = 16384
    """Bytes of one frame."""
    depth: int = 8
    """Maps and lists inside each other; the frame itself is the first."""
    items: int = 1024
    """Values of one frame, names not counted."""


DEFAULTS = Limits()
"""What a decoder takes where nothing else was said."""


def bad(why: str) -> Refused:
    """Returns the refusal of a malformed frame. `why` never holds what the frame said."""
    return Refused("bad", why)


def too_big(why: str) -> Refused:
    """Returns the refusal of a frame over a limit."""
    return Refused("too_big", why)


def to_base64(data: bytes) -> str:
    """Returns `data` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64(text: str) -> bytes:
    """Returns the bytes of canonical base64url without padding; refuses every other text."""
    if not _BASE64.match(text) or len(text) % 4 == 1:
        raise bad("no base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_base64(data) != text:
        raise bad("base64url with unused bits")
    return data


def from_hex(text: str) -> bytes:
    """Returns the bytes of lower-case hexadecimal; refuses every other text."""
    if not _HEX.match(text):
        raise bad("no hexadecimal")
    return binascii.unhexlify(text)


def is_int(value: object) -> TypeGuard[int]:
    """Returns whether `value` is an integer that the wire can carry (`True` is none)."""
    return type(value) is int and -MAX_INT <= value <= MAX_INT
