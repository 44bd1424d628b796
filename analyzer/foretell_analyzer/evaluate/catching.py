"""What an exception is, and which handlers may take it.

Exceptions of tools leave code in a way of their own (`Exit.FAIL`): no operation of the script or of
the library raises ToolError, so a handler for it is not entered behind one.
"""

from __future__ import annotations

from typing import final

from ..effects import Effect, Left, alternatives
from ..exits import Exit
from ..ir import Expression, Node
from ..values.instances import Instance
from ..values.making import exactly
from ..values.origins import Origin
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, Exactly, Listed, Reference, Shape
from ..values.value import BOTTOM, UNKNOWN, Value, join
from .activation import Watch
from .evaluator import Evaluator
from .kinds import may_be_derived, type_alternatives


@final
class Handling:
    """The handlers of a `try` that may be entered, each with its effects.

    `rest` is what was raised by the script and none of them surely takes; `is_passed` says that
    they let something through, of that or of what else may be raised.
    """

    def __init__(self, ev: Evaluator) -> None:
        self.ev = ev
        self.rest = BOTTOM
        self.is_passed = True
        self.entered: dict[Exit, list[Effect]] = {Exit.RAISE: [], Exit.FAIL: []}
        self.handlers: dict[Exit, list[Node | None]] = {Exit.RAISE: [], Exit.FAIL: []}
        self.is_sure: dict[Exit, bool] = {Exit.RAISE: False, Exit.FAIL: False}

    def add(self, handler: Node, kinds: Value | None, effect: Effect) -> None:
        """One more handler, for exceptions of these kinds; for all if there are none."""
        for way, entered in self.entered.items():
            may, must = self._takes(kinds, way)
            if may and not self.is_sure[way]:
                entered.append(effect)
                self.handlers[way].append(handler)
            self.is_sure[way] = self.is_sure[way] or must

    def where(self, way: Exit, node: Node) -> Effect:
        """What is done with an exception that comes in a way."""
        found, labels = list(self.entered[way]), list(self.handlers[way])
        is_sure = self.is_sure[way] and (way is Exit.FAIL or self.rest.is_bottom)
        if not found or (self.is_passed and not is_sure):
            found.append(Left(way, node))
            labels.append(None)
        return alternatives(node, found, labels)

    def _takes(self, kinds: Value | None, way: Exit) -> tuple[bool, bool]:
        """May a handler of these kinds take what comes in a way, and does it take all of it?"""
        if kinds is None:
            return True, True
        classes = type_alternatives(kinds)
        if classes is None:
            return True, False
        may = must = False
        for one in classes:
            bases = _bases(self.ev, one)
            is_open = isinstance(one, ClassOf) and one.info.is_open
            of_tools = "ToolError" in bases
            is_own = isinstance(one, ClassOf)
            if way is Exit.FAIL:
                may = may or of_tools or not is_own or is_open
                must = must or bool({"Exception", "BaseException"} & {_name(one)})
            else:
                may = may or not of_tools or is_open
                must = must or _name(one) == "BaseException"
                must = must or (_name(one) == "Exception" and not self.ev.met.awaits)
        return may, must


def _name(kind: ClassOf | Listed) -> str:
    return "" if isinstance(kind, ClassOf) else kind.entry.type or kind.name


def _bases(ev: Evaluator, kind: ClassOf | Listed) -> frozenset[str]:
    """The listed classes that a class is, or is derived from."""
    if isinstance(kind, ClassOf):
        return ev.outside.bases_of(kind.info.outside)
    return ev.outside.bases_of([_name(kind)])


def leaving(ev: Evaluator, value: Value, node: Node) -> Effect:
    """Where raising a value leads: what may be SystemExit may end the run, and normally so.

    Nothing at all is what is being handled, of whatever kind that is.
    """
    ways: set[Exit] = set()
    if value.unknown or value.is_bottom:
        ways |= {Exit.RAISE, Exit.FAIL}
    for one in value.shapes:
        ways |= _ways_of(ev, one)
    if ev.outside.may_exit:
        is_known = not value.unknown and not value.is_bottom
        if not is_known or any(_may_end(ev, one) for one in value.shapes):
            ways.add(Exit.END)
    return alternatives(None, [Left(way, node) for way in Exit if way in ways])


def _ways_of(ev: Evaluator, shape: Shape) -> set[Exit]:
    """In which way an exception of this shape leaves code."""
    if isinstance(shape, Exactly):
        if not shape.is_only and shape.type in ev.outside.bases_of(["ToolError"]):
            return {Exit.RAISE, Exit.FAIL}
        return {Exit.FAIL if "ToolError" in ev.outside.bases_of([shape.type]) else Exit.RAISE}
    held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
    info = held.info if isinstance(held, Instance) else None
    if info is None or info.is_open:
        return {Exit.RAISE, Exit.FAIL}
    return {Exit.FAIL if "ToolError" in ev.outside.bases_of(info.outside) else Exit.RAISE}


def _may_end(ev: Evaluator, shape: Shape) -> bool:
    if isinstance(shape, Reference):
        held = ev.object_at(shape.location)
        info = held.info if isinstance(held, Instance) else None
        return info is None or info.is_open or "SystemExit" in ev.outside.bases_of(info.outside)
    return isinstance(shape, Exactly) and shape.type in ("SystemExit", "BaseException")


def caught_by(
    ev: Evaluator,
    kinds: Value | None,
    watch: Watch,
    node: Expression | None,
) -> tuple[Value, Value, bool]:
    """What a handler gets, what goes on to the next, and whether it catches everything."""
    raised, anything = watch.raised, watch.anything
    if kinds is None:
        other = exactly("BaseException") if anything else BOTTOM
        return join(raised, other).with_origins(watch.told), BOTTOM, True
    classes = type_alternatives(kinds)
    if classes is None:
        return join(raised, UNKNOWN.only_origins(watch.told)), raised, False
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
            found = join(found, _any_instance(ev, one, node, watch.told))
    if any(isinstance(one, Exactly) for one in caught):
        found = found.with_origins(watch.told)
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
        is_wider = not shape.is_only and shape.type in ev.outside.bases_of([wanted])
        return None if is_wider else False
    return None


def _any_instance(
    ev: Evaluator, kind: ClassOf | Listed, node: Expression | None, origins: frozenset[Origin]
) -> Value:
    if isinstance(kind, ClassOf):
        where = node if node is not None else kind.info.definition
        return ev.outside.instance_of(ev, kind.info, where, origins).with_origins(origins)
    return exactly(kind.entry.type or kind.name).with_origins(origins)
