"""Who joins, and the proof of it: the answer to `hail`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .frames import Encoding, Frame
from .identity import Context, Join, channel_binding
from .values import from_base64, to_base64


@dataclass
class Person:
    """Who joins, and how."""

    root: bytes
    """16 bytes; whoever has them is this person."""
    origin: str
    """What is dialed, as in `http://127.0.0.1:7433`."""
    encoding: Encoding = "json"
    extensions: list[str] = field(default_factory=lambda: ["short"])
    language: str | None = None
    country: str | None = None
    agent: str | None = None
    invite: str | None = None
    """The secret of a staff invitation, until the first `welcome`."""
    gate_pass: str | None = None
    """The pass of a closed group, where there is one."""
    device: bytes | None = None
    """A secret of this device, 32 bytes, by which the person's locker knows it again."""
    only: str | None = None
    """The one room that is proved, where nothing else is: with tickets that were got elsewhere."""


def hello(person: Person, hail: Frame, nonce: bytes, rooms: list[Frame]) -> Frame:
    """Returns the `hello` that answers `hail`, with a fresh nonce of 32 bytes."""
    line = from_base64(hail["line"])
    where = Context(line, "room", from_base64(person.only)) if person.only else Context(line)
    binding = channel_binding(person.origin)
    join = Join(where, from_base64(hail["nonce"]), nonce, binding, hail["now"])
    pk, sig = join.proof(person.root)
    auth = {"pk": to_base64(pk), "nonce": to_base64(nonce), "sig": to_base64(sig)}
    if person.only:
        auth["room"] = person.only
    elif person.invite:
        auth["invite"] = person.invite
    if person.device and not person.only:
        auth["device"] = to_base64(person.device)
    said = {"lang": person.language, "country": person.country, "agent": person.agent}
    known = {name: value for name, value in said.items() if value}
    return {"t": "hello", "v": 1, "ext": person.extensions, "auth": auth, "open": rooms, **known}
