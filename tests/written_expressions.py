"""Random expressions and targets as syntax trees: the lower half of what writes scripts."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final

Choose = Callable[[int], int]
"""A number from 0 to below the argument."""

NAMES: Final = (
    "a",
    "b",
    "c",
    "d",
    "x",
    "y",
    "f",
    "self",
    "print",
    "__p",
    "super",
    "__class__",
    "ﬁ",
)
ATTRIBUTES: Final = ("m", "n", "__q", "real", "é")
MODULES: Final = ("json", "os.path", "a.b.c", "__future__")
CONSTANTS: Final = (
    0, 1, 10**30, 1.5, 1e100, 2j, True, False, None, ..., "", "text", "it's", "a\nb\t\\", "é\U0001f600",
    "{x}", b"", b"by\x00te", '"both\'"',
)  # fmt: skip
FUTURES: Final = ("annotations", "division", "braces", "unknown")
OPERATORS: Final = (
    ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.Mod, ast.Pow, ast.LShift, ast.RShift,
    ast.BitOr, ast.BitXor, ast.BitAnd, ast.FloorDiv,
)  # fmt: skip
COMPARISONS: Final = (
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn,
)  # fmt: skip
LOAD: Final = ast.Load()
STORE: Final = ast.Store()


class ExpressionWriter:
    """Writes random expressions of at most about `budget` nodes in all.

    With `slips`, one choice in so many ignores where it stands: `return` outside a function, a
    star too many. Without, what comes out is almost always right.
    """

    def __init__(self, choose: Choose, budget: int, slips: int = 0) -> None:
        self.choose = choose
        self.budget = budget
        self.slips = slips
        self.in_function = False
        self.in_async = True  # the top level may await
        self.in_loop = False
        self.in_class = False
        self.in_comprehension = False

    # ------------------------------------------------------------------------------- choices

    def one(self, options: tuple[Any, ...]) -> Any:
        return options[self.choose(len(options))]

    def some(self, make: Callable[[], Any], most: int = 3, least: int = 0) -> list[Any]:
        return [make() for _ in range(least + self.choose(most - least + 1))]

    def maybe(self, make: Callable[[], Any]) -> Any:
        return make() if self.choose(2) else None

    def slip(self) -> bool:
        return bool(self.slips) and self.choose(self.slips) == 0

    def name(self) -> str:
        return str(self.one(NAMES))

    def _inside(self, make: Callable[[], Any], **changes: bool) -> Any:
        before = {key: getattr(self, key) for key in changes}
        for key, value in changes.items():
            setattr(self, key, value)
        try:
            return make()
        finally:
            for key, value in before.items():
                setattr(self, key, value)

    # --------------------------------------------------------------------------- expressions

    def expression(self) -> ast.expr:
        self.budget -= 1
        plain = (self._constant, self._name, self._name)
        nested = (
            self._attribute, self._subscript, self._call, self._call, self._binary, self._unary,
            self._boolean, self._compare, self._conditional, self._list, self._tuple, self._set,
            self._dict, self._comprehension, self._generator, self._dict_comprehension,
            self._lambda, self._formatted, self._named, self._await, self._yield,
        )  # fmt: skip
        kinds = plain if self.budget <= 0 or self.choose(5) < 2 else nested
        made: ast.expr = self.one(kinds)()
        return made

    def star_or(self, make: Callable[[], ast.expr], odds: int = 0) -> ast.expr:
        if self.slip() or (odds and self.choose(odds) == 0):
            return ast.Starred(make(), LOAD)
        return make()

    def may_await(self) -> bool:
        return self.slip() or (self.in_async and not (self.in_class and not self.in_function))

    def _constant(self) -> ast.expr:
        return ast.Constant(self.one(CONSTANTS))

    def _name(self) -> ast.expr:
        return ast.Name(self.name(), LOAD)

    def _attribute(self) -> ast.expr:
        return ast.Attribute(self.expression(), str(self.one(ATTRIBUTES)), LOAD)

    def _subscript(self) -> ast.expr:
        return ast.Subscript(self.expression(), self._key(), LOAD)

    def _key(self) -> ast.expr:
        kind = self.choose(4)
        if kind == 0:
            parts = [self.maybe(self.expression) for _ in range(3)]
            return ast.Slice(*parts)
        if kind == 1:
            return ast.Tuple(self.some(lambda: self.star_or(self._key, odds=9), least=1), LOAD)
        return self.expression()

    def _call(self) -> ast.expr:
        arguments = self.some(lambda: self.star_or(self.expression, odds=6), most=2)
        return ast.Call(self.expression(), arguments, self.keywords())

    def keywords(self) -> list[ast.keyword]:
        names = self.some(lambda: self.one((*NAMES, None)), most=2)
        if not self.slip():
            names = list(dict.fromkeys(names))
        return [ast.keyword(name, self.expression()) for name in names]

    def _binary(self) -> ast.expr:
        return ast.BinOp(self.expression(), self.one(OPERATORS)(), self.expression())

    def _unary(self) -> ast.expr:
        kind = self.one((ast.USub, ast.UAdd, ast.Invert, ast.Not))
        return ast.UnaryOp(kind(), self.expression())

    def _boolean(self) -> ast.expr:
        kind = self.one((ast.And, ast.Or))
        return ast.BoolOp(kind(), self.some(self.expression, least=2))

    def _compare(self) -> ast.expr:
        operators = [self.one(COMPARISONS)() for _ in range(1 + self.choose(2))]
        return ast.Compare(self.expression(), operators, [self.expression() for _ in operators])

    def _conditional(self) -> ast.expr:
        return ast.IfExp(self.expression(), self.expression(), self.expression())

    def _elements(self) -> list[ast.expr]:
        return self.some(lambda: self.star_or(self.expression, odds=6))

    def _list(self) -> ast.expr:
        return ast.List(self._elements(), LOAD)

    def _tuple(self) -> ast.expr:
        return ast.Tuple(self._elements(), LOAD)

    def _set(self) -> ast.expr:
        return ast.Set(self._elements() or [ast.Constant(1)])

    def _dict(self) -> ast.expr:
        keys = self.some(lambda: self.expression() if self.choose(5) else None)
        return ast.Dict(keys, [self.expression() for _ in keys])

    def _clauses(self) -> list[ast.comprehension]:
        return self.some(self._clause, most=2, least=1)

    def _clause(self) -> ast.comprehension:
        is_async = int(self.may_await() and self.choose(5) == 0)
        conditions = self.some(self.expression, most=1)
        iterable = self.expression() if self.slip() else ast.Name(self.name(), LOAD)
        return ast.comprehension(self.target(), iterable, conditions, is_async)

    def _within(self, make: Callable[[], ast.expr]) -> ast.expr:
        made: ast.expr = self._inside(make, in_comprehension=True)
        return made

    def _comprehension(self) -> ast.expr:
        kind = self.one((ast.ListComp, ast.SetComp))
        return self._within(lambda: kind(self.star_or(self.expression), self._clauses()))

    def _generator(self) -> ast.expr:
        return self._within(lambda: ast.GeneratorExp(self.expression(), self._clauses()))

    def _dict_comprehension(self) -> ast.expr:
        return self._within(
            lambda: ast.DictComp(self.expression(), self.expression(), self._clauses())
        )

    def _lambda(self) -> ast.expr:
        args = self.parameters(is_annotated=False)
        body = self._inside(
            self.expression, in_function=True, in_async=False, in_comprehension=False
        )
        return ast.Lambda(args, body)

    def parameters(self, *, is_annotated: bool) -> ast.arguments:
        seen: set[str] = set()

        def parameter() -> ast.arg | None:
            name = self.name()
            if name in seen and not self.slip():
                return None
            seen.add(name)
            hint = self.expression() if is_annotated and self.choose(4) == 0 else None
            return ast.arg(name, hint)

        def several() -> list[ast.arg]:
            return [one for one in self.some(parameter, most=2) if one is not None]

        first, usual, keyword = several(), several(), several()
        count = self.choose(len(first) + len(usual) + 1)
        return ast.arguments(
            first,
            usual,
            parameter() if self.choose(3) == 0 else None,
            keyword,
            [self.maybe(self.expression) for _ in keyword],
            parameter() if self.choose(3) == 0 else None,
            [self.expression() for _ in range(count)],
        )

    def _formatted(self) -> ast.expr:
        return ast.JoinedStr(self.some(self._part))

    def _part(self) -> ast.expr:
        if self.choose(2):
            return ast.Constant(self.one(("text ", "{", "}", "é")))
        conversion = self.one((-1, -1, ord("s"), ord("r"), ord("a")))
        specification = self.maybe(lambda: ast.JoinedStr([ast.Constant(">8")]))
        value = self.one((self._name, self._attribute_of_name, self._sum))()
        return ast.FormattedValue(value, conversion, specification)

    def _attribute_of_name(self) -> ast.expr:
        return ast.Attribute(self._name(), str(self.one(ATTRIBUTES)), LOAD)

    def _sum(self) -> ast.expr:
        return ast.BinOp(self._name(), ast.Add(), ast.Constant(1))

    def _named(self) -> ast.expr:
        if self.in_comprehension and not self.slip():
            return self._name()
        return ast.NamedExpr(ast.Name(self.name(), STORE), self.expression())

    def _await(self) -> ast.expr:
        return ast.Await(self.expression()) if self.may_await() else self._name()

    def _yield(self) -> ast.expr:
        is_right = self.in_function and not self.in_comprehension
        if not is_right and not self.slip():
            return self._name()
        if self.choose(3) == 0 and (not self.in_async or self.slip()):
            return ast.YieldFrom(self.expression())
        return ast.Yield(self.maybe(lambda: self.star_or(self.expression)))

    # ------------------------------------------------------------------------------- targets

    def target(self) -> ast.expr:
        self.budget -= 1
        plain = (self._store_name, self._store_name, self._store_attribute, self._store_item)
        if self.slip():
            return ast.Starred(self.one(plain)(), STORE)
        if self.budget <= 0 or self.choose(4):
            made: ast.expr = self.one(plain)()
            return made
        elements = self.some(self.target)
        if self.choose(4) == 0:
            star = ast.Starred(self._store_name(), STORE)
            elements.insert(self.choose(len(elements) + 1), star)
        kind: type[ast.Tuple | ast.List] = self.one((ast.Tuple, ast.List))
        return kind(elements, STORE)

    def _store_name(self) -> ast.expr:
        name = "__debug__" if self.slip() and self.slip() else self.name()
        return ast.Name(name, STORE)

    def _store_attribute(self) -> ast.expr:
        return ast.Attribute(self.expression(), str(self.one(ATTRIBUTES)), STORE)

    def _store_item(self) -> ast.expr:
        return ast.Subscript(self.expression(), self._key(), STORE)
