"""A host whose tools behave badly in every way they can without harm to the process."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable, Iterator
from typing import Any, Final

import foretell


class _Liar:
    """Says that it is a dict."""

    @property
    def __class__(self) -> type:
        return dict

    @__class__.setter
    def __class__(self, value: type) -> None:
        raise TypeError(value)


class _Mute(Exception):  # noqa: N818 - what a host may raise
    def __str__(self) -> str:
        raise ValueError("no words")

    __repr__ = __str__


class _Leaving(BaseException):
    pass


def search(query: str, limit: int = 5) -> list[dict[str, Any]]:
    return [{"id": number, "title": query[:20]} for number in range(max(0, min(limit, 20)))]


def send(message: str) -> str:
    return message[:10]


def lie() -> Any:
    return _Liar()


def mute() -> None:
    raise _Mute


def leave() -> None:
    raise _Leaving


def circle() -> Any:
    made: list[Any] = [1]
    made.append({"again": made, "when": dt.date(2020, 1, 1), "much": decimal.Decimal("1.5")})
    return made


def stream() -> Iterator[int]:
    yield 1


async def later(value: Any = None) -> Any:
    return value


TOOLS: Final[dict[str, Callable[..., Any]]] = {
    one.__name__: one for one in (search, send, lie, mute, leave, circle, stream, later)
}
CATALOG: Final = foretell.ToolCatalog.from_functions(TOOLS)
