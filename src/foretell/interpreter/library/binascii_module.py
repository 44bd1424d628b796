"""`binascii`."""

from __future__ import annotations

import binascii

from foretell.interpreter.kernel import Runtime
from foretell_analyzer.dialect import load_dialect

from .hosting import check_all, construct_by, growing, host_members, light, texts

construct_by(binascii.Error, light)
construct_by(binascii.Incomplete, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    checks = {
        name: check_all(growing(3), texts)
        for name in load_dialect().modules["binascii"].members
        if name not in ("Error", "Incomplete")
    }
    return host_members("binascii", binascii, checks=checks)
