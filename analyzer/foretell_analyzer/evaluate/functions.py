"""Functions of the script: made by a definition, called with arguments, their bodies evaluated.

A body is evaluated anew for each call, with the values that it gets there. A function that calls
itself is evaluated until a further round brings nothing new: a call inside takes the results of
the round before, and adds its arguments to those of the next. Where calls go too deep, or work has
to be saved, a call is *deferred*: its result is unknown, everything shared may have changed, and
the body is evaluated later, once, with nothing known of its parameters.
"""

from __future__ import annotations

from typing import Final

from ..catalog import Tool
from ..effects import NEVER, Deferred, Recursion, called
from ..ir import Expression, FunctionDefinition, Lambda, Node, ParameterKind, Statement
from ..values.collections import DictObject
from ..values.instances import Suspended
from ..values.making import NONE_VALUE, exactly, tuples_of
from ..values.origins import passed
from ..values.routines import FunctionInfo
from ..values.shapes import FunctionOf
from ..values.store import DOOM, Delta, hopeful, meet
from ..values.value import BOTTOM, UNBOUND, UNKNOWN, Value, join, widen
from . import steering
from .activation import Activation
from .arguments import Arguments, bind_arguments
from .evaluator import DEEPEST, MOST_ROUNDS, STATEMENTS, Evaluator
from .observations import Edge

SHALLOW: Final = 40
"""Calls inside one another that no limit forbids, if none of them is of a function that is running."""
MOST_NESTED: Final = 3
"""How often the same definition is evaluated inside itself as different functions."""


def make_function(ev: Evaluator, node: FunctionDefinition | Lambda, name: str) -> Value:
    """The function that a definition makes at the present point."""
    key = (node.index, ev.frame.number)
    defaults = [
        BOTTOM if one.default is None else ev.evaluate(one.default) for one in node.parameters
    ]
    info = ev.functions.get(key)
    if info is None:
        scope = ev.met.resolution.scopes[node.index]
        qualified = qualified_name(ev, node, name)
        is_generator = node.index in ev.met.generators
        info = FunctionInfo(len(ev.functions), node, scope, ev.frame, qualified, is_generator)
        info.defaults = defaults
        ev.functions[key] = info
        ev.seen.functions.setdefault(node.index, []).append(info)
    else:
        info.add_defaults(defaults)
    return Value((FunctionOf(info),))


def qualified_name(ev: Evaluator, node: FunctionDefinition | Lambda, name: str) -> str:
    """The name with those of the functions and classes around, without `<locals>`."""
    if isinstance(node, Lambda):
        return name
    around = ev.outside.names_around(node)
    return f"{around}.{name}" if around else name


def record_call(ev: Evaluator, callee: FunctionInfo | Tool, node: Node) -> None:
    """Note that the present function calls another, or a tool."""
    if not ev.goes_on():
        return
    caller = ev.caller
    mark: object = callee.number if isinstance(callee, FunctionInfo) else callee.name
    key = (-1 if caller is None else caller.number, mark, node.index)
    if key not in ev.seen.edges and not ev.is_dead:
        ev.seen.edges[key] = Edge(caller, callee, node)
    if isinstance(callee, FunctionInfo) and not (callee.is_async or callee.is_generator):
        ev.seen.run(callee.definition, node, frozenset(ev.active_loops))
    if isinstance(callee, FunctionInfo) and not ev.is_assumed:
        ev.seen.called.setdefault(callee.number, callee)


