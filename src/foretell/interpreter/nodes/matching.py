"""Patterns of `match`."""

from __future__ import annotations

import collections.abc
from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter import attributes, classes, operators
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import (
    UNSET,
    Expression,
    Frame,
    Runtime,
    note,
    truth,
)
from foretell.interpreter.nodes.targets import Target


class Pattern:
    """Something a subject is matched against; what it captures goes to two lists."""

    index: i64

    def __init__(self, index: i64) -> None:
        self.index = index

    def matches(
        self, frame: Frame, subject: object, targets: list[Target], values: list[object]
    ) -> bool:
        """Tell whether the subject matches."""
        raise NotImplementedError


SHORT: Final = 255
"""Characters of text that are compared without a charge."""


@final
class ValuePattern(Pattern):
    """A literal or a dotted name."""

    value: Expression

    def __init__(self, index: i64, value: Expression) -> None:
        self.index = index
        self.value = value

    def matches(
        self,
        frame: Frame,
        subject: object,
        targets: list[Target],  # noqa: ARG002 - as every pattern
        values: list[object],  # noqa: ARG002 - as every pattern
    ) -> bool:
        value = self.value.eval(frame)
        if type(value) is str and type(subject) is str and len(value) <= SHORT:
            return subject == value
        if type(value) is int and type(subject) is int:
            return subject == value
        try:
            answer = operators.compare(frame.runtime, "==", subject, value)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        return truth(frame, self.index, answer)


@final
class SingletonPattern(Pattern):
    """`None`, `True` or `False`."""

    value: object

    def __init__(self, index: i64, value: object) -> None:
        self.index = index
        self.value = value

    def matches(
        self,
        frame: Frame,  # noqa: ARG002 - as every pattern
        subject: object,
        targets: list[Target],  # noqa: ARG002 - as every pattern
        values: list[object],  # noqa: ARG002 - as every pattern
    ) -> bool:
        return subject is self.value


@final
class CapturePattern(Pattern):
    """`pattern as target`; both may be missing, `_` has neither."""

    pattern: Pattern | None
    target: Target | None

    def __init__(self, index: i64, pattern: Pattern | None, target: Target | None) -> None:
        self.index = index
        self.pattern = pattern
        self.target = target

    def matches(
        self, frame: Frame, subject: object, targets: list[Target], values: list[object]
    ) -> bool:
        pattern = self.pattern
        if pattern is not None and not pattern.matches(frame, subject, targets, values):
            return False
        if self.target is not None:
            targets.append(self.target)
            values.append(subject)
        return True


@final
class AlternativesPattern(Pattern):
    """`a | b`."""

    patterns: list[Pattern]

    def __init__(self, index: i64, patterns: list[Pattern]) -> None:
        self.index = index
        self.patterns = patterns

    def matches(
        self, frame: Frame, subject: object, targets: list[Target], values: list[object]
    ) -> bool:
        count = len(targets)
        for pattern in self.patterns:
            if pattern.matches(frame, subject, targets, values):
                return True
            del targets[count:]
            del values[count:]
        return False


@final
class SequencePattern(Pattern):
    """`[patterns]`; `star` is the number of the one that takes the rest, or -1."""

    patterns: list[Pattern]
    star: i64

    def __init__(self, index: i64, patterns: list[Pattern], star: i64) -> None:
        self.index = index
        self.patterns = patterns
        self.star = star

    def matches(
        self, frame: Frame, subject: object, targets: list[Target], values: list[object]
    ) -> bool:
        if not is_sequence(subject):
            return False
        count = len(self.patterns)
        try:
            items = self.items(frame, subject)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        if items is None:
            return False
        for number in range(count):
            if not self.patterns[number].matches(frame, items[number], targets, values):
                return False
        return True

    def items(self, frame: Frame, subject: Any) -> list[object] | None:
        """Return a subject for each pattern, or nothing if there are too few or too many."""
        count = len(self.patterns)
        size = len(subject)
        if self.star < 0:
            if size != count:
                return None
            return [self.item(frame, subject, number) for number in range(size)]
        if size < count - 1:
            return None
        end = size - (count - int(self.star) - 1)
        frame.runtime.charge(size >> 4)
        before = [self.item(frame, subject, number) for number in range(int(self.star))]
        middle = [self.item(frame, subject, number) for number in range(int(self.star), end)]
        after = [self.item(frame, subject, number) for number in range(end, size)]
        return [*before, middle, *after]

    def item(self, frame: Frame, subject: Any, number: int) -> object:
        """Return one item."""
        if type(subject) is list or type(subject) is tuple:
            return subject[number]
        return operators.get_item(frame.runtime, subject, number)


NO_SEQUENCES: Final = frozenset({type(None), bool, int, float, str, dict})
NO_MAPPINGS: Final = frozenset({type(None), bool, int, float, str, list, tuple})
"""Exact types that need not be looked for among abstract ones, which takes long."""


