"""The module `functools`: functions of functions."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.attributes import find_attribute, get_attribute, set_attribute
from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.class_objects import set_class_attribute
from foretell.interpreter.descriptors import special_method
from foretell.interpreter.kernel import UNSET, BuiltinFunction, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.layouts import is_script_type, layout_of
from foretell.interpreter.native import Descriptor, NativeCallable, NativeMethod, NativeValue
from foretell.interpreter.operators import is_iterable
from foretell.interpreter.signatures import take
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import Builtin

from .function_caches import cache, lru_cache
from .generic_functions import SINGLE_DISPATCH_METHOD, singledispatch
from .partials import PARTIAL, PARTIAL_METHOD

WRAPPER_ASSIGNMENTS: Final = (
    "__module__",
    "__name__",
    "__qualname__",
    "__doc__",
    "__annotations__",
)
WRAPPER_UPDATES: Final = ("__dict__",)


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "WRAPPER_ASSIGNMENTS": WRAPPER_ASSIGNMENTS,
        "WRAPPER_UPDATES": WRAPPER_UPDATES,
        "cache": Builtin("cache", cache),
        "cached_property": CACHED_PROPERTY,
        "cmp_to_key": Builtin("cmp_to_key", cmp_to_key),
        "lru_cache": Builtin("lru_cache", lru_cache),
        "partial": PARTIAL,
        "partialmethod": PARTIAL_METHOD,
        "reduce": Builtin("reduce", reduce),
        "singledispatch": Builtin("singledispatch", singledispatch),
        "singledispatchmethod": SINGLE_DISPATCH_METHOD,
        "total_ordering": Builtin("total_ordering", total_ordering),
        "update_wrapper": Builtin("update_wrapper", update_wrapper),
        "wraps": Builtin("wraps", wraps),
    }


def reduce(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`reduce(function, iterable[, initial])`."""
    if keywords:
        raise TypeError("functools.reduce() takes no keyword arguments")
    if not 2 <= len(arguments) <= 3:
        least = "at least 2" if len(arguments) < 2 else "at most 3"
        raise TypeError(f"reduce expected {least} arguments, got {len(arguments)}")
    function, iterable = arguments[:2]
    if not is_iterable(iterable):
        raise TypeError("reduce() arg 2 must support iteration")
    items = iter(iterable)
    value: object = arguments[2] if len(arguments) == 3 else UNSET
    for item in items:
        runtime.charge(1)
        value = item if value is UNSET else call(runtime, function, [value, item], {})
    if value is UNSET:
        raise TypeError("reduce() of empty iterable with no initial value")
    return value


# -------------------------------------------------------------------------------------- wrappers


def copy_over(runtime: Runtime, wrapper: Any, wrapped: Any, assigned: Any, updated: Any) -> object:
    """Make a wrapper look like what it wraps."""
    for name in assigned:
        try:
            value = get_attribute(runtime, wrapped, name)
        except AttributeError:
            continue
        set_attribute(runtime, wrapper, name, value)
    for name in updated:
        extra = find_attribute(runtime, wrapped, name)
        if isinstance(extra, dict):
            for key, value in list(extra.items()):
                set_attribute(runtime, wrapper, key, value)
    set_attribute(runtime, wrapper, "__wrapped__", wrapped)
    result: object = wrapper
    return result


