"""Whatever a tool returns or raises, the run ends as an outcome, and no object of the host is met."""

from __future__ import annotations

import asyncio
import collections.abc
import dataclasses
import enum
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest

import foretell
from foretell import Finished, Raised, Stopped

Host = Callable[..., Any]


class Liar:
    """Says that it is a dict."""

    @property
    def __class__(self) -> type:
        return dict

    @__class__.setter
    def __class__(self, value: type) -> None:
        raise TypeError(value)


class Speechless:
    """Fails when asked for its class."""

    @property
    def __class__(self) -> type:
        raise RuntimeError("class")

    @__class__.setter
    def __class__(self, value: type) -> None:
        raise TypeError(value)


class Mute(Exception):  # noqa: N818 - what a host may raise
    def __str__(self) -> str:
        raise ValueError("no words")

    __repr__ = __str__


class NoArguments(KeyError):  # noqa: N818 - likewise
    @property
    def args(self) -> Any:  # type: ignore[override]  # that is the point
        raise ValueError("args")

    def __str__(self) -> str:
        return "text"


class Renamed(type):
    @property
    def __name__(cls) -> str:  # type: ignore[override]  # likewise
        raise RuntimeError("name")


class Nameless(Exception, metaclass=Renamed):  # noqa: N818 - likewise
    pass


class Leaving(BaseException):
    pass


class NoList(list[int]):
    def __iter__(self) -> Iterator[int]:
        raise ValueError("iter")


class NoDict(dict[str, int]):
    def keys(self) -> Any:
        raise ValueError("keys")

    __iter__ = keys


class Rows(collections.abc.Mapping[str, int]):
    def __getitem__(self, key: str) -> int:
        raise RuntimeError(key)

    def __iter__(self) -> Iterator[str]:
        yield "a"

    def __len__(self) -> int:
        return 1


class Model:
    def model_dump(self) -> Any:
        raise RuntimeError("dump")


class Itself:
    def model_dump(self) -> Any:
        return self


class AnyAttribute:
    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


class Word(str):
    __slots__ = ()

    def __repr__(self) -> str:
        raise ValueError("repr")


@dataclasses.dataclass(frozen=True)
class Point:
    x: int = 0


class Kind(enum.Enum):
    A = object()


def circle() -> list[Any]:
    made: list[Any] = [1]
    made.append(made)
    return made


def numbers() -> Iterator[int]:
    yield 1


async def later() -> AsyncIterator[int]:
    yield 1


def raises(error: BaseException) -> Host:
    def tool() -> None:
        raise error

    return tool


def raises_later(error: BaseException) -> Host:
    async def tool() -> None:
        raise error

    return tool


def gives(value: Any) -> Host:
    return lambda: value


def run(
    text: str, tool: Host, *, is_async: bool = False, in_loop: bool = False
) -> foretell.Outcome:
    word = "async def" if is_async else "def"
    catalog = foretell.ToolCatalog.from_stub(f"{word} tool() -> Any: ...\n")
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    assert isinstance(decision, foretell.Allow)
    budget = foretell.Budget(seconds=10)
    if in_loop:
        return asyncio.run(foretell.run_async(decision.grant, tools={"tool": tool}, budget=budget))
    return foretell.run(decision.grant, tools={"tool": tool}, budget=budget)


CATCH = """\
try:
    value = tool()
except BaseException as error:
    value = type(error).__name__, str(error), error.args
finally:
    print("finally")
value
"""

ACROSS = {
    "a list that contains itself": (circle, [1, "itself"]),
    "a text of another class": (gives(Word("w")), "w"),
    "bytes of another class": (gives(memoryview(b"ab")), b"ab"),
    "half a surrogate pair": (gives("\ud800"), "\ud800"),
    "a very large number": (gives(10**5000), 10**5000),
}


@pytest.mark.parametrize("name", ACROSS)
def test_what_is_odd_but_plain_crosses(name: str) -> None:
    tool, expected = ACROSS[name]
    outcome = run("tool()", tool)
    assert isinstance(outcome, Finished)
    value = outcome.value
    if isinstance(value, list):
        assert value[1] is value
        value = [value[0], "itself"]
    assert value == expected


