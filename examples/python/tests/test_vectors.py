"""The vectors of the protocol, tried in this process."""

from __future__ import annotations

import json
import unittest
from collections.abc import Iterator
from typing import Any

from peerline import cbor, transcode
from peerline.vectors import run

from .patterns import filled, first_difference, matches
from .places import VECTORS


class Dialogue:
    """One run of the adapter, an order at a time."""

    def __init__(self) -> None:
        self._order = ""
        self._lines = run(self._orders())
        self.wake: int | None = None

    def _orders(self) -> Iterator[str]:
        while True:
            yield self._order

    def reports(self, order: dict) -> list[dict]:
        """Gives an order; returns the reports that it leads to."""
        self._order = json.dumps(order)
        reports = []
        for line in self._lines:
            report = json.loads(line)
            if report.get("done"):
                self.wake = report["wake"]
                return reports
            reports.append(report)
        raise AssertionError("the adapter ended")


class Script:
    """One script on its way."""

    def __init__(self, script: dict) -> None:
        self._script = script
        self._dialogue = Dialogue()
        self._names: dict[str, Any] = {}
        self._now = 0
        self._encoding = script.get("encoding", "json")

    def wrong(self) -> str | None:
        """Returns what is wrong with the first step that fails, or None."""
        for number, step in enumerate(self._script["steps"], 1):
            came = self._reports(step)
            wrong = self._compare(step, came) or self._wake(step)
            if wrong:
                return f"step {number} {step['do']}: {wrong}"
        return None

    def _reports(self, step: dict) -> list[dict]:
        order = {
            name: part for name, part in step.items() if name not in ("expect", "wake", "wait")
        }
        order = filled(order, self._names)
        if order["do"] == "start":
            order.setdefault("encoding", self._encoding)
        self._encoding = order.get("encoding", self._encoding)
        if order["do"] == "frame" and "frame" in order and self._encoding == "cbor":
            order["cbor"] = cbor.encode(transcode.to_cbor(order.pop("frame"))).hex()
        if order["do"] == "time":
            return list(self._time(order))
        self._now = order.get("now", self._now)
        return self._dialogue.reports(order)

    def _time(self, order: dict) -> Iterator[dict]:
        if order.get("skip_to_wake"):
            self._now = max(self._now, self._dialogue.wake or 0)
            yield from self._dialogue.reports({"do": "time", "now": self._now})
            return
        while self._dialogue.wake is not None and self._dialogue.wake < order["now"]:
            self._now = max(self._now, self._dialogue.wake)
            yield from self._dialogue.reports({"do": "time", "now": self._now})
        self._now = order["now"]
        yield from self._dialogue.reports(order)

    def _compare(self, step: dict, came: list[dict]) -> str | None:
        expected = step.get("expect", [])
        ignore = self._script.get("ignore", [])
        for is_said in (True, False):
            parts = [part for part in expected if _is_said(part) == is_said]
            reports = [report for report in came if ("say" in report) == is_said]
            wrong = first_difference(parts, reports, ignore, self._names)
            if wrong:
                return wrong
        return None

    def _wake(self, step: dict) -> str | None:
        wake = self._dialogue.wake
        if "wake" in step and not matches(step["wake"], wake, self._names):
            return f"wake {wake}, not {step['wake']}"
        wait = None if wake is None else wake - self._now
        if "wait" in step and not matches(step["wait"], wait, self._names):
            return f"wait {wait}, not {step['wait']}"
        return None


def _is_said(pattern: dict) -> bool:
    for name in ("maybe", "any_order"):
        if name in pattern:
            inner = pattern[name]
            return _is_said(inner[0] if isinstance(inner, list) else inner)
    return "say" in pattern


def _written(part: Any) -> str:
    if isinstance(part, str):
        return part
    texts = (one if isinstance(one, str) else one["repeat"] * one["times"] for one in part)
    return "".join(texts)


class Scripts(unittest.TestCase):
    def test_every_script_of_a_client_passes(self) -> None:
        for path in sorted((VECTORS / "scripts" / "client").glob("*.json")):
            with self.subTest(path.stem):
                self.assertIsNone(Script(json.loads(path.read_text("utf-8"))).wrong())


class Frames(unittest.TestCase):
    def test_every_case_is_decoded_as_it_says(self) -> None:
        for path in sorted((VECTORS / "frames").glob("*.json")):
            for case in json.loads(path.read_text("utf-8")):
                with self.subTest(path.stem, name=case["name"]):
                    self.tries(case)

    def tries(self, case: dict) -> None:
        given = [{name: _written(case[name])} for name in ("text", "hex", "cbor") if name in case]
        if "json" in case:
            given.append({"text": json.dumps(case["json"])})
        for part in given:
            order = {"do": "decode", "from": case["from"], **part}
            (report,) = Dialogue().reports(order)
            self.assertEqual(report, self.expected(case, report))

    def expected(self, case: dict, report: dict) -> dict:
        if "err" in case:
            return {"refused": case["err"]}
        if case["ok"] is not True:
            return {"frame": None}
        frame = case.get("frame", case.get("json", report.get("frame")))
        written = case.get("frame_cbor", case.get("cbor", report.get("cbor")))
        return {"frame": frame, "cbor": written if isinstance(written, str) else _written(written)}