def update_wrapper(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`update_wrapper(wrapper, wrapped, assigned, updated)`."""
    wrapper, wrapped, assigned, updated = take(
        "update_wrapper", "wrapper wrapped assigned? updated?", arguments, keywords
    )
    return copy_over(
        runtime,
        wrapper,
        wrapped,
        WRAPPER_ASSIGNMENTS if assigned is UNSET else assigned,
        WRAPPER_UPDATES if updated is UNSET else updated,
    )


def wraps(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`@wraps(wrapped)`."""
    wrapped, assigned, updated = take("wraps", "wrapped assigned? updated?", arguments, keywords)

    def decorate(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return copy_over(
            runtime,
            arguments[0],
            wrapped,
            WRAPPER_ASSIGNMENTS if assigned is UNSET else assigned,
            WRAPPER_UPDATES if updated is UNSET else updated,
        )

    return Builtin("update_wrapper", decorate)


# -------------------------------------------------------------------------------------- ordering


@final
class SortKey(NativeValue):
    """A value as `cmp_to_key` orders it."""

    __hash__ = None  # type: ignore[assignment]  # as CPython's: not hashable

    def __init__(self, compare: object, value: object) -> None:
        self.compare = compare
        self.value = value

    def type_name(self) -> str:
        return "KeyWrapper"

    def type_module(self) -> str:
        return "functools"

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return self.value if name == "obj" else UNSET

    def against(self, other: object) -> Any:
        """What the comparison function says."""
        if not isinstance(other, SortKey):
            raise TypeError("other argument must be K instance")
        from foretell.interpreter.kernel import current_runtime  # noqa: PLC0415 - C code calls us

        return call(current_runtime(), self.compare, [self.value, other.value], {})

    def __lt__(self, other: object) -> bool:
        return bool(self.against(other) < 0)

    def __gt__(self, other: object) -> bool:
        return bool(self.against(other) > 0)

    def __le__(self, other: object) -> bool:
        return bool(self.against(other) <= 0)

    def __ge__(self, other: object) -> bool:
        return bool(self.against(other) >= 0)

    def __eq__(self, other: object) -> bool:
        return bool(self.against(other) == 0)


@final
class KeyMaker(NativeCallable):
    """What `cmp_to_key` gives: makes keys."""

    def __init__(self, compare: object) -> None:
        self.compare = compare

    def type_name(self) -> str:
        return "KeyWrapper"

    def type_module(self) -> str:
        return "functools"

    def call(self, _runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return SortKey(self.compare, take("K", "obj", arguments, keywords)[0])


def cmp_to_key(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`cmp_to_key(mycmp)`."""
    return KeyMaker(take("cmp_to_key", "mycmp", arguments, keywords)[0])


DERIVED: Final[dict[str, tuple[tuple[str, bool, str], ...]]] = {
    "__lt__": (("__gt__", True, "and !="), ("__le__", False, "or =="), ("__ge__", True, "")),
    "__le__": (("__ge__", True, "or =="), ("__lt__", False, "and !="), ("__gt__", True, "")),
    "__gt__": (("__lt__", True, "and !="), ("__ge__", False, "or =="), ("__le__", True, "")),
    "__ge__": (("__le__", True, "or =="), ("__gt__", False, "and !="), ("__lt__", True, "")),
}
"""By the method that is there: what follows from it, whether negated, and with which equality."""


def total_ordering(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`@total_ordering`."""
    cls: Any = take("total_ordering", "cls", arguments, keywords)[0]
    if not is_script_type(cls):
        raise TypeError("total_ordering needs a class of the script")
    present = layout_of(cls).members
    roots = [name for name in DERIVED if name in present]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = next(name for name in ("__lt__", "__le__", "__gt__", "__ge__") if name in roots)
    for name, negated, equality in DERIVED[root]:
        if name not in roots:
            method = NativeMethod(name, derive(root, equality, negated=negated))
            set_class_attribute(runtime, cls, name, method)
    result: object = cls
    return result


def derive(root: str, equality: str, *, negated: bool) -> BuiltinFunction:
    """A comparison made from another one."""

    def compare(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
        left, right = arguments
        result: Any = call(runtime, special_method(runtime, left, root), [right], {})
        if result is NotImplemented:
            return NotImplemented
        if equality == "or ==":
            if negated:
                return not result or left == right
            return result or left == right
        if equality == "and !=":
            if negated:
                return not result and left != right
            return result and left != right
        return not result

    return compare


# -------------------------------------------------------------------------------- cached_property


@final
class CachedProperty(Descriptor):
    """`cached_property(function)`: worked out once, then an attribute of the instance."""

    def __init__(self, function: object) -> None:
        self.function = function
        self.name = ""

    def type_name(self) -> str:
        return "cached_property"

    def type_module(self) -> str:
        return "functools"

    def set_name(self, _runtime: Runtime, _owner: object, name: str) -> None:
        if self.name and self.name != name:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.name!r} and {name!r})."
            )
        self.name = name

    def read(self, runtime: Runtime, instance: Any, _cls: object) -> object:
        if instance is UNSET:
            return self
        if not self.name:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it."
            )
        if layout_of(type(instance)).slots is not None:
            raise TypeError(
                f"No '__dict__' attribute on {type_name(instance)!r} instance to cache "
                f"{self.name!r} property."
            )
        own: dict[str, object] = instance.__dict__
        if self.name not in own:
            own[self.name] = call(runtime, self.function, [instance], {})
        return own[self.name]

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "func":
            return self.function
        if name == "attrname":
            return self.name or None
        if name == "__doc__":
            return find_attribute(runtime, self.function, "__doc__")
        return UNSET

    def __repr__(self) -> str:
        return "<functools.cached_property object>"


def make_cached_property(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`cached_property(func)`."""
    return CachedProperty(take("cached_property.__init__", "func", arguments, keywords)[0])


CACHED_PROPERTY: Final = kind_named("cached_property", "functools")
CONSTRUCTORS[CACHED_PROPERTY] = make_cached_property