REFUSED = {
    "a value that lies about its class": (gives(Liar()), "a Liar that fails with TypeError when read"),
    "a value without a class": (
        gives(Speechless()),
        "a Speechless that fails with RuntimeError when read",
    ),
    "a list that cannot be read": (
        gives([NoList([1])]),
        "a NoList that fails with ValueError when read at `[0]`",
    ),
    "a dict that cannot be read": (
        gives({"a": NoDict(b=1)}),
        "a NoDict that fails with ValueError when read at `['a']`",
    ),
    "a mapping that fails": (gives(Rows()), "a Rows that fails with RuntimeError when read"),
    "a model that fails": (gives(Model()), "a Model that fails with RuntimeError when read"),
    "a model of itself": (gives(Itself()), "a Itself nested more than 100 deep"),
    "any attribute": (gives(AnyAttribute()), "a AnyAttribute that fails with RuntimeError when read"),
    "an odd member of an enum": (gives(Kind.A), "a object"),
    "a set of what becomes a dict": (gives({Point()}), "a dict in a set at `[]`"),
    "a key that becomes a dict": (gives({Point(): 1}), "a dict as a key"),
    "a generator": (numbers, "a generator"),
    "an asynchronous generator": (later, "a async_generator"),
    "a class": (gives(Nameless), "a class Nameless"),
    "a function": (gives(len), "a builtin_function_or_method"),
    "a key of another class": (
        gives({Word("w"): object()}),
        "a object at `['w']`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("text", ["tool()", CATCH])
def test_what_is_no_plain_data_ends_the_run(name: str, text: str) -> None:
    tool, told = REFUSED[name]
    outcome = run(text, tool)
    assert isinstance(outcome, Stopped)
    assert outcome.limit == "host"
    assert outcome.error.message == f"tool `tool` returned {told}, which is no plain data"
    assert outcome.stdout == ""


CAUGHT = {
    "no words": (Mute(), ("Mute", "<exception str() failed>", ("<exception str() failed>",))),
    "no arguments": (NoArguments(), ("NoArguments", "'text'", ("text",))),
    "no name": (Nameless("x"), ("Nameless", "x", ("x",))),
    "a name that is none": (type("a\x1b[2J", (Exception,), {})("x"), ("ToolError", "x", ("x",))),
    "a name of a builtin type": (type("list", (Exception,), {})("x"), ("list", "x", ("x",))),
    "a group": (ExceptionGroup("g", [Mute()]), ("ToolError", "g (1 sub-exception)", ("g (1 sub-exception)",))),
    "arguments that cannot cross": (ValueError(Liar), ("ValueError", str(Liar), (str(Liar),))),
    "the end of an iteration": (StopIteration(5), ("StopIteration", "5", (5,))),
}  # fmt: skip


@pytest.mark.parametrize("name", CAUGHT)
def test_what_a_tool_raises_is_an_exception_of_the_script(name: str) -> None:
    error, seen = CAUGHT[name]
    outcome = run(CATCH, raises(error))
    assert isinstance(outcome, Finished)
    assert outcome.value == seen
    assert outcome.trace[0].finished
    assert outcome.trace[0].error is not None


CHAIN = """\
import asyncio
def chain(error):
    return error.__context__, error.__cause__, error.__suppress_context__
seen = []
try:
    CALL
except LookupError as error:
    seen.append(chain(error))
try:
    try:
        1 / 0
    except ZeroDivisionError as first:
        CALL
except LookupError as error:
    seen.append((error.__context__ is not None, error.__context__.__context__, error.__cause__))
seen
"""


@pytest.mark.parametrize("in_loop", [False, True])
@pytest.mark.parametrize(
    ("call", "is_async"),
    [
        ("tool()", False),
        ("sorted([1, 2], key=lambda one: tool())", False),
        ("await tool()", True),
        ("await asyncio.wait_for(tool(), 10)", True),
        ("await asyncio.create_task(tool())", True),
        ("(await asyncio.gather(tool(), tool()))", True),
    ],
)
def test_no_exception_of_the_host_is_behind_that_of_the_script(
    call: str, *, is_async: bool, in_loop: bool
) -> None:
    class OwnError(LookupError):
        pass

    def fail() -> None:
        try:
            int("the host's own")
        except ValueError as error:
            raise OwnError("x") from error

    async def fail_later() -> None:
        await asyncio.sleep(0)
        fail()

    tool = fail_later if is_async else fail
    outcome = run(CHAIN.replace("CALL", call), tool, is_async=is_async, in_loop=in_loop)
    assert isinstance(outcome, Finished), outcome.error
    assert outcome.value == [(None, None, False), (True, None, None)]


LEAVES: dict[str, tuple[BaseException, str]] = {
    "the end of the process": (SystemExit("bye"), "SystemExit: bye"),
    "an exception of its own": (Leaving("x"), "Leaving: x"),
    "the end of a generator": (GeneratorExit(), "GeneratorExit"),
    "a group": (BaseExceptionGroup("g", [Leaving()]), "BaseExceptionGroup: g (1 sub-exception)"),
}


@pytest.mark.parametrize("name", LEAVES)
@pytest.mark.parametrize("text", ["tool()", CATCH])
@pytest.mark.parametrize("in_loop", [False, True])
def test_what_is_no_ordinary_exception_ends_the_run(name: str, text: str, *, in_loop: bool) -> None:
    error, told = LEAVES[name]
    outcome = run(text, raises(error), in_loop=in_loop)
    assert isinstance(outcome, Stopped)
    assert (outcome.limit, outcome.stdout) == ("host", "")
    assert outcome.error.message == f"tool `tool` raised {told}"
    assert outcome.trace[0].error == f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("text", ["await tool()", CATCH.replace("tool()", "await tool()")])
@pytest.mark.parametrize("in_loop", [False, True])
def test_nor_does_it_end_the_loop_of_the_host(text: str, *, in_loop: bool) -> None:
    outcome = run(text, raises_later(SystemExit(3)), is_async=True, in_loop=in_loop)
    assert isinstance(outcome, Stopped)
    assert outcome.error.message == "tool `tool` raised SystemExit: 3"


def test_gathering_exceptions_does_not_keep_it_to_itself() -> None:
    text = "import asyncio\nawait asyncio.gather(tool(), return_exceptions=True)\nprint('on')"
    outcome = run(text, raises_later(Leaving()), is_async=True)
    assert isinstance(outcome, Stopped)
    assert outcome.error.message == "tool `tool` raised Leaving"


@pytest.mark.parametrize("text", ["tool()", CATCH])
@pytest.mark.parametrize("in_loop", [False, True])
def test_an_interruption_is_the_host_s_and_comes_with_the_outcome(
    text: str, *, in_loop: bool
) -> None:
    with pytest.raises(foretell.Interrupted) as caught:
        run(f"print(1)\n{text}", raises(KeyboardInterrupt()), in_loop=in_loop)
    outcome = caught.value.outcome
    assert (outcome.limit, outcome.stdout) == ("host", "1\n")
    assert outcome.error.message == "interrupted"
    assert [entry.finished for entry in outcome.trace] == [False]


def test_an_interruption_that_the_script_raises_is_its_own() -> None:
    outcome = run("raise KeyboardInterrupt", gives(1))
    assert isinstance(outcome, Raised)
    assert outcome.error.type == "KeyboardInterrupt"


class Awaitables:
    def __init__(self, way: Callable[[], Any]) -> None:
        self.way = way

    def __await__(self) -> Any:
        return self.way()


def no_iterator() -> int:
    return 3


def fails() -> Any:
    raise RuntimeError("await")


def odd() -> Iterator[int]:
    yield 5


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (no_iterator, "__await__() returned non-iterator of type 'int'"),
        (fails, "await"),
        (odd, "Task got bad yield: 5"),
    ],
)
def test_what_cannot_be_awaited_is_an_exception(way: Callable[[], Any], told: str) -> None:
    for is_async, text in ((True, "await tool()"), (False, "tool()")):
        outcome = run(text, gives(Awaitables(way)), is_async=is_async)
        assert isinstance(outcome, Raised)
        assert outcome.error.message == told