def is_sequence(subject: object) -> bool:
    """Tell whether a subject is a sequence to patterns: text is not."""
    if isinstance(subject, (list, tuple)):
        return True
    if type(subject) in NO_SEQUENCES or isinstance(subject, (str, bytes, bytearray)):
        return False
    return isinstance(subject, collections.abc.Sequence)


@final
class MappingPattern(Pattern):
    """`{key: pattern, **rest}`."""

    keys: list[Expression]
    patterns: list[Pattern]
    rest: Target | None

    def __init__(
        self, index: i64, keys: list[Expression], patterns: list[Pattern], rest: Target | None
    ) -> None:
        self.index = index
        self.keys = keys
        self.patterns = patterns
        self.rest = rest

    def matches(
        self, frame: Frame, subject: object, targets: list[Target], values: list[object]
    ) -> bool:
        if type(subject) in NO_MAPPINGS:
            return False
        if not isinstance(subject, (dict, collections.abc.Mapping)):
            return False
        mapping: Any = subject
        if len(mapping) < len(self.keys):
            return False
        keys = [key.eval(frame) for key in self.keys]
        number = 0
        for pattern in self.patterns:
            try:
                value = self.item(frame, mapping, keys[number])
            except BaseException as error:
                note(frame, error, self.index)
                raise
            if value is UNSET or not pattern.matches(frame, value, targets, values):
                return False
            number += 1
        if self.rest is not None:
            frame.runtime.charge(len(mapping) >> 4)
            others = dict(mapping)
            for key in keys:
                del others[key]
            targets.append(self.rest)
            values.append(others)
        return True

    def item(self, frame: Frame, mapping: Any, key: object) -> object:
        """Return what is under a key, or UNSET; `__missing__` is not asked."""
        if isinstance(mapping, dict):
            return mapping.get(key, UNSET)
        runtime = frame.runtime
        get = attributes.get_attribute(runtime, mapping, "get")
        return call(runtime, get, [key, UNSET], {})


SELF_MATCHING = frozenset(
    {bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple}
)
"""Types that take one positional pattern, for the subject itself; so do those derived from them."""


@final
class ClassPattern(Pattern):
    """`cls(patterns, names=patterns)`."""

    cls: Expression
    patterns: list[Pattern]
    names: list[str]
    named: list[Pattern]

    def __init__(
        self,
        index: i64,
        cls: Expression,
        patterns: list[Pattern],
        names: list[str],
        named: list[Pattern],
    ) -> None:
        self.index = index
        self.cls = cls
        self.patterns = patterns
        self.names = names
        self.named = named

    def matches(
        self, frame: Frame, subject: object, targets: list[Target], values: list[object]
    ) -> bool:
        cls = self.cls.eval(frame)
        try:
            found = self.parts(frame, cls, subject)
        except BaseException as error:
            note(frame, error, self.index)
            raise
        if found is None:
            return False
        number = 0
        for pattern in self.patterns + self.named:
            if not pattern.matches(frame, found[number], targets, values):
                return False
            number += 1
        return True

    def by_position(self, runtime: Runtime, cls: Any) -> tuple[object, ...] | None:
        """Return the attributes that the positional patterns stand for; none if for the subject."""
        count = len(self.patterns)
        accepted = classes.match_arguments(runtime, cls)
        if not accepted and any(one in SELF_MATCHING for one in cls.__mro__):
            if count > 1:
                raise TypeError(too_many(cls, 1, count))
            return None
        if count > len(accepted):
            raise TypeError(too_many(cls, len(accepted), count))
        return accepted[:count]

    def parts(self, frame: Frame, cls: Any, subject: object) -> list[object] | None:
        """Return the subject of each pattern, or nothing if it is no match."""
        runtime = frame.runtime
        if not isinstance(cls, type):
            raise TypeError("called match pattern must be a type")
        if not classes.isinstance_value(runtime, subject, cls):
            return None
        found: list[object] = []
        names: list[object] = []
        if self.patterns:
            accepted = self.by_position(runtime, cls)
            if accepted is None:
                found.append(subject)
            else:
                names.extend(accepted)
        names.extend(self.names)
        for number, name in enumerate(names):
            if not isinstance(name, str):
                kind = type(name).__name__
                raise TypeError(f"__match_args__ elements must be strings (got {kind})")
            if name in names[:number]:
                raise TypeError(
                    f"{cls.__name__}() got multiple sub-patterns for attribute {name!r}"
                )
            value: object = UNSET
            try:
                value = attributes.get_attribute(runtime, subject, name)
            except AttributeError:
                return None
            found.append(value)
        return found


def too_many(cls: Any, accepted: int, given: int) -> str:
    """Say that a class pattern has too many positional patterns."""
    plural = "" if accepted == 1 else "s"
    return f"{cls.__name__}() accepts {accepted} positional sub-pattern{plural} ({given} given)"
