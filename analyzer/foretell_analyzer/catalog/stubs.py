"""Takes the text of a Python stub (or of a module), gives the definitions of its functions.

The text is read as syntax; nothing of it runs. Public functions at the top are tools, classes and
aliases are types. A comment at the end of a function may say what it does:
`def search(query: str) -> list[Doc]: ...  # read`.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import Final

from .annotations import Annotations, JsonSchema, literal
from .definitions import Definition
from .docstrings import Docstring, read_docstring
from .documents import Document
from .notes import CatalogNote
from .stub_classes import class_schemas, is_exception, with_definitions
from .tools import Effect

Function = ast.FunctionDef | ast.AsyncFunctionDef

_EFFECTS: Final = {effect.value: effect for effect in Effect}
_CURE: Final = "give a stub with one `def name(parameter: type) -> type: ...` a tool"


def read_stub(document: Document) -> tuple[tuple[Definition, ...], tuple[CatalogNote, ...]]:
    """The tools that a stub defines."""
    tree = _parse(document)
    classes = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not is_exception(node)
    }
    reader = Annotations(dict(_aliases(tree)), frozenset(classes))
    definitions = class_schemas(classes, reader)
    comments = _comments(document.text)
    tools: dict[str, Definition] = {}
    notes: list[CatalogNote] = []
    overloaded: set[str] = set()
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            if node.name in tools and node.name not in overloaded:
                notes.append(_redefined(node.name))
            if _is_overload(node):
                overloaded.add(node.name)
            tools.setdefault(node.name, _definition(node, reader, definitions, comments))
    if not tools and tree.body:
        raise document.error("defines no function", _CURE, 0)
    return tuple(tools.values()), tuple(notes)


def _parse(document: Document) -> ast.Module:
    try:
        return ast.parse(document.text)
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        start = sum(len(one) for one in document.text.splitlines(keepends=True)[: line - 1])
        raise document.error(
            f"is no Python: {error.msg}", "fix the syntax here", start + max(column, 1) - 1
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise document.error("is nested too deep for a stub", _CURE, 0) from None


def _definition(
    node: Function,
    reader: Annotations,
    definitions: dict[str, JsonSchema],
    comments: dict[int, str],
) -> Definition:
    told = read_docstring(ast.get_docstring(node))
    parameters = list(_parameters(node))
    properties = {
        name: _property(annotation, default, name, reader, told)
        for name, annotation, default, _ in parameters
    }
    schema: JsonSchema = {
        "type": "object",
        "properties": properties,
        "required": [name for name, _, default, _ in parameters if default is None],
        "additionalProperties": False,
    }
    takes_more = node.args.kwarg is not None or node.args.vararg is not None
    if node.args.kwarg is not None:
        schema["additionalProperties"] = reader.schema(node.args.kwarg.annotation) or True
    output = None if node.returns is None else reader.schema(node.returns)
    return Definition(
        wire_name=node.name,
        input_schema=with_definitions(schema, definitions),
        description=told.summary,
        output_schema=with_definitions(output, definitions) if output else None,
        effects=_effects(node, comments),
        is_async=isinstance(node, ast.AsyncFunctionDef) or _is_awaitable(node.returns),
        positional=frozenset(name for name, _, _, by_position in parameters if by_position),
        takes_more=takes_more,
    )


def _parameters(node: Function) -> Iterator[tuple[str, ast.expr | None, ast.expr | None, bool]]:
    """Name, annotation, default, and whether it may be given by position."""
    arguments = node.args
    by_position = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(by_position) - len(arguments.defaults)) + list(arguments.defaults)
    for one, default in zip(by_position, defaults, strict=True):
        yield one.arg, one.annotation, default, True
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield one.arg, one.annotation, default, False


def _property(
    annotation: ast.expr | None,
    default: ast.expr | None,
    name: str,
    reader: Annotations,
    told: Docstring,
) -> JsonSchema:
    schema = reader.schema(annotation)
    if name in told.parameters:
        schema = {**schema, "description": told.parameters[name]}
    known, value = (False, None) if default is None else literal(default)
    return {**schema, "default": value} if known else schema


def _aliases(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """`Name = type`, `Name: TypeAlias = type`, `Name = NewType("Name", type)`."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        match value:
            case ast.Call(func=ast.Name(id="NewType"), args=[_, inner]):
                yield name, inner
            case ast.Name() | ast.Attribute() | ast.Subscript() | ast.BinOp() | ast.Constant():
                yield name, value
            case _:
                continue


def _comments(text: str) -> dict[int, str]:
    """The comment at the end of each line."""
    try:
        return {
            token.start[0]: token.string
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.COMMENT
        }
    except (tokenize.TokenError, SyntaxError):
        return {}


def _effects(node: Function, comments: dict[int, str]) -> frozenset[Effect] | None:
    """What a comment on the signature says; one that says anything else is only a comment."""
    last = node.body[0].lineno if node.body else node.lineno
    for line in range(node.lineno, last + 1):
        words = re.split(r"[\s,]+", comments.get(line, "").lstrip("# ").strip())
        if all(word in _EFFECTS for word in words):
            return frozenset(_EFFECTS[word] for word in words)
    return None


def _is_awaitable(returns: ast.expr | None) -> bool:
    match returns:
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in {"Awaitable", "Coroutine"}
        case _:
            return False


def _is_overload(node: Function) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "overload" for one in node.decorator_list)


def _redefined(name: str) -> CatalogNote:
    return CatalogNote(
        "duplicate-tool",
        "error",
        f"`{name}` is defined twice",
        "the first is used; take the other away or rename it",
        tool=name,
    )
