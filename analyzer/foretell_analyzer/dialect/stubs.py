"""Takes the text of a stub, gives a `ModuleEntry`. The format is told in the package docstring."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import zip_longest
from types import MappingProxyType
from typing import Final

from ..ir import ParameterKind
from .entries import Entry, EntryKind, ModuleEntry, Parameter, Signature, TypeEntry

_COST: Final = re.compile(r"# cost: (.+)$")
_DECORATORS: Final = {
    "classmethod": EntryKind.CLASS_METHOD,
    "staticmethod": EntryKind.STATIC_METHOD,
    "property": EntryKind.ATTRIBUTE,
}


def read_stub(text: str, module: str) -> ModuleEntry:
    """The entries of a stub file; `module` names it."""
    return _Reader(text, module).read()


class _Reader:
    def __init__(self, text: str, module: str) -> None:
        self.lines = text.splitlines()
        self.tree = ast.parse(text)
        self.module = module
        self.types: dict[str, TypeEntry] = {}
        self.classes = {node.name for node in self.tree.body if isinstance(node, ast.ClassDef)}

    def read(self) -> ModuleEntry:
        members = self.read_body(self.tree.body, in_class=False)
        return ModuleEntry(self.module, MappingProxyType(members), MappingProxyType(self.types))

    def read_body(self, body: list[ast.stmt], *, in_class: bool) -> dict[str, Entry]:
        members: dict[str, Entry] = {}
        for node in body:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    add(members, self.read_function(node, in_class=in_class))
                case ast.ClassDef():
                    entry = self.read_class(node)
                    if not node.name.startswith("_"):
                        add(members, entry)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    add(members, self.read_constant(name, node.annotation, in_class=in_class))
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
                    known = members.get(other, Entry(other, EntryKind.CLASS, (), other))
                    members[name] = replace(known, name=name)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as dotted):
                    key = ast.unparse(dotted)
                    result = (Signature((), key),)
                    members[name] = Entry(name, EntryKind.CLASS, result, key)
                case _:
                    pass
        return members

    def read_constant(self, name: str, annotation: ast.expr, *, in_class: bool) -> Entry:
        text = ast.unparse(annotation)
        if text == "Module":
            return Entry(name, EntryKind.MODULE, type=f"{self.module}.{name}")
        return Entry(name, EntryKind.ATTRIBUTE if in_class else EntryKind.CONSTANT, type=text)

    def read_class(self, node: ast.ClassDef) -> Entry:
        members = self.read_body(node.body, in_class=True)
        constructor = members.pop("__init__", None)
        bases = tuple(self.qualify(ast.unparse(base)) for base in node.bases)
        key = self.qualify(node.name)
        if constructor is not None:
            ways = tuple(
                replace(way, result=key) if way.result in (None, "None") else way
                for way in constructor.signatures
            )
        else:
            ways = self.inherited(bases, key)
        self.types[node.name] = TypeEntry(key, bases, MappingProxyType(members), ways)
        return Entry(node.name, EntryKind.CLASS, ways, key)

    def inherited(self, bases: tuple[str, ...], key: str) -> tuple[Signature, ...]:
        for base in bases:
            known = self.types.get(base.rpartition(".")[2])
            if known is not None and known.signatures:
                return tuple(replace(way, result=key) for way in known.signatures)
        anything = Parameter("args", ParameterKind.VAR_POSITIONAL, "object")
        return (Signature((anything,) if bases else (), key),)

    def qualify(self, name: str) -> str:
        return (
            name
            if self.module == "builtins" or name not in self.classes
            else (f"{self.module}.{name}")
        )

    def read_function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, *, in_class: bool
    ) -> Entry:
        kind = EntryKind.METHOD if in_class else EntryKind.FUNCTION
        for decorator in node.decorator_list:
            kind = _DECORATORS.get(ast.unparse(decorator), kind)
        parameters = self.read_parameters(node.args)
        if in_class and kind is not EntryKind.STATIC_METHOD:
            parameters = parameters[1:]
        result = ast.unparse(node.returns) if node.returns is not None else None
        if kind is EntryKind.ATTRIBUTE:
            return Entry(node.name, kind, type=result)
        cost = _COST.search(self.lines[(node.end_lineno or node.lineno) - 1])
        way = Signature(
            parameters, result, cost and cost[1], isinstance(node, ast.AsyncFunctionDef)
        )
        return Entry(node.name, kind, (way,))

    def read_parameters(self, arguments: ast.arguments) -> tuple[Parameter, ...]:
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults = reversed(list(zip_longest(reversed(positional), reversed(arguments.defaults))))
        found = [
            parameter(
                argument,
                ParameterKind.POSITIONAL_ONLY
                if index < len(arguments.posonlyargs)
                else ParameterKind.POSITIONAL_OR_KEYWORD,
                default,
            )
            for index, (argument, default) in enumerate(defaults)
        ]
        if arguments.vararg is not None:
            found.append(parameter(arguments.vararg, ParameterKind.VAR_POSITIONAL, None))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            found.append(parameter(argument, ParameterKind.KEYWORD_ONLY, default))
        if arguments.kwarg is not None:
            found.append(parameter(arguments.kwarg, ParameterKind.VAR_KEYWORD, None))
        return tuple(found)


def parameter(argument: ast.arg, kind: ParameterKind, default: ast.expr | None) -> Parameter:
    """One parameter of a stub's function."""
    annotation = ast.unparse(argument.annotation) if argument.annotation is not None else None
    text = ast.unparse(default) if default is not None else None
    return Parameter(argument.arg, kind, annotation, text)


def add(members: dict[str, Entry], entry: Entry) -> None:
    """Add an entry, or a further signature to the entry of that name."""
    known = members.get(entry.name)
    if known is not None and known.signatures:
        entry = replace(known, signatures=known.signatures + entry.signatures)
    members[entry.name] = entry
