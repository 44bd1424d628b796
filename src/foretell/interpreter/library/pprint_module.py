"""`pprint`: into the run's output; the layout is CPython's, the texts of values are ours."""

from __future__ import annotations

import builtins
import io
import pprint
from typing import Any, Final

from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.formatting import represent
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.layouts import is_script_instance, layout_of
from foretell.interpreter.measure import charge_length, children, walk
from foretell.interpreter.native import NativeMethod
from foretell.interpreter.signatures import Signature

from .dataclass_fields import Field
from .hosting import Arguments, Keywords, argument, host_members
from .services import write_output
from .sets import OrderedFrozenSet, OrderedSet

OPTIONS: Final = ("indent", "width", "depth", "compact", "sort_dicts", "underscore_numbers")
PLAIN: Final = frozenset(
    {int, float, complex, bool, str, bytes, bytearray, type(None), list, tuple, dict}
)
KEY: Final = " layout"
"""Where a `PrettyPrinter` keeps its options: a name that scripts cannot spell."""


class Printer(pprint.PrettyPrinter):
    """CPython's printer over values of a script; what it has no name for is its own way of growing."""

    def __init__(self, runtime: Runtime, stream: io.StringIO, options: Keywords) -> None:
        super().__init__(stream=stream, **options)
        self.runtime = runtime
        self.host: Any = super()
        self.columns = options.get("width", 80)

    def format(
        self,
        object: Any,  # noqa: A002 - the host's name for it
        context: dict[int, int],
        maxlevels: int,
        level: int,
    ) -> tuple[str, bool, bool]:
        """The text of a value on one line, whether it can be read back, whether it holds itself."""
        if type(object) in PLAIN:
            return super().format(object, context, maxlevels, level)
        text = represent(self.runtime, object)
        return text, bool(text) and not text.startswith("<"), False

    def _format(
        self,
        object: Any,  # noqa: A002 - the host's name for it
        stream: Any,
        indent: int,
        allowance: int,
        context: dict[int, int],
        level: int,
    ) -> None:
        parts = (stream, indent, allowance, context, level)
        fields = shown_fields(object)
        is_wide = len(represent(self.runtime, object)) > self.columns - indent - allowance
        if type(object) in (OrderedSet, OrderedFrozenSet):
            plain = builtins.set if isinstance(object, OrderedSet) else builtins.frozenset
            if is_wide:
                self.host._format(plain(object), *parts)  # noqa: SLF001 - as the host does
            else:
                stream.write(represent(self.runtime, object))
        elif fields is not None and id(object) not in context and is_wide:
            self._format_fields(object, fields, parts)
        else:
            self.host._format(object, *parts)  # noqa: SLF001 - as the host does

    def _format_fields(
        self, value: Any, fields: list[str], parts: tuple[Any, int, int, dict[int, int], int]
    ) -> None:
        """A dataclass, a field a line."""
        stream, indent, allowance, context, level = parts
        name = type(value).__name__
        context[id(value)] = 1
        stream.write(name + "(")
        items = [(each, get_attribute(self.runtime, value, each)) for each in fields]
        inner = (stream, indent + len(name) + 1, allowance, context, level + 1)
        self.host._format_namespace_items(items, *inner)  # noqa: SLF001 - as the host does
        stream.write(")")
        del context[id(value)]


def shown_fields(value: Any) -> list[str] | None:
    """The fields of a dataclass whose `repr` was made by `dataclass`; None for anything else."""
    if not is_script_instance(value):
        return None
    members = layout_of(type(value)).members
    fields: Any = members.get("__dataclass_fields__")
    if fields is None or not isinstance(members.get("__repr__"), NativeMethod):
        return None
    found: dict[str, Field] = fields
    return [name for name, each in found.items() if each.repr and each.kind != "class variable"]


def lay_out(runtime: Runtime, value: Any, options: Keywords) -> str:
    """The text of a value on as many lines as it needs; CPython's way is quadratic in depth."""
    size = walk(runtime, value)
    runtime.charge_size(size)
    runtime.charge((size >> 1) + 1)
    indent = options.get("indent", 1)
    if isinstance(indent, int) and indent > 8:
        charge_length(runtime, indent * size)
    stream = io.StringIO()
    Printer(runtime, stream, options).pprint(value)
    return stream.getvalue()


