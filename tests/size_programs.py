"""Programs made up of what decides how often tools are called, and runs of them in small worlds.

A program is decided by its seed. Its tools answer with lists whose sizes a world decides; what they
were is kept by line, so that bounds with names can be checked with the sizes of that very run.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final

import foretell

CATALOG: Final = foretell.ToolCatalog.from_stub(
    """\
def search(query: str, limit: int = 6) -> list[int]: ...
def rows(table: str) -> list[int]: ...
def page(cursor: str | None = None) -> dict: ...
def raw(key: str): ...
def send(to: object) -> bool: ...
def read(key: object) -> int: ...
"""
).with_overlay({"tools": {"search": {"max_items": "limit"}}})
MOST_CALLS: Final = 400


MOST_STEPS: Final = 6_000


class _EnoughError(BaseException):
    """The program goes on for too long."""


@dataclass
class Run:
    """What one run of a program did."""

    calls: Counter[str] = field(default_factory=Counter[str])
    sizes: dict[tuple[str, int], list[int]] = field(
        default_factory=lambda: defaultdict[tuple[str, int], list[int]](list)
    )
    ended: bool = False


class SmallWorld:
    """Tools whose answers have 0 to 6 items; some calls of `send` and `read` fail."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        self.most = self.rng.choice((0, 1, 2, 6))
        self.failing = self.rng.choice((0.0, 0.0, 0.2))
        self.run = Run()
        self.steps = 0

    def called(self, tool: str, most: int = 0, path: str = "") -> list[int]:
        """Note a call, with the size of its answer."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename != "program":
            frame = frame.f_back
        line = 0 if frame is None else frame.f_lineno
        size = self.rng.randint(0, most)
        self.run.calls[tool] += 1
        self.run.sizes[tool + path, line].append(size)
        if sum(self.run.calls.values()) > MOST_CALLS:
            raise _EnoughError
        return [self.rng.randint(0, 3) for _ in range(size)]

    def search(self, _query: str, limit: int = 6) -> list[int]:
        """No more than asked for."""
        return self.called("search", min(self.most, limit))

    def rows(self, _table: str) -> list[int]:
        """Any number of rows."""
        return self.called("rows", self.most)

    def page(self, _cursor: str | None = None) -> dict[str, Any]:
        """A page, and whether another follows."""
        items = self.called("page", self.most, ".items")
        return {"items": items, "next": self.rng.choice(("c", "c", None))}

    def raw(self, _key: str) -> Any:
        """A list of which nobody declares anything."""
        return self.called("raw", self.most)

    def send(self, _to: object) -> bool:
        """Yes or no."""
        self.called("send")
        if self.rng.random() < self.failing:
            raise OSError("unavailable")
        return self.rng.random() < 0.5

    def read(self, _key: object) -> int:
        """A number."""
        self.called("read")
        if self.rng.random() < self.failing:
            raise OSError("unavailable")
        return self.rng.randint(0, 3)

    def trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        """Count lines, so that what never ends is stopped."""
        self.steps += 1
        if frame.f_code.co_filename != "program":
            return None
        if self.steps > MOST_STEPS:
            raise _EnoughError
        return self.trace


def run_in_world(text: str, seed: int) -> Run:
    """Run a program with CPython, in the world of a seed."""
    world = SmallWorld(seed)
    tools = (world.search, world.rows, world.page, world.raw, world.send, world.read)
    before = sys.gettrace()
    sys.settrace(world.trace)
    try:
        exec(compile(text, "program", "exec"), {one.__name__: one for one in tools})
        world.run.ended = True
    except (_EnoughError, Exception):
        world.run.ended = False
    finally:
        sys.settrace(before)
    return world.run


_NAME: Final = re.compile(r"(len|least)\((\w+)@(\d+)([.\w]*)(?:#\d+)?\)")


def world_of(names: Iterable[str], run: Run) -> dict[str, int]:
    """The sizes of a run by their names in bounds."""
    found: dict[str, int] = {}
    for name in names:
        match = _NAME.fullmatch(name)
        assert match is not None, name
        fold = max if match[1] == "len" else min
        found[name] = fold(run.sizes[match[2] + match[4], int(match[3])], default=0)
    return found


class Program:
    """A program in the making."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - no secret
        self.lines: list[str] = []
        self.lists = ["[1, 2, 3]"]
        self.count = 0

    def name(self, kind: str) -> str:
        """A new name."""
        self.count += 1
        return f"{kind}{self.count}"

    def collection(self) -> str:
        """An expression that can be gone over."""
        one, other = self.rng.choice(self.lists), self.rng.choice(self.lists)
        number = self.rng.randint(0, 4)
        forms = (
            'search("a")', f'search("a", limit={number})', 'rows("t")', 'page()["items"]',
            'raw("k")', one, one, f"sorted({one})", f"list({one})", f"{one}[:{number}]",
            f"{one}[{number}:]", f"{one}[-{number + 1}:]", f"list(set({one}))",
            f"[x for x in {one}]", f"[x for x in {one} if x > 1]",
            f"[x + y for x in {one} for y in {other}]", f"list({one}) + list({other})",
            f"range(len({one}))", f"list(zip({one}, {other}))", f"range(0, len({one}), 2)",
            f"list(enumerate({one}))", f"list({{x: 1 for x in {one}}}.values())",
            f"range({number}, 6)", f"{one} or {other}", f"list(reversed(list({one})))",
            f"list(map(str, {one}))", f"range(min(3, len({one})))", f"({one} if {one} else {other})",
            f"list({one}) * 2", f"set({one}) | set({other})", f"set({one}) - set({other})",
            f"range(len({one}) - 1)", f"range(len({one}) // 2)", f"list({one})[1:3]",
        )  # fmt: skip
        return self.rng.choice(forms)

    def statement(self, depth: int, indent: str) -> None:
        """One more statement."""
        forms: list[Callable[[int, str], None]] = [
            self.assign, self.call, self.call, self.grow, self.shrink
        ]  # fmt: skip
        if depth < 3:
            forms += [self.loop, self.loop, self.counting, self.branch, self.attempt, self.draining]
            forms += [self.capped, self.paging]
        if depth == 0:
            forms += [self.function, self.descent]
        self.rng.choice(forms)(depth, indent)

    def block(self, depth: int, indent: str) -> None:
        """A few statements."""
        known, begin = list(self.lists), len(self.lines)
        for _ in range(self.rng.randint(1, 3)):
            self.statement(depth, indent)
        self.lists = known
        if len(self.lines) == begin:
            self.add(indent, "pass")

    def add(self, indent: str, text: str) -> None:
        """One more line."""
        self.lines.append(indent + text)

    def assign(self, _depth: int, indent: str) -> None:
        """A list with a name."""
        name, value = self.name("v"), self.collection()
        self.add(indent, f"{name} = {value}")
        self.lists.append(name)

    def call(self, _depth: int, indent: str) -> None:
        """A call that is counted."""
        self.add(indent, self.rng.choice(("send(1)", "read(2)", "a = send(3)")))

    def grow(self, _depth: int, indent: str) -> None:
        """Something more in a list."""
        names = [one for one in self.lists if one.startswith("g")]
        if not names:
            name = self.name("g")
            self.add(indent, f"{name} = []")
            self.lists.append(name)
            return
        name = self.rng.choice(names)
        more = self.rng.choice(self.lists)
        forms = (f"{name}.append(1)", f"{name}.extend({more})", f"{name} += list({more})",
                 f"{name} = [*{name}, 1]", f"{name}.insert(0, 2)")  # fmt: skip
        self.add(indent, self.rng.choice(forms))

    def shrink(self, _depth: int, indent: str) -> None:
        """Something less in a list."""
        names = [one for one in self.lists if one.startswith("g")]
        if names:
            name = self.rng.choice(names)
            forms = (f"{name}[:1] = []", f"{name} and {name}.pop()", f"{name}.clear()")
            self.add(indent, self.rng.choice(forms))

    def loop(self, depth: int, indent: str) -> None:
        """A loop over something."""
        name = self.name("x")
        self.add(indent, f"for {name} in {self.collection()}:")
        self.block(depth + 1, indent + "    ")
        if self.rng.random() < 0.3:
            leave = self.rng.choice(("break", "continue"))
            self.add(indent, f"    if {name} == 2: {leave}")
            self.add(indent, "    send(4)")

    def counting(self, depth: int, indent: str) -> None:
        """A loop with a counter."""
        name, more = self.name("i"), self.rng.choice(self.lists)
        end = self.rng.choice(("3", "5", f"len({more})", f"len({more}) + 1"))
        test = self.rng.choice(
            (f"{name} < {end}", f"{name} <= {end}", f"{name} != 4 and {name} < 9")
        )
        step = self.rng.choice((f"{name} += 1", f"{name} = {name} + 1", f"{name} += 2"))
        self.add(indent, f"{name} = {self.rng.randint(-1, 2)}")
        self.add(indent, f"while {test}:")
        first = self.rng.random() < 0.5
        if first:
            self.add(indent, f"    {step}")
        self.block(depth + 1, indent + "    ")
        if self.rng.random() < 0.3:
            self.add(indent, "    if send(5): " + self.rng.choice(("break", "pass")))
        if not first:
            self.add(indent, f"    {step}")

    def draining(self, depth: int, indent: str) -> None:
        """A worklist."""
        name = self.name("q")
        self.add(indent, f"{name} = list({self.rng.choice(self.lists)})")
        self.add(indent, f"while {name}:")
        self.add(indent, f"    {name}.pop()")
        self.block(depth + 1, indent + "    ")

    def capped(self, _depth: int, indent: str) -> None:
        """Calls that a counter limits."""
        name, most = self.name("n"), self.rng.randint(0, 3)
        self.add(indent, f"{name} = 0")
        self.add(indent, f"for _ in {self.collection()}:")
        if self.rng.random() < 0.5:
            self.add(indent, f"    if {name} >= {most}: " + self.rng.choice(("break", "continue")))
            self.add(indent, "    if read(6) > 1:")
        else:
            self.add(indent, f"    if read(7) > 1 and {name} < {most}:")
        inner = [f"{name} += 1", "send(8)"]
        self.rng.shuffle(inner)
        for one in inner:
            self.add(indent, f"        {one}")

    def paging(self, _depth: int, indent: str) -> None:
        """Pages, until there are no more."""
        name, pages = self.name("p"), self.name("n")
        test = self.rng.choice((f"{pages} < 4", "True", f"{pages} < 4 and {name} is not None"))
        self.add(indent, f"{name} = ''; {pages} = 0")
        self.add(indent, f"while {test}:")
        self.add(indent, f"    got{name} = page({name})")
        self.add(indent, f"    {pages} += 1")
        self.add(indent, f"    for x in got{name}['items']: send(x)")
        self.add(indent, f"    {name} = got{name}['next']")
        if test == "True" or self.rng.random() < 0.5:
            self.add(indent, f"    if {name} is None: break")

    def branch(self, depth: int, indent: str) -> None:
        """One of two."""
        self.add(indent, f"if len({self.rng.choice(self.lists)}) > {self.rng.randint(0, 2)}:")
        self.block(depth + 1, indent + "    ")
        if self.rng.random() < 0.5:
            self.add(indent, "else:")
            self.block(depth + 1, indent + "    ")

    def attempt(self, depth: int, indent: str) -> None:
        """Failures that are caught."""
        self.add(indent, "try:")
        self.block(depth + 1, indent + "    ")
        self.add(indent, "except OSError:")
        self.block(depth + 1, indent + "    ")

    def function(self, depth: int, indent: str) -> None:
        """A function of a list, called twice."""
        name = self.name("f")
        self.add(indent, f"def {name}(g0):")
        known, self.lists = self.lists, ["g0", "[1, 2]"]
        self.block(depth + 1, indent + "    ")
        self.add(indent, f"    return {self.collection()}")
        self.lists = known
        for _ in range(2):
            made = self.name("g")
            self.add(indent, f"{made} = {name}(list({self.rng.choice(self.lists)}))")
            self.lists.append(made)

    def descent(self, depth: int, indent: str) -> None:
        """A function that calls itself with less."""
        name = self.name("f")
        test = self.rng.choice(("n <= 0", "n == 0", "not n"))
        self.add(indent, f"def {name}(n):")
        self.add(indent, f"    if {test}: return")
        self.block(depth + 2, indent + "    ")
        self.add(indent, f"    {name}(n - 1)")
        self.add(indent, f"{name}({self.rng.randint(0, 4)})")


def program(seed: int) -> str:
    """The program of a seed."""
    made = Program(seed)
    for _ in range(made.rng.randint(3, 7)):
        made.statement(0, "")
    return "\n".join(made.lines) + "\n"
