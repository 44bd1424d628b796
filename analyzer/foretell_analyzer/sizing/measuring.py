"""How many items something has: the values that evaluation has seen, and what made them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final, cast, final

from ..bounds import (
    NOTHING,
    Interval,
    Unknown,
    UpperEnd,
    add_ends,
    exactly,
    greatest_end,
    multiply_ends,
)
from ..catalog import Tool
from ..effects import Rounds
from ..facts import Facts
from ..ir import (
    Call,
    ComprehensionClause,
    Expression,
    For,
    FunctionDefinition,
    GeneratorExpression,
    Keyword,
    Node,
    Statement,
    While,
    Yield,
    YieldFrom,
    walk,
)
from ..polynomials import ONE, Polynomial, number
from ..sites import How
from ..values.collections import DictObject, ListObject, SetObject
from ..values.instances import Lazy, Suspended
from ..values.shapes import Constant, Exactly, Reference, TupleOf
from ..values.value import Value
from .executions import Executions, Loop
from .growth import Change, Growth
from .naming import Names
from .numbers import Amount, amount_of
from .paths import Path, path_of
from .structure import created, structured
from .whiles import capped, times_of_while

DEEPEST: Final = 40
MOST_STEPS: Final = 4_000
_VIEWS: Final = frozenset({"range", "dict_keys", "dict_values", "dict_items"})
"""Lazy objects that can be gone over again from the start."""
_SCALARS: Final = frozenset({"int", "float", "bool", "NoneType", "complex"})


@final
class Sizing:
    """The sizes in one script, each worked out when first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.executions = Executions(self)
        self.names = Names(facts, self._is_once, self._limit)
        self._known: dict[tuple[str, int], Interval] = {}
        self._amounts: dict[int, Amount] = {}
        self._active: set[tuple[str, int]] = set()
        self._steps = 0

    @cached_property
    def growth(self) -> Growth:
        """Where collections are changed."""
        return Growth(self.facts)

    @cached_property
    def _made_by(self) -> dict[int, tuple[int, object]]:
        """By location: the number of the node that made what is there, and which part of it."""
        sites = {
            location: (node, part)
            for (node, _, part), location in self.facts.evaluator.sites.items()
        }
        for newer, older in self.facts.evaluator.splits.items():
            if newer in sites:
                sites[older] = sites[newer]
        return sites

    def unknown(self, node: Node, why: str) -> Interval:
        """Any number, and why no more is known."""
        return Interval(NOTHING.low, Unknown(why, self.facts.place(node)))

    @cached_property
    def _changed(self) -> tuple[Path | None, ...]:
        return tuple([path_of(self, one) for one in self.growth.of_data])

    def is_changed(self, path: Path) -> bool:
        """May the script change how many items a part of a result has?"""
        return any(one is None or one == path for one in self._changed)

    def _is_once(self, node: int) -> bool:
        call = self.facts.node(node)
        return call is not None and self.executions.in_run(call) == ONE

    def _limit(self, tool: Tool, node: int, parameter: str) -> Polynomial | None:
        """The greatest value that an argument of a call has, if it is known."""
        use = self.facts.seen.tool_uses.get((node, tool.name))
        call = self.facts.node(node)
        declared = tool.parameter(parameter)
        if use is None or declared is None or not isinstance(call, Call):
            return None
        given = use.given.get(parameter)
        where = use.nodes.get(parameter)
        end: UpperEnd = NOTHING.low
        if given is not None:
            end = self._argument(given, where, call)
        if given is None or use.is_open or not _is_written(call, where):
            default = declared.default
            if isinstance(default, bool) or not isinstance(default, int):
                return None
            end = greatest_end(end, number(max(default, 0)))
        return end if isinstance(end, Polynomial) else None

    def _argument(self, given: Value, where: Node | None, call: Call) -> UpperEnd:
        constants = given.constants()
        if constants is not None and all(isinstance(one, int) for one in constants):
            return number(max([0, *[one for one in constants if isinstance(one, int)]]))
        inner = where.value if isinstance(where, Keyword) else where
        if isinstance(inner, Expression) and _is_written(call, where):
            return self.amount(inner).high
        return self._unknown_items(call).high

    # ----------------------------------------------------------------------------- asking

    def _guarded(
        self, kind: str, key: int, compute: Callable[[], Interval], why: Callable[[], Interval]
    ) -> Interval:
        """Work out once; what depends on itself is not known."""
        found = self._known.get((kind, key))
        if found is not None:
            return found
        self._steps += 1
        if (kind, key) in self._active or len(self._active) > DEEPEST or self._steps > MOST_STEPS:
            return why()
        self._active.add((kind, key))
        found = self._known[kind, key] = compute()
        self._active.discard((kind, key))
        return found

    def guarded_end(self, kind: str, node: Node, compute: Callable[[], UpperEnd]) -> UpperEnd:
        """Work out an upper end once; what depends on itself is not known."""

        def once() -> Interval:
            return Interval(NOTHING.low, compute())

        return self._guarded(kind, node.index, once, lambda: self._unknown_items(node)).high

    def of_expression(self, node: Expression) -> Interval:
        """How many items the value of an expression has when it is gone over."""

        def compute() -> Interval:
            value = self.facts.seen.value(node)
            found = self.of_value(value, node) if value is not None else None
            if found is not None and found.is_finite:
                return found
            by_structure = self._by_structure(node, value)
            if by_structure is not None:
                return by_structure
            return self._unknown_items(node) if found is None else found

        return self._guarded("expression", node.index, compute, lambda: self._unknown_items(node))

    def _by_structure(self, node: Expression, value: Value | None) -> Interval | None:
        """What the script's own words say, where nothing changes what they make."""
        references = frozenset[int]() if value is None else value.references()
        growth = self.growth
        if growth.is_lost or not references.isdisjoint(growth.grown):
            return None
        if (value is None or value.unknown) and None in self._changed:
            return None
        found = structured(self, node)
        if found is None or references.isdisjoint(growth.shrunk):
            return found
        return found.perhaps()

    def _unknown_items(self, node: Node) -> Interval:
        shown = self.facts.snippet(node)
        return self.unknown(node, f"how many items `{shown}` has is not known")

    def of_value(self, value: Value, node: Node) -> Interval:
        """How many items a value has, whatever of its alternatives it is."""
        found: Interval | None = None
        if value.unknown:
            return self._unknown_items(node)
        for shape in value.shapes:
            match shape:
                case Constant():
                    if not isinstance(shape.value, (str, bytes)):
                        continue
                    one = exactly(len(shape.value))
                case TupleOf() if shape.items is not None:
                    one = exactly(len(shape.items))
                case Reference():
                    one = self.of_location(shape.location, node)
                case Exactly() if shape.type in _SCALARS:
                    continue
                case _:
                    return self._unknown_items(node)
            found = one if found is None else found | one
        return self._unknown_items(node) if found is None else found

    def of_location(self, location: int, node: Node) -> Interval:
        """How many items the object at a location ever has."""

        def compute() -> Interval:
            held = self.facts.evaluator.object_at(location)
            if self.growth.is_lost and isinstance(held, (ListObject, SetObject, DictObject)):
                return self.unknown(node, "what is not known may change any list")
            made = self._as_made(location, node)
            total = made.high
            for change in self.growth.grown.get(location, ()):
                if isinstance(total, Unknown):
                    break
                total = add_ends(total, self._grown_by(change, location))
            low = NOTHING.low if location in self.growth.shrunk else made.low
            return Interval(low, total)

        found = self._guarded("location", location, compute, lambda: self._unknown_items(node))
        held = self.facts.evaluator.object_at(location)
        if isinstance(held, Lazy) and held.kind in _VIEWS:
            return found
        is_used_up = isinstance(held, (Lazy, Suspended))
        is_new = self._made_by.get(location, (0, None))[0] == node.index
        return found.perhaps() if is_used_up and not is_new else found

    def _as_made(self, location: int, node: Node) -> Interval:
        """How many items an object has when it is new."""
        held = self.facts.evaluator.object_at(location)
        maker, part = self._made_by.get(location, (0, None))
        if isinstance(part, tuple):
            kind, *rest = cast("tuple[object, ...]", part)
            if kind in ("list", "dict") and len(rest) == 2:
                return self.names.length(str(rest[0]), maker, str(rest[1]))
        made = self.facts.node(maker)
        if isinstance(held, Suspended):
            return self._given_by(held, node)
        value = self.facts.seen.value(made) if isinstance(made, Expression) else None
        heir = self.growth.heirs.get(location, location)
        if value is None or heir not in value.references():
            return self._unknown_items(node)
        assert isinstance(made, Expression)
        return created(self, made) or self._unknown_items(node)

    def _given_by(self, held: Suspended, node: Node) -> Interval:
        """How many items a generator gives."""
        if held.function is None:
            made = self.facts.node(held.call)
            found = created(self, made) if isinstance(made, GeneratorExpression) else None
            return found or self._unknown_items(node)
        definition = held.function.definition
        if held.type != "generator" or not isinstance(definition, FunctionDefinition):
            return self._unknown_items(node)
        total: UpperEnd = NOTHING.low
        for inner in walk(definition):
            if not isinstance(inner, (Yield, YieldFrom)):
                continue
            if self.facts.met.function_around(inner) is definition:
                times = self.executions.below(inner, definition)
                if isinstance(inner, YieldFrom):
                    times = multiply_ends(times, self.of_expression(inner.value).high)
                total = add_ends(total, times)
        return Interval(NOTHING.low, total)

    # ----------------------------------------------------------------------------- growth

    def _grown_by(self, change: Change, location: int) -> UpperEnd:
        """By how many items a place makes an object larger while that exists."""
        facts = self.facts
        if change.is_open:
            return Unknown("what is put into a list is not known", facts.place(change.node))
        amount: UpperEnd = NOTHING.low
        for one in change.items:
            amount = add_ends(amount, self.of_expression(one).high)
        return multiply_ends(amount if change.is_many else ONE, self._times(change, location))

    def _times(self, change: Change, location: int) -> UpperEnd:
        """How often a place changes one object: in the lifetime of that if it is a local one."""
        met = self.facts.met
        function = met.function_around(change.node)
        variable = met.variable(change.receiver)
        maker, _ = self._made_by.get(location, (0, None))
        if variable is None or variable.owner != function.index:
            return self.executions.in_run(change.node)
        for site in met.bindings.get(variable, ()):
            value = None if site.value is None else self.facts.seen.value(site.value)
            if site.how is How.AUGMENTED:
                continue
            if site.how is not How.ASSIGNED or value is None or site.value is None:
                return self.executions.in_run(change.node)
            makers = {self._made_by.get(one, (0, None))[0] for one in value.references()}
            if makers != {site.value.index} or met.function_around(site.node) is not function:
                return self.executions.in_run(change.node)
        made = self.facts.node(maker)
        if made is None or met.function_around(made) is not function:
            return self.executions.in_run(change.node)
        return self.executions.below(change.node, self._lifetime(made, change.node, function))

    def _lifetime(self, made: Node, change: Node, function: Node) -> Node:
        """The innermost loop of which each round makes the object anew before it is changed."""
        met = self.facts.met
        around = set(met.ancestors(change))
        below = made
        for above in met.ancestors(made):
            if above is function:
                break
            if isinstance(above, (For, While)):
                is_first = (
                    self.facts.module.span(below).start < self.facts.module.span(change).start
                )
                return above if below in above.body and above in around and is_first else function
            if isinstance(below, Statement):
                break
            below = above
        return function

    # ----------------------------------------------------------------------------- loops

    @cached_property
    def has_counters(self) -> bool:
        """Is there anything that a script might count with, or remember calls in?"""
        met = self.facts.met
        return bool(met.augmented or met.stored_subscripts) or any(
            isinstance(one, FunctionDefinition) and one.decorators for one in met.statements
        )

    def amount(self, node: Expression) -> Amount:
        """What number an expression is."""
        found = self._amounts.get(node.index)
        key = ("amount", node.index)
        self._steps += 1
        if found is not None:
            return found
        if key in self._active or len(self._active) > DEEPEST or self._steps > MOST_STEPS:
            return Amount(None, self._unknown_items(node).high)
        self._active.add(key)
        found = self._amounts[node.index] = amount_of(self, node)
        self._active.discard(key)
        return found

    def times(self, loop: Loop) -> Interval:
        """How often the body of a loop is begun, unless something leaves it."""

        def compute() -> Interval:
            if isinstance(loop, While):
                return times_of_while(self, loop)
            found = self.of_expression(loop.iterable)
            return capped(self, loop, found) if isinstance(loop, For) else found

        def cyclic() -> Interval:
            return self.unknown(loop, "how often a loop goes round depends on itself")

        return self._guarded("loop", loop.index, compute, cyclic)

    def of_rounds(self, effect: Rounds) -> Interval | None:
        """How often the body of a loop is begun in the place that an effect stands for.

        None where it goes over nothing that is written down.
        """
        node = effect.times.where or effect.node
        if isinstance(node, While):
            return self.times(node)
        loop = node if isinstance(node, For) else self.facts.parent(node)
        values = node.iterable if isinstance(node, (For, ComprehensionClause)) else node
        if not isinstance(values, Expression):
            return None
        of = effect.times.of
        if of is None:
            return self._unknown_items(values)
        found = self.of_value(of, values)
        if not found.is_finite:
            found = self.of_expression(values)
        is_own = isinstance(loop, For) and loop.iterable is values
        return capped(self, loop, found) if isinstance(loop, For) and is_own else found


def _is_written(call: Call, where: Node | None) -> bool:
    """Does an argument stand in the call itself?"""
    return where in call.keywords or where in call.arguments
