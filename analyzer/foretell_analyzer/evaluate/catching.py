"""Which exceptions a handler gets."""

from __future__ import annotations

from ..ir import Expression
from ..values.instances import Instance
from ..values.making import exactly
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, Exactly, Listed, Reference, Shape
from ..values.value import BOTTOM, UNKNOWN, Value, join
from .evaluator import Evaluator
from .kinds import may_be_derived, type_alternatives


def caught_by(
    ev: Evaluator,
    kinds: Value | None,
    raised: Value,
    anything: bool,
    node: Expression | None,
) -> tuple[Value, Value, bool]:
    """What a handler gets, what goes on to the next, and whether it catches everything."""
    if kinds is None:
        other = exactly("BaseException") if anything else BOTTOM
        return join(raised, other), BOTTOM, True
    classes = type_alternatives(kinds)
    if classes is None:
        return join(raised, UNKNOWN), raised, False
    caught: list[Shape] = []
    rest: list[Shape] = []
    for shape in raised.shapes:
        answers = [_is_instance(ev, shape, one) for one in classes]
        if True in answers:
            caught.append(shape)
        elif None in answers:
            caught.append(shape)
            rest.append(shape)
        else:
            rest.append(shape)
    found = raised.only(tuple(caught), raised.unknown)
    if anything or raised.unknown:
        for one in classes:
            found = join(found, _any_instance(ev, one, node))
    names = {one.entry.type or one.name for one in classes if isinstance(one, Listed)}
    return found, raised.only(tuple(rest), raised.unknown), bool(names & {"BaseException"})


def _is_instance(ev: Evaluator, shape: Shape, kind: ClassOf | Listed) -> bool | None:
    info: ClassInfo | None = None
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        if not isinstance(held, Instance) or held.info is None:
            return None
        info = held.info
    if isinstance(kind, ClassOf):
        if info is None:
            return None if may_be_derived(ev, shape, kind.info) else False
        return info.is_subclass(kind.info) or (None if info.is_open else False)
    wanted = kind.entry.type or kind.name
    if info is not None:
        if wanted in ev.outside.bases_of(info.outside):
            return True
        return None if info.is_open else False
    if isinstance(shape, Exactly):
        if shape.type == wanted or wanted in ev.outside.bases_of([shape.type]):
            return True
        if shape.is_only:
            return False
        return None if shape.type in ev.outside.bases_of([wanted]) else False
    return None


def _any_instance(ev: Evaluator, kind: ClassOf | Listed, node: Expression | None) -> Value:
    if isinstance(kind, ClassOf):
        where = node if node is not None else kind.info.definition
        return ev.outside.instance_of(ev, kind.info, where)
    return exactly(kind.entry.type or kind.name)
