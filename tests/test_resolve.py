"""Names resolve as CPython's symbol table has them, to slots that fit together."""

from __future__ import annotations

import sysconfig
from collections import Counter
from pathlib import Path

import libcst
import pytest
from hypothesis import given
from libcst.metadata import (
    ClassScope,
    ComprehensionScope,
    FunctionScope,
    GlobalScope,
    MetadataWrapper,
    ScopeProvider,
)

from foretell_analyzer import ir
from foretell_analyzer.lower import lower
from foretell_analyzer.parse import parse
from foretell_analyzer.resolve import BindingKind, Resolution, Scope, ScopeKind, resolve
from foretell_analyzer.screen import Problem
from foretell_analyzer.source import Script
from foretell_analyzer.syntax import check_syntax
from tests import strategies
from tests.symbol_tables import HERE, NAMES_OF_SCOPES, our_tables, their_tables, variables_of

LIBRARY = Path(sysconfig.get_path("stdlib"))
SOURCES = sorted(path for path in LIBRARY.glob("*.py") if 4_000 < path.stat().st_size < 9_000)[:30]


def resolved(text: str) -> Resolution | None:
    """The names of a script, or nothing if it is not one that CPython takes."""
    script = Script(text)
    tree = parse(script)
    if isinstance(tree, Problem):
        return None
    module = lower(script, tree)
    if isinstance(module, Problem):
        return None
    resolution = resolve(module)
    return None if check_syntax(module, resolution) else resolution


def resolution_of(text: str) -> Resolution:
    resolution = resolved(text)
    assert resolution is not None
    return resolution


def all_scopes(resolution: Resolution) -> list[Scope]:
    return [*resolution.scopes.values(), *resolution.type_scopes.values()]


