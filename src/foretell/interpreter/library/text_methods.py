"""What methods of `str`, `bytes` and `bytearray` cost, before CPython does them."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, METHODS
from foretell.interpreter.formatting import NO_ARGUMENTS, format_text
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import Metered, charge_bits, charge_length, is_sized

Arguments = list[Any]
Keywords = dict[str, Any]


def scan(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A pass over the text."""
    runtime.charge(len(arguments[0]) >> 6)


def copy(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A text about as long as this one."""
    runtime.charge_size(len(arguments[0]))


def pieces(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Pieces of the text: as many as there are characters, at worst."""
    runtime.charge(len(arguments[0]) >> 4)


def search(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A search for a part."""
    length = len(arguments[0])
    runtime.charge(length >> 6)
    if length > 2000 and len(arguments) > 1 and isinstance(arguments[1], (str, bytes)):
        runtime.charge(length >> 4 if len(arguments[1]) > 1 else 0)


def ask_index(arguments: Arguments, place: int) -> None:
    """Let an object say which number it stands for, before the work is charged."""
    value = arguments[place] if len(arguments) > place else 0
    if not isinstance(value, int) and hasattr(type(value), "__index__"):
        arguments[place] = operator.index(value)


def width(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A text of the given width."""
    runtime.charge(len(arguments[0]) >> 6)
    ask_index(arguments, 1)
    if len(arguments) > 1 and isinstance(arguments[1], int):
        charge_length(runtime, arguments[1])


def expand(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Tabs to spaces."""
    ask_index(arguments, 1)
    size = arguments[1] if len(arguments) > 1 else keywords.get("tabsize", 8)
    if isinstance(size, int):
        tabs = arguments[0].count("\t" if isinstance(arguments[0], str) else b"\t")
        charge_length(runtime, len(arguments[0]) + tabs * max(0, size))


def replace(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """The length of the result, from the number of places."""
    search(runtime, arguments, keywords)
    if len(arguments) < 3:
        return
    text, old, new = arguments[:3]
    if not isinstance(old, (str, bytes, bytearray)) or type(new) is not type(old):
        return
    if len(new) <= len(old):
        runtime.charge(len(text) >> 6)
        return
    limit = arguments[3] if len(arguments) > 3 else -1
    try:
        count = text.count(old)
    except TypeError:
        return
    if isinstance(limit, int) and limit >= 0:
        count = min(count, limit)
    charge_length(runtime, len(text) + count * (len(new) - len(old)))


def join(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """The length of the result; what is joined is collected first where its length is unknown."""
    if len(arguments) != 2:
        return
    separator, items = arguments
    if not is_sized(items):
        items = arguments[1] = list[Any](Metered(runtime, iter(joinable(items)), kept=True))
    count = len(items)
    runtime.charge((count >> 3) + 1)
    size = count * len(separator)
    if count:
        try:
            size += sum(map(len, items))
        except TypeError:
            return  # CPython says what is wrong
    charge_length(runtime, size)


def joinable(items: Any) -> Iterable[Any]:
    """What `join` can go through; CPython's own message else."""
    if not hasattr(type(items), "__iter__") and not hasattr(type(items), "__getitem__"):
        raise TypeError("can only join an iterable")
    found: Iterable[Any] = items
    return found


def translate(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """The length of the result: each character may become a text."""
    text = arguments[0]
    longest = 1
    if len(arguments) > 1 and type(arguments[1]) is dict:
        table = arguments[1]
        runtime.charge(len(table) >> 3)
        longest = max((len(new) for new in table.values() if isinstance(new, str)), default=1)
    charge_length(runtime, len(text) * max(1, longest))


def encode(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """A conversion between text and bytes."""
    runtime.charge_size(len(arguments[0]) * 4)


def format_string(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`text.format(…)`."""
    return format_text(runtime, arguments[0], arguments[1:], keywords)


def format_map(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`text.format_map(mapping)`."""
    if len(arguments) != 2 or keywords:
        given = len(arguments) - 1
        raise TypeError(f"str.format_map() takes exactly one argument ({given} given)")
    return format_text(runtime, arguments[0], NO_ARGUMENTS, arguments[1])


def to_bytes(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`number.to_bytes(length)`."""
    ask_index(arguments, 1)
    length = arguments[1] if len(arguments) > 1 else keywords.get("length", 1)
    if isinstance(length, int):
        charge_length(runtime, length)


def from_bytes(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`int.from_bytes(data)`."""
    data: Any = arguments[0] if arguments else keywords.get("bytes")
    if not is_sized(data) and hasattr(type(data), "__iter__"):
        data = list(Metered(runtime, iter(data)))
        if arguments:
            arguments[0] = data
        else:
            keywords["bytes"] = data
    if is_sized(data):
        charge_bits(runtime, len(data) * 8)


def from_hex(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`bytes.fromhex(text)`."""
    if arguments and isinstance(arguments[0], str):
        runtime.charge_size(len(arguments[0]))


def make_table(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`str.maketrans(…)`."""
    for argument in arguments:
        if is_sized(argument):
            runtime.charge((len(argument) >> 3) + 1)


GROUPS: Final = {
    scan: "isalnum isalpha isdecimal isdigit isidentifier islower isnumeric isprintable isspace "
    "istitle isupper isascii",
    copy: "capitalize lower lstrip rstrip strip swapcase title upper casefold removeprefix "
    "removesuffix partition rpartition zfill hex",
    search: "count find index rfind rindex",
    pieces: "split rsplit splitlines",
    width: "center ljust rjust zfill",
    encode: "encode decode",
}

for _check, _names in GROUPS.items():
    for _name in _names.split():
        for _type in ("str", "bytes"):
            CHECKS[f"{_type}.{_name}"] = _check
for _type in ("str", "bytes"):
    CHECKS[f"{_type}.expandtabs"] = expand
    CHECKS[f"{_type}.replace"] = replace
    CHECKS[f"{_type}.join"] = join
    CHECKS[f"{_type}.translate"] = translate
    CHECKS[f"{_type}.maketrans"] = make_table
CHECKS["int.to_bytes"] = to_bytes
for _type in ("bytes", "bytearray", "float"):
    CHECKS[f"{_type}.fromhex"] = from_hex
CHECKS["int.from_bytes"] = from_bytes
METHODS["str.format"] = format_string
METHODS["str.format_map"] = format_map
