"""Random programs about exceptions: what raises what, and which handler gets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Draw = Callable[[int], int]
"""A number from 0 up to, not including, another."""

HEAD: Final = """\
import json
class Base(Exception):
    def __init__(self, *given):
        super().__init__(*given)
        self.given = given
class Near(Base): pass
class Far(Base, KeyError): pass
class Plain(Exception): pass
class Box:
    kept = {"a": 1}
    def __init__(self, size=1): self.size = size
    def __bool__(self): return self.size if self.size != 1 else True
    def __len__(self): return self.size
    def __eq__(self, other): return NotImplemented if other == 1 else self.size > 2
    def __lt__(self, other): return NotImplemented
    def __getitem__(self, key): return [self.size][key]
    def __iter__(self): return iter([1, 2]) if self.size else self.size
    def __hash__(self): return "no" if self.size == 2 else 3
    @property
    def deep(self): return {"x": 1}["x" if self.size else "y"]
    def pick(self, at, *, more=0): return (1, 2)[at] + more
class Closed:
    __slots__ = ("size",)
class Asked:
    def __getattr__(self, name):
        if name == "odd": raise ValueError(name)
        raise AttributeError(name)
def steps(n):
    for k in range(n): yield 6 // (k - 1)
def failing(kind=ValueError): raise kind("made")
def deep(n): return deep(n + 1) if n else n
def kept(error):
    try: raise error
    except (ValueError, Near): return 1
