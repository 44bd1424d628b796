"""Takes what the validator says of a value, gives violations in our own words and kinds.

Where a value fits none of several alternatives the validator only says so; we say what a person
would: which values there are, or what is wrong with the alternative that was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from .json_places import Path

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

ViolationRule = Literal[
    "wrong-type", "not-in-enum", "constraint-violated", "missing-argument", "unknown-argument"
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a value breaks its schema.

    `path` leads into the value (for `required` and `additionalProperties` to the key that is
    missing or too many); `kind` is the keyword of JSON Schema that is broken; `expected` is what
    that keyword says.
    """

    path: Path
    kind: str
    message: str
    expected: Any = None

    @property
    def rule(self) -> ViolationRule:
        """The rule of the analysis that this violation belongs to."""
        return RULES.get(self.kind, "constraint-violated")


RULES: Final[Mapping[str, ViolationRule]] = {
    "type": "wrong-type",
    "json": "wrong-type",
    "enum": "not-in-enum",
    "const": "not-in-enum",
    "required": "missing-argument",
    "additionalProperties": "unknown-argument",
    "unevaluatedProperties": "unknown-argument",
}

PYTHON_TYPES: Final[Mapping[str, str]] = {
    "string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None",
    "array": "list", "object": "dict",
}  # fmt: skip


def violations(errors: Iterable[ValidationError], prefix: Path = ()) -> tuple[Violation, ...]:
    """What the validator's errors say, each thing once, in order of their paths."""
    kept: list[Violation] = []
    for one in _without_followers([one for error in errors for one in _explained(error, prefix)]):
        if one not in kept:
            kept.append(one)
    return tuple(sorted(kept, key=_order))


