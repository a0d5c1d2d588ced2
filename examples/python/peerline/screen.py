"""Entries, cards and states as lines of text for a terminal."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from typing import Any

from . import events
from .frames import Frame

_ROLES = {"seeker": "seeks support", "supporter": "supports", "responder": "is here to help"}


def plain(text: object) -> str:
    """Returns a text without what a terminal takes for an order."""
    shown = (c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in str(text))
    return "".join(shown)


def state(shown: events.State) -> str:
    """Returns the one state."""
    if shown.name != "stale":
        return f"[{shown.name}]"
    since = time.strftime("%H:%M:%S", time.localtime((shown.since or 0) / 1000))
    return f"[not connected since {since}; what you write is kept and sent later]"


def card(body: dict[str, Any]) -> Iterator[str]:
    """Yields a care card."""
    yield from (f"  {plain(line)}" for line in body.get("lines", []))
    for number in body.get("emergency", []):
        yield f"  {plain(number['name'])}: {plain(number['dial'])}"
    for service in body.get("services", []):
        ways = (service.get(name) for name in ("dial", "url", "hours"))
        yield f"  {plain(service['name'])}: {plain(', '.join(way for way in ways if way))}"
    if body.get("finder"):
        yield f"  more: {plain(body['finder'])}"


class Screen:
    """Knows who is who in each room, and says what an entry means."""

    def __init__(self) -> None:
        self._handles: dict[tuple[str, str | int], str] = {}

    def entry(self, room: str, frame: Frame) -> Iterator[str]:
        """Yields the lines of one entry."""
        body = frame.get("body", {})
        known = {
            "msg": self._message, "edit": self._edit, "redact": self._redact, "join": self._join,
            "leave": self._leave, "state": self._state, "offer": self._offer, "decide": self._decide,
            "matched": self._matched, "ack": self._ack, "notice": self._notice,
        }  # fmt: skip
        if frame["kind"] in known:
            yield from known[frame["kind"]](room, frame, body)

    def _name(self, room: str, frame: Frame) -> str:
        if "cid" in frame:
            return "you"
        return self._handles.get((room, frame.get("who", "")), "somebody")

    def _message(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        said = "(taken back)" if frame.get("tomb") else plain(body.get("text", ""))
        yield f"{self._name(room, frame)}: {said}"

    def _edit(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        if not frame.get("tomb"):
            said = plain(body.get("text", ""))
            yield f"{self._name(room, frame)}, in place of an earlier message: {said}"

    def _redact(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        yield "* a message was taken back"

    def _join(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        handle = plain(body.get("handle", "somebody"))
        self._handles[(room, frame.get("who", ""))] = handle
        self._handles[(room, frame["seq"])] = handle
        yield f"* {handle} {_ROLES.get(body.get('role', ''), 'is here')}"

    def _leave(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        yield "* you wait no more" if room == "@me" else f"* {self._name(room, frame)} left"

    def _state(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        yield f"* the room is {plain(body.get('state', ''))}"

    def _offer(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        topics = plain(", ".join(body.get("topics", [])))
        yield f"* somebody waits for {topics or 'support'}: /accept or /pass"

    def _decide(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        yield f"* the offer is {plain(body.get('outcome', 'over'))}"

    def _matched(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        yield "* you are with a responder" if body.get("crisis") else "* somebody is here for you"

    def _ack(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        yield "* noted"

    def _notice(self, room: str, frame: Frame, body: dict[str, Any]) -> Iterator[str]:
        if body.get("say"):
            yield f"* {plain(body['say'])}"
        yield from card(body.get("card") or {})
