"""The fixes that rules give: another name, an import, an `await`, a key.

docs/fixes.md says which are safe. A rule gives none where it does not know the cure, or where the
script's own text is not what it seems (a name in a spelling that Python makes another of).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from foretell_analyzer.arguments import bind, formals_of_tool
from foretell_analyzer.diagnostics import Edit, Fix, Place
from foretell_analyzer.dialect import module_names
from foretell_analyzer.facts import Facts
from foretell_analyzer.ir import (
    Attribute,
    Await,
    BinaryOperation,
    BooleanOperation,
    Call,
    ClassDefinition,
    Compare,
    ComprehensionClause,
    Constant,
    ExpressionStatement,
    For,
    FormattedString,
    FormattedValue,
    FunctionDefinition,
    GeneratorExpression,
    If,
    ImportFrom,
    Keyword,
    Lambda,
    Name,
    Node,
    Statement,
    Subscript,
    UnaryOperation,
    While,
)
from foretell_analyzer.meanings import ListedMeaning, ToolMeaning
from foretell_analyzer.sites import How
from foretell_analyzer.source import Span
from foretell_analyzer.suggestions import nearest, sure_match

from ._names import homes_of

_LINE_END: Final = re.compile(r"\r\n?|\n")
_OPENING: Final = re.compile(r"[a-zA-Z]*(\"{3}|'{3}|\"|')")
_PLAIN_TEXT: Final = re.compile(r"[\w .:/@+-]+")
_VALUE_USERS: Final = (
    Attribute, BinaryOperation, BooleanOperation, Compare, ComprehensionClause, For, FormattedValue,
    If, Subscript, UnaryOperation, While,
)  # fmt: skip
"""What takes a value and would take no coroutine for it."""


def rename(facts: Facts, node: Node, old: str, new: str, *, safe: bool) -> Fix | None:
    """Another name where one is written; none if it is not written as it is called."""
    start = facts.module.span(node).start
    span = Span(start, start + len(old))
    if facts.module.script.snippet(span) != old or not new.isidentifier():
        return None
    place = Place.of(facts.module.script, span)
    return Fix(f"rename `{old}` to `{new}`", (Edit(place, new),), safe)


def rename_variable(facts: Facts, read: Name) -> Fix | None:
    """The name that was meant, of those that exist where it is read."""
    name = read.identifier
    known = visible_names(facts, read)
    sure = sure_match(name, known)
    found = (sure,) if sure else nearest(name, known, limit=1)
    return rename(facts, read, name, found[0], safe=sure is not None) if found else None


def rename_callee(
    facts: Facts, read: Name, callables: set[str], meant: Iterable[str]
) -> Fix | None:
    """The tool or function that was meant, if the call's arguments are ones that it takes.

    It is one of the `callables` of which the name is another spelling, else the only one of those
    that may be `meant`.
    """
    call = facts.parent(read)
    if not isinstance(call, Call):
        return None
    name = read.identifier
    sure = sure_match(name, callables & visible_names(facts, read))
    fitting = [sure] if sure else [one for one in meant if _takes(facts, one, call)]
    if len(fitting) != 1 or not _takes(facts, fitting[0], call):
        return None
    return rename(facts, read, name, fitting[0], safe=sure is not None)


def _takes(facts: Facts, tool: str, call: Call) -> bool:
    """Would every argument of a call reach a parameter, and none be missing?"""
    known = facts.catalog.tools.get(tool)
    if known is None:
        return True
    bound = bind(call, formals_of_tool(known))
    return not (bound.too_many or bound.unknown or bound.twice or bound.missing)


def visible_names(facts: Facts, read: Name) -> set[str]:
    """Names that exist where a name is read, and that something has bound above it."""
    around = facts.met.function_around(read)
    owners = {facts.module.index, around.index}
    owners.update(
        one.index for one in facts.met.ancestors(read) if isinstance(one, FunctionDefinition)
    )
    here = facts.module.span(read).start
    names = {*facts.catalog.tools, *facts.world.inputs, *facts.dialect.builtins}
    for variable, sites in facts.met.bindings.items():
        is_above = variable.owner != around.index or any(
            site.how is How.PARAMETER or facts.module.span(site.node).start < here for site in sites
        )
        if variable.owner in owners and variable.slot >= 0 and is_above:
            names.add(variable.name)
    return {name for name in names if not name.startswith("__")}


def add_import(facts: Facts, read: Name) -> Fix | None:
    """The import that gives a name, if there is one place to import it from."""
    name = read.identifier
    above = facts.parent(read)
    # What `typing` has besides are other names for the same.
    homes = [one for one in homes_of(facts, name) if one != "typing"] or ["typing"]
    if name in facts.dialect.modules and _is_module_use(facts, name, above):
        return _insert_import(facts, f"import {name}")
    if len(homes) == 1 and name in module_names(homes[0], facts.dialect.name):
        return _insert_import(facts, f"from {homes[0]} import {name}")
    return None


def _is_module_use(facts: Facts, name: str, above: Node | None) -> bool:
    """Is the name read as a module: an attribute that the module has?"""
    return isinstance(above, Attribute) and above.name in module_names(name, facts.dialect.name)


def _insert_import(facts: Facts, statement: str) -> Fix | None:
    """Insert a line above the first statement that may have an import before it."""
    script = facts.module.script
    first = next((one for one in facts.module.judged.body if not _goes_first(facts, one)), None)
    if first is None:
        return None
    decorators = (
        first.decorators if isinstance(first, (FunctionDefinition, ClassDefinition)) else ()
    )
    offset = min(facts.module.span(one).start for one in (first, *decorators))
    start = script.line_starts[script.position(offset).line - 1]
    ends = _LINE_END.search(script.text)
    line = statement + (ends[0] if ends else "\n")
    return Fix(
        f"write `{statement}`", (Edit(Place.of(script, Span(start, start)), line),), safe=True
    )


def _goes_first(facts: Facts, statement: Statement) -> bool:
    """Must a statement stand above all imports: a docstring, a `__future__` import?"""
    match statement:
        case ExpressionStatement(value=Constant(value=str())):
            return statement is facts.module.judged.body[0]
        case ImportFrom(module="__future__"):
            return True
        case _:
            return False


def add_await(facts: Facts, call: Call) -> Fix | None:
    """`await` before a call, where that is allowed and nothing else wants the coroutine."""
    if not _may_await(facts, call) or not _is_only_used_as_value(facts, call):
        return None
    script, span = facts.module.script, facts.module.span(call)
    above = facts.parent(call)
    is_head = isinstance(above, (Attribute, Subscript)) and (
        facts.module.span(above).start == span.start
    )
    before, after = Span(span.start, span.start), Span(span.end, span.end)
    edits = [Edit(Place.of(script, before), "(await " if is_head else "await ")]
    if is_head:
        edits.append(Edit(Place.of(script, after), ")"))
    return Fix("write `await`", tuple(edits), safe=True)


def _may_await(facts: Facts, call: Call) -> bool:
    """Is the call in code that may await: an async function, or the script itself?"""
    below: Node = call
    for above in facts.met.ancestors(call):
        match above:
            case FunctionDefinition(body=body) if below in body:
                return above.is_async
            case Lambda() | GeneratorExpression() | ClassDefinition():
                return False
            case _:
                below = above
    return facts.dialect.top_level_await


def _is_only_used_as_value(facts: Facts, call: Call) -> bool:
    """Does everything that gets the call's result want what awaiting it gives?"""
    above = facts.parent(call)
    if isinstance(above, ExpressionStatement) or _wants_value(facts, call):
        return True
    sites = [
        (variable, site)
        for variable, sites in facts.met.bindings.items()
        for site in sites
        if site.value is call and site.how is How.ASSIGNED
    ]
    if len(sites) != 1:
        return False
    variable, _ = sites[0]
    reads = facts.met.reads.get(variable, ())
    return len(facts.met.bindings[variable]) == 1 and all(
        _wants_value(facts, read) for read in reads
    )


