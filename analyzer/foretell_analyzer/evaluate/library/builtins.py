"""Models of builtin functions and classes."""

from __future__ import annotations

from collections.abc import Hashable

from ...ir import BinaryOperator, Comparison, Expression, Node
from ...values.objects import (
    ENDLESS,
    DictObject,
    Instance,
    Lazy,
    ListObject,
    SetObject,
    Suspended,
    constant_key,
)
from ...values.shapes import ClassOf, Constant, Exactly, Listed, Reference, TupleOf
from ...values.value import (
    ANYTHING,
    BOOL,
    BOTTOM,
    NONE_VALUE,
    UNBOUND,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    exactly,
    join,
    literal,
    tuple_of,
    tuples_of,
)
from ..access import describe, read_attribute
from ..arguments import Arguments
from ..attempts import attempt
from ..evaluator import Evaluator
from ..hashing import hash_of
from ..iteration import Items, exact_items, items_of, key_value_pairs
from ..loops import repeat
from ..methods import answers_itself, bind, call_class_method, call_method, class_of, find_method, namespace, set_attribute, set_unknown_attribute
from ..narrowing import is_of_type, type_alternatives
from ..observations import FAILS, PARTLY, Detail
from ..operations import compare_values, convert_to_text, deep_origins, operate, text_of_object
from ..truth import truth_of
from .registry import MODELS, generic, model, result_of


def place(arguments: Arguments, position: int, node: Node) -> Expression:
    """The node of an argument, or the call."""
    if position < len(arguments.nodes):
        found = arguments.nodes[position]
        if isinstance(found, Expression):
            return found
    assert isinstance(node, Expression)
    return node


def call(ev: Evaluator, callee: Value, values: list[Value], node: Node, ordinal: int) -> Value:
    """Call back what a builtin was given."""
    from ..calls import call_value  # noqa: PLC0415 - calls use models

    return call_value(ev, callee, Arguments(values), node, ordinal)


def items_at(ev: Evaluator, arguments: Arguments, position: int, node: Node) -> Items:
    """What iterating over an argument gives; nothing if it is not given."""
    value = arguments.get(position)
    if value is None:
        return exact_items(())
    return items_of(ev, value, place(arguments, position, node))


