"""Scripts changed in their structure: what comes out is syntax again, mostly.

Statements and expressions of our own programs are spliced into one another, doubled, cut, swapped
and nested, and names are tied to other names of the same script.
"""

from __future__ import annotations

import ast
import copy
import random
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

Block = list[ast.stmt]

CONSTANTS: Final = (
    0, 1, -1, 2, 255, 2**63, -(2**64), 0.0, 1.5, float("inf"), 1j, "", "a", "é", "\ud800", "{0}", "%s", "\x00",
    b"", b"\xff", True, False, None, ..., "x" * 100,
)  # fmt: skip

FRAMES: Final = (
    "if x:\n    pass", "if x:\n    pass\nelse:\n    y = 1", "for x in range(3):\n    pass",
    "while x:\n    pass", "try:\n    pass\nexcept Exception as e:\n    print(e)",
    "try:\n    pass\nfinally:\n    y = 1", "try:\n    pass\nexcept* ValueError:\n    y = 1",
    "def f(x, *y, z=1):\n    pass", "async def f(x=None):\n    pass", "class C:\n    pass",
    "class C(Exception):\n    pass", "with x as y:\n    pass", "match x:\n    case [y, *z]:\n        pass",
    "for x in search('a'):\n    pass", "def f():\n    yield 1\n    pass", "for x in y:\n    pass\nelse:\n    y = 2",
)  # fmt: skip


def changed(chance: random.Random, text: str, others: Sequence[str]) -> str | None:
    """A script with a few of its nodes changed; nothing if the text is no syntax."""
    tree = parsed(text)
    if tree is None:
        return None
    try:
        tree = copy.deepcopy(tree)
        for _ in range(chance.randrange(1, 5)):
            chance.choice(CHANGES)(chance, tree, others)
        return ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, RecursionError, AttributeError, TypeError):
        return None  # too deep, or a tree that no text has


@lru_cache(maxsize=2048)
def parsed(text: str) -> ast.Module | None:
    """The tree of a text, if it has one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def blocks(tree: ast.AST) -> list[Block]:
    """All lists of statements in a tree."""
    found: list[Block] = []
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            value = getattr(node, name, None)
            if isinstance(value, list):
                found.append(value)
    return found


def expressions(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """The places of all expressions that are read, not written to."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.JoinedStr, ast.FormattedValue, ast.MatchValue, ast.match_case)):
            continue
        for name, value in ast.iter_fields(node):
            if _is_read(value):
                yield node, name, None
            elif isinstance(value, list):
                yield from (
                    (node, name, number) for number, one in enumerate(value) if _is_read(one)
                )


def _is_read(value: object) -> bool:
    is_expression = isinstance(value, ast.expr) and not isinstance(value, (ast.Starred, ast.Slice))
    return is_expression and isinstance(getattr(value, "ctx", None), (ast.Load, type(None)))


def _other(chance: random.Random, others: Sequence[str]) -> ast.Module:
    for _ in range(10):
        tree = parsed(chance.choice(others))
        if tree is not None and tree.body:
            return tree
    return ast.parse("pass")


