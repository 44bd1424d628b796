"""Takes an expression, gives what it surely stands for, or nothing.

Inference asks for what it needs and remembers it. A variable means something only if everything
that is ever bound to it means the same: then it does not matter which binding a read sees. Reads
that see no binding raise, so nothing is claimed of them that could be wrong.

Lists, dicts and sets may be changed behind a variable. What is known of their items is kept only
where the script does nothing with the variable but read it (`mutation`).
"""

from __future__ import annotations

from typing import Final

from .annotated import meaning_of_annotation, meaning_of_input
from .catalog import Tool, ToolCatalog
from .dialect import Dialect, EntryKind, is_builtin
from .inference import INFERENCES, TYPES
from .ir import (
    Attribute,
    Call,
    ClassDefinition,
    Expression,
    FunctionDefinition,
    Name,
    Starred,
    Tuple,
)
from .meanings import (
    ClassMeaning,
    DataMeaning,
    FunctionMeaning,
    ListedMeaning,
    Meaning,
    ModuleMeaning,
    ToolMeaning,
)
from .mutation import Mutation
from .operations import item_of, joined, without_items
from .recursion import Steps, unwind
from .sites import BindingSite, How, Occurrences, Variable, World

_CHANGEABLE: Final = frozenset({"list", "dict", "set", "bytearray"})


class Certain:
    """What expressions of one module surely stand for; answers are remembered."""

    def __init__(self, met: Occurrences, world: World) -> None:
        self.met = met
        self.catalog: ToolCatalog = world.catalog
        self.dialect: Dialect = world.dialect
        self.inputs = world.inputs
        self.mutation = Mutation(met, world.catalog.tools)
        self._known: dict[int, Meaning | None] = {}
        self._variables: dict[Variable, Meaning | None] = {}

    def meaning(self, node: Expression) -> Meaning | None:
        """What an expression surely stands for."""
        if node.index in self._known:
            return self._known[node.index]
        return unwind(self.infer(node))

    def variable_meaning(self, variable: Variable) -> Meaning | None:
        """What every successful read of a variable gives."""
        return unwind(self.infer_variable(variable))

    def external(self, name: str) -> Meaning | None:
        """What a name means that the script does not bind."""
        if name in self.inputs:
            return meaning_of_input(self.inputs[name], name)
        tool = self.catalog.tools.get(name)
        if tool is not None:
            return ToolMeaning(tool)
        entry = self.dialect.builtins.get(name)
        if entry is None:
            return None
        if entry.kind is EntryKind.CONSTANT:
            return meaning_of_annotation(self.dialect, entry.type, "builtins")
        return ListedMeaning(entry, name, "builtins")

    def is_external(self, name: str) -> bool:
        """Does something outside the script have this name?"""
        return (
            name in self.inputs or name in self.catalog.tools or is_builtin(name, self.dialect.name)
        )

    def is_async(self, tool: Tool) -> bool | None:
        """Is a call of the tool awaited? `None` if nobody said."""
        everywhere = self.dialect.tools_are_async
        return tool.is_async if everywhere is None else everywhere

    # -------------------------------------------------------------------------- inference

    def infer(self, node: Expression) -> Steps[Meaning | None]:
        """What an expression surely stands for, in steps."""
        if node.index in self._known:
            return self._known[node.index]
        self._known[node.index] = None  # what depends on itself is not certain
        simple = TYPES.get(type(node))
        if simple is not None:
            found: Meaning | None = DataMeaning(simple)
        else:
            inference = INFERENCES.get(type(node))
            found = None if inference is None else (yield inference(self, node))
        self._known[node.index] = found
        return found

    def infer_variable(self, variable: Variable) -> Steps[Meaning | None]:
        """What every successful read of a variable gives, in steps."""
        if variable in self._variables:
            return self._variables[variable]
        self._variables[variable] = None
        sites = [
            site for site in self.met.bindings.get(variable, ()) if site.how is not How.DELETED
        ]
        if variable.slot < 0 or self.may_fall_through(variable):
            return None
        if all(site.how is How.AUGMENTED for site in sites):
            return None  # it never has a value
        found: Meaning | None = None
        for position, site in enumerate(sites):
            one = yield self._bound(site)
            found = one if position == 0 else joined(found, one)
            if found is None:
                break
        may_change = isinstance(found, DataMeaning) and found.type in _CHANGEABLE
        if may_change and not self.mutation.is_only_read(variable):
            assert isinstance(found, DataMeaning)
            found = without_items(found)
        self._variables[variable] = found
        return found

    def may_fall_through(self, variable: Variable) -> bool:
        """May a read of it see something outside the script that has the same name?"""
        is_global = self.met.is_global(variable)
        return is_global and (self.is_external(variable.name) or bool(self.met.star_imports))

    def _bound(self, site: BindingSite) -> Steps[Meaning | None]:  # noqa: PLR0911 - a case a way
        match site.how:
            case How.ASSIGNED if site.value is not None:
                return (yield self.infer(site.value))
            case How.AUGMENTED if site.value is not None:
                # Only a list surely keeps its type: `list.__iadd__` returns the list itself.
                return DataMeaning("list")
            case How.ITERATED if site.value is not None:
                return item_of((yield self.infer(site.value)))
            case How.UNPACKED if isinstance(site.value, Tuple):
                part = _part(site.value, site.path)
                return None if part is None else (yield self.infer(part))
            case How.FUNCTION if isinstance(site.node, FunctionDefinition):
                return None if site.node.decorators else FunctionMeaning(site.node)
            case How.CLASS:
                return _class(site)
            case How.MODULE:
                return ModuleMeaning(site.detail) if site.detail in self.dialect.modules else None
            case How.MEMBER:
                return self.member(site.detail, site.member)
            case _:
                return None

    def member(self, module: str, name: str) -> Meaning | None:
        """What `module.name` is."""
        if module not in self.dialect.modules:
            return None
        entry = self.dialect.modules[module].members.get(name)
        if entry is None:
            dotted = f"{module}.{name}"
            return ModuleMeaning(dotted) if dotted in self.dialect.modules else None
        if entry.kind is EntryKind.MODULE:
            return ModuleMeaning(entry.type or f"{module}.{name}")
        if entry.kind is EntryKind.CONSTANT:
            return meaning_of_annotation(self.dialect, entry.type, module)
        return ListedMeaning(entry, f"{module}.{name}", module)


def _part(value: Expression, path: tuple[int, ...]) -> Expression | None:
    """The part of a tuple display that a path leads to."""
    for position in path:
        if not isinstance(value, Tuple) or position >= len(value.elements):
            return None
        if any(isinstance(one, Starred) for one in value.elements[: position + 1]):
            return None
        value = value.elements[position]
    return value


def _class(site: BindingSite) -> Meaning | None:
    """A class that nothing replaces; `@dataclass` leaves it what it is."""
    node = site.node
    if not isinstance(node, ClassDefinition):
        return None
    names = {decorator_name(one) for one in node.decorators}
    return ClassMeaning(node) if names <= {"dataclass"} and not node.keywords else None


def decorator_name(decorator: Expression) -> str:
    """The last name of a decorator: `dataclass` of `@dataclasses.dataclass(frozen=True)`."""
    if isinstance(decorator, Call):
        decorator = decorator.callee
    if isinstance(decorator, Attribute):
        return decorator.name
    return decorator.identifier if isinstance(decorator, Name) else ""