@model("len")
def model_len(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    value = arguments.get(0)
    if value is None:
        return generic(ev, shape, arguments, node, ordinal)
    found = BOTTOM
    failing = None
    for one in value.shapes:
        size: Value | None = exactly("int")
        if isinstance(one, Constant):
            text = one.value
            size = literal(len(text)) if isinstance(text, (str, bytes)) else None
        elif isinstance(one, TupleOf):
            size = exactly("int") if one.items is None else literal(len(one.items))
        elif isinstance(one, Reference):
            size = _size_of_object(ev, one, node)
        elif describe(ev, one) in _WITHOUT_LENGTH:
            size = None
        if size is None:
            failing = one
        else:
            found = join(found, size)
    if failing is None:
        ev.passes("wrong-argument", node)
    else:
        state = FAILS if found.is_bottom and not value.unknown else PARTLY
        detail = Detail("len", describe(ev, failing), value, value.declared)
        ev.note("wrong-argument", node, state, detail)
    if value.unknown or found.is_bottom:
        found = exactly("int")
    ev.may_raise()
    return found.with_origins(value.origins)


_WITHOUT_LENGTH = frozenset(
    {"int", "float", "bool", "NoneType", "function", "generator", "coroutine", "map", "filter",
     "zip", "complex"}
)  # fmt: skip


def _size_of_object(ev: Evaluator, shape: Reference, node: Node) -> Value | None:
    held = ev.object_at(shape.location)
    if isinstance(held, ListObject) and held.low == held.high:
        return literal(held.low)
    if isinstance(held, Instance) and held.info is not None:
        found = call_method(ev, Value((shape,)), "__len__", [], node)
        return exactly("int") if found is None else found
    if isinstance(held, Suspended) or (isinstance(held, Lazy) and held.kind in _WITHOUT_LENGTH):
        return None
    return exactly("int")


@model("print")
def model_print(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for position, value in enumerate(arguments.values()):
        for one in value.shapes:
            if isinstance(one, Reference):
                text_of_object(ev, one, ("__str__", "__repr__"), None, node, 0)
        ev.seen.printed(node.index, value.with_origins(deep_origins(ev, value)), position)
    ev.may_raise()
    return NONE_VALUE


@model("str", "repr", "ascii", "format")
def model_text(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0, "object")
    if value is None:
        return literal("")
    if len(arguments.values()) > 1:
        return exactly("str").with_origins(deep_origins(ev, value))
    if shape.name == "ascii":
        convert_to_text(ev, value, "r", None, node)
        return exactly("str").with_origins(deep_origins(ev, value))
    conversion = "r" if shape.name == "repr" else "s"
    return convert_to_text(ev, value, conversion, None, node)


@model("int", "float", "bool")
def model_number(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return literal({"int": 0, "float": 0.0, "bool": False}[shape.name])
    if shape.name == "bool":
        truth = truth_of(ev, value, node)
        return (BOOL if truth is None else literal(truth)).with_origins(value.origins)
    single = value.constant()
    if single is not None and len(arguments.values()) == 1:
        number = single.value
        if isinstance(number, (int, float)) or (isinstance(number, str) and len(number) < 50):
            try:
                made = int(number) if shape.name == "int" else float(number)
            except (ValueError, OverflowError):
                detail = Detail(shape.name, repr(number), value, value.declared)
                ev.note("wrong-argument", node, FAILS, detail)
                ev.may_raise()
                return exactly(shape.name)
            return literal(made).with_origins(value.origins)
    for name in ("__int__", "__index__") if shape.name == "int" else ("__float__",):
        call_method(ev, value, name, [], node)
    kinds = {describe(ev, one) for one in value.shapes}
    wrong = sorted(kinds & _NO_NUMBER)
    if wrong:
        state = FAILS if kinds <= _NO_NUMBER and not value.unknown else PARTLY
        detail = Detail(shape.name, wrong[0], value, value.declared)
        ev.note("wrong-argument", node, state, detail)
    else:
        ev.passes("wrong-argument", node)
    ev.may_raise()
    return exactly(shape.name).with_origins(value.origins)


_NO_NUMBER = frozenset({"list", "dict", "tuple", "set", "NoneType", "function"})


@model("abs", "round")
def model_rounded(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return generic(ev, shape, arguments, node, ordinal)
    name = "__abs__" if shape.name == "abs" else "__round__"
    own = call_method(ev, value, name, arguments.positional[1:], node)
    if own is not None:
        return own
    ev.may_raise()
    kinds = {describe(ev, one) for one in value.shapes}
    wrong = sorted(kinds & (_NO_NUMBER | {"str"}))
    if wrong:
        state = FAILS if len(wrong) == len(kinds) and not value.unknown else PARTLY
        ev.note("wrong-argument", node, state, Detail(shape.name, wrong[0], value, value.declared))
    else:
        ev.passes("wrong-argument", node)
    if value.unknown or not kinds <= {"int", "float", "bool"}:
        return UNKNOWN_DATA.with_origins(value.origins)
    if shape.name == "round":
        digits = arguments.get(1, "ndigits")
        if digits is None:
            return exactly("int").with_origins(value.origins)
    found = either([exactly("int" if one == "bool" else one) for one in sorted(kinds)])
    return found.with_origins(value.origins)


@model("list", "tuple", "set", "frozenset", "collections.deque")
def model_collection(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    value = arguments.get(0)
    origins = BOTTOM.origins if value is None else value.origins
    single = True
    if shape.name == "tuple":
        if items.items is not None:
            return tuple_of(list(items.items)).with_origins(origins)
        return tuples_of(items.element).with_origins(origins)
    if shape.name in ("set", "frozenset"):
        hash_of(ev, items.element, node)
        made = SetObject(shape.name, single, items.element, items.low == 0)
        return ev.allocate(node, made).with_origins(origins)
    kind = "list" if shape.name == "list" else "collections.deque"
    limit = arguments.get(1, "maxlen")
    if kind != "list" and limit is not None and not limit.same(NONE_VALUE):
        # What does not fit falls out at the other end: it only may have what is added.
        bounded = ListObject(kind, False, None, items.element)  # noqa: FBT003 - by position
        return ev.allocate(node, bounded, "bounded").with_origins(origins)
    listing = ListObject(kind, single, items.items, items.element, items.low, items.high)
    return ev.allocate(node, listing).with_origins(origins)


@model("dict", "collections.OrderedDict")
def model_dict(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    value = arguments.get(0)
    origins = BOTTOM.origins
    if value is not None:
        origins = value.origins
        known, other_key, other = _entries(ev, value, place(arguments, 0, node))
    for name, given in arguments.keywords.items():
        known[constant_key(name)] = given
    if not arguments.more_keywords.is_bottom:
        other = join(other, arguments.more_keywords)
        other_key = join(other_key, exactly("str"))
    single = True
    made = DictObject(shape.name, single, known, other_key, other)
    return ev.allocate(node, made).with_origins(origins)


def _entries(
    ev: Evaluator, value: Value, node: Expression
) -> tuple[dict[Hashable, Value], Value, Value]:
    """The keys and values that `dict(value)` has: of a mapping, or of pairs."""
    mappings = tuple(
        [
            one
            for one in value.shapes
            if isinstance(one, Reference) and _is_mapping(ev, one)
        ]
    )
    known: dict[Hashable, Value] = {}
    other_key, other = BOTTOM, BOTTOM
    if mappings or value.unknown:
        pairs = key_value_pairs(ev, value.only(mappings, value.unknown), node)
        known, other_key, other = pairs.known, pairs.other_key, pairs.other
    rest = tuple([one for one in value.shapes if one not in mappings])
    if rest:
        items = items_of(ev, value.only(rest, 0), node)
        if items.items is not None and not mappings and not value.unknown:
            for item in items.items:
                key, held = split_pair(ev, item, node)
                single = key.constant()
                if single is None:
                    other_key, other = join(other_key, key), join(other, held)
                else:
                    known[constant_key(single.value)] = held
            return known, other_key, other
        key, held = split_pair(ev, items.element, node)
        other_key, other = join(other_key, key), join(other, held)
    return known, other_key, other


def _is_mapping(ev: Evaluator, shape: Reference) -> bool:
    """Has it keys and items of them?"""
    held = ev.object_at(shape.location)
    if isinstance(held, Instance) and held.info is not None:
        return find_method(ev, held.info, "keys") is not None
    return isinstance(held, DictObject)


def split_pair(ev: Evaluator, value: Value, node: Expression) -> tuple[Value, Value]:
    """The two parts of a pair."""
    first, second = BOTTOM, BOTTOM
    for one in value.shapes:
        if isinstance(one, TupleOf) and one.items is not None and len(one.items) == 2:
            first, second = join(first, one.items[0]), join(second, one.items[1])
        else:
            items = items_of(ev, Value((one,)), node)
            if items.items is not None and len(items.items) == 2:
                first, second = join(first, items.items[0]), join(second, items.items[1])
            else:
                first, second = join(first, items.element), join(second, items.element)
    if value.unknown:
        rest = Value((), value.unknown, 0, value.declared, value.origins)
        first, second = join(first, rest), join(second, rest)
    return first, second


@model("range")
def model_range(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for value in arguments.positional:
        kinds = {describe(ev, one) for one in value.shapes}
        wrong = sorted(kinds & {"str", "float", "list", "dict", "NoneType", "tuple", "set"})
        if wrong:
            state = FAILS if len(wrong) == len(kinds) and not value.unknown else PARTLY
            ev.note("wrong-argument", node, state, Detail("range", wrong[0], value, value.declared))
            break
    else:
        ev.passes("wrong-argument", node)
    ev.may_raise()
    if not arguments.more.is_bottom or not arguments.positional:
        return exactly("range")
    made = Lazy("range", node.index, tuple(arguments.positional))
    return ev.allocate(node, made)


@model("enumerate", "zip", "map", "filter", "reversed", "iter")
def model_lazy(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    if shape.name == "iter" and len(arguments.positional) == 1:
        return _iterator(ev, arguments, node)
    names = tuple([one for one in arguments.keywords if not arguments.keywords[one].unbound])
    values = [*arguments.positional, *[arguments.keywords[one] for one in names]]
    if not arguments.more.is_bottom:
        ev.escape(arguments.more)
        return UNKNOWN
    ev.may_raise()
    made = Lazy(shape.name, node.index, tuple(values), names)
    found = ev.allocate(node, made)
    if shape.name not in ("map", "filter", "iter"):
        count = len(arguments.positional) if shape.name == "zip" else 1
        for position, value in enumerate(arguments.positional[:count]):
            check_iterable(ev, value, place(arguments, position, node))
    return found


def check_iterable(ev: Evaluator, value: Value, node: Expression) -> None:
    """Builtins ask for an iterator at once, although they use it later."""
    from ..iteration import has_effects  # noqa: PLC0415 - used here only

    if not has_effects(ev, value):
        items_of(ev, value, node)


def _iterator(ev: Evaluator, arguments: Arguments, node: Node) -> Value:
    value = arguments.positional[0]
    kept = tuple(
        [
            one
            for one in value.shapes
            if isinstance(one, Reference)
            and isinstance(ev.object_at(one.location), (Lazy, Suspended))
        ]
    )
    found = Value(kept)
    own = [one for one in value.shapes if class_of(ev, one) is not None]
    for one in own:
        made_by = call_method(ev, Value((one,)), "__iter__", [], node)
        found = join(found, UNKNOWN if made_by is None else made_by)
    rest = tuple([one for one in value.shapes if one not in kept and one not in own])
    if rest or value.unknown:
        made = Lazy("iter", node.index, (value.only(rest, value.unknown),))
        found = join(found, ev.allocate(node, made))
    return found


@model("next")
def model_next(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None:
        return generic(ev, shape, arguments, node, ordinal)
    found = BOTTOM
    rest: list[Reference] = []
    for one in value.shapes:
        info = class_of(ev, one)
        if info is not None and find_method(ev, info, "__next__") is not None:
            if arguments.get(1, "default") is None:
                step = call_method(ev, Value((one,)), "__next__", [], node)
            else:
                step = attempt(ev, lambda: call_method(ev, Value((one,)), "__next__", [], node))  # noqa: B023
            found = join(found, step or BOTTOM)
        elif isinstance(one, Reference):
            rest.append(one)
    if rest or value.unknown:
        items = items_of(ev, value.only(tuple(rest), value.unknown), place(arguments, 0, node))
        found = join(found, items.element)
    default = arguments.get(1, "default")
    if default is not None:
        found = join(found, default)
    ev.may_raise()
    return UNKNOWN_DATA if found.is_bottom else found


@model("sum")
def model_sum(ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int) -> Value:
    items = items_at(ev, arguments, 0, node)
    start = arguments.get(1, "start") or literal(0)
    total = start
    if items.high == 0:
        return start

    def once() -> Value:
        nonlocal total
        step = operate(ev, total, BinaryOperator.ADD, items.element, node)
        total = _type_only(join(total, step))
        return total

    for _ in range(3):
        before = total
        repeat(ev, 0, ENDLESS, once, node)
        if total.same(before):
            break
    return total.with_origins(items.element.origins)


def _type_only(value: Value) -> Value:
    """Numbers of which only the type is known."""
    shapes = {}
    for one in value.shapes:
        made = one
        if isinstance(one, Constant) and type(one.value) in (int, float, bool, str):
            name = type(one.value).__name__
            made = exactly("int" if name == "bool" else name).shapes[0]
        shapes[made.key] = made
    return value.only(tuple(shapes.values()), value.unknown)


@model("min", "max")
def model_extreme(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    if len(arguments.positional) > 1 or not arguments.more.is_bottom:
        items = exact_items(tuple(arguments.positional))
        if not arguments.more.is_bottom:
            items = Items(join(items.element, arguments.more))
    else:
        items = items_at(ev, arguments, 0, node)
    element = items.element
    ordered(ev, items, arguments.keywords.get("key"), node, ordinal)
    default = arguments.keywords.get("default")
    if default is not None and items.low == 0:
        element = join(element, default)
    ev.may_raise()
    value = arguments.get(0)
    return element if value is None else element.with_origins(value.origins)


def ordered(
    ev: Evaluator, items: Items, key: Value | None, node: Node, ordinal: int
) -> None:
    """Items are compared, by `key` if there is one."""
    keys = items.element
    if key is not None and not key.same(NONE_VALUE):
        keys = repeat(
            ev, items.low, items.high,
            lambda: call(ev, key, [items.element], node, ordinal + 5), node,
        )  # fmt: skip
    if items.high in (0, 1) or keys.is_bottom:
        return

    def once() -> Value:
        return compare_values(ev, keys, Comparison.LESS, keys, node)

    repeat(ev, 0, ENDLESS, once, node)


@model("sorted")
def model_sorted(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    ordered(ev, items, arguments.keywords.get("key"), node, ordinal)
    ev.may_raise()
    single = True
    made = ListObject("list", single, None, items.element, items.low, items.high)
    value = arguments.get(0)
    found = ev.allocate(node, made)
    return found if value is None else found.with_origins(value.origins)


@model("any", "all")
def model_quantifier(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    items = items_at(ev, arguments, 0, node)
    if items.high == 0:
        return literal(shape.name == "all")
    for one in items.element.shapes:
        if isinstance(one, Reference):
            truth_of(ev, Value((one,)), node)
    return BOOL.with_origins(items.element.origins)


@model("isinstance", "issubclass")
def model_isinstance(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value, kinds = arguments.get(0), arguments.get(1)
    if value is None or kinds is None or shape.name == "issubclass":
        return BOOL
    call_method(ev, value, "__getattribute__", [literal("__class__")], node)
    for one in kinds.shapes:
        if isinstance(one, ClassOf):
            for name in ("__instancecheck__", "__subclasshook__"):
                hook = find_method(ev, one.info, name)
                if hook is not None:
                    call_class_method(ev, hook, one, [value], node)
    wanted = type_alternatives(kinds)
    if wanted is None or value.unknown or not value.shapes:
        return BOOL
    answers: set[bool | None] = set()
    for one in value.shapes:
        each = [is_of_type(ev, one, kind) for kind in wanted]
        answers.add(True if True in each else (None if None in each else False))
    if len(answers) == 1:
        (answer,) = answers
        if answer is not None and not value.declared:
            return literal(answer)
    return BOOL


@model("getattr", "hasattr")
def model_getattr(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value, name = arguments.get(0), arguments.get(1)
    if value is None or name is None:
        return generic(ev, shape, arguments, node, ordinal)
    default = arguments.get(2)
    names = name.constants()
    found = BOTTOM
    if names is not None and all([isinstance(one, str) for one in names]):
        from ..access import attribute_of  # noqa: PLC0415 - used here only

        for one in names:
            assert isinstance(one, str)
            if default is None and shape.name == "getattr":
                found = join(found, read_attribute(ev, value, one, node))
                continue
            for part in value.shapes:
                result = attempt(ev, lambda: attribute_of(ev, part, one, value, node))  # noqa: B023
                found = join(found, UNBOUND if result is None else result)
                if answers_itself(ev, part, one) or one == "__dict__":
                    found = join(found, UNBOUND)
            if value.unknown:
                found = join(found, Value((), value.unknown, 0, value.declared, value.origins))
                found = Value(found.shapes, found.unknown, -1, found.declared, found.origins)
    else:
        ev.escape(value)
        from ..iteration import call_anything  # noqa: PLC0415 - used here only

        call_anything(ev, node)
        found = UNKNOWN
        for part in value.shapes:
            info = class_of(ev, part)
            if info is not None:
                ev.escape_class(info)
                for owner in info.order:
                    for own in namespace(ev, owner).values():
                        ev.escape(own)
    ev.may_raise()
    if shape.name == "hasattr":
        if found.is_unbound:
            return literal(False)  # noqa: FBT003 - the value itself
        return BOOL if found.unbound or found.unknown else literal(True)  # noqa: FBT003
    if default is not None:
        found = join(found.bound(), default) if found.unbound or found.unknown else found
    return found


@model("setattr", "delattr")
def model_setattr(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    receiver, name = arguments.get(0), arguments.get(1)
    value = UNBOUND if shape.name == "delattr" else (arguments.get(2) or UNKNOWN)
    if receiver is None or name is None:
        return generic(ev, shape, arguments, node, ordinal)
    single = name.constant()
    if single is not None and isinstance(single.value, str):
        set_attribute(ev, receiver, single.value, value, node)
    else:
        set_unknown_attribute(ev, receiver, value)
    return NONE_VALUE


@model("type")
def model_type(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if value is None or len(arguments.positional) != 1:
        for one in arguments.values():
            ev.escape(one)
        return UNKNOWN
    found = BOTTOM
    for one in value.shapes:
        info = class_of(ev, one)
        if info is not None and not isinstance(one, ClassOf):
            found = join(found, Value((ClassOf(info),)))
            continue
        if isinstance(one, Exactly) and ev.outside.derived_from(one.type):
            found = join(found, UNKNOWN_DATA)  # or a type derived from it
            continue
        entry = ev.world.dialect.builtins.get(describe(ev, one))
        if entry is not None and entry.signatures:
            found = join(found, Value((Listed(entry, entry.name, "builtins"),)))
        else:
            found = join(found, UNKNOWN_DATA)
    if value.unknown == ANYTHING:
        return UNKNOWN
    return join(found, UNKNOWN_DATA) if value.unknown or found.is_bottom else found


@model("super")
def model_super(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from ..classes import make_super  # noqa: PLC0415 - classes use models

    return make_super(ev, arguments, node)


@model("property", "staticmethod", "classmethod")
def model_descriptor(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    values = arguments.values() or [NONE_VALUE]
    return ev.allocate(node, Lazy(shape.name, node.index, tuple(values)), shape.name)


def _with_accessor(position: int) -> None:
    name = ("getter", "setter", "deleter")[position]

    def accessor(
        ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
    ) -> Value:
        """`@name.setter`: the same property with one more function."""
        found = BOTTOM
        receiver = shape.receiver or BOTTOM
        for one in receiver.shapes:
            held = ev.object_at(one.location) if isinstance(one, Reference) else None
            if not isinstance(held, Lazy):
                continue
            values = list(held.values)
            while len(values) <= position:
                values.append(NONE_VALUE)
            values[position] = arguments.get(0) or UNKNOWN
            made = Lazy("property", node.index, tuple(values))
            found = join(found, ev.allocate(node, made, name))
        return UNKNOWN if found.is_bottom else found

    MODELS[f"property.{name}"] = accessor


for _position in range(3):
    _with_accessor(_position)


@model("callable")
def model_callable(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    from ..calls import is_callable  # noqa: PLC0415 - calls use models

    value = arguments.get(0)
    if value is None or value.unknown or not value.shapes:
        return BOOL
    answers = {is_callable(ev, one) for one in value.shapes}
    return literal(answers.pop()) if len(answers) == 1 else BOOL


@model("divmod", "pow", "hash", "id", "vars", "dir")
def model_plain(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    value = arguments.get(0)
    if shape.name == "hash" and value is not None:
        call_method(ev, value, "__hash__", [], node)
    if shape.name == "vars" and value is not None and value.unknown != ANYTHING:
        ev.escape(value)
    if shape.name in ("pow", "divmod") and value is not None and len(arguments.positional) > 1:
        given = arguments.positional[1:]
        own = call_method(ev, value, f"__{shape.name}__", given, node)
        beside = call_method(ev, given[0], f"__r{shape.name}__", [value], node)
        if own is not None or beside is not None:
            return join(own or BOTTOM, beside or BOTTOM)
    ev.may_raise()
    return result_of(ev, shape, arguments, node)


@model("globals", "locals")
def model_variables(
    ev: Evaluator, shape: Listed, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    for content in list(ev.store.cells.values()):
        if isinstance(content, Value):
            ev.escape(content)
    ev.holds_functions = True
    return UNKNOWN


__all__ = ["bind"]
