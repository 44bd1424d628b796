"""What is measured: scripts to run, scripts to analyze, and the tools that they call.

Every script to run leaves what it computed in `result`, as plain data, so that an engine that
computes something else is told apart from one that is fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

CALLS: Final = 2_000
"""Tool calls, and turns of the same loop without one, in the two scripts that are subtracted."""

RECORDS: Final = [
    {
        "id": number,
        "name": f"customer {number}",
        "active": number % 4 != 0,
        "amount": number * 37 % 1013,
        "place": {
            "city": ("Oslo", "Porto", "Turin", "Graz")[number % 4],
            "zip": 1000 + number % 90,
        },
    }
    for number in range(10_000)
]


def add(a: int, b: int) -> int:
    """Return the sum; the cheapest tool there is."""
    return a + b


def list_records() -> list[dict[str, Any]]:
    """Return 10,000 records."""
    return RECORDS


def get_customer(number: int) -> dict[str, Any]:
    """Return one record."""
    return RECORDS[number % len(RECORDS)]


def send(to: str, text: str) -> bool:
    """Return whether it was sent, without sending it."""
    return bool(to and text)


TOOLS: Final[Mapping[str, Callable[..., Any]]] = {
    "add": add,
    "list_records": list_records,
    "get_customer": get_customer,
    "send": send,
}

STUB: Final = """\
from typing import Any
def add(a: int, b: int) -> int: ...
def list_records() -> list[dict[str, Any]]: ...
def get_customer(number: int) -> dict[str, Any]: ...
def send(to: str, text: str) -> bool: ...
"""

RUN: Final[Mapping[str, str]] = {
    "arithmetic": """
total = 0
for i in range(150_000):
    total = (total + i * 3 - i % 7) // 2
result = total
""",
    "floats": """
x = 0.5
for i in range(100_000):
    x = 3.7 * x * (1.0 - x)
result = round(x, 6)
""",
    "nested loops": """
hits = 0
for i in range(300):
    for j in range(300):
        if i * j % 11 == 3:
            hits += 1
result = hits
""",
    "while, break, continue": """
found = []
n = 1
while True:
    n += 1
    if n % 2 == 0:
        continue
    if n % 3 == 0 or n % 5 == 0 or n % 7 == 0:
        continue
    found.append(n)
    if len(found) == 12_000:
        break
result = found[-1]
""",
    "recursive calls": """
def ways(n):
    if n < 2:
        return 1
    return ways(n - 1) + ways(n - 2)
result = ways(21)
""",
    "calls with defaults and keywords": """
def price(amount, rate=3, *, discount=0):
    return amount * rate - discount
total = 0
for i in range(40_000):
    total += price(i) + price(i, 2) + price(amount=i, discount=1)
result = total
""",
    "closures": """
def make_counter(step):
    count = 0
    def tick(times):
        nonlocal count
        count += step * times
        return count
    return tick
counters = [make_counter(step) for step in range(10)]
for i in range(6_000):
    for tick in counters:
        tick(i)
result = [tick(0) for tick in counters]
""",
    "classes": """
class Account:
    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance
    def deposit(self, amount):
        self.balance += amount
        return self
class Savings(Account):
    def deposit(self, amount):
        return super().deposit(amount + 1)
accounts = [Savings(str(i), i) for i in range(1_000)]
for _ in range(10):
    for account in accounts:
        account.deposit(5)
result = sum(account.balance for account in accounts)
""",
    "generators": """
def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1
def evens(values):
    for value in values:
        if value % 2 == 0:
            yield value
result = sum(evens(numbers(60_000)))
""",
    "comprehensions": """
rows = [{"id": i, "score": i * 31 % 97} for i in range(12_000)]
high = [row["id"] for row in rows if row["score"] > 50]
by_score = {row["score"]: row["id"] for row in rows}
kinds = {row["score"] % 5 for row in rows}
result = [len(high), len(by_score), sorted(kinds)]
""",
    "list methods": """
stack = []
for i in range(50_000):
    stack.append(i)
    if i % 3 == 0:
        stack.pop()
result = [len(stack), stack[100], stack.index(100)]
""",
    "strings": """
words = []
for i in range(12_000):
    word = f"item-{i:05d}".upper()
    if word.endswith("7"):
        word = word.replace("ITEM", "lucky").strip()
    words.append(word)
text = " ".join(words)
result = [len(text), text.count("lucky"), len(text.split("-"))]
""",
    "string building": """
text = ""
for i in range(40_000):
    text += str(i % 10)
result = len(text)
""",
    "dictionaries": """
counts = {}
for i in range(60_000):
    key = i * 7919 % 503
    counts[key] = counts.get(key, 0) + 1
result = sorted(counts.items())[:5]
""",
    "sorting with keys": """
rows = [{"id": i, "rank": i * 7919 % 10_007} for i in range(10_000)]
rows.sort(key=lambda row: (row["rank"] % 100, -row["id"]))
result = [rows[0]["id"], rows[5_000]["id"], max(rows, key=lambda row: row["rank"])["id"]]
""",
    "exceptions": """
