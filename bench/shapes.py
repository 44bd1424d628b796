"""Scripts that an analysis may choke on, each shape in any size: what growth is measured with.

They are as large as the analyzer reads (`foretell_analyzer.screen`), or large enough to tell
whether time grows with length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to write scripts: the lines of one of a size, and the sizes that are measured."""

    write: Callable[[int], Iterator[str]]
    sizes: tuple[int, int]


def straight(size: int) -> Iterator[str]:
    """`size` assignments, one after the other."""
    for number in range(size):
        yield f"value_{number} = {number} + len('text {number}')"


def call_chain(size: int) -> Iterator[str]:
    """`size` functions, each of which calls the one before it."""
    yield "def step_0(text):"
    yield "    return send(to='nobody@shop.example', text=text)"
    for number in range(1, size):
        yield f"def step_{number}(text):"
        yield f"    return step_{number - 1}(text)"
    yield f"step_{size - 1}('hello')"


def calls_twice(size: int) -> Iterator[str]:
    """`size` functions, each of which calls the one before it twice: 2 ** size calls."""
    yield "def step_0(text):"
    yield "    return send(to='nobody@shop.example', text=text)"
    for number in range(1, size):
        yield f"def step_{number}(text):"
        yield f"    step_{number - 1}(text)"
        yield f"    return step_{number - 1}(text)"
    yield f"step_{size - 1}('hello')"


def branches(size: int) -> Iterator[str]:
    """`size` branches, one within the other, forty deep."""
    yield "seen = [record['id'] for record in list_records()]"
    deepest = min(size, 40)
    for first in range(0, size, deepest):
        for depth in range(deepest):
            yield f"{' ' * depth}if {first + depth} in seen:"
        yield f"{' ' * deepest}found_{first} = add(a={first}, b=1)"
        for depth in reversed(range(deepest)):
            yield f"{' ' * depth}else:"
            yield f"{' ' * (depth + 1)}missing_{first + depth} = True"


def branches_of_one(size: int) -> Iterator[str]:
    """One `if` with `size` branches."""
    yield "total = len(list_records())"
    yield "if total == 0:"
    yield "    found = 'none'"
    for number in range(1, size):
        yield f"elif total == {number}:"
        yield f"    found = 'as many as {number}'"
    yield "else:"
    yield "    found = 'many'"
    yield "send(to='nobody@shop.example', text=found)"


def dict_of_literals(size: int) -> Iterator[str]:
    """A dict display of `size` constants."""
    yield "prices = {"
    for number in range(size):
        yield f"    'item {number}': {number},"
    yield "}"
    yield "send(to='nobody@shop.example', text=str(prices['item 1']))"


def rows_of_literals(size: int) -> Iterator[str]:
    """A list display of `size` dicts, gone over in a loop."""
    yield "rows = ["
    for number in range(size):
        yield f"    {{'id': {number}, 'name': 'name {number}'}},"
    yield "]"
    yield "for row in rows:"
    yield "    send(to=row['name'], text=str(row['id']))"


def nested_loops(size: int) -> Iterator[str]:
    """`size` loops, one within the other."""
    yield "total = 0"
    for depth in range(size):
        yield f"{' ' * depth}for record_{depth} in list_records():"
    yield f"{' ' * size}total = add(a=total, b=record_0['id'])"


def wide_unions(size: int) -> Iterator[str]:
    """One variable that is of another kind on each of `size` ways, and is used."""
    kinds = ("[]", "{}", "1.5", "(1, 2)", "set()", "'text'", "len", "None")
    yield "seen = [record['id'] for record in list_records()]"
    yield "value = 0"
    for number in range(size):
        yield f"if {number} in seen:"
        yield f"    value = {kinds[number % len(kinds)]}"
        yield f"kept_{number} = [value, str(value)]"


SHAPES: Final[Mapping[str, Shape]] = {
    "assignments": Shape(straight, (1_250, 5_000)),
    "functions in a call chain": Shape(call_chain, (250, 1_000)),
    "functions that call twice": Shape(calls_twice, (25, 100)),
    "nested branches": Shape(branches, (40, 200)),
    "branches of one if": Shape(branches_of_one, (50, 200)),
    "literals in a dict": Shape(dict_of_literals, (2_500, 10_000)),
    "dicts in a list": Shape(rows_of_literals, (500, 2_000)),
    "loops in loops": Shape(nested_loops, (5, 20)),
    "kinds of one variable": Shape(wide_unions, (100, 400)),
}
"""By name; with a size before it, the name says what is measured."""

SUBJECTS: Final = tuple(f"{size} {name}" for name, one in SHAPES.items() for size in one.sizes)


def write_shape(subject: str, salt: int = 0) -> str:
    """Return the script of a subject, such as `40 nested branches`; the salt as in `workloads`."""
    size, _, name = subject.partition(" ")
    lines = list(SHAPES[name].write(int(size)))
    return "\n".join(lines) + f"  # {salt}\n"
