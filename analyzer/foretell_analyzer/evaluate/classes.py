"""Classes of the script: their definition, and making instances of them."""

from __future__ import annotations

from typing import Final

from ..dialect import EntryKind
from ..ir import (
    AnnotatedAssign,
    Assign,
    Attribute,
    Call,
    ClassDefinition,
    Expression,
    FunctionDefinition,
    Name,
    Node,
    ParameterKind,
    Starred,
    Statement,
)
from ..values.objects import DictObject, Instance, Lazy
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, FunctionOf, Listed, Reference, Shape, SuperOf, TupleOf
from ..values.value import (
    BOTTOM,
    NEVER_BOUND,
    NONE_VALUE,
    UNKNOWN,
    UNKNOWN_DATA,
    Value,
    either,
    exactly,
    join,
    reference,
)
from .access import lose
from .arguments import Arguments
from .evaluator import STATEMENTS, Evaluator
from .methods import bind, call_class_method, find_method, namespace
from .observations import FAILS, Detail

_KINDS: Final = {
    "enum.Enum": "enum", "enum.IntEnum": "enum", "enum.StrEnum": "enum", "enum.Flag": "enum",
    "enum.IntFlag": "enum", "typing.NamedTuple": "namedtuple", "typing.TypedDict": "typeddict",
}  # fmt: skip
_WITHOUT_MEANING: Final = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol"})
_ABSTRACT: Final = frozenset({"abc.ABC", "typing.Protocol"})
_PLAIN_DECORATORS: Final = frozenset(
    {"dataclasses.dataclass", "functools.total_ordering", "typing.final", "enum.unique",
     "typing.runtime_checkable"}
)  # fmt: skip


def class_definition(ev: Evaluator, node: Statement) -> None:
    """`class`: its body runs in a namespace of its own, then the class is bound to its name."""
    assert isinstance(node, ClassDefinition)
    from .calls import call_value  # noqa: PLC0415 - calls make instances
    from .names import bind_name  # noqa: PLC0415 - likewise

    decorators = [ev.evaluate(one) for one in node.decorators]
    key = (node.index, ev.frame.number)
    info = ev.classes.get(key)
    if info is None:
        around = ev.outside.names_around(node)
        name = f"{around}.{node.name}" if around else node.name
        info = ClassInfo(len(ev.classes), node, name, ev.store.allocate(1))
        ev.classes[key] = info
    _read_bases(ev, info, node)
    for keyword in node.keywords:
        value = ev.evaluate(keyword.value)
        if keyword.name is not None:
            info.keywords[keyword.name] = value
    _run_body(ev, info, node)
    made = Value((ClassOf(info),))
    _announce(ev, info, made, node)
    for position, decorator in reversed(list(enumerate(decorators))):
        names = _names_of(ev, decorator)
        if names is not None and names <= _PLAIN_DECORATORS:
            if "dataclasses.dataclass" in names:
                info.kind = "dataclass"
                info.is_frozen = _has_option(node, "frozen")
                info.is_slotted = _has_option(node, "slots")
            continue
        where = node.decorators[position]
        made = call_value(ev, decorator, Arguments([made], [where]), where, position)
    if info.kind in ("dataclass", "namedtuple", "typeddict"):
        info.fields = _annotated_fields(info)
    ev.may_raise()
    bind_name(ev, node.name, made)


def _names_of(ev: Evaluator, decorator: Value) -> set[str] | None:
    """The names of listed functions that a decorator may be; None if it may be something else."""
    found: set[str] = set()
    for shape in decorator.shapes:
        if isinstance(shape, Listed):
            found.add(shape.name)
        elif isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if not isinstance(held, Lazy) or held.kind not in _PLAIN_DECORATORS:
                return None
            found.add(held.kind)
        else:
            return None
    return found if found and not decorator.unknown else None


