"""`python -m tests.fuzz --seconds 60`: tries texts for a time; exit status 1 if one did harm.

Whatever the text, `analyze` gives a report and `run` an outcome, soon. Texts are made by chance from a seed, which is printed; coverage does not guide the search.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback

from tests.fuzz.scripts import arbitrary, mutated, seeds
from tests.fuzz.target import attempt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    known = seeds()
    ends = time.monotonic() + options.seconds
    count = 0
    slowest = 0.0
    while time.monotonic() < ends:
        text = arbitrary(chance) if count % 8 == 0 else mutated(chance, known)
        began = time.monotonic()
        try:
            attempt(text)
        except BaseException:
            sys.stdout.write(f"seed {seed}, text {count}:\n{text!r}\n{traceback.format_exc()}\n")
            return 1
        slowest = max(slowest, time.monotonic() - began)
        count += 1
    sys.stdout.write(
        f"{count} texts, seed {seed}, none did harm; the slowest took {slowest:.2f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
