"""The group ristretto255 (RFC 9496), and numbers modulo its order: enough for blind tickets.

Plain integer arithmetic, as in `ed25519`: right, some milliseconds slow, and not of constant time.
"""

from __future__ import annotations

import hashlib

from .ed25519 import _BASE, _D, _ORDER, _P, _add, _Point

ORDER = _ORDER
"""The order of the group, a prime."""

Element = _Point
"""An element, as one of the points that stand for it."""

BASE: Element = _BASE
"""The element that the others are multiples of."""

_ROOT = pow(2, (_P - 1) // 4, _P)
"""A square root of -1: the even one."""


def encode(element: Element) -> bytes:
    """Returns the 32 bytes of an element: the same for every point that stands for it."""
    x, y, z, t = element
    u1, u2 = (z + y) * (z - y) % _P, x * y % _P
    inverse = _root_of_ratio(1, u1 * u2 * u2)[1]
    d1, d2 = inverse * u1 % _P, inverse * u2 % _P
    z_inverse = d1 * d2 * t % _P
    if t * z_inverse % _P & 1:
        x, y, d2 = y * _ROOT % _P, x * _ROOT % _P, d1 * _INVSQRT_A_MINUS_D % _P
    if x * z_inverse % _P & 1:
        y = _P - y
    return _abs(d2 * (z - y)).to_bytes(32, "little")


def decode(data: bytes) -> Element | None:
    """Returns the element of these 32 bytes; None where there is none, and for the identity."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= _P or s & 1 or s == 0:
        return None
    square = s * s % _P
    u1, u2 = (1 - square) % _P, (1 + square) % _P
    v = (-_D * u1 * u1 - u2 * u2) % _P
    is_square, inverse = _root_of_ratio(1, v * u2 * u2)
    d_x = inverse * u2 % _P
    x = _abs(2 * s * d_x)
    y = u1 * inverse * d_x * v % _P
    t = x * y % _P
    return (x, y, 1, t) if is_square and t % 2 == 0 and y else None


def from_uniform(data: bytes) -> Element:
    """Returns an element of 64 uniform bytes."""
    halves = (int.from_bytes(half, "little") % 2**255 for half in (data[:32], data[32:]))
    left, right = (_map(half % _P) for half in halves)
    return _add(left, right)


def times(factor: int, element: Element) -> Element:
    """Returns a multiple of an element."""
    total: Element = (0, 1, 1, 0)
    for bit in range(factor.bit_length() - 1, -1, -1):
        total = _add(total, total)
        total = _add(total, element) if factor >> bit & 1 else total
    return total


def add(left: Element, right: Element) -> Element:
    """Returns the sum of two elements."""
    return _add(left, right)


def expand(message: bytes, tag: bytes, size: int) -> bytes:
    """Returns `expand_message_xmd` of RFC 9380 with SHA-512, at most 64 bytes of it."""
    suffix = tag + bytes([len(tag)])
    first = hashlib.sha512(bytes(128) + message + size.to_bytes(2, "big") + b"\x00" + suffix)
    return hashlib.sha512(first.digest() + b"\x01" + suffix).digest()[:size]


def _map(t: int) -> Element:
    r = _ROOT * t * t % _P
    u = (r + 1) * _ONE_MINUS_D_SQ % _P
    v = (-1 - r * _D) * (r + _D) % _P
    is_square, s = _root_of_ratio(u, v)
    c = _P - 1
    if not is_square:
        s, c = _P - _abs(s * t), r
    n = (c * (r - 1) * _D_MINUS_ONE_SQ - v) % _P
    w0, w1 = 2 * s * v % _P, n * _SQRT_AD_MINUS_ONE % _P
    w2, w3 = (1 - s * s) % _P, (1 + s * s) % _P
    return w0 * w3 % _P, w2 * w1 % _P, w1 * w3 % _P, w0 * w2 % _P


def _root_of_ratio(u: int, v: int) -> tuple[bool, int]:
    u, v = u % _P, v % _P
    r = u * v**3 * pow(u * v**7, (_P - 5) // 8, _P) % _P
    check = v * r * r % _P
    flipped = check == -u * _ROOT % _P
    if check == -u % _P or flipped:
        r = r * _ROOT % _P
    return check in (u, -u % _P), _abs(r)


def _abs(value: int) -> int:
    value %= _P
    return _P - value if value & 1 else value


_ONE_MINUS_D_SQ = (1 - _D * _D) % _P
_D_MINUS_ONE_SQ = (_D - 1) ** 2 % _P
_INVSQRT_A_MINUS_D = _root_of_ratio(1, -1 - _D)[1]
_SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
