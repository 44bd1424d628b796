"""`base64`."""

from __future__ import annotations

import base64

from foretell.interpreter.kernel import Runtime
from foretell_analyzer.dialect import load_dialect

from .hosting import check_all, growing, heavy_texts, host_members, texts


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    checks = {
        name: check_all(growing(2), heavy_texts if name[0] in "ab8" and "85" in name else texts)
        for name in load_dialect().modules["base64"].members
    }
    return host_members("base64", base64, checks=checks)
