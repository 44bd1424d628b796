"""Making effects: parts put together, and whatever calls nothing reduced to where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..exits import Exit
from ..ir import Node
from ..values.routines import FunctionInfo
from .tree import (
    MAY_RAISE,
    NEVER,
    NORMAL,
    NOTHING,
    RAISE,
    Alternatives,
    Apart,
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

_CONTINUE: Final = mask_of([Exit.CONTINUE])


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
    kept: list[Effect] = []
    for part in parts:
        if part is NOTHING:
            continue
        if not ways & NORMAL:
            break
        ways = (ways & ~NORMAL) | part.ways
        if part is MAY_RAISE and kept and _ends_in_doubt(kept[-1]):
            continue
        if isinstance(part, Series):
            kept.extend(part.parts)
        else:
            kept.append(part)
    if len(kept) == 1:
        return kept[0]
    return _quiet(ways, kept) if all(one.is_quiet for one in kept) else Series(tuple(kept), ways)


def turns(node: Node, parts: Sequence[Effect]) -> Effect:
    """Rounds of a loop, one after the other; `continue` is the end of one."""
    kept: list[Effect] = []
    for part in parts:
        one = caught(None, part, {Exit.CONTINUE: NOTHING})
        if not kept or kept[-1].ways & NORMAL:
            kept.append(one)
    whole = series(kept)
    return whole if whole.is_quiet else Turns(node, tuple(kept), whole.ways)


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
    for arm in arms:
        ways |= arm.ways
    if all(one.is_quiet for one in arms):
        return _quiet(ways, arms)
    return Alternatives(node, tuple(arms), tuple(labels), ways)


def apart(whole: Effect, parted: Effect) -> Effect:
    """The same as it is read, and with its ways kept apart."""
    return Apart(whole, parted) if whole.calls and not parted.is_quiet else whole


def perhaps(node: Node | None, effect: Effect) -> Effect:
    """It, or nothing."""
    return alternatives(node, (effect, NOTHING))


def rounds(node: Node, body: Effect, times: Times, *, runs_out: bool = True) -> Effect:
    """A loop. `continue` in its body is the end of a round."""
    if times.high == 0:
        return NOTHING if runs_out else NEVER
    if body.ways & _CONTINUE:
        body = caught(None, body, {Exit.CONTINUE: NOTHING})
    ways = body.ways & ~NORMAL
    if runs_out and (body.ways & NORMAL or times.low == 0):
        ways |= NORMAL
    if body.is_quiet:
        return _quiet(ways, (body,))
    if times.low == times.high == 1 and runs_out:
        return body
    return Rounds(node, body, times, runs_out, ways)


def until_break(node: Node, body: Effect) -> Effect:
    """A loop that nothing but a `break` in its body ends."""
    return caught(None, rounds(node, body, Times(), runs_out=False), {Exit.BREAK: NOTHING})


def caught(node: Node | None, body: Effect, arms: Mapping[Exit, Effect]) -> Effect:
    """A piece of code, and what goes on where it is left in the ways of the arms."""
    told: list[tuple[Exit, Effect]] = []
    ways = body.ways
    parts = [body]
    found = 0
    for way, arm in arms.items():
        bit = mask_of([way])
        if not body.ways & bit and not (body.gives and way is Exit.CLOSE):
            continue
        ways &= ~bit
        found |= arm.ways
        told.append((way, arm))
        parts.append(arm)
    ways |= found
    if not told:
        return body
    if all(one.is_quiet for one in parts):
        return _quiet(ways, parts)
    if len(told) == 1 and told[0][0] is Exit.NORMAL and not told[0][1].ways & body.ways & ~NORMAL:
        return series((body, told[0][1]))
    return Caught(node, body, tuple(told), ways)


def called(function: FunctionInfo, node: Node, body: Effect, *, is_recursive: bool) -> Effect:
    """A call of a function of the script."""
    inner = caught(None, body, {Exit.RETURN: NOTHING})
    return inner if inner.is_quiet else Called(function, node, inner, is_recursive)


def beside(node: Node, parts: Sequence[Effect]) -> Effect:
    """All of them at once."""
    kept = [one for one in parts if not one.is_quiet]
    ways = NORMAL
    for part in parts:
        ways |= part.ways
    if any(not part.ways & NORMAL for part in parts):
        ways &= ~NORMAL
    return Beside(node, tuple(kept), ways) if kept else _quiet(ways, parts)


def loose(node: Node, body: Effect) -> Effect:
    """A task."""
    return Loose(node, body) if body.calls else NOTHING


def part_of(body: Effect) -> Effect:
    """Any part of what it does."""
    ways = body.ways | NORMAL
    return _quiet(ways, (body,)) if body.is_quiet else Part(body, ways)
