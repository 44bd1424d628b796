"""Where the linker stands: the frame and the scope for which nodes are made."""

from __future__ import annotations

from typing import Any, final

from foretell.interpreter.kernel import PLAIN, Code, Expression
from foretell.interpreter.nodes.names import Temporary
from foretell_analyzer import ir
from foretell_analyzer.bindings import Binding, BindingKind, Resolution, Scope, ScopeKind


@final
class Table:
    """What is shared by all frames of a script: where names that it does not bind have slots."""

    def __init__(self, resolution: Resolution, externals: dict[str, int]) -> None:
        self.resolution = resolution
        self.externals = externals
        self.postponed = False  # annotations are text: `from __future__ import annotations`
        self.running = 0  # how many nodes were made that may run something of the script
        self.runners: set[Expression] = set()  # nodes in which there are such
        self.runs_operators = False  # so may operators and attributes, not only calls
        self.rebinds = False  # functions bind names of scopes around them
        self.rebinds_locals = False  # expressions bind names
        self.methods: set[str] = set()  # names in class bodies

    def external(self, name: str) -> int:
        """Return the slot of a name that the script does not bind."""
        return self.externals.setdefault(name, len(self.externals))


@final
class FrameState:
    """What is found out about a frame while its nodes are made."""

    def __init__(self, scope: Scope, qualified_name: str) -> None:
        self.scope = scope
        self.qualified_name = qualified_name
        self.size = len(scope.slot_names)
        self.namespace = self.extra_slot() if scope.kind is ScopeKind.CLASS else -1
        self.is_async = False
        self.yields = False
        self.awaits = False

    def extra_slot(self) -> int:
        """Return a slot behind those of the names."""
        self.size += 1
        return self.size - 1


@final
class Context:
    """A scope within a frame. `parent` is the context around the definition that made the frame."""

    def __init__(
        self, table: Table, scope: Scope, frame: FrameState, parent: Context | None
    ) -> None:
        self.table = table
        self.scope = scope
        self.frame = frame
        self.parent = parent

    @property
    def is_module(self) -> bool:
        """Is the frame that of the module?"""
        return self.frame.scope.kind is ScopeKind.MODULE

    @property
    def is_function(self) -> bool:
        """Is the frame that of a function?"""
        return self.frame.scope.kind in (ScopeKind.FUNCTION, ScopeKind.LAMBDA)

    def within(self, scope: Scope) -> Context:
        """Return the context of a scope that has no frame of its own."""
        return Context(self.table, scope, self.frame, self.parent)

    def opened(self, node: ir.Node, name: str) -> Context:
        """Return the context of a definition inside this one, in a frame of its own."""
        scope = self.table.resolution.scopes[node.index]
        return Context(self.table, scope, FrameState(scope, self.qualify(name)), self)

    def qualify(self, name: str) -> str:
        """Return the qualified name of a definition here."""
        if self.is_module:
            return name
        if self.frame.scope.kind is ScopeKind.CLASS:
            return f"{self.frame.qualified_name}.{name}"
        if self.scope.lookup(name).kind is BindingKind.GLOBAL:
            return name
        return f"{self.frame.qualified_name}.<locals>.{name}"

    def scope_of(self, node: ir.Node) -> Scope:
        """Return the scope that a node makes."""
        return self.table.resolution.scopes[node.index]

    def lookup(self, name: str) -> Binding:
        """Return what a name stands for here."""
        return self.scope.lookup(name)

    def unmangle(self, name: str) -> str:
        """Return a name of a class body as it was written."""
        if self.frame.scope.kind is ScopeKind.CLASS and isinstance(
            self.frame.scope.node, ir.ClassDefinition
        ):
            prefix = f"_{self.frame.scope.node.name.lstrip('_')}__"
            if name.startswith(prefix):
                return name[len(prefix) - 2 :]
        return name

    def finish(self, code: Code) -> None:
        """Fill in what is known of a frame when all its nodes are made."""
        scope = self.frame.scope
        code.size = self.frame.size
        code.names = scope.slot_names
        code.cells = list(scope.cells)
        code.is_simple = code.kind == PLAIN and not scope.cells


@final
class Preparation:
    """The operands of a node of which one yields: those before it must be evaluated first."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.operands: list[Expression] = []
        self.slots: list[int] = []

    def hold(self, operand: Expression) -> Expression:
        """Have an operand evaluated beforehand; gives the node to use in its place."""
        slot = self.context.frame.extra_slot()
        self.operands.append(operand)
        self.slots.append(slot)
        return Temporary(operand.index, slot)


def any_resumable(operands: list[Any]) -> bool:
    """Tell whether one of the nodes yields."""
    return any(operand is not None and operand.resumable for operand in operands)
