"""`pprint`: into the run's output."""

from __future__ import annotations

import pprint
from typing import Any

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.formatting import holds_addresses, represent
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length, children, walk

from .hosting import Arguments, Keywords, argument, everything, host_members
from .services import write_output

OPTIONS = ("indent", "width", "depth", "compact", "sort_dicts", "underscore_numbers")


def lay_out(runtime: Runtime, value: Any, options: Keywords) -> str:
    """The text of a value on as many lines as it needs; CPython's way is quadratic in depth."""
    if children(value) is None or holds_addresses(value):
        return represent(runtime, value)
    size = walk(runtime, value)
    runtime.charge_size(size)
    runtime.charge((size >> 1) + 1)
    indent = options.get("indent", 1)
    if isinstance(indent, int) and indent > 8:
        charge_length(runtime, indent * size)
    return pprint.pformat(value, **options)


def options_of(arguments: Arguments, keywords: Keywords, first: int) -> Keywords:
    """The layout options among the arguments of a call."""
    options = {name: keywords[name] for name in OPTIONS if name in keywords}
    return options | dict(zip(OPTIONS, arguments[first:], strict=False))


def formatted(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`pformat(object, …)`."""
    value = argument(arguments, keywords, 0, "object")
    return lay_out(runtime, value, options_of(arguments, keywords, 1))


def printing(*, sort: bool) -> BuiltinFunction:
    """`pprint(object, stream, …)` and `pp`."""

    def show(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        value = argument(arguments, keywords, 0, "object")
        stream = argument(arguments, keywords, 1, "stream")
        options = options_of(arguments, keywords, 2)
        options.setdefault("sort_dicts", sort)
        text = lay_out(runtime, value, options) + "\n"
        if stream is None:
            write_output(runtime, text)
        else:
            call(runtime, get_attribute(runtime, stream, "write"), [text], {})
        return None

    return show


def safely(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`saferepr(object)`."""
    return represent(runtime, arguments[0])


FUNCTIONS: dict[str, BuiltinFunction] = {
    "pformat": formatted,
    "pprint": printing(sort=True),
    "pp": printing(sort=False),
    "saferepr": safely,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    checks = {"isreadable": everything, "isrecursive": everything}
    return host_members("pprint", pprint, functions=FUNCTIONS, checks=checks)
