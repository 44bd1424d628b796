"""`difflib`: comparing is quadratic or worse, so each search for a match is charged.

The module is loaded a second time, with a `SequenceMatcher` of ours in it, so that all its
functions are charged the same way and the host's own copy stays as it is.
"""

from __future__ import annotations

import difflib
import importlib.util
from types import ModuleType
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, METHODS
from foretell.interpreter.kernel import BuiltinFunction, Runtime, current_runtime
from foretell.interpreter.measure import consumable

from .hosting import (
    Arguments,
    Keywords,
    construct_by,
    host_callbacks,
    host_members,
    texts,
)
from .lazy import ISlice, make_lazy


def load_copy() -> ModuleType:
    """A second instance of CPython's module."""
    spec = importlib.util.find_spec("difflib")
    if spec is None or spec.loader is None:
        raise ImportError("difflib cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class ChargedMatcher(difflib.SequenceMatcher[Any]):
    """`SequenceMatcher`, each search charged by the pairs that it will look at."""

    a: Any
    b: Any
    b2j: dict[Any, list[int]]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> difflib.Match:
        runtime = current_runtime()
        first = self.a
        end = len(first) if ahi is None else ahi
        runtime.charge((end - alo) + 1)
        places = self.b2j
        pairs = 0
        for index in range(alo, end):
            pairs += len(places.get(first[index], ()))
        runtime.charge(pairs + 1)
        return super().find_longest_match(alo, ahi, blo, bhi)

    def quick_ratio(self) -> float:
        current_runtime().charge(len(self.a) + len(self.b) + 1)
        return super().quick_ratio()

    def set_seq2(self, b: Any) -> None:
        current_runtime().charge(len(b) * 2 + 1)
        super().set_seq2(b)


ChargedMatcher.__name__ = ChargedMatcher.__qualname__ = "SequenceMatcher"
ChargedMatcher.__module__ = "difflib"
COPY: Final[Any] = load_copy()
COPY.SequenceMatcher = ChargedMatcher
HOST_TYPES[ChargedMatcher] = "difflib.SequenceMatcher"
HOST_TYPES[difflib.Match] = "difflib.Match"
HOST_TYPES[COPY.Match] = "difflib.Match"
HOST_TYPES[COPY.Differ] = "difflib.Differ"


def collect_sequences(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Sequences as CPython needs them; functions as C code may call them."""
    host_callbacks(runtime, arguments, keywords)
    for value in (*arguments, *keywords.values()):
        if isinstance(value, (str, list, tuple)):
            runtime.charge(len(value) + 1)


def lazily(name: str) -> BuiltinFunction:
    """A function that gives lines one by one."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        collect_sequences(runtime, arguments, keywords)
        made = getattr(COPY, name)(*arguments, **keywords)
        return make_lazy(ISlice, (), made, None)

    return call


def lazy_method(name: str) -> BuiltinFunction:
    """A method that gives groups or lines one by one."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        collect_sequences(runtime, arguments[1:], keywords)
        made = getattr(arguments[0], name)(*arguments[1:], **keywords)
        return make_lazy(ISlice, (), made, None)

    return call


def close_matches(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`get_close_matches(word, possibilities, n, cutoff)`."""
    if len(arguments) > 1:
        arguments[1] = consumable(runtime, arguments[1])
    elif "possibilities" in keywords:
        keywords["possibilities"] = consumable(runtime, keywords["possibilities"])
    return COPY.get_close_matches(*arguments, **keywords)


def check_blocks(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """What is made of the matches once they are found."""
    matcher: Any = arguments[0]
    runtime.charge(len(matcher.a) + len(matcher.b) + 1)


METHODS["difflib.SequenceMatcher.get_grouped_opcodes"] = lazy_method("get_grouped_opcodes")
METHODS["difflib.Differ.compare"] = lazy_method("compare")
for _name in ("ratio", "get_matching_blocks", "get_opcodes"):
    CHECKS[f"difflib.SequenceMatcher.{_name}"] = check_blocks
construct_by(ChargedMatcher, collect_sequences)
construct_by(COPY.Differ, host_callbacks)
construct_by(COPY.Match, host_callbacks)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    functions: dict[str, BuiltinFunction] = {
        name: lazily(name)
        for name in ("context_diff", "unified_diff", "ndiff", "restore", "diff_bytes")
    }
    functions["get_close_matches"] = close_matches
    checks = {"IS_LINE_JUNK": texts, "IS_CHARACTER_JUNK": texts}
    return host_members("difflib", COPY, functions=functions, checks=checks)
