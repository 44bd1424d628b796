"""What a text did: an exception that no text may cause, death of the process, or a hang."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.differential import DifferenceError

ROOT: Final = str(Path(__file__).parents[2])


@dataclass(frozen=True)
class Harm:
    """`kind` is the same for texts that do the same harm; `told` is for people."""

    kind: str
    told: str


def harm_of(error: BaseException) -> Harm:
    """What an exception that came out of an attempt amounts to."""
    told = "".join(traceback.format_exception(error))
    if isinstance(error, DifferenceError):
        return Harm(error.kind, str(error))
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(ROOT)]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "outside"
    return Harm(f"{type(error).__name__} at {place}", told)
