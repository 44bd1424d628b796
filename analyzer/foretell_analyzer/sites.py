"""What one walk over a script records: which names, calls, bindings, … stand where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from .catalog import ToolCatalog
from .dialect import Dialect
from .ir import (
    Attribute,
    Await,
    BinaryOperation,
    Call,
    ClassDefinition,
    Compare,
    ComprehensionClause,
    Expression,
    For,
    FunctionDefinition,
    Import,
    ImportedName,
    ImportFrom,
    Lambda,
    Module,
    Name,
    Node,
    Statement,
    Subscript,
)
from .resolve import Binding, BindingKind, Resolution, Scope, ScopeKind


class Variable(NamedTuple):
    """A variable of the script: the node that owns its frame, its slot there, its name.

    Variables of class bodies have no slot: they are told apart by name alone.
    """

    owner: int
    slot: int
    name: str


class How(Enum):
    """How a variable gets a value at a place."""

    ASSIGNED = "assigned"  # the value of an expression
    ITERATED = "iterated"  # one after the other, the items of an expression
    UNPACKED = "unpacked"  # a part of the value of an expression
    UNPACKED_ITEM = "unpacked item"  # a part of each item of an expression
    AUGMENTED = "augmented"
    FUNCTION = "function"
    CLASS = "class"
    MODULE = "module"
    MEMBER = "member"
    PARAMETER = "parameter"
    DELETED = "deleted"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BindingSite:
    """A place where a variable gets a value (or loses it), with what is known of that value.

    `path` leads to the part that is unpacked; `detail` is the dotted name of a module, `member`
    the name taken from it.
    """

    how: How
    node: Node
    value: Expression | None = None
    path: tuple[int, ...] = ()
    detail: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name where its value is used. `variable` is `None` if nothing in the script binds it."""

    node: Name
    variable: Variable | None
    in_annotation: bool = False


@dataclass(frozen=True, slots=True)
class ImportRead:
    """A module or a member of one, as an import names it."""

    statement: Import | ImportFrom
    item: ImportedName
    module: str
    member: str | None


@dataclass(slots=True)
class Occurrences:
    """All that one walk over the module meets, each list in source order."""

    resolution: Resolution
    nodes: list[Node | None]
    """By index: every node of the module."""
    parents: list[Node | None]
    scopes: list[Scope | None]
    names: list[NameRead] = field(default_factory=list[NameRead])
    calls: list[Call] = field(default_factory=list[Call])
    attributes: list[Attribute] = field(default_factory=list[Attribute])
    subscripts: list[Subscript] = field(default_factory=list[Subscript])
    awaits: list[Await] = field(default_factory=list[Await])
    imports: list[ImportRead] = field(default_factory=list[ImportRead])
    functions: list[FunctionDefinition | Lambda] = field(
        default_factory=list[FunctionDefinition | Lambda]
    )
    classes: list[ClassDefinition] = field(default_factory=list[ClassDefinition])
    statements: list[Statement] = field(default_factory=list[Statement])
    bindings: dict[Variable, list[BindingSite]] = field(
        default_factory=dict[Variable, list[BindingSite]]
    )
    reads: dict[Variable, list[Name]] = field(default_factory=dict[Variable, list[Name]])
    operations: list[BinaryOperation | Compare] = field(
        default_factory=list[BinaryOperation | Compare]
    )
    loops: list[For | ComprehensionClause] = field(default_factory=list[For | ComprehensionClause])
    augmented: list[Name] = field(default_factory=list[Name])
    """Names that `name += …` reads before it binds them."""
    stored_attributes: set[str] = field(default_factory=set[str])
    stored_subscripts: list[Subscript] = field(default_factory=list[Subscript])
    star_imports: list[ImportFrom] = field(default_factory=list[ImportFrom])
    variables: dict[int, Variable] = field(default_factory=dict[int, Variable])
    """By node: the variable that a name, parameter or definition reads or binds."""
    generators: set[int] = field(default_factory=set[int])
    """Functions with a `yield` in them."""

    @property
    def module(self) -> Module:
        """The module that was walked."""
        return self.resolution.module

    def variable(self, node: Node) -> Variable | None:
        """The variable that a name reads or binds; none if the script binds it nowhere."""
        return self.variables.get(node.index)

    def is_global(self, variable: Variable) -> bool:
        """Is it a variable of the module?"""
        return variable.owner == self.module.index and variable.slot >= 0

    def ancestors(self, node: Node) -> Iterator[Node]:
        """The nodes around a node, the nearest first."""
        above = self.parents[node.index]
        while above is not None:
            yield above
            above = self.parents[above.index]

    def function_around(self, node: Node) -> Node:
        """The function or lambda whose body a node is in, or the module."""
        scope = self.scopes[node.index]
        while scope is not None and scope.kind not in _CALLED:
            scope = scope.parent
        return self.module if scope is None else scope.node


_CALLED: Final = (ScopeKind.FUNCTION, ScopeKind.LAMBDA, ScopeKind.MODULE)


@dataclass(frozen=True)
class World:
    """What a script is judged against: tools, table of the language, declared inputs.

    `given` are those of the inputs that come with the snippet itself, in a session.
    """

    catalog: ToolCatalog
    dialect: Dialect
    inputs: Mapping[str, object]
    given: Mapping[str, object] = field(default_factory=dict[str, object])


def variable_of(
    resolution: Resolution, scope: Scope, name: str, binding: Binding | None = None
) -> Variable | None:
    """The variable that a name stands for in a scope; none if the script binds it nowhere."""
    binding = binding or scope.lookup(name)
    if binding.kind is BindingKind.EXTERNAL:
        return None
    if binding.kind is BindingKind.GLOBAL:
        return Variable(resolution.module.index, binding.slot, name)
    if binding.kind is BindingKind.CLASS:
        return Variable(scope.frame_owner.node.index, -1, name)
    owner, slot = scope.frame_owner, binding.slot
    while binding.kind is BindingKind.FREE:
        outer = next((there for here, there in owner.captures if here == slot), None)
        if outer is None or owner.parent is None:
            break
        owner, slot = owner.parent.frame_owner, outer
    return Variable(owner.node.index, slot, name)


def variable_behind(resolution: Resolution, scope: Scope, name: str) -> Variable | None:
    """What a name in a class body stands for if the class does not bind it."""
    fallback = scope.lookup(name).fallback
    return None if fallback is None else variable_of(resolution, scope, name, fallback)
