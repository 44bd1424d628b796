"""What the commands read: scripts, catalogs, policies, values of inputs. Each fault is one line."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import click

from foretell.policy import SHIPPED, Policy
from foretell_analyzer.catalog import ToolCatalog
from foretell_analyzer.errors import UsageError
from foretell_analyzer.source import Script

F = TypeVar("F", bound=Callable[..., Any])

STDIN: Final = "-"
LARGEST: Final = 16 * 1024 * 1024
"""Bytes that are read of a script; the analysis' own, much smaller limit gives a finding."""

FORMATS: Final = click.Choice(["text", "json"])


def catalog_options(command: F) -> F:
    """Add `--tools` and `--overlay`."""
    overlay = click.option(
        "--overlay", metavar="FILE", help="TOML with what you know better of the tools."
    )
    tools = click.option(
        "--tools", required=True, metavar="CATALOG", help="The tools that the script may call."
    )
    return tools(overlay(command))


def format_option(command: F) -> F:
    """Add `--format`."""
    return click.option(
        "--format", "form", type=FORMATS, default="text", show_default=True, help="What to write."
    )(command)


def policy_option(command: F) -> F:
    """Add `--policy`."""
    return click.option(
        "--policy",
        metavar="POLICY",
        default="default",
        show_default=True,
        help=f"A policy file, or a shipped policy: {', '.join(SHIPPED)}.",
    )(command)


def inputs_options(command: F) -> F:
    """Add `--input` and `--inputs`."""
    one = click.option(
        "--input",
        "pairs",
        multiple=True,
        metavar="NAME=JSON",
        help="A value that the script may use.",
    )
    file = click.option(
        "--inputs", "inputs_file", metavar="FILE", help="A JSON object of such values."
    )
    return one(file(command))


def load_catalog(tools: str, overlay: str | None) -> ToolCatalog:
    """Read a catalog with its overlay; raises `CatalogError`."""
    return ToolCatalog.load(tools, overlay=overlay)


def load_policy(name: str, catalog: ToolCatalog | None = None) -> Policy:
    """Read a policy and hold it against the catalog; raises `PolicyError`."""
    if os.path.exists(name):  # noqa: PTH110  # unlike `Path`, it has an answer for any name
        policy = Policy.load(name)
    elif name in SHIPPED:
        policy = Policy.shipped(name)
    else:
        told = ", ".join(f"`{one}`" for one in SHIPPED)
        raise UsageError(f"{name}: there is no such file; shipped policies are {told}")
    if catalog is not None:
        policy.check_against(catalog)
    return policy


def read_script(path: str) -> Script:
    """Read a script; `-` is standard input."""
    name = "<stdin>" if path == STDIN else path
    content = _read_stdin() if path == STDIN else read_content(Path(path), name)
    if len(content) > LARGEST:
        raise UsageError(
            f"{name}: is larger than {LARGEST // 1024 // 1024} MB, too large for a script"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: is not UTF-8 text (byte {error.start})") from None
    if "\0" in text:
        raise UsageError(f"{name}: is a binary file, not a script")
    if not text.strip():
        raise UsageError(f"{name}: is empty, there is no script in it")
    return Script(text, name)


def find_scripts(paths: tuple[str, ...]) -> list[str]:
    """Give the scripts of all paths; of a folder those in it whose name ends in `.py`."""
    found: list[str] = []
    for path in paths:
        if path != STDIN and _is_folder(path):
            inside = sorted(str(file) for file in Path(path).rglob("*.py") if file.is_file())
            if not inside:
                raise UsageError(f"{path}: is a directory without Python files")
            found += inside
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def input_types(values: Mapping[str, Any]) -> dict[str, str]:
    """What the analysis is told of inputs: the names of their types."""
    return {name: type(value).__name__ for name, value in values.items()}


def declare_inputs(pairs: tuple[str, ...], file: str | None) -> dict[str, str]:
    """Tell the types of inputs where nothing runs; a bare name may be anything."""
    bare = [pair for pair in pairs if "=" not in pair]
    valued = tuple(pair for pair in pairs if "=" in pair)
    declared = dict.fromkeys(bare, "Any") | input_types(read_inputs(valued, file))
    _check_input_names(declared)
    return declared


def read_inputs(pairs: tuple[str, ...], file: str | None) -> dict[str, Any]:
    """Put together the inputs of `--inputs FILE.json` and `--input name=json`."""
    values: dict[str, Any] = {}
    if file is not None:
        loaded = _parse_json(read_content(Path(file), file), file)
        if not isinstance(loaded, dict):
            raise UsageError(f'{file}: inputs are one JSON object, such as {{"customer": "Ada"}}')
        values.update(cast("dict[str, Any]", loaded))
        _check_input_names(values, f"{file}: ")
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise UsageError(f"--input {pair}: write name=JSON, such as customer='\"Ada\"'")
        values[name] = _parse_json(text.encode(), f"--input {name}")
    _check_input_names(values)
    return values


def _check_input_names(names: Iterable[str], place: str = "") -> None:
    wrong = next((name for name in names if not name.isidentifier()), None)
    if wrong is not None:
        raise UsageError(
            f"{place}input `{wrong}`: a script can only use a name that is an identifier"
        )


def _parse_json(content: bytes, name: str) -> Any:  # noqa: ANN401  # JSON is any of its types
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        raise UsageError(f"{place}: this is not JSON: {error.msg.lower()}") from None
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UsageError(f"{name}: this is not JSON that can be read: {error}") from None


def encode_script(text: str, old: bytes) -> bytes:
    """The bytes of a text as those of the file it was read from: with its byte order mark."""
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode("utf-8")


def _is_folder(name: str) -> bool:
    if not name:
        raise UsageError("an empty name is no file")
    return os.path.isdir(name)  # noqa: PTH112  # unlike `Path`, it has an answer for any name


def read_content(path: Path, name: str) -> bytes:
    """What a file holds; raises `UsageError`."""
    if _is_folder(name):
        raise UsageError(f"{name}: is a directory, not a file")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"{name}: there is no such file") from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(f"{name}: cannot be read: {reason.lower()}") from None


def _read_stdin() -> bytes:
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:
        return sys.stdin.read().encode()
    content: bytes = buffer.read(LARGEST + 1)
    return content
