"""Levels of `logging`, and the names that a run gives them."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.kernel import Runtime

from .services import services

LEVELS: Final = {
    "CRITICAL": 50,
    "FATAL": 50,
    "ERROR": 40,
    "WARNING": 30,
    "WARN": 30,
    "INFO": 20,
    "DEBUG": 10,
    "NOTSET": 0,
}
NAMES: Final = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}


class Levels:
    """The levels of a run, by name and by number."""

    def __init__(self) -> None:
        self.numbers = dict(LEVELS)
        self.names = dict(NAMES)


def levels(runtime: Runtime) -> Levels:
    """The levels of a run."""
    found: Levels = services(runtime).state.setdefault("logging levels", Levels())
    return found


def level_of(runtime: Runtime, value: Any) -> int:
    """A level given as number or name."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        known = levels(runtime).numbers
        if value not in known:
            raise ValueError(f"Unknown level: {value!r}")
        return known[value]
    raise TypeError(f"Level not an integer or a valid string: {value!r}")


def name_of(runtime: Runtime, level: int) -> str:
    """The name of a level."""
    return levels(runtime).names.get(level, f"Level {level}")
