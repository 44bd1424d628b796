"""First pass of name resolution: the scopes of a module, and what happens to names in each.

An explicit stack carries the walk, so that long chains and deep nesting cost no recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from . import ir
from .bindings import Conflict, Scope, ScopeKind

FIRST_ITERABLE: Final = ".0"
"""The implicit parameter of a generator expression."""


@dataclass(slots=True, eq=False)
class Draft:
    """A scope while it is being resolved. Dicts serve as ordered sets of names."""

    scope: Scope
    parent: Draft | None
    bound: dict[str, None] = field(default_factory=dict[str, None])
    used: dict[str, None] = field(default_factory=dict[str, None])
    globals: set[str] = field(default_factory=set[str])
    nonlocals: set[str] = field(default_factory=set[str])
    annotated: set[str] = field(default_factory=set[str])
    imported: set[str] = field(default_factory=set[str])
    """Names that nothing but `import` has bound so far; Python lets a later `global` have them."""
    slots: dict[str, int] = field(default_factory=dict[str, int])
    open_slot: Callable[[str], int] | None = None
    """Of a module to which snippets will be added: hands out a slot to a name that it only uses."""

    def bind(self, name: str) -> None:
        """Note that the scope binds a name."""
        self.bound[name] = None
        self.imported.discard(name)

    def bind_import(self, name: str) -> None:
        """Note that the scope binds a name by `import`."""
        if name not in self.bound:
            self.bound[name] = None
            self.imported.add(name)

    def names(self) -> Iterator[str]:
        """Every name that occurs in the scope, once."""
        return iter({**self.bound, **self.used, **dict.fromkeys(sorted(self.globals))})

    @property
    def root(self) -> Draft:
        """The draft of the module."""
        draft = self
        while draft.parent is not None:
            draft = draft.parent
        return draft


@dataclass(slots=True)
class Collection:
    """All scopes, outer ones before those inside them, and which node makes which."""

    scopes: list[Draft]
    by_node: dict[int, Scope]
    type_scopes: dict[int, Scope]
    conflicts: list[Conflict] = field(default_factory=list[Conflict])


def collect(module: ir.Module) -> Collection:
    """The scopes of a module with the names that each binds, uses and declares."""
    return _Collector(module).run()


_Work = tuple[ir.Node, Draft]
_COMPREHENSIONS: Final = (
    ir.ListComprehension,
    ir.SetComprehension,
    ir.DictComprehension,
    ir.GeneratorExpression,
)
_FUNCTION_SCOPES: Final = frozenset(
    {
        ScopeKind.FUNCTION,
        ScopeKind.LAMBDA,
        ScopeKind.GENERATOR,
        ScopeKind.COMPREHENSION,
        ScopeKind.TYPE_PARAMETERS,
    }
)


class _Collector:
    def __init__(self, module: ir.Module) -> None:
        self.module = module
        self.collection = Collection([], {}, {})
        self.stack: list[_Work] = []

    def run(self) -> Collection:
        module = self.module
        root = self._scope(ScopeKind.MODULE, module, None)
        self.collection.by_node[module.index] = root.scope
        self._push(module.body, root)
        stack = self.stack
        while stack:
            node, draft = stack.pop()
            self._visit(node, draft)
        root.used.update(dict.fromkeys(sorted(root.globals)))
        root.globals.clear()  # what a module declares global is what it is anyway
        for draft in self.collection.scopes:
            for name in draft.globals | draft.nonlocals:
                draft.bound.pop(name, None)
                draft.used[name] = None
            root.bound.update(dict.fromkeys(sorted(draft.globals)))
        return self.collection

    def _scope(self, kind: ScopeKind, node: ir.Node, parent: Draft | None) -> Draft:
        draft = Draft(Scope(kind, node, None if parent is None else parent.scope), parent)
        self.collection.scopes.append(draft)
        return draft

    def _push(self, nodes: Iterable[ir.Node | None], draft: Draft) -> None:
        self.stack.extend((node, draft) for node in reversed(tuple(nodes)) if node is not None)

    def _visit(self, node: ir.Node, draft: Draft) -> None:
        if isinstance(node, ir.Name):
            self._use(node.identifier, draft)
        elif isinstance(node, (ir.Expression, ir.Keyword, ir.DictItem)):
            self._expression(node, draft)
        elif isinstance(node, ir.Pattern):
            self._pattern(node, draft)
        else:
            self._statement(node, draft)

    def _use(self, name: str, draft: Draft) -> None:
        draft.used[name] = None
        if name in ("super", "__class__") and draft.scope.kind in _FUNCTION_SCOPES:
            owner: Draft | None = draft
            while owner is not None and owner.scope.kind in _FUNCTION_SCOPES:
                owner = owner.parent
            if owner is not None and owner.scope.kind is ScopeKind.CLASS:
                owner.scope.uses_class_cell = True
                draft.used["__class__"] = None

    def _target(self, node: ir.Expression, draft: Draft) -> None:
        """Names in a target are bound; what else it holds is evaluated."""
        pending = [node]
        while pending:
            target = pending.pop()
            if isinstance(target, ir.Name):
                draft.bind(target.identifier)
            elif isinstance(target, (ir.Tuple, ir.List)):
                pending.extend(reversed(target.elements))
            elif isinstance(target, ir.Starred):
                pending.append(target.value)
            else:
                self._push([target], draft)

    def _expression(self, node: ir.Node, draft: Draft) -> None:
        if isinstance(node, ir.Lambda):
            inner = self._function_scope(ScopeKind.LAMBDA, node, node.parameters, draft)
            self._push([node.body], inner)
        elif isinstance(node, _COMPREHENSIONS):
            self._comprehension(node, draft)
        elif isinstance(node, ir.NamedExpression):
            holder = draft
            while holder.scope.kind in (ScopeKind.COMPREHENSION, ScopeKind.GENERATOR):
                assert holder.parent is not None
                holder = holder.parent
            holder.bind(node.target.identifier)
            draft.used[node.target.identifier] = None
            self._push([node.value], draft)
        else:
            self._push(ir.children(node), draft)

    def _comprehension(self, node: ir.Expression, draft: Draft) -> None:
        assert isinstance(node, _COMPREHENSIONS)
        is_lazy = isinstance(node, ir.GeneratorExpression)
        kind = ScopeKind.GENERATOR if is_lazy else ScopeKind.COMPREHENSION
        inner = self._scope(kind, node, draft)
        self.collection.by_node[node.index] = inner.scope
        if is_lazy:
            inner.bind(FIRST_ITERABLE)
        first, *others = node.clauses
        self._push([first.iterable], draft)
        elements = (
            (node.key, node.value) if isinstance(node, ir.DictComprehension) else (node.element,)
        )
        self._push(elements, inner)
        for clause in node.clauses:
            self._target(clause.target, inner)
            self._push(clause.conditions, inner)
        self._push((clause.iterable for clause in others), inner)

    def _function_scope(
        self, kind: ScopeKind, node: ir.Node, parameters: tuple[ir.Parameter, ...], draft: Draft
    ) -> Draft:
        inner = self._scope(kind, node, draft)
        self.collection.by_node[node.index] = inner.scope
        for parameter in parameters:
            inner.bind(parameter.name)
            self._push((parameter.annotation, parameter.default), draft)
        return inner

    def _type_scope(
        self, node: ir.Node, parameters: tuple[ir.TypeParameter, ...], draft: Draft
    ) -> Draft:
        if not parameters:
            return draft
        inner = self._scope(ScopeKind.TYPE_PARAMETERS, node, draft)
        self.collection.type_scopes[node.index] = inner.scope
        for parameter in parameters:
            inner.bind(parameter.name)
            self._push((parameter.bound, parameter.default), inner)
        return inner

    def _declare(self, node: ir.Global | ir.Nonlocal, word: str, draft: Draft) -> None:
        """Note what a `global` or `nonlocal` comes too late for, or contradicts."""
        for name in node.names:
            message = None
            if any(name == parameter.name for parameter in _parameters(draft.scope)):
                message = f"name '{name}' is parameter and {word}"
            elif name in draft.used or (name == "__class__" and _calls_super(draft)):
                message = f"name '{name}' is used prior to {word} declaration"
            elif name in draft.annotated:
                message = f"annotated name '{name}' can't be {word}"
            elif name in draft.bound and name not in draft.imported:
                message = f"name '{name}' is assigned to before {word} declaration"
            elif name in (draft.nonlocals if isinstance(node, ir.Global) else draft.globals):
                message = f"name '{name}' is nonlocal and global"
            if message is not None:
                self.collection.conflicts.append(Conflict(node, message))

    def _annotate(self, node: ir.AnnotatedAssign, draft: Draft) -> None:
        """A bare name with an annotation belongs to its scope, so it can't be declared away."""
        if not node.is_simple or not isinstance(node.target, ir.Name):
            return
        name = node.target.identifier
        draft.annotated.add(name)
        if draft.parent is not None and name in draft.globals | draft.nonlocals:
            word = "global" if name in draft.globals else "nonlocal"
            message = f"annotated name '{name}' can't be {word}"
            self.collection.conflicts.append(Conflict(node, message))

    def _pattern(self, node: ir.Pattern, draft: Draft) -> None:
        name = None
        if isinstance(node, (ir.CapturePattern, ir.StarPattern)):
            name = node.name
        elif isinstance(node, ir.MappingPattern):
            name = node.rest
        if name is not None:
            draft.bind(name)
        self._push(ir.children(node), draft)

    def _statement(  # noqa: C901, PLR0912, PLR0915 - one case for each kind of statement
        self, node: ir.Node, draft: Draft
    ) -> None:
        match node:
            case ir.Assign():
                self._push([node.value], draft)
                for target in node.targets:
                    self._target(target, draft)
            case ir.AugmentedAssign():
                self._target(node.target, draft)
                if isinstance(node.target, ir.Name):
                    self._use(node.target.identifier, draft)
                self._push([node.value], draft)
            case ir.AnnotatedAssign():
                self._annotate(node, draft)
                self._target(node.target, draft)
                # Never evaluated in a function; all the same, its names count as used there.
                self._push((node.annotation, node.value), draft)
            case ir.Delete():
                for target in node.targets:
                    self._target(target, draft)
            case ir.For():
                self._push((node.iterable, *node.body, *node.orelse), draft)
                self._target(node.target, draft)  # what it holds is visited first
            case ir.WithItem():
                if node.target is not None:
                    self._target(node.target, draft)
                self._push([node.manager], draft)
            case ir.ExceptionHandler():
                if node.name is not None:
                    draft.bind(node.name)
                self._push((node.kind, *node.body), draft)
            case ir.Global():
                self._declare(node, "global", draft)
                draft.globals.update(node.names)
            case ir.Nonlocal():
                self._declare(node, "nonlocal", draft)
                draft.nonlocals.update(node.names)
                if "__class__" in node.names:
                    self._use("__class__", draft)
            case ir.Try():
                # In the order of Python's symbol table, which decides what a `global` comes after.
                self._push((*node.body, *node.orelse, *node.handlers, *node.final), draft)
            case ir.Import():
                for one in node.names:
                    draft.bind_import(one.alias or one.name.partition(".")[0])
            case ir.ImportFrom():
                for one in node.names:
                    if one.name != "*":
                        draft.bind_import(one.alias or one.name)
            case ir.FunctionDefinition():
                draft.bind(node.name)
                self._push(node.decorators, draft)
                around = self._type_scope(node, node.type_parameters, draft)
                inner = self._function_scope(ScopeKind.FUNCTION, node, node.parameters, around)
                self._push([node.returns], around)
                self._push(node.body, inner)
            case ir.ClassDefinition():
                draft.bind(node.name)
                self._push(node.decorators, draft)
                around = self._type_scope(node, node.type_parameters, draft)
                self._push((*node.bases, *node.keywords), around)
                inner = self._scope(ScopeKind.CLASS, node, around)
                self.collection.by_node[node.index] = inner.scope
                self._push(node.body, inner)
            case ir.TypeAlias():
                draft.bind(node.name.identifier)
                inner = self._type_scope(node, node.type_parameters, draft)
                self._push([node.value], inner)
            case _:
                self._push(ir.children(node), draft)


def _parameters(scope: Scope) -> tuple[ir.Parameter, ...]:
    return scope.node.parameters if isinstance(scope.node, ir.FunctionDefinition) else ()


def _calls_super(draft: Draft) -> bool:
    """Python counts `super` in any function as a use of `__class__`."""
    return draft.scope.kind is ScopeKind.FUNCTION and "super" in draft.used
