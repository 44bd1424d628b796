"""Arguments of a call, and how they reach the parameters of a function of the script."""

from __future__ import annotations

from typing import final

from ..effects import Times
from ..ir import Call, Expression, Node, ParameterKind, Starred
from ..values.collections import DictObject, constant_key, key_constant
from ..values.making import exactly, tuple_of, tuples_of
from ..values.routines import FunctionInfo
from ..values.value import BOTTOM, BOUND, UNKNOWN, UNKNOWN_DATA, Value, either, join
from .evaluator import Evaluator
from .exhaustion import TAKES_ALL, look, spend
from .observations import FAILS, PARTLY, Detail
from .pairs import key_value_pairs
from .protocols import list_items_of


@final
class Arguments:
    """What a call gives: by position, by name, and perhaps more of either.

    `more` is what further positional arguments may be, bottom if there are none. A keyword's value
    that may be unbound is one that is perhaps not given. `nodes` are the places to point at.
    """

    positional: list[Value]
    nodes: list[Node]
    keywords: dict[str, Value]
    keyword_nodes: dict[str, Node]
    more: Value
    more_keywords: Value
    more_times: Times

    def __init__(
        self, positional: list[Value] | None = None, nodes: list[Node] | None = None
    ) -> None:
        self.positional = positional or []
        self.nodes = nodes or []
        self.keywords = {}
        self.keyword_nodes = {}
        self.more = BOTTOM
        self.more_keywords = BOTTOM
        self.more_times = Times()

    def with_first(self, receiver: Value, node: Node) -> Arguments:
        """The same with a receiver before them."""
        found = Arguments([receiver, *self.positional], [node, *self.nodes])
        found.keywords = self.keywords
        found.keyword_nodes = self.keyword_nodes
        found.more = self.more
        found.more_keywords = self.more_keywords
        found.more_times = self.more_times
        return found

    def values(self) -> list[Value]:
        """All values that are given."""
        found = [*self.positional, *[one.bound() for one in self.keywords.values()]]
        if not self.more.is_bottom:
            found.append(self.more)
        if not self.more_keywords.is_bottom:
            found.append(self.more_keywords)
        return found

    def get(self, position: int, name: str = "") -> Value | None:
        """The argument at a position or under a name, if it is surely or perhaps given."""
        if 0 <= position < len(self.positional):
            return self.positional[position]
        if name and name in self.keywords:
            return self.keywords[name]
        if not self.more.is_bottom and position >= 0:
            return self.more
        if name and not self.more_keywords.is_bottom:
            return self.more_keywords
        return None


def evaluate_arguments(ev: Evaluator, call: Call) -> Arguments:
    """The arguments of a call, from left to right."""
    found = Arguments()
    splits = ev.split_count
    for argument in call.arguments:
        if isinstance(argument, Starred):
            value = ev.evaluate(argument.value)
            look(ev, value, argument.value)
            ev.taking = TAKES_ALL
            items = list_items_of(ev, value, argument.value)
            spend(ev, value, argument.value)
            if items.items is not None and found.more.is_bottom:
                found.positional.extend(items.items)
                found.nodes.extend([argument] * len(items.items))
            else:
                is_first = found.more.is_bottom
                found.more_times = (
                    Times(items.low, items.high, value, where=argument.value)
                    if is_first
                    else Times()
                )
                found.more = join(found.more, items.element)
                if items.element.is_bottom:
                    found.more = join(found.more, UNKNOWN)
            continue
        value = ev.evaluate(argument)
        if found.more.is_bottom:
            found.positional.append(value)
            found.nodes.append(argument)
        else:
            found.more = join(found.more, value)
            found.more_times = Times()
    for keyword in call.keywords:
        value = ev.evaluate(keyword.value)
        if keyword.name is not None:
            found.keywords[keyword.name] = value
            found.keyword_nodes[keyword.name] = keyword
            continue
        _spread(ev, found, value, keyword.value)
    if ev.split_count != splits:
        found.positional = [ev.aged(one) for one in found.positional]
        found.keywords = {name: ev.aged(one) for name, one in found.keywords.items()}
        found.more, found.more_keywords = ev.aged(found.more), ev.aged(found.more_keywords)
    return found


def _spread(ev: Evaluator, found: Arguments, value: Value, node: Expression) -> None:
    """`**mapping`."""
    pairs = key_value_pairs(ev, value, node)
    for key, given in pairs.known.items():
        name = key_constant(key)
        if isinstance(name, str):
            found.keywords[name] = given
            found.keyword_nodes[name] = node
    found.more_keywords = join(found.more_keywords, pairs.other)


