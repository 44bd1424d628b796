"""The one-line form of an expression, and expressions read from it.

    search (fetch summarize?)* send

Names of tools stand one after the other; `|` is or, `&` both with their calls mixed, `?` perhaps,
`*` any number of times, `+` at least once, `{3}`, `{1,3}`, `{2,}` so often; `()` is nothing, `.` a
call of any tool. `send@12` is the call of `send` on line 12.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from ..errors import UsageError
from ..exits import Exit
from .building import COMPLETE
from .elimination import Elimination, TooLongError
from .expressions import (
    NEVER,
    NOTHING,
    Choice,
    Expression,
    Interleaved,
    Repeat,
    Sequence,
    choice,
    interleaved,
    repeat,
    sequence,
)
from .letters import ANY, Letter
from .regular import either
from .sizes import flattened, narrowed

WORDS: Final = 40
"""A form of more calls than this is replaced by a coarser one."""


class Form(msgspec.Struct, frozen=True):
    """The one-line form.

    It admits more than the expression if it is not `exact`, since the exact form would be too long
    to read. If no run ends normally, it `never_ends`, and the form tells how far runs may get.
    """

    text: str
    exact: bool = True
    never_ends: bool = False

    def __str__(self) -> str:
        return f"{self.text} …" if self.never_ends else self.text


def regular_form(expression: Expression, *, words: int = WORDS) -> Form:
    """The one-line form of an expression, of about so many calls at most."""
    shallow = flattened(expression)
    for depth in (None, 8, 6, 4, 3, 2, 1):
        coarser = shallow if depth is None else narrowed(shallow, depth)
        try:
            form, never_ends = _eliminated(coarser)
        except TooLongError:
            continue
        if depth == 1 or sum(isinstance(one, Letter) for one in _leaves(form)) <= words:
            return Form(write(form), depth is None and shallow is expression, never_ends)
    return Form(f"{ANY}*", exact=False)


def _eliminated(expression: Expression) -> tuple[Expression, bool]:
    work = Elimination()
    ways = work.ways(expression)
    form = either(*[ways[way] for way in COMPLETE if way in ways])
    if form != NEVER:
        return form, False
    stopped = ways.get(Exit.RAISE, NEVER)
    return either(work.begun(expression), stopped), True


def _leaves(node: Expression) -> list[Expression]:
    found: list[Expression] = []
    stack = [node]
    while stack:
        one = stack.pop()
        found.append(one)
        match one:
            case Sequence(parts) | Choice(parts) | Interleaved(parts):
                stack.extend(parts)
            case Repeat(body, _, _):
                stack.append(body)
            case _:
                pass
    return found


def write(node: Expression) -> str:
    """A regular expression, that is one without ways out, with as few brackets as can be."""
    return _written(node, 0)


_CHOICE, _MIXED, _SEQUENCE, _COUNTED = range(4)


def _written(node: Expression, level: int) -> str:
    """`level` is how strongly the operator around it binds."""
    match node:
        case Letter():
            return str(node)
        case Sequence(()):
            return "()"
        case Repeat(body, low, high):
            text = _written(body, _COUNTED)
            text = f"({text})" if isinstance(body, Repeat) else text
            return text + _count(low, high)
        case Sequence(parts):
            text = " ".join(_written(part, _SEQUENCE) for part in parts)
            own = _SEQUENCE
        case Interleaved(parts):
            text = " & ".join(_written(part, _MIXED + 1) for part in parts)
            own = _MIXED
        case Choice(parts) if parts:
            text = " | ".join(_written(part, _CHOICE + 1) for part in parts)
            own = _CHOICE
        case _:
            raise UsageError(f"{type(node).__name__} has no one-line form: use regular_form")
    return f"({text})" if own < level or level == _COUNTED else text


_SIGNS: Final[Mapping[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def _count(low: int, high: int | None) -> str:
    for sign, counts in _SIGNS.items():
        if counts == (low, high):
            return sign
    if low == high:
        return f"{{{low}}}"
    return f"{{{low},{'' if high is None else high}}}"


_TOKEN: Final = re.compile(r"\s*(?:([\w.-]+(?:@\d+)?)|(\{\d+(?:,\d*)?\})|([()|&*+?])|(\S))")


def read(text: str) -> Expression:
    """The expression of a one-line form."""
    return _Reader(text).expression()


class _Reader:
    """Reads a form from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text.rstrip()
        self.signs = [
            (found.group().strip(), found.end() - len(found.group().strip()))
            for found in _TOKEN.finditer(self.text)
        ]
        self.position = 0

    def expression(self) -> Expression:
        """The whole text."""
        result = self.choice()
        if self.position < len(self.signs):
            raise self.unexpected()
        return result

    @property
    def next(self) -> str:
        return self.signs[self.position][0] if self.position < len(self.signs) else ""

    def unexpected(self) -> UsageError:
        """What is wrong where reading stopped."""
        if not self.next:
            return UsageError(f"{self.text!r}: a `)` is missing at its end")
        column = self.signs[self.position][1]
        return UsageError(
            f"{self.text!r}, column {column}: `{self.next}` cannot stand here; "
            "write names of tools with ( ) | & ? * + {m,n}"
        )

    def choice(self) -> Expression:
        """What is joined by `|`."""
        parts = [self.mixed()]
        while self.next == "|":
            self.position += 1
            parts.append(self.mixed())
        return choice(*parts)

    def mixed(self) -> Expression:
        """What is joined by `&`."""
        parts = [self.sequence()]
        while self.next == "&":
            self.position += 1
            parts.append(self.sequence())
        return interleaved(*parts)

    def sequence(self) -> Expression:
        """What stands one after the other."""
        parts: list[Expression] = []
        while self.next and self.next not in ")|&":
            parts.append(self.counted())
        return sequence(*parts)

    def counted(self) -> Expression:
        """One name or bracket with its counts."""
        sign = self.next
        if sign == "(":
            self.position += 1
            body = self.choice()
            if self.next != ")":
                raise self.unexpected()
        elif re.fullmatch(r"[\w.-]+(@\d+)?", sign):
            tool, _, line = sign.partition("@")
            body = Letter(tool, int(line or 0))
        else:
            raise self.unexpected()
        self.position += 1
        while self.next and self.next[0] in "?*+{":
            body = self.times(body)
        return body

    def times(self, body: Expression) -> Expression:
        """What a count makes of a body."""
        sign = self.next
        if sign == "{" or not re.fullmatch(r"[?*+]|\{.+\}", sign):
            raise self.unexpected()
        low, high = _SIGNS.get(sign) or _limits(sign)
        if high is not None and high < low:
            raise self.unexpected()
        self.position += 1
        return repeat(body, low, high) if body != NOTHING else NOTHING


def _limits(sign: str) -> tuple[int, int | None]:
    low, comma, high = sign[1:-1].partition(",")
    return int(low), (int(high) if high else None) if comma else int(low)
