"""Displays: lists, tuples, sets, dicts and formatted strings."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, cast, final

from mypy_extensions import i64

from foretell.interpreter import operators
from foretell.interpreter.kernel import Expression, Frame, note
from foretell.interpreter.library.sets import OrderedSet
from foretell.interpreter.measure import check_key, check_keys


@final
class Spread(Expression):
    """`*value` in a display or an argument list: its items, at once, as a list."""

    value: Expression

    def __init__(self, index: i64, value: Expression) -> None:
        self.index = index
        self.resumable = False
        self.value = value

    def eval(self, frame: Frame) -> object:
        return spread(frame, self.index, self.value.eval(frame), "Value")

    def resume(self, frame: Frame) -> Generator[object, object, object]:
        value = yield from self.value.resume(frame)
        return spread(frame, self.index, value, "Value")


def is_iterable(value: object) -> bool:
    """Tell whether a value can be iterated over."""
    kind = type(value)
    return getattr(kind, "__iter__", None) is not None or hasattr(kind, "__getitem__")


def spread(frame: Frame, index: i64, value: object, what: str) -> list[object]:
    """Return the items of any iterable; each costs a step in 16."""
    try:
        if type(value) is list or type(value) is tuple:
            frame.runtime.charge(len(value) >> 4)
            return [*value]
        if what and not is_iterable(value):
            kind = type(value).__name__
            raise TypeError(f"{what} after * must be an iterable, not {kind}")
        items: list[object] = []
        for item in operators.iterate(frame.runtime, value):
            items.append(item)
            if len(items) & 15 == 0:
                frame.runtime.charge(1)
                frame.runtime.charge_size(len(items))
    except BaseException as error:
        note(frame, error, index)
        raise
    return items


def gather(frame: Frame, elements: list[Expression], what: str) -> list[object]:
    """Return the values of elements, some of which are `Spread`."""
    values: list[object] = []
    outer = frame.building
    frame.building = [outer, values]
    try:
        for element in elements:
            if isinstance(element, Spread):
                values.extend(spread(frame, element.index, element.value.eval(frame), what))
            else:
                values.append(element.eval(frame))
    finally:
        frame.building = outer
    return values


@final
class ListDisplay(Expression):
    """`[elements]`; `spreads` if one of them is a `Spread`."""

    elements: list[Expression]
    spreads: bool

    def __init__(self, index: i64, elements: list[Expression], *, spreads: bool) -> None:
        self.index = index
        self.resumable = False
        self.elements = elements
        self.spreads = spreads

    def eval(self, frame: Frame) -> object:
        if self.spreads:
            return gather(frame, self.elements, "Value")
        return [element.eval(frame) for element in self.elements]


@final
class TupleDisplay(Expression):
    """`elements,`."""

    elements: list[Expression]
    spreads: bool

    def __init__(self, index: i64, elements: list[Expression], *, spreads: bool) -> None:
        self.index = index
        self.resumable = False
        self.elements = elements
        self.spreads = spreads

    def eval(self, frame: Frame) -> object:
        if self.spreads:
            return tuple(gather(frame, self.elements, "Value"))
        elements = self.elements
        if len(elements) == 2:
            return (elements[0].eval(frame), elements[1].eval(frame))
        return tuple([element.eval(frame) for element in elements])


@final
class SetDisplay(Expression):
    """`{elements}`."""

    elements: list[Expression]

    def __init__(self, index: i64, elements: list[Expression]) -> None:
        self.index = index
        self.resumable = False
        self.elements = elements

    def eval(self, frame: Frame) -> object:
        values = gather(frame, self.elements, "")
        try:
            frame.runtime.charge(len(values) >> 4)
            check_keys(frame.runtime, values)
            return OrderedSet(values)
        except BaseException as error:
            note(frame, error, self.index)
            raise


@final
class DictDisplay(Expression):
    """`{key: value}`; a missing key stands for `**value`."""

    keys: list[Expression | None]
    values: list[Expression]

    def __init__(self, index: i64, keys: list[Expression | None], values: list[Expression]) -> None:
        self.index = index
        self.resumable = False
        self.keys = keys
        self.values = values

    def eval(self, frame: Frame) -> object:
        result: dict[object, object] = {}
        number = 0
        for key in self.keys:
            if key is None:
                merge(frame, self.index, result, self.values[number].eval(frame))
            else:
                name = key.eval(frame)
                value = self.values[number].eval(frame)
                if type(name) is str:
                    result[name] = value
                else:
                    put(frame, self.index, result, name, value)
            number += 1
        return result


def put(frame: Frame, index: i64, target: dict[object, object], key: object, value: object) -> None:
    """Set an item under a key of any kind, whose hash may fail."""
    try:
        check_key(frame.runtime, key)
        target[key] = value
    except BaseException as error:
        note(frame, error, index)
        raise


def is_mapping(value: object) -> bool:
    """Tell whether `**value` can be done."""
    return hasattr(type(value), "keys")


def merge(frame: Frame, index: i64, target: dict[object, object], value: object) -> None:
    """Do `**value` in a display."""
    try:
        if type(value) is dict:
            frame.runtime.charge(len(value) >> 4)
            target.update(value)
            return
        mapping: Any = value
        if not is_mapping(value):
            kind = type(value).__name__
            raise TypeError(f"'{kind}' object is not a mapping")
        target.update(mapping)
    except BaseException as error:
        note(frame, error, index)
        raise


@final
class FormattedValue(Expression):
    """`{value!conversion:specification}` of a formatted string.

    quick: the specification, if it is a text that makes little of any number.
    """

    value: Expression
    conversion: str
    specification: Expression | None
    quick: str

    def __init__(
        self,
        index: i64,
        value: Expression,
        conversion: str,
        specification: Expression | None,
        quick: str,
    ) -> None:
        self.index = index
        self.resumable = False
        self.value = value
        self.conversion = conversion
        self.specification = specification
        self.quick = quick

    def eval(self, frame: Frame) -> object:
        value = self.value.eval(frame)
        shown: object = value  # compiled, its text is made without a detour over a C integer
        specification: Any = ""
        if self.quick and (type(value) is float or (type(value) is int and -SMALL < value < SMALL)):
            return format_number(frame, self.index, value, self.quick)
        if self.specification is not None:
            specification = self.specification.eval(frame)
        elif not self.conversion:
            if type(value) is str:
                return value
            if type(value) is int and -SMALL < value < SMALL:
                return str(shown)
        try:
            return operators.format_value(frame.runtime, value, self.conversion, specification)
        except BaseException as error:
            note(frame, error, self.index)
            raise


SMALL: Final = 1_000_000_000
FORMAT_INTEGER: Final[Any] = int.__format__
FORMAT_FLOAT: Final[Any] = float.__format__


def format_number(frame: Frame, index: i64, value: object, specification: str) -> str:
    """Format an integer or a float by a specification known to ask for little."""
    try:
        if type(value) is int:
            return FORMAT_INTEGER(value, specification)  # type: ignore[no-any-return]  # a text
        return FORMAT_FLOAT(value, specification)  # type: ignore[no-any-return]  # likewise
    except BaseException as error:
        note(frame, error, index)
        raise


@final
class FormattedString(Expression):
    """An f-string."""

    parts: list[Expression]

    def __init__(self, index: i64, parts: list[Expression]) -> None:
        self.index = index
        self.resumable = False
        self.parts = parts

    def eval(self, frame: Frame) -> object:
        texts = [cast("str", part.eval(frame)) for part in self.parts]
        size: i64 = 0
        for text in texts:
            size += len(text)
        if size > 1_000:
            frame.runtime.charge_size(size)
        if len(texts) == 1:
            return texts[0]
        if len(texts) == 2:
            return texts[0] + texts[1]
        return "".join(texts)
