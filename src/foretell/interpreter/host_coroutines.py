"""Coroutines of the host's library in a script's hands. Never compiled: see `tool_coroutines`.

CPython warns on the standard error, which is the host's, of a coroutine that nobody awaited. That
a script forgot to await is no business of the host.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from typing import Any, final


@final
class HostCoroutine:
    """A coroutine of the library that may be dropped without a word."""

    def __init__(self, inner: Coroutine[Any, Any, Any]) -> None:
        self.inner = inner

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.inner.__await__()

    def send(self, value: Any) -> Any:
        """Resume; part of the coroutine protocol."""
        return self.inner.send(value)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> Any:
        """Resume with an exception; part of the coroutine protocol."""
        del traceback
        return self.inner.throw(kind if value is None else value)

    def close(self) -> None:
        """End it."""
        self.inner.close()

    def __del__(self) -> None:
        self.inner.close()

    def __repr__(self) -> str:
        return f"<coroutine object {getattr(self.inner, '__qualname__', '')}>"
