"""Scripts that hold ever more, kind by kind, and loops that make nothing but garbage."""

from __future__ import annotations

from typing import Final


def growing(item: str, prelude: str = "") -> str:
    """A list that grows without end; `i` counts."""
    return f"{prelude}kept = []\ni = 0\nwhile True:\n    i += 1\n    kept.append({item})\n"


HOLDERS: Final[dict[str, str]] = {
    "numbers": growing("i + 1000"),
    "floats": growing("i * 0.5"),
    "big numbers": growing("10 ** 300 + i"),
    "short texts": growing("str(i)"),
    "long texts": growing("'x' * 10_000 + str(i)"),
    "wide texts": growing("'\\u20ac' * 1_000 + str(i)"),
    "bytes": growing("bytes(1_000) + str(i).encode()"),
    "bytearrays": growing("bytearray(1_000)"),
    "lists": growing("[i, i]"),
    "empty lists": growing("[]"),
    "tuples": growing("(i, str(i))"),
    "nested lists": growing("[[i], [[i]]]"),
    "a chain of lists": "kept = None\nwhile True:\n    kept = [kept]\n",
    "dictionaries": growing("{'id': i, 'name': str(i)}"),
    "one dictionary": "d = {}\nwhile True:\n    d[len(d)] = None\n",
    "one dictionary of texts": "d = {}\nwhile True:\n    d[str(len(d))] = str(len(d))\n",
    "sets": growing("{i, str(i)}"),
    "one set of numbers": "s = set()\nwhile True:\n    s.add(len(s))\n",
    "one set of texts": "s = set()\nwhile True:\n    s.add(str(len(s)))\n",
    "frozen sets": growing("frozenset([i])"),
    "instances": growing("P(i)", "class P:\n    def __init__(self, x):\n        self.x = x\n"),
    "instances with slots": growing(
        "P(i)", "class P:\n    __slots__ = ('x',)\n    def __init__(self, x):\n        self.x = x\n"
    ),
    "instances of lists": growing("L([i])", "class L(list): pass\n"),
    "data classes": growing(
        "P(i, str(i))",
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: str\n",
    ),
    "named tuples": growing(
        "P(i, i)", "from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    y: int\n"
    ),
    "simple namespaces": growing("SimpleNamespace(x=i)", "from types import SimpleNamespace\n"),
    "functions": growing("lambda: i"),
    "closures": growing("make(i)", "def make(n):\n    x = [n]\n    return lambda: x\n"),
    "bound methods": growing("P().f", "class P:\n    def f(self): pass\n"),
    "partials": growing("partial(print, i)", "from functools import partial\n"),
    "classes": growing("make()", "def make():\n    class C:\n        x = 1\n    return C\n"),
    "generators": growing(
        "begin(i)",
        "def g(n):\n    x = [n]\n    yield x\n"
        "def begin(n):\n    h = g(n)\n    next(h)\n    return h\n",
    ),
    "generators not begun": growing("(x for x in [i])"),
    "iterators": growing("iter([i])"),
    "maps": growing("map(str, [i])"),
    "deques": growing("deque([i])", "from collections import deque\n"),
    "one deque": "from collections import deque\nd = deque()\nwhile True:\n    d.append(str(len(d)))\n",
    "counters": growing("Counter(str(i))", "from collections import Counter\n"),
    "one counter": "from collections import Counter\nc = Counter()\nwhile True:\n    c[len(c)] += 1\n",
    "default dictionaries": (
        "from collections import defaultdict\nd = defaultdict(list)\ni = 0\n"
        "while True:\n    i += 1\n    d[i].append(i)\n"
    ),
    "decimals": growing("Decimal(i)", "from decimal import Decimal\n"),
    "fractions": growing("Fraction(i, 7)", "from fractions import Fraction\n"),
    "dates": growing(
        "datetime(2026, 1, 1) + timedelta(i)", "from datetime import datetime, timedelta\n"
    ),
    "exceptions": growing("ValueError(i)"),
    "exceptions that were raised": growing(
        "fail(i)",
        "def fail(n):\n    try:\n        raise ValueError(n)\n"
        "    except ValueError as e:\n        return e\n",
    ),
    "matches": growing("re.match('(a)(b)', 'ab')", "import re\n"),
    "split texts": growing("('a,' * 100 + str(i)).split(',')"),
    "parsed JSON": growing(
        "json.loads(text)", 'import json\ntext = \'{"rows": [{"a": 1, "b": [1, 2, "x"]}] }\'\n'
    ),
    "JSON texts": growing("json.dumps({'i': [i] * 10})", "import json\n"),
    "a StringIO": "import io\nf = io.StringIO()\nwhile True:\n    f.write('x' * 1_000)\n",
    "a BytesIO": "import io\nf = io.BytesIO()\nwhile True:\n    f.write(b'x' * 1_000)\n",
    "many StringIOs": growing("io.StringIO('x' * 1_000)", "import io\n"),
    "a text that grows": "s = ''\nwhile True:\n    s += 'x' * 1_000\n",
    "a formatted text that grows": "s = ''\nwhile True:\n    s = f'{s}{s}x'\n",
    "texts that grow": "k = ['x']\nwhile True:\n    k = [f'{one}x' for one in k * 2]\n",
    "a list that doubles": "k = [[1]]\nwhile True:\n    k = k + [[1] for _ in k]\n",
    "a comprehension": "k = [[i] for i in range(10 ** 9)]\n",
    "a dictionary comprehension": "k = {i: [i] for i in range(10 ** 9)}\n",
    "a set comprehension": "k = {str(i) for i in range(10 ** 9)}\n",
    "list of an iterator": "k = list(map(str, range(10 ** 9)))\n",
    "dict of an iterator": "k = dict(zip(map(str, range(10 ** 9)), range(10 ** 9)))\n",
    "set of an iterator": "k = set(map(str, range(10 ** 9)))\n",
    "sorted": "k = sorted(str(-i) for i in range(10 ** 9))\n",
    "join": "k = ''.join(str(i) * 100 for i in range(10 ** 9))\n",
    "frames": "def f(n):\n    x = [0] * 10_000\n    return f(n + 1)\nf(0)\n",
    "frames of operands": "def f(n):\n    return [n] * 10_000 + f(n + 1)\nf(0)\n",
    "frames of arguments": "def f(n, x):\n    return max(f(n + 1, n), [n] * 10_000)\nf(0, 0)\n",
    "operands before a call": "def f(n):\n    return ('x' * 200_000 + str(n), f(n + 1))\nf(0)\n",
    "a cache": "from functools import cache\n@cache\ndef f(n):\n    return [n]\n"
    "i = 0\nwhile True:\n    i += 1\n    f(i)\n",
    "results of a tool": growing("records()"),
    "the trace": "while True:\n    keep('x' * 10_000)\n",
    "tasks": "import asyncio\nasync def f():\n    x = [0] * 10_000\n    await asyncio.sleep(1)\n"
    "async def main():\n    await asyncio.gather(*[f() for i in range(10_000)])\nasyncio.run(main())\n",
    "a queue": "import asyncio\nq = asyncio.Queue()\nwhile True:\n    q.put_nowait([q.qsize()])\n",
    "the output": "while True:\n    print('x' * 10_000)\n",
}

GARBAGE: Final[dict[str, str]] = {
    "lists": "i = 0\nwhile True:\n    i += 1\n    a = [i, [i], (i, i)]\n",
    "texts": "i = 0\nwhile True:\n    i += 1\n    a = f'{i} ' + str(i) * 3\n",
    "dictionaries": "i = 0\nwhile True:\n    i += 1\n    a = {'i': i, 'n': {'k': [i]}}\n",
    "instances in a ring": (
        "class P:\n    def __init__(self):\n        self.me = [self]\nwhile True:\n    P()\n"
    ),
    "calls and closures": "def f(n):\n    return lambda: n\ni = 0\nwhile True:\n    i += 1\n    f(i)()\n",
    "generators": "def g(n):\n    yield n\n    yield n\ni = 0\nwhile True:\n    i += 1\n    next(g(i))\n",
    "exceptions": (
        "i = 0\nwhile True:\n    i += 1\n    try:\n        raise ValueError(i)\n"
        "    except ValueError as e:\n        pass\n"
    ),
    "comprehensions": "while True:\n    a = [[i] for i in range(100)]\n",
}
