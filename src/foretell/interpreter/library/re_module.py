"""`re`: CPython's engine where a pattern can do little work on a text, ours where it may do much.

See `regex` and docs/decisions/regular-expressions.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # private, but all there is
from typing import Any, Final
from weakref import WeakKeyDictionary

from foretell.interpreter.attributes import ATTRIBUTES, CHECKS, HOST_TYPES, METHODS
from foretell.interpreter.calls import call
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.measure import charge_length

from .hosting import Arguments, Keywords, construct_by, heavy_texts, host_members, light
from .lazy import ISlice, make_lazy
from .regex.engine import Matcher
from .regex.estimate import Estimator
from .regex.matches import Match
from .regex.program import Program
from .regex.trees import Single, check_size, parse
from .regex.trust import LONG_WAYS, SHORT_WAYS, trust

SMALL: Final = 1 << 24
"""Elementary operations, at worst, that CPython's engine may be trusted with: about 50 ms."""


class Compiled:
    """What we know of a pattern beside CPython's own form of it."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self.is_bytes = isinstance(pattern.pattern, bytes)
        flags = pattern.flags & ~re.DEBUG
        self.tree = parse(pattern.pattern, flags if self.is_bytes else flags & ~re.UNICODE)
        self.estimator = Estimator(self.tree, is_bytes=self.is_bytes)
        self.known: dict[int, float] = {}
        self.program: Program | None = None
        self.prefix = Program(self.tree, is_bytes=self.is_bytes).prefix

    def work(self, text: Any, starts: int) -> float:
        """How many operations CPython's engine may need on a text, at most."""
        length = len(text)
        size = length.bit_length()
        rough = self.known.get(size)
        if rough is None:
            most = 1 << size
            failing, whole = self.estimator.work(most, lambda _single: most)
            rough = self.known[size] = max(failing, 1) * (most + 1) + whole + 4 * most
        if rough <= SMALL:
            return rough
        runs: dict[Any, int] = {}

        def run(single: Single) -> int:
            found = runs.get(single.key)
            if found is None:
                found = runs[single.key] = longest_run(single, text)
            return found

        if self.prefix is not None:
            starts = min(starts, text.count(self.prefix) + 1)
        failing, whole = self.estimator.work(length, run)
        return max(failing, 1) * starts + whole + 4 * length

    def make_program(self) -> Program:
        """The pattern for our engine."""
        if self.program is None:
            self.program = Program(self.tree, is_bytes=self.is_bytes)
        return self.program


def longest_run(single: Single, text: Any) -> int:
    """How many characters in a row a single character of a pattern takes, at most."""
    longest = count = 0
    takes = single.takes
    for character in text:
        if takes(character):
            count += 1
            longest = max(longest, count)
        else:
            count = 0
    return longest


_compiled: WeakKeyDictionary[re.Pattern[Any], Compiled] = WeakKeyDictionary()


def compiled(pattern: re.Pattern[Any]) -> Compiled:
    """What we know of a pattern, worked out once."""
    found = _compiled.get(pattern)
    if found is None:
        found = _compiled[pattern] = Compiled(pattern)
    return found


