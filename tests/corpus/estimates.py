"""The tools of the corpus's estimates, with the types that its scripts expect of them."""

from __future__ import annotations

from functools import cache
from typing import Final

import foretell

STUB: Final = """\
from typing import TypedDict

class Hit(TypedDict):
    id: str
    text: str
    score: float
class Mail(TypedDict):
    id: str
    subject: str
    unread: bool
class Body(TypedDict):
    body: str
class File(TypedDict):
    path: str
    is_dir: bool
class Row(TypedDict):
    id: str
class Page(TypedDict):
    items: list[str]
    next: str | None
class Weather(TypedDict):
    t: float

def search(query: str, limit: int = 10) -> list[Hit]: ...
def list_emails(folder: str, limit: int = 50) -> list[Mail]: ...
def read_email(id: str) -> Body: ...
def send_email(to: str, body: str) -> None: ...
def get_weather(city: str, day: int = 0) -> Weather: ...
def get_rows(table: str) -> list[Row]: ...
def get_page(cursor: str | None = None) -> Page: ...
def list_files(path: str) -> list[File]: ...
def read_file(path: str) -> str: ...
def http_get(url: str) -> str: ...
async def http_get_async(url: str) -> str: ...
def summarize(text: str) -> str: ...
def translate(text: str, lang: str) -> str: ...
"""

OVERLAY: Final = {
    "tools": {
        "search": {"max_items": "limit", "price": 0.005, "latency": 2},
        "list_emails": {"max_items": "limit", "latency": 1},
        "get_page": {"sizes": {"items": 100}, "latency": 2},
        "get_weather": {"price": 0.001, "latency": 1},
        "send_email": {"price": 0.0001, "effect": "write", "latency": 1},
        "http_get": {"may_raise": True, "latency": 10},
        "http_get_async": {"latency": 10},
        "summarize": {"latency": 20},
    }
}


@cache
def catalog() -> foretell.ToolCatalog:
    return foretell.ToolCatalog.from_stub(STUB).with_overlay(OVERLAY)
