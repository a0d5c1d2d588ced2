"""How puts come through: in order, once, and a call for a person beside everything."""

import random
import unittest

from peerline import events
from peerline.store import restore, snapshot

from .talk import ROOM, Talk


class Lanes(unittest.TestCase):
    def setUp(self) -> None:
        self.talk = Talk()
        self.talk.joins()
        self.talk.did()

    def cids(self) -> list[str]:
        frames = self.talk.said("put")
        self.refs = {frame["cid"]: frame["ref"] for frame in frames}
        return [frame["cid"] for frame in frames]

    def err(self, ref: int, code: str, retry_ms: int | None = None) -> None:
        retry = {} if retry_ms is None else {"retry_ms": retry_ms}
        self.talk.hears({"t": "err", "ref": ref, "code": code, **retry})

    def ok(self, ref: int, seq: int) -> None:
        self.talk.hears({"t": "ok", "ref": ref, "st": "done", "seq": seq})

    def test_puts_do_not_wait_for_each_other(self) -> None:
        made = [self.talk.put() for _ in range(3)]
        self.assertEqual(self.cids(), made)

    def test_a_put_that_failed_is_sent_again_and_those_behind_it_stay_behind_it(self) -> None:
        first, second = self.talk.put(), self.talk.put()
        self.cids()
        before = dict(self.refs)
        self.err(before[first], "busy", 500)
        third = self.talk.put()
        self.talk.passes(600)
        self.assertEqual(self.cids(), [], "the answer to the second is still out")
        self.err(before[second], "lane")
        self.assertEqual(self.cids(), [first])
        self.talk.passes(1000)
        self.assertEqual(self.cids(), [], "the first is out")
        self.ok(max(self.talk.session._requests), 1)
        self.assertEqual(self.cids(), [second, third])

    def test_a_call_for_a_person_waits_for_nothing(self) -> None:
        first = self.talk.put()
        self.cids()
        self.err(self.refs[first], "busy", 60_000)
        self.talk.put()
        call = self.talk.put(kind="signal")
        self.assertEqual(self.cids(), [call])
        self.err(self.refs[call], "busy", 300)
        self.talk.passes(300)
        self.assertEqual(self.cids(), [call])

    def test_what_is_given_up_after_an_error_is_dropped(self) -> None:
        first, second = self.talk.put(), self.talk.put()
        self.cids()
        before = dict(self.refs)
        self.err(before[first], "busy", 60_000)
        self.err(before[second], "lane")
        self.talk.session.give_up(first, self.talk.now)
        (drop,) = self.talk.said("drop")
        self.assertEqual((drop["room"], drop["cid"]), (ROOM, first))
        self.talk.hears({"t": "ok", "ref": drop["ref"], "st": "done"})
        self.talk.passes(250)
        self.assertEqual(self.cids(), [second])

    def test_what_is_given_up_while_it_is_out_is_told_if_it_was_done(self) -> None:
        cid = self.talk.put()
        self.cids()
        self.talk.session.give_up(cid, self.talk.now)
        self.ok(self.refs[cid], 4)
        self.assertIn(events.PutAnswered(cid, "done", seq=4), self.talk.did())
        cid = self.talk.put()
        self.talk.session.give_up(cid, self.talk.now)
        self.talk.did()
        self.talk.breaks()
        self.assertEqual(self.cids(), [])

    def test_a_nudged_put_waits_for_its_author_and_blocks_nobody(self) -> None:
        first = self.talk.put()
        self.cids()
        self.talk.hears({"t": "err", "ref": self.refs[first], "code": "nudge", "say": "sure?"})
        self.assertIn(events.PutAnswered(first, "nudged", None, "nudge", "sure?"), self.talk.did())
        second = self.talk.put()
        self.assertEqual(self.cids(), [second])
        self.talk.session.over(first, self.talk.now)
        (again,) = self.talk.said("put")
        self.assertEqual((again["cid"], again["over"]), (first, True))

    def test_what_is_refused_for_good_lets_the_next_go(self) -> None:
        first = self.talk.put()
        self.cids()
        self.err(self.refs[first], "blocked")
        told = self.talk.did()
        self.assertEqual(told, [events.PutAnswered(first, "refused", code="blocked")])


