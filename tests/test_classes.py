"""Script classes from the host's side: what they are, what can be reached, what passes through."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from foretell.interpreter import attributes, classes, library
from foretell.interpreter.kernel import Runtime, Stop, enter_runtime
from foretell.interpreter.native import NativeMethod
from tests.alike import run_by_us


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    made = Runtime(
        steps=100_000,
        max_depth=50,
        item_limit=100_000,
        integer_bits=10_000,
        output_limit=10_000,
        deadline=time.monotonic() + 60,
    )
    made.environment = dict(library.builtins_table())
    previous = enter_runtime(made)
    yield made
    enter_runtime(previous)


def make(runtime: Runtime, name: str, *bases: object, **members: object) -> Any:
    return classes.build_class(runtime, name, list(bases), {}, dict(members), name)


def method(name: str, function: Any) -> NativeMethod:
    return NativeMethod(name, function)


def last_line(text: str) -> str:
    return run_by_us(text).traceback.rstrip("\n").rpartition("\n")[2]


def test_a_class_is_a_host_type_with_the_bases_of_the_script(runtime: Runtime) -> None:
    base = make(runtime, "Base")
    child = make(runtime, "Child", base, ValueError)
    assert child.__mro__[:3] == (child, base, ValueError)
    assert classes.is_script_type(child)
    assert classes.is_script_instance(classes.instantiate(runtime, child, ["x"], {}))
    assert not classes.is_script_instance(ValueError("x"))


def test_only_methods_that_a_class_defines_exist_in_its_host_type(runtime: Runtime) -> None:
    def measure(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
        return 3

    sized = make(runtime, "Sized", __len__=method("__len__", measure))
    assert len(sized()) == 3
    assert not hasattr(sized, "__iter__")
    with pytest.raises(TypeError, match="'Sized' object is not iterable"):
        iter(sized())


def test_attributes_of_a_class_are_not_in_its_host_type(runtime: Runtime) -> None:
    cls = make(runtime, "A", value=5)
    assert not hasattr(cls, "value")
    assert attributes.get_attribute(runtime, cls, "value") == 5


def test_a_stop_passes_through_a_special_method_untouched(runtime: Runtime) -> None:
    stop = Stop("steps", "enough")

    def compare(_runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
        raise stop

    cls = make(runtime, "A", __eq__=method("__eq__", compare))
    with pytest.raises(Stop) as caught:
        _ = [cls()] == [cls()]
    assert caught.value is stop


def test_the_class_of_an_exception_is_caught_by_the_host(runtime: Runtime) -> None:
    error = make(runtime, "AppError", KeyError)
    with pytest.raises(LookupError) as caught:
        raise classes.instantiate(runtime, error, ["k"], {})  # type: ignore[misc]  # it is one
    assert type(caught.value) is error
    assert repr(caught.value) == "AppError('k')"


def test_instances_hash_alike_in_every_process(runtime: Runtime) -> None:
    cls = make(runtime, "A")
    assert [hash(cls()), hash(cls())] == [1, 2]
    kept = cls()
    assert hash(kept) == hash(kept) == 3


@pytest.mark.parametrize("base", [bool, range, type(None), slice, memoryview, type])
def test_other_builtin_types_cannot_be_derived_from(runtime: Runtime, base: Any) -> None:
    with pytest.raises(TypeError):
        make(runtime, "A", base)


def test_metaclasses_are_refused(runtime: Runtime) -> None:
    with pytest.raises(TypeError, match="metaclasses are not supported"):
        classes.build_class(runtime, "A", [], {"metaclass": int}, {}, "A")


def test_classes_of_the_library_cannot_be_changed(runtime: Runtime) -> None:
    enum = library.registry.load_module(runtime, "enum").members["Enum"]
    with pytest.raises(TypeError, match="cannot set 'x' attribute of immutable type 'Enum'"):
        attributes.set_attribute(runtime, enum, "x", 1)


def test_a_class_of_the_library_does_not_tell_what_derives_from_it() -> None:
    text = "from abc import ABC\nclass A(ABC): pass\nABC.__subclasses__()"
    assert last_line(text) == "AttributeError: type object 'ABC' has no attribute '__subclasses__'"


HIDDEN = [
    "A.script_layout",
    "a.script_layout",
    "A.__subclasshook__",
    "A.__reduce_ex__",
    "a.__reduce__",
    "a.__sizeof__",
    "A.__init__.__globals__",
    "a.f.__func__.__code__",
    "A.f.__closure__",
    "A.__flags__",
    "A.__basicsize__",
    "A.__dictoffset__",
    "A.__weakref__",
    "a.__init_subclass__.__self__.__globals__",
    "super(A, a).__thisclass__",
    "super(A, a).__self__",
    "type(a).__call__.__globals__",
    "P.x.fget.__globals__",
    "A.__base__.__subclasses__",
    "a.f.function",
    "E().__traceback__.tb_frame",
    "A.__dict__['f'].__builtins__",
    "getattr(E(), ' trail')",
    "a.__class__.__class__.__subclasses__",
    "A.__init__.function",
    "a.__eq__.method",
]


@pytest.mark.parametrize("expression", HIDDEN)
def test_what_belongs_to_the_host_does_not_exist(expression: str) -> None:
    text = f"""\
