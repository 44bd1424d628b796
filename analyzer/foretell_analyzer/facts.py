"""All that is known of a script before it runs: what rules judge and the other views read.

A fact is never a guess: where something is not certain, the answer is `None`. Rules see `Facts`
only, so that a stronger analysis can stand behind the same questions.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from msgspec.structs import replace

from .arguments import Bound, bind, formals_of_tool
from .catalog import Tool
from .certain import Certain
from .constants import Constants
from .diagnostics import Certainty, Finding, Fix, Label, Place, Rule, Severity, Subject
from .evaluate import run
from .evaluate.access import describe
from .evaluate.declared import known_names
from .evaluate.evaluator import Evaluator
from .evaluate.observations import Observations, Problem
from .ir import (
    Call,
    Delete,
    Expression,
    ExpressionStatement,
    FunctionDefinition,
    GeneratorExpression,
    Lambda,
    Module,
    Node,
    Statement,
    Subscript,
    Try,
)
from .meanings import Meaning, ToolMeaning
from .occurrences import collect_occurrences
from .reachability import unreachable_statements
from .resolve import Resolution
from .sites import Occurrences, World
from .source import Span
from .values.collections import DictObject
from .values.instances import Instance, Suspended
from .values.routines import FunctionInfo
from .values.shapes import Constant, Reference, Shape
from .values.value import Value


class Facts:
    """The facts of one module, most of them worked out when first asked for."""

    def __init__(self, resolution: Resolution, world: World) -> None:
        self.module: Module = resolution.module
        self.world = world
        self.catalog = world.catalog
        self.dialect = world.dialect
        self.met: Occurrences = collect_occurrences(resolution)
        self.evaluator: Evaluator = run(self.met, world)
        self.seen: Observations = self.evaluator.seen
        self.earlier_faults: dict[Finding, Node] = {}
        """Findings whose fault is in an earlier snippet of the session, with the node."""
        self.asked: list[Node] = []
        """Where evaluation has found what rules were told of."""
        self.certain = Certain(self.met, world)
        self.constants = Constants(self.met, self.certain)

    # --------------------------------------------------------------------------- meanings

    def meaning(self, node: Expression) -> Meaning | None:
        """What an expression surely stands for."""
        return self.certain.meaning(node)

    def constant(self, node: Expression) -> Any:  # noqa: ANN401  # any value of a script
        """The value of an expression, or `MISSING`."""
        return self.constants.value(node)

    def parent(self, node: Node) -> Node | None:
        """The node directly around a node."""
        return self.met.parents[node.index]

    @cached_property
    def tool_calls(self) -> tuple[tuple[Call, ToolMeaning], ...]:
        """Calls of which the callee is surely a tool."""
        found: list[tuple[Call, ToolMeaning]] = []
        for call in self.met.calls:
            meaning = self.meaning(call.callee)
            if isinstance(meaning, ToolMeaning):
                found.append((call, meaning))
        return tuple(found)

    @cached_property
    def callable_tools(self) -> frozenset[str]:
        """The tools that evaluation has seen called, or lost sight of where it sees not all."""
        edges = self.seen.edges.values()
        found = {one.callee.name for one in edges if isinstance(one.callee, Tool)}
        if self.seen.unknown_calls:
            found.update(self.seen.escaped_tools)
        return frozenset(found)

    @cached_property
    def own_calls(self) -> tuple[tuple[Call, FunctionDefinition], ...]:
        """Calls by which a function surely calls itself."""
        found: list[tuple[Call, FunctionDefinition]] = []
        for edge in self.seen.edges.values() if self.seen.is_complete else ():
            if not isinstance(edge.callee, FunctionInfo) or not isinstance(edge.node, Call):
                continue
            definition = edge.callee.definition
            callee = self.seen.callees.get(edge.node.index)
            if (
                isinstance(definition, FunctionDefinition)
                and definition is self.met.function_around(edge.node)
                and callee is not None
                and not callee.unknown
                and len(callee.shapes) == 1
            ):
                found.append((edge.node, definition))
        return tuple(found)

    @cached_property
    def tool_bindings(self) -> tuple[tuple[Call, Tool, Bound], ...]:
        """Calls of tools, with what reaches which parameter."""
        return tuple(
            (call, meaning.tool, bind(call, formals_of_tool(meaning.tool)))
            for call, meaning in self.tool_calls
        )

    # ---------------------------------------------------------------------------- faults

    def problems(self, rule: str) -> list[Problem]:
        """What evaluation has found under the question of a rule, in source order."""
        found = self.seen.problems(rule) if self.seen.is_complete else []
        self.asked.extend(one.node for one in found)
        return found

    def problem_certainty(self, problem: Problem, node: Node | None = None) -> Certainty:
        """Does every run that gets to a fault fail there?

        Not if somebody only declared what makes it one, and not where something may catch the
        failure, or where we do not know that anything gets there.
        """
        if not problem.is_certain or problem.detail.declared:
            return "may"
        return self.certainty(problem.node if node is None else node)

    def is_telling(self, shape: Shape) -> bool:
        """Is a fault on some ways worth telling? None is, where a tool declares it may be there."""
        return isinstance(shape, Constant) and shape.value is None and shape.is_declared

    def coroutines(self, value: Value) -> tuple[int, ...]:
        """The calls whose coroutine a value is, by number."""
        found: list[int] = []
        for shape in value.shapes:
            if isinstance(shape, Reference):
                held = self.evaluator.object_at(shape.location)
                if isinstance(held, Suspended) and held.type == "coroutine":
                    found.append(held.call)
        return tuple(found)

    def is_result(self, node: Node) -> bool:
        """Is a call the last expression of the script, which the host awaits?"""
        statement = self.parent(node)
        return statement is self.result and isinstance(statement, ExpressionStatement)

    def types_of(self, value: Value) -> list[str]:
        """The types that a value may have, in words, sorted."""
        return sorted({describe(self.evaluator, one) for one in value.shapes})

    def missing_arguments(self, node: Node, name: str) -> tuple[str, ...]:
        """Parameters of `name` that the call around a keyword leaves out."""
        call: Node | None = node
        while call is not None and not isinstance(call, Call):
            call = self.parent(call)
        for problem in self.problems("missing-argument"):
            if problem.node is call and problem.detail.name == name:
                return problem.detail.names
        return ()

    def attributes_of(self, shape: Shape) -> tuple[str, ...]:
        """The attributes that an object of the script has, for a suggestion."""
        if not isinstance(shape, Reference):
            return ()
        held = self.evaluator.object_at(shape.location)
        if not isinstance(held, Instance):
            return ()
        names = list(held.fields)
        if held.declared is not None:
            names += known_names(held.declared) or ()
        for owner in held.info.order if held.info is not None else ():
            names += self.evaluator.outside.fields_of(self.evaluator, owner)
        return tuple(dict.fromkeys(names))

    def keys_of(self, value: Value) -> tuple[object, ...]:
        """The keys that a dict may have, for a suggestion."""
        found: list[object] = []
        for shape in value.shapes:
            if isinstance(shape, Reference):
                held = self.evaluator.object_at(shape.location)
                if isinstance(held, DictObject):
                    found += self.evaluator.outside.known_keys(self.evaluator, held)
        return tuple(found)

    def item_cure(self, problem: Problem) -> str | None:
        """What to write where a list is taken for one of its items, or text for what it says."""
        node = problem.node
        if not isinstance(node, Subscript):
            return None
        value = self.seen.value(node.value)
        kinds = {describe(self.evaluator, one) for one in value.shapes} if value else set[str]()
        shown = self.snippet(node.value)
        if kinds == {"list"}:
            return f"it is a list: write `for item in {shown}`, or `{shown}[0]` for the first"
        if kinds == {"str"}:
            return f"it is text: if it is JSON, write `json.loads({shown})` first"
        return None

    def node(self, index: int) -> Node | None:
        """The node of a number; none for what is no number of one."""
        return self.met.nodes[index] if 0 < index < len(self.met.nodes) else None

    def nodes_of(self, *kinds: type[Node]) -> list[Node]:
        """All nodes of these very kinds."""
        return [node for kind in kinds for node in self._nodes_by_kind.get(kind, ())]

    @cached_property
    def _nodes_by_kind(self) -> dict[type, list[Node]]:
        found: dict[type, list[Node]] = {}
        for node in self.met.nodes:
            if node is not None:
                found.setdefault(type(node), []).append(node)
        return found

    @cached_property
    def unreachable(self) -> tuple[Statement, ...]:
        """The first statement of each stretch that nothing gets to."""
        return unreachable_statements(self.met, self.constants)

    @cached_property
    def result(self) -> Statement | None:
        """The last statement of the script: an expression there is its result."""
        body = self.module.judged.body
        return body[-1] if body else None

    # -------------------------------------------------------------------------- certainty

    def certainty(self, node: Node) -> Certainty:
        """Does a failure at a node end every run that gets there?

        Not where something around it may catch the failure, and not where we do not know that
        anything gets there: in functions that nobody surely calls, in dead code.
        """
        statement: Node | None = node
        runs_later = False
        while statement is not None and not isinstance(statement, Statement):
            statement = self.parent(statement)
            runs_later = runs_later or isinstance(statement, (Lambda, GeneratorExpression))
        if statement is None or not self.seen.is_complete:
            return "may"
        if runs_later and any(self.seen.guarded):
            return "may"  # it may be run where a `try` catches what it raises
        is_reached = self.seen.executed[statement.index] == 1
        if isinstance(node, Expression) and not isinstance(statement, Delete):
            is_reached = is_reached and self.seen.values[node.index] is not None
        return "must" if is_reached and not self.seen.guarded[statement.index] else "may"

    def is_guarded(self, node: Node) -> bool:
        """Does a `try` with handlers stand around a node, in the same function?"""
        below = node
        for above in self.met.ancestors(node):
            if isinstance(above, Try) and above.handlers and below in above.body:
                return True
            if isinstance(above, (FunctionDefinition, Lambda)):
                return False
            below = above
        return False

    # --------------------------------------------------------------------------- findings

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return self._place(node, self.module.span(node))

    def is_earlier(self, node: Node) -> bool:
        """Does a node stand in an earlier snippet of the session?"""
        return 0 < node.index < self.module.judged.index

    def _place(self, node: Node, span: Span) -> Place:
        script = self.module.script_of(node)
        place = Place.of(script, span)
        return replace(place, script=script.name) if self.is_earlier(node) else place

    def name_place(self, node: Node, name: str) -> Place:
        """Where a definition says its name; the whole node if it is not found there."""
        script, span = self.module.script_of(node), self.module.span(node)
        at = script.text.find(name, span.start, span.end)
        return self._place(node, span if at < 0 else Span(at, at + len(name)))

    def snippet(self, node: Node) -> str:
        """A node in the script's own words."""
        return self.module.script_of(node).snippet(self.module.span(node))

    def finding(  # noqa: PLR0913 - the fields of a finding
        self,
        rule: Rule,
        node: Node,
        message: str,
        *,
        help: str | None = None,  # noqa: A002  # the name of the field
        subject: Subject = Subject(),  # noqa: B008  # frozen
        certainty: Certainty | None = None,
        severity: Severity | None = None,
        place: Place | None = None,
        labels: tuple[Label, ...] = (),
        fix: Fix | None = None,
    ) -> Finding:
        """A finding of a rule at a node; as certain as the place allows unless it is told."""
        made = Finding(
            code=rule.code,
            rule=rule.name,
            severity=severity or rule.severity,
            certainty=certainty or self.certainty(node),
            message=message,
            span=place or self.place(node),
            help=help,
            subject=subject,
            labels=labels,
            fix=fix,
        )
        if self.is_earlier(node):
            self.earlier_faults[made] = node
        return made
