"""Types in words, as stubs write them, to values: `list[str]`, `dict[K, V]`, `str | None`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from typing import Final

from ..ir import Node
from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Lazy
from ..values.making import NONE_VALUE, exactly, tuple_of
from ..values.origins import NO_ORIGINS, Origin
from ..values.shapes import TupleOf
from ..values.value import UNKNOWN, UNKNOWN_DATA, Value, either, join
from .evaluator import Evaluator

Variables = Callable[[str], Value]
"""What a type variable of a stub stands for at a call."""

_UNKNOWN_NAMES: Final = frozenset(
    {"Any", "object", "Hashable", "Sized", "Never", "NoReturn", "Literal", "Awaitable", "Coroutine"}
)
_ITERATORS: Final = frozenset(
    {"Iterator", "Iterable", "Generator", "Collection", "Sequence", "KeysView", "ValuesView",
     "Reversible", "Container"}
)  # fmt: skip
_LISTS: Final = {"list": "list", "deque": "collections.deque", "List": "list"}
_SETS: Final = {"set": "set", "frozenset": "frozenset", "AbstractSet": "set", "Set": "set"}
_DICTS: Final = {
    "dict": "dict", "Mapping": "dict", "Counter": "collections.Counter", "MutableMapping": "dict",
    "OrderedDict": "collections.OrderedDict", "defaultdict": "collections.defaultdict",
    "collections.defaultdict": "collections.defaultdict", "collections.deque": "collections.deque",
}  # fmt: skip
_CALLABLES: Final = frozenset({"Callable", "type"})


@cache
def parsed(text: str) -> ast.expr:
    """The syntax of an annotation; a stub is our own, so it has one."""
    return ast.parse(text, mode="eval").body


def annotated_value(
    ev: Evaluator, text: str | None, module: str, node: Node, receiver: Value | None,
    variables: Variables, part: str = "result", unknown: Value = UNKNOWN_DATA,
    origins: frozenset[Origin] = NO_ORIGINS,
) -> Value:  # fmt: skip
    """Any value of the type that an annotation names; `unknown` is what it says nothing of.

    All of it is made of what `origins` names.
    """
    if text is None:
        return unknown.with_origins(origins)
    at = _Reading(ev, module, node, receiver, variables, unknown, origins)
    return _value(at, parsed(text), part)


class _Reading:
    """What an annotation is read with."""

    def __init__(
        self, ev: Evaluator, module: str, node: Node, receiver: Value | None,
        variables: Variables, unknown: Value, origins: frozenset[Origin],
    ) -> None:  # fmt: skip
        self.ev = ev
        self.module = module
        self.node = node
        self.receiver = receiver
        self.variables = variables
        self.unknown = unknown
        self.origins = origins


def _value(at: _Reading, tree: ast.expr, part: str) -> Value:
    found = _any_value(at, tree, part)
    return found.with_origins(at.origins) if at.origins else found


def _any_value(at: _Reading, tree: ast.expr, part: str) -> Value:
    if isinstance(tree, ast.BinOp):
        return join(_value(at, tree.left, part + "l"), _value(at, tree.right, part + "r"))
    if isinstance(tree, ast.Constant):
        if tree.value is None:
            return NONE_VALUE
        return (
            _value(at, parsed(str(tree.value)), part) if isinstance(tree.value, str) else at.unknown
        )
    if isinstance(tree, ast.Name):
        return _named(at, tree.id, part)
    if isinstance(tree, ast.Attribute):
        return _named(at, ast.unparse(tree), part)
    if isinstance(tree, ast.Subscript):
        return _generic(at, ast.unparse(tree.value), _arguments(tree.slice), part)
    return at.unknown


def _arguments(tree: ast.expr) -> list[ast.expr]:
    return list(tree.elts) if isinstance(tree, ast.Tuple) else [tree]


def _named(at: _Reading, name: str, part: str) -> Value:
    if name in ("T", "K", "V", "S"):
        return at.variables(name)
    if name == "Self":
        return UNKNOWN if at.receiver is None else at.receiver
    if name in _UNKNOWN_NAMES:
        return at.unknown
    if name in _CALLABLES:
        return UNKNOWN
    if name in _LISTS or name in _SETS or name in _DICTS or name in _ITERATORS or name == "tuple":
        return _generic(at, name, [], part)
    kind = at.ev.outside.type_named(name, at.module)
    if kind is None:
        return at.unknown
    return exactly(kind)


def _generic(at: _Reading, name: str, arguments: list[ast.expr], part: str) -> Value:
    ev, node = at.ev, at.node
    if name == "tuple":
        return _tuple(at, arguments, part)
    inner = [_value(at, one, f"{part}{number}") for number, one in enumerate(arguments)]
    element = inner[0] if inner else at.unknown.with_origins(at.origins)
    single = True
    if name in _LISTS:
        return ev.allocate(node, ListObject(_LISTS[name], single, None, element), part)
    if name in _SETS:
        return ev.allocate(node, SetObject(_SETS[name], single, element), part)
    if name in _DICTS:
        other = inner[1] if len(inner) > 1 else at.unknown.with_origins(at.origins)
        return ev.allocate(node, DictObject(_DICTS[name], single, {}, element, other), part)
    if name == "ItemsView" and len(inner) == 2:
        return ev.allocate(node, Lazy("iterator", node.index, (tuple_of(inner),)), part)
    if name in _ITERATORS:
        return ev.allocate(node, Lazy("iterator", node.index, (element,)), part)
    if name == "Optional":
        return join(element, NONE_VALUE)
    if name == "Union":
        return either(inner)
    if name in _CALLABLES:
        return UNKNOWN
    kind = ev.outside.type_named(name, at.module)
    return at.unknown if kind is None else exactly(kind)


def _tuple(at: _Reading, arguments: list[ast.expr], part: str) -> Value:
    if not arguments:
        return Value((TupleOf(None, at.unknown.with_origins(at.origins)),))
    last = arguments[-1]
    if isinstance(last, ast.Constant) and last.value is ...:
        return Value((TupleOf(None, _value(at, arguments[0], f"{part}0")),))
    return tuple_of([_value(at, one, f"{part}{number}") for number, one in enumerate(arguments)])
