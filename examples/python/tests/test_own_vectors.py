"""The vectors of identity are those that this implementation makes."""

import unittest

from peerline import own_vectors

from .places import VECTORS


class OwnVectors(unittest.TestCase):
    def test_what_is_committed_is_what_is_made(self) -> None:
        for name, text in own_vectors.all_files().items():
            self.assertEqual((VECTORS / "identity" / name).read_text("utf-8"), text, name)
