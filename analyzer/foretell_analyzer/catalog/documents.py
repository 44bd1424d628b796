"""Takes a path, gives the text at it; takes a text, gives its JSON value.

Whatever is wrong with either is one `CatalogError` of one line: file, place, cure. Keys that an
object has twice and values that are no JSON (`NaN`) are refused, not silently settled; depth is
limited so that no later phase has to fear for its stack.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Final, NoReturn

from foretell_analyzer.errors import CatalogError
from foretell_analyzer.source import Script

from .json_places import Path, double_key, place_of, too_deep
from .json_types import is_mapping, is_sequence
from .wording import one_line

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read; the largest real catalog we know has 0.4 million."""

DEEPEST: Final = 100
"""Levels of the deepest JSON value; the deepest real catalog we know has 19."""


class Misplaced(Exception):  # noqa: N818  # not for callers: turned into a CatalogError with a place
    """A value at a path is not what belongs there."""

    def __init__(self, path: Path, message: str, cure: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what people call it: the name of its file, or `the catalog`."""

    name: str
    text: str

    def error(self, message: str, cure: str, offset: int | None = None) -> CatalogError:
        """Make the error that tells what is wrong at an offset."""
        place = self.name
        if offset is not None:
            line, column = Script(self.text).position(offset)
            place = f"{self.name}:{line}:{column + 1}"
        return CatalogError(one_line(f"{place}: {message}; {cure}"))

    def misplaced(self, fault: Misplaced) -> CatalogError:
        """Make the error for a path into the JSON value of this text."""
        return self.error(fault.message, fault.cure, place_of(self.text, fault.path))


def read_document(path: str | FilePath) -> Document:
    """Read a file, however it may fail."""
    file, name = FilePath(path), str(path)
    empty = Document(name, "")
    try:
        if file.is_dir():
            raise empty.error("is a directory", "name the file in it that has the tools")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise empty.error(
                f"is larger than {LARGEST // 1024 // 1024} MB", "is this a tool catalog?"
            )
    except FileNotFoundError:
        raise empty.error("does not exist", "check the path") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise empty.error(f"cannot be read: {reason.lower()}", "check the file") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise empty.error(
            f"is no text in UTF-8 (byte {error.start})", "give JSON, a Python stub or TOML"
        ) from None
    if "\0" in text:
        raise empty.error("holds null bytes", "give JSON, a Python stub or TOML")
    if not text.strip():
        raise empty.error("is empty", 'give at least `{"tools": []}`')
    return Document(name, text)


def parse_json(document: Document) -> Any:  # noqa: ANN401  # JSON is any of its types
    """Read a JSON text; refuse doubled keys, constants that JSON lacks and great depth."""
    try:
        value = json.loads(
            document.text, object_pairs_hook=_object, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        message, cure = _syntax_fault(document.text, error)
        raise document.error(message, cure, error.pos) from None
    except _DoubleKeyError:
        place = double_key(document.text)
        key = str(place.path[-1]) if place else "?"
        raise document.error(
            f"the key `{key}` stands twice in one object",
            "keep one of them",
            place.offset if place else None,
        ) from None
    except _ConstantError as error:
        raise document.error(
            f"`{error}` is no JSON value",
            "use a number or null",
            max(document.text.find(str(error)), 0),
        ) from None
    except RecursionError:
        value = None
    except ValueError as error:  # an integer of too many digits
        raise document.error(f"is no JSON that we read: {error}", "shorten the number") from None
    deep = too_deep(document.text, DEEPEST)
    if deep is not None:
        raise document.error(
            f"values are nested more than {DEEPEST} deep", "is this a tool catalog?", deep
        )
    return value


def plain(value: object, path: Path = (), depth: int = 0) -> Any:  # noqa: ANN401  # JSON
    """Copy a JSON-like value into dicts and lists of our own; refuse what JSON has not.

    A catalog is frozen: what a caller does to its own dictionaries later must not reach it.
    """
    if depth > DEEPEST:
        raise Misplaced(path, f"values are nested more than {DEEPEST} deep", "is this a catalog?")
    if value is None or isinstance(value, bool | int | float | str):
        return _scalar(value, path)
    if is_mapping(value):
        copy: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise Misplaced(path, f"the key `{key!r}` is no text", "JSON keys are texts")
            copy[key] = plain(item, (*path, key), depth + 1)
        return copy
    if is_sequence(value):
        return [plain(item, (*path, index), depth + 1) for index, item in enumerate(value)]
    raise Misplaced(
        path, f"`{type(value).__name__}` is no JSON value", "give texts, numbers, lists, objects"
    )


def path_text(path: Path) -> str:
    """Write a path as people do: `tools[3].inputSchema`."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def _scalar(value: object, path: Path) -> object:
    if isinstance(value, float) and (value != value or value in {float("inf"), -float("inf")}):  # noqa: PLR0124  # NaN alone differs from itself
        raise Misplaced(path, f"`{value}` is no JSON value", "use a number or null")
    return value


def _syntax_fault(text: str, error: json.JSONDecodeError) -> tuple[str, str]:
    """What the parser says, in our words, and the usual cure for it."""
    rest = text[error.pos : error.pos + 1]
    before = text[: error.pos].rstrip()[-1:]
    message = f"is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
    if not rest:
        return "is no JSON: it ends too early", "the file seems to be cut off"
    if error.msg == "Extra data":
        return "is no JSON: more text follows the first value", "one file is one JSON value"
    if rest in "]}" and before == ",":
        return message, "take away the comma before it"
    if rest == "'":
        return message, "JSON has double quotes only"
    if rest in "/#":
        return message, "JSON has no comments"
    return message, "fix the syntax here"


class _DoubleKeyError(Exception):
    """An object has a key twice."""


class _ConstantError(Exception):
    """`NaN`, `Infinity` or `-Infinity`, which JSON does not have."""


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _DoubleKeyError
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise _ConstantError(name)
