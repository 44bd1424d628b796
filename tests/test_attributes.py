"""The attribute gate: what is listed is there as in CPython, all else does not exist."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import io
import itertools
import re
import types
import uuid
from typing import Any

import pytest

from foretell.interpreter import library
from foretell.interpreter.attributes import (
    delete_attribute,
    find_method,
    get_attribute,
    host_attribute,
    list_attributes,
    set_attribute,
)
from foretell.interpreter.formatting import format_text
from foretell.interpreter.kernel import TRAIL, Stop
from foretell.interpreter.library.sets import OrderedSet
from foretell.interpreter.traceback_values import Traceback
from foretell.interpreter.values import BoundMethod, Builtin, ModuleValue
from tests.library_runs import Bench, make_runtime

BUILTINS = library.builtins_table()

FORBIDDEN = [
    "__globals__",
    "__code__",
    "__closure__",
    "__builtins__",
    "__subclasses__",
    "__base__",
    "__bases__",
    "__mro__",
    "mro",
    "__self__",
    "__func__",
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__loader__",
    "__spec__",
    "__import__",
    "__weakref__",
    "__slots__",
    "__subclasshook__",
    "__sizeof__",
    "__dir__",
    "__wrapped__",
    "gi_frame",
    "gi_code",
    "cr_frame",
    "f_back",
    "f_globals",
    "f_locals",
    "tb_frame",
    "tb_next",
    "co_consts",
    "func_globals",
    "__class_getitem__",
    "__text_signature__",
]

VALUES: dict[str, Any] = {
    "int": 1,
    "str": "a",
    "list": [1],
    "dict": {"a": 1},
    "tuple": (1,),
    "set": OrderedSet([1]),
    "None": None,
    "bytes": b"x",
    "range": range(3),
    "slice": slice(1),
    "dict_keys": {}.keys(),
    "list_iterator": iter([]),
    "generator of the host": (character for character in ""),
    "map": map(str, []),
    "count": itertools.count(),
    "deque": collections.deque(),
    "defaultdict": collections.defaultdict(list),
    "datetime": dt.datetime(2024, 1, 1),  # noqa: DTZ001 - no zone is what is wanted
    "Decimal": decimal.Decimal(1),
    "match": re.match("a", "a"),
    "pattern": re.compile("a"),
    "StringIO": io.StringIO(),
    "UUID": uuid.UUID(int=1),
    "exception": ValueError("x"),
    "class": int,
    "class of errors": ValueError,
    "builtin": BUILTINS["len"],
    "method": BoundMethod("a", find_method(str, "upper")),  # type: ignore[arg-type]  # it exists
    "module": ModuleValue("math", {"pi": 3}),
    "function of the host": make_runtime,
    "builtin of the host": len,
    "module of the host": types,
    "code of the host": make_runtime.__code__,
}

ALLOWED = {("method", "__self__")}


@pytest.mark.parametrize("name", FORBIDDEN)
@pytest.mark.parametrize("value", VALUES)
def test_nothing_of_the_host_can_be_reached(value: str, name: str) -> None:
    if (value, name) in ALLOWED:
        return
    with pytest.raises(AttributeError):
        get_attribute(make_runtime(), VALUES[value], name)


@pytest.mark.parametrize("value", VALUES)
def test_format_strings_pass_through_the_gate(value: str) -> None:
    runtime = make_runtime()
    for name in ("__globals__", "__class__.__mro__", "__class__.__subclasses__", "__self__.x"):
        with pytest.raises(AttributeError):
            format_text(runtime, f"{{0.{name}}}", [VALUES[value]], {})
        with pytest.raises(AttributeError):
            format_text(runtime, f"{{x.{name}}}", [], {"x": VALUES[value]})


def test_getters_of_operator_pass_through_the_gate() -> None:
    bench = Bench()
    for path in ("__globals__", "__class__.__base__", "__init__.__globals__"):
        getter = bench.function("operator", "attrgetter", path)
        with pytest.raises(AttributeError):
            getter(BUILTINS["len"])
    caller = bench.function("operator", "methodcaller", "__subclasses__")
    with pytest.raises(AttributeError):
        caller(int)


def test_getattr_and_hasattr_pass_through_the_gate() -> None:
    bench = Bench()
    assert bench.builtin("hasattr", (), "__class__") is True
    assert bench.builtin("hasattr", int, "__subclasses__") is False
    assert bench.builtin("getattr", [], "__reduce__", "nothing") == "nothing"

    class Sly(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

    assert bench.builtin("hasattr", "a", Sly("upper")) is True
    assert bench.builtin("hasattr", "a", Sly("other")) is False


@pytest.mark.parametrize("text", ["contains", "push", "length", "foo"])
@pytest.mark.parametrize(
    "value", ["a", 1, 1.5, [], {}, (), None, b"", range(1), collections.deque(), re.compile("x")]
)
def test_the_message_for_a_missing_attribute_is_that_of_cpython(value: Any, text: str) -> None:
    with pytest.raises(AttributeError) as theirs:
        getattr(value, text)
    with pytest.raises(AttributeError) as ours:
        get_attribute(make_runtime(), value, text)
    assert str(ours.value) == str(theirs.value)
    assert ours.value.name == text
    assert ours.value.obj is value


def test_attributes_of_classes_are_unbound_or_of_the_class() -> None:
    runtime = make_runtime()
    upper = get_attribute(runtime, str, "upper")
    assert isinstance(upper, Builtin)
    assert upper("a") == "A"
    with pytest.raises(TypeError, match="descriptor 'upper' for 'str' objects doesn't apply"):
        upper(1)
    fromkeys: Any = get_attribute(runtime, dict, "fromkeys")
    assert fromkeys("ab", 0) == {"a": 0, "b": 0}
    assert get_attribute(runtime, dt.date, "min") == dt.date.min
    assert get_attribute(runtime, int, "__name__") == "int"
    with pytest.raises(AttributeError, match="type object 'int' has no attribute 'foo'"):
        get_attribute(runtime, int, "foo")


def test_unbound_format_is_the_guarded_one() -> None:
    formatter: Any = get_attribute(make_runtime(), str, "format")
    with pytest.raises(AttributeError):
        formatter("{0.__globals__}", BUILTINS["len"])


def test_an_exception_keeps_what_a_script_puts_on_it_and_hides_the_rest() -> None:
    runtime = make_runtime()
    error = ValueError("a", 1)
    assert get_attribute(runtime, error, "args") == ("a", 1)
    set_attribute(runtime, error, "extra", 5)
    error.__dict__[TRAIL] = ["secret"]
    assert get_attribute(runtime, error, "extra") == 5
    assert get_attribute(runtime, error, "__dict__") == {"extra": 5}
    place = get_attribute(runtime, error, "__traceback__")
    assert isinstance(place, Traceback)
    for name in ("tb_frame", "tb_lasti", "steps", "__dict__"):
        with pytest.raises(AttributeError):
            get_attribute(runtime, place, name)
    with pytest.raises(AttributeError):
        get_attribute(runtime, error, TRAIL)
    with pytest.raises(AttributeError):
        set_attribute(runtime, error, TRAIL, [])
    set_attribute(runtime, error, "__cause__", KeyError("k"))
    assert isinstance(error.__cause__, KeyError)
    delete_attribute(runtime, error, "extra")
    with pytest.raises(AttributeError, match="'ValueError' object has no attribute 'extra'"):
        get_attribute(runtime, error, "extra")


def test_builtin_values_and_modules_cannot_be_changed() -> None:
    runtime = make_runtime()
    for value in (1, "a", [], {}, (), None, BUILTINS["len"], ModuleValue("m", {"x": 1})):
        with pytest.raises(AttributeError):
            set_attribute(runtime, value, "x", 1)
    with pytest.raises(TypeError, match="cannot set 'x' attribute of immutable type 'int'"):
        set_attribute(runtime, int, "x", 1)


def test_a_precision_out_of_all_measure_is_a_stop() -> None:
    runtime = make_runtime()
    library.import_module(runtime, "decimal")
    context = decimal.Context()
    set_attribute(runtime, context, "prec", 50)
    assert context.prec == 50
    with pytest.raises(Stop):
        set_attribute(runtime, context, "prec", 10**9)


def test_what_a_type_has_can_be_listed() -> None:
    runtime = make_runtime()
    assert "append" in list_attributes(runtime, [])
    assert list_attributes(runtime, ModuleValue("m", {"b": 1, "a": 2})) == ["a", "b"]


def test_instances_of_script_classes_have_what_their_builtin_base_has() -> None:
    runtime = make_runtime()
    assert isinstance(host_attribute(runtime, {"a": 1}, dict, "items"), BoundMethod)
    assert isinstance(host_attribute(runtime, dict, dict, "items"), Builtin)


def test_asking_for_a_list_of_attributes_changes_none() -> None:
    bench = Bench()
    stream = library.import_module(bench.runtime, "sys").members["stdout"]
    for value in (stream, str, BUILTINS["len"], int):
        before = bench.builtin("hasattr", value, "write"), bench.builtin("hasattr", value, "upper")
        bench.builtin("dir", value)
        bench.builtin("dir", bench.builtin("type", value))
        after = bench.builtin("hasattr", value, "write"), bench.builtin("hasattr", value, "upper")
        assert after == before
