"""Fake tools for generated programs: the same answers, call for call, on both sides.

An answer is plain data, or an exception that the tool raises. What a script does to an answer does
not change the next one: each call gets its own copy.
"""

from __future__ import annotations

import copy
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

STUBS: Final = """\
def lookup(key): ...
def send(to, text=..., *, urgent=...): ...
def count(n=...): ...
"""
ANSWERS: Final[tuple[Any, ...]] = (
    None,
    0,
    7,
    -2.5,
    True,
    "",
    "found",
    [],
    [3, 1, 2],
    ["b", "a"],
    {},
    {"id": 1, "name": "ann", "tags": ["x"], "next": None},
    [{"id": 1, "n": 2.5}, {"id": 2, "n": None}, {"id": 3}],
    {"items": [{"k": "a", "v": 1}, {"k": "b", "v": 2}], "total": 2},
    ValueError("no such key"),
    KeyError("key"),
    TimeoutError("too slow"),
    RuntimeError("tool failed"),
    LookupError(),
)


@dataclass
class Toolbox:
    """The tools of one run. `calls` tells which were called, with what, from which line."""

    answers: tuple[Any, ...]
    name: str
    calls: list[tuple[str, str, int]] = field(default_factory=list)
    given: int = 0

    def functions(self) -> dict[str, Callable[..., Any]]:
        """The tools by name."""

        def lookup(key: object) -> Any:
            return self.answer("lookup", {"key": key})

        def send(to: object, text: object = "", *, urgent: object = False) -> Any:
            return self.answer("send", {"to": to, "text": text, "urgent": urgent})

        def count(n: object = 1) -> Any:
            return self.answer("count", {"n": n})

        functions: dict[str, Callable[..., Any]] = {}
        for function in (lookup, send, count):
            function.__qualname__ = function.__name__
            functions[function.__name__] = function
        return functions

    def answer(self, tool: str, arguments: dict[str, Any]) -> Any:
        """The next answer; where the script stands is looked for on the stack."""
        frame: types.FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename != self.name:
            frame = frame.f_back
        line = 0 if frame is None else frame.f_lineno
        self.calls.append((tool, repr(arguments), line))
        answer = self.answers[self.given % len(self.answers)]
        self.given += 1
        if isinstance(answer, Exception):
            raise type(answer)(*answer.args)
        return copy.deepcopy(answer)