def _read_bases(ev: Evaluator, info: ClassInfo, node: ClassDefinition) -> None:
    own: list[list[ClassInfo]] = []
    outside: dict[str, None] = {}
    info.is_open = info.is_called_back = False
    for base in node.bases:
        value = ev.evaluate(base.value if isinstance(base, Starred) else base)
        if isinstance(base, Starred) or value.unknown or len(value.shapes) != 1:
            info.is_open = True
        for shape in value.shapes:
            if isinstance(shape, ClassOf):
                own.append(shape.info.order)
                outside.update(dict.fromkeys(shape.info.outside))
                info.is_open = info.is_open or shape.info.is_open
                info.is_called_back = info.is_called_back or shape.info.is_called_back
                info.kind = info.kind or shape.info.kind
            elif isinstance(shape, Listed) and shape.entry.kind is EntryKind.CLASS:
                key = shape.entry.type or shape.name
                if key in _KINDS:
                    info.kind = _KINDS[key]
                elif "." in key and key not in _WITHOUT_MEANING:
                    info.is_called_back = info.is_called_back or not _is_exception(ev, key)
                info.is_abstract = info.is_abstract or key in _ABSTRACT
                info.is_open = info.is_open or key.startswith(("collections.abc.", "typing."))  # mixins
                if key not in _WITHOUT_MEANING:
                    outside[key] = None
            elif isinstance(shape, Listed) and shape.name in _KINDS:
                info.kind = _KINDS[shape.name]
            elif not (isinstance(shape, Listed) and shape.name in _WITHOUT_MEANING):
                info.is_open = True
    info.outside = list(outside)
    info.order = _linearized(info, own)


def _is_exception(ev: Evaluator, key: str) -> bool:
    return "BaseException" in ev.outside.bases_of([key])


def _linearized(info: ClassInfo, orders: list[list[ClassInfo]]) -> list[ClassInfo]:
    """The order of resolution, by C3 (Barrett et al., 1996); what contradicts itself as it comes."""
    pending = [list(order) for order in orders] + [[order[0] for order in orders]]
    found = [info]
    while any(pending):
        heads = [order[0] for order in pending if order]
        chosen = heads[0]
        for head in heads:
            if not any([head in order[1:] for order in pending]):
                chosen = head
                break
        found.append(chosen)
        pending = [[one for one in order if one is not chosen] for order in pending]
    return found


def _run_body(ev: Evaluator, info: ClassInfo, node: ClassDefinition) -> None:
    scope = ev.met.resolution.scopes[node.index]
    around = (ev.frame, ev.scope)
    frame = ev.new_frame(scope, ev.frame, ev.context)
    frame.namespace = info.location
    single = True
    ev.store.write(info.location, Instance("namespace", single, None, {}))
    ev.frame, ev.scope = frame, scope
    ev.execute(node.body)
    for value in namespace(ev, info).values():
        _own(ev, info, value)
    if scope.uses_class_cell:
        slot = scope.bindings["__class__"].slot
        ev.store.write(frame.location(slot), Value((ClassOf(info),)))
    ev.frame, ev.scope = around
    if info.is_called_back:
        ev.escape_class(info)
    if info.kind == "enum":
        _make_members(ev, info, node)


def _own(ev: Evaluator, info: ClassInfo, value: Value) -> None:
    """Methods know the class that they were defined in."""
    for shape in value.shapes:
        if isinstance(shape, FunctionOf):
            if shape.function.owner is None:
                shape.function.owner = info
        elif isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Lazy):
                for one in held.values:
                    _own(ev, info, one)


def _make_members(ev: Evaluator, info: ClassInfo, node: ClassDefinition) -> None:
    """The plain names of an enum become its members."""
    fields = dict(namespace(ev, info))
    info.fields = []
    for statement in node.body:
        if not isinstance(statement, Assign):
            continue
        for target in statement.targets:
            if not isinstance(target, Name) or _is_no_member(info, target.identifier):
                continue
            name = target.identifier
            value = fields.get(name, UNKNOWN)
            plain = _not_a_member(ev, value)
            if plain is not None:
                fields[name] = plain
                continue
            fields[name] = _member(ev, info, name, value, target)
            info.fields.append(name)
    single = True
    ev.store.write(info.location, Instance("namespace", single, None, fields))


def _is_no_member(info: ClassInfo, name: str) -> bool:
    """Names like `_value_`, `__len__` and private ones do not become members."""
    if name.startswith("_") and name.endswith("_"):
        return True
    return name.startswith(f"_{info.definition.name.lstrip('_')}__")


def _not_a_member(ev: Evaluator, value: Value) -> Value | None:
    """What a name in an enum is that no member is made of: a function, `nonmember(…)`."""
    for shape in value.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Lazy) and held.kind == "enum.nonmember":
            return held.values[0]
        if isinstance(held, Lazy) or isinstance(shape, (FunctionOf, ClassOf)):
            return value
    return None


