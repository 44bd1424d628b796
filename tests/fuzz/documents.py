"""Catalogs, overlays and policies to try: those of the suite, changed."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]

STUBS: Final = (
    """\
def search(query: str, limit: int = 5, *, tags: list[str] | None = None) -> list[dict[str, int]]:
    '''Look something up.

    Args:
        query: what.
    '''
""",
    """\
class Row(TypedDict, total=False):
    a: Required[int]
    b: 'Row | None'
def rows(*, n: Literal[1, 'x'], f: Callable[[int], str]) -> Iterator[Row]: ...
""",
    """\
from typing import Annotated
async def send(to: Annotated[str, 'who'], /, *rest: int, **more: Any) -> None: ...
""",
    """\
class desk:
    @staticmethod
    def open(self, x: tuple[int, ...] = ()) -> Optional[bytes]: ...
""",
    """\
@dataclass
class P:
    x: int = 0
    y: list['P'] = field(default_factory=list)
def p() -> P: ...
""",
    """\
class E(enum.Enum):
    A = 1
    B = 'b'
def e(x: E) -> Union[E, None]: ...
T = TypeVar('T')
""",
)

OVERLAYS: Final = (
    '[tools.search]\neffect = "read"\nprice = 0.5\nmax_items = 20\nassumed_items = 5\n',
    'trust_hints = false\n[tools."send_*"]\neffect = ["write", "send"]\nidempotent = true\nlatency = "1s"\n',
    '[tools.search]\nmax_items = { "$.a" = "limit" }\nmay_raise = false\nasync = true\n',
)

VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**53, 2**64, -0.0, 1.5, 1e308, "", "a", "search", "$ref", "#", "#/", "#/a~2",
    "#/properties/x", "string", "object", "\x00", "\ud800", "\x1b[2J", "é" * 3, "a" * 300, "(", "[a", "(?P<", "__class__",
    "class", "None", "a.b", "http://x/y#z", [], {}, [[]], [{}], {"": {}}, {"type": "object"}, {"$ref": "#"},
    {"type": ["string", 1]}, {"enum": []}, {"const": {}}, {"anyOf": []}, {"properties": []}, {"items": True},
    {"required": "x"}, {"pattern": "("}, {"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
    {"allOf": [{"$ref": "#"}]}, {"minimum": "x"}, {"multipleOf": 0}, {"format": 3}, {"default": {"a": [1]}},
)  # fmt: skip

KEYS: Final = (
    "name", "description", "inputSchema", "input_schema", "outputSchema", "parameters", "tools", "function",
    "type", "properties", "required", "items", "enum", "const", "anyOf", "oneOf", "allOf", "not", "if", "then",
    "$ref", "$defs", "$id", "$anchor", "$dynamicRef", "$schema", "definitions", "additionalProperties",
    "patternProperties", "prefixItems", "minItems", "maxItems", "maxLength", "minimum", "pattern", "format",
    "default", "examples", "annotations", "readOnlyHint", "title", "inputs", "output_type", "x-limits",
    "async", "result", "nullable", "dependentRequired", "unevaluatedProperties", "contains", "uniqueItems",
)  # fmt: skip


@cache
def catalogs() -> tuple[str, ...]:
    """The catalogs of the suite, as JSON."""
    files = [*ROOT.glob("tests/fixtures/catalogs/*.json"), *ROOT.glob("examples/*/tools.json")]
    return tuple(path.read_text("utf-8") for path in sorted(files))


@cache
def overlays() -> tuple[str, ...]:
    """The overlays of the suite."""
    files = sorted(ROOT.glob("examples/*/*.overlay.toml"))
    return (*OVERLAYS, *(path.read_text("utf-8") for path in files))


@cache
def policies() -> tuple[str, ...]:
    """The policies of the suite."""
    files = [
        *ROOT.glob("src/foretell/policy/policies/*.toml"),
        *ROOT.glob("examples/*/policy.toml"),
    ]
    found = [path.read_text("utf-8") for path in sorted(files)]
    for path in sorted(ROOT.glob("tests/cases/**/*.md")):
        found.extend(re.findall(r"```policy\n(.*?)```", path.read_text("utf-8"), re.DOTALL))
    module = (ROOT / "tests" / "test_policy_loading.py").read_text("utf-8")
    found.extend(re.findall(r'"""\\\n(.*?)"""', module, re.DOTALL))
    return tuple(found)


def changed_json(chance: random.Random, text: str, others: Sequence[str]) -> str | None:
    """A JSON text with a few of its values changed; nothing if it is none."""
    try:
        value = json.loads(text)
        other = json.loads(chance.choice(others))
    except (ValueError, RecursionError):
        return None
    root = [value]
    for _ in range(chance.randrange(1, 5)):
        _change(chance, root, other)
    try:
        return json.dumps(root[0])
    except (ValueError, RecursionError):
        return None


def _change(chance: random.Random, root: list[Any], other: Any) -> None:
    container, key = chance.choice(list(_places(root)))
    kind = chance.randrange(6)
    if kind < 2:
        container[key] = copy.deepcopy(chance.choice(VALUES))
    elif kind == 2:
        source, place = chance.choice(list(_places([other])))
        container[key] = copy.deepcopy(source[place])
    elif kind == 3 and isinstance(container, dict):
        container[chance.choice(KEYS)] = container.pop(key)
    elif kind == 4 and isinstance(container[key], dict):
        container[key][chance.choice(KEYS)] = copy.deepcopy(chance.choice(VALUES))
    elif isinstance(container, list):
        container.append(copy.deepcopy(container[key]))
    else:
        del container[key]


def _places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    pending = [value]
    while pending:
        one = pending.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], (dict, list)) and one[key]:
                pending.append(one[key])
    return found


_TOML: Final = re.compile(r'"[^"\n]*"|[\w.-]+|\s+|.', re.DOTALL)
_TOML_PIECES: Final = (
    "[", "]", "[[", "]]", "{", "}", "=", ".", ",", '"', "'", '"""', "'''", "\n", "#", "\r", "\x00", "\t", "\ufeff",
    "inf", "nan", "1979-05-27T07:32:00Z", "07:32:00", "0x1", "1e400", "-1", "99999999999999999999", "true", "[]",
    "{}", '""', '"\\u0000"', '"\\ud800"', '"a" = 1\n', "a.b.c = 1\n", "[[rule]]\n", "[budget]\n", "[tools]\n", "[rule]\n",
    'id = "x"\n', 'kind = "call"\n', 'effect = "deny"\n', 'tool = "*"\n', "steps = 1\n", "[tools.search]\n", "\x1b",
    "[[rule.tool]]\n", "rule = []\n", "tools = 1\n", "version = 2\n", '"[" ', '"*a[!"', "max = 1.5\n", "[" * 200, "{a=" * 200,
)  # fmt: skip


def changed_toml(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """A TOML text with a few of its tokens and lines changed."""
    tokens = _TOML.findall(text)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(tokens) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            del tokens[place : place + chance.randrange(1, 6)]
        elif kind == 1:
            tokens[place : place + 1] = [chance.choice(_TOML_PIECES)]
        elif kind == 2:
            tokens[place:place] = [chance.choice(_TOML_PIECES)]
        elif kind == 3:
            lines = chance.choice(others).splitlines(keepends=True) or ["\n"]
            start = chance.randrange(len(lines))
            tokens[place:place] = lines[start : start + chance.randrange(1, 6)]
        elif tokens:
            other = chance.randrange(len(tokens))
            tokens[place - 1], tokens[other] = tokens[other], tokens[place - 1]
    return "".join(tokens)
