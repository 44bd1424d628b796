"""Arguments of the library that must be text: what surely is none is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..ir import Node
from ..values.value import Value
from .observations import FAILS, PARTLY, Detail

if TYPE_CHECKING:
    from .evaluator import Evaluator

_FIRST: Final = (0,)
_SECOND: Final = (1,)
_BOTH: Final = (0, 1)
TEXTS: Final[Mapping[str, tuple[int, ...]]] = {
    "json.loads": _FIRST,
    "re.search": _SECOND, "re.match": _SECOND, "re.fullmatch": _SECOND, "re.findall": _SECOND,
    "re.finditer": _SECOND, "re.split": _SECOND, "re.sub": (2,), "re.escape": _FIRST,
    "re.Pattern.search": _FIRST, "re.Pattern.match": _FIRST, "re.Pattern.findall": _FIRST,
    "datetime.date.fromisoformat": _FIRST, "datetime.datetime.fromisoformat": _FIRST,
    "datetime.datetime.strptime": _BOTH, "html.escape": _FIRST, "html.unescape": _FIRST,
    "textwrap.dedent": _FIRST, "textwrap.shorten": _FIRST,
    "str.replace": _BOTH, "str.startswith": _FIRST, "str.endswith": _FIRST, "str.count": _FIRST,
    "str.find": _FIRST, "str.index": _FIRST, "str.removeprefix": _FIRST, "str.partition": _FIRST,
}  # fmt: skip
"""By name: the places whose arguments must be text."""

_NO_TEXT: Final = frozenset({"int", "float", "bool", "list", "dict", "set", "NoneType", "function"})


def check_texts(ev: Evaluator, name: str, values: list[Value], nodes: list[Node]) -> None:
    """Tell of arguments that are no text where text must be."""
    from .access import describe

    for position in TEXTS.get(name, ()):
        if position >= len(values) or position >= len(nodes):
            continue
        value, node = values[position], nodes[position]
        kinds = {describe(ev, one) for one in value.shapes}
        wrong = kinds & _NO_TEXT
        if not wrong:
            ev.passes("wrong-argument", node)
            continue
        state = FAILS if wrong == kinds and not value.unknown else PARTLY
        detail = Detail(name, min(wrong), value, value.declared)
        ev.note("wrong-argument", node, state, detail)
