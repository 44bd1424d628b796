"""`warnings`: into the run's output, each place once, as CPython shows them by default."""

from __future__ import annotations

import re
from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.formatting import to_text
from foretell.interpreter.kernel import UNSET, BuiltinFunction, Runtime, current_runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.native import NativeValue
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import Builtin

from .hosting import Arguments, Keywords, argument
from .registry import load_module
from .services import line_of_call, services, write_output

ACTIONS: Final = ("default", "error", "ignore", "always", "module", "once")


Rule = tuple[str, type, object]
"""An action, the kind of warnings it is for, and a pattern of texts or None."""


class Filters:
    """What becomes of warnings in a run; the latest rule that fits counts."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.shown: set[tuple[str, str]] = set()
        self.records: list[list[object]] = []

    def action(self, runtime: Runtime, kind: type, text: str) -> str:
        """What becomes of a warning of this kind and text."""
        for action, category, pattern in self.rules:
            if issubclass(kind, category) and fits(runtime, pattern, text):
                return action
        return "default"


def fits(runtime: Runtime, pattern: object, text: str) -> bool:
    """Does a text begin as a rule wants it?"""
    if pattern is None:
        return True
    return call(runtime, get_attribute(runtime, pattern, "match"), [text], {}) is not None


def filters(runtime: Runtime) -> Filters:
    """The filters of a run."""
    found: Filters = services(runtime).state.setdefault("warnings", Filters())
    return found


def warn(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`warn(message, category)`."""
    if not arguments and "message" not in keywords:
        raise TypeError("warn() missing required argument 'message' (pos 1)")
    message = argument(arguments, keywords, 0, "message")
    category: Any = argument(arguments, keywords, 1, "category") or UserWarning
    warning: Warning
    if isinstance(message, Warning):
        warning, category = message, type(message)
    else:
        if not isinstance(category, type) or not issubclass(category, Warning):
            raise TypeError(f"category must be a Warning subclass, not {type_name(category)!r}")
        warning = category(message)
    known = filters(runtime)
    text = to_text(runtime, warning)
    action = known.action(runtime, category, text)
    if action == "error":
        raise warning
    key = (category.__name__, text)
    if action == "ignore" or (action != "always" and key in known.shown):
        return None
    if known.records:
        known.records[-1].append(Recorded(warning, category, line_of_call(runtime)))
        return None
    known.shown.add(key)
    write_output(runtime, f"{category.__name__}: {text}\n")
    return None


def add_filter(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`filterwarnings(…)` and `simplefilter(…)`; module and line are not looked at."""
    action = argument(arguments, keywords, 0, "action")
    if action not in ACTIONS:
        raise AssertionError(f"invalid action: {action!r}")
    category = keywords.get("category", Warning)
    for value in arguments[1:3]:
        if isinstance(value, type):
            category = value
    message = keywords.get("message", "")
    if len(arguments) > 1 and isinstance(arguments[1], str):
        message = arguments[1]
    pattern = None
    if message:
        search = load_module(runtime, "re").members["compile"]
        pattern = call(runtime, search, [message, re.IGNORECASE], {})
    rules = filters(runtime).rules
    rules.insert(len(rules) if keywords.get("append") else 0, (action, category, pattern))
    return None


def reset(runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`resetwarnings()`."""
    filters(runtime).rules.clear()
    return None


@final
class Recorded(NativeValue):
    """A warning that was caught."""

    def __init__(self, message: Warning, category: type, line: int) -> None:
        self.message = message
        self.category = category
        self.line = line

    def type_name(self) -> str:
        return "WarningMessage"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name == "message":
            return self.message
        if name == "category":
            return self.category
        if name == "lineno":
            return self.line
        if name == "filename":
            return "script.py"
        if name in ("file", "line", "source"):
            return None
        return UNSET

    def __repr__(self) -> str:
        return f"{{message : {self.message!r}, category : {self.category.__name__!r}}}"


@final
class CatchWarnings(NativeValue):
    """`with catch_warnings(record=…)`."""

    def __init__(self, *, record: bool) -> None:
        self.record = record
        self.saved: list[Rule] = []

    def type_name(self) -> str:
        return "catch_warnings"

    def type_module(self) -> str:
        return "warnings"

    def __enter__(self) -> object:
        """Keep the filters; begin to record if asked for."""
        known = filters(current_runtime())
        self.saved = list(known.rules)
        if not self.record:
            return None
        found: list[object] = []
        known.records.append(found)
        return found

    def __exit__(self, *_problem: object) -> None:
        """Put the filters back."""
        known = filters(current_runtime())
        known.rules = self.saved
        if self.record and known.records:
            known.records.pop()


def make_catch(runtime: Runtime, _kind: Any, _arguments: Arguments, keywords: Keywords) -> object:
    """`catch_warnings(…)`."""
    manager = CatchWarnings(record=bool(keywords.get("record")))
    if keywords.get("action"):
        add_filter(runtime, [keywords["action"]], {})
    return manager


CATCH: Final = kind_named("catch_warnings", "warnings")
CONSTRUCTORS[CATCH] = make_catch
FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    "warn": warn,
    "filterwarnings": add_filter,
    "simplefilter": add_filter,
    "resetwarnings": reset,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    found: dict[str, object] = {name: Builtin(name, each) for name, each in FUNCTIONS.items()}
    found["catch_warnings"] = CATCH
    return found
