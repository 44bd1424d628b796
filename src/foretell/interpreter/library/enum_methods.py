"""What members of every enumeration can do, and what `auto()` stands for."""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter.kernel import Runtime


def _repr(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    member = arguments[0]
    own = member.__dict__
    return f"<{type(member).__name__}.{own['_name_']}: {own['_value_']!r}>"


def _str(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    member = arguments[0]
    return f"{type(member).__name__}.{member.__dict__['_name_']}"


def _format(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return str.__format__(str(arguments[0]), arguments[1])


def _hash(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    return hash(arguments[0].__dict__.get("_name_"))


def _self(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    value: object = arguments[0]
    return value


def next_number(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """The value of `auto()`: one more than the highest."""
    _name, start, _count, last_values = arguments
    numbers = [value for value in last_values if isinstance(value, int)]
    if not last_values:
        return start
    if len(numbers) != len(last_values):
        if isinstance(last_values[-1], int):
            return last_values[-1] + 1
        for value in reversed(last_values):
            if isinstance(value, int):
                return value + 1
        return start
    return max(numbers) + 1


def next_flag(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """The value of `auto()` in a flag: the next bit."""
    _name, start, _count, last_values = arguments
    if not last_values:
        return 1 if start is None else start
    highest = max(int(value) for value in last_values)
    return 1 << highest.bit_length()


def next_name(_runtime: Runtime, arguments: list[Any], _keywords: dict[str, Any]) -> object:
    """The value of `auto()` in a `StrEnum`: the name."""
    return arguments[0].lower()


ENUM_METHODS: Final = {
    "__repr__": _repr,
    "__str__": _str,
    "__format__": _format,
    "__hash__": _hash,
    "__copy__": _self,
    "__deepcopy__": _self,
}
