"""What steers: the values that decided that the present point is reached.

While the arms of a branch, the rounds of a loop or the handlers of a `try` are evaluated, the
origins of what was tested are among `Store.steering`. Three things are made of that: tool calls are
noted with it; where ways meet, what differs between them was chosen by it (`Store.merge`); what a
function returns was, too. Where a way is left by a jump, a return or an exception, what was tested
steers all that follows, to the end of the loop, of the function, or of the script.

That something may fail by itself is left out, else everything behind a tool call would be steered
by it; where a handler catches it, it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Instance, Lazy, Suspended
from ..values.origins import NO_ORIGINS, Origin, cut, steering
from ..values.shapes import Reference
from ..values.value import Value
from .evaluator import Evaluator

T = TypeVar("T")


class Begun(NamedTuple):
    """What steered where a construct began, and how many ways had been left by then."""

    steering: frozenset[Origin]
    jumps: int
    returns: int
    raises: int


def begin(ev: Evaluator) -> Begun:
    """Begin a construct that has ways."""
    return Begun(ev.store.steering, ev.jumps, ev.returns, ev.raises)


def steer(ev: Evaluator, origins: frozenset[Origin]) -> None:
    """From here on, what has these origins steers."""
    if origins:
        more = as_steering(ev, origins)
        known = ev.store.steering
        if not more <= known:
            ev.store.steering = cut(known | more)


def end(ev: Evaluator, begun: Begun) -> None:
    """End a branch: unless a way was left in it, what was tested steers no more."""
    if (ev.jumps, ev.returns, ev.raises) == begun[1:]:
        ev.store.steering = begun.steering


def end_loop(ev: Evaluator, begun: Begun) -> None:
    """End a loop, with its jumps."""
    ev.jumps = begun.jumps
    end(ev, begun)


def end_function(ev: Evaluator, begun: Begun) -> None:
    """End the body of a function, with its jumps and returns."""
    ev.jumps, ev.returns = begun.jumps, begun.returns
    end(ev, begun)


def during(ev: Evaluator, origins: frozenset[Origin], action: Callable[[], T]) -> T:
    """Do something that is steered by what has these origins."""
    if not origins:
        return action()
    begun = begin(ev)
    steer(ev, origins)
    found = action()
    end(ev, begun)
    return found


def since(ev: Evaluator, before: frozenset[Origin]) -> frozenset[Origin]:
    """What steers here that did not steer before."""
    now = ev.store.steering
    return NO_ORIGINS if now is before else now - before


def as_steering(ev: Evaluator, origins: frozenset[Origin]) -> frozenset[Origin]:
    """The origins of what is chosen by what has these, each asked for again and again."""
    found = ev.steerings.get(origins)
    if found is None:
        found = ev.steerings[origins] = steering(origins)
    return found


def chosen(value: Value, origins: frozenset[Origin]) -> Value:
    """A value that was chosen by what has these origins."""
    return value.with_origins(steering(origins)) if origins else value


def extent(ev: Evaluator, value: Value) -> frozenset[Origin]:
    """The origins of how much there is in a value, and of whether it is true.

    How many items a list has does not depend on what they are made of, but on what decided that
    they were put there; sets and dicts tell equal ones from others.
    """
    found = value.origins
    for shape in value.shapes:
        if not isinstance(shape, Reference):
            continue
        held = ev.object_at(shape.location)
        if isinstance(held, (Instance, SetObject, Lazy, Suspended)):
            found = found | ev.origins_within(Value((shape,)))
        elif isinstance(held, DictObject):
            found = found | held.other_key.origins
            found = found | _choosing([held.other, *held.known.values()])
        elif isinstance(held, ListObject):
            found = found | _choosing(held.parts())
        elif held.type == "object":
            found = found | ev.origins_within(Value((shape,)))
    return found


def _choosing(values: Iterable[Value]) -> frozenset[Origin]:
    found: frozenset[Origin] = NO_ORIGINS
    for value in values:
        if value.origins:
            found = found | frozenset([one for one in value.origins if one.steers])
    return found
