"""Functions and classes of the script, as the evaluator knows them."""

from __future__ import annotations

from typing import final

from ..ir import ClassDefinition, FunctionDefinition, Lambda, Parameter
from ..resolve import Scope
from .value import BOTTOM, Value, join


@final
class Frame:
    """The variables of one activation, or of all with one context: locations from `base` on.

    `free` says where the variables of functions around are, by slot. `namespace` is the location
    of the class namespace while a class body runs, else -1.
    """

    number: int
    scope: Scope
    base: int
    free: dict[int, int]
    namespace: int
    context: int

    def __init__(
        self,
        number: int,
        scope: Scope,
        base: int,
        free: dict[int, int],
        namespace: int,
        context: int,
    ) -> None:
        self.number = number
        self.scope = scope
        self.base = base
        self.free = free
        self.namespace = namespace
        self.context = context

    def location(self, slot: int) -> int:
        """Where the variable in a slot is."""
        found = self.free.get(slot)
        return self.base + slot if found is None else found


@final
class FunctionInfo:
    """A function, lambda or method made by its definition in one frame.

    `defaults` has a value for each parameter, bottom where it has no default. They are joined if
    the definition is executed again in the same frame; `version` counts that.
    """

    number: int
    definition: FunctionDefinition | Lambda
    scope: Scope
    frame: Frame
    name: str
    owner: ClassInfo | None
    defaults: list[Value]
    is_generator: bool
    is_async: bool
    location: int

    def __init__(
        self,
        number: int,
        definition: FunctionDefinition | Lambda,
        scope: Scope,
        frame: Frame,
        name: str,
        is_generator: bool,
    ) -> None:
        self.number = number
        self.definition = definition
        self.scope = scope
        self.frame = frame
        self.name = name
        self.owner = None
        self.defaults = [BOTTOM] * len(definition.parameters)
        self.is_generator = is_generator
        self.is_async = isinstance(definition, FunctionDefinition) and definition.is_async
        self.location = -1

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in order."""
        return self.definition.parameters

    def add_defaults(self, defaults: list[Value]) -> bool:
        """Join the defaults of one more execution of the definition; did anything change?"""
        changed = False
        for position, value in enumerate(defaults):
            joined = join(self.defaults[position], value)
            if joined is not self.defaults[position]:
                self.defaults[position] = joined
                changed = True
        return changed


@final
class ClassInfo:
    """A class made by its definition in one frame.

    `location` is where its own namespace is in the store. `bases` are the values of its bases;
    `order` is the order in which classes of the script are searched, itself first, and `outside`
    the names of its bases that the dialect lists (`Exception`, `enum.Enum`). `is_open` if some
    base is not known: then it may have any attribute. `is_frozen` if its instances take no other
    attributes than those that they were made with (`is_slotted`: of no other names), `is_abstract` if others may count as its
    instances, `is_called_back` if its bases are of the library and call what it defines,
    `is_extended` if classes are derived from it that we do not see.
    """

    number: int
    definition: ClassDefinition
    name: str
    location: int
    order: list[ClassInfo]
    outside: list[str]
    is_open: bool
    decorators: list[str]
    fields: list[str]
    kind: str
    keywords: dict[str, Value]
    is_frozen: bool
    is_slotted: bool
    is_abstract: bool
    is_called_back: bool
    is_extended: bool

    def __init__(self, number: int, definition: ClassDefinition, name: str, location: int) -> None:
        self.number = number
        self.definition = definition
        self.name = name
        self.location = location
        self.order = [self]
        self.outside = []
        self.is_open = False
        self.decorators = []
        self.fields = []
        self.kind = ""
        self.keywords = {}
        self.is_frozen = False
        self.is_slotted = False
        self.is_abstract = False
        self.is_called_back = False
        self.is_extended = False

    def is_subclass(self, other: ClassInfo) -> bool:
        """Is it the other class or derived from it?"""
        return other in self.order
