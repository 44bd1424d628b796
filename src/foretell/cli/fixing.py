"""What `foretell check --fix` and `--diff` do: mend scripts, show the change, write it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from foretell.render import Page, is_terminal, write_difference
from foretell_analyzer.errors import UsageError
from foretell_analyzer.fixes import Mended, mend
from foretell_analyzer.report import Report
from foretell_analyzer.source import Script

from .inputs import STDIN, encode_script, read_content

Judge = Callable[[Script], Report]


def mend_all(reports: Sequence[Report], judge: Judge, *, unsafe: bool) -> list[Mended]:
    """Mend each script that can be mended."""
    return [mend(report, judge, unsafe=unsafe) for report in reports]


def write_all(mended: Sequence[Mended], paths: Sequence[str]) -> None:
    """Write the scripts that changed, each at once or not at all; raises `UsageError`."""
    for one, path in zip(mended, paths, strict=True):
        if one.is_changed:
            _replace(Path(path), one)


def show_differences(mended: Sequence[Mended], columns: int) -> None:
    """Write the changes to standard output: for `patch` as they are, for people harmless."""
    changes = [one.difference() for one in mended if one.is_changed]
    if is_terminal(sys.stdout):
        page = Page(columns)
        for change in changes:
            write_difference(page, change)
        page.write()
        return
    content = "".join(changes)
    binary = getattr(sys.stdout, "buffer", None)
    sys.stdout.flush()
    if binary is None:
        sys.stdout.write(content)
    else:
        # Not as text: line ends stay as they are in the script.
        binary.write(content.encode("utf-8", "surrogatepass"))
    sys.stdout.flush()


def fixes_form(mended: Sequence[Mended], *, is_written: bool) -> list[dict[str, Any]]:
    """What was applied to each script, as JSON."""
    return [
        {
            "name": one.before.name,
            "written": is_written and one.is_changed,
            "diff": one.difference(),
            "applied": [
                {
                    "rule": applied.finding.rule,
                    "message": applied.finding.message,
                    "fix": msgspec.to_builtins(applied.fix),
                }
                for applied in one.applied
            ],
            "refused": [
                {"rule": finding.rule, "message": finding.message} for finding in one.refused
            ],
        }
        for one in mended
    ]


def _replace(path: Path, mended: Mended) -> None:
    """Put a new text in the place of a file, through a file beside it; raises `UsageError`."""
    name = mended.before.name
    if name == STDIN or str(path) == STDIN:
        raise UsageError("--fix cannot write to standard input: use --diff")
    target = Path(os.path.realpath(path))
    old = read_content(target, name)
    if encode_script(mended.before.text, old) != old:
        raise UsageError(f"{name}: was changed by somebody else meanwhile, nothing is written")
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(encode_script(mended.after.text, old))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, temporary)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{name}: cannot be written: {reason}") from None