def _member(ev: Evaluator, info: ClassInfo, name: str, value: Value, node: Node) -> Value:
    """A member of an enum; its class may have an `__init__` or `__new__` that gets the value."""
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    maker = find_method(ev, info, "__new__")
    namer = find_method(ev, info, "_generate_next_value_")
    if namer is not None:
        inner = BOTTOM
        for shape in namer.shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            inner = join(inner, held.values[0] if isinstance(held, Lazy) else Value((shape,)))
        given = Arguments([ev.outside.text(name), exactly("int"), exactly("int"), UNKNOWN])
        value = join(value, call_value(ev, inner, given, node, 72))
    single = value.single
    items = list(single.items) if isinstance(single, TupleOf) and single.items is not None else [value]
    if isinstance(single, TupleOf) and single.items is None:
        items = []
    arguments = Arguments(items, [node] * len(items))
    if not items:
        arguments.more = UNKNOWN
    other = BOTTOM
    if maker is not None:
        made = _made_by(ev, maker, ClassOf(info), arguments, node)
        value, other = UNKNOWN, UNKNOWN
        for shape in made.shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(held, Instance):
                other = join(other, either(held.fields.values()))
    fields = {"value": value, "_value_": value, "name": ev.outside.text(name)}
    member = ev.allocate(node, Instance(info.name, False, info, fields, other), "member")  # noqa: FBT003
    starter = find_method(ev, info, "__init__")
    if starter is not None:
        bound = bind(ev, starter, member, ClassOf(info), node)
        call_value(ev, bound, arguments, node, 73)
    return member


def _made_by(
    ev: Evaluator, maker: Value, shape: ClassOf, arguments: Arguments, node: Node
) -> Value:
    """What `__new__` gives, which is a static method however it was written."""
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    found = BOTTOM
    for one in maker.shapes:
        held = ev.object_at(one.location) if isinstance(one, Reference) else None
        callee = held.values[0] if isinstance(held, Lazy) and held.values else Value((one,))
        given = arguments.with_first(Value((shape,)), node)
        found = join(found, call_value(ev, callee, given, node, 74))
    return found


def _announce(ev: Evaluator, info: ClassInfo, made: Value, node: Node) -> None:
    """`__init_subclass__` of a base hears of the class, `__set_name__` of its attributes."""
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    for owner in info.order[1:]:
        hook = namespace(ev, owner).get("__init_subclass__")
        if hook is not None:
            arguments = Arguments()
            arguments.keywords = dict(info.keywords)
            bound = BOTTOM
            for shape in hook.shapes:
                one = shape
                held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
                inner = held.values[0] if isinstance(held, Lazy) else Value((one,))
                bound = join(bound, bind(ev, inner, made, None, node))
            call_value(ev, bound, arguments, node, 70)
            break
    for name, value in list(namespace(ev, info).items()):
        for shape in value.shapes:
            held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
            if isinstance(held, Instance) and held.info is not None:
                hook = find_method(ev, held.info, "__set_name__")
                if hook is not None:
                    method = bind(ev, hook, Value((shape,)), None, node)
                    arguments = Arguments([made, ev.outside.text(name)], [node, node])
                    call_value(ev, method, arguments, node, 71)


def _annotated_fields(info: ClassInfo) -> list[str]:
    """The fields of a dataclass, those of its bases first."""
    found: dict[str, None] = {}
    for owner in reversed(info.order):
        for statement in owner.definition.body:
            if isinstance(statement, AnnotatedAssign) and isinstance(statement.target, Name):
                if not _is_class_variable(statement.annotation):
                    found[statement.target.identifier] = None
    return list(found)


def _is_class_variable(annotation: Expression) -> bool:
    while not isinstance(annotation, (Name, Attribute)):
        inner = getattr(annotation, "value", None)
        if not isinstance(inner, Expression):
            return False
        annotation = inner
    name = annotation.identifier if isinstance(annotation, Name) else annotation.name
    return name in ("ClassVar", "KW_ONLY")


# ------------------------------------------------------------------------------- instances


