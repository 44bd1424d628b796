"""Tries one text in a fork, so that death and hanging are found too; makes texts that do harm small."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import time
from collections.abc import Callable
from typing import Final

from tests.fuzz.harm import Harm, harm_of
from tests.fuzz.targets import Target

HANGS: Final = "hangs"


def harm_in_fork(target: Target, text: str) -> Harm | None:
    """What a text does to a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _try(target, text, writer)
    os.close(writer)
    told = b""
    deadline = time.monotonic() + target.seconds
    hangs = False
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            hangs = True
            break
        part = os.read(reader, 1 << 16)
        if not part:
            break
        told += part
    os.close(reader)
    if hangs:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if hangs:
        return Harm(HANGS, f"took more than {target.seconds} s")
    if os.WIFSIGNALED(status):
        return Harm(f"died of signal {os.WTERMSIG(status)}", "")
    return Harm(*json.loads(told)) if told else None


def _try(target: Target, text: str, writer: int) -> None:
    """Be the fork; never returns."""
    status = 1
    try:
        target.attempt(text)
        status = 0
    except BaseException as error:
        found = harm_of(error)
        os.write(writer, json.dumps([found.kind, found.told[:50_000]]).encode())
    finally:
        os._exit(status)


def smallest(target: Target, text: str, kind: str, seconds: float) -> str:
    """As small a text as is found in a time that does the same harm."""
    ends = time.monotonic() + seconds

    def does_it(candidate: str) -> bool:
        found = harm_in_fork(target, candidate)
        return found is not None and found.kind == kind

    for split in (_lines, _words, list):
        before = None
        while before != text and time.monotonic() < ends:
            before = text
            text = _without_parts(text, split, does_it, ends)
    return text


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _without_parts(
    text: str, split: Callable[[str], list[str]], does_it: Callable[[str], bool], ends: float
) -> str:
    """Leave out stretches, long ones first, as long as the harm stays."""
    parts = split(text)
    size = max(1, len(parts) // 2)
    while size:
        start = 0
        while start < len(parts):
            if time.monotonic() > ends:
                return "".join(parts)
            rest = parts[:start] + parts[start + size :]
            if does_it("".join(rest)):
                parts = rest
            else:
                start += size
        size //= 2
    return "".join(parts)