def call_function(
    ev: Evaluator, info: FunctionInfo, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call a function of the script."""
    record_call(ev, info, node)
    values = bind_arguments(ev, info, arguments, node)
    if ev.has_recursion or len(ev.stack) > SHALLOW:
        ev.may_raise("RecursionError")
    if info.is_generator or info.is_async:
        kind = "coroutine"
        if info.is_generator:
            kind = "async_generator" if info.is_async else "generator"
        if kind == "coroutine" and ev.goes_on():
            ev.seen.suspended[node.index] = node
        made = Suspended(kind, info, tuple(values), BOTTOM, node.index)
        return ev.allocate(node, made, ("call", ordinal, info.number))
    return run_body(ev, info, values, node, ordinal)


def run_body(
    ev: Evaluator, info: FunctionInfo, values: list[Value], node: Node, ordinal: int
) -> Value:
    """Evaluate the body of a function, and go on behind the call."""
    if not ev.goes_on():
        return BOTTOM
    same = 0
    for active in ev.stack:
        if active.function is info:
            return recur(ev, active, values, node)
        if active.function is not None and active.function.definition is info.definition:
            same += 1
    if ev.is_thrifty or ev.depth > DEEPEST or same > MOST_NESTED:
        return defer(ev, info, values, node)
    activation = enter(ev, info, ev.inner_context(node, ordinal))
    begun = steering.begin(ev)
    ways: list[Delta] = []
    result = BOTTOM
    count = 0
    while True:
        had_recursion = ev.has_recursion
        around = ev.begin()
        ways = evaluate_body(ev, activation, values)
        body = ev.end(around)
        result = activation.result
        if not activation.is_recursive:
            break
        exits = _joined_ways(ev, activation, hopeful(ways))
        grown = widen(activation.before, result) if count else join(activation.before, result)
        is_stable = grown.same(activation.before) and _covers(activation.before_exits, exits)
        if is_stable and not activation.grew and had_recursion:
            break
        count += 1
        if count > MOST_ROUNDS:
            ev.seen.is_complete = False
            grown = join(grown, UNKNOWN)
            if count > MOST_ROUNDS + 2:
                break
        activation.before = grown
        for location, content in exits.items():
            known = activation.before_exits.get(location)
            activation.before_exits[location] = (
                content if known is None else meet(known, content, widening=count > 2)
            )
    exit_activation(ev)
    ev.record(called(info, node, body, is_recursive=activation.is_recursive))
    ev.meet([without_own(ev, activation, one) for one in ways])
    steering.end_function(ev, begun)
    return went_through(result, info.name) if ev.goes_on() else BOTTOM


def went_through(value: Value, name: str) -> Value:
    """A value that a function of this name has given: all that it is made of went through it."""
    if not value.origins or name == "<lambda>":
        return value
    return value.only_origins(passed(value.origins, name))


def enter(ev: Evaluator, info: FunctionInfo, context: int) -> Activation:
    """Begin to evaluate a function: its frame, scope and context become the present ones."""
    frame = ev.new_frame(info.scope, info.frame, context)
    activation = Activation(info, frame, ev.branch())
    activation.entries = [BOTTOM] * len(info.parameters)
    activation.steering = ev.store.steering
    activation.around = (ev.frame, ev.scope, ev.context)
    activation.around_caller = ev.caller
    ev.stack.append(activation)
    ev.activation = activation
    ev.frame, ev.scope, ev.context = frame, info.scope, context
    ev.caller = info
    return activation


def exit_activation(ev: Evaluator) -> None:
    """Go back to the function around."""
    activation = ev.stack.pop()
    ev.activation = ev.stack[-1]
    ev.frame, ev.scope, ev.context = activation.around
    ev.caller = activation.around_caller


def evaluate_body(ev: Evaluator, activation: Activation, values: list[Value]) -> list[Delta]:
    """One round of a body from the present state; the ways by which it returns."""
    info = activation.function
    assert info is not None
    ev.ran.add(info.number)
    mark = ev.branch()
    activation.mark = mark
    activation.returns = []
    activation.result = BOTTOM
    activation.yields = []
    activation.grew = False
    activation.loops = []
    ev.store.steering = activation.steering
    for location, content in activation.entry_states.items():
        ev.store.write(location, meet(ev.store.read(location), content, widening=False))
    _fill_frame(ev, activation, values)
    definition = info.definition
    ways = activation.returns
    if isinstance(definition, Lambda):
        activation.result = ev.evaluate(definition.body)
        if ev.goes_on():
            ways.append(ev.store.delta(mark))
    else:
        ev.execute(definition.body)
        if ev.goes_on():
            activation.result = join(activation.result, NONE_VALUE)
            ways.append(ev.store.delta(mark))
        else:
            ev.record(NEVER)
    ev.store.rollback(mark)
    ev.reachable = True
    return ways


def _fill_frame(ev: Evaluator, activation: Activation, values: list[Value]) -> None:
    """Parameters get their values, other variables none."""
    frame = activation.frame
    scope = frame.scope
    cells = ev.outside.cells_of(scope)
    for slot in range(len(scope.slot_names)):
        if slot in frame.free:
            continue
        location = frame.base + slot
        value = UNBOUND
        if slot < len(values):
            value = join(values[slot], activation.entries[slot])
        if slot in cells:
            before = ev.store.cells.get(location)
            if isinstance(before, Value) and not before.is_unbound:
                before = before.bound()
                # A function made by an earlier activation may still use this variable.
                ev.weak_locations.add(location)
                value = before if slot >= len(values) else join(before, value)
        ev.store.write(location, value)


def without_own(ev: Evaluator, activation: Activation, delta: Delta) -> Delta:
    """Changes less those of variables that nothing can see behind the call."""
    frame = activation.frame
    last = frame.base + len(frame.scope.slot_names)
    cells = ev.outside.cells_of(frame.scope)
    return {
        location: content
        for location, content in delta.items()
        if not frame.base <= location < last or location - frame.base in cells
    }


def _joined_ways(ev: Evaluator, activation: Activation, ways: list[Delta]) -> Delta:
    """What a function may have changed behind any of its returns."""
    found: Delta = {}
    for delta in ways:
        for location, content in without_own(ev, activation, delta).items():
            if location == DOOM:
                continue
            known = found.get(location)
            found[location] = content if known is None else meet(known, content, widening=False)
    return found


def _covers(known: Delta, new: Delta) -> bool:
    for location, content in new.items():
        before = known.get(location)
        if before is None or not meet(before, content, widening=False).same(before):
            return False
    return True


def recur(ev: Evaluator, active: Activation, values: list[Value], node: Node) -> Value:
    """A call of a function whose body is being evaluated; it may go too deep."""
    ev.has_recursion = True
    ev.may_raise()
    assert active.function is not None
    ev.record(Recursion(active.function, node))
    active.is_recursive = True
    if not ev.store.steering <= active.steering:
        active.steering = active.steering | ev.store.steering
        active.grew = True
    for position, value in enumerate(values):
        grown = widen(active.entries[position], value)
        if not grown.same(active.entries[position]):
            active.entries[position] = grown
            active.grew = True
    for location, content in without_own(ev, active, ev.store.delta(active.mark)).items():
        if location == DOOM:
            continue
        known = active.entry_states.get(location)
        merged = content if known is None else meet(known, content, widening=True)
        if known is None or not merged.same(known):
            active.entry_states[location] = merged
            active.grew = True
    if active.before.is_bottom:
        # Nothing is known to return yet: this way goes on in the next round, if at all.
        ev.reachable = False
        return BOTTOM
    for location, content in active.before_exits.items():
        ev.store.write(location, meet(ev.store.read(location), content, widening=False))
    return active.before


def defer(ev: Evaluator, info: FunctionInfo, values: list[Value], node: Node) -> Value:
    """A call that is not followed."""
    ev.deferred.setdefault(info.number, info)
    ev.record(Deferred(info, node))
    for value in values:
        ev.escape(value)
    ev.havoc()
    ev.may_raise()
    if ev.watches:
        ev.watches[-1].tell(UNKNOWN.origins)
    return UNKNOWN


def assume(ev: Evaluator, info: FunctionInfo, parameter: Value) -> None:
    """Evaluate a body as if something had called it with arguments of which nothing is known."""
    values: list[Value] = []
    for position, one in enumerate(info.parameters):
        if one.kind is ParameterKind.VAR_POSITIONAL:
            values.append(tuples_of(parameter))
        elif one.kind is ParameterKind.VAR_KEYWORD:
            made = DictObject(
                "dict", True, {}, exactly("str").with_origins(parameter.origins), parameter
            )
            values.append(ev.allocate(one, made))
        elif position == 0 and info.owner is not None and one.name == "self":
            own = ev.outside.instance_of(ev, info.owner, info.definition)
            values.append(join(own, UNKNOWN) if info.owner.is_extended else own)
        else:
            values.append(join(info.defaults[position], parameter))
    activation = enter(ev, info, ev.inner_context(info.definition, 900))
    activation.sent = UNKNOWN
    for _ in range(2):
        around = ev.begin()
        evaluate_body(ev, activation, values)
        body = ev.end(around)
        ev.seen.assumed_effects[info.number] = called(
            info, info.definition, body, is_recursive=activation.is_recursive
        )
        if not activation.is_recursive:
            break
        activation.before = UNKNOWN
    exit_activation(ev)
    ev.reachable = True
    if not ev.is_dead:
        ev.escape(join(activation.result, activation.yielded))


def function_definition(ev: Evaluator, node: Statement) -> None:
    """`def` or `async def`: made, decorated, bound to its name."""
    assert isinstance(node, FunctionDefinition)
    from .calls import call_value
    from .names import bind_name

    decorators = [ev.evaluate(one) for one in node.decorators]
    value = make_function(ev, node, node.name)
    annotated(ev, node)
    for position, decorator in reversed(list(enumerate(decorators))):
        where: Expression = node.decorators[position]
        value = call_value(ev, decorator, Arguments([value], [where]), where, position)
    bind_name(ev, node.name, value)


def annotated(ev: Evaluator, node: FunctionDefinition) -> None:
    """Annotations are evaluated where the function is defined; what they are does not matter."""
    if node.type_parameters:
        return
    for one in node.parameters:
        if one.annotation is not None:
            ev.evaluate(one.annotation)
    if node.returns is not None:
        ev.evaluate(node.returns)


STATEMENTS[FunctionDefinition] = function_definition
