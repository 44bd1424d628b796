"""`json`: texts and files; classes to derive from are in `json_classes`."""

from __future__ import annotations

import json
from typing import Any

from foretell.interpreter.attributes import HOST_TYPES, get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import Runtime

from .hosting import Arguments, Keywords, construct_by, host_members, light
from .json_classes import CLASSES, is_plain
from .json_work import decode_text, encode_text


def encode(runtime: Runtime, value: Any, keywords: Keywords) -> Any:
    """`json.dumps(value, …)`, by the class that is asked for."""
    cls: Any = keywords.pop("cls", None)
    if is_plain(cls):
        return encode_text(runtime, value, keywords)
    encoder = call(runtime, cls, [], keywords)
    return call(runtime, get_attribute(runtime, encoder, "encode"), [value], {})


def decode(runtime: Runtime, text: Any, keywords: Keywords) -> Any:
    """`json.loads(text, …)`, by the class that is asked for."""
    cls: Any = keywords.pop("cls", None)
    if is_plain(cls):
        return decode_text(runtime, text, keywords)
    if isinstance(text, (bytes, bytearray)):
        runtime.charge_size(len(text))
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    decoder = call(runtime, cls, [], keywords)
    return call(runtime, get_attribute(runtime, decoder, "decode"), [text], {})


def dumps(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`json.dumps(obj, …)`."""
    if not arguments and "obj" in keywords:
        arguments = [keywords.pop("obj")]
    if len(arguments) != 1:
        raise TypeError(
            f"dumps() takes 1 positional argument but {len(arguments)} were given"
            if arguments
            else "dumps() missing 1 required positional argument: 'obj'"
        )
    return encode(runtime, arguments[0], keywords)


def dump(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`json.dump(obj, fp, …)`."""
    names = ["obj", "fp"][len(arguments) :]
    arguments += [keywords.pop(name) for name in names if name in keywords]
    if len(arguments) != 2:
        raise TypeError(f"dump() takes 2 positional arguments but {len(arguments)} were given")
    text = encode(runtime, arguments[0], keywords)
    call(runtime, get_attribute(runtime, arguments[1], "write"), [text], {})
    return None


def loads(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`json.loads(s, …)`."""
    if not arguments and "s" in keywords:
        arguments = [keywords.pop("s")]
    if len(arguments) != 1:
        raise TypeError(
            f"loads() takes 1 positional argument but {len(arguments)} were given"
            if arguments
            else "loads() missing 1 required positional argument: 's'"
        )
    return decode(runtime, arguments[0], keywords)


def load(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`json.load(fp, …)`."""
    if not arguments and "fp" in keywords:
        arguments = [keywords.pop("fp")]
    if len(arguments) != 1:
        raise TypeError(f"load() takes 1 positional argument but {len(arguments)} were given")
    text = call(runtime, get_attribute(runtime, arguments[0], "read"), [], {})
    return decode(runtime, text, keywords)


HOST_TYPES[json.JSONDecodeError] = "json.JSONDecodeError"
construct_by(json.JSONDecodeError, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "json",
        json,
        own=CLASSES,
        functions={"dumps": dumps, "dump": dump, "loads": loads, "load": load},
    )
