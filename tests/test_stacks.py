"""Deep scripts in threads with small stacks: the process lives, whatever nests."""

from __future__ import annotations

import subprocess
import sys

import pytest

DEEP = {
    "calls": "def f(n):\n    return f(n + 1)\nf(0)",
    "generators": "def g(n):\n    yield from g(n + 1)\nlist(g(0))",
    "sort keys": "def f(n):\n    return max([1], key=lambda x: f(n + 1))\nf(0)",
    "texts of instances": (
        "class A:\n    def __init__(self, x):\n        self.x = x\n"
        "    def __repr__(self):\n        return repr(self.x)\n"
        "a = 1\nfor i in range(900):\n    a = A([a])\nrepr(a)"
    ),
    "json": "import json\njson.loads('[' * 100000)",
    "lists": "a = []\nfor i in range(100000):\n    a = [a]\nrepr(a)",
}

HOST = """
import sys, threading, foretell
text, ended = sys.argv[1], []
def work(depth):
    report = foretell.analyze(text, foretell.ToolCatalog.from_functions([]))
    grant = foretell.Policy.permissive().decide(report).grant
    budget = foretell.Budget(recursion=depth)
    ended.append(type(foretell.run(grant, tools={}, budget=budget)).__name__)
threading.stack_size(256 * 1024)
for depth in (200, 2000):
    thread = threading.Thread(target=work, args=(depth,))
    thread.start()
    thread.join()
print(len(ended))
"""


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_a_host_with_small_stacks_lives(text: str) -> None:
    command = [sys.executable, "-c", HOST, text]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr[-1000:]
