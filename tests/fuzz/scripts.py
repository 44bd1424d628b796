"""Texts to try: arbitrary ones, and scripts of the suite with pieces moved, doubled and cut."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tests.alike import PROGRAMS, read_programs
from tests.fuzz.structured import changed

PIECES: Final = (
    "yield", "await ", "lambda x: ", "async def f():\n    ", "class A:\n    ", "def f(*a, **k):\n    ",
    "try:\n    ", "except* E:\n    ", "finally:\n    ", "with x as y:\n    ", "match x:\n    case ",
    "for i in range(9):\n    ", "while True:\n    ", "if x:\n    ", "return ", "raise ", "del ",
    "global x\n", "nonlocal x\n", "import json\n", "from math import *\n", "*", "**", ":=", "->", "@",
    "...", "{**a}", "[*a]", "(yield)", "f'{x!r:>{y}}'", "b'\\xff'", "1_000", "0x", "1e999", "1j",
    "__class__", "__dict__", ".__globals__", "search('a')", "send('b')", "super()", "self", "\\\n",
    "\t", "\x00", "\ufeff", "é", "\U0001f600", "'''", '"', "((((", "))))", "[[[", "]]]", "-" * 50,
    "not " * 50, "a.b" * 50, "10**10**10", "'x' * 10**9", "print(", "sorted(", "str(", "repr(",
    "\r", "\f", "\v", "\x1b[2J", "\u2028", "\u202e", "ﬁ", "ｘ", "º", "\\", "# -*- coding: utf-7 -*-\n",
    "f'{", "}'", "!r}", "{{", "b'", 'rb"', "'\\N{DIGIT ONE}'", "'\\ud800'", "type X = int\n", "def f[T]():\n    ",
)  # fmt: skip

TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")


@cache
def programs() -> tuple[str, ...]:
    """The programs of the suite, which need no tools."""
    return tuple(text for path in sorted(PROGRAMS.glob("*.txt")) for _, text in read_programs(path))


@cache
def seeds() -> tuple[str, ...]:
    """Scripts out of the case files of the suite, and its programs."""
    root = Path(__file__).parents[1]
    found: list[str] = []
    for path in sorted(root.glob("cases/**/*.md")):
        found.extend(re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL))
    return (*found, *programs())


def arbitrary(chance: random.Random) -> str:
    """A text of pieces and characters of all kinds."""
    parts: list[str] = []
    for _ in range(chance.randrange(1, 40)):
        if chance.random() < 0.7:
            parts.append(chance.choice(PIECES))
        else:
            parts.append(chr(chance.choice((chance.randrange(128), chance.randrange(0x110000)))))
    return "".join(parts)


def mutated(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """A script changed in its structure, in its tokens, or in both."""
    kind = chance.random()
    if kind < 0.6:
        text = changed(chance, text, others) or text
    if kind > 0.5:
        text = respelt(chance, text, others)
    return text


def respelt(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """A script with a few of its tokens changed."""
    tokens = TOKEN.findall(text)
    for _ in range(chance.randrange(1, 6)):
        if not tokens:
            break
        place = chance.randrange(len(tokens))
        kind = chance.randrange(6)
        if kind == 0:
            del tokens[place : place + chance.randrange(1, 6)]
        elif kind == 1:
            tokens[place:place] = tokens[place : place + chance.randrange(1, 30)]
        elif kind == 2:
            tokens[place] = chance.choice(PIECES)
        elif kind == 3:
            other = TOKEN.findall(chance.choice(others))
            start = chance.randrange(max(1, len(other)))
            tokens[place:place] = other[start : start + chance.randrange(1, 40)]
        elif kind == 4:
            end = chance.randrange(len(tokens))
            tokens[place], tokens[end] = tokens[end], tokens[place]
        else:
            tokens[place] = chance.choice(tokens)
    return "".join(tokens)
