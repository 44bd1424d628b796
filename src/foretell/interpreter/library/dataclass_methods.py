"""The methods that `@dataclass` puts into a class."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_objects import set_class_attribute
from foretell.interpreter.descriptors import bind, is_data
from foretell.interpreter.instances import remove_attribute, store_attribute
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import Layout, layout_of
from foretell.interpreter.native import NativeMethod
from foretell.interpreter.signatures import Signature

from .dataclass_fields import MISSING, Field, FrozenInstanceError, Options


def add_methods(
    runtime: Runtime, cls: Any, layout: Layout, fields: list[Field], options: Options
) -> None:
    """Put the methods into the class that the options ask for."""
    if options.order and not options.eq:
        raise ValueError("eq must be true if order is true")
    name = layout.qualified_name
    own = layout.namespace
    plain = [field for field in fields if field.kind == "field"]
    made: dict[str, object] = {}
    if options.init:
        made["__init__"] = make_init(layout, fields, frozen=options.frozen)
    if options.repr and "__repr__" not in own:
        made["__repr__"] = make_repr(name, [field.name for field in plain if field.repr])
    add_comparisons(layout, plain, options, made)
    if options.frozen:
        for special in ("__setattr__", "__delattr__"):
            if special in own:
                raise TypeError(f"Cannot overwrite attribute {special} in class {layout.name}")
        names = {field.name for field in plain}
        made["__setattr__"] = make_frozen_set(name, cls, names)
        made["__delattr__"] = make_frozen_delete(name, cls, names)
    if options.match_args and "__match_args__" not in own:
        made["__match_args__"] = tuple(
            field.name for field in fields if field.init and field.kw_only is not True
        )
    if own.get("__doc__") is None:
        made["__doc__"] = f"{layout.name}({show_parameters(fields)})"
    for special, value in made.items():
        set_class_attribute(runtime, cls, special, value)


def add_comparisons(
    layout: Layout, plain: list[Field], options: Options, made: dict[str, object]
) -> None:
    """Equality, order and hash: by the table of CPython's documentation."""
    name = layout.qualified_name
    own = layout.namespace
    compared = [field.name for field in plain if field.compare]
    explicit_hash = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
    if options.eq and "__eq__" not in own:
        made["__eq__"] = make_eq(name, compared)
    for special, sign in ORDERS.items() if options.order else ():
        if special in own:
            raise TypeError(
                f"Cannot overwrite attribute {special} in class {layout.name}. "
                "Consider using functools.total_ordering"
            )
        made[special] = make_order(name, special, compared, sign)
    hashed = [
        field.name for field in plain if (field.compare if field.hash is None else bool(field.hash))
    ]
    if options.unsafe_hash:
        if explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {layout.name}")
        made["__hash__"] = make_hash(name, hashed)
    elif options.eq and not explicit_hash:
        made["__hash__"] = make_hash(name, hashed) if options.frozen else None


def show_parameters(fields: list[Field]) -> str:
    """The parameters of `__init__` as the documentation shows them."""
    named = [show_parameter(field) for field in fields if field.init and field.kw_only is True]
    others = [show_parameter(field) for field in fields if field.init and field.kw_only is not True]
    return ", ".join([*others, *(["*", *named] if named else [])])


def show_parameter(field: Field) -> str:
    """A parameter of `__init__` as the documentation shows it."""
    kind = field.type
    shown = kind.__name__ if isinstance(kind, type) else repr(kind)
    if field.default_factory is not MISSING:
        return f"{field.name}: {shown} = <factory>"
    if field.default is not MISSING:
        return f"{field.name}: {shown} = {field.default!r}"
    return f"{field.name}: {shown}"


def make_init(layout: Layout, fields: list[Field], *, frozen: bool) -> NativeMethod:
    """`__init__`, with the fields as parameters, and `__post_init__` at its end."""
    positional = [field for field in fields if field.init and field.kw_only is not True]
    named = [field for field in fields if field.init and field.kw_only is True]
    seen = ""
    for field in positional:
        if field.has_default():
            seen = field.name
        elif seen:
            raise TypeError(f"non-default argument {field.name!r} follows default argument")
    qualified = f"{layout.qualified_name}.__init__"
    initializer = Initializer(qualified, fields, positional, named, frozen=frozen)
    return NativeMethod("__init__", initializer.run, qualified)