def instantiate(
    ev: Evaluator, shape: ClassOf, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call a class."""
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    info = shape.info
    if info.kind == "enum":
        return _member_by_value(ev, shape, node)
    if info.kind == "typeddict":
        return ev.outside.call_named(ev, "dict", arguments, node, ordinal)
    maker = find_method(ev, info, "__new__")
    if maker is not None:
        for one in maker.shapes:
            callee = one
            held = ev.object_at(one.location) if isinstance(one, Reference) else None
            if isinstance(held, Lazy) and held.values:
                callee = held.values[0].shapes[0] if held.values[0].shapes else one
            made = call_value(
                ev, Value((callee,)), arguments.with_first(Value((shape,)), node), node, ordinal + 2
            )
            _initialize(ev, info, made, arguments, node, ordinal)
            return made
    other = UNKNOWN if info.is_open else BOTTOM
    single = True
    value = ev.allocate(node, Instance(info.name, single, info, {}, other), ("new", info.number))
    _initialize(ev, info, value, arguments, node, ordinal)
    return value


def _initialize(  # noqa: PLR0913, PLR0917 - the parts of a call
    ev: Evaluator, info: ClassInfo, value: Value, arguments: Arguments, node: Node, ordinal: int
) -> None:
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    maker = find_method(ev, info, "__init__")
    if maker is not None:
        bound = bind(ev, maker, value, ClassOf(info), node)
        call_value(ev, bound, arguments, node, ordinal + 1)
        return
    if info.kind in ("dataclass", "namedtuple"):
        _fill_fields(ev, info, value, arguments, node, ordinal)
        return
    if info.outside:
        for one in arguments.values():
            lose(ev, one)
    if "BaseException" in ev.outside.bases_of(info.outside):
        _set_fields(ev, value, {"args": UNKNOWN_DATA})
        return
    if not info.outside and not info.is_open and (arguments.positional or arguments.keywords):
        if find_method(ev, info, "__new__") is None:
            detail = Detail(info.name, "0", names=(str(len(arguments.values())),), node=node)
            ev.note("too-many-arguments", node, FAILS, detail)


def _set_fields(ev: Evaluator, value: Value, fields: dict[str, Value]) -> None:
    for shape in value.shapes:
        if isinstance(shape, Reference):
            held = ev.object_at(shape.location)
            if isinstance(held, Instance):
                merged = {**held.fields, **fields}
                changed = Instance(held.type, held.single, held.info, merged, held.other)
                ev.replace(shape.location, changed)


def _fill_fields(  # noqa: PLR0913, PLR0917 - the parts of a call
    ev: Evaluator, info: ClassInfo, value: Value, arguments: Arguments, node: Node, ordinal: int
) -> None:
    """The `__init__` that a dataclass or named tuple has by itself."""
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    specifications = [(name, *_default_of(ev, info, name, node, ordinal)) for name in info.fields]
    by_position = [name for name, _, is_init, by_name in specifications if is_init and not by_name]
    fields: dict[str, Value] = {}
    extra = arguments.positional[len(by_position) :]
    if extra:
        place = arguments.nodes[len(by_position)] if len(arguments.nodes) > len(by_position) else node
        detail = Detail(
            info.name, str(len(by_position)), names=(str(len(arguments.positional)),), node=place
        )
        ev.note("too-many-arguments", node, FAILS, detail)
    else:
        ev.passes("too-many-arguments", node)
    for name, given in zip(by_position, arguments.positional, strict=False):
        fields[name] = given
    accepted = {name for name, _, is_init, _ in specifications if is_init}
    for name, given in arguments.keywords.items():
        where = arguments.keyword_nodes.get(name, node)
        if name not in accepted:
            ev.note("unknown-argument", where, FAILS, Detail(info.name, name, names=tuple(info.fields)))
        elif name in fields:
            ev.note("duplicate-argument", where, FAILS, Detail(info.name, name))
        else:
            fields[name] = given.bound()
    missing: list[str] = []
    more = join(arguments.more, arguments.more_keywords)
    for name, default, is_init, _ in specifications:
        if name in fields:
            continue
        if default is not None:
            fields[name] = join(default, more) if is_init else default
        elif not more.is_bottom:
            fields[name] = more
        elif is_init:
            missing.append(name)
            fields[name] = UNKNOWN
    if missing:
        ev.note("missing-argument", node, FAILS, Detail(info.name, names=tuple(missing)))
    else:
        ev.passes("missing-argument", node)
    _set_fields(ev, value, fields)
    hook = find_method(ev, info, "__post_init__")
    if hook is not None:
        given = Arguments()
        given.more = UNKNOWN
        has_parameters = any(
            [isinstance(one, FunctionOf) and len(one.function.parameters) > 1 for one in hook.shapes]
        )
        bound = bind(ev, hook, value, ClassOf(info), node)
        call_value(ev, bound, given if has_parameters else Arguments(), node, ordinal + 3)


def _default_of(
    ev: Evaluator, info: ClassInfo, name: str, node: Node, ordinal: int
) -> tuple[Value | None, bool, bool]:
    """A field's default (None if it has none), whether `__init__` takes it, whether by name only."""
    from .calls import call_value  # noqa: PLC0415 - calls make instances

    by_name = _is_keyword_only(info, name)
    value = find_method(ev, info, name)
    if value is None:
        return None, True, by_name
    for shape in value.shapes:
        held = ev.object_at(shape.location) if isinstance(shape, Reference) else None
        if isinstance(held, Lazy) and held.kind == "dataclasses.field":
            options = dict(zip(held.names, held.values, strict=True))
            is_init = not _is_false(options.get("init"))
            by_name = by_name or _is_true(options.get("kw_only"))
            if "default" in options:
                return options["default"], is_init, by_name
            factory = options.get("default_factory")
            if factory is not None:
                return call_value(ev, factory, Arguments(), node, ordinal + 4), is_init, by_name
            return None, is_init, by_name
    return value, True, by_name


def _is_false(value: Value | None) -> bool:
    single = None if value is None else value.constant()
    return single is not None and single.value is False


def _is_true(value: Value | None) -> bool:
    single = None if value is None else value.constant()
    return single is not None and single.value is True


def _is_keyword_only(info: ClassInfo, name: str) -> bool:
    """Does a field come after `_: KW_ONLY`, or is the whole class so?"""
    for owner in info.order:
        after = _has_option(owner.definition, "kw_only")
        for statement in owner.definition.body:
            if isinstance(statement, AnnotatedAssign) and isinstance(statement.target, Name):
                if _is_class_variable(statement.annotation):
                    after = True
                elif statement.target.identifier == name:
                    return after
    return False


def _has_option(node: ClassDefinition, name: str) -> bool:
    """Is `@dataclass` called with `name=True`?"""
    for decorator in node.decorators:
        if isinstance(decorator, Call):
            if any([one.name == name and ev_true(one.value) for one in decorator.keywords]):
                return True
    return False


def ev_true(node: Expression) -> bool:
    """Is an expression the constant True?"""
    return getattr(node, "value", None) is True


def _member_by_value(ev: Evaluator, shape: ClassOf, node: Node) -> Value:
    fields = namespace(ev, shape.info)
    found = BOTTOM
    for name in shape.info.fields:
        if name in fields:
            found = join(found, fields[name])
    ev.may_raise()
    hook = find_method(ev, shape.info, "_missing_")
    if hook is not None:
        found = join(found, call_class_method(ev, hook, shape, [UNKNOWN], node))
    return UNKNOWN if found.is_bottom else found


def make_super(ev: Evaluator, arguments: Arguments, node: Node) -> Value:
    """`super()` and `super(Class, instance)`."""
    if arguments.positional:
        of_class = arguments.positional[0]
        receiver = arguments.get(1) or UNKNOWN
    else:
        binding = ev.scope.bindings.get("__class__")
        if binding is None or binding.slot < 0:
            return UNKNOWN
        of_class = ev.read(ev.frame.location(binding.slot))
        if of_class.is_unbound:
            return UNKNOWN
        function = ev.activation.function
        if function is None or not function.parameters:
            return UNKNOWN
        receiver = ev.read(ev.activation.frame.base)
    found = BOTTOM
    for shape in of_class.shapes:
        if isinstance(shape, ClassOf):
            found = join(found, Value((SuperOf(shape.info, receiver.bound()),)))
        else:
            found = join(found, UNKNOWN)
    return join(found, UNKNOWN) if of_class.unknown or found.is_bottom else found


STATEMENTS[ClassDefinition] = class_definition

__all__ = [
    "NEVER_BOUND", "NONE_VALUE", "DictObject", "FunctionDefinition", "ParameterKind", "Shape",
    "exactly", "instantiate", "make_super", "reference",
]  # fmt: skip
