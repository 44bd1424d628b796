"""Generated programs over the whole dialect, with tool calls: classes, `match`, `with`, generators,
coroutines, groups of exceptions, decorators and the library, in any order.
"""

from __future__ import annotations

from typing import Final

from tests.running import NAMES, PRELUDE
from tests.wide_expressions import WideExpressions

IMPORTS: Final = """\
import asyncio, collections, contextlib, copy, dataclasses, enum, functools, itertools, json, math
import operator, re, statistics, textwrap
from collections import Counter
"""
WIDE_PRELUDE: Final = (
    IMPORTS
    + PRELUDE.replace("(list, tuple, set)", "(list, tuple)").replace(
        "    if type(v) is dict:",
        "    if isinstance(v, (set, frozenset)): return sorted(map(repr, v))\n"
        "    if isinstance(v, dict):",
    )
    + """\
KEEP = []
@contextlib.contextmanager
def within(label):
    show('enter', label)
    try:
        yield label
    except KeyError as e:
        show('swallowed', repr(e))
    finally:
        show('leave', label)
def traced(f):
    @functools.wraps(f)
    def inner(*a, **k):
        show('call', f.__name__, len(a))
        return f(*a, **k)
    return inner
"""
)
PATTERNS: Final = (
    "0 | 1", "int(x)", "str() as x", "[x, y]", "[1, *x]", "(x, [y, *_])", "{'id': x}",
    "{'items': [x, *_], **y}", "None", "True", "'x' | 'yz'", "float(x)", "{}", "[]", "list(x)",
    "{'id': int(x)} as y", "-2.5", "dict()",
)  # fmt: skip
GROUPED: Final = ("ValueError('v')", "KeyError('k')", "TypeError('t')", "lookup", "OSError()")


