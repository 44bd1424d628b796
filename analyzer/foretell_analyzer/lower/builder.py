"""What all lowering functions share: numbering of nodes, private names, problems."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

import libcst

from ..ir import Expression, Pattern, Statement

Lowering = Callable[["Builder", Any], Any]


class NotLowered(Exception):  # noqa: N818  # never leaves the package: it carries a problem out
    """A construct that Python refuses although LibCST reads it."""

    def __init__(self, node: libcst.CSTNode, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = message


class Table(dict[type, Lowering]):
    """A lowering for each kind of syntax node; kinds of newer Pythons than ours are refused."""

    def __missing__(self, kind: type) -> Lowering:
        """Refuse a node that no lowering is known for."""
        message = _REFUSED.get(kind.__name__, "this syntax is not supported")

        def refuse(_: Builder, node: libcst.CSTNode) -> None:
            raise NotLowered(node, message)

        return refuse


_REFUSED: Final[Mapping[str, str]] = {
    "LazyImport": "lazy imports are not supported",
    "LazyImportFrom": "lazy imports are not supported",
    "StarredDictComp": "dict unpacking cannot be used in dict comprehension",
    "TemplatedString": "template strings are not supported",
}


class Builder:
    """Numbers the nodes of one module, beginning with `first`.

    `origins` are what of the syntax tree each came from: a syntax node, or the list of them between
    the brackets of a subscript.
    """

    __slots__ = ("classes", "expressions", "first", "origins", "patterns", "statements")

    def __init__(
        self,
        expressions: Table,
        statements: Table,
        patterns: Table,
        first: int = 0,
    ) -> None:
        self.first: Final = first
        self.origins: list[object] = []
        self.classes: list[str] = []
        self.expressions: Final = expressions
        self.statements: Final = statements
        self.patterns: Final = patterns

    def index(self, origin: object) -> int:
        """The next number, for a node that came from `origin`."""
        self.origins.append(origin)
        return self.first + len(self.origins) - 1

    def expression(self, node: libcst.CSTNode) -> Expression:
        """Lower an expression."""
        result: Expression = self.expressions[type(node)](self, node)
        return result

    def optional(self, node: libcst.CSTNode | None) -> Expression | None:
        """Lower an expression that may be absent."""
        return None if node is None else self.expression(node)

    def block(self, node: libcst.BaseSuite | libcst.Module) -> tuple[Statement, ...]:
        """Lower the statements of a block, in either of its two forms."""
        result: list[Statement] = []
        tables = self.statements
        if isinstance(node, libcst.SimpleStatementSuite):
            result.extend(tables[type(small)](self, small) for small in node.body)
            return tuple(result)
        for line in node.body:
            if isinstance(line, libcst.SimpleStatementLine):
                result.extend(tables[type(small)](self, small) for small in line.body)
            else:
                result.append(tables[type(line)](self, line))
        return tuple(result)

    def pattern(self, node: libcst.CSTNode) -> Pattern:
        """Lower a pattern of a `case`."""
        result: Pattern = self.patterns[type(node)](self, node)
        return result

    def mangle(self, name: str) -> str:
        """Private names of a class carry its name: `__x` in `class C` is `_C__x`."""
        name = normal(name)
        if not self.classes or not name.startswith("__") or name.endswith("__") or "." in name:
            return name
        owner = self.classes[-1].lstrip("_")
        return f"_{owner}{name}" if owner else name


def normal(name: str) -> str:
    """A name as Python compares it: `ﬁ`, one character, and `fi` are the same name."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)
