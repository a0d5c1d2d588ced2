"""HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; one message a key."""

from __future__ import annotations

import secrets

from . import gcm, x25519
from .identity import expand, extract

_KEM = b"KEM\x00\x20"
_SUITE = b"HPKE\x00\x20\x00\x01\x00\x02"


def secret_of(seed: bytes) -> bytes:
    """Returns the secret key that a seed makes: DeriveKeyPair."""
    return _expand(_KEM, _extract(_KEM, b"", b"dkp_prk", seed), b"sk", b"", 32)


def seal(to: bytes, info: bytes, context: bytes, text: bytes, once: bytes | None = None) -> bytes:
    """Returns the encapsulated key, then what is sealed; `once` is drawn, but for vectors."""
    once = secrets.token_bytes(32) if once is None else once
    encapsulated = x25519.public_key(once)
    key, nonce = _schedule(x25519.shared(once, to), encapsulated + to, info)
    return encapsulated + gcm.seal(key, nonce, text, context)


def unseal(secret: bytes, info: bytes, context: bytes, sealed: bytes) -> bytes | None:
    """Returns what was sealed to the key of `secret`, or None."""
    encapsulated, text = sealed[:32], sealed[32:]
    both = encapsulated + x25519.public_key(secret)
    key, nonce = _schedule(x25519.shared(secret, encapsulated), both, info)
    return gcm.unseal(key, nonce, text, context)


def _schedule(agreed: bytes, both: bytes, info: bytes) -> tuple[bytes, bytes]:
    prk = _extract(_KEM, b"", b"eae_prk", agreed)
    shared = _expand(_KEM, prk, b"shared_secret", both, 32)
    place = b"\x00" + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    secret = _extract(_SUITE, shared, b"secret", b"")
    return _expand(_SUITE, secret, b"key", place, 32), _expand(_SUITE, secret, b"base_nonce", place, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return extract(salt, b"HPKE-v1" + suite + label + secret)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, size: int) -> bytes:
    return expand(key, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, size)
