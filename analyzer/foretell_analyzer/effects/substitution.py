"""What is done with each item that a generator, or anything else that is gone over, gives.

A loop over a generator runs its body where the generator yields. What leaves the body then leaves
the generator too, but not by its handlers: it is closed (`Exit.CLOSE`), which only `finally` sees.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..exits import Exit
from ..ir import Node
from .making import alternatives, apart, beside, called, caught, part_of, rounds, series, turns
from .tree import (
    NOTHING,
    Alternatives,
    Apart,
    Beside,
    Called,
    Caught,
    Effect,
    Given,
    Left,
    Part,
    Rounds,
    Series,
    Turns,
    mask_of,
)

_CLOSE: Final = mask_of([Exit.CLOSE])
_ESCAPING: Final = (Exit.BREAK, Exit.RETURN, Exit.RAISE, Exit.FAIL, Exit.END)


def given_by(source: Effect, user: int, body: Effect, node: Node) -> Effect:
    """The source, with `body` done at each item that it hands to the user of this number.

    Ways out of the body end the source and then go on from here. Behind it one may get normally
    only if the source has come to its end.
    """
    if isinstance(source, Rounds) and isinstance(source.body, Given) and source.body.user == user:
        return rounds(node, body, source.times, runs_out=source.runs_out)
    closing = Left(Exit.CLOSE, node)
    out = [way for way in _ESCAPING if body.ways & mask_of([way])]
    inner = caught(None, body, {Exit.CONTINUE: NOTHING} | dict.fromkeys(out, closing))
    whole = placed(source, user, inner)
    if not out:
        return whole
    ways: list[Effect] = [Left(way, node) for way in out]
    if body.ways & _CLOSE or source.ways & _CLOSE:
        ways.append(closing)
    return caught(None, whole, {Exit.CLOSE: alternatives(None, ways)})


def placed(effect: Effect, user: int, body: Effect) -> Effect:
    """An effect with a body in the place of what it gives to a user."""
    if not effect.gives:
        return effect
    return _PLACED[type(effect)](effect, user, body)


def _in_given(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Given)
    return body if effect.user == user else effect


def _in_series(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Series)
    return series([placed(one, user, body) for one in effect.parts])


def _in_turns(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Turns)
    return turns(effect.node, [placed(one, user, body) for one in effect.parts])


def _in_alternatives(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Alternatives)
    arms = [placed(one, user, body) for one in effect.arms]
    return alternatives(effect.node, arms, effect.labels)


def _in_rounds(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Rounds)
    inner = placed(effect.body, user, body)
    return rounds(effect.node, inner, effect.times, runs_out=effect.runs_out)


def _in_caught(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Caught)
    arms = {way: placed(arm, user, body) for way, arm in effect.arms}
    return caught(effect.node, placed(effect.body, user, body), arms)


def _in_called(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Called)
    inner = placed(effect.body, user, body)
    return called(effect.function, effect.node, inner, is_recursive=effect.is_recursive)


def _in_beside(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Beside)
    return beside(effect.node, [placed(one, user, body) for one in effect.parts])


def _in_apart(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Apart)
    return apart(placed(effect.whole, user, body), placed(effect.parted, user, body))


def _in_part(effect: Effect, user: int, body: Effect) -> Effect:
    assert isinstance(effect, Part)
    return part_of(placed(effect.body, user, body))


_PLACED: Final[dict[type, Callable[[Effect, int, Effect], Effect]]] = {
    Given: _in_given,
    Series: _in_series,
    Turns: _in_turns,
    Alternatives: _in_alternatives,
    Rounds: _in_rounds,
    Caught: _in_caught,
    Called: _in_called,
    Beside: _in_beside,
    Part: _in_part,
    Apart: _in_apart,
}
