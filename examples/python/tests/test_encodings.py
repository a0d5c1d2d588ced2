"""Both encodings: strict, bounded, and the same frame in each."""

import json
import random
import unittest
from typing import Any

from peerline import cbor, frames, json_strict, lexicon, transcode
from peerline.values import MAX_INT, Limits, Refused, to_base64

from .places import DOCS

CID = to_base64(bytes(range(16)))
ROOM = to_base64(bytes(range(16, 32)))
PUT = {"t": "put", "ref": 1, "room": ROOM, "cid": CID, "kind": "msg", "body": {"text": "hello"}}
PING = {"t": "ping", "n": 7, "heads": {"@me": 3, ROOM: 9, "#crisis/main": 1}}


class Refusals(unittest.TestCase):
    def refuses(self, code: str, data: bytes, encoding: frames.Encoding, sender="client") -> None:
        with self.assertRaises(Refused, msg=data.hex()) as caught:
            frames.decode(data, encoding, sender)
        self.assertEqual(caught.exception.code, code, data.hex())


class Lexicon(unittest.TestCase):
    def test_the_table_is_the_one_of_the_documentation(self) -> None:
        documented = json.loads((DOCS / "schema" / "lexicon.json").read_text("utf-8"))
        self.assertEqual(lexicon.TABLE, documented)

    def test_no_number_is_given_twice(self) -> None:
        self.assertEqual(len(lexicon.NUMBER), len(lexicon.NAME))
        self.assertEqual(len(lexicon.WORDS), len(lexicon.WORD_NUMBER))


class Json(Refusals):
    def test_what_is_not_strict_is_refused(self) -> None:
        for text in (
            b"", b"[]", b"1", b"{", b'{"t":"ping","n":1}x', b'{"t":"ping","n":1,}', b"{t:1}",
            b'{"t":"ping","n":1.0}', b'{"t":"ping","n":1e3}', b'{"t":"ping","n":-0}',
            b'{"t":"ping","n":01}', b'{"t":"ping","n":NaN}', b'{"t":"ping","n":9007199254740992}',
            b'{"t":"ping","n":1,"n":1}', b'{"t":"ping","n":1,"\\u006e":2}',
            b'{"t":"ping","n":1,"x":{"a":1,"a":1}}', b'{"t":"ping","n":1,"x":"\x01"}',
            b'{"t":"ping","n":1,"x":"\xff"}', b'{"t":"ping","n":1,"x":"\\ud800"}',
            b'\xef\xbb\xbf{"t":"ping","n":1}', b'{"t":"ping","n":true}', b'{"t":"ping","n":null}',
            b'{"t":"ping"}', b'{"n":1}', b'{"t":"new","n":1}', b'{"t":5,"n":1}',
        ):  # fmt: skip
            self.refuses("bad", text, "json")

    def test_what_no_reader_takes_is_not_written(self) -> None:
        for number in (1.5, 2**53, -(2**53), float("nan")):
            for encoding in ("json", "cbor"):
                frame = {**PUT, "body": {"text": "hello", "more": [{"n": number}]}}
                with self.assertRaises(Refused, msg=f"{number} {encoding}"):
                    frames.encode(frame, encoding)

    def test_what_is_too_much_is_refused_as_that(self) -> None:
        deep = b'{"t":"ping","n":1,"x":' + b"[" * 8 + b"]" * 8 + b"}"
        many = b'{"t":"ping","n":1,"x":[' + b",".join([b"1"] * 1021) + b"]}"
        long = b'{"t":"ping","n":1,"x":"' + b"a" * 16384 + b'"}'
        for text in (deep, many, long):
            self.refuses("too_big", text, "json")

    def test_what_is_just_not_too_much_is_taken(self) -> None:
        deep = b'{"t":"ping","n":1,"x":' + b"[" * 7 + b"]" * 7 + b"}"
        many = b'{"t":"ping","n":1,"x":[' + b",".join([b"1"] * 1020) + b"]}"
        for text in (deep, many):
            self.assertEqual(frames.decode(text, "json", "client"), {"t": "ping", "n": 1})

    def test_an_abyss_does_not_exhaust_the_stack(self) -> None:
        with self.assertRaises(Refused):
            json_strict.decode(b"[" * 1_000_000, Limits(frame=2_000_000))


