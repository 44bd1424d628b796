"""What a JSON value is, as questions that a type checker understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import TypeIs


def is_object(value: object) -> TypeIs[Mapping[str, Any]]:
    """Is this an object? Its keys are texts wherever it came from JSON."""
    return isinstance(value, (dict, Mapping))


def is_list(value: object) -> TypeIs[list[Any]]:
    """Is this a list?"""
    return isinstance(value, list)


def is_schema(value: object) -> TypeIs[Mapping[str, Any] | bool]:
    """Is this a JSON Schema by its shape?"""
    return isinstance(value, (dict, bool, Mapping))


def is_mapping(value: object) -> TypeIs[Mapping[Any, Any]]:
    """Is this a mapping of whatever keys, as a caller may hand it over?"""
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeIs[list[Any] | tuple[Any, ...]]:
    """Is this a list or a tuple?"""
    return isinstance(value, list | tuple)


def is_set(value: object) -> TypeIs[set[Any] | frozenset[Any]]:
    """Is this a set?"""
    return isinstance(value, set | frozenset)
