"""CPython is the judge: what it refuses we refuse, and what a program does there, it does here."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tests.alike import Result, run_by_us
from tests.fuzz.oracle import Oracle
from tests.refusals import cpython_refusal, our_problems

STEPS: Final = 100_000


class DifferenceError(Exception):
    """We do something else than CPython; `kind` is what differs, without its particulars."""

    def __init__(self, kind: str, ours: object, theirs: object) -> None:
        super().__init__(f"{kind}\n--- ours\n{ours}\n--- CPython\n{theirs}")
        self.kind = kind


LATER_PYTHONS: Final = (
    "f-string", "expected '('", "cannot mix bytes", "invalid decimal literal", "U+FEFF", "invalid syntax. Perhaps",
)  # fmt: skip
"""What LibCST reads as later Pythons do, by what 3.11 says of it."""

OURS_ALONE: Final = ("something else is expected here", "our parser cannot read this")


def compile_alike(text: str) -> None:
    """The verdict on a text is that of CPython's compiler."""
    problems = our_problems(text)
    if any(problem.rule != "syntax-error" for problem in problems):
        return  # beyond our limits
    refusal = cpython_refusal(text)
    if refusal is not None and any(words in refusal for words in LATER_PYTHONS):
        return
    told = [one.message for one in problems]
    if refusal is None and told and told[0] not in OURS_ALONE:
        raise DifferenceError(f"refused: {_shape(told[0])}", told, refusal)
    if refusal is not None and not told:
        raise DifferenceError(f"accepted: {_shape(refusal)}", told, refusal)


@cache
def oracles() -> tuple[Oracle, Oracle]:
    """Two CPythons that differ in all that is not the same in every process."""
    return Oracle(1), Oracle(2)


ELSEWHERE: Final = re.compile(
    r"\b(?:open|exec|eval|compile|input|breakpoint|exit|quit|help|globals|locals|vars|dir|id|hash|os|"
    r"subprocess|socket|threading|importlib|gc|inspect|_\w+\._\w+|__\w*(?:dict|module|code|globals|mro|"
    r"subclasses|bases|builtins|loader|spec|file|weakref|qualname|doc|annotations|traceback|sizeof|reduce\w*|dir)__|"
    r"perf_counter|monotonic|time|now|today|getsizeof|recursionlimit)\b"
)
"""Words of programs that are not compared: they reach out, or tell of the process."""


def run_alike(text: str) -> None:
    """A program prints, gives and raises what it does in CPython.

    CPython puts carets one column too far right in a last line that no newline ends.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    if ELSEWHERE.search(text) or our_problems(text) or cpython_refusal(text) is not None:
        return
    first, second = oracles()
    expected = first.run(text)
    if expected is None or _is_beyond(expected) or expected != second.run(text):
        return
    ours = run_by_us(text, steps=STEPS, seconds=5.0)
    if "Stop" in ours.traceback or _is_beyond(ours):
        return
    if Result(ours.stdout, ours.value, ours.traceback) != expected:
        raise DifferenceError(_difference(ours, expected), _told(ours), _told(expected))


_BEYOND: Final = (
    "RecursionError",
    "MemoryError",
    " at 0x",
    "SystemExit",
    "KeyboardInterrupt",
    "maximum recursion",
)


def _is_beyond(result: Result) -> bool:
    """Does a run end where limits differ, or show an address?"""
    return any(
        word in part for word in _BEYOND for part in (result.stdout, result.value, result.traceback)
    )


def _told(result: Result) -> str:
    return f"{result.stdout}=> {result.value}\n{result.traceback}"


def _difference(ours: Result, theirs: Result) -> str:
    """The first lines that differ, without names and numbers."""
    pairs = zip(_told(ours).splitlines(), _told(theirs).splitlines(), strict=False)
    one, other = next(((one, other) for one, other in pairs if one != other), ("", ""))
    return f"{_shape(one)} / {_shape(other)}"


def _shape(line: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "_", line)[:100]
