"""Generated programs for the evaluator: aliases, closures, jumps, generators, classes, tasks.

A program is made of definitions and of statements that use them; both are templates with holes.
Most programs end normally, and each ends soon: loops are over few items.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Choose = Callable[[int], int]
"""A number from 0 to below the argument."""

DEFINITIONS: Final = (
    """\
def counter(start=0):
    n = start
    def step(by=1):
        nonlocal n
        n = n + by
        return n
    return step
f0 = counter({i})""",
    """\
total = {i}
def add(x):
    global total
    if type(x) is int: total += x
    return total
f0 = add""",
    """\
def gen(items):
    for item in items:
        {l}.append(item)
        got = yield item
        if got is not None: {l}.append(got)
    return 'end'
def chain(items):
    r = yield from gen(items)
    yield r
f0 = lambda x: list(chain([x, {i}]))""",
    """\
class Base:
    kind = {a}
    def __init__(self, v): self.v = v; self.items = []
    def put(self, x): self.items.append(x); return self
    def get(self): return self.v
    @property
    def size(self): return len(self.items)
class Derived(Base):
    def __init__(self, v, w={i}):
        super().__init__(v)
        self.w = w
    def get(self): return (super().get(), self.w)
    def __eq__(self, other): return isinstance(other, Base) and self.v == other.v
    def __hash__(self): return hash(str(self.v))
o0 = Derived({a})
o1 = Base({a})
f0 = o0.put""",
    """\
class Number:
    def __init__(self, n): self.n = n if type(n) is int else 0
    def __add__(self, other): return Number(self.n + (other.n if isinstance(other, Number) else {i}))
    def __radd__(self, other): return Number(self.n + {i})
    def __lt__(self, other): return self.n < other.n
    def __bool__(self): return self.n > 1
    def __len__(self): return abs(self.n) % 3
    def __getitem__(self, k):
        if type(k) is not int or k >= 2: raise IndexError(k)
        return k + self.n
    def __call__(self, x): return [self, x]
    def __enter__(self): self.n += 1; return self
    def __exit__(self, *a): self.n = -self.n; return {b}
    def __getattr__(self, name):
        if name == 'v': return self.n
        raise AttributeError(name)
o0 = Number({i})
o1 = Number({i}) + o0
f0 = o1""",
    """\
from dataclasses import dataclass, field, replace
@dataclass(order=True)
class Point:
    x: int
    y: object = field(default_factory=lambda: {a})
    seen: list = field(default_factory=list)
    def move(self, by): self.seen.append(by); self.x = by; return self
    def __post_init__(self): self.z = self.x
o0 = Point({i})
o1 = replace(o0, y={a})
f0 = o0.move""",
    """\
def twice(g):
    def inner(*a, **k):
        g(*a, **k)
        return g(*a, **k)
    return inner
def tagged(tag):
    def deco(g):
        def inner(x): return (tag, g(x))
        inner.tag = tag
        return inner
    return deco
@twice
@tagged({a})
def f0(x):
    {l}.append(x)
    return {l}[-1:]""",
    """\
from contextlib import contextmanager
@contextmanager
def scope(x):
    {l}.append(x)
    try: yield {a}
    except ValueError: {l}.append('swallowed')
    finally: {l}.append({i})
def f0(x):
    with scope(x) as y:
        if {b}: raise ValueError(x)
        return y""",
    """\
