"""X25519 (RFC 7748), enough to seal something to somebody.

As in `ed25519`: plain integer arithmetic, right, and not of constant time.
"""

from __future__ import annotations

_P = 2**255 - 19
_A24 = 121665
BASE = (9).to_bytes(32, "little")


def public_key(secret: bytes) -> bytes:
    """Returns the public half of a 32-byte secret."""
    return shared(secret, BASE)


def shared(secret: bytes, public: bytes) -> bytes:
    """Returns what both sides come to; refuses keys of small order."""
    scalar = (int.from_bytes(secret, "little") & ((1 << 254) - 8)) | (1 << 254)
    made = _ladder(scalar, int.from_bytes(public, "little") & ((1 << 255) - 1))
    if made == 0:
        raise ValueError("this is no key to seal to")
    return made.to_bytes(32, "little")


def _ladder(scalar: int, u: int) -> int:
    x2, z2, x3, z3 = 1, 0, u, 1
    for bit in range(254, -1, -1):
        if scalar >> bit & 1:
            (x3, z3), (x2, z2) = _step((x3, z3), (x2, z2), u)
        else:
            (x2, z2), (x3, z3) = _step((x2, z2), (x3, z3), u)
    return x2 * pow(z2, -1, _P) % _P if z2 else 0


def _step(
    one: tuple[int, int], other: tuple[int, int], u: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Returns twice `one`, and the sum of both, whose difference is `u`."""
    a, b = sum(one) % _P, (one[0] - one[1]) % _P
    aa, bb = a * a % _P, b * b % _P
    e = (aa - bb) % _P
    da, cb = (other[0] - other[1]) * a % _P, (other[0] + other[1]) * b % _P
    total = ((da + cb) ** 2 % _P, u * (da - cb) ** 2 % _P)
    return (aa * bb % _P, e * (aa + _A24 * e) % _P), total
