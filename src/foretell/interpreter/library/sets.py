"""Sets whose order is the same in every process.

CPython orders a set by the hashes of its elements, and those of texts differ from process to
process. Sets of numbers keep CPython's own order here; once anything else is in, a set keeps the
order of insertion. They are host sets with that order beside them, so that membership, size and
comparison are CPython's own. CPython shows the type's name where elements are shown, which is why
the classes are called as they are.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Self

from foretell.interpreter.border import OUTWARD_KINDS
from foretell.interpreter.measure import (
    SIZED,
    charge_items,
    check_keys,
    consumable,
    hashable,
)

if TYPE_CHECKING:
    from foretell.interpreter.kernel import Runtime

NUMBERS: Final = frozenset({int, float, bool, complex})


def is_ordered_by_value(items: Iterable[object]) -> bool:
    """Does CPython order these elements in the same way in every process?"""
    return NUMBERS.issuperset(map(type, items))


class OrderedSet(builtins.set[Any]):
    """The script's `set`. `order` has the elements as keys; None while all are numbers."""

    __slots__ = ("order",)
    order: dict[Any, None] | None

    def __init__(self, iterable: Iterable[Any] = (), /) -> None:
        super().__init__()
        self.order = None
        items = iterable if isinstance(iterable, builtins.set | frozenset) else list(iterable)
        if is_ordered_by_value(items):
            super().update(items)
        else:
            self.order = dict.fromkeys(items)
            super().update(self.order)

    def __iter__(self) -> Iterator[Any]:
        if self.order is None:
            return super().__iter__()
        return iter(self.order)

    def __repr__(self) -> str:
        if not self:
            return "set()"
        return f"{{{', '.join(map(repr, self))}}}"

    def __reduce__(self) -> Any:
        return (OrderedSet, (list(self),))

    def _ordered(self) -> dict[Any, None]:
        """Go over to the order of insertion."""
        if self.order is None:
            self.order = dict.fromkeys(super().__iter__())
        return self.order

    def _replaced(self, items: OrderedSet) -> Self:
        super().clear()
        super().update(builtins.set(items))
        self.order = items.order
        return self

    def add(self, element: Any, /) -> None:
        if self.order is None and type(element) in NUMBERS:
            super().add(element)
        elif element not in self:
            self._ordered()[element] = None
            super().add(element)

    def discard(self, element: Any, /) -> None:
        super().discard(element)
        if self.order is not None:
            self.order.pop(_key(element), None)

    def remove(self, element: Any, /) -> None:
        super().remove(element)
        if self.order is not None:
            self.order.pop(_key(element), None)

    def pop(self) -> Any:
        if not self.order:
            return super().pop()
        element, _ = self.order.popitem()
        super().remove(element)
        return element

    def clear(self) -> None:
        super().clear()
        self.order = None

    def copy(self) -> OrderedSet:
        return OrderedSet(self)

    __copy__ = copy

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            items = other if isinstance(other, builtins.set | frozenset) else list(other)
            if self.order is None and is_ordered_by_value(items):
                super().update(items)
            else:
                order = self._ordered()
                for item in items:
                    if item not in order:
                        order[item] = None
                super().update(order)

    def union(self, *others: Iterable[Any]) -> OrderedSet:
        result = OrderedSet(self)
        result.update(*others)
        return result

    def intersection(self, *others: Iterable[Any]) -> OrderedSet:
        result: OrderedSet = _intersection(OrderedSet, self, others)
        return result

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._replaced(self.intersection(*others))

    def difference(self, *others: Iterable[Any]) -> OrderedSet:
        result: OrderedSet = _difference(OrderedSet, self, others)
        return result

    def difference_update(self, *others: Iterable[Any]) -> None:
        for other in others:
            for item in list(other):
                self.discard(item)

    def symmetric_difference(self, other: Iterable[Any], /) -> OrderedSet:
        result: OrderedSet = _symmetric_difference(OrderedSet, self, other)
        return result

    def symmetric_difference_update(self, other: Iterable[Any], /) -> None:
        self._replaced(self.symmetric_difference(other))

    def __or__(self, other: Any, /) -> Any:
        return self.union(other) if _is_set(other) else NotImplemented

    def __ror__(self, other: Any, /) -> Any:
        return OrderedSet(other).union(self) if _is_set(other) else NotImplemented

    def __and__(self, other: Any, /) -> Any:
        return self.intersection(other) if _is_set(other) else NotImplemented

    def __rand__(self, other: Any, /) -> Any:
        return OrderedSet(other).intersection(self) if _is_set(other) else NotImplemented

    def __sub__(self, other: Any, /) -> Any:
        return self.difference(other) if _is_set(other) else NotImplemented

    def __rsub__(self, other: Any, /) -> Any:
        return OrderedSet(other).difference(self) if _is_set(other) else NotImplemented

    def __xor__(self, other: Any, /) -> Any:
        return self.symmetric_difference(other) if _is_set(other) else NotImplemented

    def __rxor__(self, other: Any, /) -> Any:
        return OrderedSet(other).symmetric_difference(self) if _is_set(other) else NotImplemented

    def __ior__(self, other: Any, /) -> Any:
        if not _is_set(other):
            return NotImplemented
        self.update(other)
        return self

    def __iand__(self, other: Any, /) -> Any:
        return self._replaced(self.intersection(other)) if _is_set(other) else NotImplemented

    def __isub__(self, other: Any, /) -> Any:
        if not _is_set(other):
            return NotImplemented
        self.difference_update(other)
        return self

    def __ixor__(self, other: Any, /) -> Any:
        if not _is_set(other):
            return NotImplemented
        return self._replaced(self.symmetric_difference(other))


