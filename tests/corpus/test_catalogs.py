"""Tool lists of real packages: all of them load, and hold what their own tests rely on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from foretell_analyzer.catalog import Effect, ToolCatalog, signature

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("FORETELL_CORPUS", ROOT.parent / "shared" / "corpus"))
SAMPLE = ROOT / "tests" / "fixtures" / "catalogs"


def files(*patterns: str) -> list[Path]:
    """The files of the corpus; without one, our own small samples of every format."""
    if not CORPUS.is_dir():
        print(f"No corpus at {CORPUS}: samples are read instead.")  # noqa: T201  # said to people
        return sorted(SAMPLE.glob("*.json"))
    return sorted(path for pattern in patterns for path in CORPUS.glob(pattern))


PATTERNS = (
    "catalogs/*.json", "agentdojo/tools/*.json", "controlflow/tools.json", "mistakes/tools.*",
)  # fmt: skip


@pytest.mark.parametrize(
    "path", files(*PATTERNS), ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_a_real_catalog_is_read_whole(path: Path) -> None:
    catalog = ToolCatalog.load(path)
    assert len(catalog) > 0
    again = ToolCatalog.from_dict(json.loads(json.dumps(catalog.to_dict())))
    assert again == catalog
    assert again.digest == catalog.digest
    broken = {"invalid-schema", "unsatisfiable-schema", "unknown-reference"}
    assert [note for note in catalog.notes if note.kind in broken] == []
    for tool in catalog:
        checker = catalog.checker(tool.name)
        for one in tool.parameters:
            checker.check(one.name, None)
            assert checker._validator(f"p:{one.name}") is not None
        assert len(signature(tool, 100)) <= 100


def test_a_stub_its_schemas_and_its_module_agree() -> None:
    paths = files("mistakes/tools.json", "mistakes/tools.pyi", "mistakes/tools.py")
    shown = [
        {tool.name: signature(tool).partition(" -> ")[0] for tool in ToolCatalog.load(path)}
        for path in paths
    ]
    assert all(one == shown[0] for one in shown)


def test_hints_of_real_servers_become_effects() -> None:
    for path in files("catalogs/filesystem.json"):
        for tool in ToolCatalog.load(path):
            expected = {Effect.READ} if tool.hints.read_only else {Effect.WRITE, Effect.DELETE}
            if tool.hints.read_only is False and tool.hints.destructive is False:
                expected = {Effect.WRITE}
            assert tool.effects in (expected, None)
