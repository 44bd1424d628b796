"""Takes an expression, says in readable words what outside of the script it was made of.

`search_email[].body` is the key `body` of an item that `search_email` returned; `input customer` a
declared input. Only what can be read off directly is named: names assigned once, loop variables,
subscripts, attributes, and text or arithmetic put together from such. Elsewhere the answer is
nothing, which means "not known", not "nothing".
"""

from __future__ import annotations

from collections.abc import Iterable

from .calls import Calls, OtherTarget, ToolTarget
from .facts import Facts
from .ir import (
    Attribute,
    Await,
    BinaryOperation,
    BooleanOperation,
    Call,
    Conditional,
    Constant,
    Dict,
    Expression,
    FormattedString,
    FormattedValue,
    List,
    ListComprehension,
    Name,
    Set,
    SetComprehension,
    Slice,
    Starred,
    Subscript,
    Tuple,
)
from .meanings import ListedMeaning
from .recursion import Part, Steps, unwind
from .sites import BindingSite, How, Variable

_KEEPS_TYPE = frozenset({"str", "int", "float", "round", "abs", "sorted", "list", "max", "min"})
_MOST = 6


class Origins:
    """Where the values of one module come from."""

    def __init__(self, facts: Facts, calls: Calls) -> None:
        self.facts = facts
        self.calls = calls

    def origins(self, node: Expression) -> tuple[str, ...]:
        """What an expression is made of, as far as it can be read off."""
        found: tuple[str, ...] = unwind(self._of(node, frozenset()))
        return found[:_MOST]

    def _of(  # noqa: C901, PLR0911, PLR0912 - a case a kind
        self, node: Expression, seen: frozenset[Variable]
    ) -> Steps[tuple[str, ...]]:
        match node:
            case Name():
                return (yield self._named(node, seen))
            case Await(value=value) | Starred(value=value) | FormattedValue(value=value):
                return (yield self._of(value, seen))
            case Attribute(value=value, name=name):
                return _below((yield self._of(value, seen)), f".{name}")
            case Subscript(value=value, key=key):
                step = "" if isinstance(key, Slice) else "[]"
                if isinstance(key, Constant) and isinstance(key.value, str):
                    step = f".{key.value}"
                return _below((yield self._of(value, seen)), step)
            case Call():
                return (yield self._called(node, seen))
            case FormattedString(parts=parts):
                return (yield self._all(parts, seen))
            case BinaryOperation(left=left, right=right):
                return (yield self._all((left, right), seen))
            case BooleanOperation(operands=operands):
                return (yield self._all(operands, seen))
            case Conditional(body=body, orelse=orelse):
                return (yield self._all((body, orelse), seen))
            case List(elements=elements) | Tuple(elements=elements) | Set(elements=elements):
                return (yield self._all(elements[:50], seen))
            case Dict(items=items):
                return (yield self._all([item.value for item in items[:50]], seen))
            case ListComprehension(element=element) | SetComprehension(element=element):
                return (yield self._of(element, seen))
            case _:
                return ()

    def _all(
        self, nodes: Iterable[Expression], seen: frozenset[Variable]
    ) -> Steps[tuple[str, ...]]:
        found: dict[str, None] = {}
        for node in nodes:
            found.update(dict.fromkeys((yield self._of(node, seen))))
        return tuple(found)

    def _called(self, node: Call, seen: frozenset[Variable]) -> Steps[tuple[str, ...]]:
        target = self.calls.target(node)
        if isinstance(target, ToolTarget):
            return (target.tool.name,)
        meaning = self.facts.meaning(node.callee)
        if isinstance(meaning, ListedMeaning) and meaning.receiver is None:
            if meaning.name in _KEEPS_TYPE:
                return (yield self._all(node.arguments, seen))
            return (yield self._all(node.arguments[:1], seen)) if meaning.module == "json" else ()
        if isinstance(node.callee, Attribute) and isinstance(target, OtherTarget):
            return (yield from self._method(node, node.callee, seen))
        return ()

    def _method(
        self, node: Call, callee: Attribute, seen: frozenset[Variable]
    ) -> Part[tuple[str, ...], tuple[str, ...]]:
        """A method of data gives something made of its receiver and its arguments."""
        own = yield self._of(callee.value, seen)
        first = node.arguments[0] if node.arguments else None
        if callee.name == "get" and isinstance(first, Constant):
            return _below(own, f".{first.value}")
        given = yield self._all(node.arguments, seen)
        return tuple(dict.fromkeys((*own, *given)))

    def _named(self, node: Name, seen: frozenset[Variable]) -> Steps[tuple[str, ...]]:
        variable = self.facts.met.variable(node)
        if variable is None:
            is_input = node.identifier in self.facts.world.inputs
            return (f"input {node.identifier}",) if is_input else ()
        sites = self.facts.met.bindings.get(variable, ())
        if variable in seen or variable.slot < 0 or len(sites) != 1:
            return ()
        if self.facts.certain.may_fall_through(variable):
            return ()
        return (yield self._bound(sites[0], seen | {variable}))

    def _bound(self, site: BindingSite, seen: frozenset[Variable]) -> Steps[tuple[str, ...]]:
        if site.value is None:
            return ()
        match site.how:
            case How.ASSIGNED:
                return (yield self._of(site.value, seen))
            case How.ITERATED:
                return _below((yield self._of(site.value, seen)), "[]")
            case How.UNPACKED | How.UNPACKED_ITEM:
                step = "[][]" if site.how is How.UNPACKED_ITEM else "[]"
                return _below((yield self._of(site.value, seen)), step)
            case _:
                return ()


def _below(origins: tuple[str, ...], step: str) -> tuple[str, ...]:
    return tuple(f"{origin}{step}" for origin in origins)
