"""Expressions: the small algebra from which automata over tool calls are built.

An expression says which calls a piece of code may make in which order, for each way of leaving it
(`Exit`). So `break`, `return`, `raise` and handlers are part of the algebra, and the automaton made
of an expression is about as large as the expression:

    for doc in docs:             catch(repeat(sequence(call("fetch", 2), optional(leave(BREAK)),
        text = fetch(doc)                                call("save", 5))),
        if not text:                   {BREAK: NOTHING})
            break
        save(text)

Every operation is monotone: a larger part makes a larger whole. That is why a part may be replaced
by one that admits more (`Anything`) where the exact one is unknown or too large.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..exits import Exit
from .letters import Letter


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; without parts, nothing is called."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; without parts, it is never left, as an endless loop."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`body` between `low` and `high` times; no `high` if nothing bounds it or it is not known."""

    body: Expression
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Interleaved:
    """All parts, their calls mixed in any way, as by `gather`.

    It is left otherwise than normally once a part is, however far the others are by then.
    """

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """Code is left here in this way."""

    exit: Exit


@dataclass(frozen=True, slots=True)
class Catch:
    """`body`; where it is left in the way of an arm, that arm goes on.

    The arms do not catch what other arms leave by. An arm for `NORMAL` is what `else` is to `try`.
    """

    body: Expression
    arms: tuple[tuple[Exit, Expression], ...]


@dataclass(frozen=True, slots=True)
class Interrupted:
    """`body`, which may be left by an exception before, between and after any of its calls."""

    body: Expression


@dataclass(frozen=True, slots=True)
class Anything:
    """Any of these calls, in any order, however often, and then left in one of these ways.

    Stands for code of which no more is known; `why`, if told, is said of the whole automaton.
    """

    letters: tuple[Letter, ...]
    exits: tuple[Exit, ...] = (Exit.NORMAL,)
    why: str = ""


Expression = (
    Letter | Sequence | Choice | Repeat | Interleaved | Leave | Catch | Interrupted | Anything
)

NOTHING: Final = Sequence(())
NEVER: Final = Choice(())


def call(tool: str, line: int = 0) -> Letter:
    """One call."""
    return Letter(tool, line)


def sequence(*parts: Expression) -> Expression:
    """One after the other."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Sequence) else (part,))
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat)) if flat else NOTHING


def choice(*parts: Expression) -> Expression:
    """One of several."""
    flat: list[Expression] = []
    for part in parts:
        for one in part.parts if isinstance(part, Choice) else (part,):
            if not any(one is other for other in flat):
                flat.append(one)
    return flat[0] if len(flat) == 1 else Choice(tuple(flat)) if flat else NEVER


def optional(body: Expression) -> Expression:
    """It, or nothing."""
    return choice(body, NOTHING)


def repeat(body: Expression, low: int = 0, high: int | None = None) -> Expression:
    """The same, between `low` and `high` times; without `high`, any number of times.

    A count that is only known by name (`len(search@3)`) is one without `high`.
    """
    low = max(0, low)
    if high is not None and high <= 0:
        return NOTHING
    if (low, high) == (1, 1) or body == NOTHING:
        return body
    return Repeat(body, low, high if high is None else max(low, high))


def interleaved(*parts: Expression) -> Expression:
    """All of them at once."""
    flat = tuple(part for part in parts if part != NOTHING)
    return flat[0] if len(flat) == 1 else Interleaved(flat) if flat else NOTHING


def leave(way: Exit) -> Expression:
    """Leave in this way; to leave normally is to go on."""
    return NOTHING if way is Exit.NORMAL else Leave(way)


def catch(body: Expression, arms: Mapping[Exit, Expression]) -> Expression:
    """`body`, and what goes on where it is left in the ways of the arms."""
    told = tuple((way, arms[way]) for way in Exit if way in arms)
    return Catch(body, told) if told else body


def guarded(body: Expression, last: Expression) -> Expression:
    """`body` and then, whichever way it is left, `last`, as by `finally`."""
    return catch(body, {way: sequence(last, leave(way)) for way in Exit})


def interrupted(body: Expression) -> Expression:
    """`body`, which may raise anywhere."""
    return Interrupted(body)


def prefixes(body: Expression) -> Expression:
    """`body`, or as much of it as is done when something stops it."""
    return catch(interrupted(body), dict.fromkeys(Exit, NOTHING))


def anything(
    letters: Iterable[Letter], exits: Iterable[Exit] = (Exit.NORMAL,), why: str = ""
) -> Expression:
    """Any of the calls, however often, in any order."""
    ways = set(exits)
    return Anything(tuple(sorted(set(letters))), tuple(way for way in Exit if way in ways), why)