def _wants_value(facts: Facts, node: Node) -> bool:
    """Is a node where a value is used, and not handed on?"""
    above = facts.parent(node)
    if isinstance(above, Keyword):
        above = facts.parent(above)
    if not isinstance(above, Call):
        return isinstance(above, _VALUE_USERS)
    meaning = None if above.callee is node else facts.meaning(above.callee)
    return isinstance(meaning, ToolMeaning) or (
        isinstance(meaning, ListedMeaning) and meaning.module == "builtins"
    )


def drop_await(facts: Facts, node: Await) -> Fix | None:
    """The same without `await`; none where that leaves another `await` of it."""
    if isinstance(facts.parent(node), Await):
        return None
    script, start = facts.module.script, facts.module.span(node).start
    end = start + len("await")
    while script.text[end : end + 1] in {" ", "\t"}:
        end += 1
    return Fix("leave `await` out", (Edit(Place.of(script, Span(start, end)), ""),), safe=True)


def rename_attribute(facts: Facts, node: Attribute, names: Iterable[str]) -> Fix | None:
    """The attribute that was meant, of those that the value has."""
    known = [one for one in names if not one.startswith("_")]
    sure = sure_match(node.name, known)
    found = (sure,) if sure else nearest(node.name, known, limit=1)
    script, end = facts.module.script, facts.module.span(node).end
    span = Span(end - len(node.name), end)
    if not found or script.snippet(span) != node.name:
        return None
    title = f"rename `{node.name}` to `{found[0]}`"
    return Fix(title, (Edit(Place.of(script, span), found[0]),), safe=sure is not None)


