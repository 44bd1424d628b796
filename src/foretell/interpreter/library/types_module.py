"""The module `types`: names of types, `SimpleNamespace`, `MappingProxyType`."""

from __future__ import annotations

import types
from typing import Any, Final

from foretell.interpreter.calls import CONSTRUCTORS, call
from foretell.interpreter.class_building import (
    build_class,
    native_class,
    prepare_namespace,
    resolve_bases,
)
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import layout_of
from foretell.interpreter.native import BoundNativeMethod, NativeMethod
from foretell.interpreter.signatures import take
from foretell.interpreter.type_checks import kind_named
from foretell.interpreter.values import BoundFunction, Builtin, ScriptFunction

from .constructors import PROPERTY


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

layout_of(SIMPLE_NAMESPACE).extra["shown"] = "types.SimpleNamespace"


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


def make_method(
    _runtime: Runtime, _kind: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """`MethodType(function, instance)`."""
    function, instance = take("method", "function instance", arguments, keywords)
    if not callable(function):
        raise TypeError("first argument must be callable")
    if instance is None:
        raise TypeError("instance must not be None")
    if isinstance(function, ScriptFunction):
        return BoundFunction(instance, function)
    return bind_other(function, instance)


def bind_other(function: Any, instance: object) -> object:
    """Any other callable, with its first argument."""

    def method(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        return call(runtime, function, arguments, keywords)

    return BoundNativeMethod(NativeMethod("method", method), instance)


def new_class(runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`new_class(name, bases, kwds, exec_body)`."""
    parameters = "name bases? kwds? exec_body?"
    name, bases, options, body = take("new_class", parameters, arguments, keywords)
    entries = [] if bases is UNSET else list(bases)
    namespace = prepare_namespace(runtime, entries)
    if body is not UNSET and body is not None:
        call(runtime, body, [namespace], {})
    named = {} if options is UNSET or options is None else dict(options)
    made: object = build_class(runtime, name, entries, named, namespace, name)
    return made


def bases_of(_runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
    """`resolve_bases(bases)`."""
    given = tuple(take("resolve_bases", "bases", arguments, keywords)[0])
    found = tuple(resolve_bases(list(given)))
    return given if found == given else found


METHOD: Final = kind_named("method")
CONSTRUCTORS[METHOD] = make_method
CONSTRUCTORS[types.MappingProxyType] = make_proxy
CONSTRUCTORS[types.GenericAlias] = make_alias


def members(_runtime: Runtime) -> dict[str, object]:
    """The module's members."""
    return {
        "AsyncGeneratorType": kind_named("async_generator"),
        "BuiltinFunctionType": kind_named("builtin_function_or_method"),
        "BuiltinMethodType": kind_named("builtin_function_or_method"),
        "DynamicClassAttribute": PROPERTY,
        "CoroutineType": kind_named("coroutine"),
        "EllipsisType": type(...),
        "FunctionType": kind_named("function"),
        "GeneratorType": kind_named("generator"),
        "GenericAlias": types.GenericAlias,
        "LambdaType": kind_named("function"),
        "MappingProxyType": types.MappingProxyType,
        "MethodType": METHOD,
        "ModuleType": kind_named("module"),
        "NoneType": type(None),
        "NotImplementedType": type(NotImplemented),
        "SimpleNamespace": SIMPLE_NAMESPACE,
        "TracebackType": kind_named("traceback"),
        "UnionType": types.UnionType,
        "new_class": Builtin("new_class", new_class),
        "resolve_bases": Builtin("resolve_bases", bases_of),
    }
