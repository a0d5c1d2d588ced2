"""From JSON values to CBOR values and back, by the lexicon alone."""

from __future__ import annotations

import re
from typing import Any

from . import lexicon
from .values import MAX_INT, Refused, bad, from_base64, is_int, to_base64

_HEX = re.compile(r"[0-9a-f]{16}\Z")
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
    if form == "word" and is_int(value) and value >= 0:
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
    if form == "word" and is_int(value) and value >= 0:
        return lexicon.WORDS[value] if value < len(lexicon.WORDS) else f"w.{value}"
    return value


def _text_to_cbor(text: str, form: str) -> Any:
    if form == "word":
        return _to_word(text)
    packed = _packed(text, form)
    return text if packed is None else packed


def _packed(text: str, form: str) -> bytes | None:
    """Returns the bytes that a text is written as; None where it stays text."""
    if form == "hex":
        return bytes.fromhex(text) if _HEX.match(text) else None
    is_secret = form == "bytes" and 2 <= len(text) <= 86
    is_room = form in ("room", "rooms") and len(text) == 22
    if not (is_secret or is_room):
        return None
    try:
        return from_base64(text)
    except Refused:
        return None


def _to_word(text: str) -> int | str:
    unknown = _UNKNOWN_WORD.match(text)
    if not unknown:
        return lexicon.WORD_NUMBER.get(text, text)
    number = int(unknown[1])
    if number < len(lexicon.WORDS) or number > MAX_INT:
        raise bad("a number that stands for no unknown word")
    return number


def _to_room(text: str) -> bytes | str:
    packed = _packed(text, "room")
    return text if packed is None else packed


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
        is_text = isinstance(key, str)
        name = _text_to_json(key, "room") if is_text else _bytes_to_json(key, "room")
        built[name] = to_json(item)
    return built


def _bytes_to_json(value: bytes, form: str) -> str:
    if form == "hex" and len(value) == 8:
        return value.hex()
    if form == "bytes" and 1 <= len(value) <= 64:
        return to_base64(value)
    if form == "room" and len(value) == 16:
        return to_base64(value)
    raise bad("a byte string where none may stand, or of another length")


def _text_to_json(text: str, form: str) -> str:
    is_numbered = text in lexicon.WORD_NUMBER or _UNKNOWN_WORD.match(text)
    if form == "word" and is_numbered:
        raise bad("a word that is not written as its number")
    if _packed(text, form) is not None:
        raise bad("a text that must be a byte string")
    return text