async def one() -> int:
    return 1


def test_a_coroutine_of_a_tool_that_is_not_async_is_waited_for() -> None:
    def tool() -> Awaitable[int]:
        return one()

    outcome = run("tool() + 1", tool)
    assert isinstance(outcome, Finished)
    assert outcome.value == 2


def test_within_a_loop_it_ends_the_run() -> None:
    made: list[Any] = []

    def tool() -> Awaitable[int]:
        made.append(one())
        result: Awaitable[int] = made[0]
        return result

    text = "import asyncio\nasync def f():\n    return tool()\nasyncio.run(f())"
    outcome = run(text, tool)
    assert isinstance(outcome, Stopped)
    assert outcome.error.message == (
        "a tool gave something to await, but its catalog says that it is not async"
    )
    assert inspect.getcoroutinestate(made[0]) == inspect.CORO_CLOSED


class Signed:
    @property
    def __signature__(self) -> Any:
        raise RuntimeError("signature")

    def __call__(self) -> int:
        return 1


def test_a_callable_need_not_know_its_signature() -> None:
    outcome = run("tool()", Signed())
    assert isinstance(outcome, Finished)
    assert outcome.value == 1


ODD_ERRORS = {
    "a text that runs forever": ("def __str__(self):\n        while True: pass", Stopped),
    "a text that calls itself": ("def __str__(self): return str(self)", Stopped),
    "a text that fails": ("def __str__(self): raise KeyboardInterrupt", Raised),
    "a text that is none": ("def __str__(self): return 5", Raised),
    "arguments that fail": ("args = property(lambda self: 1 / 0)", Raised),
}


@pytest.mark.parametrize("name", ODD_ERRORS)
def test_an_exception_of_a_script_is_told_whatever_it_does(name: str) -> None:
    body, ending = ODD_ERRORS[name]
    text = f"class E(Exception):\n    {body}\nraise E()"
    assert isinstance(run(text, gives(1)), ending)


def test_a_traceback_that_the_host_cannot_write_is_told_without_it() -> None:
    outcome = run(
        "e = SyntaxError('m')\ne.lineno = -5\ne.offset = 'a'\ne.text = 'x'\nraise e", gives(1)
    )
    assert isinstance(outcome, Raised)
    assert outcome.error.traceback == (
        "Traceback (most recent call last):\n"
        '  File "script.py", line 5, in <module>\n    raise e\nSyntaxError: m (line -5)\n'
    )