class WideWriter(WideExpressions):
    """Writes one program."""

    def program(self) -> str:
        text = super().program()
        return WIDE_PRELUDE + text[len(PRELUDE) :]

    def statement(self, indent: int) -> None:
        if self.depth > 2 or self.choose(5) < 2:
            super().statement(indent)
            return
        makers = (
            self.define_class,
            self.define_class,
            self.define_record,
            self.match,
            self.match,
            self.manage,
            self.manage,
            self.group,
            self.generate,
            self.gather,
            self.assign,
            self.assign,
            self.assign,
            self.decorate,
            self.each,
            self.expect,
        )
        makers[self.choose(len(makers))](indent)

    # ------------------------------------------------------------------------------- definitions

    def define_class(self, indent: int) -> None:
        name = self.fresh("C")
        base = f"({self.pick(tuple(self.classes))})" if self.classes and self.choose(2) else ""
        self.line(indent, f"class {name}{base}:")
        saved = (self.in_loop, self.in_function, self.in_generator)
        self.in_loop = self.in_function = self.in_generator = False
        bodies = [
            f"n = {self.expression(1)}",
            "def __init__(self, n=0): self.n = n",
            "def __init__(self, n, *rest): super().__init__(); self.n = n",
            f"def add(self, x): return cut([self.n, x, {self.expression(2)}])",
            "@property\n    def twice(self): return cut(self.n * 2)",
            "@classmethod\n    def kind(cls): return cls.__name__",
            "@staticmethod\n    def kind(): return 'static'",
            "def __add__(self, o): return cut(self.n + getattr(o, 'n', o))",
            "def __radd__(self, o): return o",
            "def __eq__(self, o): return self.n == getattr(o, 'n', None)",
            "def __hash__(self): return 5",
            "def __lt__(self, o): return self.n < o.n",
            "def __len__(self): return self.n",
            "def __repr__(self): return f'<{type(self).__name__} {self.n}>'",
            "def __str__(self): return 'str ' + str(self.n)",
            f"def __getitem__(self, i): return [0, 1, {self.expression(2)}][i]",
            "def __iter__(self): yield self.n; yield 'end'",
            "def __contains__(self, x): return x == self.n",
            "def __call__(self, x=0): return (self.n, x)",
            "def __bool__(self): return self.n > 1",
            "def __getattr__(self, name): raise AttributeError('no ' + name)",
            "def __enter__(self): show('in', self.n); return self",
            "def __exit__(self, *e): show('out', e[0] and e[0].__name__); return self.n == 1",
            "def add(self, x): return [super().add(x), 'more']",
            "def __init_subclass__(cls, **k): show('subclass', cls.__name__)",
        ]
        for _ in range(2 + self.choose(6)):
            body = bodies[self.choose(len(bodies))]
            for number, line in enumerate(body.split("\n")):
                self.line(indent + 1 if number == 0 else indent, line)
        self.in_loop, self.in_function, self.in_generator = saved
        self.classes.append(name)

    def define_record(self, indent: int) -> None:
        name = self.fresh("R")
        kind = self.choose(4)
        value = self.expression(1)
        uses: tuple[str, ...]
        if kind == 0:
            options = self.pick(
                ("", "(order=True)", "(frozen=True)", "(slots=True)", "(unsafe_hash=True)")
            )
            self.line(indent, f"@dataclasses.dataclass{options}")
            self.line(indent, f"class {name}:")
            self.line(indent + 1, "n: int")
            self.line(indent + 1, f"m: object = {self.choose(9)}")
            self.line(indent + 1, "l: list = dataclasses.field(default_factory=list)")
            uses = (
                f"{name}({value})", f"{name}(1) == {name}(1)", f"{name}(1) < {name}(2)",
                f"dataclasses.asdict({name}(1, l=[2]))", f"dataclasses.replace({name}(1), m={value})",
                f"hash({name}(1)) == hash({name}(1))", f"setattr({name}(1), 'n', 2)", f"{name}()",
            )  # fmt: skip
        elif kind == 1:
            self.line(indent, f"class {name}({self.pick(('enum.Enum', 'enum.IntEnum'))}):")
            self.line(indent + 1, "A = 1")
            self.line(indent + 1, self.pick(("B = 2", "B = enum.auto()", "B = 1")))
            uses = (
                f"[x.name for x in {name}]", f"{name}({self.choose(4)})", f"{name}['A'].value",
                f"{name}.A == 1", f"{name}.A is {name}(1)", f"{name}.B < {name}.A", f"{name}.Z",
                f"repr({name}.B)", f"str({name}.A)", f"{{ {name}.A: 1 }}", f"{name}.A + 1",
            )  # fmt: skip
        else:
            self.line(indent, f"{name} = collections.namedtuple('{name}', 'n m', defaults=[7])")
            uses = (
                f"{name}({value})", f"{name}(1)._replace(m={value})", f"{name}(1)._asdict()",
                f"{name}(1, 2) == (1, 2)", f"{name}(1, 2, 3)", f"{name}(n=1).m", f"[*{name}(1)]",
            )  # fmt: skip
        for _ in range(1 + self.choose(2)):
            self.line(indent, f"show(str({uses[self.choose(len(uses))]}))")

    def decorate(self, indent: int) -> None:
        name = self.fresh("g")
        self.line(indent, self.pick(("@traced", "@functools.cache", "@traced\n", "@str.upper")))
        if self.lines[-1].endswith("\n"):
            self.lines[-1] = self.lines[-1].rstrip("\n")
            self.line(indent, "@functools.lru_cache(maxsize=2)")
        self.line(indent, f"def {name}(x=1, *, k=0): return cut([x, k, {self.expression(1)}])")
        self.line(indent, f"show({name}(2), {name}(2), {name}(k={self.expression(2)}))")

    # -------------------------------------------------------------------------------- statements

    def match(self, indent: int) -> None:
        self.line(indent, f"match {self.expression()}:")
        for _ in range(1 + self.choose(3)):
            pattern = self.pick(PATTERNS)
            if self.classes and self.choose(5) == 0:
                pattern = f"{self.pick(tuple(self.classes))}(n=x)"
            guard = f" if {self.expression(2)}" if self.choose(4) == 0 else ""
            self.line(indent + 1, f"case {pattern}{guard}:")
            self.line(indent + 2, f"show('case', {len(self.lines)})")
            self.block(indent + 2)
        if self.choose(2):
            self.line(indent + 1, "case _:")
            self.block(indent + 2)

    def manage(self, indent: int) -> None:
        managers = [
            f"within({self.choose(9)}) as {self.pick(NAMES)}",
            "contextlib.suppress(KeyError)",
        ]
        managers += ["contextlib.nullcontext(3) as d", f"{self.expression(2)}"]
        managers += [f"{name}({self.choose(3)}) as c" for name in self.classes]
        chosen = [managers[self.choose(len(managers))] for _ in range(1 + self.choose(2))]
        self.line(indent, f"with {', '.join(chosen)}:")
        self.block(indent + 1)

    def group(self, indent: int) -> None:
        parts = [self.pick(GROUPED) for _ in range(1 + self.choose(3))]
        listed = ", ".join(part if part != "lookup" else "RuntimeError('r')" for part in parts)
        self.line(indent, "try:")
        self.line(indent + 1, f"raise ExceptionGroup('g', [{listed}])")
        for kind in ("ValueError", "(KeyError, OSError)", "RuntimeError")[: 1 + self.choose(3)]:
            self.line(indent, f"except* {kind} as e:")
            self.line(indent + 1, "show(e.message, [repr(x) for x in e.exceptions])")
            if self.choose(5) == 0:
                self.line(indent + 1, "raise ValueError('again')")
        if self.choose(3) == 0:
            self.line(indent, "finally:")
            self.block(indent + 1)

    def generate(self, indent: int) -> None:
        name, made = self.fresh("y"), self.fresh("v")
        self.line(indent, f"def {name}(n):")
        self.line(indent + 1, "try:")
        self.line(indent + 2, "while n:")
        self.line(indent + 3, f"x = yield {self.expression(2)}")
        self.line(indent + 3, "show('sent', x)")
        self.line(indent + 3, "n -= 1")
        self.line(indent + 2, self.pick(("return 'done'", "yield from 'ab'", "yield from [n]")))
        if self.choose(2):
            self.line(indent + 1, "except ValueError as e:")
            self.line(indent + 2, "yield repr(e)")
        self.line(indent + 1, "finally:")
        self.line(indent + 2, "show('closed')")
        self.line(indent, f"{made} = {name}({self.choose(3)})")
        self.line(indent, f"KEEP.append({made})")
        uses = (
            f"next({made}, 'none')", f"next({made})", f"list({made})", f"{made}.close()",
            f"{made}.send({self.expression(2)})", f"{made}.throw(ValueError('in'))",
            f"sum(1 for _ in {made})", f"{made}.throw(KeyError)", f"dict(zip('ab', {made}))",
        )  # fmt: skip
        for _ in range(1 + self.choose(4)):
            self.line(indent, f"show({uses[self.choose(len(uses))]})")

    def gather(self, indent: int) -> None:
        if self.in_function:
            self.simple(indent, 5)
            return
        name, run = self.fresh("co"), self.fresh("main")
        self.line(indent, f"async def {name}(n):")
        self.line(indent + 1, self.pick(("await asyncio.sleep(0)", "show('in', n)", "pass")))
        self.line(indent + 1, f"return [n, {self.expression(2)}]")
        self.line(indent, f"async def {run}():")
        self.line(
            indent + 1,
            self.pick(
                (
                    f"return await asyncio.gather(*[{name}(i) for i in range(3)])",
                    f"return await asyncio.gather({name}(1), {name}(2), return_exceptions=True)",
                    f"return [await {name}(i) for i in range(2)]",
                    f"t = asyncio.create_task({name}(1)); await asyncio.sleep(0); return await t",
                    f"return await asyncio.wait_for({name}(5), 9)",
                    f"async with asyncio.TaskGroup() as g: t = g.create_task({name}(3))",
                )
            ),
        )
        self.line(indent, f"show(cut(str(asyncio.run({run}()))))")

    def assign(self, indent: int) -> None:
        one, two, name = self.expression(), self.expression(1), self.pick(NAMES)
        options = [
            f"{name}, *{self.pick(NAMES)} = {one}",
            f"{name} = {self.pick(NAMES)} = {one}",
            f"[{name}, (a, b)] = {one}",
            f"c = [1, 2, 3]; c[{self.pick(('0', '1:2', '::2', '-1', '9'))}] = {one}",
            f"c = {{'k': 1}}; c['k'] += {self.choose(5)}; c[{self.choose(3)}] = {two}",
            f"c = [1, 2, 3, 4]; del c[{self.pick(('0', '1:3', '::2', '7', '-1'))}]; show(c)",
            f"{name}: int = {one}",
            f"{name} {self.pick(('|=', '*=', '//=', '%=', '&=', '**='))} {self.choose(4)}",
            f"for a, b in {{'x': 1}}.items(): {name} = b",
            f"d = json.loads(json.dumps({one}))",
        ]
        if self.classes:
            made = f"{self.pick(tuple(self.classes))}(1)"
            options += [
                f"d = {made}; d.n = {one}; d.extra = {two}; show(d.extra, vars(d))",
                f"d = {made}; del d.n; show(hasattr(d, 'n'))",
                f"d = {made}; d += {two}",
                f"d = {made}; d.n += {self.choose(3)}; show(d.n)",
                f"d = {made}; d[0] = {one}",
            ]
        self.line(indent, options[self.choose(len(options))])

    def each(self, indent: int) -> None:
        outside, self.in_loop = self.in_loop, True
        self.line(indent, f"for {self.pick(('a', 'b', 'a, b', '_, c'))} in {self.expression()}:")
        self.block(indent + 1)
        self.in_loop = outside
        if self.choose(3) == 0:
            self.line(indent, "else:")
            self.block(indent + 1)

    def expect(self, indent: int) -> None:
        self.line(
            indent,
            self.pick(
                (
                    f"assert {self.expression()}, {self.expression(2)}",
                    f"assert {self.expression()}",
                    f"raise TypeError({self.expression(1)}) from None",
                    "raise",
                    f"raise {self.expression(1)}",
                    f"{self.expression()}",
                    "import nowhere",
                    "from math import pi as d, floor",
                )
            ),
        )
