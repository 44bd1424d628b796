"""Stubs are read as syntax; nothing of them runs."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from foretell_analyzer.catalog import Effect, Tool, ToolCatalog, signature
from foretell_analyzer.errors import CatalogError


def stub(text: str) -> ToolCatalog:
    return ToolCatalog.from_stub(dedent(text))


def only(text: str) -> Tool:
    (tool,) = stub(text)
    return tool


def annotation(text: str) -> Any:
    """The schema of an annotation."""
    return only(f"def f(a: {text}): ...").parameters[0].schema


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("str", {"type": "string"}),
        ("int", {"type": "integer"}),
        ("float", {"type": "number"}),
        ("bool", {"type": "boolean"}),
        ("None", {"type": "null"}),
        ("'str'", {"type": "string"}),
        ("Any", {}),
        ("datetime", {}),
        ("datetime.date", {}),
        ("bytes", {}),
        ("Callable[[int], str]", {}),
        ("f()", {}),
        ("'not a type at all'", {}),
        ("list", {"type": "array"}),
        ("list[str]", {"type": "array", "items": {"type": "string"}}),
        ("list[Any]", {"type": "array"}),
        ("typing.List[int]", {"type": "array", "items": {"type": "integer"}}),
        ("Sequence[int]", {"type": "array", "items": {"type": "integer"}}),
        ("dict", {"type": "object"}),
        ("dict[str, int]", {"type": "object", "additionalProperties": {"type": "integer"}}),
        ("dict[str, Any]", {"type": "object", "additionalProperties": True}),
        ("tuple[int, ...]", {"type": "array", "items": {"type": "integer"}}),
        (
            "tuple[int, str]",
            {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "prefixItems": [{"type": "integer"}, {"type": "string"}],
            },
        ),
        ("tuple[()]", {"type": "array", "minItems": 0, "maxItems": 0}),
        ("str | None", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("Optional[str]", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("Union[str, str]", {"type": "string"}),
        (
            "str | int | None",
            {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        ),
        ("str | Any", {}),
        ("Literal['a', 'b']", {"enum": ["a", "b"]}),
        ("Literal[-1, None, True]", {"enum": [-1, None, True]}),
        ("Literal[Color.RED]", {}),
        ("Literal[b'x']", {}),
        ("Annotated[int, 'how many']", {"type": "integer", "description": "how many"}),
        (
            "Annotated[int, Field(ge=1, description='how many')]",
            {"type": "integer", "minimum": 1, "description": "how many"},
        ),
        ("Annotated[int, 5]", {"type": "integer"}),
        (
            "Annotated[list[int], Field(max_length=3, alias='x')]",
            {"type": "array", "items": {"type": "integer"}, "maxItems": 3},
        ),
        ("'Final[int]'", {"type": "integer"}),
        ("Final[int]", {"type": "integer"}),
        ("Foo[int]", {}),
    ],
)
def test_an_annotation_says_in_json_schema_what_it_says_in_python(text: str, schema: Any) -> None:
    assert annotation(text) == schema


def test_parameters_keep_their_kind_and_their_defaults() -> None:
    tool = only("async def f(a, /, b: int, c: str = 'x', *, d=..., e=OTHER, g=[1]): ...")
    assert [
        (one.name, one.is_required, one.is_keyword_only, one.has_default, one.default)
        for one in tool.parameters
    ] == [
        ("a", True, False, False, None),
        ("b", True, False, False, None),
        ("c", False, False, True, "x"),
        ("d", False, True, False, None),
        ("e", False, True, False, None),
        ("g", False, True, True, [1]),
    ]
    assert tool.is_async
    assert not tool.admits_extra


def test_stars_admit_more() -> None:
    assert only("def f(a, **rest: str): ...").admits_extra
    assert only("def f(*args): ...").admits_extra
    assert only("def f(**rest): ...").input_schema == {
        "type": "object",
        "properties": {},
        "required": [],
        "additionalProperties": True,
    }


def test_classes_of_the_stub_become_definitions() -> None:
    tool = only(
        '''
        class Base(TypedDict):
            """What all have."""
            id: int

        class Mail(Base, total=False):
            sender: Required[str]
            cc: list["Mail"]
            note: NotRequired[str]

        class Unused(TypedDict):
            x: int

        def read(id: int) -> list[Mail]: ...
        '''
    )
    assert tool.output_schema == {
        "type": "array",
        "items": {"$ref": "#/$defs/Mail"},
        "$defs": {
            "Mail": {
                "title": "Mail",
                "type": "object",
                "properties": {
                    "id": {"type": "integer"},
                    "sender": {"type": "string"},
                    "cc": {"type": "array", "items": {"$ref": "#/$defs/Mail"}},
                    "note": {"type": "string"},
                },
                "required": ["id", "sender"],
            }
        },
    }


def test_other_classes_have_attributes_and_methods() -> None:
    tool = only(
        '''
        @dataclass
        class Response:
            """An answer."""
            status: int
            text: str = ""
            shared: ClassVar[int] = 0
            def json(self) -> Any: ...
            def _hidden(self) -> Any: ...
            @property
            def ok(self) -> bool: ...
            @functools.cached_property
            def size(self) -> int: ...

        def fetch(url: str) -> Response: ...
        '''
    )
    assert isinstance(tool.output_schema, dict)
    assert tool.output_schema["$defs"]["Response"] == {
        "title": "Response",
        "description": "An answer.",
        "type": "object",
        "properties": {
            "status": {"type": "integer"},
            "text": {"type": "string", "default": ""},
            "ok": {"type": "boolean"},
            "size": {"type": "integer"},
        },
        "required": ["status", "text", "ok", "size"],
        "x-class": "Response",
        "x-methods": {"json": {}},
    }


def test_enumerations_and_aliases_are_followed() -> None:
    catalog = stub(
        """
        class Color(Enum):
            RED = "red"
            BLUE = "blue"

        class Odd(Enum):
            ONE = auto()

        class Point(NamedTuple):
            x: int

        class Loop(Loop): ...

        class Failed(Exception): ...

        Id = NewType("Id", int)
        Ids = list[Id]
        Unit: TypeAlias = Literal["c", "f"]
        Self = Self
        count = 5

        def paint(color: Color, ids: Ids, unit: Unit, both: Literal[Unit, "k"]) -> None: ...
        made = make()
        made.name = 5

        class Open(typing.TypedDict, closed=False):
            note: "NotRequired[str]"
            odd: "not a type"

        class Box(Generic[T], metaclass=Meta):
            x: int

        class Size(Enum):
            SMALL = 1
            def area(self) -> int: ...

        def last(a: Open, b: Box, c: Size): ...
        def odd(a: Odd, b: Point, c: Self, d: count, e: Failed, f: Literal[Id]): ...
        """
    )
    assert signature(catalog["paint"]) == (
        "paint(color: Literal['red', 'blue'], ids: list[int], unit: Literal['c', 'f'], "
        "both: Literal['c', 'f', 'k']) -> None"
    )
    assert signature(catalog["last"]) == "last(a: dict, b: Box, c: Literal[1])"
    assert catalog["last"].input_schema["$defs"]["Open"]["required"] == ["odd"]  # type: ignore[index]  # an object
    assert signature(catalog["odd"]) == "odd(a, b, c, d, e, f)"


def test_docstrings_describe_tools_and_parameters() -> None:
    google = only(
        '''
        def f(a: int, b: str, *c: int):
            """Do it.

            At length.

            Args:
                a (int): how many
                    of them
                b: which
                *c: more

            Returns:
                nothing

            Last words.
            """
        '''
    )
    assert google.description == "Do it.\n\nAt length.\n\nLast words."
    assert [one.description for one in google.parameters] == ["how many of them", "which"]
    sphinx = only(
        '''
        def f(a: int, b: str):
            """Do it.

            :param int a: how many
                of them
            :param b: which
            :returns: nothing
                at all
            """
        '''
    )
    assert sphinx.description == "Do it."
    assert [one.description for one in sphinx.parameters] == ["how many of them", "which"]


def test_a_comment_may_say_what_a_tool_does() -> None:
    catalog = stub(
        """
        def a(x: int) -> int: ...  # read
        def b(x: int) -> int: ...  # write, spend
        def c(x: int) -> int: ...  # for now
        def d(x: int) -> int: ...
        def e(
            x: int,
        ) -> int:  # send
            ...
        """
    )
    assert catalog["a"].effects == frozenset({Effect.READ})
    assert catalog["a"].effects_from == "overlay"
    assert catalog["b"].effects == frozenset({Effect.WRITE, Effect.SPEND})
    assert catalog["c"].effects is None
    assert catalog["d"].effects_from == "nobody"
    assert catalog["e"].effects == frozenset({Effect.SEND})


def test_awaitable_results_are_awaited() -> None:
    tool = only("def f() -> Coroutine[Any, Any, int]: ...")
    assert tool.is_async
    assert tool.output_schema == {"type": "integer"}
    assert only("def f() -> Awaitable[str]: ...").is_async
    assert not only("def f() -> list[str]: ...").is_async


def test_private_functions_and_overloads_are_no_tools_of_their_own() -> None:
    catalog = stub(
        """
        def _helper(): ...
        @overload
        def f(a: int) -> int: ...
        @overload
        def f(a: str) -> str: ...
        def g(a: int): ...
        def g(b: int): ...
        """
    )
    assert list(catalog.tools) == ["f", "g"]
    assert [note.tool for note in catalog.notes if note.kind == "duplicate-tool"] == ["g"]


def test_nothing_of_a_stub_runs(tmp_path: Path) -> None:
    module = tmp_path / "tools.py"
    module.write_text('raise SystemExit\ndef f(a: int = 1 / 0) -> "str":\n    return open("x")\n')
    assert signature(ToolCatalog.load(module)["f"]) == "f(a: int = ...) -> str"
    plain = tmp_path / "tools"
    plain.write_text("def f() -> int: ...\n")
    assert signature(ToolCatalog.load(plain)["f"]) == "f() -> int"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def f(:\n", "stub.pyi:1:7: is no Python: invalid syntax; fix the syntax here"),
        (
            "x = 1\ndef f(\n",
            "stub.pyi:2:6: is no Python: '(' was never closed; fix the syntax here",
        ),
        (
            "x = 1\n",
            (
                "stub.pyi:1:1: defines no function; give a stub with one "
                "`def name(parameter: type) -> type: ...` a tool"
            ),
        ),
        (
            "x = " + "(" * 5000,
            "stub.pyi:1:205: is no Python: too many nested parentheses; fix the syntax here",
        ),
        (
            "x = " + "-" * 50_000 + "1",
            (
                "stub.pyi:1:1: is nested too deep for a stub; give a stub with one "
                "`def name(parameter: type) -> type: ...` a tool"
            ),
        ),
    ],
)
def test_a_broken_stub_is_one_clear_line(text: str, message: str) -> None:
    with pytest.raises(CatalogError) as error:
        ToolCatalog.from_stub(text)
    assert str(error.value) == message


def test_a_stub_without_anything_has_no_tools() -> None:
    assert len(ToolCatalog.from_stub("")) == 0
