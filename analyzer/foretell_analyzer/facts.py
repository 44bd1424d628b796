"""All that is known of a script before it runs: what rules judge and the other views read.

A fact is never a guess: where something is not certain, the answer is `None`. Rules see `Facts`
only, so that a stronger analysis can stand behind the same questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from .arguments import Bound, Given, bind, formals_of_function, formals_of_tool
from .catalog import Tool, Violation
from .certain import Certain
from .constants import MISSING, Constants
from .diagnostics import Certainty, Finding, Fix, Label, Place, Rule, Severity, Subject
from .ir import (
    Await,
    Call,
    Expression,
    FunctionDefinition,
    GeneratorExpression,
    If,
    Lambda,
    Module,
    Node,
    Statement,
    Try,
    With,
)
from .meanings import FunctionMeaning, ListedMeaning, Meaning, ToolMeaning
from .occurrences import collect_occurrences
from .reachability import blocks_of, unreachable_statements
from .resolve import Resolution
from .sites import Occurrences, World
from .source import Span
from .unbound import unbound_reads


class Facts:
    """The facts of one module, most of them worked out when first asked for."""

    def __init__(self, resolution: Resolution, world: World) -> None:
        self.module: Module = resolution.module
        self.world = world
        self.catalog = world.catalog
        self.dialect = world.dialect
        self.met: Occurrences = collect_occurrences(resolution)
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
    def function_calls(self) -> tuple[tuple[Call, FunctionMeaning], ...]:
        """Calls of which the callee is surely one function of the script."""
        found: list[tuple[Call, FunctionMeaning]] = []
        for call in self.met.calls:
            meaning = self.meaning(call.callee)
            if isinstance(meaning, FunctionMeaning):
                found.append((call, meaning))
        return tuple(found)

    @cached_property
    def tool_bindings(self) -> tuple[tuple[Call, Tool, Bound], ...]:
        """Calls of tools, with what reaches which parameter."""
        return tuple(
            (call, meaning.tool, bind(call, formals_of_tool(meaning.tool)))
            for call, meaning in self.tool_calls
        )

    @cached_property
    def function_bindings(self) -> tuple[tuple[Call, FunctionDefinition, Bound], ...]:
        """Calls of functions of the script, likewise."""
        return tuple(
            (call, meaning.definition, bind(call, formals_of_function(meaning.definition)))
            for call, meaning in self.function_calls
            if isinstance(meaning.definition, FunctionDefinition)
        )

    @cached_property
    def violations(self) -> tuple[tuple[Call, Tool, Given, Violation, object], ...]:
        """Arguments of known value that the schema of their tool refuses."""
        found: list[tuple[Call, Tool, Given, Violation, object]] = []
        for call, tool, bound in self.tool_bindings:
            for given in bound.given:
                value = self.constant(given.value)
                if value is MISSING:
                    continue
                parameter = tool.parameter(given.parameter)
                if value is None and parameter is not None and not parameter.is_required:
                    continue  # many hosts leave out what is None
                broken = self.catalog.checker(tool.name).check(given.parameter, value)
                found.extend((call, tool, given, one, value) for one in broken)
        return tuple(found)

    @cached_property
    def unbound(self) -> dict[int, Node | None]:
        """Reads of names that nothing has bound before, with the `del` that unbound them."""
        names = {one.name for one in self.met.bindings if self.met.is_global(one)}
        outside = frozenset(name for name in names if self.certain.is_external(name))
        return unbound_reads(self.met, outside)

    @cached_property
    def unreachable(self) -> tuple[Statement, ...]:
        """The first statement of each stretch that nothing gets to."""
        return unreachable_statements(self.met, self.constants)

    @cached_property
    def result(self) -> Statement | None:
        """The last statement of the script: an expression there is its result."""
        return self.module.body[-1] if self.module.body else None

    # -------------------------------------------------------------------------- certainty

    def certainty(self, node: Node) -> Certainty:
        """Does a failure at a node end every run that gets there?

        Not where something around it may catch the failure, and not where we do not know that
        anything gets there: in functions that nobody surely calls, in dead code.
        """
        function, is_certain = self._frame_around(node)
        if not is_certain:
            return "may"
        if function is self.module or function.index in self._surely_called:
            return "must"
        return "may"

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

    def _frame_around(self, node: Node) -> tuple[Node, bool]:
        """The function around a node, and whether a failure of the node surely leaves it."""
        is_certain = True
        below = node
        dead = {one.index for one in self.unreachable}
        for above in self.met.ancestors(node):
            match above:
                case Try(handlers=handlers, body=body) if handlers and below in body:
                    is_certain = False
                case With(body=body) if below in body:
                    is_certain = False
                case If(test=test, body=body, orelse=orelse):
                    truth = self.constants.is_true(test)
                    is_dead = (truth is False and below in body) or (
                        truth is True and below in orelse
                    )
                    is_certain = is_certain and not is_dead
                case FunctionDefinition(body=body) if below in body:
                    return above, is_certain and not self._is_dead(below, body, dead)
                case Lambda(body=result) if below is result:
                    is_certain = is_certain and self._is_handed_on(above)
                case GeneratorExpression():
                    is_certain = is_certain and self._is_handed_on(above)
                case _:
                    pass
            for block in blocks_of(above):
                if below in block and self._is_dead(below, block, dead):
                    is_certain = False
            below = above
        return self.module, is_certain

    @staticmethod
    def _is_dead(statement: Node, block: Sequence[Node], dead: set[int]) -> bool:
        """Does it come behind the first unreachable statement of its block?"""
        return bool(dead) and any(one.index in dead for one in block[: block.index(statement) + 1])

    def _is_handed_on(self, node: Node) -> bool:
        """Is a lambda or generator handed straight to a builtin, which will use it?"""
        above = self.parent(node)
        while above is not None and not isinstance(above, (Call, Expression, Statement)):
            above = self.parent(above)
        if not isinstance(above, Call) or above.callee is node:
            return False
        return not isinstance(self.meaning(above.callee), (FunctionMeaning, type(None))) or (
            isinstance(self.meaning(above.callee), ListedMeaning)
        )

    @cached_property
    def _surely_called(self) -> frozenset[int]:
        """Functions that a call which nothing guards calls, from the module on."""
        calls: dict[int, list[int]] = {}
        for call, meaning in self.function_calls:
            definition = meaning.definition
            if definition.index in self.met.generators:
                continue
            if isinstance(definition, FunctionDefinition) and definition.is_async:
                above = self.parent(call)
                if not isinstance(above, (Await, Call)):
                    continue
            function, is_certain = self._frame_around(call)
            if is_certain:
                calls.setdefault(function.index, []).append(definition.index)
        reached: set[int] = set()
        todo = [self.module.index]
        while todo:
            for callee in calls.get(todo.pop(), ()):
                if callee not in reached:
                    reached.add(callee)
                    todo.append(callee)
        return frozenset(reached)

    # --------------------------------------------------------------------------- findings

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return Place.of(self.module.script, self.module.span(node))

    def name_place(self, node: Node, name: str) -> Place:
        """Where a definition says its name; the whole node if it is not found there."""
        script, span = self.module.script, self.module.span(node)
        at = script.text.find(name, span.start, span.end)
        return Place.of(script, span if at < 0 else Span(at, at + len(name)))

    def snippet(self, node: Node) -> str:
        """A node in the script's own words."""
        return self.module.script.snippet(self.module.span(node))

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
        return Finding(
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