box, closed, asked, data, items, text = Box(), Closed(), Asked(), {"a": 1, "b": [2]}, [1, 2], "x1"
for size in (0, 1, 2): boxes = [Box(size), Box(2)]
"""
SIMPLE: Final = (
    "v = data['c']", "v = data['a']", "v = items[5]", "v = items['a']", "v = text[0]", "v = int(text)",
    "v = int('7')", "v = float('x')", "v = 1 / n", "v = n % 0", "v = 'a' + n", "v = n + 1", "v = n ** -1",
    "v = 1 << n", "v = -items", "v = n < 'a'", "v = box < box", "v = box == 1", "v = box > 1",
    "v = zork", "v = box.size", "v = box.zork", "v = box.deep", "v = Box.zork", "v = asked.odd",
    "v = asked.even", "closed.size = n", "closed.zork = n", "box.size = n", "del box.size", "del v",
    "v = closed.size", "v = box.pick(n)", "v = box.pick()", "v = box.pick(0, less=1)", "v = box[n]",
    "v = [*box]", "x, y = items", "x, y = box", "x, y = text", "x, *y = ()", "v = {items: 1}",
    "v = {box: 1}", "v = {Box(2)}", "v = data[items]", "v = not box", "v = 1 if box else 2",
    "v = list(steps(n))", "v = next(steps(0))", "v = next(iter(items))", "v = sum(items + [text])",
    "v = max([])", "v = sorted([1, text])", "v = len(n)", "v = len(box)", "v = json.loads(text)",
    "v = json.loads('[1]')", "v = json.dumps(box)", "v = f'{n:{text}}'", "v = f'{box:d}'",
    "v = '%d' % text", "v = '{} {}'.format(n)", "v = text.index('z')", "v = items.index(9)",
    "v = items.remove(9)", "v = items.pop(7)", "v = data.pop('q')", "v = data.get(items)", "v = n()",
    "v = box()", "v = failing()", "v = failing(KeyError)", "v = failing(Near)", "v = failing(n)",
    "v = failing(OSError)", "raise ValueError(n)", "raise KeyError", "raise Near(1, 2)", "raise Far",
    "raise Plain(n)", "raise Plain(n=1)", "raise OSError(2, 'no')", "raise StopIteration", "raise n",
    "raise items", "raise Box", "raise Base from n", "raise Base('x') from ValueError()",
    "raise UnicodeError(1)", "raise UnicodeDecodeError('x')", "raise SystemExit", "raise ValueError(x=1)",
    "raise ExceptionGroup('g', [ValueError(1)])", "raise json.JSONDecodeError('m', 'd', 0)",
    "assert n, text", "assert not box", "v = deep(n)", "v = kept(Near())", "v = kept(KeyError(1))",
    "v = isinstance(n, text)", "v = [k for k in steps(3)]", "v = {k: items[k] for k in range(n)}",
    "v = any(6 // k for k in items)", "v = (lambda a: a)(1, 2)", "v = n in 5", "v = n in box",
    "v = n in text", "items += n", "data |= n", "v = range('a')", "v = abs(text)", "v = bool(box)",
    "v = getattr(box, text)", "v = str(box)", "v = text.zork()", "v = super().zork", "v = 10 ** 5000",
    "v = str(10 ** 5000)", "v = f'{10 ** (n + 5000)}'", "import zork", "from json import zork", "print(n)",
)  # fmt: skip
KINDS: Final = (
    "ValueError", "KeyError", "IndexError", "LookupError", "TypeError", "AttributeError", "NameError",
    "ZeroDivisionError", "ArithmeticError", "OSError", "FileNotFoundError", "RuntimeError",
    "RecursionError", "StopIteration", "AssertionError", "ImportError", "Exception", "BaseException",
    "Base", "Near", "Far", "Plain", "(ValueError, TypeError)", "(Near, KeyError)", "UnicodeError",
    "json.JSONDecodeError", "ExceptionGroup", "()",
)  # fmt: skip


class ExceptionWriter:
    """Writes one program: functions whose statements may raise, in `try` of many kinds."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.count = 0

    def program(self) -> str:
        """The text of a program."""
        for number in range(1 + self.draw(3)):
            self.lines.append(f"def work{number}(n):")
            self.block(1, 3, is_function=True)
            self.lines.append("    return n")
        for number in range(len([one for one in self.lines if one.startswith("def ")])):
            argument = self.pick(("0", "1", "2", "3"))
            self.attempt(0, f"n = {argument}; r{number} = work{number}(n)")
        self.lines.append("n = v = 1")
        self.block(0, 2, is_function=False)
        return HEAD + "\n".join(self.lines) + "\n"

    def pick(self, options: tuple[str, ...]) -> str:
        return options[self.draw(len(options))]

    def line(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def mark(self, indent: int) -> None:
        """A call of a function of its own: whether it is made tells who got there."""
        self.count += 1
        self.line(indent, f"(lambda: {self.count})()")

    def block(self, indent: int, depth: int, *, is_function: bool) -> None:
        for _ in range(1 + self.draw(3)):
            choice = self.draw(8)
            if depth <= 0 or choice < 2:
                self.line(indent, self.pick(SIMPLE))
            elif choice < 6:
                self.try_block(indent, depth, is_function=is_function)
            elif choice == 6:
                self.line(indent, f"if n > {self.draw(3)}:")
                self.block(indent + 1, depth - 1, is_function=is_function)
            else:
                self.line(indent, f"for k in range({self.draw(3)}):")
                self.block(indent + 1, depth - 1, is_function=is_function)

    def attempt(self, indent: int, text: str) -> None:
        self.line(indent, "try:")
        self.line(indent + 1, text)
        self.handlers(indent, 0, is_function=False)
        self.line(indent, "except BaseException as last: print(type(last))")

    def try_block(self, indent: int, depth: int, *, is_function: bool) -> None:
        self.line(indent, "try:")
        self.block(indent + 1, depth - 1, is_function=is_function)
        if self.draw(5) == 0:
            self.line(indent, "finally:")
            self.mark(indent + 1)
            return
        self.handlers(indent, depth, is_function=is_function)
        if self.draw(4) == 0:
            self.line(indent, "else:")
            self.mark(indent + 1)
        if self.draw(4) == 0:
            self.line(indent, "finally:")
            self.mark(indent + 1)

    def handlers(self, indent: int, depth: int, *, is_function: bool) -> None:
        for _ in range(1 + self.draw(3)):
            self.line(indent, f"except {self.pick(KINDS)} as error:")
            self.mark(indent + 1)
            choice = self.draw(7)
            if choice == 0:
                self.line(indent + 1, self.pick(("raise", "raise error", "raise Near from error")))
            elif choice == 1 and is_function:
                self.line(indent + 1, "return error")
            elif choice == 2:
                self.line(indent + 1, f"if isinstance(error, {self.pick(KINDS)}):")
                self.mark(indent + 2)
            elif choice == 3 and depth > 0:
                self.try_block(indent + 1, depth - 1, is_function=is_function)
