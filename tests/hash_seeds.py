"""What a program prints must not depend on the order of sets."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable


def printed_under(seeds: Iterable[str], program: str) -> set[str]:
    """The different texts that a program prints under some seeds of hashing."""
    return {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in seeds
    }
