"""Takes facts, says of every call what it may call, and of every tool and function how it is used.

A tool or function is *handed over* where its name is used other than to call it or to give it one
other name. What is handed over may be called from anywhere, any number of times; what is not can
only be called where its name is. So counts and plans are exact where nothing is handed over, and
say where and what where something is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .catalog import Tool
from .facts import Facts
from .ir import (
    AnnotatedAssign,
    Assign,
    Attribute,
    Await,
    Break,
    Call,
    Continue,
    Expression,
    FunctionDefinition,
    GeneratorExpression,
    Lambda,
    ListComprehension,
    Name,
    Node,
    Raise,
    Return,
    Sequel,
    SetComprehension,
    Starred,
)
from .meanings import ClassMeaning, FunctionMeaning, ListedMeaning, Meaning, ToolMeaning
from .unfinished import left_unfinished

Routine = FunctionDefinition | Lambda


@dataclass(frozen=True, slots=True)
class ToolTarget:
    """A tool; `certain` if it is surely this one."""

    tool: Tool
    certain: bool = True


@dataclass(frozen=True, slots=True)
class RoutineTarget:
    """A function of the script."""

    routine: Routine


@dataclass(frozen=True, slots=True)
class OtherTarget:
    """Nothing of the script and no tool: a builtin, a member of the library, a constructor."""

    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class UnknownTarget:
    """Anything that was handed over."""


Target = ToolTarget | RoutineTarget | OtherTarget | UnknownTarget

_NAMED_FIELDS: Final = frozenset(
    {"namedtuple", "SimpleNamespace", "setattr", "make_dataclass", "partial", "partialmethod"}
)
_REFLECTION: Final = frozenset(
    {"globals", "locals", "vars", "eval", "exec", "compile", "__import__", "__builtins__"}
)


class Calls:
    """What the calls of one module may call; answers are remembered."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.met = facts.met
        self._targets: dict[int, Target] = {}

    def target(self, call: Call) -> Target:
        """What a call may call."""
        known = self._targets.get(call.index)
        if known is None:
            known = self._targets[call.index] = self._find_target(call)
        return known

    def tool_of(self, call: Call) -> Tool | None:
        """The tool that a call may call by name."""
        target = self.target(call)
        return target.tool if isinstance(target, ToolTarget) else None

    def routine_of(self, call: Call) -> Routine | None:
        """The function of the script that a call calls by name."""
        target = self.target(call)
        return target.routine if isinstance(target, RoutineTarget) else None

    def _find_target(self, call: Call) -> Target:
        meaning = self.facts.meaning(call.callee)
        match meaning:
            case ToolMeaning(tool=tool):
                return ToolTarget(tool)
            case FunctionMeaning(definition=definition):
                return RoutineTarget(definition)
            case ClassMeaning():
                return OtherTarget(meaning)
            case None:
                callee = call.callee
                if isinstance(callee, Name):
                    hidden = self._perhaps(callee)
                    return UnknownTarget() if hidden is None else ToolTarget(hidden, certain=False)
                is_own = not isinstance(callee, Attribute) or self._may_be_own(callee.name)
                return UnknownTarget() if is_own else OtherTarget(None)
            case _:
                return OtherTarget(meaning)

    def _perhaps(self, name: Name) -> Tool | None:
        """The tool that a name may still stand for although the script binds it too."""
        variable = self.met.variable(name)
        if variable is None or not self.met.is_global(variable):
            return None
        return self.facts.catalog.tools.get(variable.name)

    def _may_be_own(self, attribute: str) -> bool:
        """May something of the script be found under an attribute of this name?"""
        return self._has_named_fields or attribute in self._own_attributes

    @cached_property
    def _own_attributes(self) -> frozenset[str]:
        found = set(self.met.stored_attributes)
        found.update(variable.name for variable in self.met.bindings if variable.slot < 0)
        for definition in self.met.classes:
            for statement in definition.body:
                if isinstance(statement, AnnotatedAssign) and isinstance(statement.target, Name):
                    found.add(statement.target.identifier)
        return frozenset(found)

    @cached_property
    def _has_named_fields(self) -> bool:
        """Does the script make attributes whose names are only texts in it?"""
        read = {one.node.identifier for one in self.met.names}
        read.update(one.name for one in self.met.attributes)
        return not _NAMED_FIELDS.isdisjoint(read)

    # ----------------------------------------------------------------------- handed over

    @cached_property
    def handed_tools(self) -> dict[str, Node]:
        """Tools that may be called through a value, each with the first place that hands it over.

        Those that a handed-over function calls are among them.
        """
        found: dict[str, Node] = {}
        for read in self.met.names:
            tool = self._tool_of(read.node)
            if tool is not None and not self._is_called_or_renamed(read.node):
                found.setdefault(tool.name, read.node)
            if read.variable is None and read.node.identifier in _REFLECTION:
                for name in self.facts.catalog.tools:
                    found.setdefault(name, read.node)
        for routine, node in self.handed_routines.values():
            for name in self.reach(routine):
                found.setdefault(name, node)
        for names, node in left_unfinished(self):
            for name in names:
                found.setdefault(name, node)
        if not isinstance(self.facts.module, Sequel) or not self.facts.seen.is_complete:
            return found
        return {name: node for name, node in found.items() if name in self.facts.callable_tools}

    @property
    def goes_on(self) -> bool:
        """May something that an earlier snippet handed over, or left unfinished, call a tool?"""
        return any(self.facts.is_earlier(node) for node in self.handed_tools.values())

    def is_handed(self, node: Expression) -> bool:
        """Is the value of a tool or function used here, other than to call or rename it?"""
        return not self._is_called_or_renamed(node)

    def _tool_of(self, name: Name) -> Tool | None:
        meaning = self.facts.meaning(name)
        if isinstance(meaning, ToolMeaning):
            return meaning.tool
        return self._perhaps(name) if meaning is None else None

    @cached_property
    def handed_routines(self) -> dict[int, tuple[Routine, Node]]:
        """Functions that may be called through a value, likewise."""
        found: dict[int, tuple[Routine, Node]] = {}
        for routine in self.met.functions:
            if isinstance(routine, Lambda):
                if not self._is_called_or_renamed(routine):
                    found[routine.index] = (routine, routine)
                continue
            variable = self.met.variable(routine)
            sites = () if variable is None else self.met.bindings.get(variable, ())
            is_only = len(sites) == 1 and variable is not None and variable.slot >= 0
            is_hidden = variable is not None and self.facts.certain.may_fall_through(variable)
            if not is_only or routine.decorators or is_hidden:
                found[routine.index] = (routine, routine)
        for read in self.met.names:
            if read.variable is None:
                continue
            meaning = self.facts.meaning(read.node)
            if isinstance(meaning, FunctionMeaning) and not self._is_called_or_renamed(read.node):
                found.setdefault(meaning.definition.index, (meaning.definition, read.node))
        return found

    def _is_called_or_renamed(self, node: Expression) -> bool:
        """Is it only called here, or given another name that is certain to mean it?"""
        above = self.met.parents[node.index]
        if isinstance(above, Call):
            return above.callee is node
        if isinstance(above, Assign) and above.value is node:
            meaning = self.facts.meaning(node)
            return all(
                isinstance(target, Name) and self._means(target, meaning)
                for target in above.targets
            )
        return False

    def _means(self, target: Name, meaning: Meaning | None) -> bool:
        """Does every read of a variable give just this?"""
        variable = self.met.variable(target)
        if variable is None or meaning is None:
            return False
        return self.facts.certain.variable_meaning(variable) == meaning

    # -------------------------------------------------------------------- what runs what

    @cached_property
    def called(self) -> dict[int, tuple[Routine, ...]]:
        """By function (or module): the functions of the script that its code calls by name."""
        found: dict[int, list[Routine]] = {}
        for call in self.met.calls:
            target = self.target(call)
            if isinstance(target, RoutineTarget):
                around = self.met.function_around(call)
                found.setdefault(around.index, []).append(target.routine)
        return {index: tuple(routines) for index, routines in found.items()}

    @cached_property
    def order(self) -> tuple[tuple[Routine, ...], ...]:
        """Functions that are called, callees first; those that call each other, together."""
        return tuple(_components(self))

    @cached_property
    def _reach(self) -> dict[int, frozenset[str]]:
        own: dict[int, set[str]] = {}
        for call in self.met.calls:
            target = self.target(call)
            if isinstance(target, ToolTarget):
                around = self.met.function_around(call)
                own.setdefault(around.index, set()).add(target.tool.name)
        found: dict[int, frozenset[str]] = {}
        for component in self.order:
            tools: set[str] = set()
            for routine in component:
                tools |= own.get(routine.index, set())
                for callee in self.called.get(routine.index, ()):
                    tools |= found.get(callee.index, frozenset())
            for routine in component:
                found[routine.index] = frozenset(tools)
        return found

    def reach(self, routine: Routine) -> frozenset[str]:
        """The tools that a function may call, itself or through functions it calls by name."""
        return self._reach[routine.index]

    @cached_property
    def interest(self) -> frozenset[int]:
        """Nodes with a call below them that may come to a tool, or a jump."""
        marked: set[int] = set()
        for call in self.met.calls:
            match self.target(call):
                case RoutineTarget(routine=routine) if not self.has_effect(routine):
                    continue
                case OtherTarget(meaning=meaning) if not ends_run(meaning):
                    continue
                case UnknownTarget() if not self.handed_tools:
                    continue
                case _:
                    self._mark(call, marked)
        for statement in self.met.statements:
            if isinstance(statement, (Return, Raise, Break, Continue)):
                self._mark(statement, marked)
        for node in self.handed_tools.values():
            self._mark(node, marked)
        return frozenset(marked)

    def _mark(self, node: Node, marked: set[int]) -> None:
        marked.add(node.index)
        for above in self.met.ancestors(node):
            if above.index in marked:
                return
            marked.add(above.index)

    @cached_property
    def _ending(self) -> frozenset[int]:
        """Functions that may end the run, by `exit()` or `raise SystemExit`."""
        found: set[int] = set()
        for call in self.met.calls:
            target = self.target(call)
            if isinstance(target, OtherTarget) and ends_run(target.meaning):
                found.add(self.met.function_around(call).index)
        for component in self.order:
            callees = {c.index for one in component for c in self.called.get(one.index, ())}
            if not callees.isdisjoint(found):
                found.update(one.index for one in component)
        return frozenset(found)

    def may_end(self, routine: Routine) -> bool:
        """May it end the run?"""
        return routine.index in self._ending

    def has_effect(self, routine: Routine) -> bool:
        """Can calling it come to a tool, or end the run?"""
        return bool(self.reach(routine)) or self.may_end(routine)

    def is_run(self, call: Call) -> bool:
        """Does what an async call makes surely run, once, before the expression is done?"""
        above = self.met.parents[call.index]
        if isinstance(above, Await):
            return True
        while isinstance(
            above, (ListComprehension, SetComprehension, GeneratorExpression, Starred)
        ):
            above = self.met.parents[above.index]
        if not isinstance(above, Call) or above.callee is call:
            return False
        return self.runs_all(above)

    def runs_all(self, call: Call) -> bool:
        """Is it `asyncio.run(…)`, or `await asyncio.gather(…)` that passes failures on?"""
        meaning = self.facts.meaning(call.callee)
        if not isinstance(meaning, ListedMeaning):
            return False
        if meaning.name == "asyncio.run":
            return True
        is_awaited = isinstance(self.met.parents[call.index], Await)
        return meaning.name == "asyncio.gather" and is_awaited and not call.keywords


