"""`io`: files in memory."""

from __future__ import annotations

import io
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, METHODS
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import charge_length, collect

from .hosting import Arguments, Keywords, construct_by, host_members


def check_write(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Charge what is written; a place behind the end is filled up to."""
    if len(arguments) > 1 and isinstance(arguments[1], (str, bytes, bytearray)):
        file = arguments[0]
        place = file.tell() if not file.closed else 0
        if place > runtime.item_limit:
            charge_length(runtime, place)
        length = len(arguments[1])
        runtime.charge(length >> 6)
        charge_length(runtime, place + length if place + length > runtime.item_limit else 1)


def write_lines(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`file.writelines(lines)`."""
    file: Any = arguments[0]
    for line in collect(runtime, arguments[1]):
        check_write(runtime, [file, line], {})
        file.write(line)
    return None


def check_read(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """Charge reading to the end."""
    file = arguments[0]
    if not file.closed:
        place = file.tell()
        size = file.seek(0, io.SEEK_END) - place
        file.seek(place)
        runtime.charge_size(max(0, size))


def check_content(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """Charge the first content."""
    for value in (*arguments, *keywords.values()):
        if isinstance(value, (str, bytes, bytearray)):
            runtime.charge_size(len(value))


TYPES: Final[dict[type, str]] = {io.StringIO: "io.StringIO", io.BytesIO: "io.BytesIO"}
HOST_TYPES.update(TYPES)
for _kind, _key in TYPES.items():
    construct_by(_kind, check_content)
    CHECKS[f"{_key}.write"] = check_write
    METHODS[f"{_key}.writelines"] = write_lines
    for _name in ("read", "readlines", "getvalue"):
        CHECKS[f"{_key}.{_name}"] = check_read


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("io", io)
