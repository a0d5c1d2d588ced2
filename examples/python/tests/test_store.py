"""What is kept over restarts, and who can read it."""

import os
import stat
import tempfile
import unittest
from pathlib import Path

from peerline.room import Cursor
from peerline.store import Store

from .talk import HASH, ROOM, Talk, ev, opened

SOMEBODY = "8PHy8_T19vf4-fr7_P3-_w"


class Keeping(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "me.json"

    def test_the_root_is_made_once_and_read_by_its_owner_alone(self) -> None:
        root = Store(self.path).root()
        self.assertEqual(Store(self.path).root(), root)
        self.assertEqual(len(root), 16)
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)

    def test_a_later_program_goes_on_where_the_one_before_stopped(self) -> None:
        store, before = Store(self.path), Talk()
        before.session.open(ROOM, before.now)
        before.joins(opened(1, 0), ev(1, kind="join", who=SOMEBODY))
        cid = before.put("still here")
        store.save(before.session)
        after = Talk()
        Store(self.path).restore(after.session, after.now)
        room = after.session.reception.rooms[ROOM]
        self.assertEqual((room.cursor, room.names), (Cursor(1, 1, HASH), {1: SOMEBODY}))
        after.joins()
        self.assertEqual([put["cid"] for put in after.said("put")], [cid])

    def test_what_a_crash_left_beside_it_does_no_harm(self) -> None:
        root = Store(self.path).root()
        self.path.with_suffix(".new").write_text("half a fi")
        Store(self.path).save(Talk().session)
        self.assertEqual(Store(self.path).root(), root)

    def test_who_comes_back_with_a_phrase_takes_nothing_of_another_along(self) -> None:
        store, other = Store(self.path), Talk()
        store.root()
        other.put("not mine")
        store.save(other.session)
        store.keep_root(bytes(16))
        after = Talk()
        Store(self.path).restore(after.session, after.now)
        self.assertEqual(list(after.session.sending.puts), [])
        self.assertEqual(Store(self.path).root(), bytes(16))
