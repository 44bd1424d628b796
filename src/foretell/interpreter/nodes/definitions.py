"""Definitions: functions, lambdas, generator expressions and classes."""

from __future__ import annotations

import typing
from collections.abc import Generator
from typing import Any, final

from mypy_extensions import i64

from foretell.interpreter import classes
from foretell.interpreter.calls import call_at
from foretell.interpreter.kernel import (
    NORMAL,
    UNSET,
    Cell,
    Code,
    Expression,
    Frame,
    Statement,
    note,
)
from foretell.interpreter.nodes.arguments import Arguments
from foretell.interpreter.nodes.targets import Target
from foretell.interpreter.values import ScriptFunction


@final
class Maker:
    """How a function is made: its code, and what is evaluated where it is defined.

    captures: for each free name, the slot here and the one in the frame around the definition.
    required_names: whether a keyword-only parameter has no default.
    """

    code: Code
    captures: list[tuple[int, int]]
    slots: list[int]
    defaults: list[Expression]
    named_slots: list[int]
    named_defaults: list[Expression]
    annotated: list[str]
    annotations: list[Expression]
    required_names: bool

    def __init__(self, code: Code, captures: list[tuple[int, int]]) -> None:
        self.code = code
        self.captures = captures
        self.slots = []
        self.defaults = []
        self.named_slots = []
        self.named_defaults = []
        self.annotated = []
        self.annotations = []
        self.required_names = False

    def make(self, frame: Frame) -> ScriptFunction:
        """Make the function, its defaults being those of this moment."""
        code = self.code
        template: list[object] = [UNSET] * code.size
        for here, there in self.captures:
            template[here] = frame.slots[there]
        if code.rest >= 0:
            template[code.rest] = ()
        maximum = code.positional
        if code.keywords >= 0 or self.required_names:
            maximum = -1
        minimum = code.positional - len(self.slots)
        function = ScriptFunction(code, frame.runtime, template, minimum, maximum)
        if self.slots:
            values: list[object] = []
            number = 0
            for slot in self.slots:
                value = self.defaults[number].eval(frame)
                template[slot] = value
                values.append(value)
                number += 1
            function.defaults = tuple(values)
        if self.named_slots:
            named: dict[str, object] = {}
            number = 0
            for slot in self.named_slots:
                value = self.named_defaults[number].eval(frame)
                template[slot] = value
                named[code.names[slot]] = value
                number += 1
            function.keyword_defaults = named
        if self.annotated:
            annotations: dict[str, object] = {}
            number = 0
            for name in self.annotated:
                annotations[name] = self.annotations[number].eval(frame)
                number += 1
            function.annotations = annotations
        return function


@final
class Lambda(Expression):
    """`lambda parameters: body`."""

    maker: Maker

    def __init__(self, index: i64, maker: Maker) -> None:
        self.index = index
        self.resumable = False
        self.maker = maker

    def eval(self, frame: Frame) -> object:
        return self.maker.make(frame)


def decorate(frame: Frame, places: list[int], decorators: list[object], value: object) -> object:
    """Apply decorators, the nearest first."""
    number = len(decorators)
    while number > 0:
        number -= 1
        value = call_at(frame, places[number], decorators[number], [value], {})
    return value


