"""The module `dataclasses`: the decorator, and what it says of the fields it found."""

from __future__ import annotations

import re
from typing import Any, Final, final

from foretell.interpreter.class_building import make_class
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import is_script_type, layout_of
from foretell.interpreter.native import Descriptor, NativeValue
from foretell.interpreter.signatures import take
from foretell.interpreter.type_forms import Alias, SpecialForm
from foretell.interpreter.values import Builtin

from .dataclass_conversions import asdict, astuple, fields, is_dataclass, replace
from .dataclass_fields import FIELDS, MISSING, Field, FrozenInstanceError, Marker, Options
from .dataclass_methods import add_methods

KW_ONLY: Final = Marker("KW_ONLY", "_KW_ONLY_TYPE")
STRING_ANNOTATION: Final = re.compile(r"^(?:\s*\w+\s*\.)?\s*(\w+)")


@final
class InitVar(NativeValue):
    """`InitVar` and `InitVar[type]`: a parameter of `__init__` that is no field."""

    def __init__(self, inner: object = UNSET) -> None:
        self.inner = inner

    def type_module(self) -> str:
        return "dataclasses"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return self.inner if name == "type" else UNSET

    def __getitem__(self, item: object) -> object:
        return InitVar(item)

    def __repr__(self) -> str:
        if self.inner is UNSET:
            return "<class 'dataclasses.InitVar'>"
        inner = self.inner
        shown = inner.__name__ if isinstance(inner, type) else repr(inner)
        return f"dataclasses.InitVar[{shown}]"


INIT_VAR: Final = InitVar()


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "dataclass": Builtin("dataclass", dataclass),
        "field": Builtin("field", make_field),
        "fields": Builtin("fields", fields),
        "asdict": Builtin("asdict", asdict),
        "astuple": Builtin("astuple", astuple),
        "replace": Builtin("replace", replace),
        "is_dataclass": Builtin("is_dataclass", is_dataclass),
        "make_dataclass": Builtin("make_dataclass", make_dataclass),
        "InitVar": INIT_VAR,
        "KW_ONLY": KW_ONLY,
        "MISSING": MISSING,
        "FrozenInstanceError": FrozenInstanceError,
        "Field": Field,
    }


# ---------------------------------------------------------------------------------- the decorator


