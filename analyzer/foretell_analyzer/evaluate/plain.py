"""Which plain value an alternative surely is, made of constants through and through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, final

from ..values.collections import DictObject, ListObject, key_constant
from ..values.shapes import Constant, Reference, Shape, TupleOf
from ..values.value import Value
from .evaluator import Evaluator

MISSING: Final = object()


@final
class PlainValues:
    """What counts as a plain value.

    `admits` says which constants do; what tools only declare is taken where it `believes` them; what
    is nested deeper than `deepest` is not looked into.
    """

    admits: Callable[[Constant], bool]
    believes: bool
    deepest: int

    def __init__(self, admits: Callable[[Constant], bool], *, believes: bool, deepest: int) -> None:
        self.admits = admits
        self.believes = believes
        self.deepest = deepest

    def of(self, ev: Evaluator, shape: Shape, depth: int = 0) -> Any:
        """The plain value that an alternative surely is, or `MISSING`."""
        if isinstance(shape, Constant):
            return shape.value if self.admits(shape) else MISSING
        if depth > self.deepest:
            return MISSING
        if isinstance(shape, TupleOf):
            return MISSING if shape.items is None else self._all(ev, shape.items, depth)
        if not isinstance(shape, Reference):
            return MISSING
        held = ev.object_at(shape.location)
        if isinstance(held, ListObject):
            if held.items is None:
                return [] if held.high == 0 else MISSING
            return self._all(ev, held.items, depth)
        if isinstance(held, DictObject) and held.is_closed:
            return self._dict(ev, held, depth)
        return MISSING

    def _dict(self, ev: Evaluator, held: DictObject, depth: int) -> Any:
        found: dict[str, Any] = {}
        for key, value in held.known.items():
            if value.is_unbound:
                continue
            name = key_constant(key)
            one = self._only(ev, value, depth)
            if one is MISSING or not isinstance(name, str):
                return MISSING
            found[name] = one
        return found

    def _all(self, ev: Evaluator, items: tuple[Value, ...], depth: int) -> Any:
        found: list[Any] = []
        for item in items:
            one = self._only(ev, item, depth)
            if one is MISSING:
                return MISSING
            found.append(one)
        return found

    def _only(self, ev: Evaluator, value: Value, depth: int) -> Any:
        single = value.single
        if single is None or value.unbound or (value.declared and not self.believes):
            return MISSING
        return self.of(ev, single, depth + 1)