class Task:
    """One pattern on one text: decides for an engine and charges it."""

    def __init__(
        self, runtime: Runtime, pattern: re.Pattern[Any], text: Any, pos: int, endpos: int
    ) -> None:
        self.runtime = runtime
        self.pattern = pattern
        self.text = text
        known = compiled(pattern)
        if isinstance(text, str) is known.is_bytes or not isinstance(text, (str, bytes, bytearray)):
            pattern.match(text)  # CPython says what is wrong
            self.text = text = bytes(text)
        length = len(text)
        self.pos = min(max(pos, 0), length)
        self.end = min(max(endpos, 0), length)
        self.given = (pos, endpos)
        work = known.work(text, length + 1)
        runtime.charge((length >> 4) + 1)
        self.matcher: Matcher | None = None
        if work <= SMALL:
            runtime.charge(int(work) >> 12)
            if known.known[length.bit_length()] == work:
                trust(pattern, length, int(work) >> 12)
        else:
            self.matcher = Matcher(runtime, known.make_program(), text, self.end)

    def wrap(self, marks: list[int] | None) -> Any:
        """A match for a script, or None."""
        if marks is None:
            return None
        return Match(self.pattern, self.text, self.pos, self.end, marks)

    def search(self) -> Any:
        """`pattern.search`."""
        if self.matcher is None:
            return self.pattern.search(self.text, *self.given)
        if self.pos > self.end:
            return None
        return self.wrap(self.matcher.search(self.pos, must_advance=False))

    def match(self, *, whole: bool) -> Any:
        """`pattern.match` and `pattern.fullmatch`."""
        if self.matcher is None:
            if whole:
                return self.pattern.fullmatch(self.text, *self.given)
            return self.pattern.match(self.text, *self.given)
        if self.pos > self.end:
            return None
        return self.wrap(self.matcher.match(self.pos, whole=whole))

    def all(self) -> Iterator[Any]:
        """`pattern.finditer`: all matches, each found when it is asked for."""
        if self.matcher is None:
            for found in self.pattern.finditer(self.text, *self.given):
                self.runtime.charge(1)
                yield found
            return
        place, must_advance = self.pos, False
        while place <= self.end:
            marks = self.matcher.search(place, must_advance=must_advance)
            if marks is None:
                return
            place = marks[1]
            must_advance = marks[0] == marks[1]
            yield self.wrap(marks)