def walk(n, seen):
    seen[n] = n
    if n <= 0 or len(seen) > 6: return seen
    return walk(n - 1 if n % 2 else n // 2, seen)
def f0(x): return walk(x if type(x) is int else 3, {d})""",
    """\
import asyncio
async def job(x, wait=0):
    {l}.append(x)
    await asyncio.sleep(wait)
    {d}['job'] = x
    return [x, len({l})]
async def run_all(xs):
    tasks = [asyncio.create_task(job(x)) for x in xs]
    done = await asyncio.gather(*tasks, job({i}))
    return done
def f0(x): return asyncio.run(run_all([x, {a}]))""",
    """\
import functools
@functools.lru_cache(maxsize=None)
def cached(x):
    {l}.append('called')
    return [x]
f0 = lambda x: cached(x if type(x) in (int, str) else 0)
add3 = functools.partial(lambda a, b, c=0: (a, b, c), {i}, c={a})""",
    """\
from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 25
    @property
    def low(self): return self.name.lower()
    @classmethod
    def first(cls): return cls.RED
o0 = Color.first()
def f0(x):
    match x:
        case Color.RED: return 'red'
        case int(n) | float(n) if n > 1: return [n]
        case [first, *rest]: return (first, rest)
        case {{'k': v, **others}}: return (v, others)
        case str(): return x.upper()
        case None | False: return 0
        case _: return x""",
    """\
class Stack:
    made = []
    def __init__(self): self.data = []; Stack.made.append(self)
    def __iter__(self): self.at = 0; return self
    def __next__(self):
        if self.at >= len(self.data): raise StopIteration
        self.at += 1
        return self.data[self.at - 1]
    def __contains__(self, x): return x in self.data
    def __setitem__(self, k, v): self.data.append((k, v))
    def __delitem__(self, k): self.data.clear()
    @staticmethod
    def of(*items):
        s = Stack()
        for i in items: s.data.append(i)
        return s
o0 = Stack.of({a}, {i})
o0[{a}] = {i}
def f0(x):
    o0.data.append(x)
    return [y for y in o0]""",
)
"""Each binds `f0`, a function of one argument, and perhaps objects `o0` and `o1`."""

SIMPLE: Final = (
    "{v} = {a}", "{v} = {v2} = {a}", "{l} = {l2}", "{l}.append({a})", "{l}.extend([{a}, {i}])",
    "{l}[{j}] = {a}", "{d}[{k}] = {a}", "{d} = {d2}", "{d}.setdefault({k}, []).append({a})",
    "{d}.update({d2})", "{v} = {d}.get({k}, {a})", "{v} = {d}.pop({k}, {a})", "del {v}",
    "{v} = {f}({a})", "{f}({a})", "{l} = [{f}({a}), {a}]", "{v} = {l}.pop()", "{l}.insert(0, {a})",
    "{v}, *{l} = [{a}, {a}, {i}]", "{v}, {v2} = {v2}, {v}", "{v} = ({v2} := {a})", "{v} += {i}",
    "{l} += [{a}]", "{l} = {l2} + [{a}]", "{l} = {l2}[{j}:]", "{v} = {l}[{j}]", "{v} = {d}[{k}]",
    "{l} = sorted({l2}, key=lambda x: str(x))", "{v} = sum([{i}, {i}], {i})",
    "{l} = [x for x in {l2} if {b}]", "{d} = {{k: {a} for k in 'ab'}}", "{v} = {{{i}, {i}}}",
    "{l} = [{f}(x) for x in [{i}, {a}]]", "{v} = any({f}(x) for x in {l}[:2])",
    "{l} = list(map({f}, [{a}]))", "{l} = list(filter(None, {l2}))", "{v} = dict(zip('ab', {l}))",
    "{v} = next(iter({l}), {a})", "{v} = {o}.get()", "{v} = {o}.v", "{o}.v = {a}", "{o}.put({a})",
    "{v} = {o}.size", "{v} = getattr({o}, {k}, {a})", "setattr({o}, 'v', {a})", "{o} = {o2}",
    "{l}.append({o})", "{d}['o'] = {o}", "{v} = {o} + {a}", "{v} = {o} == {o2}", "{v} = {o}({a})",
    "{v} = {o}[{j}]", "{f} = lambda x, y={a}: [x, y, {v}]", "{f} = {f2}", "{d}['f'] = {f}",
    "{v} = {d}['f']({a})", "{v} = (lambda *a, **k: (a, k))(*{l}[:2], **{{'q': {a}}})",
    "{v} = f'{{{a}}} {{{i}:>3}}'", "{v} = {a} if {b} else {a}", "{v} = {a} and {a}", "{v} = {a} or {a}",
    "{v} = not {a}", "{v} = {i} < {i} <= {i}", "{v} = {a} in {l}", "{v} = {k} in {d}", "assert {b}",
    "{v} = len({l})", "{v} = type({a}).__name__", "{v} = isinstance({a}, (int, str))", "{v} = str({a})",
    "{v} = max([{i}, {i}], default={i})", "{l}.clear()", "{l} = {l2}.copy()", "{d} = dict({d2}, z={a})",
    "{v} = 'a,b'.split(',')", "{l}.reverse()", "{v} = {l}.index({a})", "{v} = {d}.popitem()",
    "{l} = list({d}.items())", "{l} = list({d}.values())", "{v} = [*{l}, *{d}]", "{d} = {{**{d2}, {k}: {a}}}",
    "for {v} in {l}[:3]: pass", "{l} = [(x, y) for x in {l2}[:2] for y in range(2) if x != y]",
    "{v} = reduce_(lambda p, q: [p, q], {l}[:3], {a})", "{v} = copy_.deepcopy({l})", "{v} = copy_.copy({o})",
    "{v} = {l}.count({a})", "{l}.remove({a})", "{v} = tuple({l})", "{v} = ({a}, {a})", "{v} = {v2}[0]",
)  # fmt: skip

BLOCKS: Final = (
    "if {b}:\n{B}\nelse:\n{B}",
    "if {a}:\n{B}",
    "for {v} in [{a}, {i}, {a}]:\n{B}",
    "for {v} in {l}[:3]:\n{B}\n    if {b}: break\nelse:\n{B}",
    "for n{n} in range(3):\n    if n{n} == {j}: continue\n{B}",
    "n{n} = 3\nwhile n{n} > 0:\n    n{n} -= 1\n{B}\n    if {b}: break",
    "try:\n{B}\nexcept (TypeError, KeyError) as e:\n    {v} = type(e).__name__\n{B}",
    "try:\n{B}\n    raise ValueError({a})\nexcept ValueError as e:\n    {v} = e.args\nfinally:\n{B}",
    "for n{n} in range(2):\n    try:\n        if {b}: continue\n        if {b}: break\n        {v} = n{n}\n    finally:\n    {B}",
    "with open_({a}) as {v}:\n{B}",
    "def {f}(x, *rest, y={a}):\n    global {v}\n    {v} = x\n{B}\n    return {a}\n{v2} = {f}({a}, {i})",
    "def {f}(x):\n{L}\n    return [x]\n{v2} = {f}({a})",
    (
        "def maker(x):\n    def inner(z=None):\n        nonlocal x\n        x = [x, z]\n        return x\n    return inner\n"
        "{f} = maker({a})\n{v} = {f}({i})"
    ),
    "def g(n):\n    while n > 0:\n        n -= 1\n        {l}.append(n)\n        yield n\nfor {v} in g(3):\n{B}",
    "it = iter([{a}, {i}, {a}])\nfor {v} in it:\n{B}\n    {v2} = next(it, {a})",
    "match {a}:\n    case int(): {v} = 1\n    case [x, *_]: {v} = x\n    case {{'a': x}}: {v} = x\n    case _:\n    {B}",
    (
        "class C{n}:\n    shared = {a}\n    def __init__(self, x={a}): self.x = x\n    def m(self):\n        self.x = [self.x]\n"
        "        return self\n{o} = C{n}({a})\n{v} = {o}.m().x\nC{n}.shared = {a}"
    ),
)

HEAD: Final = """\
from functools import reduce as reduce_
import copy as copy_
class open_:
    def __init__(self, x): self.x = x
    def __enter__(self): return self.x
    def __exit__(self, kind, *rest): return kind is not None
a0, a1, a2 = 1, 'x', None
l0, l1 = [1, 2], ['p', 'q', 3]
d0, d1 = {'a': 1}, {'a': 'b', 'b': [2]}
o0 = o1 = None
f0 = f1 = lambda x: x
"""
_HOLE: Final = re.compile(r"\{\{|\}\}|\{(\w+)\}")


class ProgramWriter:
    """Writes one program from a source of choices."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.depth = 0
        self.count = 0

    def program(self) -> str:
        """The text of a program."""
        parts = [HEAD]
        for _ in range(1 + self.choose(2)):
            text = self.fill(DEFINITIONS[self.choose(len(DEFINITIONS))])
            if self.choose(2):
                text += "\nf1 = f0"
            parts.append(text + "\n")
        for _ in range(3 + self.choose(6)):
            text = self.statement(0)
            if self.choose(6):
                inner = "\n".join("    " + line for line in text.split("\n"))
                text = f"try:\n{inner}\nexcept Exception as error:\n    a2 = repr(type(error))"
            parts.append(text + "\n")
        return "".join(parts)

    def pick(self, *options: str) -> str:
        return options[self.choose(len(options))]

    def statement(self, indent: int) -> str:
        """One statement, its lines indented."""
        if self.depth < 2 and self.choose(3) == 0:
            text = self.fill(BLOCKS[self.choose(len(BLOCKS))])
        else:
            text = self.fill(SIMPLE[self.choose(len(SIMPLE))])
        return "\n".join("    " * indent + line for line in text.split("\n"))

    def block(self) -> str:
        self.depth += 1
        lines = [self.statement(1) for _ in range(1 + self.choose(2))]
        self.depth -= 1
        return "\n".join(lines)

    def local_block(self) -> str:
        """Statements of a function that has variables of its own."""
        text = self.block()
        return "    a0, l0, d0, a1 = x, [x], {'a': x}, 0\n" + text

    def fill(self, template: str) -> str:
        """A template with its holes filled."""
        self.count += 1
        number = str(self.count)

        def hole(match: re.Match[str]) -> str:
            name = match.group(1)
            if name is None:
                return match.group(0)[0]
            return number if name == "n" else self.hole(name)

        lines: list[str] = []
        for line in template.split("\n"):
            if line.strip() in ("{B}", "{L}"):
                text = self.block() if line.strip() == "{B}" else self.local_block()
                extra = line[: len(line) - len(line.lstrip())]
                lines += [extra + one for one in text.split("\n")]
            else:
                lines.append(_HOLE.sub(hole, line))
        return "\n".join(lines)

    def hole(self, name: str) -> str:  # noqa: PLR0911 - a return a kind of hole
        match name.rstrip("2"):
            case "v":
                return self.pick("a0", "a1", "a2")
            case "l" | "d" | "o" | "f":
                return name[0] + self.pick("0", "1")
            case "i":
                return self.pick("0", "1", "2", "3", "len(l0)", "-1")
            case "j":
                return self.pick("0", "1", "-1", "2")
            case "k":
                return self.pick("'a'", "'b'", "'v'", "a1", "'job'")
            case "b":
                return self.pick("a0", "l0", "a0 is None", "len(l1) > 1", "'a' in d0", "a1 == 'x'",
                                 "isinstance(a0, int)", "True", "False", "not a2", "o0", "l0 and d1")  # fmt: skip
            case _:
                return self.expression()

    def expression(self) -> str:
        return self.pick(
            "1", "'s'", "None", "2.5", "True", "[]", "[1, 'z']", "{'a': 3}", "(1, 2)", "a0", "a1", "a2",
            "l0", "d0", "o0", "f1", "l1[0]", "d1['a']", "l0[-1]", "f0", "l1", "d1", "o1", "0", "''",
        )  # fmt: skip
