"""`string.Formatter` and `string.Template`: classes that scripts may derive from.

A formatter reads attributes and items through the gate, as `str.format` does. A template finds its
places by the script's own patterns, under the charges of `re`.
"""

from __future__ import annotations

import re
import string
from _string import (  # type: ignore[import-not-found]  # typeshed has no stub for it
    formatter_field_name_split,
    formatter_parser,
)
from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.formatting import represent, to_ascii, to_text
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length
from foretell.interpreter.operators import format_value, get_item

from .hosting import Arguments, Keywords
from .lazy import ISlice, make_lazy
from .registry import load_module


def send(runtime: Runtime, receiver: object, name: str, *arguments: object) -> Any:
    """Call a method of a value, which a script may have overridden."""
    return call(runtime, get_attribute(runtime, receiver, name), list(arguments), {})


# ------------------------------------------------------------------------------------ Formatter


class Filling:
    """One call of `vformat`: which arguments were used, and the number of the next `{}`."""

    def __init__(self, runtime: Runtime, formatter: Any, arguments: Any, keywords: Any) -> None:
        self.runtime = runtime
        self.formatter = formatter
        self.arguments = arguments
        self.keywords = keywords
        self.used: set[object] = set()
        self.counter: int | None = 0
        """None once fields are numbered by hand."""

    def fill(self, template: str, depth: int) -> str:
        """The template with its fields filled in by the formatter's methods."""
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        runtime, formatter = self.runtime, self.formatter
        pieces: list[str] = []
        for literal, field, specification, conversion in send(
            runtime, formatter, "parse", template
        ):
            runtime.charge(2)
            if literal:
                pieces.append(literal)
            if field is None:
                continue
            found, key = send(
                runtime, formatter, "get_field", self.number(field), self.arguments, self.keywords
            )
            self.used.add(key)
            value = send(runtime, formatter, "convert_field", found, conversion)
            inner = self.fill(specification, depth - 1) if specification else ""
            pieces.append(send(runtime, formatter, "format_field", value, inner))
            charge_length(runtime, sum(map(len, pieces[-2:])))
        return "".join(pieces)

    def number(self, field: str) -> str:
        """The name of a field, with the next number if it has none."""
        first = formatter_field_name_split(field)[0]
        if first == "":
            if self.counter is None:
                raise ValueError(
                    "cannot switch from manual field specification to automatic field numbering"
                )
            self.counter += 1
            return f"{self.counter - 1}{field}"
        if isinstance(first, int):
            if self.counter:
                raise ValueError(
                    "cannot switch from manual field specification to automatic field numbering"
                )
            self.counter = None
        return field