@final
class Initializer:
    """What `__init__` of a dataclass does.

    `plain`: all fields are positional parameters, so that the arguments are the values.
    `direct`: the members of the class last seen of which instances may be filled without asking.
    """

    def __init__(
        self,
        qualified: str,
        fields: list[Field],
        positional: list[Field],
        named: list[Field],
        *,
        frozen: bool,
    ) -> None:
        self.fields = fields
        self.frozen = frozen
        self.names = [field.name for field in positional]
        self.signature = Signature(
            qualified,
            self.names,
            {field.name for field in positional + named if field.has_default()},
            [field.name for field in named],
        )
        self.needed = sum(not field.has_default() for field in positional)
        self.steps = 1 + (len(fields) >> 1)
        self.plain = len(positional) == len(fields) and all(
            field.kind == "field" for field in fields
        )
        self.direct: object = None

    def run(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        """Fill an instance, then let `__post_init__` finish it."""
        instance = arguments[0]
        kind = layout_of(type(instance))
        given = len(arguments) - 1
        extra: list[object] = []
        if (
            self.plain
            and not keywords
            and self.needed <= given <= len(self.names)
            and (kind.members is self.direct or self.is_direct(kind))
        ):
            runtime.charge(self.steps)
            self.fill(runtime, instance, arguments)
        else:
            del arguments[0]
            bound = self.signature.bind(arguments, keywords)
            runtime.charge(self.steps)
            for field in self.fields:
                value = first_value(runtime, field, bound)
                if field.kind == "init only":
                    extra.append(value)
                elif value is not UNSET:
                    set_field(runtime, kind, instance, field.name, value, frozen=self.frozen)
        hook = kind.members.get("__post_init__", UNSET)
        if hook is not UNSET:
            call(runtime, bind(runtime, hook, instance, type(instance)), extra, {})
        return None

    def is_direct(self, kind: Layout) -> bool:
        """Whether nothing of a class looks on when its instances are filled."""
        if kind.slots is not None or not (self.frozen or kind.setattr_hook is UNSET):
            return False
        if any(is_data(kind.members.get(name)) for name in self.names):
            return False
        self.direct = kind.members
        return True

    def fill(self, runtime: Runtime, instance: Any, arguments: list[Any]) -> None:
        """Give the fields their values: arguments first, then defaults."""
        own: dict[str, object] = instance.__dict__
        given = len(arguments) - 1
        own.update(zip(self.names, arguments[1:], strict=False))
        for field in self.fields[given:]:
            own[field.name] = first_value(runtime, field, {})


def first_value(runtime: Runtime, field: Field, bound: dict[str, Any]) -> object:
    """What a field begins with; `UNSET` where `__init__` leaves it alone."""
    if field.init and field.name in bound:
        value: object = bound[field.name]
        return value
    if field.default_factory is not MISSING:
        return call(runtime, field.default_factory, [], {})
    if field.default is MISSING or (not field.init and field.kind == "field"):
        return UNSET
    return field.default


def set_field(
    runtime: Runtime, kind: Layout, instance: Any, name: str, value: object, *, frozen: bool
) -> None:
    """Assign a field: through the class's own `__setattr__`, if it has one."""
    if frozen or kind.setattr_hook is UNSET:
        if kind.slots is None and name not in kind.members:
            instance.__dict__[name] = value
        else:
            store_attribute(runtime, kind, instance, name, value)
    else:
        hook = bind(runtime, kind.setattr_hook, instance, type(instance))
        call(runtime, hook, [name, value], {})


def make_repr(name: str, shown: list[str]) -> NativeMethod:
    """`__repr__`; an instance inside itself is shown as dots."""
    running: set[int] = set()

    def show(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        instance = arguments[0]
        key = id(instance)
        if key in running:
            return "..."
        running.add(key)
        runtime.charge_size(16 * len(shown))
        try:
            parts = [f"{each}={get_attribute(runtime, instance, each)!r}" for each in shown]
        finally:
            running.discard(key)
        text = f"{type(instance).__qualname__}({', '.join(parts)})"
        runtime.charge_size(len(text))
        return text

    return NativeMethod("__repr__", show, f"{name}.__repr__")


def values_of(runtime: Runtime, instance: Any, names: list[str]) -> tuple[object, ...]:
    """The values of fields, as what they are compared by."""
    layout = layout_of(type(instance))
    if layout.slots is None and layout.getattribute_hook is UNSET:
        own: dict[str, object] = instance.__dict__
        members = layout.members
        if all(name in own and not is_data(members.get(name)) for name in names):
            return tuple([own[name] for name in names])
    return tuple([get_attribute(runtime, instance, name) for name in names])


def make_eq(name: str, compared: list[str]) -> NativeMethod:
    """`__eq__`: same class, same values."""

    def equal(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        left, right = arguments
        if type(left) is not type(right):
            return NotImplemented
        runtime.charge(len(compared) >> 1)
        return values_of(runtime, left, compared) == values_of(runtime, right, compared)

    return NativeMethod("__eq__", equal, f"{name}.__eq__")


ORDERS: Final = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


def make_order(name: str, special: str, compared: list[str], sign: str) -> NativeMethod:
    """`__lt__` and its like."""

    def order(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        left, right = arguments
        if type(left) is not type(right):
            return NotImplemented
        first = values_of(runtime, left, compared)
        second = values_of(runtime, right, compared)
        if sign == "<":
            return first < second
        if sign == "<=":
            return first <= second
        return first > second if sign == ">" else first >= second

    return NativeMethod(special, order, f"{name}.{special}")


def make_hash(name: str, hashed: list[str]) -> NativeMethod:
    """`__hash__` of the values."""

    def calculate(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return hash(values_of(runtime, arguments[0], hashed))

    return NativeMethod("__hash__", calculate, f"{name}.__hash__")


def make_frozen_set(name: str, cls: Any, names: set[str]) -> NativeMethod:
    """`__setattr__` of a frozen class."""

    def refuse(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        instance, attribute, value = arguments
        if type(instance) is cls or attribute in names or is_remade(cls, instance):
            raise FrozenInstanceError(f"cannot assign to field {attribute!r}")
        store_attribute(runtime, layout_of(type(instance)), instance, attribute, value)
        return None

    return NativeMethod("__setattr__", refuse, f"{name}.__setattr__")


def make_frozen_delete(name: str, cls: Any, names: set[str]) -> NativeMethod:
    """`__delattr__` of a frozen class."""

    def refuse(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        instance, attribute = arguments
        if type(instance) is cls or attribute in names or is_remade(cls, instance):
            raise FrozenInstanceError(f"cannot delete field {attribute!r}")
        remove_attribute(runtime, layout_of(type(instance)), instance, attribute)
        return None

    return NativeMethod("__delattr__", refuse, f"{name}.__delattr__")


def is_remade(cls: Any, instance: Any) -> bool:
    """Whether an instance's class is `cls` made anew for `slots=True`."""
    return type(instance).__qualname__ == cls.__qualname__ and type(instance) is not cls
