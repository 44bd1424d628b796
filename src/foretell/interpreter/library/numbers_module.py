"""`numbers`: abstract types, for `isinstance`."""

from __future__ import annotations

import numbers

from foretell.interpreter.kernel import Runtime

from .hosting import host_members


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("numbers", numbers)
