"""AES-256-GCM (NIST SP 800-38D) in plain Python: right, and slow.

Every browser and every other client has it in its platform; the standard library here has not.
"""

from __future__ import annotations

_ONES = (1 << 128) - 1


def seal(key: bytes, nonce: bytes, text: bytes, context: bytes) -> bytes:
    """Returns the cipher text, then 16 bytes of tag, under a 12-byte nonce."""
    words = _schedule(key)
    sealed = _crypt(words, nonce, text)
    return sealed + _tag(words, nonce, sealed, context)


def unseal(key: bytes, nonce: bytes, sealed: bytes, context: bytes) -> bytes | None:
    """Returns what was sealed, or None where the tag does not fit."""
    words, text, tag = _schedule(key), sealed[:-16], sealed[-16:]
    return _crypt(words, nonce, text) if tag == _tag(words, nonce, text, context) else None


def _crypt(words: list[bytes], nonce: bytes, text: bytes) -> bytes:
    blocks = (len(text) + 15) // 16
    counters = (nonce + (2 + n).to_bytes(4, "big") for n in range(blocks))
    stream = b"".join(_block(words, counter) for counter in counters)
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _tag(words: list[bytes], nonce: bytes, sealed: bytes, context: bytes) -> bytes:
    times = int.from_bytes(_block(words, bytes(16)), "big")
    sizes = (len(context) * 8).to_bytes(8, "big") + (len(sealed) * 8).to_bytes(8, "big")
    message, total = _padded(context) + _padded(sealed) + sizes, 0
    for at in range(0, len(message), 16):
        total = _product(total ^ int.from_bytes(message[at : at + 16], "big"), times)
    once = int.from_bytes(_block(words, nonce + b"\x00\x00\x00\x01"), "big")
    return (total ^ once).to_bytes(16, "big")


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 16)


def _product(a: int, b: int) -> int:
    """Returns the product in the field of GCM, whose bits stand the other way round."""
    total = 0
    for place in range(127, -1, -1):
        total ^= b & (_ONES if a >> place & 1 else 0)
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return total


def _double(byte: int) -> int:
    return (byte << 1) ^ (0x11B if byte & 0x80 else 0)


def _box() -> bytes:
    """Returns the S-box: the inverse in the field of AES, then an affine map."""
    p = q = 1
    box = bytearray(256)
    while True:
        p ^= _double(p)
        for shift in (1, 2, 4):
            q ^= q << shift & 0xFF
        q ^= 0x09 if q & 0x80 else 0
        turned = (q << n | q >> 8 - n for n in range(1, 5))
        mixed = q
        for one in turned:
            mixed ^= one & 0xFF
        box[p] = mixed ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    return bytes(box)


_BOX = _box()
_TWICE = bytes(_double(n) for n in range(256))
_ROWS = bytes((n * 5) % 16 for n in range(16))


def _schedule(key: bytes) -> list[bytes]:
    """Returns the 15 round keys of a 32-byte key."""
    words = [key[at : at + 4] for at in range(0, 32, 4)]
    once = 1
    for n in range(8, 60):
        word = words[-1]
        if n % 8 == 0:
            word = bytes(_BOX[byte] for byte in word[1:] + word[:1])
            word, once = bytes([word[0] ^ once]) + word[1:], _double(once)
        elif n % 8 == 4:
            word = bytes(_BOX[byte] for byte in word)
        words.append(bytes(a ^ b for a, b in zip(word, words[n - 8], strict=True)))
    return [b"".join(words[at : at + 4]) for at in range(0, 60, 4)]


def _block(keys: list[bytes], block: bytes) -> bytes:
    state = bytes(a ^ b for a, b in zip(block, keys[0], strict=True))
    for key in keys[1:-1]:
        state = _mixed(bytes(_BOX[state[at]] for at in _ROWS))
        state = bytes(a ^ b for a, b in zip(state, key, strict=True))
    last = bytes(_BOX[state[at]] for at in _ROWS)
    return bytes(a ^ b for a, b in zip(last, keys[-1], strict=True))


def _mixed(state: bytes) -> bytes:
    mixed = bytearray()
    for at in range(0, 16, 4):
        column = state[at : at + 4]
        every = column[0] ^ column[1] ^ column[2] ^ column[3]
        for n in range(4):
            mixed.append(column[n] ^ every ^ _TWICE[column[n] ^ column[(n + 1) % 4]])
    return bytes(mixed)
