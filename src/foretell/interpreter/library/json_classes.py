"""`JSONEncoder` and `JSONDecoder`, for scripts to derive from.

What a script overrides (`default`, `encode`, hooks) is called as any method of a script; the work
itself is that of `json_module`, under the same charges.
"""

from __future__ import annotations

import json
from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.class_building import native_class
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.layouts import layout_of

from .hosting import Arguments, Keywords
from .json_work import CALLBACKS, decode_text, encode_text, hosted_hooks, prepare_text
from .lazy import ISlice, make_lazy

ENCODER_OPTIONS: Final[dict[str, object]] = {
    "skipkeys": False,
    "ensure_ascii": True,
    "check_circular": True,
    "allow_nan": True,
    "sort_keys": False,
    "indent": None,
}
"""Options of an encoder that are attributes of it, with what they are unless given."""


def start_encoder(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`JSONEncoder(…)`."""
    if len(arguments) > 1:
        raise TypeError(
            f"JSONEncoder.__init__() takes 1 positional argument but {len(arguments)} were given"
        )
    for name in keywords:
        if name not in ENCODER_OPTIONS and name not in ("separators", "default"):
            raise TypeError(f"JSONEncoder.__init__() got an unexpected keyword argument {name!r}")
    state: dict[str, object] = arguments[0].__dict__
    for name, usual in ENCODER_OPTIONS.items():
        state[name] = keywords.get(name, usual)
    separators: Any = keywords.get("separators")
    if separators is not None:
        state["item_separator"], state["key_separator"] = separators
    elif state["indent"] is not None:
        state["item_separator"] = ","
    if keywords.get("default") is not None:
        state["default"] = keywords["default"]
    return None


def refuse_value(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`default(o)`: what an encoder does not know."""
    raise TypeError(f"Object of type {type_name(arguments[1])} is not JSON serializable")


def options_of(runtime: Runtime, encoder: Any) -> Keywords:
    """The options of an encoder, as `json.dumps` takes them."""
    options: Keywords = {name: get_attribute(runtime, encoder, name) for name in ENCODER_OPTIONS}
    options["separators"] = (
        get_attribute(runtime, encoder, "item_separator"),
        get_attribute(runtime, encoder, "key_separator"),
    )
    options["default"] = get_attribute(runtime, encoder, "default")
    return options


def encode(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`encoder.encode(o)`."""
    encoder, value = arguments
    return encode_text(runtime, value, options_of(runtime, encoder))


def encode_in_pieces(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`encoder.iterencode(o)`: the text, in one piece."""
    text = encode(runtime, arguments[:2], {})
    return make_lazy(ISlice, (), iter([text]), None)


ENCODER: Final = native_class(
    "JSONEncoder",
    "json.encoder",
    (),
    {
        "item_separator": ", ",
        "key_separator": ": ",
        "__init__": start_encoder,
        "default": refuse_value,
        "encode": encode,
        "iterencode": encode_in_pieces,
    },
)


def start_decoder(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`JSONDecoder(…)`."""
    if len(arguments) > 1:
        raise TypeError(
            f"JSONDecoder.__init__() takes 1 positional argument but {len(arguments)} were given"
        )
    for name in keywords:
        if name not in CALLBACKS and name != "strict":
            raise TypeError(f"JSONDecoder.__init__() got an unexpected keyword argument {name!r}")
    state: dict[str, object] = arguments[0].__dict__
    for name in CALLBACKS:
        state[name] = keywords.get(name)
    state["strict"] = keywords.get("strict", True)
    return None


def hooks_of(runtime: Runtime, decoder: Any) -> Keywords:
    """The hooks of a decoder, as C code may call them."""
    hooks: Keywords = {}
    for name in (*CALLBACKS, "strict"):
        value = get_attribute(runtime, decoder, name)
        if value is not None:
            hooks[name] = value
    return hooks


def decode(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`decoder.decode(s)`."""
    decoder, text = arguments
    if not isinstance(text, str):
        raise TypeError("expected string or bytes-like object, got " + repr(type_name(text)))
    return decode_text(runtime, text, hooks_of(runtime, decoder))


def decode_first(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`decoder.raw_decode(s, idx)`: the document that begins there, and where it ends."""
    decoder, text = arguments[:2]
    place = arguments[2] if len(arguments) > 2 else keywords.get("idx", 0)
    prepare_text(runtime, text)
    hooks = hosted_hooks(runtime, hooks_of(runtime, decoder))
    return json.JSONDecoder(**hooks).raw_decode(text, place)


DECODER: Final = native_class(
    "JSONDecoder",
    "json.decoder",
    (),
    {"__init__": start_decoder, "decode": decode, "raw_decode": decode_first},
)


def is_plain(cls: object) -> bool:
    """Is it the class itself, so that nothing of a script is in the way?"""
    return cls is None or cls is ENCODER or cls is DECODER


CLASSES: Final[dict[str, object]] = {layout_of(cls).name: cls for cls in (ENCODER, DECODER)}
"""By name, as the module has them."""