@final
class FunctionDefinition(Statement):
    """`def` and `async def`."""

    maker: Maker
    decorators: list[Expression]
    target: Target

    def __init__(
        self, index: i64, maker: Maker, decorators: list[Expression], target: Target
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.maker = maker
        self.decorators = decorators
        self.target = target

    def exec(self, frame: Frame) -> i64:
        if not self.decorators:
            self.target.store(frame, self.maker.make(frame))
            return NORMAL
        decorators = [decorator.eval(frame) for decorator in self.decorators]
        places = [int(decorator.index) for decorator in self.decorators]
        value = decorate(frame, places, decorators, self.maker.make(frame))
        self.target.store(frame, value)
        return NORMAL


@final
class ClassDefinition(Statement):
    """`class`. Its body is executed in a frame of its own.

    namespace: the slot of that frame in which the class's namespace is.
    class_cell: the slot of the cell behind `super()` and `__class__` in methods, or -1.
    """

    code: Code
    captures: list[tuple[int, int]]
    bases: Arguments
    decorators: list[Expression]
    target: Target
    namespace: i64
    class_cell: i64

    def __init__(
        self,
        index: i64,
        code: Code,
        captures: list[tuple[int, int]],
        bases: Arguments,
        decorators: list[Expression],
        target: Target,
        namespace: i64,
        class_cell: i64,
    ) -> None:
        self.index = index
        self.resumable = False
        self.next = None
        self.code = code
        self.captures = captures
        self.bases = bases
        self.decorators = decorators
        self.target = target
        self.namespace = namespace
        self.class_cell = class_cell

    def exec(self, frame: Frame) -> i64:
        decorators = [decorator.eval(frame) for decorator in self.decorators]
        bases: list[Any] = self.bases.by_position(frame, None)
        keywords = self.bases.by_name(frame, None)
        value = self.build(frame, bases, keywords)
        if decorators:
            places = [int(decorator.index) for decorator in self.decorators]
            value = decorate(frame, places, decorators, value)
        self.target.store(frame, value)
        return NORMAL

    def build(self, frame: Frame, bases: list[Any], keywords: dict[str, Any]) -> object:
        """Execute the body and make the class."""
        code = self.code
        runtime = frame.runtime
        slots: list[object] = [UNSET] * code.size
        for here, there in self.captures:
            slots[here] = frame.slots[there]
        for slot in code.cells:
            slots[slot] = Cell(UNSET)
        inner = Frame(slots, runtime, code)
        outer = runtime.frame
        inner.caller = outer
        runtime.frame = inner
        try:
            namespace = classes.prepare_namespace(runtime, bases)
            namespace["__module__"] = "__main__"
            namespace["__qualname__"] = code.qualified_name
            if code.documentation is not None:
                namespace["__doc__"] = code.documentation
            slots[self.namespace] = namespace
            runtime.charge(code.cost)
            statement = code.body
            while statement is not None:
                statement.exec(inner)
                statement = statement.next
            value: object = classes.build_class(
                runtime, code.name, bases, keywords, namespace, code.qualified_name
            )
        except BaseException as error:
            runtime.frame = outer
            if inner.noted is error:
                inner.noted = None
            note(frame, error, self.index)
            raise
        runtime.frame = outer
        if self.class_cell >= 0:
            cell = slots[self.class_cell]
            assert isinstance(cell, Cell)
            cell.value = value
        return value


@final
class ZeroSuper(Expression):
    """`super()` without arguments: of the class around, for the first argument."""

    cell: Expression
    first: Expression
    name: Expression

    def __init__(self, index: i64, name: Expression, cell: Expression, first: Expression) -> None:
        self.index = index
        self.resumable = False
        self.name = name
        self.cell = cell
        self.first = first

    def eval(self, frame: Frame) -> object:
        runtime = frame.runtime
        self.name.eval(frame)
        runtime.charge(1)
        cls = self.cell.eval(frame)
        first = self.first.eval(frame)
        try:
            value: object = classes.super_value(runtime, cls, first)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        return value


TYPE_PARAMETERS: list[Any] = [typing.TypeVar, typing.TypeVarTuple, typing.ParamSpec]
"""What `T`, `*T` and `**T` make, by the number of stars."""


@final
class TypeParameters(Statement):
    """Binds the type parameters of a definition (PEP 695), then executes it."""

    cells: list[int]
    targets: list[Target]
    names: list[str]
    stars: list[int]
    definition: Statement

    def __init__(
        self,
        index: i64,
        cells: list[int],
        targets: list[Target],
        names: list[str],
        stars: list[int],
        definition: Statement,
    ) -> None:
        self.index = index
        self.resumable = definition.resumable
        self.next = None
        self.cells = cells
        self.targets = targets
        self.names = names
        self.stars = stars
        self.definition = definition

    def bind(self, frame: Frame) -> None:
        """Bind the names."""
        for cell in self.cells:
            frame.slots[cell] = Cell(UNSET)
        number = 0
        for name in self.names:
            make = TYPE_PARAMETERS[self.stars[number]]
            self.targets[number].store(frame, make(name))
            number += 1

    def exec(self, frame: Frame) -> i64:
        self.bind(frame)
        return self.definition.exec(frame)

    def resume(self, frame: Frame) -> Generator[object, object, int]:
        self.bind(frame)
        code = yield from self.definition.resume(frame)
        return code
