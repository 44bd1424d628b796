"""Takes what a loop goes over, says how many items it has: a range, or why that is not known."""

from __future__ import annotations

from typing import Final

from .bounds import Unknown
from .calls import Calls
from .constants import MISSING
from .facts import Facts
from .ir import (
    Attribute,
    Call,
    Compare,
    ComprehensionClause,
    Dict,
    Expression,
    For,
    List,
    Name,
    Node,
    Set,
    Slice,
    Starred,
    Subscript,
    Tuple,
)
from .meanings import ListedMeaning
from .outcomes import Range
from .recursion import Steps, unwind
from .sites import How, Variable

_SAME: Final = frozenset({"enumerate", "reversed", "sorted", "list", "tuple", "iter"})
_VIEWS: Final = frozenset({"dict.items", "dict.keys", "dict.values", "dict.copy", "list.copy"})


class Repetition:
    """How many items the values of one module have."""

    def __init__(self, facts: Facts, calls: Calls) -> None:
        self.facts = facts
        self.calls = calls

    def items(self, node: Expression) -> Range:
        """How many items iterating over an expression gives."""
        found: Range | None = unwind(self._items(node, frozenset()))
        if found is not None:
            return found
        return 0, Unknown(
            f"how many items `{shortened(self.facts.snippet(node))}` has is not known",
            self.facts.place(node),
        )

    def _items(  # noqa: PLR0911 - a case a kind
        self, node: Expression, seen: frozenset[Variable]
    ) -> Steps[Range | None]:
        value = self.facts.constant(node)
        if type(value) in (str, list, tuple, dict):
            return len(value), len(value)
        match node:
            case List(elements=elements) | Tuple(elements=elements):
                is_plain = not any(isinstance(one, Starred) for one in elements)
                return (len(elements), len(elements)) if is_plain else None
            case Set(elements=elements):
                if any(isinstance(one, Starred) for one in elements):
                    return None
                return min(1, len(elements)), len(elements)
            case Dict(items=items):
                if any(one.key is None for one in items):
                    return None
                return min(1, len(items)), len(items)
            case Name():
                return (yield self._named(node, seen))
            case Subscript(value=inner, key=Slice() as part):
                return _sliced((yield self._items(inner, seen)), self._limits(part))
            case Call():
                return (yield self._called(node, seen))
            case _:
                return None

    def _named(self, node: Name, seen: frozenset[Variable]) -> Steps[Range | None]:
        variable = self.facts.met.variable(node)
        if variable is None or variable in seen or variable.slot < 0:
            return None
        sites = self.facts.met.bindings.get(variable, ())
        if len(sites) != 1 or sites[0].how is not How.ASSIGNED or sites[0].value is None:
            return None
        if self.facts.certain.may_fall_through(variable):
            return None
        if not isinstance(sites[0].value, Tuple) and not self._keeps_size(variable):
            return None
        return (yield self._items(sites[0].value, seen | {variable}))

    def _keeps_size(self, variable: Variable) -> bool:  # noqa: C901 - a case a kind of parent
        """Is the variable only ever looked at, so that nothing is added or taken out?"""
        met = self.facts.met
        for read in met.reads.get(variable, ()):
            above = met.parents[read.index]
            match above:
                case For(iterable=iterable) | ComprehensionClause(iterable=iterable):
                    if iterable is not read:
                        return False
                case Compare():
                    pass
                case Subscript(value=value):
                    if value is read and self.facts.certain.mutation.is_stored(above):
                        return False
                case Call(callee=callee):
                    meaning = self.facts.meaning(callee)
                    is_builtin = isinstance(meaning, ListedMeaning) and meaning.module == "builtins"
                    if callee is read or not is_builtin:
                        return False  # `heapq.heappush(values, …)` adds to it
                case Attribute(name=name):
                    call = met.parents[above.index]
                    is_called = isinstance(call, Call) and call.callee is above
                    if not is_called or name not in {"items", "keys", "values", "get", "index"}:
                        return False
                case _:
                    return False
        return True

    def _called(  # noqa: PLR0911 - a case a builtin
        self, node: Call, seen: frozenset[Variable]
    ) -> Steps[Range | None]:
        meaning = self.facts.meaning(node.callee)
        if not isinstance(meaning, ListedMeaning):
            return None
        if any(isinstance(one, Starred) for one in node.arguments):
            return None
        if meaning.name == "range" and not node.keywords:
            return (yield self._range(node, seen))
        if meaning.name in _VIEWS and isinstance(node.callee, Attribute):
            return (yield self._items(node.callee.value, seen))
        if meaning.name in _SAME and node.arguments:
            return (yield self._items(node.arguments[0], seen))
        if meaning.name in {"set", "frozenset", "dict.fromkeys"} and node.arguments:
            found: Range | None = yield self._items(node.arguments[0], seen)
            return None if found is None else (min(1, found[0]), found[1])
        if meaning.name == "zip" and node.arguments:
            return (yield self._zipped(node, seen))
        return None

    def _zipped(self, node: Call, seen: frozenset[Variable]) -> Steps[Range | None]:
        low: int | None = None
        high: int | None = None
        for argument in node.arguments:
            found: Range | None = yield self._items(argument, seen)
            low = 0 if found is None else found[0] if low is None else min(low, found[0])
            if found is not None and isinstance(found[1], int):
                high = found[1] if high is None else min(high, found[1])
        return None if high is None else (min(low or 0, high), high)

    def _range(self, node: Call, seen: frozenset[Variable]) -> Steps[Range | None]:
        values = [self.facts.constant(one) for one in node.arguments]
        if all(type(one) in (int, bool) for one in values) and 1 <= len(values) <= 3:
            if len(values) == 3 and values[2] == 0:
                return 0, 0
            count = len(range(*values))
            return count, count
        if len(node.arguments) == 1 and isinstance(node.arguments[0], Call):
            inner = node.arguments[0]
            meaning = self.facts.meaning(inner.callee)
            is_length = isinstance(meaning, ListedMeaning) and meaning.name == "len"
            if is_length and len(inner.arguments) == 1:
                return (yield self._items(inner.arguments[0], seen))
        return None

    def _limits(self, part: Slice) -> tuple[object, object, object]:
        def value(node: Node | None) -> object:
            if node is None:
                return None
            return self.facts.constant(node) if isinstance(node, Expression) else MISSING

        return value(part.lower), value(part.upper), value(part.step)


def _sliced(items: Range | None, limits: tuple[object, object, object]) -> Range | None:
    """How many items a slice has; `[:3]` limits even what is not known."""
    lower, upper, step = limits
    if step is not None or not isinstance(lower, (int, type(None))):
        return None
    if not isinstance(upper, (int, type(None))):
        return None
    ends = [items[0], items[1]] if items is not None else [0, None]
    if all(isinstance(end, int) for end in ends):
        low, high = (len(range(int(str(end)))[lower:upper]) for end in ends)
        return min(low, high), high
    if upper is not None and upper >= 0 and (lower is None or lower >= 0):
        return 0, max(0, upper - (lower or 0))
    if lower is not None and lower < 0 and upper is None:
        return 0, -lower
    return None


def shortened(text: str, width: int = 60) -> str:
    """One line of text, cut in the middle where it is long."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    half = (width - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
