"""Regular expressions without ways out, kept short: what the one-line form is printed from.

Only `Letter`, `Sequence`, `Choice`, `Repeat` and `Interleaved` occur in them. Each function makes an
expression of the same language as its name says, and rewrites it where that makes it shorter:
`a b | a` is `a b?`, `x{0,2} x?` is `x{0,3}`, and of a choice what another part covers is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from .building import build
from .expressions import NEVER, NOTHING, Choice, Expression, Interleaved, Repeat, Sequence
from .inclusion import Included, include
from .letters import Letter
from .sizes import measure

COVERED: Final = 60
"""Parts of a choice of at most so many states are compared with one another."""


def is_nullable(node: Expression) -> bool:
    """Is making no call at all among what it admits?"""
    match node:
        case Sequence(parts) | Interleaved(parts):
            return all(is_nullable(part) for part in parts)
        case Choice(parts):
            return any(is_nullable(part) for part in parts)
        case Repeat(body, low, _):
            return low == 0 or is_nullable(body)
        case _:
            return False


def then(*parts: Expression) -> Expression:
    """One after the other."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Sequence) else (part,))
    if any(part == NEVER for part in flat):
        return NEVER
    merged: list[Expression] = []
    for part in flat:
        merged.append(part)
        while _merge(merged):
            pass
    return merged[0] if len(merged) == 1 else Sequence(tuple(merged))


def _merge(parts: list[Expression]) -> bool:
    """Put what stands last together with the same before it; say whether that was done."""
    if len(parts) < 2:
        return False
    body, low, high = _counted(parts[-1])
    before, fewest, most = _counted(parts[-2])
    if body == before:
        parts[-2:] = [times(body, low + fewest, None if None in {high, most} else _sum(high, most))]
        return True
    # `a b (a b)*`: the loop is last; `(a b)* a b`: it comes before.
    return _absorb(parts, -1) or _absorb(parts, -2)


def _absorb(parts: list[Expression], index: int) -> bool:
    if index == -1:
        loop = parts[-1]
        if not isinstance(loop, Repeat) or not isinstance(loop.body, Sequence):
            return False
        size = len(loop.body.parts)
        if tuple(parts[-1 - size : -1]) != loop.body.parts:
            return False
    else:
        found = [at for at, part in enumerate(parts) if isinstance(part, Repeat)]
        if not found:
            return False
        loop = parts[found[-1]]
        assert isinstance(loop, Repeat)
        size = len(parts) - 1 - found[-1]
        if not isinstance(loop.body, Sequence) or loop.body.parts != tuple(parts[found[-1] + 1 :]):
            return False
    high = None if loop.high is None else loop.high + 1
    parts[-1 - size :] = [Repeat(loop.body, loop.low + 1, high)]
    return True


def _counted(node: Expression) -> tuple[Expression, int, int | None]:
    return (node.body, node.low, node.high) if isinstance(node, Repeat) else (node, 1, 1)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def times(body: Expression, low: int, high: int | None) -> Expression:
    """The same, between `low` and `high` times."""
    if body in (NOTHING, NEVER) or high == 0:
        return NEVER if body == NEVER and low else NOTHING
    if low and is_nullable(body):
        low = 0
    if (low, high) == (1, 1):
        return body
    if isinstance(body, Repeat):
        inner = _nested(body, low, high)
        if inner is not None:
            return times(*inner)
    if high is None and isinstance(body, Choice):
        parts = [_counted(part)[0] if _is_loose(part) else part for part in body.parts]
        if tuple(parts) != body.parts:
            return times(either(*parts), 0 if is_nullable(body) else low, None)
    return Repeat(body, low, high)


def _is_optional(node: Repeat) -> bool:
    return (node.low, node.high) == (0, 1)


def _is_loose(node: Expression) -> bool:
    """`x?`, `x*`, `x+`: in a choice that is repeated anyway it says no more than `x`."""
    return isinstance(node, Repeat) and node.low <= 1 and node.high in {1, None}


def _nested(inner: Repeat, low: int, high: int | None) -> tuple[Expression, int, int | None] | None:
    """`x{a,b}{c,d}` as `x{e,f}`, if the counts in between have no gap."""
    first = max(low, 1)
    reach = None if inner.high is None else first * inner.high
    is_dense = (
        inner.low == 0 or low == high or reach is None or (first + 1) * inner.low <= reach + 1
    )
    if not is_dense or (low == 0 and inner.low > 1):
        return None
    most = None if high is None or inner.high is None else high * inner.high
    return inner.body, low * inner.low, most


