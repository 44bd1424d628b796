"""Modules made of CPython's own: each name of the stub, behind a charge where there is work.

A file of a module says what is charged (`checks`), what we do ourselves (`own`), and how its
classes are called; everything else of the stub is CPython's function or constant as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from foretell.interpreter.attributes import Check
from foretell.interpreter.calls import CONSTRUCTORS
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.kinds import correct_names
from foretell.interpreter.measure import (
    Metered,
    charge_length,
    consumable,
    is_sized,
    walk,
)
from foretell.interpreter.values import Builtin
from foretell_analyzer.dialect import EntryKind, load_dialect

from .lazy import hosted

Arguments = list[Any]
Keywords = dict[str, Any]


def host_members(
    name: str,
    host: ModuleType | Any,
    *,
    own: Mapping[str, object] | None = None,
    functions: Mapping[str, BuiltinFunction] | None = None,
    checks: Mapping[str, Check] | None = None,
) -> dict[str, object]:
    """The members of a module: its stub's names, from `own`, `functions`, or the host."""
    members: dict[str, object] = {}
    for entry in load_dialect().modules[name].members.values():
        bare = entry.name
        if own is not None and bare in own:
            members[bare] = own[bare]
        elif functions is not None and bare in functions:
            members[bare] = Builtin(bare, functions[bare])
        elif entry.kind is EntryKind.FUNCTION:
            check = (checks or {}).get(bare, light)
            members[bare] = Builtin(bare, checked(getattr(host, bare), check))
        else:
            members[bare] = getattr(host, bare)
    return members


def checked(function: Any, check: Check) -> BuiltinFunction:
    """A function of the host behind a charge."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        check(runtime, arguments, keywords)
        try:
            return function(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    return call


def construct_by(kind: Any, check: Check) -> None:
    """Let a class of the host be called, behind a charge."""

    def construct(runtime: Runtime, cls: Any, arguments: Arguments, keywords: Keywords) -> object:
        check(runtime, arguments, keywords)
        try:
            return cls(*arguments, **keywords)
        except TypeError as error:
            correct_names(error, *arguments)
            raise

    CONSTRUCTORS[kind] = construct


def construct_with(kind: Any, function: BuiltinFunction) -> None:
    """Let a class of the host be called by a function of ours."""

    def construct(runtime: Runtime, _cls: Any, arguments: Arguments, keywords: Keywords) -> object:
        return function(runtime, arguments, keywords)

    CONSTRUCTORS[kind] = construct


# ---------------------------------------------------------------------------- common charges


def light(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> None:
    """Nothing beyond the call itself."""


def texts(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """A pass over each text among the arguments."""
    for value in (*arguments, *keywords.values()):
        if isinstance(value, (str, bytes, bytearray)):
            runtime.charge((len(value) >> 5) + 1)


def growing(factor: int) -> Check:
    """The result may be `factor` times as long as the texts among the arguments."""

    def check(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
        for value in arguments:
            if isinstance(value, (str, bytes, bytearray)):
                charge_length(runtime, len(value) * factor)

    return check


def heavy_texts(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Python code goes over the texts character by character, or nearly."""
    for value in (*arguments, *keywords.values()):
        if isinstance(value, (str, bytes, bytearray)):
            runtime.charge((len(value) >> 2) + 1)


def templates(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Python code goes over the rest of a text at each of its signs."""
    heavy_texts(runtime, arguments, keywords)
    for value in (*arguments, *keywords.values()):
        if isinstance(value, str):
            runtime.charge(len(value) ** 2 >> 10)


def consume_first(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """The first argument is gone through."""
    if arguments:
        arguments[0] = consumable(runtime, arguments[0])


def collect_first(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """The first argument is gone through, more than once perhaps."""
    if arguments and not is_sized(arguments[0]) and hasattr(type(arguments[0]), "__iter__"):
        arguments[0] = list(Metered(runtime, iter(arguments[0])))
    if arguments and is_sized(arguments[0]):
        runtime.charge(len(arguments[0]) + 1)


def everything(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """All that the arguments hold is visited."""
    for value in (*arguments, *keywords.values()):
        runtime.charge((walk(runtime, value) >> 4) + 1)


def host_callbacks(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Functions among the arguments, as C code may call them."""
    for index, value in enumerate(arguments):
        if isinstance(value, type):
            arguments[index] = hosted(runtime, value)
    for name, value in keywords.items():
        if isinstance(value, type):
            keywords[name] = hosted(runtime, value)


def argument(
    arguments: Arguments, keywords: Keywords, index: int, name: str, usual: Any = None
) -> Any:
    """An argument given by position or by name."""
    if len(arguments) > index:
        return arguments[index]
    return keywords.get(name, usual)


def check_all(*checks: Check) -> Check:
    """Several charges, one after the other."""

    def check(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
        for each in checks:
            each(runtime, arguments, keywords)

    return check
