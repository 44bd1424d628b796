"""Calls that a memory limits: of a function with a cache, or behind `if key not in known`.

Each key is asked for once, so there are no more calls than keys where those are known one by one.
A call that fails is not remembered: nothing of this holds where an exception of it may be caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..ir import (
    Assign,
    Call,
    Compare,
    Comparison,
    Constant,
    Dict,
    Expression,
    ExpressionStatement,
    FunctionDefinition,
    If,
    Keyword,
    Lambda,
    Name,
    Node,
    Return,
    Subscript,
    Try,
    With,
    walk,
)
from ..polynomials import ONE, Polynomial, number
from ..sites import How, Variable
from ..values.collections import DictObject, constant_key
from ..values.shapes import Listed, Reference, ToolOf
from .executions import COMPREHENSIONS
from .paths import listed_name

if TYPE_CHECKING:
    from .measuring import Sizing

MOST_KEPT = 128
"""How many results a cache keeps that nobody gives a size."""
_CACHES = frozenset({"functools.cache", "functools.lru_cache"})


def most_remembered(sizing: Sizing, call: Call) -> Polynomial | None:
    """How often a call is made in a run, if there is a memory of what it returned."""
    function = sizing.facts.met.function_around(call)
    if isinstance(function, FunctionDefinition) and _is_cached(sizing, function):
        found = _by_cache(sizing, call, function)
    else:
        found = _by_dict(sizing, call)
    if found is None or _may_be_caught(sizing, call):
        return None
    return number(found)


def _is_cached(sizing: Sizing, function: FunctionDefinition) -> bool:
    if len(function.decorators) != 1 or function.is_async:
        return False
    (decorator,) = function.decorators
    if not isinstance(decorator, Call):
        value = sizing.facts.seen.value(decorator)
        single = None if value is None else value.single
        return isinstance(single, Listed) and single.name in _CACHES
    if listed_name(sizing, decorator) not in _CACHES:
        return False
    given = [*decorator.arguments, *[one.value for one in decorator.keywords]]
    return all(isinstance(one, Constant) and _is_large(one.value) for one in given[:1])


def _is_large(size: object) -> bool:
    return size is None or (isinstance(size, int) and size >= MOST_KEPT)


def _by_cache(sizing: Sizing, call: Call, function: FunctionDefinition) -> int | None:
    """By the only parameter of a cached function, which the call is given."""
    met = sizing.facts.met
    if any(one.name == "cache_clear" for one in met.attributes):
        return None
    if not _is_once_below(sizing, call, function):
        return None
    for argument in (*call.arguments, *[one.value for one in call.keywords]):
        variable = met.variable(argument)
        if not isinstance(argument, Name) or variable is None or variable.owner != function.index:
            continue
        sites = met.bindings.get(variable, ())
        parameters = [
            one for one in met.bindings if one.owner == function.index and _is_given(sizing, one)
        ]
        if len(parameters) == 1 and len(sites) == 1 and parameters[0] == variable:
            found = _constants(sizing, argument)
            return None if found is None or len(found) > MOST_KEPT else len(found)
    return None


def _is_given(sizing: Sizing, variable: Variable) -> bool:
    sites = sizing.facts.met.bindings.get(variable, ())
    return any(one.how is How.PARAMETER for one in sites)


def _by_dict(sizing: Sizing, call: Call) -> int | None:
    """By the keys that a dict may get in `if key not in known: known[key] = call(…)`."""
    met = sizing.facts.met
    for above in met.ancestors(call):
        if isinstance(above, If):
            asked = _asked(sizing, above, call)
            return None if asked is None else _new_keys(sizing, *asked)
        if not _is_straight(above):
            return None
    return None


def _asked(sizing: Sizing, branch: If, call: Call) -> tuple[Name, Name] | None:
    """The key and the dict of which a branch asks, if it puts the key there behind the call."""
    test = branch.test
    if not isinstance(test, Compare) or test.operators != (Comparison.NOT_IN,):
        return None
    key, known = test.left, test.comparators[0]
    if not isinstance(key, Name) or not isinstance(known, Name):
        return None
    met = sizing.facts.met
    variables = (met.variable(key), met.variable(known))
    for one in branch.body:
        if not isinstance(one, (Assign, ExpressionStatement)):
            return None
        for target in one.targets if isinstance(one, Assign) else ():
            if isinstance(target, Name) and met.variable(target) in variables:
                return None
            if not isinstance(target, Subscript):
                continue
            if (met.variable(target.key), met.variable(target.value)) == variables:
                is_before = sizing.facts.module.span(call).start < sizing.facts.module.span(one).end
                return (key, known) if is_before else None
    return None


def _new_keys(sizing: Sizing, key: Name, known: Name) -> int | None:
    """How many keys a dict of the whole run may get that it does not have."""
    met = sizing.facts.met
    variable = met.variable(known)
    sites = [] if variable is None else list(met.bindings.get(variable, ()))
    value = sizing.facts.seen.value(known)
    single = None if value is None else value.single
    keys = _constants(sizing, key)
    if len(sites) != 1 or not isinstance(single, Reference) or keys is None:
        return None
    held = sizing.facts.evaluator.object_at(single.location)
    growth = sizing.growth
    if growth.is_lost or single.location in growth.shrunk or not isinstance(held, DictObject):
        return None
    if sizing.executions.in_run(sites[0].node) != ONE:
        return None
    made = sites[0].value
    there = [one.key for one in made.items] if isinstance(made, Dict) else []
    written = {constant_key(one.value) for one in there if isinstance(one, Constant)}
    return len({constant_key(one) for one in keys} - written)


def _constants(sizing: Sizing, node: Name) -> tuple[object, ...] | None:
    value = sizing.facts.seen.value(node)
    return None if value is None else value.constants()


def _is_once_below(sizing: Sizing, call: Node, function: FunctionDefinition) -> bool:
    """Is a call made once at most each time that a function is called?"""
    for above in sizing.facts.met.ancestors(call):
        if above is function:
            return True
        if not isinstance(above, If) and not _is_straight(above):
            return False
    return False


def _is_straight(node: Node) -> bool:
    """Is what is below a node evaluated once at most each time that the node is?"""
    if isinstance(node, (*COMPREHENSIONS, Lambda)):
        return False
    return isinstance(node, (Expression, Keyword, Assign, ExpressionStatement, Return))


def _may_be_caught(sizing: Sizing, call: Call) -> bool:
    """May the script go on after a call has failed?"""
    for statement in sizing.facts.met.statements:
        if isinstance(statement, FunctionDefinition) and statement.is_async:
            return True
        if isinstance(statement, (Try, With)):
            for inner in _calls_in(statement):
                value = sizing.facts.seen.callees.get(inner.index)
                is_tool = value is not None and not value.unknown and value.shapes
                if inner is call or not is_tool or value is None:
                    return True
                if not all(isinstance(one, ToolOf) for one in value.shapes):
                    return True
    return False


def _calls_in(statement: Try | With) -> Iterator[Call]:
    """The calls that a statement may catch exceptions of."""
    blocks = (statement.body, statement.items) if isinstance(statement, With) else (statement.body,)
    for block in blocks:
        for one in block:
            yield from [inner for inner in walk(one) if isinstance(inner, Call)]