def ends_run(meaning: Meaning | None) -> bool:
    """Is it a builtin that ends the run, such as `exit`?"""
    return isinstance(meaning, ListedMeaning) and meaning.name in _ENDING


_ENDING: Final = frozenset({"exit", "quit", "sys.exit", "os._exit", "SystemExit"})


def _components(calls: Calls) -> Iterator[tuple[Routine, ...]]:  # noqa: C901 - one algorithm
    """Tarjan's strongly connected components, without recursion, callees first."""
    numbers: dict[int, int] = {}
    lowest: dict[int, int] = {}
    waiting: list[Routine] = []
    is_waiting: set[int] = set()
    for start in calls.met.functions:
        if start.index in numbers:
            continue
        path: list[tuple[Routine, Iterator[Routine]]] = []
        current: Routine | None = start
        while current is not None or path:
            if current is not None:
                numbers[current.index] = lowest[current.index] = len(numbers)
                waiting.append(current)
                is_waiting.add(current.index)
                path.append((current, iter(calls.called.get(current.index, ()))))
                current = None
            routine, callees = path[-1]
            for callee in callees:
                if callee.index not in numbers:
                    current = callee
                    break
                if callee.index in is_waiting:
                    lowest[routine.index] = min(lowest[routine.index], numbers[callee.index])
            if current is not None:
                continue
            path.pop()
            if path:
                above = path[-1][0].index
                lowest[above] = min(lowest[above], lowest[routine.index])
            if lowest[routine.index] == numbers[routine.index]:
                component: list[Routine] = []
                while not component or component[-1] is not routine:
                    component.append(waiting.pop())
                    is_waiting.discard(component[-1].index)
                yield tuple(component)
