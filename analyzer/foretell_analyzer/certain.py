"""Takes an expression, gives what it surely stands for, or nothing.

Inference asks for what it needs and remembers it. A variable means something only if everything
that is ever bound to it means the same: then it does not matter which binding a read sees. Reads
that see no binding raise, so nothing is claimed of them that could be wrong.

Lists, dicts and sets may be changed behind a variable. What is known of their items is kept only
where the script does nothing with the variable but read it (`mutation`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from .annotated import meaning_of_annotation, meaning_of_input
from .catalog import Tool, ToolCatalog
from .declared import meaning_of_key, meaning_of_result
from .dialect import Dialect, EntryKind, is_builtin
from .sites import BindingSite, How, Occurrences, Variable, World
from .ir import (
    Attribute,
    Await,
    BinaryOperation,
    BooleanOperation,
    Call,
    ClassDefinition,
    Compare,
    Comparison,
    Conditional,
    Constant,
    Dict,
    DictComprehension,
    Expression,
    FormattedString,
    FunctionDefinition,
    GeneratorExpression,
    Lambda,
    List,
    ListComprehension,
    Name,
    NamedExpression,
    Set,
    SetComprehension,
    Slice,
    Starred,
    Subscript,
    Tuple,
    UnaryOperation,
    UnaryOperator,
)
from .meanings import (
    ClassMeaning,
    CoroutineMeaning,
    DataMeaning,
    FunctionMeaning,
    InstanceMeaning,
    ListedMeaning,
    Meaning,
    ModuleMeaning,
    ToolMeaning,
)
from .mutation import Mutation
from .operations import item_of, joined, result_of_operation, without_items
from .recursion import Steps, unwind

_CHANGEABLE: Final = frozenset({"list", "dict", "set", "bytearray"})
_NUMBERS: Final = ("int", "float")


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
        return unwind(self._infer(node))

    def variable_meaning(self, variable: Variable) -> Meaning | None:
        """What every successful read of a variable gives."""
        return unwind(self._variable(variable))

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

    def _infer(self, node: Expression) -> Steps[Meaning | None]:
        if node.index in self._known:
            return self._known[node.index]
        self._known[node.index] = None  # what depends on itself is not certain
        simple = _TYPES.get(type(node))
        if simple is not None:
            found: Meaning | None = DataMeaning(simple)
        else:
            inference = _INFERENCES.get(type(node))
            found = None if inference is None else (yield inference(self, node))
        self._known[node.index] = found
        return found

    def _constant(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Constant)
        yield from ()
        return DataMeaning("NoneType" if node.value is None else type(node.value).__name__)

    def _name(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Name)
        variable = self.met.variable(node)
        if variable is None:
            return self.external(node.identifier)
        return (yield self._variable(variable))

    def _variable(self, variable: Variable) -> Steps[Meaning | None]:
        if variable in self._variables:
            return self._variables[variable]
        self._variables[variable] = None
        sites = [
            site for site in self.met.bindings.get(variable, ()) if site.how is not How.DELETED
        ]
        if not sites or variable.slot < 0 or self.may_fall_through(variable):
            return None
        found: Meaning | None = None
        for position, site in enumerate(sites):
            one = yield self._bound(site)
            found = one if position == 0 else joined(found, one)
            if found is None:
                break
        if isinstance(found, DataMeaning) and found.type in _CHANGEABLE:
            if not self.mutation.is_only_read(variable):
                found = without_items(found)
        self._variables[variable] = found
        return found

    def may_fall_through(self, variable: Variable) -> bool:
        """May a read of it see something outside the script that has the same name?"""
        return self.met.is_global(variable) and self.is_external(variable.name)

    def _bound(self, site: BindingSite) -> Steps[Meaning | None]:
        match site.how:
            case How.ASSIGNED if site.value is not None:
                return (yield self._infer(site.value))
            case How.AUGMENTED if site.value is not None:
                # Only a list surely keeps its type: `list.__iadd__` returns the list itself.
                return DataMeaning("list")
            case How.ITERATED if site.value is not None:
                return item_of((yield self._infer(site.value)))
            case How.UNPACKED if isinstance(site.value, Tuple):
                part: Expression = site.value
                for position in site.path:
                    if not isinstance(part, Tuple) or position >= len(part.elements):
                        return None
                    if any(isinstance(one, Starred) for one in part.elements[: position + 1]):
                        return None
                    part = part.elements[position]
                return (yield self._infer(part))
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

    def _attribute(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Attribute)
        receiver = yield self._infer(node.value)
        match receiver:
            case ModuleMeaning(name=module):
                return self.member(module, node.name)
            case DataMeaning(type=kind):
                return self._member_of_type(kind, node.name, f"{kind}.{node.name}")
            case ListedMeaning(entry=entry, name=name) if entry.kind is EntryKind.CLASS:
                return self._member_of_type(entry.type or name, node.name, f"{name}.{node.name}")
            case _:
                return None

    def _member_of_type(self, kind: str, name: str, shown: str) -> Meaning | None:
        entry = self.dialect.find_member(kind, name)
        if entry is None:
            return None
        module = kind.rpartition(".")[0] or "builtins"
        if entry.kind is EntryKind.ATTRIBUTE:
            return meaning_of_annotation(self.dialect, entry.type, module, kind)
        return ListedMeaning(entry, shown, module, kind)

    def _call(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Call)
        callee = yield self._infer(node.callee)
        match callee:
            case ToolMeaning(tool=tool):
                result = meaning_of_result(tool)
                return CoroutineMeaning(node, tool.name, result) if self.is_async(tool) else result
            case FunctionMeaning(definition=FunctionDefinition() as function):
                if function.index in self.met.generators:
                    return None if function.is_async else DataMeaning("generator")
                return CoroutineMeaning(node, function.name, None) if function.is_async else None
            case ClassMeaning(definition=definition):
                return InstanceMeaning(definition)
            case ListedMeaning(entry=entry, module=module, receiver=receiver):
                results = {way.result for way in entry.signatures}
                if len(results) != 1 or any(way.is_async for way in entry.signatures):
                    return None
                (result_text,) = results
                return meaning_of_annotation(self.dialect, result_text, module, receiver)
            case _:
                return None

    def _awaited(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Await)
        value = yield self._infer(node.value)
        if isinstance(value, CoroutineMeaning):
            return value.result
        # A tool of which nobody says whether it is async: the script has to know.
        return value if isinstance(value, DataMeaning) and value.origin else None

    def _subscript(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Subscript)
        receiver = yield self._infer(node.value)
        if not isinstance(receiver, DataMeaning):
            return None
        if receiver.type == "str":
            return DataMeaning("str")
        if receiver.type == "list":
            key = yield self._infer(node.key)
            if isinstance(node.key, Slice):
                return receiver
            is_index = isinstance(key, DataMeaning) and key.type == "int"
            return item_of(receiver) if is_index else None
        if receiver.type == "dict" and isinstance(node.key, Constant):
            return meaning_of_key(receiver, node.key.value, self.mutation.stored_keys)
        return None

    def _display(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, (List, Tuple, Set))
        kind = type(node).__name__.lower()
        item: Meaning | None = None
        for position, element in enumerate(node.elements):
            one = yield self._infer(element)
            item = one if position == 0 else joined(item, one)
            if item is None:
                break
        return DataMeaning(kind, item)

    def _comprehension(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, (ListComprehension, SetComprehension, GeneratorExpression))
        item = yield self._infer(node.element)
        return DataMeaning(_COMPREHENSIONS[type(node)], item)

    def _binary(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, BinaryOperation)
        left = yield self._infer(node.left)
        right = yield self._infer(node.right)
        if not isinstance(left, DataMeaning) or not isinstance(right, DataMeaning):
            return None
        result = result_of_operation(left.type, node.operator, right.type)
        return None if result is None else DataMeaning(result)

    def _boolean(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, BooleanOperation)
        return (yield self._same(node.operands))

    def _conditional(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Conditional)
        return (yield self._same((node.body, node.orelse)))

    def _same(self, nodes: Iterable[Expression]) -> Steps[Meaning | None]:
        found: Meaning | None = None
        for position, node in enumerate(nodes):
            one = yield self._infer(node)
            found = one if position == 0 else joined(found, one)
            if found is None:
                break
        return found

    def _compare(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Compare)
        yield from ()
        plain = {Comparison.IS, Comparison.IS_NOT, Comparison.IN, Comparison.NOT_IN}
        return DataMeaning("bool") if plain.issuperset(node.operators) else None

    def _unary(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, UnaryOperation)
        if node.operator is UnaryOperator.NOT:
            return DataMeaning("bool")
        operand = yield self._infer(node.operand)
        is_number = isinstance(operand, DataMeaning) and operand.type in _NUMBERS
        is_sign = node.operator in (UnaryOperator.NEGATE, UnaryOperator.PLUS)
        return operand if is_number and is_sign else None

    def _named(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, NamedExpression)
        return (yield self._infer(node.value))

    def _lambda(self, node: Expression) -> Steps[Meaning | None]:
        assert isinstance(node, Lambda)
        yield from ()
        return FunctionMeaning(node)


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


_TYPES: Final[Mapping[type[Expression], str]] = {
    FormattedString: "str",
    Dict: "dict",
    DictComprehension: "dict",
    Slice: "slice",
}

_COMPREHENSIONS: Final[Mapping[type[Expression], str]] = {
    ListComprehension: "list",
    SetComprehension: "set",
    GeneratorExpression: "generator",
}

_Inference = Callable[[Certain, Expression], Steps[Meaning | None]]

_INFERENCES: Final[Mapping[type[Expression], _Inference]] = {
    Attribute: Certain._attribute,
    Await: Certain._awaited,
    BinaryOperation: Certain._binary,
    BooleanOperation: Certain._boolean,
    Call: Certain._call,
    Compare: Certain._compare,
    Conditional: Certain._conditional,
    Constant: Certain._constant,
    GeneratorExpression: Certain._comprehension,
    Lambda: Certain._lambda,
    List: Certain._display,
    ListComprehension: Certain._comprehension,
    Name: Certain._name,
    NamedExpression: Certain._named,
    Set: Certain._display,
    SetComprehension: Certain._comprehension,
    Subscript: Certain._subscript,
    Tuple: Certain._display,
    UnaryOperation: Certain._unary,
}
