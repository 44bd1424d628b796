"""`secrets`: all chance of a run comes from its one generator, this too.

The host decides whether that generator is good enough for secrets: by default it is seeded from
the operating system, but its state can be worked out from what it gives.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any

from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_bits, charge_length

from .hosting import Arguments, Keywords, argument, host_members, texts
from .random_module import SYSTEM_RANDOM
from .services import services


def draw_bytes(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> bytes:
    """`token_bytes(n)`."""
    count = argument(arguments, keywords, 0, "nbytes")
    if count is None:
        count = 32
    charge_length(runtime, count)
    return services(runtime).random.randbytes(count)


def draw_hex(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`token_hex(n)`."""
    return draw_bytes(runtime, arguments, keywords).hex()


def draw_address(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`token_urlsafe(n)`."""
    drawn = draw_bytes(runtime, arguments, keywords)
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode("ascii")


def draw_below(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`randbelow(n)`."""
    bound: Any = argument(arguments, keywords, 0, "exclusive_upper_bound")
    if bound <= 0:
        raise ValueError("Upper bound must be positive.")
    return services(runtime).random.randrange(bound)


def draw_bits(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`randbits(k)`."""
    count: Any = argument(arguments, keywords, 0, "k")
    charge_bits(runtime, count)
    return services(runtime).random.getrandbits(count)


def draw_item(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`choice(sequence)`."""
    return services(runtime).random.choice(argument(arguments, keywords, 0, "seq"))


FUNCTIONS: dict[str, BuiltinFunction] = {
    "choice": draw_item,
    "randbelow": draw_below,
    "randbits": draw_bits,
    "token_bytes": draw_bytes,
    "token_hex": draw_hex,
    "token_urlsafe": draw_address,
}


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members(
        "secrets",
        secrets,
        own={"SystemRandom": SYSTEM_RANDOM},
        functions=FUNCTIONS,
        checks={"compare_digest": texts},
    )