def judge(runtime: Runtime, value: Any, options: Keywords) -> tuple[str, bool, bool]:
    """The text of a value on one line, whether it can be read back, whether it holds itself."""
    if children(value) is not None:
        runtime.charge((walk(runtime, value) >> 4) + 1)
    printer = Printer(runtime, io.StringIO(), options)
    return printer.format(value, {}, 0, 0)


def options_of(arguments: Arguments, keywords: Keywords, first: int) -> Keywords:
    """The layout options among the arguments of a call."""
    options = {name: keywords[name] for name in OPTIONS if name in keywords}
    return options | dict(zip(OPTIONS, arguments[first:], strict=False))


def formatted(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`pformat(object, …)`."""
    value = argument(arguments, keywords, 0, "object")
    return lay_out(runtime, value, options_of(arguments, keywords, 1))[:-1]


def write(runtime: Runtime, stream: Any, text: str) -> None:
    """To a stream of the script, or into the run's output."""
    if stream is None:
        write_output(runtime, text)
    else:
        call(runtime, get_attribute(runtime, stream, "write"), [text], {})


def printing(*, sort: bool) -> BuiltinFunction:
    """`pprint(object, stream, …)` and `pp`."""

    def show(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        value = argument(arguments, keywords, 0, "object")
        stream = argument(arguments, keywords, 1, "stream")
        options = options_of(arguments, keywords, 2)
        options.setdefault("sort_dicts", sort)
        write(runtime, stream, lay_out(runtime, value, options))
        return None

    return show


def judging(part: int) -> BuiltinFunction:
    """`saferepr(object)`, `isreadable(object)`, `isrecursive(object)`."""

    def ask(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        text, readable, recursive = judge(runtime, argument(arguments, keywords, 0, "object"), {})
        return (text, readable and not recursive, recursive)[part]

    return ask


FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    "pformat": formatted,
    "pprint": printing(sort=True),
    "pp": printing(sort=False),
    "saferepr": judging(0),
    "isreadable": judging(1),
    "isrecursive": judging(2),
}


# ------------------------------------------------------------------------------- PrettyPrinter

START: Final = Signature(
    "PrettyPrinter.__init__",
    ["indent", "width", "depth", "stream"],
    {"indent", "width", "depth", "stream", "compact", "sort_dicts", "underscore_numbers"},
    ["compact", "sort_dicts", "underscore_numbers"],
)


def start(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`PrettyPrinter(…)`."""
    options = START.bind(arguments[1:], keywords)
    stream = options.pop("stream", None)
    Printer(runtime, io.StringIO(), options)  # CPython says what is wrong with them
    arguments[0].__dict__[KEY] = (stream, options)
    return None


def print_by(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`printer.pprint(object)`."""
    stream, options = arguments[0].__dict__[KEY]
    write(runtime, stream, lay_out(runtime, arguments[1], options))
    return None


def format_by(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`printer.pformat(object)`."""
    return lay_out(runtime, arguments[1], arguments[0].__dict__[KEY][1])[:-1]


def judge_by(part: int) -> BuiltinFunction:
    """`printer.isreadable(object)`, `printer.isrecursive(object)`."""

    def ask(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        _, readable, recursive = judge(runtime, arguments[1], arguments[0].__dict__[KEY][1])
        return (readable and not recursive, recursive)[part]

    return ask


PRETTY_PRINTER: Final = native_class(
    "PrettyPrinter",
    "pprint",
    (),
    {
        "__init__": start,
        "pprint": print_by,
        "pformat": format_by,
        "isreadable": judge_by(0),
        "isrecursive": judge_by(1),
    },
)
layout_of(PRETTY_PRINTER).extra["final"] = True


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    own = {"PrettyPrinter": PRETTY_PRINTER}
    return host_members("pprint", pprint, own=own, functions=FUNCTIONS)
