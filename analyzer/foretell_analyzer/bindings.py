"""What resolution gives: the scopes of a module and what each name in them stands for.

Kept apart from the pass that works it out (`resolve`), so that a reader of the analyzer or of the
interpreter needs only this page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .ir import Module, Node


class BindingKind(Enum):
    """Where the value of a name lives at run time."""

    LOCAL = "local"  # in a slot of the frame
    CELL = "cell"  # in a cell in a slot of the frame that owns it: a function inside uses it too
    FREE = "free"  # in a cell of an enclosing function; the cell is in a slot of this frame
    GLOBAL = "global"  # in a slot of the module's frame
    CLASS = "class"  # in the namespace of a class body; read there first, then by `fallback`
    EXTERNAL = "external"  # nothing in the script binds it: a builtin, a tool, an input or unknown


@dataclass(frozen=True, slots=True)
class Binding:
    """What a name stands for in a scope; `slot` is -1 for CLASS and EXTERNAL.

    `fallback` is only set for CLASS: where a class body looks if its namespace lacks the name.
    """

    kind: BindingKind
    slot: int = -1
    fallback: Binding | None = None


class ScopeKind(Enum):
    """What makes a scope."""

    MODULE = "module"
    FUNCTION = "function"  # FunctionDefinition
    LAMBDA = "lambda"
    CLASS = "class"
    GENERATOR = "generator"  # GeneratorExpression: runs in a frame of its own
    COMPREHENSION = "comprehension"  # list, set, dict: runs in the frame around it
    TYPE_PARAMETERS = "type parameters"  # PEP 695, likewise in the frame around it


@dataclass(slots=True, eq=False)
class Scope:
    """A scope. `bindings` has an entry for every name that occurs in it.

    Slots belong to frames; a comprehension has none of its own, its names get slots in the frame
    of `frame_owner`. In a frame, parameters have the first slots, in the order of
    `node.parameters`; the implicit parameter of a GENERATOR (its first iterable) is slot 0.
    """

    kind: ScopeKind
    node: Node
    parent: Scope | None
    bindings: dict[str, Binding] = field(default_factory=dict[str, Binding])
    # The rest is filled for scopes that own a frame (all but COMPREHENSION, TYPE_PARAMETERS).
    slot_names: tuple[str, ...] = ()
    """The name in each slot, for messages; the length is the size of the frame."""
    cells: tuple[int, ...] = ()
    """Slots in which a new `Cell` is put when the frame is made (around the argument, if it is a
    parameter's). Cells of comprehension variables are not here: see `comprehension_cells`."""
    captures: tuple[tuple[int, int], ...] = ()
    """For each FREE name: (slot here, slot in the frame around this definition's), both hold the
    same cell. Copied when the function object is made, put in place when it is called."""
    comprehension_cells: tuple[int, ...] = ()
    """Of COMPREHENSION and TYPE_PARAMETERS scopes: slots that get a new `Cell` at their start."""
    uses_class_cell: bool = False
    """Of CLASS scopes: a method uses `super()` or `__class__`; `bindings["__class__"]` is the slot
    of the cell, to be filled with the class when it is made."""

    @property
    def frame_owner(self) -> Scope:
        """The scope in whose frame this one's names live."""
        scope = self
        while scope.kind in (ScopeKind.COMPREHENSION, ScopeKind.TYPE_PARAMETERS):
            assert scope.parent is not None
            scope = scope.parent
        return scope

    def lookup(self, name: str) -> Binding:
        """What `name` stands for here; EXTERNAL if nothing in the script binds it."""
        return self.bindings.get(name, EXTERNAL)


EXTERNAL = Binding(BindingKind.EXTERNAL)


@dataclass(frozen=True, slots=True)
class GlobalSlots:
    """The frame of a module that is run snippet by snippet, as far as it is handed out.

    names: the name in each slot; variables: the slot of each global variable. Each name that a
    snippet uses is one of them, as a later snippet may bind it.
    """

    names: tuple[str, ...] = ()
    variables: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """A declaration that contradicts what its scope says of a name elsewhere."""

    node: Node
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """The scopes of a module, by the index of the node that makes each.

    For a definition with PEP 695 parameters, the TYPE_PARAMETERS scope is in `type_scopes`.
    The first iterable of a comprehension, decorators, defaults and annotations belong to the scope
    around; all else of a comprehension to its own.
    """

    module: Module
    scopes: Mapping[int, Scope]
    type_scopes: Mapping[int, Scope]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def module_scope(self) -> Scope:
        """The scope of the script itself; its slots are the global variables."""
        return self.scopes[self.module.index]
