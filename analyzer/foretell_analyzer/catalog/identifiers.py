"""Takes names as a host spells them, gives the identifiers that a script writes for them.

A name that is an identifier already is kept. Others are bent (`get-user` → `get_user`) and made
unique; the mapping depends on the set of names alone, not on their order, so that a server that
lists its tools in another order changes nothing.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_RESERVED: Final = frozenset(keyword.kwlist) | {"__debug__"}


def is_identifier(name: str) -> bool:
    """Can a script write this name as it stands?

    Python compares names in normal form NFKC; another form would never be found.
    """
    return (
        name.isidentifier()
        and name not in _RESERVED
        and unicodedata.normalize("NFKC", name) == name
    )


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """Map each name to its identifier, no two to the same."""
    wanted = dict.fromkeys(names)
    mapping = {name: name for name in wanted if is_identifier(name)}
    taken = set(mapping)
    for name in sorted(wanted.keys() - mapping.keys()):
        candidate = bent = bend(name)
        number = 2
        while candidate in taken:
            candidate = f"{bent}_{number}"
            number += 1
        mapping[name] = candidate
        taken.add(candidate)
    return mapping


def bend(name: str) -> str:
    """Make an identifier that looks like the name: `api-version` → `api_version`, `from` → `from_`."""
    bent = unicodedata.normalize("NFKC", name)
    bent = re.sub(r"\W+", "_", bent).strip("_") or "unnamed"
    bent = unicodedata.normalize("NFKC", bent)
    if not bent.isidentifier():
        bent = f"_{bent}"
    if not bent.isidentifier():  # letters that \w takes and identifiers do not
        bent = re.sub(r"[^0-9A-Za-z_]", "_", bent)
    return f"{bent}_" if bent in _RESERVED else bent
