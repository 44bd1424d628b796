"""The module `typing`: what annotations name, and the few functions beside."""

from __future__ import annotations

import collections
import types
from typing import Any, Final

from foretell.interpreter.attributes import find_attribute, set_attribute
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import is_script_type, layout_of
from foretell.interpreter.signatures import take
from foretell.interpreter.type_forms import (
    UNION,
    Alias,
    ForwardReference,
    SpecialForm,
    TypeVariable,
    as_type,
)
from foretell.interpreter.values import Builtin

from .abstract_collections import CLASSES
from .new_types import NewType
from .protocols import GENERIC, PROTOCOL, runtime_checkable
from .sets import OrderedFrozenSet, OrderedSet
from .typed_records import NAMED_TUPLE, TYPED_DICT

PLAIN_FORMS: Final = {
    "Any": 0, "NoReturn": 0, "Never": 0, "Self": 0, "LiteralString": 0, "TypeAlias": 0,
    "Optional": 1, "ClassVar": 1, "Final": 1, "Literal": -1, "Annotated": -1, "Concatenate": -1,
    "TypeGuard": 1, "Required": 1, "NotRequired": 1, "Unpack": 1,
}  # fmt: skip
"""Forms that stand for no class, and how many parameters they take (-1: any number)."""

HOSTS: Final[dict[str, tuple[Any, int]]] = {
    "List": (list, 1),
    "Dict": (dict, 2),
    "Set": (OrderedSet, 1),
    "FrozenSet": (OrderedFrozenSet, 1),
    "Tuple": (tuple, -1),
    "Type": (type, 1),
    "DefaultDict": (collections.defaultdict, 2),
    "OrderedDict": (collections.OrderedDict, 2),
    "Counter": (collections.Counter, 1),
    "Deque": (collections.deque, 1),
    "ChainMap": (collections.ChainMap, 2),
}

ABSTRACT: Final = {
    "Iterable": 1, "Iterator": 1, "Generator": 3, "Collection": 1, "Container": 1, "Sequence": 1,
    "MutableSequence": 1, "Mapping": 2, "MutableMapping": 2, "MutableSet": 1, "Reversible": 1,
    "KeysView": 1, "ValuesView": 1, "ItemsView": 2, "MappingView": 1, "Awaitable": 1,
    "Coroutine": 3, "AsyncIterable": 1, "AsyncIterator": 1, "AsyncGenerator": 2, "Hashable": 0,
    "Sized": 0, "Callable": 2, "ByteString": 0,
}  # fmt: skip


def make_forms() -> dict[str, object]:
    """The forms, made once."""
    forms: dict[str, object] = {
        name: SpecialForm(name, count) for name, count in PLAIN_FORMS.items()
    }
    forms["Union"] = UNION
    for name, (host, count) in HOSTS.items():
        forms[name] = SpecialForm(name, count, host, SHOWN.get(name, ""))
    for name, count in ABSTRACT.items():
        forms[name] = SpecialForm(name, count, CLASSES[name])
    forms["AbstractSet"] = SpecialForm("AbstractSet", 1, CLASSES["Set"])
    for name in ("ContextManager", "AsyncContextManager"):
        forms[name] = SpecialForm(name, 1, CLASSES[f"Abstract{name}"])
    for name, special in SUPPORTS.items():
        forms[name] = make_support(name, special)
    for name in ("IO", "TextIO", "BinaryIO", "Pattern", "Match"):
        forms[name] = SpecialForm(name, 1)
    forms["AnyStr"] = TypeVariable("TypeVar", "AnyStr", (str, bytes))
    forms["Text"] = str
    return forms


SHOWN: Final = {"Set": "set", "FrozenSet": "frozenset"}

SUPPORTS: Final = {
    "SupportsInt": "__int__",
    "SupportsFloat": "__float__",
    "SupportsIndex": "__index__",
    "SupportsAbs": "__abs__",
    "SupportsRound": "__round__",
    "SupportsBytes": "__bytes__",
    "SupportsComplex": "__complex__",
}


def make_support(name: str, special: str) -> object:
    """A protocol of one special method."""

    def check(_runtime: Runtime, value: object, _cls: object) -> bool:
        return hasattr(type(value), special)

    def check_class(_runtime: Runtime, value: object, _cls: object) -> bool:
        return hasattr(value, special)

    cls = native_class(name, "typing", (PROTOCOL,), {})
    layout = layout_of(cls)
    layout.check_instance = check
    layout.check_subclass = check_class
    made: object = cls
    return made


FORMS: Final = make_forms()


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        **FORMS,
        "Generic": GENERIC,
        "Protocol": PROTOCOL,
        "NamedTuple": NAMED_TUPLE,
        "TypedDict": TYPED_DICT,
        "TYPE_CHECKING": False,
        **{name: Builtin(name, function) for name, function in FUNCTIONS.items()},
    }


# ------------------------------------------------------------------------------------ functions