class OverBreaks(unittest.TestCase):
    def test_puts_are_sent_again_in_order_with_their_age(self) -> None:
        talk = Talk()
        made = [talk.put(), talk.put(), talk.put(kind="signal")]
        talk.passes(61_000)
        talk.joins()
        said = talk.said("put")
        self.assertEqual([put["cid"] for put in said], [made[2], made[0], made[1]])
        self.assertEqual([put["age_s"] for put in said], [61, 61, 61])
        talk.breaks()
        again = [put["cid"] for put in talk.said("put")]
        self.assertEqual(again, [made[2], made[0], made[1]])

    def test_a_put_that_is_sent_at_once_says_no_age_until_it_is_sent_again(self) -> None:
        talk = Talk()
        talk.joins()
        talk.put()
        self.assertNotIn("age_s", talk.said("put")[0])
        talk.breaks()
        self.assertEqual(talk.said("put")[0]["age_s"], 0)

    def test_puts_and_cursors_outlive_the_program(self) -> None:
        talk = Talk()
        talk.session.open(ROOM, talk.now, back=5)
        made = [talk.put("one"), talk.put("two")]
        after = Talk()
        restore(after.session, snapshot(talk.session), after.now)
        after.joins()
        said = [event.frame for event in after.did() if isinstance(event, events.Say)]
        self.assertEqual(said[0]["open"], [{"ref": 1, "room": ROOM, "back": 5}])
        self.assertEqual([(put["cid"], put["body"]["text"]) for put in said[1:]],
                         list(zip(made, ["one", "two"], strict=True)))  # fmt: skip


class Line:
    """A small honest line: one room, lanes as the page says, and a store that fails by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.log: list[str] = []
        self.blocked: str | None = None

    def answer(self, put: dict) -> dict:
        cid, ref = put["cid"], put["ref"]
        if cid in self.log:
            self.blocked = None if self.blocked == cid else self.blocked
            return {"t": "ok", "ref": ref, "st": "done", "seq": self.log.index(cid) + 1}
        if self.blocked not in (None, cid):
            return {"t": "err", "ref": ref, "code": "lane", "retry_ms": 100}
        if self.chance.random() < 0.2:
            self.blocked = cid
            return {"t": "err", "ref": ref, "code": "busy", "retry_ms": self.chance.randrange(400)}
        self.blocked = None
        self.log.append(cid)
        return {"t": "ok", "ref": ref, "st": "done", "seq": len(self.log)}


class ByChance(unittest.TestCase):
    def test_nothing_is_lost_doubled_or_overtaken(self) -> None:
        for seed in range(150):
            with self.subTest(seed=seed):
                self.carries(random.Random(seed))

    def carries(self, chance: random.Random) -> None:
        talk, line, made = Talk(), Line(chance), []
        talk.joins()
        to_line: list[dict] = []
        to_client: list[dict] = []
        told: list[str] = []

        def carry() -> None:
            for event in talk.did():
                if isinstance(event, events.Say) and event.frame["t"] == "put":
                    to_line.append(event.frame)
                elif isinstance(event, events.PutAnswered):
                    told.append(event.cid)

        while len(told) < 20:
            if len(made) < 20 and chance.random() < 0.3:
                made.append(talk.put(str(len(made))))
            if to_line and chance.random() < 0.6:
                to_client.append(line.answer(to_line.pop(0)))
            if to_client and chance.random() < 0.6:
                talk.hears(to_client.pop(0))
            talk.passes(chance.randrange(60))
            talk.hears({"t": "ping", "n": 1})
            carry()
            if chance.random() < 0.03:
                to_line.clear()
                to_client.clear()
                line.blocked = None
                talk.breaks()
        self.assertEqual(line.log, made)
        self.assertEqual(sorted(told), sorted(made))
