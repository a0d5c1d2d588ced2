"""JSON as PLP/1 takes it: one object, integers alone, no name twice, bounded before it is built."""

from __future__ import annotations

import json
import re
from typing import Any

from .values import DEFAULTS, MAX_INT, Limits, bad, too_big

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*)"')
_WORDS = (("true", True), ("false", False), ("null", None))


def encode(value: Any) -> bytes:
    """Returns `value` as compact JSON in UTF-8; refuses what no reader would take."""
    _check(value)
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        raise bad("a text that is no Unicode") from None


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise bad("a number that is not whole")
    if isinstance(value, int) and abs(value) > MAX_INT:
        raise bad("a number beyond 2^53-1")
    if isinstance(value, list):
        for item in value:
            _check(item)
    elif isinstance(value, dict):
        for item in value.values():
            _check(item)


def decode(data: bytes, limits: Limits = DEFAULTS) -> Any:
    """Returns the one value that `data` is; refuses what is not strict or too much."""
    if len(data) > limits.frame:
        raise too_big("a frame")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise bad("not UTF-8") from None
    reader = _Reader(text, limits)
    value = reader.value(0)
    reader.space()
    if reader.at != len(text):
        raise bad("bytes behind the end")
    return value


class _Reader:
    """Reads forward; goes no deeper than the limits, so that it cannot run out of stack."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.source = text
        self.at = 0
        self.limits = limits
        self.items = 0

    def space(self) -> None:
        self.at = _SPACE.match(self.source, self.at).end()  # type: ignore[union-attr]

    def skip(self, mark: str) -> bool:
        """Passes over `mark`, and says whether it stood there."""
        self.space()
        found = self.source.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def value(self, depth: int) -> Any:
        self.items += 1
        if self.items > self.limits.items:
            raise too_big("values")
        if self.skip("{"):
            return self.object(self.deeper(depth))
        if self.skip("["):
            return self.list(self.deeper(depth))
        if self.source.startswith('"', self.at):
            return self.string()
        for word, value in _WORDS:
            if self.skip(word):
                return value
        return self.number()

    def deeper(self, depth: int) -> int:
        if depth >= self.limits.depth:
            raise too_big("depth")
        return depth + 1

    def object(self, depth: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        if self.skip("}"):
            return built
        while True:
            self.space()
            name = self.string()
            if name in built:
                raise bad("a name twice")
            if not self.skip(":"):
                raise bad("a name without a value")
            built[name] = self.value(depth)
            if self.skip("}"):
                return built
            if not self.skip(","):
                raise bad("an object that does not end")

    def list(self, depth: int) -> list[Any]:
        built: list[Any] = []
        if self.skip("]"):
            return built
        while True:
            built.append(self.value(depth))
            if self.skip("]"):
                return built
            if not self.skip(","):
                raise bad("a list that does not end")

    def string(self) -> str:
        found = _STRING.match(self.source, self.at)
        if not found:
            raise bad("no text where one must be")
        self.at = found.end()
        text: str = json.loads(found[0]) if "\\" in found[1] else found[1]
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise bad("half a surrogate pair")
        return text

    def number(self) -> int:
        found = _NUMBER.match(self.source, self.at)
        if (
            not found
            or found[0] == "-0"
            or self.source[found.end() : found.end() + 1] in tuple(".eE")
        ):
            raise bad("no value, or a number that is no integer")
        self.at = found.end()
        if len(found[0]) > 17 or abs(int(found[0])) > MAX_INT:
            raise bad("a number beyond 2^53-1")
        return int(found[0])
