"""Calls of tools: arguments against the schema, and what the tool declares of its result."""

from __future__ import annotations

from typing import Final

from ..catalog import Tool
from ..effects import ToolCalled
from ..ir import Node
from ..values.collections import DictObject, ListObject
from ..values.instances import Suspended
from ..values.shapes import Constant, Exactly, Reference, TupleOf
from ..values.value import ANYTHING, BOTTOM, Value, join
from .arguments import Arguments
from .evaluator import Evaluator
from .fitting import check_argument
from .given import note_given
from .observations import ANY_PARAMETER, FAILS, PARTLY, Detail, ToolUse


def call_tool(ev: Evaluator, tool: Tool, arguments: Arguments, node: Node) -> Value:
    """Call a tool; gives its result, or a coroutine where its calls are awaited."""
    given, nodes, fits = _bind(ev, tool, arguments, node)
    is_open = not (arguments.more.is_bottom and arguments.more_keywords.is_bottom)
    use = ev.seen.tool_uses.get((node.index, tool.name))
    if use is None:
        use = ev.seen.tool_uses[node.index, tool.name] = ToolUse(tool, node)
    use.is_open = use.is_open or is_open
    use.nodes.update(nodes)
    if is_open or not fits or not all(is_plain(ev, one) for one in given.values()):
        ev.may_raise()
    note_given(ev, use, given, fits=fits)
    for name, value in given.items():
        check_argument(ev, tool, name, value, nodes.get(name, node))
        for one in ev.reachable_shapes(value):
            ev.outside.hand_over(ev, tool, name, one, node)
        frozen = ev.outside.frozen(ev, value)
        known = use.given.get(name)
        use.given[name] = frozen if known is None else join(known, frozen)
        given[name] = frozen
    if not ev.is_dead and ev.goes_on():
        _note_origins(ev, use, given, arguments)
    done = ToolCalled(tool, node, given, nodes)
    is_async = ev.outside.is_async(tool)
    if not is_async and ev.goes_on():
        ev.record(done)
    ev.may_raise()
    result = ev.outside.result(ev, tool, node)
    if ev.watches:
        ev.watches[-1].tell(result.origins)
    if is_async:
        ev.suspended_calls.setdefault(node.index, {})[tool.name] = done
        made = Suspended("coroutine", None, (), result, node.index)
        if ev.goes_on():
            ev.seen.suspended[node.index] = node
        return ev.allocate(node, made, "coroutine")
    return result


def _note_origins(
    ev: Evaluator, use: ToolUse, given: dict[str, Value], arguments: Arguments
) -> None:
    """Note of what the arguments of a call are made, and what decided that it is made."""
    for name, value in given.items():
        use.come(name, value.origins)
    use.steering = use.steering | ev.store.steering
    if not use.is_open:
        return
    more = ev.origins_within(arguments.more) | ev.origins_within(arguments.more_keywords)
    for one in use.tool.parameters:
        if one.name not in given:
            use.come(one.name, more)
    if use.tool.admits_extra:
        use.come(ANY_PARAMETER, more)


def _bind(
    ev: Evaluator, tool: Tool, arguments: Arguments, node: Node
) -> tuple[dict[str, Value], dict[str, Node], bool]:
    """What each parameter gets, where that stands, and whether the call surely fits."""
    fits = True
    given: dict[str, Value] = {}
    nodes: dict[str, Node] = {}
    places = [one for one in tool.parameters if not one.is_keyword_only]
    for position, value in enumerate(arguments.positional):
        where = arguments.nodes[position] if position < len(arguments.nodes) else node
        if position < len(places):
            given[places[position].name] = value
            nodes[places[position].name] = where
        else:
            detail = Detail(
                tool.name, str(len(places)), names=(str(len(arguments.positional)),), node=where
            )
            ev.note("too-many-arguments", node, FAILS, detail)
            fits = False
            break
    else:
        ev.passes("too-many-arguments", node)
    names = {one.name for one in tool.parameters}
    for name, value in arguments.keywords.items():
        where = arguments.keyword_nodes.get(name, node)
        if value.is_unbound:
            continue
        if name not in names:
            if not tool.admits_extra:
                state = PARTLY if value.unbound else FAILS
                fits = False
                ev.note("unknown-argument", where, state, Detail(tool.name, name, node=node))
            else:
                given[name] = value.bound()
        elif name in given:
            state = PARTLY if value.unbound else FAILS
            fits = False
            ev.note("duplicate-argument", where, state, Detail(tool.name, name))
        else:
            given[name] = value.bound()
            nodes[name] = where
    missing: list[str] = []
    for one in tool.parameters:
        if not one.is_required or one.name in given:
            continue
        more = BOTTOM if one.is_keyword_only else arguments.more
        if not join(more, arguments.more_keywords).is_bottom:
            continue
        missing.append(one.name)
    if missing:
        fits = False
        ev.note("missing-argument", node, FAILS, Detail(tool.name, names=tuple(missing)))
    else:
        ev.passes("missing-argument", node)
    fits = fits and not any(value.unbound for value in arguments.keywords.values())
    return given, nodes, fits


def is_plain(ev: Evaluator, value: Value) -> bool:
    """Is a value surely plain data, which any tool takes?"""
    if value.unknown == ANYTHING:
        return False
    for shape in ev.reachable_shapes(value):
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if not isinstance(held, (ListObject, DictObject)):
                return False
            if any(part.unknown == ANYTHING for part in held.parts()):
                return False
        elif isinstance(shape, Exactly):
            if shape.type not in _PLAIN:
                return False
        elif not isinstance(shape, (Constant, TupleOf)):
            return False
    return True


_PLAIN: Final = frozenset({"str", "int", "float", "bool", "NoneType"})
