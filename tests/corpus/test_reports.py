from __future__ import annotations

from pathlib import Path


def test_every_text_ends_in_a_report(script: Path) -> None:
    import foretell

    report = foretell.analyze(
        script.read_text(encoding="utf-8"), foretell.ToolCatalog.from_stub("")
    )
    again = foretell.analyze(script.read_text(encoding="utf-8"), foretell.ToolCatalog.from_stub(""))
    assert report.to_dict() == again.to_dict()
