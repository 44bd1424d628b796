"""Where lists, sets and dicts are changed after they were made: found once for a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, final

from ..facts import Facts
from ..ir import (
    Attribute,
    AugmentedAssign,
    BinaryOperator,
    Call,
    Delete,
    Expression,
    Name,
    Node,
    Slice,
    Statement,
    Subscript,
)
from ..sites import How
from ..values.collections import DictObject
from ..values.shapes import ClassOf, Constant, Exactly, Listed, Reference
from ..values.value import ANYTHING, Value

_ONE: Final = frozenset(
    {"append", "appendleft", "insert", "add", "setdefault", "__setitem__", "put", "put_nowait"}
)
_MANY: Final = frozenset({"extend", "extendleft", "update", "__iadd__", "__ior__"})
_FEWER: Final = frozenset(
    {"pop", "popleft", "popitem", "remove", "discard", "clear", "difference_update",
     "intersection_update", "__delitem__", "__isub__", "__iand__"}
)  # fmt: skip
_ANY: Final = frozenset({"symmetric_difference_update", "__imul__", "__ixor__"})
_FUNCTIONS: Final = {
    "heapq.heappush": 1,
    "bisect.insort": 1,
    "bisect.insort_left": 1,
    "bisect.insort_right": 1,
    "heapq.heappop": -1,
}
_AUGMENTED: Final = frozenset({BinaryOperator.ADD, BinaryOperator.BIT_OR})
_LESS: Final = frozenset({BinaryOperator.SUBTRACT, BinaryOperator.BIT_AND})


class Change(NamedTuple):
    """A place that changes a collection: by `items` of them, by one if there are none told.

    `is_open` if nobody knows by how many, or how often.
    """

    node: Node
    receiver: Expression
    items: tuple[Expression, ...] = ()
    is_many: bool = False
    is_fewer: bool = False
    is_open: bool = False


@final
class Growth:
    """The changes of one script, by the locations of what they change.

    `is_lost` if something may change any collection; `of_data` are what is changed where that may
    be something that a tool returned and nobody declared.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.grown: dict[int, list[Change]] = {}
        self.shrunk: set[int] = set()
        self.is_lost = False
        self.of_data: list[Expression] = []
        evaluator = facts.evaluator
        self.elders = dict(evaluator.splits)
        self.heirs = {older: newer for newer, older in evaluator.splits.items()}
        for one in self._changes():
            self._enter(one)

    def _changes(self) -> Iterator[Change]:
        met = self.facts.met
        for attribute in met.attributes:
            change = self._by_method(attribute)
            if change is not None:
                yield change
        for call in met.calls:
            sign = _FUNCTIONS.get(self._listed(call), 0)
            if sign and call.arguments:
                yield Change(call, call.arguments[0], is_fewer=sign < 0)
        for statement in met.statements:
            yield from self._by_statement(statement)
        for stored in met.stored_subscripts:
            yield Change(stored, stored.value, is_open=isinstance(stored.key, Slice))
        for read in met.subscripts:
            value = self.facts.seen.value(read.value)
            if value is not None and any(self._makes_items(one) for one in value.references()):
                yield Change(read, read.value)

    @staticmethod
    def _by_statement(statement: Statement) -> Iterator[Change]:
        """`values += more` and `del values[0]`."""
        if isinstance(statement, Delete):
            for target in statement.targets:
                if isinstance(target, Subscript):
                    yield Change(statement, target.value, is_fewer=True)
        elif isinstance(statement, AugmentedAssign):
            yield Change(
                statement,
                statement.target,
                (statement.value,),
                is_many=True,
                is_fewer=statement.operator in _LESS,
                is_open=statement.operator not in _AUGMENTED | _LESS,
            )

    def _by_method(self, attribute: Attribute) -> Change | None:
        name = attribute.name
        if name not in _ONE | _MANY | _FEWER | _ANY:
            return None
        call = self.facts.parent(attribute)
        if not isinstance(call, Call) or call.callee is not attribute:
            return Change(attribute, attribute.value, is_fewer=name in _FEWER, is_open=True)
        if name in _MANY:
            keywords = tuple([one.value for one in call.keywords if one.name is None])
            items = (*call.arguments, *keywords)
            named = any(one.name is not None for one in call.keywords)
            return Change(call, attribute.value, items, is_many=True, is_open=named)
        return Change(call, attribute.value, is_fewer=name in _FEWER, is_open=name in _ANY)

    def _listed(self, call: Call) -> str:
        value = self.facts.seen.callees.get(call.index)
        single = None if value is None else value.single
        return single.name if isinstance(single, Listed) else ""

    def _makes_items(self, location: int) -> bool:
        held = self.facts.evaluator.object_at(location)
        return isinstance(held, DictObject) and held.factory is not None

    def _enter(self, change: Change) -> None:
        value = self.facts.seen.value(change.receiver)
        if value is None:
            return
        if value.unknown == ANYTHING or _is_type(value):
            self.is_lost = True
        elif value.unknown and not self._is_own(change.receiver):
            self.of_data.append(change.receiver)
        for location in value.references():
            for one in (location, self.elders.get(location), self.heirs.get(location)):
                if one is None:
                    continue
                if change.is_fewer:
                    self.shrunk.add(one)
                else:
                    self.grown.setdefault(one, []).append(change)

    def _is_own(self, receiver: Expression) -> bool:
        """Is it a variable that only ever gets values that the script itself makes?"""
        variable = self.facts.met.variable(receiver)
        if not isinstance(receiver, Name) or variable is None:
            return False
        for site in self.facts.met.bindings.get(variable, ()):
            if site.how is How.AUGMENTED:
                continue
            value = self.facts.seen.value(site.value) if site.value is not None else None
            if site.how is not How.ASSIGNED or value is None or value.unknown:
                return False
        return True


def _is_type(value: Value) -> bool:
    """Is a method taken from a type, as in `list.append(values, 1)`?"""
    return any(
        not isinstance(one, (Reference, Constant, Exactly))
        and (isinstance(one, ClassOf) or (isinstance(one, Listed) and one.name in _TYPES))
        for one in value.shapes
    )


_TYPES: Final = frozenset(
    {"list", "set", "dict", "collections.deque", "collections.Counter", "collections.defaultdict",
     "collections.OrderedDict"}
)  # fmt: skip
