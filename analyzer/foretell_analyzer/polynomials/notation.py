"""Reads polynomials as they are written: `1 + 2*len(search@3) + min(3, n)*m^2`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from ..errors import UsageError
from .order import greatest, least
from .polynomial import ONE, ZERO, Polynomial, exactly, in_brackets, number, size

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+|/\d+)?)"
    r"|(?P<group>min|max)\s*\("
    r"|(?P<name>[A-Za-z_][\w.@\[\]]*(?:\([^()]*\))?)"
    r"|(?P<sign>[-+*^(),])|(?P<other>\S))"
)


def read_polynomial(text: str) -> Polynomial:
    """The polynomial that a text stands for."""
    reader = _Reader(text)
    result = reader.sum()
    if reader.kind:
        raise reader.unexpected()
    return result


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_TOKEN.finditer(text))
        self.position = 0

    @property
    def kind(self) -> str:
        """What comes next: `number`, `name`, `group` or a sign; empty at the end."""
        if self.position == len(self.tokens):
            return ""
        token = self.tokens[self.position]
        return token["sign"] or token.lastgroup or ""

    def take(self) -> str:
        """What comes next, and go on behind it."""
        token = self.tokens[self.position]
        self.position += 1
        return token[token.lastgroup or 0]

    def unexpected(self) -> UsageError:
        """What is wrong where reading stopped."""
        if not self.kind:
            return UsageError(f"{self.text!r} ends too early: a number, size or `)` is missing")
        token = self.tokens[self.position]
        column = token.end() - len(token.group().strip())
        return UsageError(
            f"{self.text!r}, column {column}: `{token.group().strip()}` cannot stand here; "
            "write sums and products of numbers and sizes, such as `1 + 2*n`"
        )

    def sum(self) -> Polynomial:
        """What is joined by `+`."""
        result = self.product()
        while self.kind == "+":
            self.take()
            result = result + self.product()
        return result

    def product(self) -> Polynomial:
        """What is joined by `*`."""
        result = self.power()
        while self.kind == "*":
            self.take()
            result = result * self.power()
        return result

    def power(self) -> Polynomial:
        """A factor, perhaps to the power of a number."""
        result = self.factor()
        if self.kind != "^":
            return result
        self.take()
        return result ** self.exponent()

    def exponent(self) -> int:
        """A whole number."""
        if self.kind != "number" or not self.tokens[self.position]["number"].isdigit():
            raise self.unexpected()
        return int(self.take())

    def factor(self) -> Polynomial:
        """A number, a size, a group or what stands in brackets."""
        match self.kind:
            case "number":
                return number(exactly(Fraction(self.take())))
            case "name":
                return size(self.take())
            case "group":
                return self.group(self.take())
            case "(":
                self.take()
                inner = self.sum()
                self.close()
                return in_brackets(inner) if inner not in (ZERO, ONE) else inner
            case _:
                raise self.unexpected()

    def group(self, kind: str) -> Polynomial:
        """The least or greatest of what stands in brackets."""
        parts = [self.sum()]
        while self.kind == ",":
            self.take()
            parts.append(self.sum())
        self.close()
        return (least if kind == "min" else greatest)(parts, "up")

    def close(self) -> None:
        """Go on behind a closing bracket."""
        if self.kind != ")":
            raise self.unexpected()
        self.take()
