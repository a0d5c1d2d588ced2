"""What a newcomer's program brings to the gate, while the person may call somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from . import work
from .frames import Frame
from .values import from_base64


async def keys_for(
    gate: Frame, hail: Frame, known_pass: str | None, is_over: Callable[[], bool]
) -> Frame | None:
    """Returns the body of the put `gate`; `None` where the person must be asked, or it is over."""
    if gate["why"] == "wait":
        await asyncio.sleep(gate["retry_ms"] / 1000)
    keys = {"pass": known_pass} if gate["why"] == "pass" and known_pass else {}
    bits = gate.get("bits", hail.get("gate", {}).get("pow", {}).get("bits"))
    if bits is None:
        return keys if keys or gate["why"] == "wait" else None
    number = await _solve(bits, hail, is_over)
    return None if number is None else {"pow": number, **keys}


async def _solve(bits: int, hail: Frame, is_over: Callable[[], bool]) -> int | None:
    line, nonce = from_base64(hail["line"]), from_base64(hail["nonce"])
    first, tries = 0, 1 << 12
    while bits <= work.MAX_BITS and not is_over():
        found = work.search(line, nonce, bits, first, tries)
        if found is not None:
            return found
        first += tries
        await asyncio.sleep(0)
    return None
