"""Checks that an evaluation covers what really happens, by running the script in CPython.

Nothing here knows how the evaluator works; it asks its `Observations` and the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from foretell_analyzer.analysis import read_module
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.dialect import load_dialect
from foretell_analyzer.evaluate import finish
from foretell_analyzer.evaluate.activation import GaveUpError
from foretell_analyzer.evaluate.evaluator import Evaluator
from foretell_analyzer.evaluate.outside import Outside
from foretell_analyzer.evaluate.recalling import recall, record_unfinished
from foretell_analyzer.ir import (
    Call,
    ClassDefinition,
    Expression,
    For,
    FunctionDefinition,
    GeneratorExpression,
    If,
    Lambda,
    Match,
    Module,
    Node,
    Sequel,
    Statement,
    Try,
    While,
    With,
    walk,
)
from foretell_analyzer.occurrences import collect_occurrences
from foretell_analyzer.resolve import resolve
from foretell_analyzer.sites import World
from foretell_analyzer.source import Script
from foretell_analyzer.values.value import Value
from tests.alike import TOOL_ERROR
from tests.membership import Membership, first_line, unmangled
from tests.witness import FunctionKey, Place, Witness, show_values, witness

AROUND: Final = ("not-iterable", "await-non-awaitable")
"""Rules that point at a value; what fails stands around or beside it."""
COMPOUND: Final = (If, For, While, Try, With, Match, FunctionDefinition, ClassDefinition)
RULES: Final = (
    "unbound", "unknown-attribute", "not-callable", "not-iterable", "not-subscriptable",
    "wrong-index", "index-out-of-range", "unknown-key", "wrong-unpacking", "wrong-operand",
    "wrong-argument", "too-many-arguments", "unknown-argument", "duplicate-argument",
    "missing-argument", "await-non-awaitable",
)  # fmt: skip
"""Rules that tell of what fails when it is evaluated."""


@dataclass
class Evaluated:
    """A module with all that evaluation knows of it, and the store at its end."""

    module: Module
    ev: Evaluator
    cells: dict[int, object]


def evaluate_text(text: str, tools: str = "") -> Evaluated:
    """Evaluate a script; `tools` are stubs."""
    module = read_module(Script(text))
    assert isinstance(module, Module), module
    return evaluate_module(module, tools)


def evaluate_module(module: Module, tools: str = "") -> Evaluated:
    """Evaluate a module, behind the snippets that come before it if it is a sequel."""
    met = collect_occurrences(resolve(module))
    catalog = ToolCatalog.from_stub(tools) if tools else ToolCatalog({})
    world = World(catalog, load_dialect(), {})
    ev = Evaluator(met, world, Outside(met, world))
    cells: dict[int, object] = {}
    try:
        recall(ev)
        record_unfinished(ev)
        ev.execute(module.judged.body)
        ev.ends_normally = ev.reachable
        cells = dict(ev.store.cells)
        finish(ev)
    except GaveUpError:
        ev.seen.is_complete = False
    return Evaluated(module, ev, cells)


def differences(text: str, names: Mapping[str, Any] | None = None, tools: str = "") -> list[str]:
    """What a run of the script does that its evaluation does not cover; empty if all is well."""
    return compare(evaluate_text(text, tools), text, names or {})


def compare(
    found: Evaluated, text: str, names: Mapping[str, Any], before: Sequence[str] = ()
) -> list[str]:
    """What a run of a text does, behind snippets `before` it, that was not found."""
    names = {"ToolError": TOOL_ERROR, **names}
    if not found.ev.seen.is_complete:
        return []
    seen = witness(text, names, before)
    return [
        *_calls(found, seen),
        *_statements(found, seen),
        *_end(found, seen, names),
        *_problems(found, seen),
        *_values(found, text, names, before),
    ]


def _calls(found: Evaluated, seen: Witness) -> list[str]:
    """Every call of a run must be an edge, or be among the unknown ones."""
    ev = found.ev
    edges: set[tuple[FunctionKey | None, FunctionKey]] = set()
    reached: set[FunctionKey] = set()
    for edge in ev.seen.edges.values():
        if hasattr(edge.callee, "definition"):
            callee = _key(ev, edge.callee.definition)
            caller = None if edge.caller is None else _key(ev, edge.caller.definition)
            edges.add((caller, callee))
            reached.add(callee)
            edges.add((_key_around(ev, edge.node), callee))
    escaped = {_key(ev, one.definition) for one in ev.seen.escaped.values()}
    blind = {
        None if function is None else _key(ev, function.definition)
        for function, _ in ev.seen.unknown_calls.values()
    }
    if isinstance(found.module, Sequel):  # what an earlier snippet made runs now
        reached |= {_key(ev, one.definition) for one in ev.functions.values() if ev.has_run(one)}
    told: list[str] = []
    for caller, callee in sorted(seen.calls, key=str):
        if (caller, callee) in edges or (callee in seen.suspended and callee in reached):
            continue
        if callee in escaped and (caller in blind or callee in seen.suspended):
            continue
        told.append(f"call: {caller} calls {callee}")
    return told


def _key(ev: Evaluator, definition: Node) -> FunctionKey:
    name = definition.name if isinstance(definition, FunctionDefinition) else "<lambda>"
    return FunctionKey(unmangled(name), first_line(ev, definition))


def _key_around(ev: Evaluator, node: Node) -> FunctionKey | None:
    around = ev.met.function_around(node)
    return None if isinstance(around, Module) else _key(ev, around)


def _statements(found: Evaluated, seen: Witness) -> list[str]:
    """No statement that was executed may be taken for unreachable."""
    offsets = Offsets(found.module.script.text)
    places = sorted([offsets.span(one) for one in seen.completed | seen.raised])
    told: list[str] = []
    for statement in found.ev.met.statements:
        if isinstance(statement, COMPOUND) or found.ev.seen.executed[statement.index]:
            continue
        if _holds_what_runs_later(found.module, statement):
            continue
        span = found.module.span(statement)
        if any(span.start <= start and end <= span.end for start, end in places):
            told.append(f"line {found.module.line(statement)} is executed, not reached")
    if seen.error is None and not found.ev.ends_normally:
        told.append("the script ends normally, its end is not reached")
    return told


def _holds_what_runs_later(module: Module, statement: Statement) -> bool:
    """Is it a statement of an earlier snippet with a lambda or generator that may run only now?"""
    return statement.index < module.judged.index and any(
        isinstance(one, (Lambda, GeneratorExpression)) for one in walk(statement)
    )


def _end(found: Evaluated, seen: Witness, names: Mapping[str, Any]) -> list[str]:
    """Every variable must have, at the end, one of the values that it may have."""
    if seen.error is not None or not found.ev.ends_normally:
        return []
    ev = found.ev
    members = Membership(ev, found.cells, names)
    frame = ev.stack[0].frame
    told: list[str] = []
    for name, binding in frame.scope.bindings.items():
        if binding.slot < 0:
            continue
        value = found.cells.get(frame.base + binding.slot)
        if not isinstance(value, Value):
            value = Value((), 0, -1)
        if name not in seen.namespace:
            if not value.unbound:
                told.append(f"end: {name} has no value")
        elif not members.contains(value, seen.namespace[name]):
            told.append(f"end: {name} is {_shown(seen.namespace[name])}, not {show(ev, value)}")
    return told


def _problems(found: Evaluated, seen: Witness) -> list[str]:
    """What must fail where it is evaluated may not have come to its end."""
    told: list[str] = []
    for rule in RULES:
        for problem in found.ev.seen.problems(rule):
            if not problem.is_certain:
                continue
            node: Node = problem.node
            if rule in ("unknown-argument", "duplicate-argument"):
                node = next(one for one in found.ev.met.ancestors(node) if isinstance(one, Call))
            place = place_of(found.module, node)
            if rule in AROUND and _raises_around(found, node, seen):
                continue
            if place in seen.completed and place not in seen.raised:
                told.append(
                    f"must: {rule} at {place}: {problem.detail.name} {problem.detail.other}"
                )
    return told


def _raises_around(found: Evaluated, node: Node, seen: Witness) -> bool:
    """Did something in its statement raise? What iterates over a value stands around or beside it."""
    offsets = Offsets(found.module.script.text)
    above = [one for one in found.ev.met.ancestors(node) if isinstance(one, Statement)]
    span = found.module.span(above[0])
    places = [offsets.span(one) for one in seen.raised]
    return any(span.start <= start and end <= span.end for start, end in places)


def _values(
    found: Evaluated, text: str, names: Mapping[str, Any], before: Sequence[str]
) -> list[str]:
    """Every expression must have one of the values that it may have."""
    ev = found.ev
    members = Membership(ev, ev.store.cells, names, is_shallow=True)
    nodes: dict[tuple[int, int], list[Node]] = {}
    for node in expressions(found.module):
        span = found.module.span(node)
        nodes.setdefault((span.start, span.end), []).append(node)
    told: dict[str, None] = {}
    offsets = Offsets(text)

    def see(place: Place, thing: object) -> None:
        span = offsets.span(place)
        here = nodes.get(span)
        if not here:
            return
        values = [ev.seen.value(node) for node in here]
        known = [one for one in values if one is not None]
        members.assumed.clear()
        members.kept.clear()
        if any(members.contains(one, thing) for one in known):
            return
        what = " and ".join([show(ev, one) for one in known]) or "nothing"
        part = text[span[0] : span[1]].replace("\n", " ")[:60]
        told[f"value: line {place[0]}: {part} is {_shown(thing)}, not {what}"] = None

    show_values(text, names, see, before)
    return list(told)


def expressions(module: Module) -> list[Expression]:
    """All expressions of a module."""
    return [one for one in walk(module) if isinstance(one, Expression)]


class Offsets:
    """Turns the places of CPython into offsets."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        part = self.lines[line - 1].encode("utf-8", "surrogatepass")[:column]
        return self.starts[line - 1] + len(part.decode("utf-8", "surrogatepass"))

    def span(self, place: Place) -> tuple[int, int]:
        return self.offset(place[0], place[1]), self.offset(place[2], place[3])


def place_of(module: Module, node: Node) -> Place:
    """The place of a node as CPython counts."""
    span = module.span(node)
    lines = module.script.text.splitlines(keepends=True)
    found: list[int] = []
    for offset in span:
        position = module.script.position(offset)
        column = len(lines[position.line - 1][: position.column].encode("utf-8", "surrogatepass"))
        found += [position.line, column]
    return found[0], found[1], found[2], found[3]


def _shown(thing: object) -> str:
    try:
        return f"{type(thing).__name__} {thing!r}"[:120]
    except Exception:
        return f"some {type(thing).__name__}"


def show(ev: Evaluator, value: Value) -> str:
    """An abstract value in words, for messages."""
    parts: list[str] = []
    for shape in value.shapes:
        held = getattr(shape, "location", None)
        about = f"#{held} {type(ev.store.cells.get(held)).__name__}" if held is not None else ""
        detail = getattr(shape, "value", getattr(shape, "type", getattr(shape, "name", "")))
        parts.append(f"{type(shape).__name__}({detail}){about}")
    if value.unknown:
        parts.append("?" * value.unknown)
    if value.unbound:
        parts.append("unbound")
    return " | ".join(parts) or "bottom"


__all__ = ["differences", "evaluate_text"]
