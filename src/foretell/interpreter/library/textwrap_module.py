"""`textwrap`: long words are cut piece by piece, which is charged by the pieces."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, SETTERS
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length

from .hosting import (
    Arguments,
    Keywords,
    argument,
    construct_by,
    heavy_texts,
    host_members,
    texts,
)


def check_wrap(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Charge the text, its tabs and its longest word."""
    text = argument(arguments, keywords, 0, "text", "")
    width = argument(arguments, keywords, 1, "width", 70)
    if not isinstance(text, str):
        return
    runtime.charge((len(text) >> 1) + 1)
    tab = keywords.get("tabsize", 8)
    if isinstance(tab, int) and tab > 0:
        charge_length(runtime, len(text) + text.count("\t") * tab)
    if isinstance(width, int) and width > 0 and len(text) > 1000:
        longest = max(map(len, text.split()), default=0)
        runtime.charge((longest // width) * longest >> 10)
    extra = 0
    for name in ("initial_indent", "subsequent_indent", "placeholder"):
        value = keywords.get(name)
        if isinstance(value, str):
            extra += len(value)
    if extra > 100:
        charge_length(runtime, extra * len(text))


def check_wrapper(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`wrapper.wrap(text)`: charged by what the wrapper was told."""
    wrapper: Any = arguments[0]
    text = argument(arguments, keywords, 1, "text", "")
    check_wrap(runtime, [text, wrapper.width], {**keywords, **vars(wrapper)})


def setter(name: str) -> Callable[[Runtime, Any, Any], None]:
    """Assign to an option of a wrapper."""

    def assign(_runtime: Runtime, wrapper: Any, value: Any) -> None:
        setattr(wrapper, name, value)

    return assign


OPTIONS: Final = tuple(vars(textwrap.TextWrapper()))
for _name in OPTIONS:
    SETTERS[f"textwrap.TextWrapper.{_name}"] = setter(_name)
for _name in ("wrap", "fill"):
    CHECKS[f"textwrap.TextWrapper.{_name}"] = check_wrapper
construct_by(textwrap.TextWrapper, texts)


def indent(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`indent(text, prefix, predicate)`."""
    text = argument(arguments, keywords, 0, "text", "")
    prefix = argument(arguments, keywords, 1, "prefix", "")
    predicate = argument(arguments, keywords, 2, "predicate")
    if not isinstance(text, str) or not isinstance(prefix, str):
        return textwrap.indent(*arguments, **keywords)
    charge_length(runtime, len(text) + len(prefix) * (text.count("\n") + 1))
    runtime.charge((len(text) >> 4) + 1)
    if predicate is None:
        return textwrap.indent(text, prefix)
    return textwrap.indent(text, prefix, lambda line: bool(call(runtime, predicate, [line], {})))


FUNCTIONS: dict[str, BuiltinFunction] = {"indent": indent}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "textwrap",
        textwrap,
        functions=FUNCTIONS,
        checks={
            "wrap": check_wrap,
            "fill": check_wrap,
            "shorten": check_wrap,
            "dedent": heavy_texts,
        },
    )
