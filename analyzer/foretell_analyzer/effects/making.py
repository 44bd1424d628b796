"""Making effects: parts put together, and whatever calls nothing reduced to where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..exits import Exit
from ..ir import Node
from ..values.routines import FunctionInfo
from .tree import (
    MAY_RAISE,
    NORMAL,
    NOTHING,
    RAISE,
    Alternatives,
    Beside,
    Called,
    Caught,
    Effect,
    Left,
    Loose,
    Part,
    Quiet,
    Rounds,
    Series,
    Times,
    Turns,
    mask_of,
)

_BREAK: Final = mask_of([Exit.BREAK])
_CONTINUE: Final = mask_of([Exit.CONTINUE])
_RETURN: Final = mask_of([Exit.RETURN])


def jump_of(effect: Effect) -> Node | None:
    """What leads out of quiet code."""
    if isinstance(effect, Quiet):
        return effect.jump
    return effect.node if isinstance(effect, Left) else None


def _quiet(ways: int, parts: Sequence[Effect]) -> Effect:
    """Code that calls nothing and is made of parts."""
    if ways == NORMAL:
        return NOTHING
    if ways == NORMAL | RAISE:
        return MAY_RAISE
    for part in parts:
        jump = jump_of(part)
        if jump is not None:
            return Quiet(ways, jump)
    return Quiet(ways)


def series(parts: Sequence[Effect]) -> Effect:
    """One after the other; what nothing gets to is left out."""
    ways = NORMAL
    calls = gives = False
    kept: list[Effect] = []
    for part in parts:
        if part is NOTHING:
            continue
        if not ways & NORMAL:
            break
        ways = (ways & ~NORMAL) | part.ways
        if part is MAY_RAISE and kept and _ends_in_doubt(kept[-1]):
            continue
        calls = calls or part.calls
        gives = gives or part.gives
        if isinstance(part, Series):
            kept.extend(part.parts)
        else:
            kept.append(part)
    if len(kept) == 1:
        return kept[0]
    if not calls and not gives:
        return _quiet(ways, kept)
    return Series(tuple(kept), ways, calls, gives)


def turns(node: Node, parts: Sequence[Effect]) -> Effect:
    """Rounds of a loop, one after the other; `continue` is the end of one."""
    kept: list[Effect] = []
    for part in parts:
        one = caught(None, part, {Exit.CONTINUE: NOTHING})
        if not kept or kept[-1].ways & NORMAL:
            kept.append(one)
    whole = series(kept)
    if not whole.calls and not whole.gives:
        return whole
    return Turns(node, tuple(kept), whole.ways, whole.calls, whole.gives)


def _ends_in_doubt(effect: Effect) -> bool:
    """May an exception be what comes behind it, in any case?"""
    return bool(effect.ways & RAISE) and isinstance(effect, Quiet)


def alternatives(
    node: Node | None, arms: Sequence[Effect], labels: Sequence[Node | None] = ()
) -> Effect:
    """One of several."""
    first = arms[0] if arms else NOTHING
    if all(one is first for one in arms):
        return first
    ways = 0
    calls = gives = False
    for arm in arms:
        ways |= arm.ways
        calls = calls or arm.calls
        gives = gives or arm.gives
    if not calls and not gives:
        return _quiet(ways, arms)
    return Alternatives(node, tuple(arms), tuple(labels), ways, calls, gives)


def perhaps(node: Node | None, effect: Effect) -> Effect:
    """It, or nothing."""
    return effect if effect is NOTHING else alternatives(node, (effect, NOTHING))


def rounds(node: Node, body: Effect, times: Times, *, runs_out: bool = True) -> Effect:
    """A loop. `continue` in its body is the end of a round."""
    if times.high == 0:
        return NOTHING if runs_out else Quiet(0)
    if body.ways & _CONTINUE:
        body = caught(None, body, {Exit.CONTINUE: NOTHING})
    ways = body.ways & ~NORMAL
    if runs_out and (body.ways & NORMAL or times.low == 0):
        ways |= NORMAL
    if not body.calls and not body.gives:
        return _quiet(ways, (body,))
    if times.low == times.high == 1 and runs_out:
        return body
    return Rounds(node, body, times, runs_out, ways)


def caught(node: Node | None, body: Effect, arms: Mapping[Exit, Effect]) -> Effect:
    """A piece of code, and what goes on where it is left in the ways of the arms."""
    told: list[tuple[Exit, Effect]] = []
    ways = body.ways
    calls, gives = body.calls, body.gives
    parts = [body]
    found = 0
    for way, arm in arms.items():
        bit = mask_of([way])
        if not body.ways & bit and not (body.gives and way is Exit.CLOSE):
            continue
        ways &= ~bit
        found |= arm.ways
        calls = calls or arm.calls
        gives = gives or arm.gives
        told.append((way, arm))
        parts.append(arm)
    ways |= found
    if not told:
        return body
    if not calls and not gives:
        return _quiet(ways, parts)
    if len(told) == 1 and told[0][0] is Exit.NORMAL and not told[0][1].ways & body.ways & ~NORMAL:
        return series((body, told[0][1]))
    return Caught(node, body, tuple(told), ways, calls, gives)


def called(function: FunctionInfo, node: Node, body: Effect, *, is_recursive: bool) -> Effect:
    """A call of a function of the script."""
    inner = caught(None, body, {Exit.RETURN: NOTHING})
    if not inner.calls and not inner.gives:
        return inner
    return Called(function, node, inner, is_recursive, inner.ways)


def beside(node: Node, parts: Sequence[Effect]) -> Effect:
    """All of them at once."""
    kept = [one for one in parts if one.calls or one.gives]
    ways = NORMAL
    for part in parts:
        ways |= part.ways
    if any(not part.ways & NORMAL for part in parts):
        ways &= ~NORMAL
    if not kept:
        return _quiet(ways, parts)
    gives = any(one.gives for one in kept)
    return Beside(node, tuple(kept), ways, True, gives)


def loose(node: Node, body: Effect) -> Effect:
    """A task."""
    return Loose(node, body) if body.calls else NOTHING


def part_of(body: Effect) -> Effect:
    """Any part of what it does."""
    ways = body.ways | NORMAL
    if not body.calls and not body.gives:
        return _quiet(ways, (body,))
    return Part(body, ways)
