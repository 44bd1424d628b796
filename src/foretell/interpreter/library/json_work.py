"""The work of `json`: what is encoded is walked first; nesting is limited in both directions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from foretell.interpreter.calls import call
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.measure import NESTING_LIMIT, charge_length, too_deep, walk

from .hosting import Keywords
from .json_nesting import find_nesting
from .json_writing import write_everyday
from .lazy import hosted

CALLBACKS: Final = (
    "object_hook",
    "parse_float",
    "parse_int",
    "parse_constant",
    "object_pairs_hook",
)
DUMP_KEYWORDS: Final = frozenset(
    {
        "skipkeys",
        "ensure_ascii",
        "check_circular",
        "allow_nan",
        "indent",
        "separators",
        "default",
        "sort_keys",
    }
)


def shape(value: Any, depth: int = 1) -> tuple[int, int]:
    """How many items there are in all, and how deep they go; after `walk`, which bounds both."""
    inner: Any
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, (list, tuple)):
        inner = value
    else:
        return 1, depth
    count, deepest = 1, depth
    if depth < NESTING_LIMIT:
        for item in inner:
            if isinstance(item, (dict, list, tuple)):
                more, deep = shape(item, depth + 1)
                count += more
                deepest = max(deepest, deep)
            else:
                count += 1
    return count, deepest


def check_layout(runtime: Runtime, value: Any, keywords: Keywords) -> None:
    """Charge indentation and separators, which a script may choose as long as it likes."""
    indent = keywords.get("indent")
    separators = keywords.get("separators")
    if indent is None and separators is None:
        return
    width = indent if isinstance(indent, int) else len(indent) if isinstance(indent, str) else 0
    if separators is not None:
        width += sum(len(part) for part in separators if isinstance(part, str))
    if width > 8:
        count, depth = shape(value)
        charge_length(runtime, count * depth * width)


def encode_text(runtime: Runtime, value: Any, keywords: Keywords) -> str:
    """`json.dumps(value, …)`."""
    for name in keywords:
        if name not in DUMP_KEYWORDS:
            raise TypeError(f"JSONEncoder.__init__() got an unexpected keyword argument {name!r}")
    size = walk(runtime, value)
    runtime.charge_size(size)
    written = None if keywords else write_everyday(value, size)
    if written is not None:
        runtime.charge_size(len(written))
        return written
    check_layout(runtime, value, keywords)
    options = dict(keywords)
    options["default"] = fallback(runtime, keywords.get("default"))
    text = json.dumps(value, **options)
    runtime.charge_size(len(text))
    return text


def fallback(runtime: Runtime, default: Any) -> Callable[[Any], Any]:
    """What the encoder does with a value it does not know; what comes back is charged too."""

    def convert(value: Any) -> Any:
        if default is None:
            raise TypeError(f"Object of type {type_name(value)} is not JSON serializable")
        result = call(runtime, default, [value], {})
        runtime.charge(1)
        walk(runtime, result)
        return result

    return convert


def check_nesting(runtime: Runtime, text: str) -> None:
    """Refuse text nested deeper than the decoder's stack should go."""
    if len(text) > NESTING_LIMIT and find_nesting(text) > NESTING_LIMIT:
        raise too_deep(runtime, " while decoding a JSON document")


def prepare_text(runtime: Runtime, text: Any) -> Any:
    """Charge a document, and refuse one that is nested too deep; bytes come back as text."""
    if isinstance(text, (str, bytes, bytearray)):
        runtime.charge_size(len(text))
        runtime.charge((len(text) >> 5) + 1)
        if not isinstance(text, str):
            text = text.decode(json.detect_encoding(text), "surrogatepass")
        check_nesting(runtime, text)
    return text


def hosted_hooks(runtime: Runtime, keywords: Keywords) -> Keywords:
    """The hooks of a decoder as C code may call them."""
    hooks = dict(keywords)
    for name in CALLBACKS:
        if hooks.get(name) is not None:
            hooks[name] = hosted(runtime, hooks[name])
    return hooks


def decode_text(runtime: Runtime, text: Any, keywords: Keywords) -> Any:
    """`json.loads(text, …)`."""
    text = prepare_text(runtime, text)
    for name in keywords:
        if name not in CALLBACKS and name != "strict":
            raise TypeError(f"JSONDecoder.__init__() got an unexpected keyword argument {name!r}")
    return json.loads(text, **hosted_hooks(runtime, keywords))