class Cbor(Refusals):
    def test_what_is_not_deterministic_is_refused(self) -> None:
        for data in (
            "a2000d", "bf0005ff", "a200050e1801", "a20e010005", "a3000500050e01", "a200050e0100",
            "a200050ef93c00", "a200050ef7", "a200050ec101", "a200050e1b0020000000000000",
            "a3000510010e01", "a20005616e01", "a2000564706963740a", "a20064ping", "81a0", "a0", "",
            "a3000528010e01", "a200050e3b001fffffffffffff", "a200050e38ff00",
        ):  # fmt: skip
            raw = bytes.fromhex(data) if "ping" not in data else b"\xa2\x00\x64ping\x0e\x01"
            self.refuses("bad", raw, "cbor")

    def test_a_byte_string_stands_only_where_a_form_says_so(self) -> None:
        put = transcode.to_cbor(PUT)
        put[5] = {11: b"hello"}
        self.refuses("bad", cbor.encode(put), "cbor")
        put = transcode.to_cbor(PUT)
        put[3] = CID
        self.refuses("bad", cbor.encode(put), "cbor")

    def test_what_is_too_much_is_refused_before_it_is_built(self) -> None:
        for data in (
            b"\x9a\xff\xff\xff\xff",
            b"\x81" * 9,
            b"\x00" * 16385,
            b"\xba\x00\x01\x00\x00",
        ):
            self.refuses("too_big", data, "cbor")

    def test_the_order_of_names_is_that_of_their_bytes(self) -> None:
        heads = transcode.to_cbor(PING)[15]
        keys = list(cbor.decode(cbor.encode(heads)))
        self.assertEqual(keys, [bytes(range(16, 32)), "@me", "#crisis/main"])

    def test_a_chat_turn_is_as_small_as_the_page_says(self) -> None:
        put = {**PUT, "ref": 20, "room": 3, "body": {"text": "a" * 30}}
        self.assertLessEqual(len(frames.encode(put, "cbor")), 65)


class Both(unittest.TestCase):
    def test_a_frame_is_the_same_in_both(self) -> None:
        for frame in (PUT, PING, {**PUT, "kind": "w.200"}, {**PUT, "kind": "x.wave", "room": 4}):
            for encoding in ("json", "cbor"):
                data = frames.encode(frame, encoding)
                self.assertEqual(frames.decode(data, encoding, "client"), frame)

    def test_unknown_fields_are_left_out(self) -> None:
        known = {"t": "ping", "n": 1}
        self.assertEqual(frames.decode(b'{"t":"ping","n":1,"x.y":[{}]}', "json", "server"), known)
        data = cbor.encode({0: 5, 14: 1, 9999: [b"later"], "x.y": "z"})
        self.assertEqual(frames.decode(data, "cbor", "server"), known)

    def test_an_unknown_frame_of_the_server_is_passed_over(self) -> None:
        self.assertIsNone(frames.decode(b'{"t":"later"}', "json", "server"))
        self.assertIsNone(frames.decode(cbor.encode({0: 4000}), "cbor", "server"))

    def test_what_has_no_place_in_cbor_is_refused(self) -> None:
        for body in ({"role": 5}, {"role": "w.5"}, {"n": MAX_INT + 1}):
            with self.assertRaises(Refused):
                frames.encode({**PUT, "body": body}, "cbor")

    def test_a_text_that_is_no_bytes_stays_text(self) -> None:
        texts = ("words that are none", "A", "AB", "A" * 87, "@me", "")
        for body in ({"case": text} for text in texts):
            written = frames.encode({**PUT, "body": body}, "cbor")
            self.assertEqual(frames.decode(written, "cbor", "client"), {**PUT, "body": body})

    def test_random_values_go_there_and_back(self) -> None:
        chance = random.Random(1)
        for _ in range(500):
            value = {"t": "put", "body": _value(chance, 0)}
            written = cbor.encode(transcode.to_cbor(value))
            self.assertEqual(transcode.to_json(cbor.decode(written)), value)
            self.assertEqual(json_strict.decode(json_strict.encode(value)), value)

    def test_random_damage_is_refused_or_means_one_thing(self) -> None:
        chance = random.Random(2)
        whole = frames.encode(PUT, "cbor")
        for _ in range(3000):
            data = bytearray(whole)
            data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                value = cbor.decode(bytes(data))
            except Refused:
                continue
            self.assertEqual(cbor.encode(value), bytes(data))


def _value(chance: random.Random, depth: int) -> Any:
    plain = ["text", "topic", "x.own", "capacity", "ä", "name"]
    kind = chance.randrange(7 if depth < 4 else 5)
    if kind == 0:
        return chance.choice([0, 23, 24, 255, 256, 65535, 65536, 2**32, MAX_INT, -1, -25, -MAX_INT])
    if kind == 1:
        return "".join(chance.choice('aé€😀"\\\n\x00') for _ in range(chance.randrange(40)))
    if kind < 5:
        return chance.choice([True, False, None])
    if kind == 5:
        return [_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    named = {name: _value(chance, depth + 1) for name in chance.sample(plain, chance.randrange(5))}
    text = "".join(chance.choices("Aw_Q9", k=chance.randrange(30)))
    return {
        **named,
        "offer": text,
        "role": f"{text}!",
        "room": text,
        "case": to_base64(chance.randbytes(16)),
        "h": chance.randbytes(8).hex(),
    }