def _splice(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    source = chance.choice([block for block in blocks(_other(chance, others)) if block])
    start = chance.randrange(len(source))
    piece = copy.deepcopy(source[start : start + chance.randrange(1, 4)])
    block = chance.choice(blocks(tree))
    place = chance.randrange(len(block) + 1)
    block[place:place] = piece


def _cut(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    del others
    block = chance.choice(blocks(tree))
    if len(block) > 1:
        del block[chance.randrange(len(block))]


def _double(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    del others
    block = chance.choice(blocks(tree))
    if block:
        target = chance.choice(blocks(tree))
        target.insert(chance.randrange(len(target) + 1), copy.deepcopy(chance.choice(block)))


def _swap(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    del others
    block = chance.choice(blocks(tree))
    if len(block) > 1:
        one, other = chance.randrange(len(block)), chance.randrange(len(block))
        block[one], block[other] = block[other], block[one]


def _nest(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    del others
    block = chance.choice(blocks(tree))
    if not block:
        return
    start = chance.randrange(len(block))
    end = start + chance.randrange(1, 4)
    frame = ast.parse(chance.choice(FRAMES)).body[0]
    inner = next(one for one in blocks(frame) if any(isinstance(each, ast.Pass) for each in one))
    inner[-1:] = block[start:end]
    block[start:end] = [frame]


def _replace(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    places = list(expressions(tree))
    if not places:
        return
    node, name, number = chance.choice(places)
    source = tree if chance.random() < 0.5 else _other(chance, others)
    candidates = list(expressions(source))
    if not candidates:
        return
    value = copy.deepcopy(_at(*chance.choice(candidates)))
    _put(node, name, number, value)


def _constant(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    del others
    places = list(expressions(tree))
    if places:
        node, name, number = chance.choice(places)
        _put(node, name, number, ast.Constant(chance.choice(CONSTANTS)))


def _rename(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    del others
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    if names:
        chance.choice(names).id = chance.choice(names).id


def _wrap(chance: random.Random, tree: ast.Module, others: Sequence[str]) -> None:
    """An expression becomes a part of a larger one."""
    places = list(expressions(tree))
    if not places:
        return
    node, name, number = chance.choice(places)
    one = _at(node, name, number)
    two = copy.deepcopy(_at(*chance.choice(places)))
    text, holes = chance.choice(WRAPPERS)
    shape = ast.parse(text, mode="eval").body
    filled = _Fill([one, two][:holes]).visit(shape)
    _put(node, name, number, filled)
    del others


WRAPPERS: Final = (
    ("[A]", 1), ("[A, B]", 2), ("(A, *B)", 2), ("{A: B}", 2), ("{A}", 1), ("A + B", 2), ("A * B", 2),
    ("A % B", 2), ("A == B", 2), ("A < B", 2), ("A in B", 2), ("not A", 1), ("-A", 1), ("A and B", 2),
    ("A if B else A", 2), ("A(B)", 2), ("A(*B)", 2), ("A(**B)", 2), ("A[B]", 2), ("A[B:]", 2), ("str(A)", 1),
    ("len(A)", 1), ("list(A)", 1), ("sorted(A, key=B)", 2), ("[i for i in A]", 1), ("(lambda: A)()", 1),
    ("(lambda *x: A)", 1), ("f'{A!r:>{B}}'", 2), ("await A", 1), ("(yield A)", 1), ("(x := A)", 1),
    ("search(A)", 1), ("send(message=A)", 1), ("A.format(B)", 2), ("isinstance(A, B)", 2), ("type(A)", 1),
    ("iter(A)", 1), ("next(A)", 1), ("dict(A)", 1), ("A.name", 1), ("getattr(A, 'x', B)", 2), ("hash(A)", 1),
)  # fmt: skip


class _Fill(ast.NodeTransformer):
    """Puts expressions where a pattern has `A` and `B`."""

    def __init__(self, parts: list[Any]) -> None:
        self.parts = dict(zip("AB", parts, strict=False))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        part: ast.AST = copy.deepcopy(self.parts.get(node.id, node))
        return part


def _at(node: ast.AST, name: str, number: int | None) -> Any:
    value = getattr(node, name)
    return value if number is None else value[number]


def _put(node: ast.AST, name: str, number: int | None, value: ast.AST) -> None:
    if number is None:
        setattr(node, name, value)
    else:
        getattr(node, name)[number] = value


Change = Callable[[random.Random, ast.Module, Sequence[str]], None]
CHANGES: Final[tuple[Change, ...]] = (
    _splice, _splice, _cut, _double, _swap, _nest, _replace, _replace, _constant, _rename, _rename, _wrap, _wrap,
)  # fmt: skip