failed = 0
for i in range(12_000):
    try:
        10 // (i % 6)
    except ZeroDivisionError:
        failed += 1
    finally:
        failed += 0
result = failed
""",
    "exceptions of the script": """
class Refused(Exception):
    pass
def check(i):
    if i % 4 == 0:
        raise Refused(f"number {i}")
    return i
refused = []
for i in range(8_000):
    try:
        check(i)
    except Refused as error:
        refused.append(str(error))
result = [len(refused), refused[-1]]
""",
    "tuples and unpacking": """
a, b = 0, 1
pairs = []
for i, (x, y) in enumerate(zip(range(25_000), range(25_000, 0, -1))):
    a, b = b, (a + x * y) % 1_000_003
    first, *rest = (i, x, y)
    pairs.append((first, len(rest)))
result = [a, b, len(pairs)]
""",
    "match": """
def area(shape):
    match shape:
        case {"kind": "square", "side": side}:
            return side * side
        case ("box", width, height):
            return width * height
        case _:
            return 0
shapes = [{"kind": "square", "side": 3}, ("box", 2, 5), None]
total = 0
for i in range(24_000):
    total += area(shapes[i % 3])
result = total
""",
    "JSON": """
import json
rows = [{"id": i, "tags": ["a", "b"], "nested": {"ok": i % 2 == 0}} for i in range(3_000)]
text = json.dumps(rows)
result = [len(text), sum(row["id"] for row in json.loads(text))]
""",
    "regular expressions": """
import re
pattern = re.compile(r"(\\w+)@(\\w+)\\.example")
found = 0
for i in range(6_000):
    match = pattern.search(f"write to user{i}@host{i % 9}.example today")
    if match:
        found += len(match.group(1))
result = found
""",
    "sieve": """
limit = 80_000
marks = [True] * (limit + 1)
for n in range(2, int(limit ** 0.5) + 1):
    if marks[n]:
        for m in range(n * n, limit + 1, n):
            marks[m] = False
result = sum(marks) - 2
""",
    "10,000 records of a tool": """
totals = {}
names = {}
for record in list_records():
    if record["active"] and record["amount"] > 100:
        city = record["place"]["city"]
        totals[city] = totals.get(city, 0) + record["amount"]
        names.setdefault(city, []).append(record["name"].title())
result = [sorted(totals.items()), {city: len(found) for city, found in sorted(names.items())}]
""",
    "2,000 tool calls": f"""
total = 0
for i in range({CALLS}):
    total += add(a=i, b=1)
result = total
""",
    "2,000 turns without a call": f"""
total = 0
for i in range({CALLS}):
    total += i
result = total
""",
}

TAKE: Final[Mapping[str, str]] = {
    "10,000 records": """
result = len(list_records())
""",
    "10,000 records, each looked at": """
result = 0
for record in list_records():
    result += record["amount"]
""",
}
"""What it takes to hand a large result to a script; rows of a table of their own."""

SHORT: Final = """\
numbers = [3, 1, 2, 9, 4]
customers = []
for number in numbers:
    customer = get_customer(number=number)
    if customer["active"]:
        customers.append(customer)
    else:
        customers.append({"name": "nobody", "amount": 0})
total = 0
for customer in customers:
    total += customer["amount"]
def label(customer):
    if customer["amount"] > 100:
        return customer["name"] + " (large)"
    return customer["name"]
labels = sorted(label(customer) for customer in customers)
summary = {"total": total, "labels": labels}
if total:
    send(to="billing@shop.example", text=", ".join(labels))
result = summary
"""
"""Twenty lines as models write them: from source to result, and analyzed."""

_BLOCK: Final = """\
found_{n} = get_customer(number={n})
if found_{n}["amount"] > limit:
    total += found_{n}["amount"]
    notes.append(f"{{found_{n}['name']}}: {{total}}")
def judge_{n}(customer, floor={n}):
    if customer["amount"] < floor:
        return None
    return customer["name"].strip()
for step in range({n} % 5 + 1):
    kept = [note for note in notes if len(note) > step]
    total = add(a=total, b=len(kept))
"""


def write_script(lines: int, salt: int = 0) -> str:
    """Return a script of so many lines; another salt gives another text of the same meaning.

    Twenty lines are `SHORT`; longer ones repeat a block of calls, branches, functions and loops
    with names of its own each time. The salt keeps caches from answering.
    """
    if lines <= 20:
        text = SHORT
    else:
        blocks = (lines - 4) // len(_BLOCK.splitlines())
        rows = ["limit = 100", "total = 0", "notes = []"]
        for number in range(blocks):
            rows += _BLOCK.format(n=number).splitlines()
        rows += ["total += 0"] * (lines - 1 - len(rows)) + ["result = total"]
        text = "\n".join(rows) + "\n"
    return f"{text.rstrip()}  # {salt}\n"
