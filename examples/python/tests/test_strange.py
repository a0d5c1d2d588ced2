"""Whatever a server says, a session goes on, and says nothing that is no frame."""

from __future__ import annotations

import json
import random
import unittest
from typing import Any

from peerline import events, frames
from peerline.room import Cursor
from peerline.values import Refused

from .talk import HAIL, HASH, LINE, ROOM, Talk, ev, opened, welcome

HUGE = 2**53 - 1
OK = {"t": "ok", "ref": 1, "st": "done"}
ERR = {"t": "err", "ref": 1, "code": "busy", "retry_ms": 10, "scope": "room", "say": "wait"}
GAP = {"t": "gap", "room": ROOM, "epoch": 1, "lo": 1, "hi": 3, "why": "trimmed"}
PING = {"t": "ping", "n": 2, "heads": {ROOM: 4, "@me": 1}}
SIG = {"t": "sig", "room": ROOM, "kind": "typing", "ttl": 3000, "who": 1}
BYE = {"t": "bye", "code": "busy", "again_ms": 10}
SAID = [HAIL, welcome(ext=["short"]), opened(3, 0, n=1, ref=1), ev(1), ev(2, room=1), OK, ERR, GAP,
        PING, SIG, BYE, {"t": "later"}]  # fmt: skip
STRANGE: list[Any] = [0, 1, 2, 7, -1, HUGE, "", "x", "w.200", ROOM, LINE, HASH, None, True, [], {},
                      [1], {"text": "hello"}, "auth", "nudge", "lane", "epoch", "diverged", "slow",
                      "missing", "gone", "put", "join", 300, 1_000_000]  # fmt: skip


class Strange(unittest.TestCase):
    def test_no_sequence_of_frames_breaks_it(self) -> None:
        for seed in range(60):
            with self.subTest(seed=seed):
                self.suffers(random.Random(seed))

    def suffers(self, chance: random.Random) -> None:
        encoding: frames.Encoding = chance.choice(["json", "cbor"])
        talk = Talk(encoding=encoding, invite="A" * 43)
        talk.session.open(ROOM, talk.now, Cursor(1, chance.randrange(4), HASH))
        talk.session.dial(talk.now)
        for _ in range(300):
            self.something(chance, talk, encoding)
            for event in talk.did():
                if isinstance(event, events.Say):
                    said = frames.decode(event.data, encoding, "client")
                    self.assertEqual(said, frames.written(event.frame))
                elif isinstance(event, events.Dial) and chance.random() < 0.9:
                    talk.session.connected(talk.now)
            wake = talk.session.wake()
            self.assertFalse(wake is None and talk.session._phase not in ("idle", "dead"))

    def something(self, chance: random.Random, talk: Talk, encoding: frames.Encoding) -> None:
        luck = chance.random()
        if luck < 0.1:
            talk.put(chance.choice(["a", "a" * 17_000]), chance.choice(["msg", "signal", "x.y"]))
        elif luck < 0.13:
            talk.session.open(chance.choice([ROOM, "@me"]), talk.now, back=chance.choice([None, 5]))
        elif luck < 0.15:
            talk.session.close(ROOM, talk.now)
        elif luck < 0.17:
            talk.session.ask("line", talk.now)
        elif luck < 0.2:
            cid = chance.choice([put.cid for put in talk.session.sending.puts] or [ROOM])
            chance.choice([talk.session.over, talk.session.give_up])(cid, talk.now)
        elif luck < 0.3:
            talk.passes(chance.choice([10, 1000, 15_000]))
        elif luck < 0.33:
            talk.session.disconnected(talk.now)
        else:
            talk.session.receive(self.frame(chance, encoding, talk), talk.now)

    def frame(self, chance: random.Random, encoding: frames.Encoding, talk: Talk) -> bytes:
        expected = {"greeting": HAIL, "joining": welcome(ext=["short"])}.get(talk.session._phase)
        said = expected if expected and chance.random() < 0.8 else chance.choice(SAID)
        said = json.loads(json.dumps(said))
        if "ref" in said:
            said["ref"] = chance.choice(list(talk.session._requests) or [1])
        if chance.random() < 0.2:
            said[chance.choice(list(said))] = chance.choice(STRANGE)
        try:
            data = bytearray(frames.encode(said, encoding))
        except (Refused, TypeError, AttributeError):
            data = bytearray(b"\xff")
        if chance.random() < 0.05:
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
