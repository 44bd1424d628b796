"""Types in words, as stubs and declared inputs write them, to what they mean.

Only what names exactly one type means something: `str`, `list[str]`, `datetime.date`. Unions, type
variables and `Any` mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from .catalog import Schema
from .declared import meaning_of_schema
from .dialect import Dialect
from .meanings import DataMeaning, Meaning

_GENERIC: Final = re.compile(r"([\w.]+)\[(.*)\]", re.DOTALL)
_WITH_ITEMS: Final = frozenset({"list", "set", "frozenset"})
_NO_TYPES: Final = frozenset({"Any", "object", "T", "K", "V", "S", "type", "Never", "NoReturn"})


def meaning_of_annotation(
    dialect: Dialect, text: str | None, module: str, receiver: str | None = None
) -> Meaning | None:
    """What a value is whose type a stub of `module` writes so; `receiver` is what `Self` means."""
    if text is None or text in _NO_TYPES:
        return None
    if text == "Self":
        return None if receiver is None else DataMeaning(receiver)
    if text == "None":
        return DataMeaning("NoneType")
    item: Meaning | None = None
    name = text
    generic = _GENERIC.fullmatch(text)
    if generic is not None:
        name = str(generic[1])
        if name in _WITH_ITEMS:
            item = meaning_of_annotation(dialect, generic[2], module, receiver)
    kind = _type_named(dialect, name, module)
    return None if kind is None else DataMeaning(kind, item)


def _type_named(dialect: Dialect, text: str, module: str) -> str | None:
    if not re.fullmatch(r"[\w.]+", text):
        return None
    if module != "builtins" and "." not in text and text in dialect.modules[module].types:
        return f"{module}.{text}"
    return text if dialect.types.get(text) is not None else None


_INPUT_TYPES: Final = frozenset({"str", "int", "float", "bool", "list", "dict", "bytes"})


def meaning_of_input(declared: object, name: str) -> Meaning | None:
    """What a declared input is: `declared` is the name of a type or a JSON Schema."""
    if isinstance(declared, str):
        kind = declared.partition("[")[0]
        return DataMeaning(kind, origin=f"input {name}") if kind in _INPUT_TYPES else None
    if isinstance(declared, Mapping):
        schema = cast("Schema", declared)
        return meaning_of_schema(schema, schema, f"input {name}")
    return None