def dataclass(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`@dataclass` and `@dataclass(...)`."""
    options = Options()
    for name, value in keywords.items():
        if name not in options.names():
            raise TypeError(f"dataclass() got an unexpected keyword argument {name!r}")
        options.set(name, bool(value))
    if arguments and arguments[0] is not None:
        return process(runtime, arguments[0], options)

    def decorate(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return process(runtime, arguments[0], options)

    return Builtin("wrap", decorate, "dataclass.<locals>.wrap")


def process(runtime: Runtime, cls: Any, options: Options) -> object:
    """Make a class a dataclass."""
    if not is_script_type(cls):
        raise TypeError("dataclass() should be used on a class")
    layout = layout_of(cls)
    collected = inherited_fields(cls, options)
    own = read_fields(layout.namespace, options)
    for name, value in list(layout.namespace.items()):
        if isinstance(value, Field):
            if name not in own:
                raise TypeError(f"{name!r} is a field but has no type annotation")
            if value.default is MISSING:
                del layout.namespace[name]
            else:
                layout.namespace[name] = value.default
    collected.update(own)
    layout.extra[FIELDS] = collected
    layout.extra["dataclass_options"] = options
    layout.namespace["__dataclass_fields__"] = {
        name: found for name, found in collected.items() if found.kind != "init only"
    }
    runtime.charge(4 * len(collected))
    add_methods(runtime, cls, layout, list(collected.values()), options)
    return with_slots(runtime, cls) if options.slots else cls


def inherited_fields(cls: Any, options: Options) -> dict[str, Field]:
    """The fields of the bases, the first base last; all frozen, or none."""
    collected: dict[str, Field] = {}
    frozen: list[bool] = []
    for base in reversed(cls.__mro__[1:]):
        if is_script_type(base) and FIELDS in layout_of(base).extra:
            extra = layout_of(base).extra
            collected.update(extra[FIELDS])
            frozen.append(extra["dataclass_options"].frozen)
    if any(frozen) and not options.frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    if options.frozen and not all(frozen):
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    return collected


def read_fields(namespace: dict[str, Any], options: Options) -> dict[str, Field]:
    """The fields that a class body annotates, in order."""
    annotations: dict[str, Any] = namespace.get("__annotations__") or {}
    found: dict[str, Field] = {}
    keyword_only = options.kw_only
    marked = False
    for name, annotation in annotations.items():
        kind = annotation_kind(annotation)
        if kind == "KW_ONLY":
            if marked:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            marked = keyword_only = True
            continue
        default = namespace.get(name, MISSING)
        if isinstance(default, Field):
            made = default
        else:
            made = Field(MISSING if is_slot(default) else default, MISSING)
        made.name = name
        made.type = annotation
        made.kind = {"ClassVar": "class", "InitVar": "init only"}.get(kind, "field")
        if made.kind != "field" and made.default_factory is not MISSING:
            raise TypeError(f"field {name} cannot have a default factory")
        if made.kind == "class":
            if made.kw_only is not MISSING:
                raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
            continue
        if made.kw_only is MISSING:
            made.kw_only = keyword_only
        check_mutable(made)
        found[name] = made
    return found


def is_slot(value: object) -> bool:
    """Whether a class attribute only says that there is a slot."""
    return isinstance(value, Descriptor) and value.type_name() == "member_descriptor"


def check_mutable(found: Field) -> None:
    """Raise for a default that all instances would share."""
    default = found.default
    if found.kind == "field" and type(default).__hash__ is None:
        kind = type(default)
        raise ValueError(
            f"mutable default {kind!r} for field {found.name} is not allowed: use default_factory"
        )


def annotation_kind(annotation: object) -> str:
    """`ClassVar`, `InitVar` or `KW_ONLY` if an annotation is that, by value or by its text."""
    if annotation is KW_ONLY:
        return "KW_ONLY"
    if isinstance(annotation, InitVar):
        return "InitVar"
    form = annotation.form if isinstance(annotation, Alias) else annotation
    if isinstance(form, SpecialForm):
        return form.name
    if isinstance(annotation, str):
        match = STRING_ANNOTATION.match(annotation)
        if match is not None and match.group(1) in ("ClassVar", "InitVar", "KW_ONLY"):
            return match.group(1)
    return ""


def with_slots(runtime: Runtime, cls: Any) -> object:
    """The class made anew with `__slots__`."""
    layout = layout_of(cls)
    if "__slots__" in layout.namespace:
        raise TypeError(f"{layout.name} already specifies __slots__")
    fields_of_class: dict[str, Field] = layout.extra[FIELDS]
    inherited: set[str] = set()
    for base in cls.__mro__[1:]:
        if is_script_type(base):
            inherited |= layout_of(base).slots or set()
    names = [
        name
        for name, each in fields_of_class.items()
        if each.kind == "field" and name not in inherited
    ]
    namespace = dict(layout.namespace)
    for name in names:
        namespace.pop(name, None)
    namespace["__slots__"] = tuple(names)
    made = make_class(
        runtime,
        layout.name,
        [base for base in cls.__bases__ if base is not object],
        {},
        namespace,
        layout.qualified_name,
    )
    layout_of(made).extra.update(layout.extra)
    cell = layout.extra.get("class_cell")
    if cell is not None:
        cell.value = made
    made_object: object = made
    return made_object


def make_field(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`field(...)`."""
    if arguments:
        raise TypeError(
            f"field() takes 0 positional arguments but {len(arguments)} "
            f"{'was' if len(arguments) == 1 else 'were'} given"
        )
    made = Field(keywords.pop("default", MISSING), keywords.pop("default_factory", MISSING))
    if made.default is not MISSING and made.default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    for name, value in keywords.items():
        if name in ("init", "repr", "compare"):
            setattr(made, name, bool(value))
        elif name in ("hash", "kw_only"):
            setattr(made, name, value)
        elif name == "metadata":
            made.metadata = value if value is not None else {}
        else:
            raise TypeError(f"field() got an unexpected keyword argument {name!r}")
    return made


def make_dataclass(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options)`."""
    options = {name: keywords.pop(name) for name in list(keywords) if name in Options().names()}
    name, given, bases, extra = take(
        "make_dataclass", "cls_name fields * bases? namespace?", arguments, keywords
    )
    namespace: dict[str, Any] = {} if extra in (UNSET, None) else dict(extra)
    annotations: dict[str, object] = {}
    for each in given:
        if isinstance(each, str):
            annotations[each] = "typing.Any"
            continue
        annotations[each[0]] = each[1]
        if len(each) == 3:
            namespace[each[0]] = each[2]
    namespace["__annotations__"] = annotations
    entries: list[object] = [] if bases is UNSET else list(bases)
    cls = make_class(runtime, name, entries, {}, namespace, name)
    return dataclass(runtime, [cls], options)
