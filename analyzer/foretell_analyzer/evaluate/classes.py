"""Classes of the script: their definition, and making instances of them."""

from __future__ import annotations

from typing import Final

from ..dialect import EntryKind
from ..ir import (
    ClassDefinition,
    Node,
    Starred,
    Statement,
)
from ..values.instances import Instance, Lazy
from ..values.making import literal
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, FunctionOf, Listed, Reference
from ..values.value import BOTTOM, UNKNOWN, Value, join
from .arguments import Arguments
from .enums import make_members
from .evaluator import STATEMENTS, Evaluator
from .instantiation import annotated_fields, has_option
from .iteration import call_anything
from .methods import bind, find_method, namespace
from .subscripts import lose

_KINDS: Final = {
    "enum.Enum": "enum", "enum.IntEnum": "enum", "enum.StrEnum": "enum", "enum.Flag": "enum",
    "enum.IntFlag": "enum", "typing.NamedTuple": "namedtuple", "typing.TypedDict": "typeddict",
}  # fmt: skip


_WITHOUT_MEANING: Final = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol"})


_DECORATORS: Final = frozenset(
    {"contextlib.ContextDecorator", "contextlib.AsyncContextDecorator",
     "contextlib.AbstractContextManager", "contextlib.AbstractAsyncContextManager"}
)  # fmt: skip
"""Bases that call what a class defines only when its objects are called or entered."""
_ABSTRACT: Final = frozenset({"abc.ABC", "typing.Protocol"})


_PLAIN_DECORATORS: Final = frozenset(
    {"dataclasses.dataclass", "functools.total_ordering", "typing.final", "enum.unique",
     "typing.runtime_checkable"}
)  # fmt: skip


def class_definition(ev: Evaluator, node: Statement) -> None:
    """`class`: its body runs in a namespace of its own, then the class is bound to its name."""
    assert isinstance(node, ClassDefinition)
    from .calls import call_value
    from .names import bind_name

    decorators = [ev.evaluate(one) for one in node.decorators]
    key = (node.index, ev.frame.number)
    info = ev.classes.get(key)
    if info is None:
        around = ev.outside.names_around(node)
        name = f"{around}.{node.name}" if around else node.name
        info = ClassInfo(len(ev.classes), node, name, ev.store.allocate(1))
        ev.classes[key] = info
    _read_bases(ev, info, node)
    for keyword in node.keywords:
        value = ev.evaluate(keyword.value)
        if keyword.name is not None:
            info.keywords[keyword.name] = value
    _run_body(ev, info, node)
    made = Value((ClassOf(info),))
    _announce(ev, info, made, node)
    if not _is_plain(info.keywords.get("metaclass")):
        made = _made_by_metaclass(ev, made, info.keywords["metaclass"], node)
    for position, decorator in reversed(list(enumerate(decorators))):
        names = _names_of(ev, decorator)
        if names is not None and names <= _PLAIN_DECORATORS:
            if "dataclasses.dataclass" in names:
                info.kind = "dataclass"
                info.is_frozen = has_option(node, "frozen")
                info.is_slotted = has_option(node, "slots")
            continue
        where = node.decorators[position]
        made = call_value(ev, decorator, Arguments([made], [where]), where, position)
    if info.kind in ("dataclass", "namedtuple", "typeddict"):
        info.fields = annotated_fields(info)
    ev.may_raise()
    bind_name(ev, node.name, made)


_METACLASSES: Final = frozenset({"type", "abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"})


def _is_plain(metaclass: Value | None) -> bool:
    """Does a metaclass change nothing that the bases do not already say?"""
    if metaclass is None:
        return True
    names = {one.name for one in metaclass.shapes if isinstance(one, Listed)}
    return names <= _METACLASSES and len(metaclass.shapes) == len(names) and not metaclass.unknown


def _made_by_metaclass(ev: Evaluator, made: Value, metaclass: Value, node: Node) -> Value:
    """A class with a metaclass of the script may do anything when it is used."""
    lose(ev, made)
    lose(ev, metaclass)
    call_anything(ev, node)
    ev.havoc()
    return UNKNOWN


def _names_of(ev: Evaluator, decorator: Value) -> set[str] | None:
    """The names of listed functions that a decorator may be; None if it may be something else."""
    found: set[str] = set()
    for shape in decorator.shapes:
        if isinstance(shape, Listed):
            found.add(shape.name)
        elif isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if not isinstance(held, Lazy) or held.kind not in _PLAIN_DECORATORS:
                return None
            found.add(held.kind)
        else:
            return None
    return found if found and not decorator.unknown else None


