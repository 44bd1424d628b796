"""`random`: the generator of the run, and generators of the script's own.

A run that is given a seed draws the same numbers each time; `random.seed` seeds the run's
generator, never the process's.
"""

from __future__ import annotations

import random
from typing import Any, Final

from foretell.interpreter.attributes import CHECKS, Check
from foretell.interpreter.calls import CONSTRUCTORS
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_bits, charge_items, charge_length, is_sized
from foretell.interpreter.type_checks import kind_named
from foretell_analyzer.dialect import EntryKind, load_dialect

from .hosting import Arguments, Keywords, argument, construct_with, host_members
from .services import services


def check_sample(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`sample(population, k)` and `choices(population, k=…)`."""
    population = argument(arguments, keywords, 1, "population")
    if is_sized(population) and not isinstance(population, range):
        charge_items(runtime, len(population))
    for name, place in (("k", 2), ("weights", 2), ("cum_weights", 99), ("counts", 99)):
        value = argument(arguments, keywords, place, name)
        if isinstance(value, int):
            charge_length(runtime, value)
            runtime.charge(max(0, value))
        elif value is not None and is_sized(value):
            charge_items(runtime, len(value))


def check_shuffle(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`shuffle(items)`."""
    items = argument(arguments, keywords, 1, "x")
    if is_sized(items):
        runtime.charge(len(items))


def check_bits(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`getrandbits(k)`."""
    count = argument(arguments, keywords, 1, "k")
    if isinstance(count, int):
        charge_bits(runtime, count)


def check_bytes(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> None:
    """`randbytes(n)`."""
    count = argument(arguments, keywords, 1, "n")
    if isinstance(count, int):
        charge_length(runtime, count)


METHOD_CHECKS: Final[dict[str, Check]] = {
    "sample": check_sample,
    "choices": check_sample,
    "shuffle": check_shuffle,
    "getrandbits": check_bits,
    "randbytes": check_bytes,
}
CHECKS.update({f"random.Random.{name}": check for name, check in METHOD_CHECKS.items()})


def make_generator(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`Random(seed)`; without a seed it takes one from the run's generator."""
    given = argument(arguments, keywords, 0, "x")
    if given is None:
        given = services(runtime).random.getrandbits(128)
    elif isinstance(given, (str, bytes, bytearray)):
        runtime.charge_size(len(given))
    return random.Random(given)  # noqa: S311 - for scripts, not for secrets


construct_with(random.Random, make_generator)

SYSTEM_RANDOM: Final = kind_named("SystemRandom", "random")
"""There is no other chance than the run's, so this too takes its seed from there."""


def make_system_generator(
    runtime: Runtime, _kind: Any, _arguments: Arguments, _keywords: Keywords
) -> object:
    """`SystemRandom()`."""
    return make_generator(runtime, [], {})


CONSTRUCTORS[SYSTEM_RANDOM] = make_system_generator


def drawing(generator: random.Random, name: str) -> BuiltinFunction:
    """A function of the module: a method of the run's generator."""
    method: Any = getattr(generator, name)
    check = METHOD_CHECKS.get(name)

    def draw(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        if check is not None:
            check(runtime, [generator, *arguments], keywords)
        result: object = method(*arguments, **keywords)
        return result

    return draw


def members(runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    generator = services(runtime).random
    functions = {
        name: drawing(generator, name)
        for name, entry in load_dialect().modules["random"].members.items()
        if entry.kind is EntryKind.FUNCTION
    }
    return host_members("random", random, own={"SystemRandom": SYSTEM_RANDOM}, functions=functions)
