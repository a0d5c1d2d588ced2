"""Rooms received by chance: entries lost, doubled and late, links that break, a log begun anew."""

from __future__ import annotations

import random
import unittest

from peerline import events

from .talk import HASH, ROOM, Talk, ev, opened


class Line:
    """A small line with one room. What it sends may be lost or doubled; what it answers is not."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.epoch = 1
        self.head = 0
        self.base = 0
        self.out: list[dict] = []

    def entry(self, seq: int) -> dict:
        """The entry, as this epoch has it."""
        return ev(seq, body={"text": f"{self.epoch}/{seq}"})

    def sends(self, seq: int) -> None:
        """Sends an entry to whoever listens: perhaps never, perhaps twice."""
        self.out += [self.entry(seq)] * self.chance.choice((0, 1, 1, 1, 2))

    def hears(self, said: dict) -> None:
        """Answers a request."""
        if said["t"] == "hello":
            for asked in said.get("open", []):
                self.opens(asked)
        elif said["t"] == "fetch":
            self.pages(said)

    def opens(self, asked: dict) -> None:
        """Opens the room, and replays."""
        start, ref = asked.get("seq", 0), asked["ref"]
        gaps = []
        if asked.get("epoch", self.epoch) != self.epoch or start > self.head:
            gaps.append(self.gap(1, start, "epoch"))
            start = 0
        if start < self.base:
            gaps.append(self.gap(start + 1, self.base, "trimmed"))
        begin = max(start, self.base)
        told = opened(self.head, begin, ref=ref, base=self.base, epoch=self.epoch)
        behind = self.chance.random() < 0.5
        self.out += [told, *gaps] if behind else [*gaps, told]
        for seq in range(begin + 1, self.head + 1):
            self.sends(seq)

    def pages(self, said: dict) -> None:
        """Sends a short page, whole."""
        after = said["after"]
        if after < self.base:
            self.out.append(self.gap(after + 1, self.base, "trimmed"))
        begin = max(after, self.base)
        page = range(begin + 1, min(begin + 4, self.head + 1))
        for seq in page:
            self.out.append(self.entry(seq))
            if self.chance.random() < 0.2:
                self.sends(self.chance.randrange(self.base, self.head) + 1)
        self.out.append({"t": "ok", "ref": said["ref"], "st": "done"})

    def gap(self, lo: int, hi: int, why: str) -> dict:
        """A gap of the room."""
        return {"t": "gap", "room": ROOM, "epoch": self.epoch, "lo": lo, "hi": hi, "why": why}

    def grows(self) -> None:
        """Something happens in the room."""
        self.head += 1
        self.sends(self.head)


class Reader:
    """Keeps what it is told, as a program would."""

    def __init__(self) -> None:
        self.held: dict[int, str] = {}
        self.missing: set[int] = set()
        self.last = 0

    def is_told(self, event: events.Event) -> None:
        """Takes an event; complains about what comes twice or out of order."""
        if isinstance(event, events.Entry):
            seq = event.frame["seq"]
            assert seq == self.last + 1, (seq, self.last)
            self.last, self.held[seq] = seq, event.frame["body"]["text"]
        elif isinstance(event, events.Gap) and event.why == "epoch":
            self.held, self.missing, self.last = {}, set(), 0
        elif isinstance(event, events.Gap) and event.why == "trimmed":
            self.missing |= set(range(self.last + 1, event.hi + 1))
            self.last = event.hi
        elif isinstance(event, events.Gap):
            raise AssertionError(event)


class ByChance(unittest.TestCase):
    def test_who_is_live_holds_everything_or_was_told(self) -> None:
        for seed in range(100):
            with self.subTest(seed=seed):
                self.receives(random.Random(seed))

    def receives(self, chance: random.Random) -> None:
        talk, line, reader = Talk(), Line(chance), Reader()
        talk.session.open(ROOM, talk.now)
        talk.joins()
        pings = 0

        def carry() -> None:
            for event in talk.did():
                if isinstance(event, events.Say):
                    line.hears(event.frame)
                else:
                    reader.is_told(event)

        for step in range(160):
            luck = chance.random()
            if luck < 0.3:
                line.grows()
            elif luck < 0.33:
                carry()
                line.out.clear()
                if chance.random() < 0.2:
                    line.epoch, line.head, line.base = line.epoch + 1, chance.randrange(4), 0
                elif chance.random() < 0.4:
                    line.base = chance.randrange(line.base, line.head + 1)
                talk.breaks()
            elif line.out:
                talk.hears(line.out.pop(0))
            elif luck < 0.7 or step > 150:
                pings += 2
                talk.hears({"t": "ping", "n": pings, "heads": {ROOM: line.head}})
            talk.passes(chance.randrange(20))
            carry()
        self.comes_to_rest(talk, line, carry)
        held = {seq: f"{line.epoch}/{seq}" for seq in range(1, line.head + 1)}
        expected = {seq: text for seq, text in held.items() if seq not in reader.missing}
        self.assertEqual(reader.held, expected)
        self.assertLessEqual(reader.missing, set(range(1, line.base + 1)))
        if line.base < line.head:
            self.assertEqual(talk.session.reception.rooms[ROOM].cursor.h, HASH)

    def comes_to_rest(self, talk: Talk, line: Line, carry) -> None:
        """Lets everything arrive that is on its way, and one more heartbeat."""
        for n in (10_000, 10_002):
            while line.out:
                talk.hears(line.out.pop(0))
                carry()
            talk.hears({"t": "ping", "n": n, "heads": {ROOM: line.head}})
            carry()
        while line.out:
            talk.hears(line.out.pop(0))
            carry()
        self.assertEqual(talk.session.state.name, "live")
