"""Puts of a session: when each is sent, and what its answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import events, frames
from .frames import Frame
from .puts import ME, Put, Puts
from .values import MAX_INT

if TYPE_CHECKING:
    from .session import Session


TOLD = ("seq", "code", "say", "decision", "why", "ways", "until", "scope", "body")
"""What of an answer is told to whoever made the put."""


class Sending:
    """Every put that is not settled, on whatever link there is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.puts = Puts()

    def pump(self, now: int) -> None:
        """Sends the puts whose turn it is. One that is refused here lets others go."""
        while due := self.puts.due(now, self._session.reception.knows):
            for put in due:
                self._send(put, now)

    def over(self, cid: str) -> None:
        """Its author wants a nudged put as it is."""
        put = self.puts.find(cid)
        if put and put.nudged:
            self.puts.over(put)

    def give_up(self, cid: str) -> None:
        """Its author wants it no more. One that is out may still be done, and is told then."""
        put = self.puts.find(cid)
        if put and put.ref is not None:
            put.given_up = True
        elif put:
            self._drop(put)

    def refuse_referring(self, room: str, code: str) -> None:
        """What refers to entries of a room is not done."""
        for put in list(self.puts):
            if put.room == room and put.is_referring:
                self._drop(put)
                self._tell(put, "refused", {"code": code})

    def settled(self, put: Put, st: str, answer: Frame) -> None:
        """It was answered for good."""
        if self.puts.find(put.cid) is put:
            self.puts.settle(put)
            self._tell(put, st, answer)

    def failed(self, put: Put, error: Frame, now: int) -> None:
        """It was answered with an error."""
        code, retry_ms = error["code"], error.get("retry_ms")
        if self.puts.find(put.cid) is not put:
            # It was settled on its way; where the line waits for it, it must hear that.
            put.blocks = retry_ms is not None and code != "lane"
            self._drop(put)
        elif retry_ms is not None or code == "lane":
            self.puts.wait(put, code, retry_ms or 0, now)
            if put.given_up:
                self._drop(put)
        elif code == "nudge" and not put.given_up:
            self.puts.nudge(put)
            self._tell(put, "nudged", error)
        else:
            self._refuse(put, error, now)

    def _refuse(self, put: Put, error: Frame, now: int) -> None:
        """It is not done and will not be. But a call is not refused by the room it was made in, which
        may just have closed, or not know its author yet: it goes on in their own room."""
        if put.is_own_call and put.room != ME and not put.given_up:
            put.move_home(error["code"], now)
        else:
            self.settled(put, "refused", error)

    def _send(self, put: Put, now: int) -> None:
        session = self._session
        fields = put.fields(session.reception.wire_name(put.room), now)
        longest = {"t": "put", "ref": MAX_INT, **fields}
        if len(frames.encode(longest, session.person.encoding)) > session.limits.frame:
            self._refuse(put, {"code": "too_big"}, now)
            return
        put.tried, put.retry_at, put.blocks = True, None, False
        put.ref = session.request("put", fields, put)

    def _tell(self, put: Put, st: str, answer: Frame) -> None:
        told = {name: answer.get(name) for name in TOLD}
        self._session.emit(events.PutAnswered(put.cid, st, **told))

    def _drop(self, put: Put) -> None:
        self.puts.settle(put)
        if put.blocks and self._session.is_ready:
            self._session.request("drop", {"room": put.room, "cid": put.cid})
