"""One engine in a process of its own: a line of JSON asks, a line of JSON answers.

Only one worker works at a time, so that a noisy moment of the machine hits all alike.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from typing import IO, Any

from bench.engines import ENGINES, Engine

LEAST_SECONDS = 0.02
"""What is shorter is done several times in a row and divided."""


def serve(name: str, questions: IO[str], answers: IO[str]) -> None:
    """Answer until the questions end; the first answer says whether the engine is there."""
    try:
        engine = ENGINES[name]()
        check_form(name)
    except Exception as problem:  # noqa: BLE001 - whatever keeps it from working is the answer
        answer(answers, {"error": tell(problem)})
        return
    answer(answers, {})
    for line in questions:
        question = json.loads(line)
        try:
            answer(answers, measure(engine, question["task"], question["subject"]))
        except Exception as problem:  # noqa: BLE001 - an engine that fails gets an error row
            answer(answers, {"error": tell(problem)})


def check_form(name: str) -> None:
    """Refuse to call the pure form compiled, or the other way round."""
    if name.startswith("foretell, "):
        from foretell.form import running_form

        if running_form() != name.removeprefix("foretell, "):
            raise RuntimeError(f"the {running_form()} form is what is installed")


def measure(engine: Engine, task: str, subject: str) -> dict[str, Any]:
    """Return seconds for one piece of work, and the text of its value."""
    first, value = once(engine, task, subject)
    times = [first]
    if first < LEAST_SECONDS:
        rounds = min(1_000, int(LEAST_SECONDS / max(first, 1e-6)) + 1)
        times = [once(engine, task, subject)[0] for _ in range(rounds)]
    return {"seconds": sum(times) / len(times), "value": json.dumps(value, sort_keys=True)}


def once(engine: Engine, task: str, subject: str) -> tuple[float, Any]:
    """Prepare, then do the work under the clock.

    What is there before, modules and caches, is put out of the garbage collector's sight: how much
    a host has loaded, and when a full collection goes through it, is no matter of the script.
    """
    work = engine.prepare(task, subject)
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def tell(problem: Exception) -> str:
    """Return an exception in one short line."""
    text = " ".join(str(problem).split())
    return f"{type(problem).__name__}: {text}"[:160].removesuffix(": ")


def answer(answers: IO[str], content: dict[str, Any]) -> None:
    """Write one line."""
    answers.write(json.dumps(content) + "\n")
    answers.flush()


if __name__ == "__main__":
    # A script under measurement that prints must not speak in our place.
    channel, sys.stdout = sys.stdout, sys.stderr
    serve(sys.argv[1], sys.stdin, channel)
