"""What evaluation asks about everything that is not the script: tools, inputs, the dialect."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Final, final

from ..bindings import Scope
from ..catalog import Tool
from ..catalog.tools import Schema
from ..dialect import COMMON_ATTRIBUTES, OPERATOR_METHODS, Entry, EntryKind
from ..ir import ClassDefinition, FunctionDefinition, Lambda, Node
from ..sites import Occurrences, World
from ..values.collections import DictObject
from ..values.instances import Instance, Lazy
from ..values.making import exactly, literal, only
from ..values.objects import Declared
from ..values.origins import FROM_ANYWHERE, Origin, data_of
from ..values.routines import ClassInfo
from ..values.shapes import Exactly, Listed, ModuleOf, Reference, Shape, ToolOf
from ..values.value import UNBOUND, UNKNOWN, UNKNOWN_DATA, Value, join
from .access import OPEN_TYPES
from .annotations import annotated_value
from .arguments import Arguments
from .attempts import quietly
from .declared import (
    declared_field,
    declared_key,
    declared_keys,
    input_value,
    known_names,
    opened,
    value_of_schema,
)
from .ending import mentions_exit
from .entering import makes_exception, raises
from .evaluator import Evaluator
from .exhaustion import TAKES_SOME, hand_over, how_much, take_all
from .host_members import HOST_MEMBERS, host_member
from .iteration import Items
from .library.registry import CALLABLE_KINDS, LAZY_CALLS, MODELS, Model, model_of
from .sharing import assigned_elsewhere
from .text_arguments import check_texts


def no_variables(name: str) -> Value:
    """Nothing is known of a type variable."""
    return UNKNOWN_DATA


@final
class Outside:
    """The world of one script, asked in the evaluator's terms."""

    callable_kinds: set[str]

    def __init__(self, met: Occurrences, world: World) -> None:
        self.met = met
        self.world = world
        self.dialect = world.dialect
        self.callable_kinds = CALLABLE_KINDS
        self.assigned_elsewhere = assigned_elsewhere(met)
        self.sends = any(one.name in ("send", "asend") for one in met.attributes)
        self.may_exit = mentions_exit(met)
        self.object_entry = world.dialect.builtins["object"]
        self._bases: dict[str, frozenset[str]] = {}
        self._names: dict[int, str] = {}
        self._cells: dict[int, set[int]] = {}
        for scope in met.resolution.scopes.values():
            cells = scope.comprehension_cells or scope.cells
            if cells:
                self._cells.setdefault(scope.frame_owner.node.index, set()).update(cells)

    def cells_of(self, scope: Scope) -> Collection[int]:
        """Slots whose variables functions inside may use, comprehensions' among them."""
        return self._cells.get(scope.node.index, _NO_CELLS)

    # ------------------------------------------------------------------------------ names

    def find(self, ev: Evaluator, name: str) -> Value:
        """What a name stands for that nothing in the script binds; unbound if nothing."""
        if name in self.world.inputs:
            return input_value(ev, name, self.world.inputs[name])
        tool = self.world.catalog.tools.get(name)
        if tool is not None:
            return Value((ToolOf(tool),))
        entry = self.dialect.builtins.get(name)
        if entry is not None:
            if name == "__name__":
                return literal("__main__")
            return self.entry_value(ev, entry, name, "builtins")
        return UNKNOWN if self.met.star_imports else UNBOUND  # a decorator gives what it is given

    def entry_value(self, ev: Evaluator, entry: Entry, name: str, module: str) -> Value:
        """What an entry of the table is."""
        if entry.kind is EntryKind.CONSTANT:
            return annotated_value(
                ev, entry.type, module, self.met.module, None, no_variables, f"constant {name}"
            )
        if entry.kind is EntryKind.MODULE:
            return Value((ModuleOf(entry.type or name),))
        return Value((Listed(entry, name, module),))

    def module_member(self, ev: Evaluator, module: str, name: str) -> Value | None:
        """`module.name`."""
        found = self.dialect.modules.get(module)
        if found is None:
            return UNKNOWN_DATA
        entry = found.members.get(name)
        if entry is None:
            dotted = f"{module}.{name}"
            if dotted in self.dialect.modules:
                return Value((ModuleOf(dotted),))
            return UNKNOWN_DATA if name.startswith("__") else None
        return self.entry_value(ev, entry, f"{module}.{name}", module)

    def class_member(self, ev: Evaluator, shape: Listed, name: str, node: Node) -> Value | None:
        """`Class.name` of a listed class."""
        key = shape.entry.type or shape.name
        entry = self.dialect.find_member(key, name)
        if entry is not None:
            module = key.rpartition(".")[0] or "builtins"
            if entry.kind is EntryKind.ATTRIBUTE:
                return annotated_value(
                    ev, entry.type, module, node, exactly(key), no_variables, name
                )
            return Value((Listed(entry, f"{key}.{name}", module, key),))
        if name in ("__name__", "__qualname__"):
            return exactly("str") if "." in shape.name else literal(shape.name)
        if key == "object" and self.is_object_method(name):
            return self.object_method(name, None)
        if self.has_common(name) or self.dialect.types.get(key) is None or key in OPEN_TYPES:
            return UNKNOWN_DATA
        return UNKNOWN_DATA if name in self.dialect.members("type") else None

    def member(
        self, ev: Evaluator, kind: str, name: str, receiver: Value, node: Node
    ) -> Value | None:
        """An attribute of a value of a listed type; None if it has none."""
        of_host = host_member(ev, kind, name, receiver) if name in HOST_MEMBERS else None
        if of_host is not None:
            return of_host
        entry = self.dialect.find_member(kind, name)
        if entry is not None:
            module = kind.rpartition(".")[0] or "builtins"
            if entry.kind is EntryKind.ATTRIBUTE:
                found = annotated_value(
                    ev,
                    entry.type,
                    module,
                    node,
                    receiver,
                    no_variables,
                    name,
                    ev.unseen(),
                    ev.origins_within(receiver),
                )
                if ev.holds_functions and name in _KEPT:
                    found = UNKNOWN
                return join(found, UNBOUND) if name == "__notes__" else found
            return Value(
                (Listed(entry, f"{kind}.{name}", module, kind, receiver),),
                0,
                0,
                False,
                receiver.origins,
            )
        if f"{kind}.{name}" in MODELS and self.has_common(name):
            return Value((Listed(self.object_entry, f"{kind}.{name}", "builtins", kind, receiver),))
        if self.has_common(name):
            return UNKNOWN_DATA
        if kind in OPEN_TYPES or self.dialect.types.get(kind) is None:
            return ev.unseen().with_origins(receiver.origins)
        if kind != "object" and "BaseException" in self.bases_of([kind]):
            return None if name in _PLAIN_MISTAKES else UNKNOWN_DATA
        return None

    def object_method(self, name: str, receiver: Value | None) -> Value:
        """A method that every object has from `object`."""
        if not self.is_object_method(name):
            return UNKNOWN_DATA
        return Value((Listed(self.object_entry, f"object.{name}", "builtins", "object", receiver),))

    @staticmethod
    def is_object_method(name: str) -> bool:
        """Is there a model of this method of `object`?"""
        return f"object.{name}" in MODELS

    @staticmethod
    def has_common(name: str) -> bool:
        """Has every value an attribute of this name?"""
        return name in COMMON_ATTRIBUTES or name in OPERATOR_METHODS

    def has_method(self, kind: str, name: str) -> bool:
        """Has a listed type a method? A type that is not listed may have any."""
        is_listed = self.dialect.types.get(kind) is not None
        return not is_listed or self.dialect.find_member(kind, name) is not None

    def type_named(self, name: str, module: str) -> str | None:
        """The key of a type that a stub of `module` names."""
        is_inner = module != "builtins" and "." not in name and module in self.dialect.modules
        if is_inner and name in self.dialect.modules[module].types:
            return f"{module}.{name}"
        return name if self.dialect.types.get(name) is not None else None

    def bases_of(self, kinds: list[str]) -> frozenset[str]:
        """The listed types that any of these is, itself and bases of bases included."""
        found: frozenset[str] = frozenset()
        for kind in kinds:
            known = self._bases.get(kind)
            if known is None:
                names = {kind}
                pending = [kind]
                while pending:
                    entry = self.dialect.types.get(pending.pop())
                    if entry is not None:
                        pending += [one for one in entry.bases if one not in names]
                        names.update(entry.bases)
                known = self._bases[kind] = frozenset(names)
            found |= known
        return found

    @staticmethod
    def is_exact(kind: str) -> bool:
        """Is what is told as this type of no class derived from it?"""
        return kind in _EXACT

    # ------------------------------------------------------------------------------ tools

    def is_async(self, tool: Tool) -> bool:
        """Is a call of the tool awaited?"""
        everywhere = self.dialect.tools_are_async
        return bool(tool.is_async if everywhere is None else everywhere)

    def may_be_awaited(self, value: Value) -> bool:
        """Is it the result of tools of which nobody says whether they are async?"""
        made_of = data_of(value.origins)
        if not made_of or self.dialect.tools_are_async is not None:
            return False
        for one in made_of:
            tool = self.world.catalog.tools.get(one.name)
            if tool is None or tool.is_async is not None or one.path:
                return False
        return True

    def result(self, ev: Evaluator, tool: Tool, node: Node) -> Value:
        """What a tool gives."""
        schema: Schema | None = tool.output_schema
        if schema is None:
            return Value((), 1, 0, False, frozenset({Origin(tool.name, node.index)}))
        return value_of_schema(ev, Declared(schema, schema, tool.name, node.index, ""))

    @staticmethod
    def frozen(ev: Evaluator, value: Value) -> Value:
        """A value with all that it is made of, objects it holds included."""
        return value.with_origins(ev.origins_within(value))

    @staticmethod
    def hand_over(ev: Evaluator, tool: Tool, name: str, shape: Shape, node: Node) -> None:
        """Only plain data reaches a tool: what a function is handed to it for is not called."""

    # --------------------------------------------------------------------------- declared

    @staticmethod
    def key(ev: Evaluator, held: DictObject, location: int, key: Hashable) -> Value:
        """What is declared to be under a key."""
        return declared_key(ev, held, location, key)

    @staticmethod
    def keys(ev: Evaluator, held: DictObject, location: int) -> Items:
        """The keys of a declared dict."""
        return declared_keys(ev, held, location)

    @staticmethod
    def opened(ev: Evaluator, held: DictObject, location: int) -> DictObject:
        """A declared dict with all its keys."""
        return opened(ev, held, location)

    @staticmethod
    def field(ev: Evaluator, held: Instance, shape: Reference, name: str) -> Value | None:
        """An attribute of a declared object."""
        return declared_field(ev, held, shape, name)

    @staticmethod
    def known_keys(ev: Evaluator, held: DictObject) -> tuple[object, ...]:
        """The keys that a dict may have, for a message."""
        from ..values.collections import key_constant

        own = [key_constant(key) for key, one in held.known.items() if not one.is_unbound]
        declared = () if held.declared is None else known_names(held.declared) or ()
        return tuple(dict.fromkeys([*declared, *own]))

    # ---------------------------------------------------------------------------- classes

    @staticmethod
    def fields_of(ev: Evaluator, info: ClassInfo) -> Mapping[str, Value]:
        """What a class itself defines."""
        held = ev.object_at(info.location)
        return held.fields if isinstance(held, Instance) else {}

    @staticmethod
    def instance_of(
        ev: Evaluator, info: ClassInfo, node: Node, origins: frozenset[Origin] = FROM_ANYWHERE
    ) -> Value:
        """Any instance of a class, of which nothing else is known than what it is made of."""
        anything = UNKNOWN.only_origins(origins)
        fields = dict.fromkeys(info.fields, anything) if info.kind != "enum" else {}
        made = Instance(info.name, False, info, fields, anything)
        return ev.allocate(node, made, ("any", info.number))

    def entered(self, ev: Evaluator, shape: Shape, value: Value) -> Value:
        """What `with` gives for a listed value: mostly itself."""
        if isinstance(shape, Exactly) and not self.has_method(shape.type, "__enter__"):
            return join(value, ev.unseen())
        return value

    @staticmethod
    def registrar(ev: Evaluator, dispatcher: Reference, node: Node) -> Value:
        """`register` of a function that dispatches by type."""
        from .library.dispatch import registrar

        return registrar(ev, dispatcher, node)

    @staticmethod
    def unwind(ev: Evaluator, held: Lazy, node: Node) -> None:
        """A stack of context managers is left."""
        from .library.managers import unwind

        unwind(ev, held, node)

    def names_around(self, node: Node) -> str:
        """The qualified name of the functions and classes around a node."""
        found = self._names.get(node.index)
        if found is None:
            parts: list[str] = []
            for above in self.met.ancestors(node):
                if isinstance(above, (FunctionDefinition, ClassDefinition)):
                    parts.append(above.name)
                elif isinstance(above, Lambda):
                    parts.append("<lambda>")
            found = self._names[node.index] = ".".join(reversed(parts))
        return found

    # ------------------------------------------------------------------------------ calls

    def call(
        self, ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
    ) -> Value:
        """Call something that the dialect lists."""
        model: Model = model_of(shape)
        hand_over(ev, shape.name, arguments.positional, arguments.nodes)
        if shape.entry.kind is not EntryKind.METHOD or shape.receiver is not None:
            check_texts(ev, shape.name, arguments.positional, arguments.nodes)
        if ev.watches:
            for one in arguments.values():
                ev.watches[-1].tell(ev.origins_within(one))
        ev.taking = how_much(shape.name, arguments.positional)
        kinds = raises(ev, shape, arguments)
        if kinds is None:
            found = model(ev, shape, arguments, node, ordinal)
        else:
            found = quietly(ev, kinds, lambda: model(ev, shape, arguments, node, ordinal))
            if found.shapes and makes_exception(ev, shape):
                found = only(shape.entry.type or shape.name).with_origins(found.origins)
        ev.taking = TAKES_SOME
        take_all(ev, shape.name, arguments.positional, arguments.nodes)
        return found

    def call_named(
        self, ev: Evaluator, name: str, arguments: Arguments, node: Node, ordinal: int
    ) -> Value:
        """Call a builtin by its name."""
        entry = self.dialect.builtins[name]
        return self.call(ev, Listed(entry, name, "builtins"), arguments, node, ordinal)

    @staticmethod
    def call_lazy(
        ev: Evaluator, held: Lazy, shape: Reference, arguments: Arguments, node: Node, ordinal: int
    ) -> Value:
        """Call an object that the library made to be called: a `partial`, a cached function."""
        found = LAZY_CALLS.get(held.kind)
        return UNKNOWN if found is None else found(ev, held, arguments, node, ordinal)


_NO_CELLS: Final[frozenset[int]] = frozenset()
_KEPT: Final = frozenset({"args", "value", "exceptions"})
"""Attributes of exceptions under which is found what they were made with."""
_EXACT: Final = frozenset(
    {"str", "int", "float", "bool", "bytes", "NoneType", "complex", "re.Match", "range",
     "datetime.datetime", "datetime.timedelta", "decimal.Decimal"}
)  # fmt: skip
_PLAIN_MISTAKES: Final = frozenset({"message", "msg", "getMessage", "what", "toString"})
