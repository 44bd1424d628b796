"""`unicodedata`."""

from __future__ import annotations

import unicodedata

from foretell.interpreter.kernel import Runtime

from .hosting import check_all, growing, heavy_texts, host_members


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "unicodedata",
        unicodedata,
        checks={
            "normalize": check_all(growing(18), heavy_texts),
            "is_normalized": heavy_texts,
        },
    )
