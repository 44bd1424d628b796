"""Instances of the script's classes: made, initialized, their fields filled."""

from __future__ import annotations

from ..ir import (
    AnnotatedAssign,
    Attribute,
    Call,
    ClassDefinition,
    Expression,
    Name,
    Node,
)
from ..values.instances import Instance, Lazy
from ..values.routines import ClassInfo
from ..values.shapes import ClassOf, FunctionOf, Reference, SuperOf
from ..values.value import BOTTOM, UNKNOWN, UNKNOWN_DATA, Value, join
from .arguments import Arguments
from .evaluator import Evaluator
from .methods import bind, find_method, namespace
from .observations import FAILS, Detail
from .protocols import call_class_method
from .subscripts import lose


def annotated_fields(info: ClassInfo) -> list[str]:
    """The fields of a dataclass, those of its bases first."""
    found: dict[str, None] = {}
    for owner in reversed(info.order):
        for statement in owner.definition.body:
            if (
                isinstance(statement, AnnotatedAssign)
                and isinstance(statement.target, Name)
                and not _is_class_variable(statement.annotation)
            ):
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


def instantiate(
    ev: Evaluator, shape: ClassOf, arguments: Arguments, node: Node, ordinal: int
) -> Value:
    """Call a class."""
    from .calls import call_value

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


def _initialize(
    ev: Evaluator, info: ClassInfo, value: Value, arguments: Arguments, node: Node, ordinal: int
) -> None:
    from .calls import call_value

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
        origins = BOTTOM.origins
        for one in arguments.values():
            origins = origins | ev.origins_within(one)
        _set_fields(ev, value, {"args": UNKNOWN_DATA.with_origins(origins)})
        return
    takes_none = not info.outside and not info.is_open and find_method(ev, info, "__new__") is None
    if takes_none and (arguments.positional or arguments.keywords):
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


def _fill_fields(
    ev: Evaluator, info: ClassInfo, value: Value, arguments: Arguments, node: Node, ordinal: int
) -> None:
    """The `__init__` that a dataclass or named tuple has by itself."""
    from .calls import call_value

    specifications = [(name, *_default_of(ev, info, name, node, ordinal)) for name in info.fields]
    by_position = [name for name, _, is_init, by_name in specifications if is_init and not by_name]
    fields: dict[str, Value] = {}
    extra = arguments.positional[len(by_position) :]
    if extra:
        place = (
            arguments.nodes[len(by_position)] if len(arguments.nodes) > len(by_position) else node
        )
        detail = Detail(
            info.name, str(len(by_position)), names=(str(len(arguments.positional)),), node=place
        )
        ev.note("too-many-arguments", node, FAILS, detail)
    else:
        ev.passes("too-many-arguments", node)
    fields.update(zip(by_position, arguments.positional, strict=False))
    accepted = {name for name, _, is_init, _ in specifications if is_init}
    for name, given in arguments.keywords.items():
        where = arguments.keyword_nodes.get(name, node)
        if name not in accepted:
            ev.note(
                "unknown-argument", where, FAILS, Detail(info.name, name, names=tuple(info.fields))
            )
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
        anything = Arguments()
        anything.more = UNKNOWN
        has_parameters = any(
            isinstance(one, FunctionOf) and len(one.function.parameters) > 1 for one in hook.shapes
        )
        bound = bind(ev, hook, value, ClassOf(info), node)
        call_value(ev, bound, anything if has_parameters else Arguments(), node, ordinal + 3)


def _default_of(
    ev: Evaluator, info: ClassInfo, name: str, node: Node, ordinal: int
) -> tuple[Value | None, bool, bool]:
    """A field's default (None if it has none), whether `__init__` takes it, whether by name only."""
    from .calls import call_value

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
        after = has_option(owner.definition, "kw_only")
        for statement in owner.definition.body:
            if isinstance(statement, AnnotatedAssign) and isinstance(statement.target, Name):
                if _is_class_variable(statement.annotation):
                    after = True
                elif statement.target.identifier == name:
                    return after
    return False


def has_option(node: ClassDefinition, name: str) -> bool:
    """Is `@dataclass` called with `name=True`?"""
    for decorator in node.decorators:
        keywords = decorator.keywords if isinstance(decorator, Call) else ()
        if any(one.name == name and ev_true(one.value) for one in keywords):
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