def bind_arguments(
    ev: Evaluator, info: FunctionInfo, arguments: Arguments, node: Node
) -> list[Value]:
    """The value of each parameter of a function; what does not fit is told."""
    parameters = info.parameters
    values: list[Value] = [BOTTOM] * len(parameters)
    if not (arguments.more.is_bottom and arguments.more_keywords.is_bottom):
        ev.may_raise()
    given: set[str] = set()
    position = 0
    extra: list[Value] = []
    has_star = False
    offset = 1 if arguments.nodes and arguments.nodes[0] is node and info.owner is not None else 0
    for index, one in enumerate(parameters):
        if one.kind is ParameterKind.VAR_POSITIONAL:
            has_star = True
        if one.kind not in (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD):
            continue
        if position < len(arguments.positional):
            values[index] = arguments.positional[position]
            given.add(one.name)
            position += 1
    extra = arguments.positional[position:]
    if extra and not has_star:
        detail = Detail(
            info.name,
            str(position - offset),
            names=(str(len(arguments.positional) - offset),),
            node=arguments.nodes[position] if position < len(arguments.nodes) else node,
        )
        ev.may_raise()
        ev.note("too-many-arguments", node, FAILS, detail)
    else:
        ev.passes("too-many-arguments", node)
    rest = dict(arguments.keywords)
    missing: list[str] = []
    for index, one in enumerate(parameters):
        if one.kind is ParameterKind.VAR_POSITIONAL:
            values[index] = _rest_of_positions(extra, arguments)
            continue
        if one.kind is ParameterKind.VAR_KEYWORD:
            continue
        may_be_named = one.kind is not ParameterKind.POSITIONAL_ONLY
        if one.name in given:
            if may_be_named and one.name in rest:
                state = PARTLY if rest[one.name].unbound else FAILS
                where = arguments.keyword_nodes.get(one.name, node)
                ev.may_raise()
                ev.note("duplicate-argument", where, state, Detail(info.name, one.name))
                del rest[one.name]
            continue
        value = BOTTOM
        may_be_missing = True
        if may_be_named and one.name in rest:
            named = rest.pop(one.name)
            value = named.bound()
            may_be_missing = named.unbound != BOUND
        by_position = one.kind is not ParameterKind.KEYWORD_ONLY
        if may_be_missing and by_position and not arguments.more.is_bottom:
            value = join(value, arguments.more)
        if may_be_missing and may_be_named and not arguments.more_keywords.is_bottom:
            value = join(value, arguments.more_keywords)
        if may_be_missing:
            default = info.defaults[index]
            if default.is_bottom and value.is_bottom:
                missing.append(one.name)
                value = UNKNOWN_DATA
            elif default.is_bottom:
                ev.may_raise()
            value = join(value, default)
        values[index] = value
    if missing:
        ev.may_raise()
        ev.note("missing-argument", node, FAILS, Detail(info.name, names=tuple(missing)))
    else:
        ev.passes("missing-argument", node)
    _rest_of_names(ev, info, arguments, rest, values, node)
    return values


def _rest_of_positions(extra: list[Value], arguments: Arguments) -> Value:
    if arguments.more.is_bottom:
        return tuple_of(extra)
    return tuples_of(join(either(extra), arguments.more))


def _rest_of_names(
    ev: Evaluator,
    info: FunctionInfo,
    arguments: Arguments,
    rest: dict[str, Value],
    values: list[Value],
    node: Node,
) -> None:
    """`**names` takes what is left; without it, what is left is too much."""
    for index, one in enumerate(info.parameters):
        if one.kind is ParameterKind.VAR_KEYWORD:
            known = {constant_key(name): value for name, value in rest.items()}
            other = arguments.more_keywords
            key = BOTTOM if other.is_bottom else exactly("str").with_origins(other.origins)
            made = DictObject("dict", True, known, key, other)
            values[index] = ev.allocate(node, made, ("names", info.number))
            return
    for name, value in rest.items():
        where = arguments.keyword_nodes.get(name, node)
        known_names = tuple([one.name for one in info.parameters])
        state = PARTLY if value.unbound else FAILS
        ev.may_raise()
        ev.note("unknown-argument", where, state, Detail(info.name, name, names=known_names))
