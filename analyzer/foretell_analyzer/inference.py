"""What each kind of expression surely stands for, by what its parts stand for; used by `certain`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from .annotated import meaning_of_annotation
from .declared import meaning_of_key, meaning_of_result
from .dialect import EntryKind
from .ir import (
    Attribute,
    Await,
    BinaryOperation,
    BooleanOperation,
    Call,
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
from .operations import item_of, joined, result_of_operation
from .recursion import Steps

if TYPE_CHECKING:
    from .certain import Certain

_NUMBERS: Final = ("int", "float")


def _constant(_: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Constant)
    yield from ()
    return DataMeaning("NoneType" if node.value is None else type(node.value).__name__)


def _name(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Name)
    variable = certain.met.variable(node)
    if variable is None:
        return certain.external(node.identifier)
    return (yield certain.infer_variable(variable))


def _attribute(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Attribute)
    receiver = yield certain.infer(node.value)
    match receiver:
        case ModuleMeaning(name=module):
            return certain.member(module, node.name)
        case DataMeaning(type=kind):
            return _member_of_type(certain, kind, node.name, f"{kind}.{node.name}")
        case ListedMeaning(entry=entry, name=name) if entry.kind is EntryKind.CLASS:
            return _member_of_type(certain, entry.type or name, node.name, f"{name}.{node.name}")
        case _:
            return None


def _member_of_type(certain: Certain, kind: str, name: str, shown: str) -> Meaning | None:
    entry = certain.dialect.find_member(kind, name)
    if entry is None:
        return None
    module = kind.rpartition(".")[0] or "builtins"
    if entry.kind is EntryKind.ATTRIBUTE:
        return meaning_of_annotation(certain.dialect, entry.type, module, kind)
    return ListedMeaning(entry, shown, module, kind)


def _call(  # noqa: PLR0911 - a case a kind of callee
    certain: Certain, node: Expression
) -> Steps[Meaning | None]:
    assert isinstance(node, Call)
    callee = yield certain.infer(node.callee)
    match callee:
        case ToolMeaning(tool=tool):
            result = meaning_of_result(tool)
            return CoroutineMeaning(node, tool.name, result) if certain.is_async(tool) else result
        case FunctionMeaning(definition=FunctionDefinition() as function):
            if function.index in certain.met.generators:
                return None if function.is_async else DataMeaning("generator")
            return CoroutineMeaning(node, function.name, None) if function.is_async else None
        case ClassMeaning(definition=definition):
            return InstanceMeaning(definition)
        case ListedMeaning(entry=entry, module=module, receiver=receiver):
            results = {way.result for way in entry.signatures}
            if len(results) != 1 or any(way.is_async for way in entry.signatures):
                return None
            (result_text,) = results
            return meaning_of_annotation(certain.dialect, result_text, module, receiver)
        case _:
            return None


def _awaited(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Await)
    value = yield certain.infer(node.value)
    if isinstance(value, CoroutineMeaning):
        return value.result
    # A tool of which nobody says whether it is async: the script has to know.
    return value if isinstance(value, DataMeaning) and value.origin else None


def _subscript(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Subscript)
    receiver = yield certain.infer(node.value)
    if not isinstance(receiver, DataMeaning):
        return None
    if receiver.type == "str":
        return DataMeaning("str")
    if receiver.type == "list":
        key = yield certain.infer(node.key)
        if isinstance(node.key, Slice):
            return receiver
        is_index = isinstance(key, DataMeaning) and key.type == "int"
        return item_of(receiver) if is_index else None
    if receiver.type == "dict" and isinstance(node.key, Constant):
        return meaning_of_key(receiver, node.key.value, certain.mutation.stored_keys)
    return None


def _display(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, (List, Tuple, Set))
    kind = type(node).__name__.lower()
    item: Meaning | None = None
    for position, element in enumerate(node.elements):
        one = yield certain.infer(element)
        item = one if position == 0 else joined(item, one)
        if item is None:
            break
    return DataMeaning(kind, item)


def _comprehension(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, (ListComprehension, SetComprehension, GeneratorExpression))
    item = yield certain.infer(node.element)
    return DataMeaning(_COMPREHENSIONS[type(node)], item)


def _binary(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, BinaryOperation)
    left = yield certain.infer(node.left)
    right = yield certain.infer(node.right)
    if not isinstance(left, DataMeaning) or not isinstance(right, DataMeaning):
        return None
    result = result_of_operation(left.type, node.operator, right.type)
    return None if result is None else DataMeaning(result)


def _boolean(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, BooleanOperation)
    return (yield _same(certain, node.operands))


def _conditional(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Conditional)
    return (yield _same(certain, (node.body, node.orelse)))


def _same(certain: Certain, nodes: Iterable[Expression]) -> Steps[Meaning | None]:
    found: Meaning | None = None
    for position, node in enumerate(nodes):
        one = yield certain.infer(node)
        found = one if position == 0 else joined(found, one)
        if found is None:
            break
    return found


def _compare(_: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Compare)
    yield from ()
    plain = {Comparison.IS, Comparison.IS_NOT, Comparison.IN, Comparison.NOT_IN}
    return DataMeaning("bool") if plain.issuperset(node.operators) else None


def _unary(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, UnaryOperation)
    if node.operator is UnaryOperator.NOT:
        return DataMeaning("bool")
    operand = yield certain.infer(node.operand)
    is_number = isinstance(operand, DataMeaning) and operand.type in _NUMBERS
    is_sign = node.operator in (UnaryOperator.NEGATE, UnaryOperator.PLUS)
    return operand if is_number and is_sign else None


def _named(certain: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, NamedExpression)
    return (yield certain.infer(node.value))


def _lambda(_: Certain, node: Expression) -> Steps[Meaning | None]:
    assert isinstance(node, Lambda)
    yield from ()
    return FunctionMeaning(node)


TYPES: Final[Mapping[type[Expression], str]] = {
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

_Inference = Callable[["Certain", Expression], Steps[Meaning | None]]

INFERENCES: Final[Mapping[type[Expression], _Inference]] = {
    Attribute: _attribute,
    Await: _awaited,
    BinaryOperation: _binary,
    BooleanOperation: _boolean,
    Call: _call,
    Compare: _compare,
    Conditional: _conditional,
    Constant: _constant,
    GeneratorExpression: _comprehension,
    Lambda: _lambda,
    List: _display,
    ListComprehension: _comprehension,
    Name: _name,
    NamedExpression: _named,
    Set: _display,
    SetComprehension: _comprehension,
    Subscript: _subscript,
    Tuple: _display,
    UnaryOperation: _unary,
}
