"""What is judged: foretell, and type checkers where they are installed.

A checker takes samples, gives for each what it reports: line, severity, rule. Type checkers cannot
be told of tools that are simply there: each script gets a line before it, `from tools import …`,
with the stub beside it; lines are counted without it. All scripts of one stub are checked in one go.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from accuracy.corpora import Sample
from foretell_analyzer.analysis import analyze
from foretell_analyzer.version import VERSION

SECONDS: Final = 600
_PRELUDE_LINES: Final = 1
_AWAIT: Final = re.compile(r"await\W.*\b(outside|only)\b")


@dataclass(frozen=True, slots=True)
class Reported:
    """One thing that a checker says of a script."""

    line: int
    severity: str
    rule: str
    message: str

    @property
    def is_of_convention(self) -> bool:
        """Is it against what hosts of scripts allow: `await` outside of a function, a last
        expression that is the result?
        """
        return bool(_AWAIT.search(self.message)) or self.rule == "reportUnusedExpression"


Reports = Mapping[str, Sequence[Reported]]
"""By the name of the sample."""

Run = Callable[[Path], Iterable[tuple[str, Reported]]]
"""Checks the scripts of a folder; names are those of files, without `.py`."""


@dataclass(frozen=True)
class Checker:
    """Something that judges scripts. `given` says what it was told beside the script."""

    name: str
    settings: str
    given: str
    check: Callable[[Sequence[Sample]], Reports]
    version: str = ""


def available_checkers() -> tuple[list[Checker], list[str]]:
    """Return foretell and what is installed, and the names of those that are not."""
    found, missing = [foretell_checker()], list[str]()
    for peer in PEERS:
        program = _program(peer.program)
        if program is None:
            missing.append(peer.name)
        else:
            found.append(peer.checker(program))
    return found, missing


def foretell_checker() -> Checker:
    """Foretell itself."""
    return Checker(
        "foretell",
        "as it is",
        "the tools as a catalog, with what the corpus says of them beside their schemas",
        lambda samples: {one.name: _reported(one) for one in samples},
        VERSION,
    )


def _reported(sample: Sample) -> list[Reported]:
    report = analyze(sample.text, sample.tools.catalog, inputs=sample.tools.inputs)
    return [
        Reported(one.span.line, one.severity, one.rule, one.message)
        for one in report.findings
        if one.severity != "note"
    ]


# ------------------------------------------------------------------------------ type checkers


@dataclass(frozen=True, slots=True)
class Peer:
    """A type checker: how it is called and how its output is read."""

    name: str
    program: str
    settings: str
    run: Callable[[str, Path, Sequence[str]], Iterable[tuple[str, Reported]]]
    options: Sequence[str] = field(default_factory=tuple)

    def checker(self, program: str) -> Checker:
        """Return it as a checker."""
        version = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, timeout=SECONDS
        ).stdout

        def run(folder: Path) -> Iterable[tuple[str, Reported]]:
            return self.run(program, folder, self.options)

        return Checker(
            self.name,
            self.settings,
            "a stub of the tools, imported by a line before the script",
            lambda samples: check_folders(samples, run),
            version.split()[-1] if version else "unknown",
        )


def check_folders(samples: Sequence[Sample], run: Run) -> Reports:
    """Lay out the scripts, a folder for each stub, and check each folder in one go."""
    found: dict[str, list[Reported]] = {one.name: [] for one in samples}
    stubs = {id(one.tools): one.tools for one in samples}
    for tools in stubs.values():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place).resolve()
            (folder / "tools.pyi").write_text(tools.stub, encoding="utf-8")
            head = f"from tools import {', '.join(tools.names)}\n"
            for one in samples:
                if one.tools is tools:
                    (folder / f"{one.name}.py").write_text(head + one.text, encoding="utf-8")
            for name, reported in run(folder):
                if name in found and reported.line > 0:
                    found[name].append(reported)
    return found


def _output(command: Sequence[str], folder: Path) -> Any:
    ended = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    try:
        return json.loads(ended.stdout)
    except ValueError:
        told = (ended.stderr or ended.stdout)[-500:]
        raise RuntimeError(f"{command[0]} did not give JSON: {told}") from None


def _ty(program: str, folder: Path, options: Sequence[str]) -> Iterable[tuple[str, Reported]]:
    command = [program, "check", "--python-version", "3.11", "--output-format", "gitlab", "."]
    for row in _output([*command, *options], folder):
        where = row["location"]
        line = (
            where["positions"]["begin"]["line"] if "positions" in where else where["lines"]["begin"]
        )
        severity = "warning" if row["severity"] in {"minor", "info"} else "error"
        message: str = row["description"]
        rule = str(row.get("check_name", ""))
        yield Path(where["path"]).stem, Reported(line - _PRELUDE_LINES, severity, rule, message)


def _pyrefly(program: str, folder: Path, options: Sequence[str]) -> Iterable[tuple[str, Reported]]:
    (folder / "pyrefly.toml").write_text('python-version = "3.11"\n', encoding="utf-8")
    command = [program, "check", "--output-format", "json", *options]
    for row in _output(command, folder)["errors"]:
        yield (
            Path(row["path"]).stem,
            Reported(
                row["line"] - _PRELUDE_LINES,
                row.get("severity", "error"),
                row["name"],
                row["description"],
            ),
        )


def _pyright(program: str, folder: Path, options: Sequence[str]) -> Iterable[tuple[str, Reported]]:
    settings = {"pythonVersion": "3.11", "typeCheckingMode": "standard", "include": ["."]}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    for row in _output([program, "--outputjson", *options], folder)["generalDiagnostics"]:
        line = row["range"]["start"]["line"] + 1 - _PRELUDE_LINES
        if row["severity"] in {"error", "warning"}:
            rule = row.get("rule", "syntax")
            yield Path(row["file"]).stem, Reported(line, row["severity"], rule, row["message"])


PEERS: Final = (
    Peer("ty", "ty", "default rules", _ty),
    Peer("ty (all rules)", "ty", "--warn all", _ty, ("--warn", "all")),
    Peer("pyrefly", "pyrefly", "default preset", _pyrefly, ("--preset", "default")),
    Peer("pyright", "pyright", "standard", _pyright),
)


def _program(name: str) -> str | None:
    """Return where a program is, beside this Python or on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)
