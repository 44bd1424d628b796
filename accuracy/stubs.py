"""Makes a `.pyi` stub of tools in MCP's form, so that type checkers know what a script may call.

An object with declared properties becomes a `TypedDict`, an enumeration a `Literal`; what a schema
does not say is `Any`. Parameters stand in the order of the schema and may be given either way.
"""

from __future__ import annotations

import keyword
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

_PLAIN: Final = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
_HEAD: Final = "from typing import Any, Literal, NotRequired, TypedDict\n"


def make_stub(
    tools: Sequence[Mapping[str, Any]],
    awaited: Collection[str] = (),
    *,
    exceptions: Sequence[str] = (),
) -> str:
    """Return the text of a stub; `awaited` are the tools that are async."""
    writer = _Writer()
    functions = [writer.function(tool, is_async=tool["name"] in awaited) for tool in tools]
    classes = [f"class {name}(Exception): ...\n" for name in exceptions]
    return "\n".join([_HEAD, *classes, *writer.classes, *functions])


class _Writer:
    """Writes functions, and the classes that they need."""

    def __init__(self) -> None:
        self.classes: list[str] = []
        self.named: dict[tuple[int, str], str] = {}

    def function(self, tool: Mapping[str, Any], *, is_async: bool) -> str:
        name: str = tool["name"]
        inputs: Mapping[str, Any] = tool.get("inputSchema") or {}
        required = set(inputs.get("required", ()))
        properties = inputs.get("properties", {})
        told = [
            f"{one}: {self.annotation(schema, inputs, _title(name, one))}"
            + ("" if one in required else " = ...")
            for one, schema in sorted(properties.items(), key=lambda row: row[0] not in required)
        ]
        output = tool.get("outputSchema")
        result = self.annotation(output, output, _title(name, "result")) if output else "Any"
        prefix = "async def" if is_async else "def"
        return f"{prefix} {name}({', '.join(told)}) -> {result}: ...\n"

    def annotation(self, schema: Any, root: Mapping[str, Any], name: str) -> str:
        """Return what a schema says, as an annotation; classes are named after the place."""
        if not isinstance(schema, dict):
            return "Any"
        if "$ref" in schema:
            return self._reference(schema["$ref"], root, name)
        if "enum" in schema or "const" in schema:
            values = schema.get("enum", [schema.get("const")])
            is_plain = all(isinstance(one, (str, int, bool, type(None))) for one in values)
            return f"Literal[{', '.join(map(repr, values))}]" if is_plain else "Any"
        ways = schema.get("anyOf") or schema.get("oneOf")
        if ways:
            told = [self.annotation(one, root, f"{name}{at or ''}") for at, one in enumerate(ways)]
            return " | ".join(dict.fromkeys(told))
        kind = schema.get("type")
        if isinstance(kind, list):
            told = [self.annotation({**schema, "type": one}, root, name) for one in kind]
            return " | ".join(dict.fromkeys(told))
        return self._typed(kind, schema, root, name)

    def _typed(
        self, kind: object, schema: Mapping[str, Any], root: Mapping[str, Any], name: str
    ) -> str:
        if kind == "array":
            return f"list[{self.annotation(schema.get('items'), root, f'{name}Item')}]"
        if kind == "object" or "properties" in schema:
            return self._object(schema, root, name)
        return _PLAIN.get(str(kind), "Any")

    def _object(self, schema: Mapping[str, Any], root: Mapping[str, Any], name: str) -> str:
        properties: Mapping[str, Any] = schema.get("properties", {})
        if not properties:
            values = schema.get("additionalProperties")
            return f"dict[str, {self.annotation(values, root, f'{name}Value')}]"
        if not all(one.isidentifier() and not keyword.iskeyword(one) for one in properties):
            return "dict[str, Any]"
        required = set(schema.get("required", ()))
        rows = [
            f"    {one}: {told if one in required else f'NotRequired[{told}]'}\n"
            for one, told in (
                (one, self.annotation(part, root, f"{name}{one.title()}"))
                for one, part in properties.items()
            )
        ]
        self.classes.append(f"class {name}(TypedDict):\n{''.join(rows)}")
        return name

    def _reference(self, target: str, root: Mapping[str, Any], name: str) -> str:
        """Follow `#/$defs/…`: a class for each target, which may speak of itself."""
        key = (id(root), target)
        if key in self.named:
            return self.named[key]
        part: Any = root
        for step in target.removeprefix("#").strip("/").split("/"):
            part = part.get(step, {}) if step and isinstance(part, dict) else part
        is_class = isinstance(part, dict) and bool(part.get("properties"))
        self.named[key] = name if is_class else "Any"
        self.named[key] = self.annotation(part, root, name)
        return self.named[key]


def _title(tool: str, part: str) -> str:
    return "".join(word.title() for word in (*tool.replace("-", "_").split("_"), *part.split("_")))