def _read_bases(ev: Evaluator, info: ClassInfo, node: ClassDefinition) -> None:
    own: list[list[ClassInfo]] = []
    outside: dict[str, None] = {}
    info.is_open = info.is_called_back = False
    for base in node.bases:
        value = ev.evaluate(base.value if isinstance(base, Starred) else base)
        if isinstance(base, Starred) or value.unknown or len(value.shapes) != 1:
            info.is_open = info.is_called_back = True
        for shape in value.shapes:
            if isinstance(shape, ClassOf):
                own.append(shape.info.order)
                outside.update(dict.fromkeys(shape.info.outside))
                info.is_open = info.is_open or shape.info.is_open
                info.is_called_back = info.is_called_back or shape.info.is_called_back
                info.kind = info.kind or shape.info.kind
            elif isinstance(shape, Listed) and shape.entry.kind is EntryKind.CLASS:
                key = shape.entry.type or shape.name
                if key in _KINDS:
                    info.kind = _KINDS[key]
                elif "." in key and key not in _WITHOUT_MEANING and key not in _DECORATORS:
                    info.is_called_back = info.is_called_back or not _is_exception(ev, key)
                info.is_abstract = info.is_abstract or key in _ABSTRACT
                info.is_open = info.is_open or key.startswith(
                    ("collections.abc.", "typing.")
                )  # mixins
                if key not in _WITHOUT_MEANING:
                    outside[key] = None
            elif isinstance(shape, Listed) and shape.name in _KINDS:
                info.kind = _KINDS[shape.name]
            elif not (isinstance(shape, Listed) and shape.name in _WITHOUT_MEANING):
                info.is_open = info.is_called_back = True
    info.outside = list(outside)
    info.order = _linearized(info, own)


def _is_exception(ev: Evaluator, key: str) -> bool:
    return "BaseException" in ev.outside.bases_of([key])


def _linearized(info: ClassInfo, orders: list[list[ClassInfo]]) -> list[ClassInfo]:
    """The order of resolution, by C3 (Barrett et al., 1996); what contradicts itself as it comes."""
    pending = [list(order) for order in orders] + [[order[0] for order in orders]]
    found = [info]
    while any(pending):
        heads = [order[0] for order in pending if order]
        chosen = heads[0]
        for head in heads:
            if not any(head in order[1:] for order in pending):
                chosen = head
                break
        found.append(chosen)
        pending = [[one for one in order if one is not chosen] for order in pending]
    return found


def _run_body(ev: Evaluator, info: ClassInfo, node: ClassDefinition) -> None:
    scope = ev.met.resolution.scopes[node.index]
    around = (ev.frame, ev.scope)
    frame = ev.new_frame(scope, ev.frame, ev.context)
    frame.namespace = info.location
    single = True
    ev.store.write(info.location, Instance("namespace", single, None, {}))
    ev.frame, ev.scope = frame, scope
    ev.execute(node.body)
    for value in namespace(ev, info).values():
        _own(ev, info, value)
    if scope.uses_class_cell:
        slot = scope.bindings["__class__"].slot
        ev.store.write(frame.location(slot), Value((ClassOf(info),)))
    ev.frame, ev.scope = around
    if info.is_called_back:
        ev.escape_class(info)
    if info.kind == "enum":
        make_members(ev, info, node)


def _own(ev: Evaluator, info: ClassInfo, value: Value) -> None:
    """Methods know the class that they were defined in."""
    for shape in value.shapes:
        if isinstance(shape, FunctionOf):
            if shape.function.owner is None:
                shape.function.owner = info
        elif isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Lazy):
                for one in held.values:
                    _own(ev, info, one)


def _announce(ev: Evaluator, info: ClassInfo, made: Value, node: Node) -> None:
    """`__init_subclass__` of a base hears of the class, `__set_name__` of its attributes."""
    from .calls import call_value

    for owner in info.order[1:]:
        hook = namespace(ev, owner).get("__init_subclass__")
        if hook is not None:
            arguments = Arguments()
            arguments.keywords = dict(info.keywords)
            bound = BOTTOM
            for shape in hook.shapes:
                one = shape
                held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
                inner = held.values[0] if isinstance(held, Lazy) else Value((one,))
                bound = join(bound, bind(ev, inner, made, None, node))
            call_value(ev, bound, arguments, node, 70)
            break
    for name, value in list(namespace(ev, info).items()):
        for shape in value.shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(held, Instance) and held.info is not None:
                hook = find_method(ev, held.info, "__set_name__")
                if hook is not None:
                    method = bind(ev, hook, Value((shape,)), None, node)
                    arguments = Arguments([made, literal(name)], [node, node])
                    ev.may_raise("RuntimeError")  # what an error in it becomes
                    call_value(ev, method, arguments, node, 71)


STATEMENTS[ClassDefinition] = class_definition
