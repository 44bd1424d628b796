"""`csv`: readers and writers of CPython, what they read and write metered."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, METHODS, get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import SUBCLASSABLE
from foretell.interpreter.formatting import to_text
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.layouts import is_script_instance, is_script_type, layout_of
from foretell.interpreter.measure import Metered, collect, walk
from foretell.interpreter.operators import iterate

from .hosting import Arguments, Keywords, construct_with, host_members, light

OPTIONS: Final = (
    "delimiter",
    "quotechar",
    "escapechar",
    "doublequote",
    "skipinitialspace",
    "lineterminator",
    "quoting",
    "strict",
)
NUMBERS: Final = frozenset({int, float, bool, str, type(None)})


class Sink:
    """Where a writer writes, if that is no file of ours: the script's own `write`."""

    def __init__(self, runtime: Runtime, target: Any) -> None:
        self.runtime = runtime
        self.target = get_attribute(runtime, target, "write")

    def write(self, text: str) -> object:
        """Pass the text on."""
        return call(self.runtime, self.target, [text], {})


class ChargedFile:
    """A file in memory as a writer sees it: what is written is charged."""

    def __init__(self, runtime: Runtime, file: io.StringIO) -> None:
        self.runtime = runtime
        self.file = file

    def write(self, text: str) -> int:
        """Write a row."""
        self.runtime.charge_size(self.file.tell() + len(text) if len(text) > 4096 else len(text))
        return self.file.write(text)


def sink(runtime: Runtime, target: Any) -> Any:
    """What CPython's writer writes to."""
    if type(target) is io.StringIO:
        return ChargedFile(runtime, target)
    try:
        return Sink(runtime, target)
    except AttributeError:
        raise TypeError('argument 1 must have a "write" method') from None


def dialect_of(value: Any) -> Any:
    """A dialect as CPython takes it: a name, its own, a class of the script or an instance of one."""
    if is_script_instance(value) and isinstance(value, csv.Dialect):
        value = type(value)
    if is_script_type(value):
        members = layout_of(value).members
        base = next((kind for kind in value.__mro__ if kind in DIALECTS), csv.Dialect)
        own: dict[str, Any] = {name: members[name] for name in OPTIONS if name in members}
        return type("dialect", (base,), own)
    return value


DIALECTS: Final = frozenset({csv.excel, csv.excel_tab, csv.unix_dialect})
SUBCLASSABLE.update((csv.Dialect, *DIALECTS))


def settle_dialect(arguments: Arguments, keywords: Keywords, place: int) -> None:
    """Put the dialect in order, by position or by name."""
    if len(arguments) > place:
        arguments[place] = dialect_of(arguments[place])
    elif "dialect" in keywords:
        keywords["dialect"] = dialect_of(keywords["dialect"])


def make_reader(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`reader(lines, …)`."""
    settle_dialect(arguments, keywords, 1)
    if arguments:
        arguments[0] = lines_of(runtime, arguments[0])
    return csv.reader(*arguments, **keywords)


def lines_of(runtime: Runtime, source: Any) -> Metered:
    """The lines of a source, each charged."""
    return Metered(runtime, iterate(runtime, source))


def make_writer(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`writer(file, …)`."""
    settle_dialect(arguments, keywords, 1)
    if arguments:
        arguments[0] = sink(runtime, arguments[0])
    return csv.writer(*arguments, **keywords)


def make_dict_reader(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`DictReader(lines, …)`."""
    settle_dialect(arguments, keywords, 4)
    if arguments:
        arguments[0] = lines_of(runtime, arguments[0])
    elif "f" in keywords:
        keywords["f"] = lines_of(runtime, keywords["f"])
    return csv.DictReader(*arguments, **keywords)


def make_dict_writer(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`DictWriter(file, fieldnames, …)`."""
    settle_dialect(arguments, keywords, 4)
    if arguments:
        arguments[0] = sink(runtime, arguments[0])
    elif "f" in keywords:
        keywords["f"] = sink(runtime, keywords["f"])
    if len(arguments) > 1:
        arguments[1] = collect(runtime, arguments[1])
    return csv.DictWriter(*arguments, **keywords)


def fields(runtime: Runtime, row: Any) -> list[Any]:
    """The fields of a row, with texts made by us where they are not plain."""
    items = collect(runtime, row)
    walk(runtime, items)
    if NUMBERS.issuperset(map(type, items)):
        return items
    return [item if type(item) in NUMBERS else to_text(runtime, item) for item in items]


def plain_row(runtime: Runtime, row: Any) -> Any:
    """A row of a `DictWriter`, likewise."""
    if not isinstance(row, dict) and not is_script_instance(row):
        return row  # CPython says what is wrong
    keys = list(iterate(runtime, row))
    return dict(zip(keys, fields(runtime, [row[key] for key in keys]), strict=True))


def write_row(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`writer.writerow(row)`."""
    writer: Any = arguments[0]
    row = arguments[1]
    if not hasattr(type(row), "__iter__"):
        return writer.writerow(row)  # CPython says what is wrong
    return writer.writerow(fields(runtime, row))


def write_rows(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`writer.writerows(rows)`."""
    for row in iterate(runtime, arguments[1]):
        runtime.charge(1)
        write_row(runtime, [arguments[0], row], keywords)
    return None


def write_mapping(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`dict_writer.writerow(mapping)`."""
    writer: Any = arguments[0]
    return writer.writerow(plain_row(runtime, arguments[1]))


def write_mappings(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`dict_writer.writerows(mappings)`."""
    for row in iterate(runtime, arguments[1]):
        runtime.charge(1)
        write_mapping(runtime, [arguments[0], row], keywords)
    return None


FUNCTIONS: Final[dict[str, BuiltinFunction]] = {"reader": make_reader, "writer": make_writer}

HOST_TYPES[type(csv.reader([]))] = "csv._Reader"
HOST_TYPES[type(csv.writer(io.StringIO()))] = "csv._Writer"
METHODS["csv._Writer.writerow"] = write_row
METHODS["csv._Writer.writerows"] = write_rows
METHODS["csv.DictWriter.writerow"] = write_mapping
METHODS["csv.DictWriter.writerows"] = write_mappings
CHECKS["csv.DictWriter.writeheader"] = light
construct_with(csv.DictReader, make_dict_reader)
construct_with(csv.DictWriter, make_dict_writer)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("csv", csv, functions=FUNCTIONS)