class A:
    def f(self): pass
class P:
    @property
    def x(self): return 1
class E(Exception): pass
a = A()
try:
    {expression}
except AttributeError:
    print("no such attribute")
"""
    result = run_by_us(text)
    assert result.traceback == ""
    assert result.stdout == "no such attribute\n"


RECURSIVE = {
    "def __eq__(self, other): return [self] == [other]": "A() == A()",
    "def __len__(self): return len(self)": "len(A())",
    "def __bool__(self): return bool(self)": "bool(A())",
    "def __add__(self, other): return self + other": "A() + 1",
    "def __iter__(self): return iter(self)": "list(A())",
    "def __call__(self): return self()": "A()()",
    "def __lt__(self, other): return self < other": "sorted([A(), A()])",
    "def __getitem__(self, key): return self[key]": "A()[1]",
    "def __contains__(self, key): return key in self": "1 in A()",
    "def __new__(cls): return cls()": "A()",
    "def __init__(self): A()": "A()",
    "def __setattr__(self, name, value): self.x = value": "setattr(A(), 'x', 1)",
    "def __getattribute__(self, name): return self.x": "A().x",
}


@pytest.mark.parametrize("definition", RECURSIVE)
def test_endless_recursion_through_special_methods_is_stopped(definition: str) -> None:
    line = last_line(f"class A:\n    {definition}\n{RECURSIVE[definition]}\n")
    assert line.endswith("more than 100 calls inside one another")


CHAINS = {
    "a dataclass that holds itself is compared": """\
from dataclasses import dataclass
@dataclass
class N:
    x: object = None
a, b = N(), N()
a.x, b.x = b, a
a == b
""",
    "a partial of a partial": """\
from functools import partial
f = len
for i in range(5000):
    f = partial(f)
    f.note = i
f([])
""",
    "a static method of a static method": """\
f = len
for i in range(5000): f = staticmethod(f)
f([])
""",
}


@pytest.mark.parametrize("title", CHAINS)
def test_chains_of_our_own_callables_are_stopped(title: str) -> None:
    assert last_line(CHAINS[title]).endswith("more than 100 calls inside one another")


def test_a_run_leaves_no_subclass_behind_in_the_library() -> None:
    import gc

    from foretell.interpreter.library.abc_module import ABC

    run_by_us("from abc import ABC\nclass Left(ABC): pass\n")
    gc.collect()
    assert "Left" not in [cls.__name__ for cls in type.__subclasses__(ABC)]


def test_match_arguments_are_a_tuple_whose_names_are_looked_at_when_they_are_used(
    runtime: Runtime,
) -> None:
    assert classes.match_arguments(runtime, make(runtime, "A", __match_args__=("x",))) == ("x",)
    assert classes.match_arguments(runtime, int) == ()
    with pytest.raises(TypeError, match=r"A.__match_args__ must be a tuple \(got list\)"):
        classes.match_arguments(runtime, make(runtime, "A", __match_args__=["x"]))
    assert classes.match_arguments(runtime, make(runtime, "A", __match_args__=(1,))) == (1,)
