"""`hashlib`."""

from __future__ import annotations

import hashlib
from typing import Any

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.measure import charge_length
from foretell_analyzer.dialect import EntryKind, load_dialect

from .hosting import Arguments, Keywords, argument, host_members, texts
from .sets import OrderedSet

NAMES = tuple(
    name
    for name, entry in load_dialect().modules["hashlib"].members.items()
    if entry.kind is EntryKind.FUNCTION and name not in ("new", "pbkdf2_hmac", "file_digest")
)


def check_derivation(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`pbkdf2_hmac(…)`: as many rounds as are asked for."""
    texts(runtime, arguments, keywords)
    rounds = argument(arguments, keywords, 3, "iterations")
    length = argument(arguments, keywords, 4, "dklen")
    blocks = 1
    if isinstance(length, int):
        charge_length(runtime, length)
        blocks += length >> 4
    if isinstance(rounds, int):
        runtime.charge(min(max(0, rounds) * blocks, 1 << 60) * 4)


def check_length(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`digest(length)` of digests that can be any length."""
    if len(arguments) > 1 and isinstance(arguments[1], int):
        charge_length(runtime, arguments[1])
        runtime.charge(max(0, arguments[1]) >> 6)


def digest_file(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`file_digest(file, digest)`: of what is left to read."""
    file, digest = arguments
    content = call(runtime, get_attribute(runtime, file, "read"), [], {})
    texts(runtime, [content], {})
    made: Any = hashlib.new(digest) if isinstance(digest, str) else call(runtime, digest, [], {})
    made.update(content)
    result: object = made
    return result


for _name in NAMES:
    _made: Any = getattr(hashlib, _name)()
    HOST_TYPES[type(_made)] = (
        "hashlib._ExtendableHash" if _name.startswith("shake") else "hashlib._Hash"
    )
CHECKS["hashlib._Hash.update"] = texts
CHECKS["hashlib._ExtendableHash.update"] = texts
CHECKS["hashlib._ExtendableHash.digest"] = check_length
CHECKS["hashlib._ExtendableHash.hexdigest"] = check_length


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    own: dict[str, object] = {
        name: OrderedSet(sorted(hashlib.algorithms_guaranteed))
        for name in ("algorithms_guaranteed", "algorithms_available")
    }
    checks = dict.fromkeys((*NAMES, "new"), texts)
    return host_members(
        "hashlib",
        hashlib,
        own=own,
        functions={"file_digest": digest_file},
        checks={**checks, "pbkdf2_hmac": check_derivation},
    )
