"""Before a put goes out that refers to an entry: is the line's log the one that its author saw?

An older backup that was put back holds other entries under the same numbers. What was to destroy or
report one must not meet another. A room that the person receives from far enough on shows it by
itself; any other is opened to look, behind what its author had seen, and closed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import events
from .frames import Frame
from .puts import Put, Referred
from .room import BEGUN_ANEW, Cursor, Room

if TYPE_CHECKING:
    from .session import Session


class Checks:
    """Which logs are known on the present link, and which are looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._over: set[str] = set()
        self._looks: dict[str, Room] = {}
        self._until: dict[str, int] = {}
        """When a look that was answered has to be over."""

    def lost_link(self) -> None:
        """Nothing is known of the next one."""
        self._over.clear()
        self._looks.clear()
        self._until.clear()

    def is_over(self, room: str) -> bool:
        """Whether a log was found to be the known one on this link, or its difference told."""
        return room in self._over

    def note(self, room: Room) -> None:
        """A room that the person receives has come further."""
        if room.is_sure:
            self._over.add(room.name)

    def other(self, room: str) -> None:
        """A log is another one: what refers to its entries is not done."""
        self._over.add(room)
        self._session.sending.refuse_referring(room, "gone")

    def failed(self, room: str, code: str) -> None:
        """A room cannot be had: what waits for it to be checked is not done."""
        if room not in self._over:
            self._session.sending.refuse_referring(room, code)

    def unsure(self, rooms: dict[str, Room]) -> dict[str, Referred]:
        """Returns the rooms to look at before the person receives them, if they are to at all."""

        def is_unsure(name: str, referred: Referred) -> bool:
            room = rooms.get(name)
            is_checked = name in self._over or (room is not None and room.asked)
            is_checked = is_checked or self._session.reception.takes_proof(name)
            return not is_checked and not (room and referred.is_within(room.cursor))

        return {
            name: referred
            for name, referred in self._session.sending.puts.referred().items()
            if is_unsure(name, referred)
        }

    def is_looking(self, room: str) -> bool:
        """Whether a look is under way. What ends it would close a room that is opened meanwhile."""
        return room in self._looks

    def pump(self, unsure: dict[str, Referred], now: int) -> None:
        """Looks at what is unsure. A look that waits for its time and is needed no more is over."""
        for name, look in list(self._looks.items()):
            if not look.asked and name not in unsure:
                del self._looks[name]
        for name, referred in unsure.items():
            look = self._looks.setdefault(name, Room(name, Cursor(**referred.log)))
            if look.asked or (look.retry_at is not None and now < look.retry_at):
                continue
            look.asked, look.retry_at = True, None
            look.ref = self._session.request("open", look.asks(), look)

    def opened(self, frame: Frame, until: int) -> Room | None:
        """Takes the answer to a look; returns it, if it is one."""
        look = self._looks.get(frame["room"])
        if look is None or frame.get("ref") != look.ref:
            return None
        look.open(frame)
        self._until[look.name] = until
        self._judge(look)
        return look

    def entry(self, frame: Frame) -> bool:
        """Takes an entry of a room that is only looked at; returns whether it was one."""
        look = self._find(frame["room"])
        if look and look.is_open and look.take(frame):
            self._judge(look)
        return look is not None

    def gap(self, frame: Frame) -> bool:
        """Takes a gap of a room that is only looked at; returns whether it was one."""
        look = self._find(frame["room"])
        if look and frame["why"] in BEGUN_ANEW:
            self._end(look, events.Gap(look.name, frame["lo"], frame["hi"], frame["why"]))
        elif look and frame["why"] == "trimmed":
            look.passes_over(frame["lo"], frame["hi"])
            self._judge(look)
        return look is not None

    def refused(self, look: Room, code: str, retry_ms: int | None, now: int) -> bool:
        """A look is refused, now or at all; `False` where it is the opening of a room."""
        if self._looks.get(look.name) is not look:
            return False
        if retry_ms is not None:
            look.asked, look.retry_at = False, now + retry_ms
        else:
            del self._looks[look.name]
            self.failed(look.name, code)
        return True

    def wake(self) -> list[int]:
        """Returns when to look again."""
        return [look.retry_at for look in self._looks.values() if look.retry_at is not None]

    def deadlines(self) -> list[int]:
        """Returns when looks that bring nothing end the link."""
        return list(self._until.values())

    def _find(self, name: str | int) -> Room | None:
        looks = self._looks.values()
        return next((look for look in looks if name in (look.name, look.number)), None)

    def _judge(self, look: Room) -> None:
        if look.doubtful or look.is_sure:
            self._end(look, look.other() if look.doubtful else None)

    def _end(self, look: Room, gap: events.Gap | None) -> None:
        """A look is over; `gap` is what whoever shows the room must hear, where it is another log."""
        del self._looks[look.name]
        self._until.pop(look.name, None)
        if gap:
            self._session.reception.unsee(look.name)
            self._session.emit(gap)
            self.other(look.name)
        self._over.add(look.name)
        self._session.request("close", {"room": look.name})


def may_go(put: Put, checks: Checks, rooms: dict[str, Room]) -> bool:
    """Whether the log is the one that a put refers to, as far as there is anything to compare."""
    has_nothing = put.log is None and put.room not in rooms
    return not put.is_referring or has_nothing or checks.is_over(put.room)