def prepare(_runtime: Runtime, pattern: Any, flags: Any = 0) -> re.Pattern[Any]:
    """A pattern, compiled if it is not yet."""
    if isinstance(pattern, re.Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    check_size(pattern)
    return re.compile(pattern, int(flags) & ~int(re.DEBUG))


def values_of(match: Any) -> Any:
    """What `findall` gives for a match."""
    count = match.re.groups
    if count == 0:
        return match.group()
    empty = match.string[:0]
    if count == 1:
        return match.groups(empty)[0]
    return match.groups(empty)


def replaced(task: Task, replacement: Any, count: int) -> tuple[Any, int]:
    """`pattern.subn`."""
    runtime, text, pattern = task.runtime, task.text, task.pattern
    pieces: list[Any] = []
    size = last = done = 0
    plain: Any = replacement if isinstance(replacement, (str, bytes)) else None
    template: Any = None
    new: Any
    if b"\\" in plain if isinstance(plain, bytes) else plain is not None and "\\" in plain:
        template = _parser.parse_template(plain, pattern)
        plain = None
    for match in task.all():
        if count and done >= count:
            break
        if plain is not None:
            new = plain
        elif template is not None:
            groups = [match.span(group) for _place, group in template[0]]
            charge_length(runtime, sum(end - start for start, end in groups))
            new = _parser.expand_template(template, match)
        else:
            new = call(runtime, replacement, [match], {})
            if new is None:
                new = text[:0]
            elif not isinstance(new, (str, bytes)):
                kind = type_name(new)
                raise TypeError(f"expected str instance, {kind} found")
        start, end = match.span()
        pieces += (text[last:start], new)
        size += start - last + len(new)
        if size > runtime.item_limit:
            charge_length(runtime, size)
        last = end
        done += 1
    pieces.append(text[last:])
    runtime.charge_size(size + len(text) - last)
    return text[:0].join(pieces), done


def split_text(task: Task, most: int) -> list[Any]:
    """`pattern.split`."""
    text = task.text
    pieces: list[Any] = []
    last = done = 0
    for match in task.all():
        if most and done >= most:
            break
        start, end = match.span()
        pieces.append(text[last:start])
        pieces.extend(match.groups())
        last = end
        done += 1
    pieces.append(text[last:])
    return pieces


PARAMETERS: Final = {
    "search": ("string", "pos", "endpos"),
    "match": ("string", "pos", "endpos"),
    "fullmatch": ("string", "pos", "endpos"),
    "findall": ("string", "pos", "endpos"),
    "finditer": ("string", "pos", "endpos"),
    "sub": ("repl", "string", "count"),
    "subn": ("repl", "string", "count"),
    "split": ("string", "maxsplit"),
}


def bind(name: str, names: tuple[str, ...], needed: int, arguments: Arguments,
         keywords: Keywords) -> Keywords:  # fmt: skip
    """Arguments by name, or CPython's complaint."""
    if len(arguments) > len(names):
        raise TypeError(f"{name}() takes at most {len(names)} arguments ({len(arguments)} given)")
    given = dict(zip(names, arguments, strict=False))
    for key, value in keywords.items():
        if key not in names:
            raise TypeError(f"{name}() got an unexpected keyword argument {key!r}")
        if key in given:
            raise TypeError(f"{name}() got multiple values for argument {key!r}")
        given[key] = value
    for index, key in enumerate(names[:needed]):
        if key not in given:
            raise TypeError(f"{name}() missing required argument '{key}' (pos {index + 1})")
    return given


def perform(runtime: Runtime, name: str, pattern: re.Pattern[Any], given: Keywords) -> object:
    """One of the functions, with its arguments by name."""
    text = given["string"]
    pos = given.get("pos", 0)
    end = given.get("endpos", 1 << 60)
    task = Task(runtime, pattern, text, pos, end)
    if name == "search":
        return task.search()
    if name in ("match", "fullmatch"):
        return task.match(whole=name == "fullmatch")
    if name == "findall":
        return [values_of(match) for match in task.all()]
    if name == "finditer":
        return make_lazy(ISlice, (), task.all(), None)
    if name == "split":
        return split_text(task, given.get("maxsplit", 0))
    text, count = replaced(task, given["repl"], given.get("count", 0))
    return text if name == "sub" else (text, count)


def as_method(name: str) -> BuiltinFunction:
    """A method of a pattern."""
    names = PARAMETERS[name]

    def method(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        needed = 2 if name in ("sub", "subn") else 1
        given = bind(name, names, needed, arguments[1:], keywords)
        return perform(runtime, name, arguments[0], given)

    return method


def as_function(name: str) -> BuiltinFunction:
    """A function of the module."""
    own = tuple(key for key in PARAMETERS[name] if key not in ("pos", "endpos"))
    names = ("pattern", *own, "flags")

    def function(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        needed = 3 if name in ("sub", "subn") else 2
        if len(arguments) == needed and not keywords:
            return METHODS[f"re.Pattern.{name}"](
                runtime, [prepare(runtime, arguments[0]), *arguments[1:]], keywords
            )
        given = bind(name, names, needed, arguments, keywords)
        pattern = prepare(runtime, given.pop("pattern"), given.pop("flags", 0))
        return perform(runtime, name, pattern, given)

    return function


def compile_pattern(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`compile(pattern, flags)`."""
    given = bind("compile", ("pattern", "flags"), 1, arguments, keywords)
    if isinstance(given["pattern"], (str, bytes)):
        runtime.charge(len(given["pattern"]) >> 1)
    return prepare(runtime, given["pattern"], given.get("flags", 0))


def forget(_runtime: Runtime, _arguments: Arguments, _keywords: Keywords) -> object:
    """`purge()`: the cache is the host's, so nothing is done."""
    return None


def expand(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> None:
    """`match.expand(template)`: each reference may be the whole text."""
    if len(arguments) > 1 and isinstance(arguments[1], (str, bytes)):
        match, template = arguments[:2]
        signs = template.count(b"\\" if isinstance(template, bytes) else "\\")
        charge_length(runtime, len(template) + signs * len(match.string))


FUNCTIONS: Final[dict[str, BuiltinFunction]] = {
    **{name: as_function(name) for name in PARAMETERS},
    "compile": compile_pattern,
    "purge": forget,
}
LONG_WAYS.update({name: as_method(name) for name in PARAMETERS})
METHODS.update({f"re.Pattern.{name}": way for name, way in {**LONG_WAYS, **SHORT_WAYS}.items()})
CHECKS["re.Match.expand"] = expand
ATTRIBUTES["re.Pattern.groupindex"] = lambda _runtime, value: dict(value.groupindex)
HOST_TYPES[Match] = "re.Match"
construct_by(re.error, light)
construct_by(re.RegexFlag, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("re", re, functions=FUNCTIONS, checks={"escape": heavy_texts})
