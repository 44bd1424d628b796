"""Takes facts, gives the call graph; what its names mean is told in `callgraph`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .bindings import ScopeKind
from .callgraph import MODULE, CallEdge, CallGraph
from .calls import (
    Calls,
    OtherTarget,
    Routine,
    RoutineTarget,
    ToolTarget,
    UnknownTarget,
    own_methods,
)
from .facts import Facts
from .ir import (
    Attribute,
    Call,
    ClassDefinition,
    FunctionDefinition,
    Keyword,
    Lambda,
    Name,
    Node,
    With,
)
from .meanings import ClassMeaning, FunctionMeaning, ListedMeaning, ToolMeaning

Edge = tuple[str, str, Node]
"""Caller, callee, and where."""


_NAMING: Final = (ScopeKind.FUNCTION, ScopeKind.LAMBDA, ScopeKind.CLASS, ScopeKind.MODULE)
"""Scopes that are part of the names of what is defined in them."""


def make_call_graph(facts: Facts, calls: Calls) -> CallGraph:
    """The graph of direct calls of a module."""
    return _Builder(facts, calls).build()


def _ordered(edges: Iterable[CallEdge]) -> tuple[CallEdge, ...]:
    return tuple(sorted(edges, key=lambda one: (one.span.start, one.span.end, one.callee)))


class _Builder:
    def __init__(self, facts: Facts, calls: Calls) -> None:
        self.facts = facts
        self.calls = calls
        self.met = facts.met
        self._names: dict[int, str] = {facts.module.index: MODULE}
        self._methods: dict[str, list[FunctionDefinition]] = {}
        for definition in facts.met.classes:
            for method in own_methods(definition):
                self._methods.setdefault(method.name, []).append(method)

    def build(self) -> CallGraph:
        nodes: dict[str, None] = {MODULE: None}
        for routine in self.met.functions:
            nodes[self.name(routine)] = None
        edges: dict[CallEdge, None] = {}
        for caller, callee, node in (*self._calls(), *self._handed(), *self._implicit()):
            edge = CallEdge(caller, callee, self.facts.place(node))
            nodes.setdefault(callee)
            edges[edge] = None
        own = {self.name(routine) for routine in self.met.functions} | {MODULE}
        return CallGraph(
            nodes=tuple(nodes),
            edges=_ordered(edges),
            is_complete=self._is_complete(),
            tools=tuple(node for node in nodes if node not in own),
            builtins=_ordered(dict.fromkeys(self._builtins())),
            lambdas=self._lambdas(),
        )

    def name(self, node: Node) -> str:
        """The qualified name of a function, a class or the module."""
        known = self._names.get(node.index)
        if known is not None:
            return known
        parts: list[str] = []
        current: Node | None = node
        while current is not None and current is not self.facts.module:
            if isinstance(current, Lambda):
                parts.append(f"<lambda:{self.facts.module.line(current)}>")
                break  # a lambda is known by its line alone
            if isinstance(current, (FunctionDefinition, ClassDefinition)):
                parts.append(current.name)
            current = self.met.parents[current.index]
        name = self._names[node.index] = ".".join(reversed(parts))
        return name

    def _lambdas(self) -> dict[str, tuple[str, ...]]:
        """By node: the lambdas it stands for, numbered in the function or class around each."""
        numbered: dict[int, str] = {}
        counts: dict[str, int] = {}
        found: dict[str, tuple[str, ...]] = {}
        for routine in self.met.functions:
            if not isinstance(routine, Lambda):
                continue
            scope = self.met.scopes[routine.index]
            while scope is not None and scope.kind not in _NAMING:
                scope = scope.parent
            around = ""
            if scope is not None and scope.kind is not ScopeKind.MODULE:
                around = numbered.get(scope.node.index) or self.name(scope.node)
            number = counts[around] = counts.get(around, 0) + 1
            name = numbered[routine.index] = f"{around}.<lambda{number}>".removeprefix(".")
            found[self.name(routine)] = (*found.get(self.name(routine), ()), name)
        return found

    def _builtins(self) -> Iterator[CallEdge]:
        """Calls of what the table of the language has."""
        for call in self.met.calls:
            meaning = self.facts.meaning(call.callee)
            if isinstance(meaning, ListedMeaning):
                yield CallEdge(self._caller(call), meaning.name, self.facts.place(call))

    def _caller(self, node: Node) -> str:
        return self.name(self.met.function_around(node))

    def _calls(self) -> Iterator[Edge]:
        anything = self._anything()
        for call in self.met.calls:
            caller = self._caller(call)
            match self.calls.target(call):
                case ToolTarget(tool=tool):
                    yield caller, tool.name, call
                case RoutineTarget(routine=routine):
                    yield caller, self.name(routine), call
                case OtherTarget(meaning=ClassMeaning(definition=definition)):
                    for method in self._constructors(definition):
                        yield caller, self.name(method), call
                case UnknownTarget():
                    named: list[str] = []
                    callee = call.callee
                    if isinstance(callee, Attribute) and callee.name in self._methods:
                        named = [self.name(one) for one in self._methods[callee.name]]
                    if not named or (
                        isinstance(callee, Attribute) and callee.name in self.met.stored_attributes
                    ):
                        named += anything
                    for name in named:
                        yield caller, name, call
                case _:
                    pass

    def _anything(self) -> list[str]:
        """What a call may come to of which nothing is known: all that is handed over."""
        found: dict[str, None] = {}
        for routine, _ in self.calls.handed_routines.values():
            if not isinstance(self.met.parents[routine.index], ClassDefinition):
                found[self.name(routine)] = None
        for read in self.met.names:
            meaning = self.facts.meaning(read.node)
            if isinstance(meaning, ToolMeaning) and self.calls.is_handed(read.node):
                found[meaning.tool.name] = None
        for definition in self.met.classes:
            for method in self._constructors(definition):
                found[self.name(method)] = None
        return list(found)

    def _implicit(self) -> Iterator[Edge]:
        """Methods that operators, loops, `with`, … call, and properties where they are read."""
        for name, methods in self._methods.items():
            hidden = [one for one in methods if self._is_hidden(one)]
            if not hidden:
                continue
            users = self._users(name, is_operator=name.startswith("__"))
            for method in hidden:
                for user in users:
                    yield self._caller(user), self.name(method), user

    def _users(self, name: str, *, is_operator: bool) -> list[Node]:
        """The places that may call a method without naming it, one for each function."""
        if not is_operator:
            places: list[Node] = [one for one in self.met.attributes if one.name == name]
        elif name in {"__enter__", "__exit__", "__aenter__", "__aexit__"}:
            places = [one for one in self.met.statements if isinstance(one, With)]
        elif name == "__post_init__":
            places = list(self.met.calls)
        else:
            places = [
                *self.met.operations, *self.met.loops, *self.met.subscripts, *self.met.calls,
                *self.met.statements,
            ]  # fmt: skip
        by_function: dict[str, Node] = {}
        for place in places:
            by_function.setdefault(self._caller(place), place)
        return list(by_function.values())

    def _constructors(self, definition: ClassDefinition) -> Iterator[FunctionDefinition]:
        """`__init__` of the class, else those of the classes it may inherit one from."""
        found = [one for one in own_methods(definition) if one.name == "__init__"]
        if found or not definition.bases:
            yield from found
        else:
            yield from self._methods.get("__init__", ())

    def _handed(self) -> Iterator[Edge]:  # noqa: C901 - three kinds of handing over
        """What is handed to something that is not ours is called by it, or may be."""
        for read in self.met.names:
            meaning = self.facts.meaning(read.node)
            if not isinstance(meaning, (ToolMeaning, FunctionMeaning)):
                continue
            call = self._receiving(read.node)
            if call is not None:
                yield self._caller(call), self._callee(meaning), call
        for routine in self.met.functions:
            call = self._receiving(routine) if isinstance(routine, Lambda) else None
            if call is not None:
                yield self._caller(call), self.name(routine), call
            if isinstance(routine, FunctionDefinition):
                for decorator in routine.decorators:
                    meaning = self.facts.meaning(decorator)
                    if isinstance(meaning, (ToolMeaning, FunctionMeaning)):
                        yield self._caller(decorator), self._callee(meaning), decorator
                    elif meaning is None:
                        for name in self._anything():
                            yield self._caller(decorator), name, decorator

    def _callee(self, meaning: ToolMeaning | FunctionMeaning) -> str:
        if isinstance(meaning, ToolMeaning):
            return meaning.tool.name
        return self.name(meaning.definition)

    def _receiving(self, node: Node) -> Call | None:
        """The call of a builtin that a value is an argument of."""
        above = self.met.parents[node.index]
        if isinstance(above, Keyword):
            above = self.met.parents[above.index]
        if not isinstance(above, Call) or above.callee is node:
            return None
        target = self.calls.target(above)
        is_builtin = isinstance(target, OtherTarget) and not isinstance(
            target.meaning, ClassMeaning
        )
        return above if is_builtin else None

    def _is_complete(self) -> bool:
        """Is every call of the script's functions and tools by name, or handed to a builtin?"""
        if not self.calls.handed_routines and not self.calls.handed_tools:
            return True
        if any(self._is_hidden(method) for methods in self._methods.values() for method in methods):
            return False
        for call in self.met.calls:
            target = self.calls.target(call)
            if isinstance(target, UnknownTarget):
                callee = call.callee
                if not isinstance(callee, Attribute) or callee.name in self.met.stored_attributes:
                    return False
                if callee.name not in self._methods:
                    return False
        return all(self._is_accounted_for(one) for one, _ in self.calls.handed_routines.values())

    def _is_hidden(self, method: FunctionDefinition) -> bool:
        """Is it called without being named: an operator's method, a property?"""
        is_operator = method.name.startswith("__") and method.name not in {"__init__", "__new__"}
        return is_operator or bool(method.decorators)

    def _is_accounted_for(self, routine: Routine) -> bool:
        """Is it a method, or handed to builtins only?"""
        if isinstance(routine, Lambda):
            return self._receiving(routine) is not None
        if isinstance(self.met.parents[routine.index], ClassDefinition):
            return True
        if routine.decorators:
            return False
        variable = self.met.variable(routine)
        reads = () if variable is None else self.met.reads.get(variable, ())
        return all(self._is_plain(read) for read in reads)

    def _is_plain(self, read: Name) -> bool:
        above = self.met.parents[read.index]
        is_called = isinstance(above, Call) and above.callee is read
        return is_called or self._receiving(read) is not None
