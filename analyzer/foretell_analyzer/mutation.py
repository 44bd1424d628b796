"""Does a script leave what a variable holds as it is?

Answered for variables: each place that reads it must be one where the value is only looked at, or
handed to something that only looks at it. Anything else (a second name for it, a method that
changes it, a function of the script) and the answer is no.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property
from typing import Final

from .ir import (
    Attribute,
    Await,
    BinaryOperation,
    BooleanOperation,
    Call,
    Compare,
    ComprehensionClause,
    Conditional,
    Constant,
    Dict,
    DictComprehension,
    Expression,
    For,
    FormattedValue,
    If,
    Keyword,
    List,
    ListComprehension,
    Name,
    Node,
    Subscript,
    UnaryOperation,
    While,
)
from .sites import Occurrences, Variable

_LOOKS: Final = frozenset(
    {
        "all", "any", "bool", "dict", "enumerate", "filter", "frozenset", "isinstance", "len",
        "list", "map", "max", "min", "next", "print", "repr", "reversed", "set", "sorted", "str",
        "sum", "tuple", "zip", "iter", "range",
    }
)  # fmt: skip
_LOOKING_METHODS: Final = frozenset(
    {
        "copy", "count", "difference", "get", "index", "intersection", "isdisjoint", "issubset",
        "issuperset", "items", "join", "keys", "pop", "popitem", "popleft", "remove", "reverse",
        "sort", "symmetric_difference", "union", "values", "clear", "discard",
    }
)  # fmt: skip
"""Methods that put nothing new into their receiver; taking out leaves what is known true."""


class Mutation:
    """Answers for the variables of one module, remembered."""

    def __init__(self, met: Occurrences, tools: Container[str]) -> None:
        self._met = met
        self._tools = tools
        self._only_read: dict[Variable, bool] = {}
        self._stored = {one.index for one in met.stored_subscripts}

    def is_only_read(self, variable: Variable) -> bool:
        """Is what the variable holds never given anything new to hold, as far as one can see?"""
        known = self._only_read.get(variable)
        if known is None:
            known = all(self._only_looks(one) for one in self._met.reads.get(variable, ()))
            self._only_read[variable] = known
        return known

    @cached_property
    def stored_keys(self) -> frozenset[object] | None:
        """Keys that the script itself puts into dicts that a tool may have returned; `None` if
        they may be any.
        """
        keys: set[object] = set()
        for store in self._met.stored_subscripts:
            if isinstance(store.key, Constant):
                keys.add(store.key.value)
            elif not self._is_own(store.value):
                return None
        for call in self._met.calls:
            callee = call.callee
            if not isinstance(callee, Attribute) or self._is_own(callee.value):
                continue
            if callee.name == "setdefault" and call.arguments:
                first = call.arguments[0]
                if not isinstance(first, Constant):
                    return None
                keys.add(first.value)
            elif callee.name == "update":
                return None
        return frozenset(keys)

    def _is_own(self, receiver: Expression) -> bool:
        """Is this a variable that only ever holds dicts and lists made by the script?"""
        if not isinstance(receiver, Name):
            return False
        variable = self._met.variable(receiver)
        sites = self._met.bindings.get(variable, ()) if variable is not None else ()
        return bool(sites) and all(_makes_new(site.value) for site in sites)

    def is_stored(self, node: Subscript) -> bool:
        """Is it a target: does it store an item, or delete one?"""
        return node.index in self._stored

    def _only_looks(self, read: Name) -> bool:  # noqa: PLR0911 - a case a kind of parent
        parents = self._met.parents
        parent = parents[read.index]
        match parent:
            case Subscript(value=value):
                # `x[k] = v` puts something in; `x[k]` and `y[x]` do not.
                return value is not read or parent.index not in self._stored
            case Attribute(name=name):
                above = parents[parent.index]
                if isinstance(above, Call) and above.callee is parent:
                    return name in _LOOKING_METHODS
                return name not in _MEMBERS  # it fails, so it changes nothing
            case Call(callee=callee):
                return callee is not read and self._hands_to_looker(parent)
            case Keyword():
                call = parents[parent.index]
                return isinstance(call, Call) and self._hands_to_looker(call)
            case For(iterable=iterable) | ComprehensionClause(iterable=iterable):
                return iterable is read
            case If(test=test) | While(test=test) | Conditional(test=test):
                return test is read
            case Compare() | UnaryOperation() | FormattedValue() | Await() | BinaryOperation():
                return True  # what comes out is new; nothing was added to what went in
            case BooleanOperation():
                return _is_test(self._met, parent)
            case _:
                return False

    def _hands_to_looker(self, call: Call) -> bool:
        """Is this a builtin that only looks, a method that does, or a tool (which gets a copy)?"""
        callee = call.callee
        if isinstance(callee, Name):
            is_outside = self._met.variable(callee) is None
            return is_outside and (callee.identifier in _LOOKS or callee.identifier in self._tools)
        return isinstance(callee, Attribute) and callee.name in _LOOKING_METHODS | {"dumps"}


def _makes_new(value: Expression | None) -> bool:
    if isinstance(value, Call) and isinstance(value.callee, Name):
        return value.callee.identifier in _MAKERS
    return isinstance(value, (Dict, DictComprehension, List, ListComprehension))


_MEMBERS: Final = frozenset({*dir(list), *dir(dict), *dir(set)})
_MAKERS: Final = frozenset({"dict", "defaultdict", "Counter", "OrderedDict"})


def _is_test(met: Occurrences, node: Node) -> bool:
    above = met.parents[node.index]
    return isinstance(above, (If, While)) or (isinstance(above, Conditional) and above.test is node)
