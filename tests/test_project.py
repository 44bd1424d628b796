"""Rules of the house that nobody should have to remember."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for folder in ("src", "analyzer") for path in (ROOT / folder).rglob("*.py"))
CEILING = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
MACHINE_PATH = re.compile(r"/(?:home|Users)/\w|/work/(?:main|shared)|/root/\.\w|[A-Z]:\\Users")
DEBT = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b")
IGNORED = re.compile(r"# type: ignore(?!\[)|# noqa(?!: [A-Z]+\d+)")


def list_tracked() -> list[Path]:
    """Return the files that git tracks, or all files where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return [
            path for folder in ("src", "analyzer", "docs") for path in (ROOT / folder).rglob("*")
        ]
    return [ROOT / name for name in listed if name]


def read_tracked() -> list[tuple[Path, str]]:
    """Return the tracked texts, without this file, which names what it looks for."""
    found: list[tuple[Path, str]] = []
    for path in list_tracked():
        if path == Path(__file__) or not path.is_file():
            continue
        try:
            found.append((path.relative_to(ROOT), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_a_module_has_at_most_400_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
    }
    assert {name: length for name, length in lengths.items() if length > CEILING} == {}


def test_a_module_is_named_after_what_it_is() -> None:
    assert [path for path in MODULES if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in MODULES}
    assert sorted(folder for folder in folders if not (folder / "__init__.py").exists()) == []


def test_what_is_compiled_hides_contexts_by_a_helper() -> None:
    """mypyc drops the `from None` of a raise: `hiding` does what it says in both forms."""
    entries = (ROOT / "compiled_modules.txt").read_text(encoding="utf-8").splitlines()
    chosen = [ROOT / one for one in entries if one and not one.startswith(("#", "!"))]
    compiled = [path for path in MODULES if any(one in (path, *path.parents) for one in chosen)]
    assert compiled
    assert [str(path) for path in compiled if "from None" in path.read_text("utf-8")] == []


def test_no_text_names_a_folder_of_somebodys_machine() -> None:
    assert [str(path) for path, text in read_tracked() if MACHINE_PATH.search(text)] == []


def test_open_points_live_in_the_tracker() -> None:
    assert [
        str(path) for path, text in read_tracked() if path.suffix == ".py" and DEBT.search(text)
    ] == []


def test_a_silenced_check_is_named() -> None:
    assert [
        str(path) for path, text in read_tracked() if path.suffix == ".py" and IGNORED.search(text)
    ] == []


def test_no_link_between_documents_is_dead() -> None:
    link = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
    dead = [
        f"{path}: {target}"
        for path, text in read_tracked()
        if path.suffix == ".md" and path.parts[0] != "tests"
        for target in link.findall(text)
        if not (ROOT / path.parent / target).exists()
    ]
    assert dead == []
