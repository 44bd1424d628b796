"""Generated programs that end: what they do is compared with CPython, whatever it is.

Loops are over short ranges, functions call only earlier ones, and values that grow are cut, so that
every program ends soon. That names are unbound and operands do not fit is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Choose = Callable[[int], int]
"""A number from 0 to below the argument."""

PRELUDE: Final = """\
def cut(v):
    if type(v) is int: return v % 1009
    if type(v) in (str, list, tuple): return v[:6]
    return v
def plain(v):
    if type(v) in (list, tuple, set): return [plain(x) for x in v]
    if type(v) is dict: return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (int, float, str, type(None))): return v
    return type(v).__name__
def show(*vs):
    print(*[plain(v) for v in vs])
"""
NAMES: Final = ("a", "b", "c", "d")
CONSTANTS: Final = ("0", "1", "2", "7", "-3", "2.5", "True", "None", "'x'", "'yz'", "[]", "(1, 2)")
BINARY: Final = ("+", "-", "*", "//", "%", "&", "|", "/")
COMPARISONS: Final = ("<", "<=", "==", "!=", ">", ">=", "in", "not in", "is")
ERRORS: Final = (
    "ValueError",
    "TypeError",
    "(KeyError, NameError)",
    "ZeroDivisionError",
    "Exception",
)


class Writer:
    """Writes one program."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.lines: list[str] = []
        self.functions: list[tuple[str, int, bool]] = []
        self.depth = 0
        self.in_loop = False
        self.in_function = False
        self.in_generator = False
        self.counter = 0

    def program(self) -> str:
        self.line(0, "a, b, c, d = 1, 'x', [1, 2], 2.5")
        for _ in range(2 + self.choose(6)):
            if self.choose(4) == 0:
                self.statement(0)
                continue
            self.line(0, "try:")
            self.statement(1)
            self.line(0, "except Exception as e:")
            self.line(1, "show(repr(e), repr(e.__context__), repr(e.__cause__))")
        return PRELUDE + "\n".join(self.lines) + "\n"

    def line(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def pick(self, options: tuple[str, ...]) -> str:
        return options[self.choose(len(options))]

    def fresh(self, prefix: str) -> str:
        self.counter += 1
        return f"{prefix}{self.counter}"

    # expressions

    def expression(self, depth: int = 0) -> str:
        if depth > 2:
            return self.pick((*NAMES, *CONSTANTS))
        kind = self.choose(17)
        if kind < 3:
            return self.pick(NAMES)
        if kind < 5:
            return self.pick(CONSTANTS)
        if kind == 13:
            return self.comprehension(depth)
        if kind == 16:
            return self.call(depth)
        one, two, three = (self.expression(depth + 1) for _ in range(3))
        first, second = self.pick(COMPARISONS), self.pick(COMPARISONS)
        return {
            5: f"cut({one} {self.pick(BINARY)} {two})",
            6: f"cut({one} {self.pick(BINARY)} {two})",
            7: f"({one} {first} {two})",
            8: f"({one} {first} {two} {second} {three})",
            9: f"({one} {self.pick(('and', 'or'))} {two})",
            10: f"({one} if {two} else {three})",
            11: self.pick((f"[{one}, {two}]", f"({one}, *[{two}])")),
            12: f"{one}[{self.pick(('0', '-1', '1:', '::-1', two))}]",
            14: self.pick((f"(f'{{{self.pick(NAMES)}!r:>3}}')", f"(not {one})")),
            15: f"({self.pick(NAMES)} := {one})",
        }[kind]

    def comprehension(self, depth: int) -> str:
        name = self.fresh("i")
        old, condition = self.expression(depth + 1), ""
        if self.choose(2):
            condition = f" if {name} {self.pick(COMPARISONS)} {self.choose(3)}"
        element = self.pick((name, f"({name}, {self.pick(NAMES)})", f"cut({name} * {old})"))
        if ":=" in element:
            element = name
        source = f"range({self.choose(4)})"
        return self.pick(
            (
                f"[{element} for {name} in {source}{condition}]",
                f"{{{name}: {element} for {name} in {source}{condition}}}",
                f"list({element} for {name} in {source}{condition})",
                f"sum({name} for {name} in {source}{condition})",
            )
        )

    def call(self, depth: int) -> str:
        if not self.functions:
            return f"len({self.expression(depth + 1)})"
        name, count, generates = self.functions[self.choose(len(self.functions))]
        given = max(0, count + self.choose(4) - 2)
        arguments = [self.expression(depth + 1) for _ in range(min(given, 3))]
        if self.choose(4) == 0:
            arguments.append(f"{self.pick(('p0', 'p1', 'q'))}={self.expression(depth + 1)}")
        text = f"{name}({', '.join(arguments)})"
        return f"list({text})" if generates and self.choose(3) else text

    # statements

    def block(self, indent: int) -> None:
        self.depth += 1
        for _ in range(1 + self.choose(3)):
            self.statement(indent)
        self.depth -= 1

    def statement(self, indent: int) -> None:
        kind = self.choose(18) if self.depth < 3 else self.choose(8)
        if kind < 8:
            self.simple(indent, kind)
        elif kind < 10:
            self.line(indent, f"if {self.expression()}:")
            self.block(indent + 1)
            if self.choose(2):
                self.line(indent, "else:")
                self.block(indent + 1)
        elif kind < 12:
            self.loop(indent)
        elif kind < 15:
            self.attempt(indent)
        else:
            self.function(indent)

    def simple(self, indent: int, kind: int) -> None:
        match kind:
            case 3:
                self.line(indent, f"{self.pick(NAMES)}, {self.pick(NAMES)} = {self.expression()}")
            case 4:
                self.line(indent, f"{self.pick(NAMES)} {self.pick(('+', '-'))}= {self.choose(5)}")
            case 5:
                self.line(indent, f"show({self.expression()}, {self.expression()})")
            case 6:
                self.leave(indent)
            case 7:
                self.line(indent, f"del {self.pick(NAMES)}")
            case _:
                self.line(indent, f"{self.pick(NAMES)} = {self.expression()}")

    def leave(self, indent: int) -> None:
        options = ["raise ValueError(1)", "raise KeyError('k') from TypeError('t')", "pass"]
        if self.in_loop:
            options += ["break", "continue"]
        if self.in_function:
            options.append(f"return {self.expression()}")
        if self.in_generator:
            options += [f"yield {self.expression()}", f"show((yield {self.expression()}))"] * 2
        self.line(indent, options[self.choose(len(options))])

    def loop(self, indent: int) -> None:
        outside, self.in_loop = self.in_loop, True
        if self.choose(2):
            self.line(indent, f"for {self.pick(NAMES)} in range({self.choose(4)}):")
        else:
            name = self.fresh("n")
            self.line(indent, f"{name} = {self.choose(4)}")
            self.line(indent, f"while {name} > 0:")
            self.line(indent + 1, f"{name} -= 1")
        self.block(indent + 1)
        self.in_loop = outside
        if self.choose(3) == 0:
            self.line(indent, "else:")
            self.block(indent + 1)

    def attempt(self, indent: int) -> None:
        self.line(indent, "try:")
        self.block(indent + 1)
        handlers = self.choose(3)
        for _ in range(handlers):
            self.line(indent, f"except {self.pick(ERRORS)} as e:")
            self.line(indent + 1, self.pick(("show(repr(e))", "show(repr(e.__context__))", "pass")))
            self.block(indent + 1)
            if self.choose(4) == 0:
                self.line(indent + 1, self.pick(("raise", "raise e")))
        if handlers and self.choose(3) == 0:
            self.line(indent, "else:")
            self.block(indent + 1)
        if not handlers or self.choose(2):
            self.line(indent, "finally:")
            self.block(indent + 1)

    def function(self, indent: int) -> None:
        name, count = self.fresh("f"), self.choose(3)
        parameters = [f"p{number}" for number in range(count)]
        if self.choose(3) == 0:
            parameters.append(f"q={self.expression(1)}")
        if self.choose(4) == 0:
            parameters.append("*r")
        self.line(indent, f"def {name}({', '.join(parameters)}):")
        saved = (self.in_loop, self.in_function, self.in_generator)
        self.in_loop, self.in_function, self.in_generator = False, True, self.choose(3) == 0
        generates = self.in_generator
        if self.choose(2):
            self.line(indent + 1, f"{'global' if self.choose(2) else 'nonlocal'} b")
            if "nonlocal" in self.lines[-1] and not saved[1]:
                self.lines[-1] = self.lines[-1].replace("nonlocal", "global")
        for number in range(count):
            self.line(indent + 1, f"{NAMES[number * 2]} = p{number}")
        if generates:
            self.line(indent + 1, "yield 0")
        self.block(indent + 1)
        self.in_loop, self.in_function, self.in_generator = saved
        self.functions.append((name, count, generates))
        self.line(indent, f"show({self.call(1)})")
