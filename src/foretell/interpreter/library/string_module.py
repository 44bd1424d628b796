"""`string`: constants; classes to derive from are in `string_classes`."""

from __future__ import annotations

import string

from foretell.interpreter.kernel import Runtime

from .hosting import heavy_texts, host_members
from .string_classes import CLASSES


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("string", string, own=CLASSES, checks={"capwords": heavy_texts})
