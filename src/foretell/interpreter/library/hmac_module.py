"""`hmac`."""

from __future__ import annotations

import hmac
from typing import Any

from foretell.interpreter.attributes import CHECKS
from foretell.interpreter.kernel import Runtime
from foretell.interpreter.values import Builtin

from .hosting import Arguments, Keywords, host_members, texts


def check_digest(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """A digest may be named by its function in `hashlib`."""
    texts(runtime, arguments, keywords)
    for index, value in enumerate(arguments):
        arguments[index] = named(value)
    for name, value in keywords.items():
        keywords[name] = named(value)


def named(value: Any) -> Any:
    """The name of a digest for its function."""
    return value.name if isinstance(value, Builtin) else value


CHECKS["hmac.HMAC.update"] = texts


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "hmac", hmac, checks={"new": check_digest, "digest": check_digest, "compare_digest": texts}
    )
