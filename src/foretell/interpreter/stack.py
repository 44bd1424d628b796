"""How large the stack of the current thread is, and a thread whose stack is large enough.

A run that nests as deep as its budget allows must find the stack for it: past its end the process
dies. Where a thread's stack is too small, or nothing can be found out about it, the run gets a
thread of its own.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

STACK_SIZE: Final = 64 * 1024 * 1024
LARGEST_STACK: Final = 512 * 1024 * 1024
PER_CALL: Final = 20 * 1024
"""Bytes of stack that a call of the script may need, through C functions and in either form."""
BASE: Final = 1024 * 1024

USUAL_DEPTH: Final = (STACK_SIZE - BASE) // PER_CALL
"""Calls inside one another for which the stack is large enough that a thread of ours has at least."""

DEEPEST: Final = (LARGEST_STACK - BASE) // PER_CALL
"""The most calls inside one another that any run can have."""

FRAMES_PER_CALL: Final = 30
"""Host frames that a call of a script function may need in the pure form, at the most."""

_lock = threading.Lock()
_known = threading.local()
_frames: list[int] = []
"""The host's own limit on frames, then what each run needs."""


def suffices(depth: int) -> bool:
    """Is the stack of this thread large enough for calls `depth` deep?"""
    size: int | None = getattr(_known, "size", None)
    if size is None:
        size = 0
        with contextlib.suppress(Exception):
            size = _own_size()
        _known.size = size
    return size >= needed(depth)


def needed(depth: int) -> int:
    """Bytes of stack for calls `depth` deep."""
    return BASE + depth * PER_CALL


def thread(task: Callable[[], None], depth: int) -> threading.Thread:
    """Start a thread whose stack is large enough."""
    with _lock:
        previous = threading.stack_size(max(STACK_SIZE, needed(min(depth, DEEPEST))))
        try:
            made = threading.Thread(target=task, name="foretell", daemon=True)
            made.start()
        finally:
            threading.stack_size(previous)
    return made


@contextlib.contextmanager
def room_for(depth: int) -> Iterator[None]:
    """Let the host's limit on frames stay above ours; it is process-wide, so the last one out
    puts it back.
    """
    wanted = depth * FRAMES_PER_CALL + 2_000
    with _lock:
        if not _frames:
            _frames.append(sys.getrecursionlimit())
        _frames.append(wanted)
        sys.setrecursionlimit(max(sys.getrecursionlimit(), wanted))
    try:
        yield
    finally:
        with _lock:
            _frames.remove(wanted)
            if len(_frames) == 1:
                sys.setrecursionlimit(_frames.pop())


def _own_size() -> int:
    if threading.current_thread() is threading.main_thread():
        import resource  # noqa: PLC0415 - not on every platform

        limit = resource.getrlimit(resource.RLIMIT_STACK)[0]
        return LARGEST_STACK if limit == resource.RLIM_INFINITY else limit
    import ctypes  # noqa: PLC0415 - slow to import, and only needed here

    system: Any = ctypes.CDLL(None)
    attributes = ctypes.create_string_buffer(256)
    start, size = ctypes.c_void_p(), ctypes.c_size_t()
    system.pthread_self.restype = ctypes.c_void_p
    this = ctypes.c_void_p(system.pthread_self())
    if system.pthread_getattr_np(this, attributes) != 0:
        return 0
    system.pthread_attr_getstack(attributes, ctypes.byref(start), ctypes.byref(size))
    system.pthread_attr_destroy(attributes)
    return int(size.value)
