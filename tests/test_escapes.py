"""Attempts to reach the host: each ends in a refusal or an exception, never in what it looks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import foretell

ATTEMPTS = [
    "().__class__.__base__.__subclasses__()",
    "''.__class__.__mro__[1].__subclasses__()",
    "type(1).__subclasses__(int)",
    "print.__self__",
    "len.__globals__",
    "[].append.__self__.__class__.__base__.__subclasses__()",
    "(lambda: 0).__globals__['__builtins__']",
    "(lambda: 0).__code__.co_consts",
    "(lambda: 0).__closure__[0]",
    "(x for x in [1]).gi_frame.f_globals",
    "(x for x in [1]).gi_code.co_code",
    "async def f(): pass\nf().cr_frame.f_back",
    "async def f():\n    yield 1\nf().ag_frame.f_back",
    "try:\n    1 / 0\nexcept Exception as e:\n    r = e.__traceback__.tb_frame.f_back.f_globals\nr",
    "try:\n    lookup(1, 2, 3)\nexcept Exception as e:\n    r = e.__traceback__.tb_next.tb_frame\nr",
    "try:\n    fail()\nexcept Exception as e:\n    r = e.__context__.__traceback__.tb_frame\nr",
    "try:\n    fail()\nexcept Exception as e:\n    r = e.__cause__.args[0].kept\nr",
    "'{0.__class__.__base__.__subclasses__}'.format(1)",
    "'{0.__globals__}'.format(lookup)",
    "str.format('{0.__self__}', print)",
    "'{x.__init__.__globals__}'.format_map({'x': lookup})",
    "str.format_map('{x.function}', {'x': lookup})",
    "f'{lookup.function.__globals__}'",
    "'{:{0.__class__}}'.format(lookup)",
    "match lookup:\n    case object(function=f):\n        r = f\nr",
    "match lookup:\n    case object(desk=d):\n        r = d\nr",
    "match print:\n    case object(__self__=s):\n        r = s\nr",
    "getattr(lookup, 'function')",
    "getattr(print, '__se' + 'lf__')",
    "getattr((lambda: 0), '__glo' + 'bals__')",
    "from operator import attrgetter\nattrgetter('__self__')(print)",
    "from operator import attrgetter\nattrgetter('__class__.__base__.__subclasses__')(1)()",
    "from operator import methodcaller\nmethodcaller('__subclasses__')(object)",
    "from operator import attrgetter\nattrgetter('function')(lookup)",
    "from functools import partial\npartial(getattr, lookup)('function')",
    "from functools import reduce\nreduce(getattr, ['__class__', '__base__', '__subclasses__'], 1)()",
    "list(map(getattr, [lookup], ['desk']))",
    "type('X', (), {})().__init__.__globals__",
    "type('X', (object,), {'m': lambda s: 1}).m.__globals__",
    "class M(type):\n    def f(c):\n        return 1\nclass A(metaclass=M): pass\nA.f.__globals__",
    "class A:\n    def f(self):\n        return super().__getattribute__('__subclasses__')\nA().f()",
    "class A:\n    def f(self):\n        return super().__reduce_ex__(2)[0].__globals__\nA().f()",
    "object.__subclasses__()",
    "type.__subclasses__(object)",
    "type.__dict__['__subclasses__'](object)",
    "object.__getattribute__(lookup, 'function')",
    "import json\njson.codecs.open('/etc/passwd')",
    "import json\njson.decoder.scanner",
    "import re\nre.sre_compile.sys",
    "import random\nrandom._os.system('true')",
    "import random\nrandom.os.environ",
    "import math\nmath.__loader__",
    "import datetime\ndatetime.sys.modules",
    "import collections\ncollections._sys.modules",
    "import os\nos.getcwd()",
    "import sys\nsys.modules['os']",
    "import sys\nsys._getframe()",
    "import ctypes",
    "import importlib\nimportlib.import_module('os')",
    "__builtins__['__import__']('os')",
    "__import__('os').getcwd()",
    "eval('1')",
    "exec('x = 1')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd').read()",
    "globals()['__builtins__']['open']",
    "__loader__.load_module('os')",
    "__spec__.loader",
    "import dataclasses\ndataclasses.sys.modules",
    "import enum\nenum.sys.modules",
    "import enum\nclass E(enum.Enum):\n    A = 1\nE.__new__.__globals__",
    "import asyncio\nasyncio.Queue()._loop",
    "import asyncio\nasyncio.Queue()._getters.__class__.__subclasses__()",
    "import asyncio\nasync def f():\n    return asyncio.current_task().get_stack()\nasyncio.run(f())",
    "import asyncio\nasyncio.events.os",
    "import asyncio\nasyncio.get_event_loop().run_in_executor(None, print)",
    "import asyncio\nasyncio.create_subprocess_shell('true')",
    "import threading",
    "import subprocess",
    "vars(lookup)['function']",
    "lookup.__dict__['function']",
    "lookup.__call__.__func__",
    "lookup.__class__.__init__.__globals__",
    "lookup.desk.records",
]


class Secret(Exception):  # noqa: N818 - what a host may raise
    kept = "by the host"


def run(text: str, **tools: Callable[..., Any]) -> foretell.Outcome | None:
    """Run a text, where it can be run at all."""
    catalog = foretell.ToolCatalog.from_functions(tools)
    decision = foretell.Policy.permissive().decide(foretell.analyze(text, catalog))
    if not isinstance(decision, foretell.Allow):
        return None
    return foretell.run(decision.grant, tools=tools, budget=foretell.Budget(seconds=5))


@pytest.mark.parametrize("text", ATTEMPTS)
def test_an_attempt_fails(text: str) -> None:
    def lookup(key: int) -> dict[str, int]:
        return {"key": key}

    def fail() -> None:
        raise Secret(Secret())

    outcome = run(text, lookup=lookup, fail=fail)
    assert outcome is None or isinstance(outcome, foretell.Raised), outcome


EVIL = (
    "class E:\n    def __repr__(self): print('ran')\n    __str__ = __len__ = __iter__ = __repr__\n"
    "    def __eq__(self, other): print('ran')\n    def __hash__(self): return 1\n"
)


@pytest.mark.parametrize("value", ["E()", "[E()]", "{'a': (E(),)}", "E", "lambda: 1"])
def test_what_is_no_plain_data_does_not_reach_a_tool(value: str) -> None:
    seen: list[object] = []

    def take(value: object) -> None:
        seen.append(value)

    outcome = run(f"{EVIL}take({value})", take=take)
    assert outcome is not None
    assert (seen, outcome.stdout) == ([], "")
    assert isinstance(outcome, foretell.Raised)
    assert outcome.error.type == "TypeError"


def test_script_and_host_share_no_data() -> None:
    rows = [{"tags": ["a"]}]
    kept: list[list[int]] = []

    def fetch() -> list[dict[str, list[str]]]:
        return rows

    def take(values: list[int]) -> None:
        kept.append(values)

    text = "r = fetch()\nr[0]['tags'].clear()\nr.clear()\nv = [1]\ntake(v)\nv.append(2)\nv"
    outcome = run(text, fetch=fetch, take=take)
    assert isinstance(outcome, foretell.Finished)
    assert (rows, kept, outcome.value) == ([{"tags": ["a"]}], [[1]], [1, 2])
    assert outcome.trace[0].result == [{"tags": ["a"]}]


def test_a_tool_that_changes_its_argument_does_not_change_the_script_s() -> None:
    def take(values: list[int]) -> None:
        values.clear()

    outcome = run("v = [1]\ntake(v)\nv", take=take)
    assert isinstance(outcome, foretell.Finished)
    assert outcome.value == [1]
