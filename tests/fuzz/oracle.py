"""CPython beside us: runs a program in a process of its own that can reach nothing, for a moment.

`python -m tests.fuzz.oracle` serves programs that come over standard input, each after its length,
and answers each with a JSON text: stdout, value and traceback, or `null` where the program tried to
reach out, took too long or died. Each runs in a fork, under limits on time, memory, files and
processes, with a hook that refuses what would leave the process. Programs are only ever mutations of
our own.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import time
from dataclasses import astuple
from typing import Any, BinaryIO, Final

from tests.alike import Result, run_by_python

SECONDS: Final = 1.0
MEMORY: Final = 1 << 30
_LENGTH: Final = struct.Struct("<I")
_REFUSED: Final = (
    "os.", "subprocess.", "shutil.", "ctypes.", "signal.", "glob.", "tempfile.", "pty.", "fcntl.", "mmap.", "http.",
    "urllib.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser.", "builtins.input", "builtins.breakpoint", "cpython.",
    "socket.bind", "socket.connect", "socket.get", "socket.send", "_thread.start", "resource.", "syslog.", "winreg.",
)  # fmt: skip


class Oracle:
    """Asks a server of this module; its hash seed decides in which order sets of texts are."""

    def __init__(self, hash_seed: int) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.oracle"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        )

    def run(self, text: str) -> Result | None:
        """What the program does in CPython, or nothing where that is not to be had."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        send(self._server.stdin, text.encode("utf-8", "surrogatepass"))
        answer: list[Any] | None = json.loads(receive(self._server.stdout) or b"null")
        return None if answer is None else Result(*answer[:3])

    def close(self) -> None:
        """End the server."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait()


def send(stream: BinaryIO | Any, content: bytes) -> None:
    """Write a message."""
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: BinaryIO | Any) -> bytes | None:
    """Read a message; nothing at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    content: bytes = stream.read(_LENGTH.unpack(head)[0])
    return content


def serve() -> None:
    """Answer until standard input ends."""
    while (content := receive(sys.stdin.buffer)) is not None:
        answer = _run_apart(content.decode("utf-8", "surrogatepass"))
        send(sys.stdout.buffer, answer or b"null")


def _run_apart(text: str) -> bytes | None:
    """Run a program in a fork; its answer, or nothing."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _be_the_child(text, writer)
    os.close(writer)
    try:
        return _read_until(reader, time.monotonic() + SECONDS)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _read_until(reader: int, deadline: float) -> bytes | None:
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        part = os.read(reader, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _be_the_child(text: str, writer: int) -> None:
    """Run the program under limits; never returns."""
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        for what, limit in (
            (resource.RLIMIT_CPU, 2),
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 64),
        ):
            resource.setrlimit(what, (limit, limit))
        refused: list[str] = []

        def look(event: str, arguments: tuple[Any, ...]) -> None:
            is_write = event == "open" and not _is_module(arguments)
            if is_write or event.startswith(_REFUSED):
                refused.append(event)
                raise PermissionError(event)

        write, leave = os.write, os._exit
        sys.addaudithook(look)
        result = run_by_python(text)
        told = b"null" if refused else json.dumps(astuple(result)).encode()
        while told:
            told = told[write(writer, told) :]
    finally:
        leave = os._exit
        leave(0)


def _is_module(arguments: tuple[Any, ...]) -> bool:
    """Is a file opened to be imported, or to be shown in a traceback?"""
    path, mode = arguments[0], arguments[1]
    return (
        isinstance(path, str)
        and mode in {"r", "rb"}
        and path.startswith((sys.prefix, sys.base_prefix))
    )


if __name__ == "__main__":
    serve()
