"""Scripts that call every function, class and method that the dialect lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from foretell_analyzer.dialect import EntryKind, load_dialect
from foretell_analyzer.dialect.entries import Entry, Signature
from foretell_analyzer.ir import ParameterKind

LEFT_OUT: Final = frozenset(
    {"time.sleep", "input", "exit", "quit", "sys.exit", "breakpoint", "asyncio.run", "help",
     "itertools.count", "itertools.cycle", "itertools.repeat", "super", "locals", "globals",
     "enum.member", "typing.overload"}
)  # fmt: skip
"""What waits, asks, ends the run, never ends itself or is for definitions only."""
BY_ANNOTATION: Final = {
    "str": ("'ab'", "'2024-05-06'", "'3'"), "int": ("2", "0"), "float": ("1.5", "2"),
    "bool": ("True",), "bytes": ("b'ab'",), "Callable": ("lambda *a: a[0] if a else 1", "str"),
    "list": ("[3, 1, 2]", "['b', 'a']"), "dict": ("{'a': 1}",), "Iterable": ("[3, 1, 2]", "'ab'", "[(1, 2)]"),
    "type": ("int",), "tuple": ("(1, 2)",),
}  # fmt: skip
RECEIVERS: Final = {
    "str": "'a,b c'", "int": "5", "float": "2.5", "bool": "True", "bytes": "b'a,b'",
    "list": "[3, 1, 2]", "dict": "{'a': 1, 'b': [2]}", "set": "{1, 2}", "tuple": "(1, 2, 1)",
    "frozenset": "frozenset([1, 2])", "complex": "(1+2j)", "range": "range(4)", "bytearray": "bytearray(b'ab')",
    "collections.deque": "collections.deque([1, 2])", "collections.Counter": "collections.Counter('aab')",
    "collections.OrderedDict": "collections.OrderedDict(a=1, b=2)",
    "collections.defaultdict": "collections.defaultdict(list, a=[1])",
    "datetime.datetime": "datetime.datetime(2024, 5, 6, 7, 8)", "datetime.date": "datetime.date(2024, 5, 6)",
    "datetime.time": "datetime.time(1, 2)", "datetime.timedelta": "datetime.timedelta(days=1)",
    "decimal.Decimal": "decimal.Decimal('1.5')", "fractions.Fraction": "fractions.Fraction(1, 3)",
    "re.Pattern": "re.compile('(a)(?P<n>b)?')", "re.Match": "re.match('(a)(?P<n>b)?', 'ab')",
    "io.StringIO": "io.StringIO('a\\nb')", "string.Template": "string.Template('$a')",
    "uuid.UUID": "uuid.UUID(int=5)", "random.Random": "random.Random(1)",
    "string.Formatter": "string.Formatter()", "types.SimpleNamespace": "types.SimpleNamespace(a=1)",
}  # fmt: skip
"""By type whose methods are called: an object of it."""


def scripts() -> Iterator[tuple[str, str]]:
    """The name of every entry, and a script that calls it in several ways."""
    dialect = load_dialect()
    for name, entry in sorted(dialect.builtins.items()):
        yield from _script(name, name, "", entry)
    for module, listing in sorted(dialect.modules.items()):
        for name, entry in sorted(listing.members.items()):
            yield from _script(f"{module}.{name}", f"{module}.{name}", module, entry)
    for kind, receiver in RECEIVERS.items():
        module = kind.rpartition(".")[0]
        for name in sorted(dialect.members(kind)):
            found = dialect.find_member(kind, name)
            if found is not None and found.kind is EntryKind.METHOD:
                yield from _script(f"{kind}.{name}", f"make().{name}", module, found, receiver)


def _script(
    name: str, callee: str, module: str, entry: Entry, receiver: str = ""
) -> Iterator[tuple[str, str]]:
    if name in LEFT_OUT or not entry.signatures:
        return
    lines = [f"import {module}"] if module else []
    if receiver:
        lines.append(f"def make(): return {receiver}")
    count = 0
    for signature in entry.signatures[:3]:
        for arguments in _arguments(signature):
            count += 1
            lines += ["try:", f"    x{count} = {callee}({arguments})", "except Exception: pass"]
            if receiver.startswith(("[", "{", "collections")):
                lines += [f"y{count} = make()", "try:"]
                lines += [
                    f"    y{count}.{name.rpartition('.')[2]}({arguments})",
                    "except Exception: pass",
                ]
    yield name, "\n".join(lines) + "\n"


def _arguments(signature: Signature) -> Iterator[str]:
    """Arguments for the parameters that must be given, then for one more."""
    places = [
        one
        for one in signature.parameters
        if one.kind in (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD)
    ]
    needed = len([one for one in places if not one.has_default])
    stars = any(one.kind is ParameterKind.VAR_POSITIONAL for one in signature.parameters)
    for count in sorted({needed, min(needed + 1, len(places))}):
        for choice in range(3):
            given = [_value(one.annotation or "", choice) for one in places[:count]]
            if stars:
                given += ["[3, 1]", "'ab'"][:choice]
            yield ", ".join(given)


def _value(annotation: str, choice: int) -> str:
    for name, values in BY_ANNOTATION.items():
        if annotation.startswith(name) or f" {name}" in annotation:
            return values[choice % len(values)]
    return ("[3, 1, 2]", "'ab'", "2")[choice]