class OrderedFrozenSet(frozenset[Any]):
    """The script's `frozenset`; `order` as in `OrderedSet`."""

    __slots__ = ("order",)
    order: dict[Any, None] | None

    def __new__(cls, iterable: Iterable[Any] = (), /) -> Self:
        items = iterable if isinstance(iterable, builtins.set | frozenset) else list(iterable)
        order = None if is_ordered_by_value(items) else dict.fromkeys(items)
        self = super().__new__(cls, items if order is None else order)
        self.order = order
        return self

    def __iter__(self) -> Iterator[Any]:
        if self.order is None:
            return super().__iter__()
        return iter(self.order)

    def __repr__(self) -> str:
        if not self:
            return "frozenset()"
        return f"frozenset({{{', '.join(map(repr, self))}}})"

    def __reduce__(self) -> Any:
        return (OrderedFrozenSet, (list(self),))

    def copy(self) -> OrderedFrozenSet:
        return self

    def union(self, *others: Iterable[Any]) -> OrderedFrozenSet:
        return OrderedFrozenSet(OrderedSet(self).union(*others))

    def intersection(self, *others: Iterable[Any]) -> OrderedFrozenSet:
        result: OrderedFrozenSet = _intersection(OrderedFrozenSet, self, others)
        return result

    def difference(self, *others: Iterable[Any]) -> OrderedFrozenSet:
        result: OrderedFrozenSet = _difference(OrderedFrozenSet, self, others)
        return result

    def symmetric_difference(self, other: Iterable[Any], /) -> OrderedFrozenSet:
        result: OrderedFrozenSet = _symmetric_difference(OrderedFrozenSet, self, other)
        return result

    def __or__(self, other: Any, /) -> Any:
        return self.union(other) if _is_set(other) else NotImplemented

    def __and__(self, other: Any, /) -> Any:
        return self.intersection(other) if _is_set(other) else NotImplemented

    def __sub__(self, other: Any, /) -> Any:
        return self.difference(other) if _is_set(other) else NotImplemented

    def __xor__(self, other: Any, /) -> Any:
        return self.symmetric_difference(other) if _is_set(other) else NotImplemented

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __rsub__(self, other: Any, /) -> Any:
        return OrderedFrozenSet(other).difference(self) if _is_set(other) else NotImplemented


def _is_set(value: object) -> bool:
    return isinstance(value, builtins.set | frozenset)


def _key(element: Any) -> Any:
    return frozenset(element) if isinstance(element, builtins.set) else element


def _numbers(first: Any, second: Any) -> bool:
    """Are both sets of ours, and in CPython's own order?"""
    return first.order is None and getattr(second, "order", False) is None


def _made(make: Any, numbers: list[Any]) -> Any:
    """A set of numbers, to which they are added one by one, as CPython does."""
    result = OrderedSet()
    for item in numbers:
        builtins.set.add(result, item)
    return result if make is OrderedSet else make(result)


def _members(other: Iterable[Any]) -> Any:
    return other if isinstance(other, builtins.set | frozenset | dict) else builtins.set(other)


def _intersection(make: Any, first: Any, others: tuple[Iterable[Any], ...]) -> Any:
    if len(others) == 1 and _numbers(first, others[0]):
        small, large = first, others[0]
        if len(large) <= len(first):  # type: ignore[arg-type]  # a set
            small, large = large, small
        return _made(make, [item for item in small if item in large])
    kept = list(first)
    for other in others:
        members = _members(other)
        kept = [item for item in kept if item in members]
    return make(kept)


def _difference(make: Any, first: Any, others: tuple[Iterable[Any], ...]) -> Any:
    if len(others) == 1 and _numbers(first, others[0]):
        members = _members(others[0])
        if len(first) >> 2 > len(members):
            result = OrderedSet(first)
            builtins.set.difference_update(result, members)
            return result if make is OrderedSet else make(result)
        return _made(make, [item for item in first if item not in members])
    kept = list(first)
    for other in others:
        members = _members(other)
        kept = [item for item in kept if item not in members]
    return make(kept)


def _symmetric_difference(make: Any, first: Any, other: Iterable[Any]) -> Any:
    if _numbers(first, other):
        result = OrderedSet(other)
        builtins.set.symmetric_difference_update(result, first)
        return result if make is OrderedSet else make(result)
    second = other if isinstance(other, builtins.set | frozenset) else OrderedSet(other)
    return make(
        [item for item in first if item not in second]
        + [item for item in second if item not in first]
    )


for _cls, _name in ((OrderedSet, "set"), (OrderedFrozenSet, "frozenset")):
    _cls.__name__ = _cls.__qualname__ = _name
    _cls.__module__ = "builtins"
    for _key_name, _function in list(vars(_cls).items()):
        if callable(_function) and hasattr(_function, "__qualname__"):
            _function.__qualname__ = f"{_name}.{_key_name}"

OUTWARD_KINDS.update({OrderedSet: builtins.set, OrderedFrozenSet: frozenset})

SIZED_SETS: Final = (OrderedSet, OrderedFrozenSet)


def make_set(runtime: Runtime, items: Any) -> OrderedSet:
    """The set of some items: what a display, a comprehension or `set(items)` gives."""
    if type(items) in SIZED:
        charge_items(runtime, len(items))
        check_keys(runtime, items)
        return OrderedSet(items)
    return OrderedSet(consumable(runtime, items, kept=True))


def make_frozenset(runtime: Runtime, items: Any) -> OrderedFrozenSet:
    """`frozenset(items)`."""
    if type(items) is OrderedFrozenSet:
        return items
    return OrderedFrozenSet(hashable(runtime, items, kept=True))
