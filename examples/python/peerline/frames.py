"""Frames: what each holds, and both encodings.

A frame is a `dict` as its JSON stands on the page, whatever encoding carries it.
"""

from __future__ import annotations

from typing import Any, Literal

from . import cbor, json_strict, shapes, transcode
from .shapes import count, each, fields, flag, integer, text
from .values import DEFAULTS, Limits, bad

Frame = dict[str, Any]
Encoding = Literal["json", "cbor"]
Side = Literal["client", "server"]

SUBPROTOCOL: dict[Encoding, str] = {"json": "peerline.1+json", "cbor": "peerline.1+cbor"}

_JOIN = fields(
    pk=shapes.key, nonce=shapes.key, sig=shapes.signature, r_=shapes.key, ticket_=text
)
_AUTH = fields(
    pk=shapes.key, nonce=shapes.key, sig=shapes.signature, room_=shapes.identity, invite_=shapes.key,
    token_=text,
    gate_=fields(pow_=count, pass_=text),
)  # fmt: skip
_CURSOR = fields(
    ref_=count, room=shapes.room, epoch_=count, seq_=count, h_=shapes.running_hash, back_=count,
    marks_=each(text),
    join_=_JOIN,
)
_LACK = fields(why=text, bits_=count, retry_ms_=count)
_ME = fields(roles=each(text), resting_=each(text), login_=text, standing=text, gate_=_LACK)
_MAX = fields(frame=count, rooms=count, inflight=count, text=count, depth=count, items=count)
_PING = fields(n=count, heads_=shapes.heads)
_WAYS = fields(elsewhere_=each(shapes.identity), person=flag, at_=count)
_SIG = fields(
    room=shapes.room_or_number, kind=text, ttl=count, who_=shapes.person, body_=shapes.body
)

_OF_CLIENT: dict[str, shapes.Shape] = {
    "hello": fields(
        v=count, ext_=each(text), auth=_AUTH, open_=each(_CURSOR), agent_=text, lang_=text,
        country_=text,
    ),
    "open": fields(
        ref=count, room=shapes.room, epoch_=count, seq_=count, h_=shapes.running_hash, back_=count,
        marks_=each(text),
        join_=_JOIN,
    ),
    "close": fields(ref=count, room=shapes.room),
    "put": fields(
        ref=count, room=shapes.room_or_number, cid=shapes.identity, kind=text, body=shapes.body,
        re_=count, age_s_=count, over_=flag,
    ),
    "drop": fields(ref=count, room=shapes.room, cid=shapes.identity),
    "fetch": fields(ref=count, room=shapes.room, after_=count, before_=count, n_=count),
    "ask": fields(ref=count, what=text, body_=shapes.body),
    "sig": _SIG,
    "ping": _PING,
}  # fmt: skip

_OF_SERVER: dict[str, shapes.Shape] = {
    "hail": fields(
        v=each(count), line=shapes.key, nonce=shapes.key, now=count,
        gate_=fields(pow_=fields(bits=count), pass_=flag),
    ),
    "welcome": fields(
        v=count, ext=each(text), me=_ME, hb_ms=count, max=_MAX, dedupe_s=count, now=count
    ),
    "opened": fields(
        ref_=count, room=shapes.room, epoch=count, base=count, head=count, h=shapes.running_hash,
        **{"from": count}, who=shapes.identity, role=text, caps=each(text), pace_ms=count, n_=count,
        languages_=each(text), manner_=shapes.body, norms_=shapes.body, turn_=shapes.identity,
        hands_=each(shapes.identity),
        until_=count,
    ),
    "ev": fields(
        room=shapes.room_or_number, seq=count, at=integer, who_=shapes.person, kind=text,
        body_=shapes.body, tomb_=flag, re_=count, h=shapes.running_hash, cid_=shapes.identity,
        announce_=text,
    ),
    "ok": fields(
        ref=count, cid_=shapes.identity, seq_=count, st=text, decision_=shapes.identity,
        body_=shapes.body,
    ),
    "err": fields(
        ref_=count, code=text, retry_ms_=count, until_=count, scope_=text,
        decision_=shapes.identity, say_=text, why_=text, ways_=_WAYS,
    ),
    "gap": fields(room=shapes.room_or_number, epoch=count, lo=count, hi=count, why=text),
    "bye": fields(code=text, again_ms_=count),
    "sig": _SIG,
    "ping": _PING,
}  # fmt: skip

_SILENT: dict[str, Frame] = {
    "hello": {"ext": [], "open": []},
    "put": {"over": False},
    "ev": {"tomb": False, "announce": "polite"},
    "ping": {"heads": {}},
}
"""Optional fields, with the value that is the same as leaving them out."""

_FRAMES: dict[Side, dict[str, shapes.Shape]] = {"client": _OF_CLIENT, "server": _OF_SERVER}


def encode(frame: Frame, encoding: Encoding) -> bytes:
    """Returns the bytes of `frame`; raises `Refused` where a value has no place in that encoding."""
    said = written(frame)
    if encoding == "json":
        return json_strict.encode(said)
    return cbor.encode(transcode.to_cbor(said))


def written(frame: Frame) -> Frame:
    """Returns `frame` as it is written: without optional fields whose value says nothing."""
    silent = _SILENT.get(frame["t"], {})
    return {name: value for name, value in frame.items() if silent.get(name, frame) != value}


def decode(
    data: bytes, encoding: Encoding, sender: Side, limits: Limits = DEFAULTS
) -> Frame | None:
    """Returns the frame in `data` without the fields that are not known.

    Returns None for a frame of the server whose `t` is not known: it is passed over. Raises
    `Refused` for what cannot be taken; then nothing of it may be used.
    """
    value = _read(data, encoding, limits)
    if not isinstance(value, dict):
        raise bad("no object")
    t = text(value.get("t"))
    shape = _FRAMES[sender].get(t)
    if shape is None:
        if sender == "server":
            return None
        raise bad("an unknown frame")
    return written({"t": t, **shape(value)})


def _read(data: bytes, encoding: Encoding, limits: Limits) -> Any:
    if encoding == "json":
        return json_strict.decode(data, limits)
    value = cbor.decode(data, limits)
    if not isinstance(value, dict):
        raise bad("no map")
    return transcode.to_json(value)