def make_type_variable(kind: str, sign: str) -> Any:
    """The function `TypeVar`, `ParamSpec` or `TypeVarTuple`."""

    def function(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if not arguments and "name" not in keywords:
            raise TypeError(f"{kind}.__init__() missing 1 required positional argument: 'name'")
        name = arguments[0] if arguments else keywords["name"]
        constraints = tuple(as_type(each) for each in arguments[1:])
        bound = as_type(keywords["bound"]) if keywords.get("bound") is not None else None
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        shown = sign
        if keywords.get("covariant"):
            shown = "+"
        elif keywords.get("contravariant"):
            shown = "-"
        return TypeVariable(kind, name, constraints, bound, shown)

    return function


def cast(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`cast(typ, val)`."""
    value: object = take("cast", "typ val", arguments, keywords)[1]
    return value


def new_type(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`NewType(name, tp)`."""
    name, supertype = take("NewType", "name tp", arguments, keywords)
    return NewType(name, supertype)


def same(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """A decorator or function that gives back its first argument."""
    value: object = arguments[0]
    return value


def overload(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@overload`: what it decorates must not be called."""
    return Builtin("_overload_dummy", refuse_overload)


def refuse_overload(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """Raise what calling a declared function raises."""
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not "
        "@overload-ed."
    )


def final_decorator(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`@final`."""
    value: object = arguments[0]
    try:
        set_attribute(runtime, value, "__final__", True)  # noqa: FBT003 - its value
    except (AttributeError, TypeError):
        return value
    return value


def dataclass_transform(
    _runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]
) -> object:
    """`@dataclass_transform(...)`."""
    return Builtin("decorator", same)


def assert_never(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`assert_never(value)`."""
    shown = repr(arguments[0])
    if len(shown) > 100:
        shown = shown[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {shown}")


def get_origin(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`get_origin(tp)`."""
    value = arguments[0]
    if isinstance(value, Alias):
        return value.origin()
    if isinstance(value, types.GenericAlias):
        return value.__origin__
    if isinstance(value, types.UnionType):
        return types.UnionType
    if value is GENERIC:
        return GENERIC
    return None


def get_args(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`get_args(tp)`."""
    value = arguments[0]
    if isinstance(value, Alias):
        form = value.form
        if form is CLASSES["Callable"] or (
            isinstance(form, SpecialForm) and form.name == "Callable"
        ):
            if value.arguments[0] is Ellipsis:
                return value.arguments
            return (list(value.arguments[:-1]), value.arguments[-1])
        return value.arguments
    if isinstance(value, (types.GenericAlias, types.UnionType)):
        return value.__args__
    return ()


def get_type_hints(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`get_type_hints(obj)`: strings are looked up if they are a name."""
    value, _globals, _locals, extras = take(
        "get_type_hints", "obj globalns? localns? include_extras?", arguments, keywords
    )
    hints: dict[str, object] = {}
    if is_script_type(value):
        for base in reversed(value.__mro__):
            if is_script_type(base):
                own: Any = layout_of(base).namespace.get("__annotations__") or {}
                hints.update(own)
    else:
        found = find_attribute(runtime, value, "__annotations__")
        if found is UNSET or found is None:
            raise TypeError(f"{value!r} is not a module, class, method, or function.")
        hints.update(found)  # type: ignore[call-overload]  # a dict of the script
    return {
        name: strip(resolve(runtime, hint), keep=extras is not UNSET and bool(extras))
        for name, hint in hints.items()
    }


def resolve(runtime: Runtime, hint: object) -> object:
    """A type for a hint: `None` is its type, a string the builtin or global of that name."""
    if hint is None:
        return type(None)
    text = hint.text if isinstance(hint, ForwardReference) else hint
    if not isinstance(text, str):
        return hint
    name = text.strip()
    found = find_name(runtime, name)
    if found is UNSET:
        raise NameError(f"name {name!r} is not defined", name=name)
    return found


def find_name(runtime: Runtime, name: str) -> object:
    """What a plain name means to the run: a builtin; `UNSET` if it is none."""
    if name == "None":
        return type(None)
    from .environment import BUILTINS  # noqa: PLC0415 - it loads the whole library

    return BUILTINS.get(name, runtime.environment.get(name, UNSET))


def strip(hint: object, *, keep: bool) -> object:
    """A hint without what `Annotated` adds."""
    if not keep and isinstance(hint, Alias):
        form = hint.form
        if isinstance(form, SpecialForm) and form.name == "Annotated":
            return hint.arguments[0]
    return hint


def is_typeddict(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`is_typeddict(tp)`."""
    value = arguments[0]
    return is_script_type(value) and "typed_dict" in layout_of(value).extra


FUNCTIONS: Final = {
    "TypeVar": make_type_variable("TypeVar", "~"),
    "ParamSpec": make_type_variable("ParamSpec", "~"),
    "TypeVarTuple": make_type_variable("TypeVarTuple", ""),
    "NewType": new_type,
    "cast": cast,
    "overload": overload,
    "final": final_decorator,
    "no_type_check": same,
    "runtime_checkable": runtime_checkable,
    "assert_type": same,
    "reveal_type": same,
    "assert_never": assert_never,
    "dataclass_transform": dataclass_transform,
    "get_origin": get_origin,
    "get_args": get_args,
    "get_type_hints": get_type_hints,
    "is_typeddict": is_typeddict,
}
