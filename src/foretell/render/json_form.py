"""Report, decision and outcome as plain JSON data, and the text of it: ASCII, valid, stable."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sized
from dataclasses import asdict
from typing import Any, Final, cast

import msgspec

from foretell.meter import Usage
from foretell.outcome import Outcome, RunError, Stopped, TraceEntry
from foretell.policy.decision import Allow, Ask, Decision, Deny, Grant, Guard, Reason
from foretell_analyzer.diagnostics import Place

_DEEPEST: Final = 100
_LARGEST_BITS: Final = 4_096
_MOST_AGAIN: Final = 10_000
"""Parts of a value that are written more than once."""


def to_json(form: object) -> str:
    """Write JSON for machines and people: indented, ended by a line break."""
    return json.dumps(plain_value(form), indent=2, allow_nan=False) + "\n"


def write_json(form: object) -> None:
    """Write JSON to standard output."""
    sys.stdout.write(to_json(form))
    sys.stdout.flush()


def compact(value: object) -> str:
    """Write a value on one line; a text as itself."""
    if isinstance(value, str):
        return value
    return _line(plain_value(value))


def _line(form: object) -> str:
    return form if isinstance(form, str) else json.dumps(form, ensure_ascii=False, allow_nan=False)


def decision_to_dict(decision: Decision) -> dict[str, Any]:
    """A decision; `grant` is what would be granted, also where a person has to say so first."""
    grant: Grant | None
    match decision:
        case Allow():
            grant = decision.grant
        case Ask():
            grant = decision.proposed
        case Deny():
            grant = None
    return {
        "verdict": decision.verdict,
        "reasons": [_reason(reason) for reason in decision.reasons],
        "grant": None if grant is None else _grant(grant),
    }


def outcome_to_dict(outcome: Outcome) -> dict[str, Any]:
    """How a run ended; `status` is `finished`, `raised` or `stopped`."""
    return {
        "status": type(outcome).__name__.lower(),
        "limit": outcome.limit if isinstance(outcome, Stopped) else None,
        "value": plain_value(outcome.value),
        "stdout": outcome.stdout,
        "error": None if outcome.error is None else _error(outcome.error),
        "usage": _usage(outcome.usage),
        "trace": [_entry(entry) for entry in outcome.trace],
    }


def plain_value(value: object) -> Any:  # noqa: ANN401  # any JSON
    """Turn a value of a script into JSON data.

    What JSON lacks becomes its nearest form: tuples and sets lists, keys and dates texts, bytes
    and numbers that are not finite or too long texts. A value that is in itself, or is shared by
    so many others that it would be written again and again, is cut off: `…`.
    """
    return _Plainer().plain(value, 0)


class _Plainer:
    """Writes one value; what is shared is written as often as it occurs, within a limit."""

    def __init__(self) -> None:
        self.written: set[int] = set()
        self.again = 0

    def plain(self, value: object, depth: int) -> Any:  # noqa: ANN401, PLR0911  # any JSON; a case a type
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, int):
            return value if value.bit_length() <= _LARGEST_BITS else hex(value)
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        if isinstance(value, (bytes, bytearray)):
            return bytes(value).decode("utf-8", "backslashreplace")
        if depth > _DEEPEST or (isinstance(value, Sized) and self._is_again_too_often(value)):
            return "…"
        if isinstance(value, Mapping):
            items = cast("Mapping[object, object]", value).items()
            return {self._key(key, depth): self.plain(item, depth + 1) for key, item in items}
        if isinstance(value, (set, frozenset)):
            members = cast("frozenset[object]", value)
            return sorted((self.plain(item, depth + 1) for item in members), key=repr)
        if isinstance(value, Iterable):
            return [self.plain(item, depth + 1) for item in cast("Iterable[object]", value)]
        return str(value)

    def _is_again_too_often(self, value: Sized) -> bool:
        """Was a container written before, and too much of what was written with it?"""
        if id(value) in self.written:
            self.again += 1 + len(value)
        self.written.add(id(value))
        return self.again > _MOST_AGAIN

    def _key(self, key: object, depth: int) -> str:
        return key if isinstance(key, str) else _line(self.plain(key, depth + 1))


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "effect": reason.effect,
        "certainty": reason.certainty,
        "message": reason.message,
        "span": _place(reason.span),
        "witness": list(reason.witness),
        "help": reason.help,
        "logged": reason.logged,
    }


def _guard(guard: Guard) -> dict[str, Any]:
    return {
        "rule": guard.rule.id,
        "effect": guard.effect,
        "tools": list(guard.tools),
        "message": guard.message,
        "lines": list(guard.lines),
    }


def _place(place: Place | None) -> dict[str, int] | None:
    form: dict[str, int] | None = msgspec.to_builtins(place)
    return form


def _grant(grant: Grant) -> dict[str, Any]:
    return {
        "digests": asdict(grant.digests),
        "budget": grant.budget.limits,
        "approved_by": grant.approved_by,
        "guards": [_guard(guard) for guard in grant.guards],
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return asdict(usage)


def _error(error: RunError) -> dict[str, Any]:
    return asdict(error)


def _entry(entry: TraceEntry) -> dict[str, Any]:
    form = {
        "tool": entry.tool,
        "arguments": plain_value(entry.arguments),
        "line": entry.line,
        "result": plain_value(entry.result),
        "error": entry.error,
        "finished": entry.finished,
    }
    return form if entry.script is None else {**form, "script": entry.script}
