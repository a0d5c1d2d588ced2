"""Ed25519 signatures (RFC 8032), enough to prove who one is.

Python's standard library has none. This is plain integer arithmetic: right, some milliseconds slow,
and not of constant time. Whoever can measure the time of a program on the same machine to a fraction
of a microsecond should not be given the chance; a program that must bear this uses a library.
"""

from __future__ import annotations

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P

_Point = tuple[int, int, int, int]
"""X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z."""


def public_key(seed: bytes) -> bytes:
    """Returns the 32 bytes of the public key of a 32-byte seed."""
    return _compress(_times(_secret(seed)[0], _BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    """Returns the 64 bytes of the signature of `message`."""
    secret, prefix = _secret(seed)
    public = _compress(_times(secret, _BASE))
    nonce = _number(prefix + message)
    commitment = _compress(_times(nonce, _BASE))
    challenge = _number(commitment + public + message)
    return commitment + ((nonce + challenge * secret) % _ORDER).to_bytes(32, "little")


def _secret(seed: bytes) -> tuple[int, bytes]:
    if len(seed) != 32:
        raise ValueError("a seed has 32 bytes")
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    return (number & ((1 << 254) - 8)) | (1 << 254), digest[32:]


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % _ORDER


def _add(left: _Point, right: _Point) -> _Point:
    a = (left[1] - left[0]) * (right[1] - right[0]) % _P
    b = (left[1] + left[0]) * (right[1] + right[0]) % _P
    c = 2 * left[3] * right[3] * _D % _P
    d = 2 * left[2] * right[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: _Point) -> _Point:
    sum_: _Point = (0, 1, 1, 0)
    for bit in range(255):
        other = _add(sum_, point)
        sum_ = other if factor >> bit & 1 else sum_
        point = _add(point, point)
    return sum_


def _compress(point: _Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> _Point:
    y = 4 * pow(5, -1, _P) % _P
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    x = x if x % 2 == 0 else _P - x
    return x, y, 1, x * y % _P


_BASE = _base()
