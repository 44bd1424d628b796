"""The keys of an overlay's table: what each takes and what it says of a tool.

One row a key. A reader takes the value as TOML gives it and returns it in our types, or raises
`WrongValue` with the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .json_types import is_list, is_object
from .suggested import did_you_mean
from .tools import Effect, Latency, Price, Size

SinkLabels = Mapping[str, frozenset[str]]


class WrongValue(Exception):  # noqa: N818  # turned into a CatalogError with a place
    """The value of a key is of a wrong type or unknown; `steps` lead to the part that is wrong."""

    def __init__(self, message: str, cure: str, *steps: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.steps = steps


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its reader, and whether its value names parameters of the tool."""

    read: Callable[[Any], Any]
    takes: str


def read_labels(value: object) -> frozenset[str]:
    """One label or several."""
    labels = [value] if isinstance(value, str) else value
    if not is_list(labels) or not all(isinstance(one, str) and one for one in labels):
        raise WrongValue(f"takes a label or a list of labels, not {_shown(value)}", "give a text")
    return frozenset(labels)


def read_effects(value: object) -> frozenset[Effect]:
    """One effect or several."""
    known = [effect.value for effect in Effect]
    names = [value] if isinstance(value, str) else value
    if not is_list(names) or not all(isinstance(one, str) for one in names):
        raise WrongValue(f"takes an effect or a list, not {_shown(value)}", f"give {_or(known)}")
    for name in names:
        if name not in known:
            cure = did_you_mean(name, known) or f"give {_or(known)}"
            raise WrongValue(f"knows no effect `{name}`", cure)
    return frozenset(Effect(name) for name in names)


def read_sinks(value: object) -> SinkLabels:
    """Labels for the whole tool (under the empty name), or for each parameter."""
    if not is_object(value):
        return {"": read_labels(value)}
    sinks: dict[str, frozenset[str]] = {}
    for name, labels in value.items():
        try:
            sinks[name] = read_labels(labels)
        except WrongValue as error:
            raise WrongValue(error.message, error.cure, name) from None
    return sinks


def read_limit(value: object) -> int | str:
    """A number, or the name of the parameter that limits."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise WrongValue(
        f"takes a number or the name of a parameter, not {_shown(value)}",
        'give something like `20` or `"limit"`',
    )


def read_count(value: object) -> int:
    """A number of things."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise WrongValue(f"takes a whole number, not {_shown(value)}", "give 0 or more")


def read_price(value: object) -> Price:
    """A price: a number, or a table of `fixed` and `per_char`."""
    if not is_object(value):
        return Price(_amount(value))
    for key in value:
        if key not in _PRICE_KEYS:
            cure = did_you_mean(key, _PRICE_KEYS) or f"there are {_or(_PRICE_KEYS)}"
            raise WrongValue("is no key of a price", cure, key)
    by_parameter = value.get("per_char", {})
    if not is_object(by_parameter):
        wrong = f"takes a table by parameter, not {_shown(by_parameter)}"
        raise WrongValue(wrong, "write `per_char = { text = 0.00001 }`", "per_char")
    each = {name: _amount(one, "per_char", name) for name, one in by_parameter.items()}
    return Price(_amount(value.get("fixed", 0), "fixed"), each)


def read_latency(value: object) -> Latency:
    """Seconds: at most so many, or the least and the most of them."""
    if not is_list(value):
        return Latency(0.0, _amount(value))
    if len(value) != 2:
        raise WrongValue(f"takes two numbers, not {len(value)}", "give `[LEAST, MOST]`")
    least, most = _amount(value[0]), _amount(value[1])
    if least > most:
        raise WrongValue("has its least above its most", "give `[LEAST, MOST]`")
    return Latency(least, most)


def _amount(value: object, *steps: str) -> float:
    """A number that is not negative; `steps` lead to it."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return float(value)
    raise WrongValue(f"takes a number, not {_shown(value)}", "give 0 or more", *steps)


def read_flag(value: object) -> bool:
    """Yes or no."""
    if isinstance(value, bool):
        return value
    raise WrongValue(f"takes true or false, not {_shown(value)}", "give true or false")


def read_text(value: object) -> str:
    """A text."""
    if isinstance(value, str):
        return value
    raise WrongValue(f"takes a text, not {_shown(value)}", "give a text in quotes")


def read_examples(value: object) -> tuple[Any, ...]:
    """Examples of calls: texts, or tables of arguments."""
    if is_list(value) and all(isinstance(one, str | Mapping) for one in value):
        return tuple(value)
    raise WrongValue(f"takes a list, not {_shown(value)}", "list calls as texts or tables")


def read_sizes(value: object) -> tuple[Size, ...]:
    """Sizes by path: an upper end, or a table of `max` and `assumed`."""
    if not is_object(value):
        raise WrongValue(f"takes a table by path, not {_shown(value)}", 'write `"items" = 50`')
    sizes: list[Size] = []
    for path, one in value.items():
        try:
            sizes.append(_size(path, one))
        except WrongValue as error:
            raise WrongValue(error.message, error.cure, path, *error.steps) from None
    return tuple(sizes)


def _size(path: str, value: object) -> Size:
    if not is_object(value):
        return Size(path, at_most=read_limit(value))
    for key in value:
        if key not in _SIZE_KEYS:
            raise WrongValue(
                "is no key of a size",
                did_you_mean(key, _SIZE_KEYS) or f"there are {_or(_SIZE_KEYS)}",
                key,
            )
    try:
        at_most = read_limit(value["max"]) if "max" in value else None
    except WrongValue as error:
        raise WrongValue(error.message, error.cure, "max") from None
    try:
        assumed = read_count(value["assumed"]) if "assumed" in value else None
    except WrongValue as error:
        raise WrongValue(error.message, error.cure, "assumed") from None
    return Size(path, at_most, assumed)


_SIZE_KEYS: Final = ("max", "assumed")
_PRICE_KEYS: Final = ("fixed", "per_char")

KEYS: Final[Mapping[str, Key]] = {
    "effect": Key(read_effects, "read, write, send, spend, delete, or several of them"),
    "source": Key(read_labels, "labels of what the result carries"),
    "sink": Key(read_sinks, "labels of where arguments go: for the tool or for each parameter"),
    "max_items": Key(read_limit, "items of the result at most, or the parameter that says so"),
    "assumed_items": Key(read_count, "items of the result to reckon with"),
    "max_length": Key(
        read_limit, "characters of the result at most, or the parameter that says so"
    ),
    "assumed_length": Key(read_count, "characters of the result to reckon with"),
    "sizes": Key(read_sizes, "the same for parts of the result, by path"),
    "price": Key(read_price, "of a call, in the currency of the policy"),
    "latency": Key(read_latency, "seconds of a call, at most or from and to"),
    "idempotent": Key(read_flag, "whether a second call changes nothing more"),
    "may_raise": Key(read_flag, "whether a call may fail"),
    "async": Key(read_flag, "whether a script must await it"),
    "examples": Key(read_examples, "calls to show to a model"),
    "description": Key(read_text, "for people and models"),
}


def _or(names: Iterable[str]) -> str:
    *rest, last = (f"`{name}`" for name in names)
    return f"{', '.join(rest)} or {last}" if rest else last


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_object(value):
        return "a table"
    return f"`{value!r}`" if isinstance(value, str | int | float) else f"a {type(value).__name__}"
