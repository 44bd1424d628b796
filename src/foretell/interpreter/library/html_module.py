"""`html`."""

from __future__ import annotations

import html

from foretell.interpreter.kernel import Runtime

from .hosting import check_all, growing, heavy_texts, host_members


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "html", html, checks={"escape": growing(6), "unescape": check_all(growing(1), heavy_texts)}
    )
