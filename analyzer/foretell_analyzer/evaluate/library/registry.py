"""Models by name, and what is done where there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from ...dialect import EntryKind, Signature
from ...ir import Expression, Node, ParameterKind
from ...values.collections import DictObject, ListObject, SetObject
from ...values.instances import Instance, Lazy, Suspended
from ...values.making import exactly
from ...values.origins import NO_ORIGINS, Origin
from ...values.shapes import (
    BoundTo,
    ClassOf,
    Exactly,
    FunctionOf,
    Listed,
    Reference,
    ToolOf,
    TupleOf,
)
from ...values.value import ANYTHING, BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from ..annotations import annotated_value
from ..arguments import Arguments
from ..attempts import any_times, perhaps
from ..evaluator import Evaluator
from ..observations import FAILS, Detail
from .keeping import keep_in_exception, made_of

Model = Callable[[Evaluator, Listed, Arguments, Node, int], Value]
"""What a call of something listed gives, and does."""

LazyCall = Callable[[Evaluator, Lazy, Arguments, Node, int], Value]

MODELS: Final[dict[str, Model]] = {}
"""By name as people write it: `len`, `json.loads`, `list.append`."""

LAZY_CALLS: Final[dict[str, LazyCall]] = {}
"""By kind of lazy object: what calling it does."""

CALLABLE_KINDS: Final[set[str]] = set()
"""Kinds of lazy objects that can be called."""


def model(*names: str) -> Callable[[Model], Model]:
    """Make a function the model of some names."""

    def enter(function: Model) -> Model:
        for name in names:
            MODELS[name] = function
        return function

    return enter


def model_of(shape: Listed) -> Model:
    """The model of something listed."""
    name = shape.name
    found = MODELS.get(name)
    if found is None and shape.type:
        found = MODELS.get(f"*.{name.rpartition('.')[2]}") if shape.receiver is None else None
    return found or generic


def generic(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    """A call of which only the stub is known.

    What it is handed may be called; what it gives is of the type that the stub says, made of what
    it was given.
    """
    from ..calls import call_back

    check_signature(ev, shape, arguments, node)
    given = arguments.values()
    origins = call_back(ev, given, node) | use_up(ev, given, node)
    items = [shape.receiver] if shape.receiver is not None else []
    origins = origins | touch_instances(ev, shape, [*items, *given], node)
    change_receiver(ev, shape, given, node)
    ev.may_raise()
    return result_of(ev, shape, arguments, node, origins)


_LOOKING: Final = frozenset(
    {"index", "count", "issubset", "issuperset", "isdisjoint", "elements", "total",
     "__len__", "__contains__", "__iter__", "__eq__", "__ne__", "__getitem__", "__reversed__",
     "__lt__", "__le__", "__gt__", "__ge__", "__or__", "__and__", "__add__", "__mul__", "__repr__",
     "__str__", "__hash__", "__sizeof__", "__class__", "__format__", "__sub__", "__xor__"}
)  # fmt: skip
"""Methods of containers that change nothing."""


def change_receiver(ev: Evaluator, shape: Listed, given: list[Value], node: Node) -> None:
    """A method without a model may change what it is called on, and keep what it is given.

    Classes of the library that a script derives from call what the script defines.
    """
    from ..iteration import call_anything
    from ..subscripts import lose

    receiver = shape.receiver
    kept_by = ev.kept_by
    targets: list[Value] = []
    if receiver is not None:
        if shape.name.rpartition(".")[2] not in _LOOKING:
            targets.append(receiver)
    elif shape.type and given and shape.name.rpartition(".")[2] not in _LOOKING:
        targets.append(given[0])
    for value in targets:
        for one in value.shapes:
            if not isinstance(one, Reference):
                continue
            held = ev.object_at(one.location)
            if isinstance(held, (ListObject, SetObject, DictObject)) and held.type != "frozenset":
                for part in given:
                    lose(ev, part)
                ev.replace(one.location, held.forgotten())
            elif isinstance(held, Instance) and held.info is not None:
                for part in given:
                    lose(ev, part)
                keep_in_exception(ev, one, held, given)
    for value in [*given, *([receiver] if receiver is not None else [])]:
        for one in value.shapes:
            info = one.info if isinstance(one, ClassOf) else None
            if isinstance(one, Reference):
                info = getattr(ev.object_at(one.location), "info", None)
            if info is not None and info.is_called_back:
                ev.escape(value)
                kept_by.add(shape.name.partition(".")[0])
    if shape.name.partition(".")[0] in kept_by:
        # What was given to a module once, such as a handler, it may call whenever it is used.
        call_anything(ev, node)
        ev.havoc()


def use_up(ev: Evaluator, given: list[Value], node: Node) -> frozenset[Origin]:
    """Iterators whose use does something are used by what they are given to.

    Gives the origins of what they give.
    """
    from ..iteration import has_effects, items_of

    origins = BOTTOM.origins
    for value in given:
        lazy = tuple(
            [
                one
                for one in value.shapes
                if isinstance(one, Reference)
                and isinstance(ev.object_at(one.location), (Lazy, Suspended))
                and ev.object_at(one.location).type != "coroutine"
            ]
        )
        if lazy and isinstance(node, Expression) and has_effects(ev, Value(lazy)):
            items = perhaps(ev, partial(items_of, ev, Value(lazy), node))
            origins = origins | ev.origins_within(items.element)
    return origins


def result_of(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node,
    origins: frozenset[Origin] = NO_ORIGINS,
) -> Value:  # fmt: skip
    """What the stub says that a call gives; `origins` are those of what it used up."""
    given = arguments.values()
    if shape.receiver is not None:
        given = [shape.receiver, *given]
    signature = shape.entry.signatures[0] if shape.entry.signatures else None
    text = None if signature is None else signature.result
    if shape.entry.kind is EntryKind.CLASS:
        text = shape.entry.type or shape.name
    if text is not None and shape.name.startswith("bytearray."):
        text = text.replace("bytes", "bytearray")  # methods that it has from `bytes`
    holds = any(holds_script(ev, one) for one in given)
    if holds and text in (None, "Any", "object", "T"):
        for one in given:
            ev.escape(one)
        return UNKNOWN
    if holds and (shape.entry.kind is EntryKind.CLASS or _is_unmodelled(shape.receiver)):
        from ..subscripts import lose

        for one in given:
            lose(ev, one)
    kept = ev.holds_functions and shape.receiver is not None
    unknown = UNKNOWN if holds or kept else UNKNOWN_DATA

    def variables(name: str) -> Value:
        return type_variable(ev, shape, arguments, signature, name, unknown)

    own = shape.receiver
    if own is None and shape.type:
        own = exactly(shape.type)
    origins = made_of(ev, given, origins)
    found = annotated_value(
        ev, text, shape.module, node, own, variables, unknown=unknown, origins=origins
    )
    if holds and may_be_anything(ev, found):
        for one in given:
            ev.escape(one)
    if signature is not None and signature.is_async:
        from ...values.instances import Suspended

        if ev.goes_on():
            ev.seen.suspended[node.index] = node
        made = Suspended("coroutine", None, (), found, node.index)
        return ev.allocate(node, made, "library coroutine")
    return found


def may_be_anything(ev: Evaluator, value: Value) -> bool:
    """May a value, or what it holds, be something that we lost sight of?"""
    if value.unknown == ANYTHING:
        return True
    for shape in ev.reachable_shapes(value):
        parts: list[Value] = []
        if isinstance(shape, TupleOf):
            parts = [shape.element, *(shape.items or ())]
        elif isinstance(shape, Reference):
            parts = ev.object_at(shape.location).parts()
        if any(one.unknown == ANYTHING for one in parts):
            return True
    return False


def _is_unmodelled(receiver: Value | None) -> bool:
    """Is it, perhaps, an object of the library that may keep what it is given?"""
    return receiver is not None and any(isinstance(one, Exactly) for one in receiver.shapes)


def holds_script(ev: Evaluator, value: Value) -> bool:
    """Does a value hold functions, tools or objects of the script?"""
    if value.unknown == ANYTHING:
        return True
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, (FunctionOf, ToolOf, ClassOf, BoundTo)):
            return True
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Instance) and held.info is not None:
                return True
    return False


def type_variable(
    ev: Evaluator, shape: Listed, arguments: Arguments, signature: Signature | None, name: str,
    unknown: Value = UNKNOWN_DATA,
) -> Value:  # fmt: skip
    """What `T`, `K` or `V` of a stub stands for at a call; `unknown` where it does not say."""
    receiver = shape.receiver
    if receiver is not None:
        found = BOTTOM
        for one in receiver.shapes:
            held = ev.object_at(one.location) if isinstance(one, Reference) else None
            if isinstance(held, (ListObject, SetObject)):
                found = join(found, held.element)
            elif isinstance(held, DictObject):
                whole = held
                if held.declared is not None and isinstance(one, Reference):
                    whole = ev.outside.opened(ev, held, one.location)
                if name == "K":
                    from ..iteration import keys_of

                    found = join(found, keys_of(ev, whole, -1).element)
                else:
                    for value in [*whole.known.values(), whole.other]:
                        found = join(found, value.bound())
        if not found.is_bottom and not receiver.unknown:
            return found
        return join(found, UNKNOWN if receiver.unknown == ANYTHING else unknown)
    if signature is None:
        return unknown
    found = BOTTOM
    for position, parameter in enumerate(signature.parameters):
        given = arguments.get(position, parameter.name)
        if parameter.annotation is None or given is None:
            continue
        if parameter.annotation == name:
            found = join(found, given)
        elif f"[{name}]" in parameter.annotation and "Callable" not in parameter.annotation:
            from ..iteration import items_of

            where = arguments.nodes[position] if position < len(arguments.nodes) else None
            from ...ir import Expression

            if isinstance(where, Expression):
                found = join(found, items_of(ev, given, where).element)
    return unknown if found.is_bottom else found


def touch_instances(
    ev: Evaluator, shape: Listed, given: list[Value], node: Node
) -> frozenset[Origin]:
    """A library function may use the operators of the script's objects that it is given.

    Gives the origins of what they give.
    """
    from ..methods import call_method, find_method

    origins = NO_ORIGINS
    names = sorted(_OPERATORS)
    for value in given:
        for one in ev.reachable_shapes(value) if value.shapes else ():
            if not isinstance(one, Reference):
                continue
            held = ev.object_at(one.location)
            if not isinstance(held, Instance) or held.info is None:
                continue
            for name in names:
                if find_method(ev, held.info, name) is None:
                    continue
                ask = partial(call_method, ev, Value((one,)), name, _OPERATORS[name], node)
                answer = any_times(ev, partial(perhaps, ev, ask), node)
                origins = origins if answer is None else origins | answer.origins
    return origins


_ONE: Final = [UNKNOWN]
_OPERATORS: Final[dict[str, list[Value]]] = {
    "__str__": [], "__repr__": [], "__hash__": [], "__eq__": _ONE, "__lt__": _ONE, "__iter__": [],
    "__len__": [], "__next__": [], "__getitem__": _ONE, "__index__": [], "__float__": [],
    "__int__": [], "__add__": _ONE, "__radd__": _ONE, "__contains__": _ONE, "__bytes__": [],
    "__ceil__": [], "__floor__": [], "__trunc__": [], "__complex__": [], "__divmod__": _ONE,
    "__rdivmod__": _ONE, "__reversed__": [], "__round__": [], "__abs__": [], "__missing__": _ONE,
    "__format__": [exactly("str")], "__bool__": [], "__sub__": _ONE, "__mul__": _ONE,
    "__rmul__": _ONE, "__neg__": [], "__pow__": _ONE, "__rpow__": _ONE, "__truediv__": _ONE,
    "__floordiv__": _ONE, "__mod__": _ONE, "__and__": _ONE, "__or__": _ONE, "__xor__": _ONE,
    "__le__": _ONE, "__gt__": _ONE, "__ge__": _ONE, "__ne__": _ONE, "__call__": [], "keys": [],
    "__setitem__": [UNKNOWN, UNKNOWN], "__delitem__": _ONE, "__invert__": [], "__pos__": [],
    "write": _ONE, "read": [], "close": [], "__length_hint__": [], "derive": _ONE, "__sizeof__": [],
    "__matmul__": _ONE, "__rmatmul__": _ONE, "__lshift__": _ONE, "__rlshift__": _ONE,
    "__rshift__": _ONE, "__rrshift__": _ONE, "__rsub__": _ONE, "__rtruediv__": _ONE,
    "__rfloordiv__": _ONE, "__rmod__": _ONE, "__rand__": _ONE, "__ror__": _ONE, "__rxor__": _ONE,
}  # fmt: skip


def check_signature(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node) -> None:
    """Tell of arguments that no signature of the stub takes."""
    signatures = shape.entry.signatures
    if (
        len(signatures) != 1
        or not arguments.more.is_bottom
        or not arguments.more_keywords.is_bottom
    ):
        return
    (signature,) = signatures
    places = 0
    has_star = has_names = False
    names: set[str] = set()
    for one in signature.parameters:
        if one.kind in (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD):
            places += 1
        if one.kind is ParameterKind.VAR_POSITIONAL:
            has_star = True
        elif one.kind is ParameterKind.VAR_KEYWORD:
            has_names = True
        elif one.kind is not ParameterKind.POSITIONAL_ONLY:
            names.add(one.name)
    count = len(arguments.positional)
    if shape.type and shape.receiver is None and shape.entry.kind is EntryKind.METHOD:
        count -= 1  # `str.upper(text)`: the receiver comes first
    if count > places and not has_star:
        at = len(arguments.positional) - (count - places)
        where = arguments.nodes[at] if 0 <= at < len(arguments.nodes) else node
        detail = Detail(shape.name, str(places), names=(str(count),), node=where)
        ev.note("too-many-arguments", node, FAILS, detail)
        return
    ev.passes("too-many-arguments", node)
    unknown = [name for name in arguments.keywords if name not in names]
    if unknown and not has_names:
        where = arguments.keyword_nodes.get(unknown[0], node)
        detail = Detail(shape.name, unknown[0], names=tuple(sorted(names)))
        ev.note("unknown-argument", where, FAILS, detail)
        return
    missing = [
        one.name
        for position, one in enumerate(signature.parameters)
        if one.kind not in (ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD)
        and not one.has_default
        and one.name not in arguments.keywords
        and not (one.kind is not ParameterKind.KEYWORD_ONLY and position < count)
    ]
    if missing:
        ev.note("missing-argument", node, FAILS, Detail(shape.name, names=tuple(missing)))
    else:
        ev.passes("missing-argument", node)


def listed_value(ev: Evaluator, name: str) -> Value:
    """Any value of a listed type."""
    return exactly(name)
