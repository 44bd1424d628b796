"""Random scripts as syntax trees: statements and patterns."""

from __future__ import annotations

import ast
from collections.abc import Callable

from tests.written_expressions import (
    ATTRIBUTES,
    FUTURES,
    LOAD,
    MODULES,
    NAMES,
    OPERATORS,
    ExpressionWriter,
)


class ScriptWriter(ExpressionWriter):
    """Writes one random script."""

    def module(self) -> ast.Module:
        body: list[ast.stmt] = []
        if self.choose(12) == 0:
            body.append(self._future())
        body.extend(self.block())
        return ast.Module(body, [])

    # ---------------------------------------------------------------------------- statements

    def block(self) -> list[ast.stmt]:
        return self.some(self.statement, most=4, least=1)

    def loop_body(self) -> list[ast.stmt]:
        body: list[ast.stmt] = self._inside(self.block, in_loop=True)
        return body

    def statement(self) -> ast.stmt:
        self.budget -= 1
        simple = (
            self._expr, self._expr, self._assign, self._assign, self._augmented, self._annotated,
            self._delete, self._pass, self._raise, self._assert, self._import, self._import_from,
            self._jump, self._return, self._declaration,
        )  # fmt: skip
        compound = (
            self._if, self._for, self._while, self._with, self._try, self._function, self._class,
            self._match,
        )  # fmt: skip
        if self.budget <= 0 or self.choose(5) < 3:
            statement: ast.stmt = self.one(simple)()
        else:
            statement = self.one(compound)()
        return statement

    def _expr(self) -> ast.stmt:
        return ast.Expr(self.star_or(self.expression))

    def _assign(self) -> ast.stmt:
        targets = self.some(self.target, most=2, least=1)
        return ast.Assign(targets, self.star_or(self.expression), lineno=0)

    def _augmented(self) -> ast.stmt:
        target = self.one((self._store_name, self._store_attribute, self._store_item))()
        return ast.AugAssign(target, self.one(OPERATORS)(), self.expression())

    def _annotated(self) -> ast.stmt:
        target = self.one((self._store_name, self._store_attribute, self._store_item))()
        simple = int(isinstance(target, ast.Name))
        return ast.AnnAssign(target, self.expression(), self.maybe(self.expression), simple)

    def _delete(self) -> ast.stmt:
        kinds = (self._store_name, self._store_attribute, self._store_item)
        return ast.Delete([self.one(kinds)() for _ in range(1 + self.choose(3))])

    def _pass(self) -> ast.stmt:
        return ast.Pass()

    def _raise(self) -> ast.stmt:
        exception = self.maybe(self.expression)
        return ast.Raise(exception, exception and self.maybe(self.expression))

    def _assert(self) -> ast.stmt:
        return ast.Assert(self.expression(), self.maybe(self.expression))

    def _alias(self, names: tuple[str, ...]) -> ast.alias:
        return ast.alias(str(self.one(names)), self.maybe(self.name))

    def _import(self) -> ast.stmt:
        return ast.Import(self.some(lambda: self._alias(MODULES), most=2, least=1))

    def _import_from(self) -> ast.stmt:
        module = self.one((*MODULES[:3], None))
        level = self.choose(5) if module else 1 + self.choose(4)
        if self.slip() or (self.choose(8) == 0 and not self.in_function and not self.in_class):
            return ast.ImportFrom(module, [ast.alias("*")], level)
        if self.slip():
            return self._future()
        return ast.ImportFrom(module, self.some(lambda: self._alias(NAMES), least=1), level)

    def _future(self) -> ast.stmt:
        features = FUTURES if self.slip() else FUTURES[:2]
        return ast.ImportFrom("__future__", [ast.alias(str(self.one(features)))], 0)

    def _jump(self) -> ast.stmt:
        if self.in_loop or self.slip():
            jump: ast.stmt = self.one((ast.Break, ast.Continue))()
            return jump
        return ast.Pass()

    def _return(self) -> ast.stmt:
        if self.in_function or self.slip():
            return ast.Return(self.maybe(lambda: self.star_or(self.expression)))
        return self._expr()

    def _declaration(self) -> ast.stmt:
        if self.slip() or self.choose(4) == 0:
            kind = self.one((ast.Global, ast.Global, ast.Nonlocal))
            declaration: ast.stmt = kind(self.some(self.name, most=2, least=1))
            return declaration
        return self._assign()

    def _if(self) -> ast.stmt:
        return ast.If(self.expression(), self.block(), self.some(self.statement, most=1))

    def _for(self) -> ast.stmt:
        kind = ast.AsyncFor if self.may_await() and self.choose(4) == 0 else ast.For
        return kind(
            self.target(),
            self.star_or(self.expression),
            self.loop_body(),
            self.some(self.statement, most=1),
            lineno=0,
        )

    def _while(self) -> ast.stmt:
        test = self.expression()
        return ast.While(test, self.loop_body(), self.some(self.statement, most=1))

    def _with(self) -> ast.stmt:
        kind = ast.AsyncWith if self.may_await() and self.choose(4) == 0 else ast.With
        items = self.some(
            lambda: ast.withitem(self.expression(), self.maybe(self.target)), most=2, least=1
        )
        return kind(items, self.block(), lineno=0)

    def _try(self) -> ast.stmt:
        kind = ast.TryStar if self.choose(4) == 0 else ast.Try
        in_loop = self.in_loop and (kind is ast.Try or self.slip())
        in_function = self.in_function and (kind is ast.Try or self.slip())
        body = self.block()
        handlers = self._inside(
            lambda: self.some(self._handler, most=2), in_loop=in_loop, in_function=in_function
        )
        if handlers and kind is ast.Try and self.choose(2):
            handlers[-1].type = handlers[-1].name = None
        orelse = self.some(self.statement, most=1) if handlers else []
        final = self.block() if not handlers or self.choose(2) else []
        if not handlers:
            kind = ast.Try
        return kind(body, handlers, orelse, final)

    def _handler(self) -> ast.ExceptHandler:
        return ast.ExceptHandler(self.expression(), self.maybe(self.name), self.block())

    def _function(self) -> ast.stmt:
        is_async = bool(self.choose(2))
        name, args = self.name(), self.parameters(is_annotated=True)
        decorators = self.some(self.expression, most=1)
        returns = self.maybe(self.expression)
        body = self._inside(
            self.block, in_function=True, in_async=is_async, in_loop=False, in_class=False,
            in_comprehension=False,
        )  # fmt: skip
        kind = ast.AsyncFunctionDef if is_async else ast.FunctionDef
        return kind(name, args, body, decorators, returns, lineno=0)

    def _class(self) -> ast.stmt:
        bases = self.some(lambda: self.star_or(self.expression, odds=6), most=2)
        keywords = self.keywords()
        name, decorators = self.name(), self.some(self.expression, most=1)
        body = self._inside(
            self.block, in_function=False, in_async=False, in_loop=False, in_class=True
        )
        return ast.ClassDef(name, bases, keywords, body, decorators)

    def _match(self) -> ast.stmt:
        cases = self.some(
            lambda: ast.match_case(self.pattern(2), self.maybe(self.expression), self.block()),
            least=1,
        )
        return ast.Match(self.star_or(self.expression, odds=9), cases)

    # ------------------------------------------------------------------------------ patterns

    def pattern(self, depth: int) -> ast.pattern:
        self.budget -= 1
        plain = (
            lambda: ast.MatchValue(self._pattern_value()),
            lambda: ast.MatchSingleton(self.one((None, True, False))),
            lambda: ast.MatchAs(None, self.one((*NAMES, None, None, None))),
        )
        nested = (self._sequence, self._mapping, self._class_pattern, self._as, self._or)
        made: ast.pattern = self.one(plain if depth <= 0 else (*plain, *nested))()
        return made

    def _pattern_value(self) -> ast.expr:
        number = ast.Constant(self.one((0, 1, 1.5, 3)))
        values: tuple[Callable[[], ast.expr], ...] = (
            lambda: ast.Constant(self.one((0, 1, "text", b"by", 1.5, 2j))),
            lambda: ast.UnaryOp(ast.USub(), number),
            lambda: ast.BinOp(number, self.one((ast.Add, ast.Sub))(), ast.Constant(2j)),
            lambda: ast.Attribute(ast.Name(self.name(), LOAD), str(self.one(ATTRIBUTES)), LOAD),
        )
        made: ast.expr = self.one(values)()
        return made

    def _sequence(self) -> ast.pattern:
        patterns = self.some(lambda: self.pattern(1))
        if self.choose(3) == 0 or self.slip():
            star = ast.MatchStar(self.one((*NAMES, None)))
            patterns.insert(self.choose(len(patterns) + 1), star)
        if self.slip():
            patterns.append(ast.MatchStar(None))
        return ast.MatchSequence(patterns)

    def _mapping(self) -> ast.pattern:
        keys = self.some(self._pattern_value)
        patterns = [self.pattern(1) for _ in keys]
        return ast.MatchMapping(keys, patterns, self.maybe(self.name))

    def _class_pattern(self) -> ast.pattern:
        names = self.some(lambda: str(self.one(ATTRIBUTES)), most=2)
        names = names if self.slip() else list(dict.fromkeys(names))
        patterns = [self.pattern(1) for _ in names]
        cls = ast.Name(self.name(), LOAD)
        return ast.MatchClass(cls, self.some(lambda: self.pattern(1), most=2), names, patterns)

    def _as(self) -> ast.pattern:
        return ast.MatchAs(self.pattern(0), self.name())

    def _or(self) -> ast.pattern:
        return ast.MatchOr(self.some(lambda: self.pattern(1), least=2))