def format_by(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`formatter.format(template, *args, **kwargs)`."""
    if len(arguments) < 2:
        raise TypeError(
            "Formatter.format() missing 1 required positional argument: 'format_string'"
        )
    formatter, template, *rest = arguments
    result: object = send(runtime, formatter, "vformat", template, tuple(rest), keywords)
    return result


def fill_template(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.vformat(template, args, kwargs)`."""
    formatter, template, rest, named = arguments
    filling = Filling(runtime, formatter, rest, named)
    text = filling.fill(template, 2)
    send(runtime, formatter, "check_unused_args", filling.used, rest, named)
    return text


def parse(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.parse(template)`."""
    runtime.charge((len(arguments[1]) >> 4) + 1)
    return make_lazy(ISlice, (), iter(list(formatter_parser(arguments[1]))), None)


def find_field(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.get_field(name, args, kwargs)`: the value, and the argument it came from."""
    formatter, name, rest, named = arguments
    first, steps = formatter_field_name_split(name)
    value = send(runtime, formatter, "get_value", first, rest, named)
    for is_attribute, key in steps:
        runtime.charge(1)
        value = (
            get_attribute(runtime, value, key) if is_attribute else get_item(runtime, value, key)
        )
    return value, first


def find_value(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.get_value(key, args, kwargs)`."""
    _, key, rest, named = arguments
    return get_item(runtime, rest if isinstance(key, int) else named, key)


def nothing(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.check_unused_args(used, args, kwargs)`: for those that derive from it."""
    return None


def format_field(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.format_field(value, specification)`."""
    _, value, specification = arguments
    return format_value(runtime, value, "", specification)


def convert_field(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`formatter.convert_field(value, conversion)`."""
    _, value, conversion = arguments
    if conversion is None:
        result: object = value
        return result
    maker = {"s": to_text, "r": represent, "a": to_ascii}.get(conversion)
    if maker is None:
        raise ValueError(f"Unknown conversion specifier {conversion!s}")
    return maker(runtime, value)


FORMATTER: Final = native_class(
    "Formatter",
    "string",
    (),
    {
        "format": format_by,
        "vformat": fill_template,
        "parse": parse,
        "get_field": find_field,
        "get_value": find_value,
        "check_unused_args": nothing,
        "format_field": format_field,
        "convert_field": convert_field,
    },
)

# ------------------------------------------------------------------------------------- Template


class Values:
    """The values of a template, as its text asks for them: through the script's subscripts."""

    def __init__(self, runtime: Runtime, mapping: object, keywords: Keywords) -> None:
        self.runtime = runtime
        self.mapping = mapping
        self.keywords = keywords
        self.size = 0

    def __getitem__(self, name: str) -> str:
        if name in self.keywords:
            value = self.keywords[name]
        else:
            value = get_item(self.runtime, self.mapping, name)
        text = to_text(self.runtime, value)
        self.size += len(text)
        charge_length(self.runtime, self.size)
        return text


def pattern_of(runtime: Runtime, template: Any) -> Any:
    """What finds the places of a template: from the class's delimiter and patterns of names."""
    given = get_attribute(runtime, template, "pattern")
    flags: Any = get_attribute(runtime, template, "flags")
    if given is None:
        sign = re.escape(to_text(runtime, get_attribute(runtime, template, "delimiter")))
        name: Any = get_attribute(runtime, template, "idpattern")
        braced = get_attribute(runtime, template, "braceidpattern") or name
        given = (
            f"{sign}(?:(?P<escaped>{sign})|(?P<named>{name})"
            f"|{{(?P<braced>{braced})}}|(?P<invalid>))"
        )
    compile_pattern = load_module(runtime, "re").members["compile"]
    return call(runtime, compile_pattern, [given, int(flags) | int(re.VERBOSE)], {})


def places(runtime: Runtime, template: Any) -> list[tuple[dict[str, Any], str, int]]:
    """The places of a template: groups by name, the text there, where it begins."""
    pattern = pattern_of(runtime, template)
    found: list[tuple[dict[str, Any], str, int]] = []
    text = template.__dict__["template"]
    runtime.charge((len(text) >> 2) + 1)
    for match in send(runtime, pattern, "finditer", text):
        runtime.charge(2)
        groups: Any = send(runtime, match, "groupdict")
        found.append((groups, send(runtime, match, "group"), send(runtime, match, "start")))
    return found


def invalid(text: str, place: int) -> ValueError:
    """The error for a delimiter that nothing valid follows."""
    lines = text[:place].splitlines(keepends=True)
    column = place - len("".join(lines[:-1])) if lines else 1
    return ValueError(f"Invalid placeholder in string: line {max(1, len(lines))}, col {column}")


def substituting(*, safe: bool) -> BuiltinFunction:
    """`substitute` and `safe_substitute`."""

    def substitute(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        template: Any = arguments[0]
        if len(arguments) > 2:
            raise TypeError("Too many positional arguments")
        text: str = template.__dict__["template"]
        sign = to_text(runtime, get_attribute(runtime, template, "delimiter"))
        values = Values(runtime, arguments[1] if len(arguments) > 1 else {}, keywords)
        pieces: list[str] = []
        at = 0
        for groups, found, place in places(runtime, template):
            pieces.append(text[at:place])
            at = place + len(found)
            name = groups["named"] or groups["braced"]
            if name is not None:
                pieces.append(value_of(values, name, found, safe=safe))
            elif groups["escaped"] is not None:
                pieces.append(sign)
            elif safe:
                pieces.append(found)
            else:
                raise invalid(text, place + len(sign))
        pieces.append(text[at:])
        return "".join(pieces)

    return substitute


def value_of(values: Values, name: str, found: str, *, safe: bool) -> str:
    """The text for a name; what stood there, if it has none and that is allowed."""
    try:
        return values[name]
    except KeyError:
        if safe:
            return found
        raise


def is_valid(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`template.is_valid()`."""
    return all(
        any(groups[kind] is not None for kind in ("named", "braced", "escaped"))
        for groups, _, _ in places(runtime, arguments[0])
    )


def identifiers(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`template.get_identifiers()`."""
    names: dict[str, None] = {}
    for groups, _, _ in places(runtime, arguments[0]):
        name = groups["named"] or groups["braced"]
        if name is not None:
            names[name] = None
    return list(names)


def start_template(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`Template(template)`."""
    given = arguments[1] if len(arguments) > 1 else keywords["template"]
    arguments[0].__dict__["template"] = given
    return None


TEMPLATE: Final = native_class(
    "Template",
    "string",
    (),
    {
        "delimiter": "$",
        "idpattern": string.Template.idpattern,
        "braceidpattern": None,
        "flags": re.IGNORECASE,
        "pattern": None,
        "__init__": start_template,
        "substitute": substituting(safe=False),
        "safe_substitute": substituting(safe=True),
        "is_valid": is_valid,
        "get_identifiers": identifiers,
    },
)

CLASSES: Final[dict[str, object]] = {"Formatter": FORMATTER, "Template": TEMPLATE}
"""By name, as the module has them."""
