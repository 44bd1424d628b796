"""An example of each entry of the dialect's table: a call with arguments made from its signature.

Arguments come from annotations, receivers of methods from `RECEIVERS`. An example may well fail:
what matters is that it fails in both ways alike. `WRITTEN` has those that no annotation gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.dialect import Entry, EntryKind, Signature, load_dialect
from foretell_analyzer.ir import ParameterKind
from tests.example_values import ARGUMENTS, CHANCE, COROUTINES, LATER, RECEIVERS
from tests.written_examples import WRITTEN

PRELUDE: Final = """\
import abc, asyncio, base64, binascii, bisect, calendar, cmath, collections, collections.abc
import contextlib, copy, csv, dataclasses, datetime, decimal, difflib, enum, fractions, functools
import graphlib, hashlib, heapq, hmac, html, io, ipaddress, itertools, json, logging, math, numbers
import operator, pprint, random, re, secrets, statistics, string, sys, textwrap, time, traceback
import types, typing, unicodedata, urllib.parse, uuid, warnings, zoneinfo
def named(a=1): return a
class Named:
    def method(self): return 1
    def __init__(self): self.a = 1
class Ordered:
    def __eq__(self, o): return True
    def __lt__(self, o): return False
class Sizing(typing.Protocol):
    def __len__(self): ...
def counting(): yield 1; yield 2
async def waiting(): return 5
async def stepping(): yield 1
def caught(f=lambda: 1 / 0):
    try: f()
    except Exception as e: return e
def quietly(f):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore'); return f()
def failed_future():
    future = asyncio.get_running_loop().create_future()
    future.set_exception(ValueError('e'))
    return future
def tell(name, f):
    try:
        value = f()
        if type(value).__name__ in ('chain', 'islice', 'generator', 'list_iterator', 'map'):
            value = list(itertools.islice(value, 5))
        print(name, type(value).__name__, shown(value))
    except BaseException as e:
        print(name, type(e).__name__, e)
def shown(value):
    if isinstance(value, (int, float, complex, str, bytes, bytearray, type(None))): return repr(value)
    if isinstance(value, (list, tuple)): return [shown(v) for v in value]
    if isinstance(value, (set, frozenset)): return sorted(map(shown, value))
    if isinstance(value, dict): return {k: shown(v) for k, v in value.items()}
    return ''
logging.basicConfig(format='%(message)s', stream=sys.stdout, force=True)
"""


def value_for(annotation: str | None) -> str:
    """A literal for a parameter."""
    text = annotation or "object"
    if text in ARGUMENTS:
        return ARGUMENTS[text]
    first = text.split(" | ", maxsplit=1)[0]
    if first in ARGUMENTS:
        return ARGUMENTS[first]
    plain = first.partition("[")[0]
    if plain in ARGUMENTS:
        return ARGUMENTS[plain]
    if plain == "Callable":
        return "(lambda *a: a)"
    raise KeyError(f"no example for a parameter of type {text}")


def arguments_of(way: Signature) -> str:
    """Arguments for the parameters that need some; keyword-only ones by name."""
    given = []
    for each in way.parameters:
        if each.kind is ParameterKind.VAR_POSITIONAL and each.annotation not in ("object", "Any"):
            given.append(value_for(each.annotation))
        if each.has_default or each.kind in (
            ParameterKind.VAR_POSITIONAL,
            ParameterKind.VAR_KEYWORD,
        ):
            continue
        value = value_for(each.annotation)
        named = each.kind is ParameterKind.KEYWORD_ONLY
        given.append(f"{each.name}={value}" if named else value)
    return ", ".join(given)


def example(key: str, callee: str, entry: Entry) -> str:
    """An expression that calls an entry, or reads it where it is no function."""
    if key in WRITTEN:
        return WRITTEN[key]
    if not entry.is_callable:
        return callee
    return f"{callee}({arguments_of(entry.signatures[0])})"


def module_examples(module: str) -> Iterator[tuple[str, str]]:
    """Name and expression for each member of a module; the builtins' module is `builtins`."""
    dialect = load_dialect()
    if module == "builtins":
        for name, entry in dialect.builtins.items():
            yield f"builtins.{name}", example(f"builtins.{name}", name, entry)
        return
    for name, entry in dialect.modules[module].members.items():
        key = f"{module}.{name}"
        if key in LATER:
            yield key, f"asyncio.run(later_{name}())"
        else:
            yield key, example(key, key, entry)


def type_examples(key: str) -> Iterator[tuple[str, str]]:
    """Name and expression for each member of a type."""
    entry = load_dialect().types[key]
    for name, member in entry.members.items():
        if name.startswith("__") and name not in ("__cause__", "__context__", "__name__"):
            continue
        owner = RECEIVERS[key]
        full = f"{key}.{name}"
        if member.kind in (EntryKind.CLASS_METHOD, EntryKind.STATIC_METHOD) and "_" not in key:
            yield full, example(full, f"{key}.{name}", member)
        else:
            yield full, example(full, f"{owner}.{name}", member)


def definitions() -> str:
    """Coroutines that call what needs a running loop."""
    lines = []
    for key in sorted(LATER):
        name = key.removeprefix("asyncio.")
        lines += [
            f"async def later_{name}():",
            f"    made = {key}({COROUTINES[key]})",
            f"    return {'await made' if name not in UNAWAITED else 'made is not None'}",
        ]
    return "\n".join(lines) + "\n"


UNAWAITED: Final = frozenset({"timeout", "as_completed", "current_task", "get_running_loop"})
"""Those whose result is not awaited."""


def program(examples: list[tuple[str, str]], *, in_loop: bool = False) -> str:
    """A program that tells what each example gives."""
    lines = []
    for name, text in examples:
        shown = text
        if name.startswith(CHANCE):
            shown = f"type({text}).__name__"
        elif name.startswith("typing.") and not text.endswith(")"):
            shown = f"{text} is not None"  # forms have no types of their own
        lines.append(f"    tell({name!r}, lambda: {shown})")
    looped = ["async def main():", *lines, "asyncio.run(main())"]
    body = looped if in_loop else ["if True:", *lines]
    return PRELUDE + definitions() + "\n".join(body) + "\n"
