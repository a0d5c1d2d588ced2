"""From JSON values to CBOR values and back, by the lexicon alone."""

from __future__ import annotations

import re
from typing import Any

from . import lexicon
from .values import Refused, bad, from_base64, from_hex, to_base64

_UNKNOWN_WORD = re.compile(r"w\.(0|[1-9][0-9]{0,15})\Z")


def to_cbor(value: Any, form: str = "plain") -> Any:
    """Returns the CBOR value for a JSON value that stands where `form` holds."""
    if isinstance(value, dict):
        if form == "rooms":
            return {_to_room(key): to_cbor(item) for key, item in value.items()}
        return {
            lexicon.NUMBER.get(name, name): to_cbor(item, lexicon.FORM.get(name, "plain"))
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [to_cbor(item, form) for item in value]
    if isinstance(value, str):
        return _text_to_cbor(value, form)
    if form == "word" and isinstance(value, int) and not isinstance(value, bool):
        raise bad("a number where a word must be")
    return value


def to_json(value: Any, form: str = "plain") -> Any:
    """Returns the JSON value for a CBOR value; leaves out fields whose number is not known."""
    if isinstance(value, dict):
        return _rooms_to_json(value) if form == "rooms" else _map_to_json(value)
    if isinstance(value, list):
        return [to_json(item, form) for item in value]
    if isinstance(value, bytes):
        return _bytes_to_json(value, form)
    if isinstance(value, str):
        return _text_to_json(value, form)
    if form == "word" and isinstance(value, int) and not isinstance(value, bool):
        return _word_to_json(value)
    return value


def _text_to_cbor(text: str, form: str) -> Any:
    if form == "bytes":
        return from_base64(text)
    if form == "hex":
        return from_hex(text)
    if form == "room":
        return _to_room(text)
    if form == "word":
        return _to_word(text)
    return text


def _to_word(text: str) -> int | str:
    unknown = _UNKNOWN_WORD.match(text)
    if not unknown:
        return lexicon.WORD_NUMBER.get(text, text)
    number = int(unknown[1])
    if number < len(lexicon.WORDS):
        raise bad("a number in place of a known word")
    return number


def _to_room(text: str) -> bytes | str:
    if text.startswith(("@", "#")):
        return text
    room = from_base64(text)
    if len(room) != 16:
        raise bad("no room")
    return room


def _map_to_json(value: dict[Any, Any]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(key, bytes) or key in lexicon.NUMBER:
            raise bad("a name that is not written as its number")
        if isinstance(key, str):
            built[key] = to_json(item)
        elif key in lexicon.NAME:
            name = lexicon.NAME[key]
            built[name] = to_json(item, lexicon.FORM[name])
    return built


def _rooms_to_json(value: dict[Any, Any]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(key, int):
            raise bad("a number where a room must be named")
        built[_room_to_json(key)] = to_json(item)
    return built


def _bytes_to_json(value: bytes, form: str) -> str:
    if form == "bytes":
        return to_base64(value)
    if form == "hex":
        return value.hex()
    if form == "room":
        return _room_to_json(value)
    raise bad("a byte string where none may stand")


def _text_to_json(text: str, form: str) -> str:
    if form == "plain" or form == "rooms":
        return text
    if form == "room":
        return _room_to_json(text)
    if form == "word":
        if text in lexicon.WORD_NUMBER or _UNKNOWN_WORD.match(text):
            raise bad("a word that is not written as its number")
        return text
    raise bad("a text where a byte string must be")


def _word_to_json(number: int) -> str:
    if number < 0:
        raise bad("no word")
    return lexicon.WORDS[number] if number < len(lexicon.WORDS) else f"w.{number}"


def _room_to_json(room: bytes | str) -> str:
    if isinstance(room, bytes) and len(room) == 16:
        return to_base64(room)
    if isinstance(room, str) and room.startswith(("@", "#")):
        return room
    raise bad("no room")


__all__ = ["Refused", "to_cbor", "to_json"]
