"""The module `types`: names of types, `SimpleNamespace`, `MappingProxyType`."""

from __future__ import annotations

import types
from typing import Any, Final

from foretell.interpreter.calls import CONSTRUCTORS
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.signatures import take
from foretell.interpreter.type_checks import kind_named


def init_namespace(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`SimpleNamespace(**attributes)`."""
    if len(arguments) > 1:
        raise TypeError("no positional arguments expected")
    runtime.charge_size(len(keywords))
    arguments[0].__dict__.update(keywords)
    return None


def show_namespace(runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """`namespace(a=1, b=2)`."""
    instance = arguments[0]
    key = id(instance)
    if key in _shown:
        return f"{name_of(instance)}(...)"
    _shown.add(key)
    try:
        runtime.charge_size(16 * len(instance.__dict__))
        inner = ", ".join(f"{name}={value!r}" for name, value in instance.__dict__.items())
    finally:
        _shown.discard(key)
    return f"{name_of(instance)}({inner})"


_shown: Final[set[int]] = set()


def name_of(instance: Any) -> str:
    """What a namespace calls itself."""
    kind = type(instance)
    return "namespace" if kind is SIMPLE_NAMESPACE else kind.__name__


def equal_namespace(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """Two namespaces with the same attributes are equal."""
    left, right = arguments
    if not isinstance(right, SIMPLE_NAMESPACE) or not isinstance(left, SIMPLE_NAMESPACE):
        return NotImplemented
    return left.__dict__ == right.__dict__


SIMPLE_NAMESPACE: Final = native_class(
    "SimpleNamespace",
    "types",
    (),
    {
        "__init__": init_namespace,
        "__repr__": show_namespace,
        "__eq__": equal_namespace,
        "__hash__": None,
    },
)


def make_proxy(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`MappingProxyType(mapping)`: of a plain dict, or of one the mapping is copied to."""
    mapping = take("mappingproxy", "mapping", arguments, keywords)[0]
    if not isinstance(mapping, dict):
        if not hasattr(type(mapping), "keys"):
            kind = type(mapping).__name__
            raise TypeError(f"mappingproxy() argument must be a mapping, not {kind}")
        mapping = dict(mapping)
    return types.MappingProxyType(mapping)


def make_alias(
    runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`GenericAlias(origin, arguments)`."""
    origin, parameters = take("GenericAlias", "origin args", arguments, keywords)
    if not isinstance(origin, type):
        raise TypeError("GenericAlias() argument 1 must be a type")
    runtime.charge(1)
    return types.GenericAlias(origin, parameters)


CONSTRUCTORS[types.MappingProxyType] = make_proxy
CONSTRUCTORS[types.GenericAlias] = make_alias


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "AsyncGeneratorType": kind_named("async_generator"),
        "BuiltinFunctionType": kind_named("builtin_function_or_method"),
        "CoroutineType": kind_named("coroutine"),
        "EllipsisType": type(...),
        "FunctionType": kind_named("function"),
        "GeneratorType": kind_named("generator"),
        "GenericAlias": types.GenericAlias,
        "LambdaType": kind_named("function"),
        "MappingProxyType": types.MappingProxyType,
        "MethodType": kind_named("method"),
        "ModuleType": kind_named("module"),
        "NoneType": type(None),
        "NotImplementedType": type(NotImplemented),
        "SimpleNamespace": SIMPLE_NAMESPACE,
        "TracebackType": kind_named("traceback"),
        "UnionType": types.UnionType,
    }
