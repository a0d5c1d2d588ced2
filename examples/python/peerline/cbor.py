"""Deterministic CBOR (RFC 8949, section 4.2.1), as much of it as PLP/1 uses.

A value is an `int`, `str`, `bytes`, `bool`, `None`, a `list`, or a `dict` whose keys are `int`,
`bytes` or `str`. What is not the one encoding of its value is refused.
"""

from __future__ import annotations

from typing import Any

from .values import DEFAULTS, MAX_INT, Limits, bad, too_big

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _TAG, _SIMPLE = range(8)
_SIMPLES: dict[int, Any] = {20: False, 21: True, 22: None}


def encode(value: Any) -> bytes:
    """Returns the deterministic encoding of `value`."""
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        if abs(value) > MAX_INT:
            raise bad("a number beyond 2^53-1")
        return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        data = _utf8(value)
        return _head(_TEXT, len(data)) + data
    if isinstance(value, list):
        return _head(_LIST, len(value)) + b"".join(encode(item) for item in value)
    if isinstance(value, dict):
        pairs = sorted((encode(key), encode(item)) for key, item in value.items())
        return _head(_MAP, len(pairs)) + b"".join(key + item for key, item in pairs)
    raise bad("a value that has no encoding")


def decode(data: bytes, limits: Limits = DEFAULTS) -> Any:
    """Returns the one value that `data` encodes; refuses what is not deterministic or too much."""
    if len(data) > limits.frame:
        raise too_big("a frame")
    reader = _Reader(data, limits)
    value = reader.value(0)
    if reader.at != len(data):
        raise bad("bytes behind the end")
    return value


def _head(major: int, number: int) -> bytes:
    first = major << 5
    if number < 24:
        return bytes([first | number])
    for more, size in ((24, 1), (25, 2), (26, 4)):
        if number < 1 << (8 * size):
            return bytes([first | more]) + number.to_bytes(size, "big")
    return bytes([first | 27]) + number.to_bytes(8, "big")


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise bad("a text that is no Unicode") from None


class _Reader:
    """Reads forward. Nothing is built before its size is known to be within the limits."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.at = 0
        self.limits = limits
        self.items = 0

    def take(self, size: int) -> bytes:
        end = self.at + size
        if end > len(self.data):
            raise bad("the frame ends too early")
        part = self.data[self.at : end]
        self.at = end
        return part

    def head(self) -> tuple[int, int]:
        first = self.take(1)[0]
        major, more = first >> 5, first & 31
        if major == _SIMPLE:
            return major, more
        if more < 24:
            return major, more
        if more > 27:
            raise bad("an indefinite or reserved length")
        size = 1 << (more - 24)
        number = int.from_bytes(self.take(size), "big")
        if number < (24 if size == 1 else 1 << (4 * size)):
            raise bad("a number that is not in its shortest form")
        return major, number

    def count(self, more: int = 1) -> None:
        self.items += more
        if self.items > self.limits.items:
            raise too_big("values")

    def value(self, depth: int) -> Any:
        self.count()
        major, number = self.head()
        if major in (_LIST, _MAP):
            if depth >= self.limits.depth:
                raise too_big("depth")
            return self.list(number, depth + 1) if major == _LIST else self.map(number, depth + 1)
        return self.scalar(major, number)

    def scalar(self, major: int, number: int) -> Any:
        if major == _UNSIGNED and number <= MAX_INT:
            return number
        if major == _NEGATIVE and number < MAX_INT:
            return -1 - number
        if major == _BYTES:
            return self.take(number)
        if major == _TEXT:
            return self.text(number)
        if major == _SIMPLE and number in _SIMPLES:
            return _SIMPLES[number]
        raise bad("a tag, a float, a simple value or a number beyond 2^53-1")

    def text(self, size: int) -> str:
        try:
            return self.take(size).decode("utf-8")
        except UnicodeDecodeError:
            raise bad("a text that is not UTF-8") from None

    def announce(self, number: int) -> None:
        """Refuses a length that cannot fit before anything of it is read."""
        if self.items + number > self.limits.items:
            raise too_big("values")

    def list(self, length: int, depth: int) -> list[Any]:
        self.announce(length)
        return [self.value(depth) for _ in range(length)]

    def map(self, length: int, depth: int) -> dict[Any, Any]:
        self.announce(length)
        built: dict[Any, Any] = {}
        before = b""
        for _ in range(length):
            start = self.at
            key = self.key()
            encoded = self.data[start : self.at]
            if encoded <= before:
                raise bad("names out of order, or twice the same")
            before = encoded
            built[key] = self.value(depth)
        return built

    def key(self) -> Any:
        major, number = self.head()
        if major not in (_UNSIGNED, _BYTES, _TEXT):
            raise bad("a name that is no number, byte string or text")
        return self.scalar(major, number)
