"""What is imported from `foretell`, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import foretell


@pytest.mark.parametrize("name", foretell.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(foretell, name) is getattr(foretell, name)


def test_names_that_do_not_exist_are_told() -> None:
    with pytest.raises(AttributeError, match="module `foretell` has no attribute `analyse`"):
        _ = foretell.analyse
    assert dir(foretell) == sorted(foretell.__all__)


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


HEAVY = {"libcst", "networkx", "rich", "click", "pygments", "asyncio"}


def test_importing_the_package_imports_next_to_nothing() -> None:
    loaded = loaded_by("import foretell")
    assert loaded & {*HEAVY, "msgspec", "rapidfuzz", "jsonschema_rs"} == set()
    assert len({name for name in loaded if name.startswith("foretell")}) <= 6


def test_policies_need_neither_parser_nor_graphs() -> None:
    assert loaded_by("import foretell\nforetell.Policy.default()") & HEAVY == set()