def either(*parts: Expression) -> Expression:
    """One of several."""
    flat: list[Expression] = []
    for part in parts:
        for one in part.parts if isinstance(part, Choice) else (part,):
            if one not in flat and one != NEVER:
                flat.append(one)
    # `x? | y` is `(x | y)?`: what is optional is looked at without that.
    loose = [one.body if isinstance(one, Repeat) and _is_optional(one) else one for one in flat]
    has_nothing = NOTHING in loose or loose != flat
    flat = _united([one for one in dict.fromkeys(loose) if one != NOTHING])
    flat = _factored(_uncovered(flat))
    result = flat[0] if len(flat) == 1 else Choice(tuple(flat)) if flat else NEVER
    if not has_nothing or is_nullable(result):
        return result
    if result == NEVER:
        return NOTHING
    if isinstance(result, Repeat) and result.low == 1:
        return times(result.body, 0, result.high)
    return times(result, 0, 1)


Item = TypeVar("Item")


def _pairs(items: list[Item]) -> Iterable[tuple[int, int]]:
    return ((i, j) for i in range(len(items)) for j in range(i + 1, len(items)))


def _united(parts: list[Expression]) -> list[Expression]:
    """`x{0,2} | x{1,5}` is `x{0,5}`."""
    for i, j in _pairs(parts):
        (a, low, high), (b, least, most) = _counted(parts[i]), _counted(parts[j])
        if a != b:
            continue
        (low, high), (least, most) = sorted([(low, high), (least, most)], key=lambda one: one[0])
        if high is None or least <= high + 1:
            top = None if high is None or most is None else max(high, most)
            rest = [part for at, part in enumerate(parts) if at not in {i, j}]
            return _united([*rest[:i], times(a, low, top), *rest[i:]])
    return parts


def _uncovered(parts: list[Expression]) -> list[Expression]:
    """Without the parts that others cover."""
    if len(parts) < 2 or sum(measure(one)[id(one)].states for one in parts) > COVERED:
        return parts
    made = [build(part) for part in parts]
    for i, j in _pairs(parts):
        for covered, by in ((j, i), (i, j)):
            if isinstance(include(made[by], made[covered]), Included):
                return _uncovered([part for at, part in enumerate(parts) if at != covered])
    return parts


def _factored(parts: list[Expression]) -> list[Expression]:
    """`a b | a c` is `a (b | c)`, and `b a | c a` is `(b | c) a`."""
    for i, j in _pairs(parts):
        found = _common(parts[i], parts[j])
        if found is not None:
            rest = [part for at, part in enumerate(parts) if at not in {i, j}]
            return _factored([*rest[:i], found, *rest[i:]])
    return parts


def _common(one: Expression, other: Expression) -> Expression | None:
    a, b = _items(one), _items(other)
    shared = _shared(a[0], b[0])
    if shared is not None:
        common, left, right = shared
        return then(common, either(then(*left, *a[1:]), then(*right, *b[1:])))
    shared = _shared(a[-1], b[-1])
    if shared is not None:
        common, left, right = shared
        return then(either(then(*a[:-1], *left), then(*b[:-1], *right)), common)
    return None


def _items(node: Expression) -> tuple[Expression, ...]:
    return node.parts if isinstance(node, Sequence) else (node,)


def _shared(
    one: Expression, other: Expression
) -> tuple[Expression, tuple[Expression, ...], tuple[Expression, ...]] | None:
    """What two have in common, and what of each is left: `x{0,3}` and `x{0,2}` have `x{0,2}`."""
    if one == other:
        return one, (), ()
    (a, low, high), (b, least, most) = _counted(one), _counted(other)
    if a != b or high is None or most is None:
        return None
    fewest, top = min(low, least), min(high, most)
    if low - fewest > high - top or least - fewest > most - top:
        return None
    left, right = times(a, low - fewest, high - top), times(a, least - fewest, most - top)
    return times(a, fewest, top), (left,), (right,)


def at_once(*parts: Expression) -> Expression:
    """All of them, their calls mixed in any way."""
    if NEVER in parts:
        return NEVER
    kept: list[Expression] = []
    for part in parts:
        inner = part.parts if isinstance(part, Interleaved) else (part,)
        kept.extend(one for one in inner if one != NOTHING)
    bodies = [_counted(part) for part in kept]
    if kept and all(isinstance(body, Letter) and body == bodies[0][0] for body, _, _ in bodies):
        return then(*kept)
    return kept[0] if len(kept) == 1 else Interleaved(tuple(kept)) if kept else NOTHING
