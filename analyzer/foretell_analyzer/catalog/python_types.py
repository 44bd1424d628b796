"""Takes Python types as objects, gives JSON Schemas: `annotations` for what is already imported."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from .annotations import (
    ARRAYS,
    AWAITABLES,
    OBJECTS,
    QUALIFIERS,
    SIMPLE,
    JsonSchema,
    array_of,
    is_json,
    keyword_for,
    literal_of,
    object_of,
    tuple_of,
    union_of,
)
from .json_types import is_object

_MISSING: Final = dataclasses.MISSING


@dataclasses.dataclass(slots=True)
class PythonTypes:
    """Reads types; classes that are objects become definitions, so that they may contain
    themselves.
    """

    definitions: dict[str, JsonSchema] = dataclasses.field(default_factory=dict[str, JsonSchema])
    names: dict[type, str] = dataclasses.field(default_factory=dict[type, str])

    def schema(self, hint: Any) -> JsonSchema:  # noqa: ANN401  # annotations are of any type
        """What a type says in JSON Schema; everything if it says nothing there."""
        if hint is None or hint is types.NoneType:
            return {"type": "null"}
        if isinstance(hint, typing.NewType):
            return self.schema(hint.__supertype__)
        if isinstance(hint, typing.TypeVar):
            return self.schema(hint.__bound__) if hint.__bound__ is not None else {}
        origin = typing.get_origin(hint)
        if origin is not None:
            return self._generic(origin, typing.get_args(hint))
        if isinstance(hint, type):
            return self._class(hint)
        return {}

    def _generic(self, origin: Any, arguments: tuple[Any, ...]) -> JsonSchema:  # noqa: ANN401, PLR0911  # an annotation; one return a case
        if origin is typing.Literal:
            values = [one.value if isinstance(one, Enum) else one for one in arguments]
            return literal_of(values) if all(is_json(one) for one in values) else {}
        if origin is typing.Union or origin is types.UnionType:
            return union_of([self.schema(one) for one in arguments])
        if origin is typing.Annotated:
            return self._annotated(arguments)
        name = getattr(origin, "__name__", None) or getattr(origin, "_name", "") or ""
        if name == "tuple":
            return self._tuple(arguments)
        if name in ARRAYS:
            return array_of(self.schema(arguments[0]))
        if name in OBJECTS:
            return object_of(self.schema(arguments[-1]))
        if name in QUALIFIERS | AWAITABLES:
            return self.schema(arguments[-1])
        return self._class(origin) if isinstance(origin, type) else {}

    def _tuple(self, arguments: tuple[Any, ...]) -> JsonSchema:
        if len(arguments) == 2 and arguments[1] is ...:
            return array_of(self.schema(arguments[0]))
        return tuple_of([self.schema(one) for one in arguments if one != ()])

    def _annotated(self, arguments: tuple[Any, ...]) -> JsonSchema:
        schema = self.schema(arguments[0])
        for one in arguments[1:]:
            if isinstance(one, str):
                schema = {**schema, "description": one}
                continue
            constraints = [one, *getattr(one, "metadata", ())]  # pydantic keeps them in `metadata`
            for constraint in constraints:
                schema = {**schema, **_keywords(constraint, schema)}
        return schema

    def _class(self, hint: type[Any]) -> JsonSchema:
        if issubclass(hint, Enum):
            values = [one.value for one in hint]
            return {"title": hint.__name__, **literal_of(values)} if is_json(values) else {}
        if hint.__name__ in SIMPLE and hint.__module__ in {"builtins", "collections.abc", "typing"}:
            return dict(SIMPLE[hint.__name__])
        if typing.is_typeddict(hint):
            return self._defined(hint, self._typed_dict)
        if dataclasses.is_dataclass(hint):
            return self._defined(hint, self._dataclass)
        maker = getattr(hint, "model_json_schema", None)
        return self._defined(hint, self._model) if callable(maker) else {}

    def _defined(self, hint: type, maker: typing.Callable[[type], JsonSchema]) -> JsonSchema:
        """A reference to the definition of a class, made when first met."""
        name = self.names.get(hint)
        if name is None:
            name, number = hint.__name__, 2
            while name in self.definitions:
                name, number = f"{hint.__name__}_{number}", number + 1
            self.names[hint] = name
            self.definitions[name] = {}  # in place before its fields are read: they may refer to it
            self.definitions[name] = maker(hint)
        return {"$ref": f"#/$defs/{name}"}

    def _typed_dict(self, hint: type) -> JsonSchema:
        required: frozenset[str] = getattr(hint, "__required_keys__", frozenset())
        fields = hints_of(hint)
        return {
            "title": hint.__name__,
            "type": "object",
            "properties": {name: self.schema(one) for name, one in fields.items()},
            "required": [
                name
                for name, one in fields.items()
                if _is_required(one, otherwise=name in required)
            ],
        }

    def _dataclass(self, hint: type) -> JsonSchema:
        hints, properties, required = hints_of(hint), dict[str, JsonSchema](), list[str]()
        for one in dataclasses.fields(hint):
            schema = self.schema(hints.get(one.name, Any))
            if one.default is not _MISSING and is_json(one.default):
                schema = {**schema, "default": one.default}
            if one.default is _MISSING and one.default_factory is _MISSING:
                required.append(one.name)
            properties[one.name] = schema
        return {
            "title": hint.__name__,
            "type": "object",
            "properties": properties,
            "required": required,
            "x-class": hint.__name__,
        }

    def _model(self, hint: type[Any]) -> JsonSchema:
        """A model that makes its own schema, as pydantic's do."""
        try:
            schema: object = hint.model_json_schema()
        except Exception:  # noqa: BLE001  # a model of others may fail as it likes: then it says nothing
            return {}
        if not is_object(schema):
            return {}
        for name, one in schema.get("$defs", {}).items():
            self.definitions.setdefault(name, one)
        told = {key: value for key, value in schema.items() if key != "$defs"}
        return {**told, "x-class": hint.__name__}


def hints_of(owner: Any) -> Mapping[str, Any]:  # noqa: ANN401  # a function or a class
    """The resolved annotations of a function or class; unresolved ones say nothing."""
    try:
        return typing.get_type_hints(owner, include_extras=True)
    except Exception:  # noqa: BLE001  # evaluating annotations of others may fail in any way
        raw = getattr(owner, "__annotations__", {})
        return {name: one for name, one in raw.items() if not isinstance(one, str)}


def _is_required(hint: object, *, otherwise: bool) -> bool:
    """Look for a mark on a field: Python overlooks marks where annotations are texts."""
    mark = typing.get_origin(hint)
    return mark is typing.Required or (otherwise and mark is not typing.NotRequired)


def _keywords(constraint: object, schema: JsonSchema) -> JsonSchema:
    """`Field(description="…")`, `Ge(0)`, `MaxLen(5)`: whatever has attributes of these names."""
    found: JsonSchema = {}
    for name in ("description", "ge", "gt", "le", "lt", "min_length", "max_length", "pattern"):
        value = getattr(constraint, name, None)
        keyword = keyword_for(name, schema)
        if keyword and value is not None and type(value) in {str, int, float}:
            found[keyword] = value
    return found