def assert_same_tables(text: str) -> None:
    resolution = resolved(text)
    if resolution is None or "__future__" in text or resolution.type_scopes:
        return  # annotations kept as text have tables of their own
    try:
        theirs = their_tables(text)
    except (SyntaxError, ValueError):  # read by later Pythons only
        return
    assert our_tables(resolution) == theirs


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_module_of_the_standard_library_has_the_names_of_its_symbol_table(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    resolution = resolution_of(text)
    assert our_tables(resolution) == their_tables(text)
    assert_slots_fit(resolution)


@given(strategies.scripts())
def test_a_generated_script_has_the_names_of_its_symbol_table(text: str) -> None:
    assert_same_tables(text)


@given(strategies.scripts(slips=30))
def test_a_script_with_slips_has_the_names_of_its_symbol_table(text: str) -> None:
    assert_same_tables(text)


# -------------------------------------------------------------------------------------- slots


def assert_slots_fit(resolution: Resolution) -> None:
    """Slots of a frame are apart, captures lead to cells, and every name has its binding."""
    frames: dict[int, dict[int, str]] = {}
    for scope in all_scopes(resolution):
        owner = scope.frame_owner
        taken = frames.setdefault(id(owner), {})
        for name, binding in scope.bindings.items():
            if binding.kind in (*HERE, BindingKind.FREE):
                assert owner.slot_names[binding.slot] == name
                assert taken.setdefault(binding.slot, name) == name
            elif binding.kind is BindingKind.GLOBAL:
                assert resolution.module_scope.slot_names[binding.slot] == name
            else:
                assert binding.slot == -1
    for scope in all_scopes(resolution):
        if scope.frame_owner is not scope:
            assert scope.captures == ()
            continue
        around = None if scope.parent is None else scope.parent.frame_owner
        for slot, outer in scope.captures:
            assert around is not None
            assert scope.slot_names[slot] == around.slot_names[outer]
            assert outer in _cells(resolution, around) | {taken for taken, _ in around.captures}
        assert len({slot for slot, _ in scope.captures}) == len(scope.captures)
        assert not _cells(resolution, scope) & {slot for slot, _ in scope.captures}
    _assert_kinds_fit(resolution)


def _cells(resolution: Resolution, frame: Scope) -> set[int]:
    """The slots of a frame that hold cells of its own."""
    cells = set(frame.cells)
    for scope in all_scopes(resolution):
        if scope.frame_owner is frame:
            cells.update(scope.comprehension_cells)
    return cells


def _assert_kinds_fit(resolution: Resolution) -> None:
    for scope in all_scopes(resolution):
        frame = scope.frame_owner
        cells = _cells(resolution, frame)
        captured = {slot for slot, _ in frame.captures}
        for binding in scope.bindings.values():
            if binding.kind is BindingKind.LOCAL:
                assert binding.slot not in cells | captured
            elif binding.kind is BindingKind.CELL:
                assert binding.slot in cells
            elif binding.kind is BindingKind.FREE:
                assert binding.slot in captured


@given(strategies.scripts())
def test_slots_and_captures_of_a_generated_script_fit(text: str) -> None:
    resolution = resolved(text)
    if resolution is not None:
        assert_slots_fit(resolution)


@given(strategies.scripts())
def test_a_frame_begins_with_its_parameters(text: str) -> None:
    resolution = resolved(text)
    if resolution is None:
        return
    for scope in resolution.scopes.values():
        if isinstance(scope.node, (ir.FunctionDefinition, ir.Lambda)):
            names = tuple(parameter.name for parameter in scope.node.parameters)
            assert scope.slot_names[: len(names)] == names


@given(strategies.mutated_scripts())
def test_each_name_that_is_written_has_a_binding(text: str) -> None:
    resolution = resolved(text)
    if resolution is None:
        return
    known = {name for scope in all_scopes(resolution) for name in scope.bindings}
    names = {node.identifier for node in ir.walk(resolution.module) if isinstance(node, ir.Name)}
    assert names <= known


# ----------------------------------------------------------------------------- LibCST's scopes


@pytest.mark.parametrize("path", SOURCES[:12], ids=lambda path: path.stem)
def test_scopes_bind_what_the_scope_provider_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    kinds: dict[type, str] = {
        GlobalScope: "module",
        FunctionScope: "function",
        ClassScope: "class",
        ComprehensionScope: "comprehension",
    }
    theirs: Counter[tuple[str, frozenset[str]]] = Counter()
    for scope in set(wrapper.resolve(ScopeProvider).values()):
        if scope is not None and type(scope) in kinds:
            names = {one.name.partition(".")[0] for one in scope.assignments}
            theirs[kinds[type(scope)], frozenset(names)] += 1
    resolution = resolution_of(text)
    ours = Counter((_their_kind(scope), _bound(scope)) for scope in resolution.scopes.values())
    assert _sizes(ours) == _sizes(theirs)
    functions = {key for key in theirs if key[0] in ("function", "comprehension")}
    assert functions <= set(ours)


def _sizes(tables: Counter[tuple[str, frozenset[str]]]) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for (kind, _), number in tables.items():
        sizes[kind] += number
    return dict(sizes)


def _their_kind(scope: Scope) -> str:
    if scope.kind in (ScopeKind.GENERATOR, ScopeKind.COMPREHENSION):
        return "comprehension"
    return NAMES_OF_SCOPES[scope.kind]


def _bound(scope: Scope) -> frozenset[str]:
    if scope.kind is ScopeKind.COMPREHENSION:
        return variables_of(scope.node)
    return frozenset(
        name
        for name, binding in scope.bindings.items()
        if binding.kind in HERE and name not in (".0", "__class__")
    )


# ------------------------------------------------------------------------------------ examples


def kinds_of(text: str, names: str) -> dict[str, str]:
    """For each of these names, its kind in the innermost function of a script."""
    resolution = resolution_of(text)
    scope = list(resolution.scopes.values())[-1]
    return {name: scope.lookup(name).kind.value for name in names}


def test_a_name_is_local_if_anything_in_the_function_binds_it() -> None:
    text = "def f(a):\n print(b)\n for c in d: b = 1\n import e.f as g, h.i\n"
    assert kinds_of(text, "abcdeghi") == {
        "a": "local", "b": "local", "c": "local", "d": "external", "e": "external", "g": "local",
        "h": "local", "i": "external",
    }  # fmt: skip


def test_a_function_inside_makes_a_local_a_cell() -> None:
    resolution = resolution_of("def f(a, b):\n c = 1\n def g(): return a + c\n return b\n")
    outer, inner = list(resolution.scopes.values())[1:]
    assert outer.slot_names == ("a", "b", "c", "g")
    assert outer.cells == (0, 2)
    assert [outer.lookup(name).kind.value for name in "abcg"] == ["cell", "local", "cell", "local"]
    assert inner.slot_names == ("a", "c")
    assert inner.captures == ((0, 0), (1, 2))
    assert [inner.lookup(name).kind.value for name in "ac"] == ["free", "free"]


def test_a_frame_between_passes_the_cell_on() -> None:
    resolution = resolution_of("def f(a):\n def g():\n  def h(): return a\n")
    _, outer, middle, inner = resolution.scopes.values()
    assert (outer.cells, middle.captures, inner.captures) == ((0,), ((1, 0),), ((0, 1),))
    assert middle.slot_names == ("h", "a")


def test_a_comprehension_has_slots_in_the_frame_around_it() -> None:
    resolution = resolution_of("def f(a):\n b = [a for a in a if (c := a)]\n return c\n")
    _, outer, inner = resolution.scopes.values()
    assert sorted(outer.slot_names) == ["a", "a", "b", "c"]
    assert inner.frame_owner is outer
    assert inner.lookup("a").slot != outer.lookup("a").slot
    assert inner.lookup("c").slot == outer.lookup("c").slot


def test_a_function_in_a_comprehension_captures_its_variable_anew() -> None:
    resolution = resolution_of("[lambda: a for a in b]")
    _, inner, function = resolution.scopes.values()
    assert inner.lookup("a").kind is BindingKind.CELL
    assert inner.comprehension_cells == (inner.lookup("a").slot,)
    assert function.captures == ((0, inner.lookup("a").slot),)


def test_a_generator_has_a_frame_and_its_first_iterable_in_slot_0() -> None:
    resolution = resolution_of("def f(a): return (b + a for b in a)")
    _, outer, inner = resolution.scopes.values()
    assert inner.frame_owner is inner
    assert inner.slot_names == (".0", "b", "a")
    assert (outer.cells, inner.captures) == ((0,), ((2, 0),))


def test_a_class_body_is_passed_over_by_the_functions_in_it() -> None:
    resolution = resolution_of("def f(a):\n class B:\n  a = a\n  def g(self): return a, B\n")
    _, outer, body, method = resolution.scopes.values()
    assert body.lookup("a").kind is BindingKind.CLASS
    assert body.lookup("a").fallback == body.lookup("missing")
    assert [method.lookup(name).kind.value for name in "aB"] == ["free", "free"]
    assert outer.cells == (0, 1)


def test_super_makes_a_cell_for_the_class() -> None:
    resolution = resolution_of("class A:\n def f(self): return super().f()\n def g(self): pass\n")
    _, body, first, second = resolution.scopes.values()
    assert body.uses_class_cell
    assert body.lookup("__class__").kind is BindingKind.CELL
    assert first.lookup("__class__").kind is BindingKind.FREE
    assert second.captures == ()


def test_a_comprehension_of_a_class_body_may_ask_for_the_class_too() -> None:
    resolution = resolution_of("class A: [super for a in b]")
    _, body, inner = resolution.scopes.values()
    assert body.cells == (body.lookup("__class__").slot,)
    assert inner.lookup("__class__") == body.lookup("__class__")


def test_global_and_nonlocal_say_where_a_name_lives() -> None:
    text = "def f(a):\n def g():\n  global b\n  nonlocal a\n  a = b = 1\n"
    assert kinds_of(text, "ab") == {"a": "free", "b": "global"}
    assert resolution_of(text).module_scope.slot_names == ("f", "b")


def test_type_parameters_have_slots_in_the_frame_around() -> None:
    resolution = resolution_of("def f():\n def g[T](a: T) -> T: return T\n")
    (types,) = resolution.type_scopes.values()
    assert types.kind is ScopeKind.TYPE_PARAMETERS
    assert types.frame_owner.kind is ScopeKind.FUNCTION
    assert types.comprehension_cells == (types.lookup("T").slot,)
    assert_slots_fit(resolution)


def test_what_nothing_binds_is_external() -> None:
    resolution = resolution_of("print(len(a))\ndef f(): return open\n")
    for scope in resolution.scopes.values():
        for name in ("print", "len", "a", "open", "anything"):
            assert scope.lookup(name).kind is BindingKind.EXTERNAL
