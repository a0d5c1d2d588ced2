"""Shapes of values in frames. A shape returns the value as it is kept, or refuses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .values import bad, from_base64, from_hex, is_int

Shape = Callable[[Any], Any]


def count(value: Any) -> int:
    """An integer that is not negative."""
    if not is_int(value) or value < 0:
        raise bad("no count")
    return value


def integer(value: Any) -> int:
    """Any integer."""
    if not is_int(value):
        raise bad("no integer")
    return value


def text(value: Any) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise bad("no text")
    return value


def flag(value: Any) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise bad("no flag")
    return value


def body(value: Any) -> dict[str, Any]:
    """Any map."""
    if not isinstance(value, dict):
        raise bad("no map")
    return value


def secret(size: int) -> Callable[[Any], str]:
    """Base64url of exactly `size` bytes."""

    def shape(value: Any) -> str:
        written = text(value)
        if len(from_base64(written)) != size:
            raise bad("a value of another length")
        return written

    return shape


identity = secret(16)
key = secret(32)
signature = secret(64)


def running_hash(value: Any) -> str:
    """`h`: 16 hexadecimal digits."""
    digits = text(value)
    if len(from_hex(digits)) != 8:
        raise bad("no running hash")
    return digits


def room(value: Any) -> str:
    """A room by its name."""
    name = text(value)
    if name.startswith("~"):
        return "~" + identity(name[1:])
    return name if name.startswith(("@", "#")) else identity(name)


def room_or_number(value: Any) -> str | int:
    """A room by its name, or by its number on this connection."""
    return count(value) if isinstance(value, int) else room(value)


def person(value: Any) -> str | int:
    """A member by name, or by the number of the `join` that names them."""
    return count(value) if isinstance(value, int) else identity(value)


def heads(value: Any) -> dict[str, int]:
    """A map from rooms to numbers of entries."""
    return {room(name): count(seq) for name, seq in body(value).items()}


def each(shape: Shape) -> Shape:
    """A list of `shape`."""

    def list_shape(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise bad("no list")
        return [shape(item) for item in value]

    return list_shape


def fields(**shapes: Shape) -> Shape:
    """A map with these fields; a name that ends with `_` may be missing. Others are left out."""
    table = {name.removesuffix("_"): (shape, name.endswith("_")) for name, shape in shapes.items()}

    def map_shape(value: Any) -> dict[str, Any]:
        given, kept = body(value), {}
        for name, (shape, optional) in table.items():
            if name in given:
                kept[name] = shape(given[name])
            elif not optional:
                raise bad(f"no {name}")
        return kept

    return map_shape
