"""`uuid`: chance and clock are the run's."""

from __future__ import annotations

import uuid

from foretell.interpreter.kernel import BuiltinFunction, Runtime

from .hosting import Arguments, Keywords, argument, construct_by, host_members, texts
from .services import services

EPOCH = 0x01B21DD213814000
"""From 15 October 1582 to 1970, in units of 100 nanoseconds."""


def random_identifier(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`uuid4()`."""
    if arguments or keywords:
        raise TypeError(f"uuid4() takes 0 positional arguments but {len(arguments)} were given")
    return uuid.UUID(int=services(runtime).random.getrandbits(128), version=4)


def timed_identifier(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`uuid1(node, clock_seq)`: never the machine's own address."""
    service = services(runtime)
    node = argument(arguments, keywords, 0, "node")
    sequence = argument(arguments, keywords, 1, "clock_seq")
    if node is None:
        node = service.random.getrandbits(48) | (1 << 40)
    if sequence is None:
        sequence = service.random.getrandbits(14)
    stamp = int(service.clock() * 10_000_000) + EPOCH
    fields = (
        stamp & 0xFFFFFFFF,
        (stamp >> 32) & 0xFFFF,
        (stamp >> 48) & 0x0FFF,
        (sequence >> 8) & 0x3F,
        sequence & 0xFF,
        node,
    )
    return uuid.UUID(fields=fields, version=1)


FUNCTIONS: dict[str, BuiltinFunction] = {"uuid1": timed_identifier, "uuid4": random_identifier}

construct_by(uuid.UUID, texts)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("uuid", uuid, functions=FUNCTIONS, checks={"uuid3": texts, "uuid5": texts})
