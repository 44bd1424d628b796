"""The dialect's table on both sides: what it lists is there in the interpreter, and nothing else."""

from __future__ import annotations

import builtins
import importlib
import inspect

import pytest

from foretell.interpreter import library
from foretell.interpreter.attributes import host_key, make_class_member, table_of
from foretell.interpreter.kernel import UNSET
from foretell_analyzer.dialect import (
    Entry,
    EntryKind,
    Signature,
    has_module,
    is_builtin,
    load_dialect,
    module_names,
)
from foretell_analyzer.ir import ParameterKind
from tests.library_runs import make_runtime

DIALECT = load_dialect()
MODULES = sorted(DIALECT.modules)
OURS = {"asyncio", "functools", "contextlib", "enum", "dataclasses", "typing", "abc", "types"}


def test_a_signature_tells_parameters_result_and_cost() -> None:
    entry = DIALECT.builtins["sorted"]
    assert entry.kind is EntryKind.FUNCTION
    assert [(each.name, each.kind, each.default) for each in entry.parameters] == [
        ("iterable", ParameterKind.POSITIONAL_ONLY, None),
        ("key", ParameterKind.KEYWORD_ONLY, "None"),
        ("reverse", ParameterKind.KEYWORD_ONLY, "False"),
    ]
    assert entry.result == "list[T]"
    assert entry.cost == "len(iterable) * log(len(iterable))"


def test_a_function_may_have_several_signatures() -> None:
    assert [len(way.parameters) for way in DIALECT.builtins["max"].signatures] == [3, 4]


def test_members_of_bases_are_found() -> None:
    assert DIALECT.find_member("KeyError", "args") is not None
    assert DIALECT.find_member("datetime.datetime", "year") is not None
    assert "most_common" in DIALECT.members("collections.Counter")
    assert "items" in DIALECT.members("collections.Counter")
    assert DIALECT.find_member("str", "contains") is None


def test_questions_of_names_agree_with_the_parsed_stubs() -> None:
    for name in DIALECT.builtins:
        assert is_builtin(name)
    for name in MODULES:
        assert has_module(name)
        assert module_names(name) == frozenset(DIALECT.modules[name].members)
    assert not is_builtin("open")
    assert not has_module("os")
    assert module_names("os") == frozenset()


def test_what_reaches_outside_is_not_listed() -> None:
    for name in [
        "open",
        "eval",
        "exec",
        "compile",
        "input",
        "globals",
        "locals",
        "__import__",
        "breakpoint",
    ]:
        assert not is_builtin(name)
    for name in [
        "os",
        "subprocess",
        "socket",
        "pathlib",
        "importlib",
        "ctypes",
        "threading",
        "builtins",
        "inspect",
    ]:
        assert not has_module(name)


def test_the_digest_is_that_of_the_stubs_and_flags() -> None:
    assert DIALECT.digest == load_dialect("python").digest
    assert len(DIALECT.digest) == 64


def test_builtins_of_the_table_are_those_of_the_interpreter() -> None:
    assert set(library.builtins_table()) == set(DIALECT.builtins)


@pytest.mark.parametrize("name", MODULES)
def test_names_of_a_module_are_those_of_the_interpreter(name: str) -> None:
    module = library.import_module(make_runtime(), name)
    assert set(module.members) == set(DIALECT.modules[name].members)


def test_a_module_that_is_not_listed_cannot_be_imported() -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named 'os'"):
        library.import_module(make_runtime(), "os")


def host_types() -> list[tuple[str, type]]:
    """Host types that the dialect lists, with their keys."""
    runtime = make_runtime()
    found = [
        (name, value)
        for name, value in library.builtins_table().items()
        if type(value) is type and name in DIALECT.types
    ]
    for module in MODULES:
        if module in OURS:
            continue
        for name, value in library.import_module(runtime, module).members.items():
            key = f"{module}.{name}"
            if type(value) is type and host_key(value) == key:
                found.append((key, value))
    return found


@pytest.mark.parametrize(
    ("key", "kind"), [pytest.param(*pair, id=pair[0]) for pair in host_types()]
)
def test_members_of_a_type_are_those_of_the_interpreter(key: str, kind: type) -> None:
    table = table_of(kind)
    for name in DIALECT.members(key):
        if name == "__notes__":
            continue
        entry = DIALECT.find_member(key, name)
        assert entry is not None
        if entry.kind is EntryKind.ATTRIBUTE:
            assert name in table
        else:
            assert make_class_member(kind, name) is not UNSET, f"{key}.{name}"
            assert name in table, f"{key}.{name}"
    assert set(table) <= DIALECT.members(key)


def host_function(module: str, name: str) -> object:
    """CPython's own function of that name."""
    host = builtins if module == "builtins" else importlib.import_module(module)
    return getattr(host, name, None)


def functions() -> list[tuple[str, Entry]]:
    found = [("builtins", entry) for entry in DIALECT.builtins.values()]
    for module in MODULES:
        found += [(module, entry) for entry in DIALECT.modules[module].members.values()]
    return [pair for pair in found if pair[1].kind is EntryKind.FUNCTION]


def shape(way: Signature) -> list[tuple[str, bool, bool]]:
    """Names of the parameters that can be given by name, and which can be left out."""
    by_name = (ParameterKind.POSITIONAL_OR_KEYWORD, ParameterKind.KEYWORD_ONLY)
    return sorted(
        (each.name, each.kind is ParameterKind.KEYWORD_ONLY, each.has_default)
        for each in way.parameters
        if each.kind in by_name
    )


# Where our stub says more, or other, than CPython's signature does, and why.
DIFFERENT = {
    "json.dumps": "no `cls`, and the options that CPython takes as `**kw`",
    "json.dump": "as `dumps`",
    "json.loads": "as `dumps`",
    "json.load": "as `dumps`",
    "textwrap.fill": "the options that CPython takes as `**kwargs`",
    "textwrap.wrap": "as `fill`",
    "textwrap.shorten": "as `fill`",
    "logging.basicConfig": "the options that CPython takes as `**kwargs`",
    "csv.reader": "the options that CPython takes as `**fmtparams`",
    "csv.writer": "as `reader`",
}

OTHER_MODULES = {
    "asyncio": "there is one loop, so none can be given",
    "logging": "what CPython takes as `**kwargs` is listed",
    "traceback": "there are no traceback objects",
    "typing": "names of parameters differ between versions",
}


@pytest.mark.parametrize(
    ("module", "entry"), [pytest.param(m, e, id=f"{m}.{e.name}") for m, e in functions()]
)
def test_a_signature_is_that_of_cpython(module: str, entry: Entry) -> None:
    host = host_function(module, entry.name)
    if f"{module}.{entry.name}" in DIFFERENT or module in OTHER_MODULES:
        return
    try:
        theirs = inspect.signature(host)  # type: ignore[arg-type]  # what has none is passed over
    except (TypeError, ValueError):
        return
    if any(each.kind is each.VAR_KEYWORD for each in theirs.parameters.values()):
        return
    expected = sorted(
        (each.name, each.kind is each.KEYWORD_ONLY, each.default is not each.empty)
        for each in theirs.parameters.values()
        if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY) and each.name[0] != "_"
    )
    assert expected in [shape(way) for way in entry.signatures]
