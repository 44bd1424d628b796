"""What values hold and are made of, as evaluation finds it when it looks into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..values.instances import Instance, Suspended
from ..values.origins import FROM_ANYWHERE, FROM_STORED, Origin, cut
from ..values.routines import ClassInfo
from ..values.shapes import BoundTo, ClassOf, FunctionOf, Listed, Reference, Shape, SuperOf, TupleOf
from ..values.value import Value
from .observations import Observations
from .recording import Recording

if TYPE_CHECKING:
    from .outside import Outside

MOST_PARTS: Final = 300
"""How many containers inside one another are looked into for what they are made of."""


class Tracing(Recording):
    """An evaluation that can tell what a value holds, and of what all that is made."""

    outside: Outside
    seen: Observations

    def origins_within(self, value: Value) -> frozenset[Origin]:
        """The origins of a value and of all that it holds."""
        found = value.origins
        for shape in value.shapes:
            if isinstance(shape, (TupleOf, Reference)):
                break
        else:
            return found
        pending = list(value.shapes)
        seen: set[object] = set()
        while pending:
            shape = pending.pop()
            if not isinstance(shape, (TupleOf, Reference)) or shape.key in seen:
                continue
            seen.add(shape.key)
            if len(seen) > MOST_PARTS:
                return found | FROM_ANYWHERE
            if isinstance(shape, TupleOf):
                parts = [shape.element, *(shape.items or ())]
            else:
                held = self.object_at(shape.location)
                parts = held.parts()
                if isinstance(held, Instance) and self._keeps_unseen(held):
                    found = found | FROM_STORED
            for one in parts:
                if one.origins and not one.origins <= found:
                    found = found | one.origins
                pending.extend(one.shapes)
        return cut(found)

    def _keeps_unseen(self, held: Instance) -> bool:
        """May an object hold what a class of the library keeps of what it is given?"""
        info = held.info
        if info is None or not (info.is_open or info.outside):
            return False
        return info.is_open or "BaseException" not in self.outside.bases_of(info.outside)

    def keep_unseen(self, value: Value) -> None:
        """Note that a value is put where evaluation does not follow it."""
        origins = self.origins_within(value)
        if origins and not origins <= self.seen.stored:
            self.seen.stored = self.seen.stored | origins

    def reachable_shapes(self, value: Value) -> list[Shape]:
        """All shapes that can be got at from a value, through objects, tuples and methods."""
        found: dict[object, Shape] = {}
        pending = [value]
        while pending:
            for shape in pending.pop().shapes:
                if shape.key in found:
                    continue
                found[shape.key] = shape
                match shape:
                    case TupleOf():
                        pending.append(shape.element)
                        pending.extend(shape.items or ())
                    case Reference():
                        held = self.object_at(shape.location)
                        pending.extend(held.parts())
                        if isinstance(held, Suspended) and held.function is not None:
                            pending.append(Value((FunctionOf(held.function),)))
                        info = getattr(held, "info", None)
                        if isinstance(info, ClassInfo):
                            pending.append(Value((ClassOf(info),)))
                    case BoundTo():
                        pending.append(shape.receiver)
                        pending.append(Value((shape.callee,)))
                    case SuperOf():
                        pending.append(shape.receiver)
                    case Listed():
                        if shape.receiver is not None:
                            pending.append(shape.receiver)
                    case _:
                        pass
        return list(found.values())
