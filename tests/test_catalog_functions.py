"""Python callables are read by their signatures, annotations and docstrings."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import (
    Annotated,
    Any,
    Literal,
    NewType,
    NotRequired,
    Optional,
    TypedDict,
    TypeVar,
    Union,
)

import pytest

from foretell_analyzer.catalog import Tool, ToolCatalog, signature, type_text
from foretell_analyzer.errors import CatalogError


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Mail(TypedDict):
    sender: str
    replies: list[Mail]
    note: NotRequired[str]


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)


class Model:
    """Something that makes its own schema, as pydantic's models do."""

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"inner": {"$ref": "#/$defs/Inner"}},
            "$defs": {"Inner": {"type": "integer"}},
        }


class Broken:
    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        raise RuntimeError


class Silent:
    @classmethod
    def model_json_schema(cls) -> None:
        return None


@dataclass(frozen=True)
class Least:
    ge: int
    description: str = "how many"


@dataclass(frozen=True)
class Bundle:
    metadata: tuple[Least, ...]


UserId = NewType("UserId", int)
Text = TypeVar("Text", bound=str)
Free = TypeVar("Free")


def text_of(hint: Any) -> str:
    def f(a: Any) -> None: ...

    f.__annotations__ = {"a": hint}
    tool = ToolCatalog.from_functions([f])["f"]
    return type_text(tool.parameters[0].schema, tool.input_schema)


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (str, "str"),
        (None, "None"),
        (Any, "Any"),
        (object, "Any"),
        (datetime, "Any"),
        (Literal["a", 1], "Literal['a', 1]"),
        (Literal[Color.RED], "Literal['red']"),
        (Literal[b"x"], "Any"),
        (Optional[int], "int | None"),  # noqa: UP045  # both spellings
        (Union[int, str], "int | str"),  # noqa: UP007  # both spellings
        (int | None, "int | None"),
        (list[int], "list[int]"),
        (list, "list"),
        (Sequence[str], "list[str]"),
        (Iterable[str], "Any"),
        (set[str], "list[str]"),
        (dict[str, int], "dict[str, int]"),
        (Mapping[str, Any], "dict"),
        (tuple[int, str], "list"),
        (tuple[int, ...], "list[int]"),
        (Color, "Literal['red', 'blue']"),
        (Mail, "dict"),
        (Point, "Point"),
        (Model, "Model"),
        (Broken, "Any"),
        (Silent, "Any"),
        (UserId, "int"),
        (Text, "str"),
        (Free, "Any"),
        (Callable[[int], str], "Any"),
        (type[int], "Any"),
        ("Unresolvable", "Any"),
        (3, "Any"),
    ],
)
def test_a_type_says_in_json_schema_what_it_says_in_python(hint: Any, text: str) -> None:
    assert text_of(hint) == text


def find(
    query: Annotated[str, "what to look for"],
    limit: Annotated[int, Least(1)] = 10,
    *,
    count: Annotated[int, Bundle((Least(2),))] = 3,
    since: datetime = datetime(2020, 1, 1, tzinfo=UTC),  # a default that is no JSON
    point: Point | None = None,
) -> list[Mail]:
    """Find mail.

    Args:
        query: ignored words
        limit: at most so many
    """
    raise NotImplementedError


def test_a_function_is_read_as_a_tool() -> None:
    tool = ToolCatalog.from_functions([find])["find"]
    assert signature(tool) == (
        "find(query: str, limit: int = 10, *, count: int = 3, since=..., "
        "point: Point | None = None) -> list[dict]"
    )
    assert tool.description == "Find mail."
    assert tool.parameters[0].description == "ignored words"
    assert tool.parameters[1].schema == {
        "type": "integer",
        "minimum": 1,
        "description": "at most so many",
        "default": 10,
    }
    assert isinstance(tool.parameters[2].schema, dict)
    assert tool.parameters[2].schema["minimum"] == 2
    assert isinstance(tool.output_schema, dict)
    assert list(tool.output_schema["$defs"]) == ["Mail"]
    assert tool.output_schema["$defs"]["Mail"]["required"] == ["sender", "replies"]
    assert not tool.is_async


def read(tool: Any) -> Tool:
    return ToolCatalog.from_functions({"f": tool})["f"]


def test_async_functions_are_awaited() -> None:
    async def plain() -> int:
        return 1

    def promised() -> Awaitable[str]:
        raise NotImplementedError

    class Service:
        async def __call__(self, a: int) -> int:
            return a

    assert read(plain).is_async
    assert read(functools.partial(plain)).is_async
    assert read(Service()).is_async
    assert read(promised).is_async
    assert signature(read(promised)) == "async f() -> str"
    assert not read(len).is_async


def test_methods_partials_classes_and_objects_are_callables_too() -> None:
    class Service:
        def get(self, name: str, size: int = 1) -> str:
            """Get it."""
            return name * size

        def __call__(self, a: int) -> int:
            return a

    assert signature(read(Service().get)) == "f(name: str, size: int = 1) -> str"
    assert signature(read(functools.partial(Service().get, size=2))) == (
        "f(name: str, *, size: int = 2) -> str"
    )
    assert signature(read(Service())) == "f(a: int) -> int"
    assert signature(read(Point)) == "f(x: int, y: int = 0, tags: list[str] = ...) -> Point"
    assert list(ToolCatalog.from_functions([Service().get, Service()]).tools) == ["get", "Service"]


def test_a_wrapped_function_shows_what_it_wraps() -> None:
    @functools.wraps(find)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return find(*args, **kwargs)

    assert ToolCatalog.from_functions([wrapper])["find"].parameters[0].name == "query"


def test_stars_and_silent_callables_admit_more() -> None:
    def open_ended(a: int, *rest: int, **more: str) -> None: ...

    assert signature(read(open_ended)) == "f(a: int, **more) -> None"
    assert signature(read(type)) == "f(**more)"
    assert signature(read(lambda a, b=None: (a, b))) == "f(a, b=None)"


def test_two_classes_of_one_name_stay_apart() -> None:
    def one() -> type:
        @dataclass
        class Item:
            a: int

        return Item

    def f(x: Any, y: Any) -> None: ...

    f.__annotations__ = {"x": one(), "y": one()}
    schema = read(f).input_schema
    assert isinstance(schema, dict)
    assert list(schema["$defs"]) == ["Item", "Item_2"]


@pytest.mark.parametrize(
    ("functions", "message"),
    [
        ([lambda: 1], "a lambda has no name to be called by; give a mapping of names"),
        ({"f": 3}, "tool `f` cannot be called: it is `int`; give a function"),
        ({"": len}, "a tool's name is a text, not ''; give a mapping of names"),
        ({3: len}, "a tool's name is a text, not 3; give a mapping of names"),
    ],
)
def test_what_cannot_be_a_tool_is_refused(functions: Any, message: str) -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_functions(functions)
    assert str(error.value) == message
