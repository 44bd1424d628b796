"""Looks at the text before any parser does: a source that would kill or stall it gets a finding.

LibCST's cost grows with the square of nesting and of chains, and deep enough sources overflow its
native stack. So tokens are counted first, by one regular expression, in time linear in the text:

- bytes and lines of the whole text,
- depth of brackets and of indentation,
- links of a chain: operators, attribute accesses, calls and subscripts, conditional expressions,
  `lambda`s, comprehension clauses and adjacent strings with neither comma nor line end between
  them, and `elif`s of one `if`,
- the work that all of these together mean for the parser.

What is counted is never less than what the parser will see. Inside f-strings any character that
could be an operator counts as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .source import Script, Span


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a source may be. The defaults leave any script alone that a person would read."""

    bytes: int = 512 * 1024
    lines: int = 20_000
    brackets: int = 64
    indentation: int = 50
    chain: int = 200
    work: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is no script: name of the rule, what is wrong, where, and what would cure it."""

    rule: str
    message: str
    span: Span
    help: str | None = None


LIMITS: Final = Limits()

_TOKEN: Final = re.compile(
    r"""
    (?P<space> [ \t\f]+ | \\\r?\n )
  | (?P<comment> \#[^\r\n]* )
  | (?P<newline> \r\n? | \n )
  | (?P<string> [rRbBuUfFtT]{0,3} (?: '''|\"\"\"|'|\" ) )
  | (?P<name> [^\W\d]\w* )
  | (?P<number> \.?\d (?: [eE][+-] | [\w.] )* )
  | (?P<operator> \*\*=? | //=? | >>=? | <<=? | [-+*/%@&|^=!<>:]= | -> | \.\.\. | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_STRING_REST: Final = {
    "'": re.compile(r"(?:[^\\'\r\n]|\\(?:\r\n|.))*'?", re.DOTALL),
    '"': re.compile(r'(?:[^\\"\r\n]|\\(?:\r\n|.))*"?', re.DOTALL),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*(?:''')?", re.DOTALL),
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*(?:""")?', re.DOTALL),
}
_LINKING_WORDS: Final = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "lambda", "await", "for", "yield"}
)
_LINKING_SIGNS: Final = frozenset("+-*/%@&|^~<>.") | {"**", "//", ">>", "<<", "<=", ">=", "==", "!="}
_FIELD: Final = re.compile(
    r"\{\{|[{}()\[\]]|\*\*|//|[-+~*/%@&|^<>=.\"']|\b(?:and|or|not|in|is|if|else|lambda|await|for)\b"
)


def screen(script: Script, limits: Limits = LIMITS) -> Problem | None:
    """The first reason why this text must not reach the parser, or none."""
    text = script.text
    everything = Span(0, len(text))
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.bytes:
        message = f"the source has {size:,} bytes; at most {limits.bytes:,} are read"
        return Problem("source-too-large", message, everything, "split the script")
    unreadable = re.search("[\x00\ud800-\udfff]", text)
    if unreadable is not None:
        what = "a null character" if unreadable[0] == "\x00" else "half a surrogate pair"
        message = f"the source contains {what}"
        return Problem("unreadable-text", message, Span(*unreadable.span()), "remove it")
    lines = len(script.line_starts)
    if lines > limits.lines:
        message = f"the source has {lines:,} lines; at most {limits.lines:,} are read"
        return Problem("source-too-large", message, everything, "split the script")
    return _Scan(text, limits).run()


class _Scan:
    """One pass over the tokens of a text."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.links = [0]  # of the current chain, one for each open bracket and the line itself
        self.indents = [0]
        self.elifs: dict[int, int] = {}  # by indentation
        self.work = 0

    def run(self) -> Problem | None:
        """The first limit that is passed."""
        is_operand = False  # whether the last token could be an operand: `(` behind it is a call
        is_line_start = True
        position = 0
        for kind, token, position in self._tokens():
            problem: Problem | None = None
            if kind == "newline":
                if len(self.links) == 1:
                    self.links[0] = 0
                    is_line_start = True
                    is_operand = False
                continue
            if is_line_start:
                is_line_start = False
                problem = self._indent(position, token)
            if problem is None and kind == "string":
                problem = self._link(position, 1 if is_operand else 0)
                if problem is None and token[:3].lower().find("f", 0, len(token)) >= 0:
                    problem = self._fields(position, token)
                is_operand = True
            elif problem is None and kind == "name":
                if token in _LINKING_WORDS:
                    problem = self._link(position, 1)
                    is_operand = False
                else:
                    is_operand = True
            elif kind == "number":
                is_operand = True
            elif problem is None:
                problem = self._operator(position, token, is_operand)
                is_operand = token in ")]}"
            if problem is not None:
                return problem
        return None

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        text, position, end = self.text, 0, len(self.text)
        match_at = _TOKEN.match
        while position < end:
            match = match_at(text, position)
            assert match is not None, "the last alternative matches anything"
            kind = match.lastgroup or ""
            stop = match.end()
            if kind == "string":
                opening = match[0].lstrip("rRbBuUfFtT")
                rest = _STRING_REST[opening].match(text, stop)
                assert rest is not None, "the pattern matches the empty string"
                stop = rest.end()
            if kind not in ("space", "comment"):
                yield kind, text[position:stop], position
            position = stop

    def _indent(self, position: int, token: str) -> Problem | None:
        start = max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1
        width = position - start
        while self.indents[-1] > width:
            self.elifs.pop(self.indents.pop(), None)
        if self.indents[-1] < width:
            self.indents.append(width)
            if len(self.indents) - 1 > self.limits.indentation:
                message = f"blocks are nested more than {self.limits.indentation} deep"
                return self._deep("nesting-too-deep", message, position, "use functions")
        if token == "elif":
            count = self.elifs[width] = self.elifs.get(width, 0) + 1
            self.work += count
            if count > self.limits.chain:
                message = f"an `if` has more than {self.limits.chain} branches"
                return self._deep("chain-too-long", message, position, "use a dict or a function")
        elif token != "else":
            self.elifs.pop(width, None)
        return None

    def _operator(self, position: int, token: str, is_operand: bool) -> Problem | None:
        if token in ("(", "[", "{"):
            problem = self._link(position, 1 if is_operand else 0)
            self.links.append(0)
            depth = len(self.links) - 1
            self.work += 16 * max(0, depth - 8)
            if depth > self.limits.brackets:
                message = f"brackets are nested more than {self.limits.brackets} deep"
                return self._deep("nesting-too-deep", message, position, "use variables")
            return problem
        if token in (")", "]", "}"):
            if len(self.links) > 1:
                self.links.pop()
            return None
        if token in (",", ";"):
            self.links[-1] = 0
            return None
        return self._link(position, 1 if token in _LINKING_SIGNS else 0)

    def _link(self, position: int, count: int) -> Problem | None:
        links = self.links[-1] = self.links[-1] + count
        self.work += links >> 1
        if links > self.limits.chain:
            message = f"an expression is a chain of more than {self.limits.chain} operations"
            return self._deep("chain-too-long", message, position, "use a loop or variables")
        if self.work > self.limits.work:
            message = "the source is too deeply nested in too many places"
            return self._deep("nesting-too-deep", message, position, "split the script")
        return None

    def _fields(self, position: int, token: str) -> Problem | None:
        """Brackets and operators inside the replacement fields of an f-string."""
        depth = links = 0
        for match in _FIELD.finditer(token):
            sign = match[0]
            if sign == "{{" and depth == 0:
                continue
            if sign[0] in "{([" and (depth or sign[0] == "{"):
                links = 0 if depth == 0 else links + 1
                depth += len(sign)
            elif sign in "})]" and depth:
                depth -= 1
            elif depth:
                links += 1
            self.work += depth
            if depth + len(self.links) - 1 > self.limits.brackets or links > self.limits.chain:
                message = "an f-string nests too deeply or computes too much"
                return self._deep("nesting-too-deep", message, position, "use variables")
        return None

    def _deep(self, rule: str, message: str, position: int, cure: str) -> Problem:
        end = position + 1
        return Problem(rule, message, Span(position, end), cure)