def take_key(facts: Facts, node: Attribute) -> Fix | None:
    """`value["name"]` for `value.name`."""
    script, end = facts.module.script, facts.module.span(node).end
    start = script.text.rfind(".", facts.module.span(node.value).end, end)
    quote = _quote(facts, node)
    if start < 0 or quote is None:
        return None
    text = f"[{quote}{node.name}{quote}]"
    edit = Edit(Place.of(script, Span(start, end)), text)
    return Fix(f"take the key: `{text}`", (edit,), safe=True)


def _quote(facts: Facts, node: Node) -> str | None:
    """A quote that may stand at a node: in a formatted string, another than its own."""
    around = [one for one in facts.met.ancestors(node) if isinstance(one, FormattedString)]
    if not around:
        return '"'
    opening = _OPENING.match(facts.snippet(around[0]))
    if len(around) > 1 or opening is None or len(opening[1]) > 1:
        return None
    return "'" if opening[1] == '"' else '"'


def replace_text(facts: Facts, node: Node, value: str, meant: Iterable[object]) -> Fix | None:
    """The text that was meant, of those admitted where a literal one stands."""
    admitted = [one for one in meant if isinstance(one, str)]
    sure = sure_match(value, admitted)
    found = (sure,) if sure else nearest(value, admitted, limit=1)
    script, span = facts.module.script, facts.module.span(node)
    written = script.snippet(span)
    inside = Span(span.start + 1, span.end - 1)
    is_plain = written[1:-1] == value and written in {f'"{value}"', f"'{value}'"}
    if not found or not is_plain or not _PLAIN_TEXT.fullmatch(found[0]):
        return None
    title = f"write `{found[0]}` for `{value}`"
    return Fix(title, (Edit(Place.of(script, inside), found[0]),), safe=sure is not None)


def one_fix(*ways: Callable[[], Fix | None]) -> Fix | None:
    """The first way that gives a fix; a safe one before others."""
    found = [fix for way in ways if (fix := way()) is not None]
    return min(found, key=lambda one: not one.safe, default=None)
