"""How a report is compared with what a script expects, as `docs/vectors/README.md` says."""

from __future__ import annotations

from typing import Any

_KINDS = ({"absent"}, {"one_of"}, {"="}, {"min"}, {"max"}, {"min", "max"})
_MISSING = object()

Names = dict[str, Any]


def matches(pattern: Any, value: Any, names: Names, exact: bool = False) -> bool:
    """Returns whether `value` matches; keeps in `names` what a `$name` stands for."""
    if isinstance(pattern, str) and pattern.startswith("$"):
        return value is not _MISSING and names.setdefault(pattern, value) == value
    if pattern == "*":
        return value is not _MISSING
    if isinstance(pattern, dict) and set(pattern) in _KINDS:
        return _special(pattern, value, names)
    if isinstance(pattern, dict):
        return _map(pattern, value, names, exact)
    if isinstance(pattern, list):
        if not isinstance(value, list) or len(value) != len(pattern):
            return False
        pairs = zip(pattern, value, strict=True)
        return all(matches(part, item, names, exact) for part, item in pairs)
    return type(pattern) is type(value) and pattern == value


def _special(pattern: dict, value: Any, names: Names) -> bool:
    if "absent" in pattern:
        return value is _MISSING
    if "=" in pattern:
        return matches(pattern["="], value, names, exact=True)
    if "one_of" in pattern:
        return any(_tries(part, value, names) for part in pattern["one_of"])
    low, high = pattern.get("min", float("-inf")), pattern.get("max", float("inf"))
    return type(value) is int and low <= value <= high


def _tries(pattern: Any, value: Any, names: Names) -> bool:
    tried = dict(names)
    if matches(pattern, value, tried):
        names.update(tried)
        return True
    return False


def _map(pattern: dict, value: Any, names: Names, exact: bool) -> bool:
    if not isinstance(value, dict) or (exact and set(value) - set(pattern)):
        return False
    return all(
        matches(part, value.get(name, _MISSING), names, exact) for name, part in pattern.items()
    )


def filled(order: Any, names: Names) -> Any:
    """Returns an order with what its names stand for."""
    if isinstance(order, str):
        return names.get(order, order)
    if isinstance(order, list):
        return [filled(item, names) for item in order]
    if isinstance(order, dict):
        return {filled(name, names): filled(item, names) for name, item in order.items()}
    return order


def first_difference(expected: list, came: list[dict], ignore: list, names: Names) -> str | None:
    """Compares one sequence of reports; returns what is wrong first, or None."""
    reports = list(came)
    for pattern in expected:
        if set(pattern) == {"any_order"}:
            wrong = _any_order(pattern["any_order"], reports, ignore, names)
        elif set(pattern) == {"maybe"}:
            _next(pattern["maybe"], reports, ignore, names)
            wrong = None
        else:
            wrong = None if _next(pattern, reports, ignore, names) else f"no {pattern}"
        if wrong:
            return f"{wrong} among {reports}"
    rest = [report for report in reports if not _is_ignored(report, ignore)]
    return f"not expected: {rest}" if rest else None


def _next(pattern: Any, reports: list[dict], ignore: list, names: Names) -> bool:
    """Takes the next report if it matches, passing over what is ignored."""
    for at, report in enumerate(reports):
        if _tries(pattern, report, names):
            del reports[: at + 1]
            return True
        if not _is_ignored(report, ignore):
            return False
    return False


def _any_order(patterns: list, reports: list[dict], ignore: list, names: Names) -> str | None:
    left = list(patterns)
    while left:
        found = next((pattern for pattern in left if _next(pattern, reports, ignore, names)), None)
        if found is None:
            return f"none of {left}"
        left.remove(found)
    return None


def _is_ignored(report: dict, ignore: list) -> bool:
    return any(
        part in report if isinstance(part, str) else _tries(part, report, {}) for part in ignore
    )