def _order(violation: Violation) -> list[tuple[int, str]]:
    """By path, so that the same value always gives the same list."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in violation.path]


def _without_followers(found: list[Violation]) -> list[Violation]:
    """A value of the wrong type is in no enum either: one mistake, one violation."""
    mistyped = {one.path for one in found if one.kind == "type"}
    return [one for one in found if one.kind == "type" or one.path not in mistyped]


def _explained(error: ValidationError, prefix: Path) -> Iterator[Violation]:
    kind: Any = error.kind
    path = (*prefix, *error.instance_path)
    match kind.name:
        case "required":
            name = kind.property
            yield Violation((*path, name), "required", f"`{name}` is missing", name)
        case "additionalProperties" | "unevaluatedProperties":
            for name in kind.unexpected:
                yield Violation((*path, name), kind.name, f"there is no `{name}`")
        case "anyOf" | "oneOf" if any(kind.context) and not _fits_several(kind):
            yield from _alternatives(kind.context, error.instance, path, prefix)
        case name if name in _IGNORED:
            return
        case name:
            expected, message = _wording(name, kind, error.instance)
            yield Violation(path, name, message, expected)


def _fits_several(kind: Any) -> bool:  # noqa: ANN401  # a class of the validator's own
    return any(not branch for branch in kind.context)


def _alternatives(
    context: list[list[ValidationError]], value: object, path: Path, prefix: Path
) -> Iterator[Violation]:
    """Say what is wrong with the alternative that was meant, or which alternatives there are."""
    branches = [
        _without_followers([one for error in branch for one in _explained(error, prefix)])
        for branch in context
    ]
    meant = [one for one in branches if not any(v.kind == "type" and v.path == path for v in one)]
    if not meant:
        yield _no_type(branches, value, path)
        return
    choices = [one for one in meant if all(v.path == path and v.rule == "not-in-enum" for v in one)]
    if len(choices) == len(meant):
        options = [option for one in choices for v in one for option in _options(v)]
        yield _not_in(options, value, path)
        return
    yield from min(meant, key=_distance)


def _distance(branch: list[Violation]) -> tuple[int, int]:
    """How far a value is from an alternative: a wrong tag (`"kind": "b"`) is farthest."""
    return sum(one.kind in {"const", "enum"} for one in branch), len(branch)


def _no_type(branches: list[list[Violation]], value: object, path: Path) -> Violation:
    types: list[str] = []
    for branch in branches:
        for one in branch:
            if one.kind == "type" and one.path == path:
                types += [name for name in one.expected if name not in types]
    return Violation(path, "type", _type_message(value, types), tuple(types))


def _options(violation: Violation) -> list[Any]:
    if violation.kind == "enum":
        return list(violation.expected)
    return [violation.expected]


def _not_in(options: list[Any], value: object, path: Path) -> Violation:
    message = f"{shown(value)} is not {_either(options)}"
    return Violation(path, "enum", message, tuple(options))


_IGNORED: Final = frozenset({"backtrackLimitExceeded", "regexEngineFailure", "$ref", "referencing"})
"""The schema's fault, not the value's."""

_Wording = Callable[[Any, object], tuple[Any, str]]


def _limit(text: str) -> _Wording:
    def word(kind: Any, value: object) -> tuple[Any, str]:  # noqa: ANN401  # as above
        return kind.limit, f"{shown(value)} {text.format(kind.limit)}"

    return word


_WORDINGS: Final[Mapping[str, _Wording]] = {
    "type": lambda kind, value: (tuple(kind.types), _type_message(value, kind.types)),
    "enum": lambda kind, value: (
        tuple(kind.options), f"{shown(value)} is not {_either(kind.options)}"
    ),
    "const": lambda kind, value: (
        kind.expected_value, f"{shown(value)} is not {shown(kind.expected_value)}"
    ),
    "minimum": _limit("is less than {}"),
    "maximum": _limit("is more than {}"),
    "exclusiveMinimum": _limit("is not more than {}"),
    "exclusiveMaximum": _limit("is not less than {}"),
    "minLength": _limit("has less than {} characters"),
    "maxLength": _limit("has more than {} characters"),
    "minItems": _limit("has less than {} items"),
    "maxItems": _limit("has more than {} items"),
    "minProperties": _limit("has less than {} keys"),
    "maxProperties": _limit("has more than {} keys"),
    "pattern": lambda kind, value: (
        kind.pattern, f"{shown(value)} does not match `{kind.pattern}`"
    ),
    "format": lambda kind, value: (kind.format, f"{shown(value)} is no `{kind.format}`"),
    "multipleOf": lambda kind, value: (
        kind.multiple_of, f"{shown(value)} is no multiple of {kind.multiple_of}"
    ),
    "uniqueItems": lambda _, value: (None, f"{shown(value)} has an item twice"),
    "falseSchema": lambda _, __: (None, "no value is admitted here"),
    "not": lambda _, value: (None, f"{shown(value)} is excluded"),
    "contains": lambda _, value: (None, f"{shown(value)} lacks an item that must be there"),
    "oneOf": lambda _, value: (None, f"{shown(value)} fits several alternatives, not one"),
    "anyOf": lambda _, value: (None, f"{shown(value)} fits no alternative"),
}  # fmt: skip


def _wording(name: str, kind: Any, value: object) -> tuple[Any, str]:  # noqa: ANN401  # as above
    word = _WORDINGS.get(name)
    return (None, f"{shown(value)} breaks `{name}`") if word is None else word(kind, value)


def _type_message(value: object, types: Iterable[str]) -> str:
    told = sorted(types, key=lambda name: name == "null")  # `str or None`, as people write it
    names = [PYTHON_TYPES.get(name, name) for name in told]
    return f"{shown(value)} is {python_type(value)}, not {' or '.join(names)}"


def python_type(value: object) -> str:
    """The type of a value as a script's author calls it."""
    return "None" if value is None else type(value).__name__


def shown(value: object, width: int = 40) -> str:
    """A value in backticks, cut where it is long."""
    text = repr(value)
    if len(text) > width:
        text = f"{text[: width - 2]}…{text[-1]}"
    return f"`{text}`"


def _either(options: Iterable[Any]) -> str:
    texts = [shown(one) for one in options]
    if len(texts) > 8:
        return f"one of {', '.join(texts[:6])} and {len(texts) - 6} more"
    return f"one of {', '.join(texts)}" if len(texts) > 1 else "".join(texts)
