"""The text that a worker tries just now, where it can be read when the worker is dead."""

from __future__ import annotations

import mmap
import struct
import time
from pathlib import Path
from typing import Final

_HEAD: Final = struct.Struct("<QdI")
_SIZE: Final = 1 << 21


class Slot:
    """A file in memory: how many texts were begun, since when the last is tried, and its text."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _SIZE)
        self.count = 0

    def begin(self, text: str) -> None:
        """Note a text before it is tried."""
        content = text.encode("utf-8", "surrogatepass")[: _SIZE - _HEAD.size]
        self.count += 1
        self._memory[_HEAD.size : _HEAD.size + len(content)] = content
        self._memory[: _HEAD.size] = _HEAD.pack(self.count, time.monotonic(), len(content))

    def end(self) -> None:
        """Note that nothing is tried."""
        self._memory[: _HEAD.size] = _HEAD.pack(self.count, float("inf"), 0)

    def read(self) -> tuple[int, float, str]:
        """How many were begun, the seconds since the last (negative between two), and its text."""
        count, began, length = _HEAD.unpack(self._memory[: _HEAD.size])
        content = self._memory[_HEAD.size : _HEAD.size + length]
        return (
            count,
            time.monotonic() - began if began else -1.0,
            content.decode("utf-8", "surrogatepass"),
        )
