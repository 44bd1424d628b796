"""Looks at the text before any parser does: a source that would kill or stall it gets a finding.

LibCST's cost grows with the square of nesting and of chains, and deep enough sources overflow its
native stack. So tokens are counted first, by one regular expression, in time linear in the text:

- bytes, lines and tokens of the whole text: the parser takes about 30 microseconds a token,
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
from dataclasses import dataclass
from typing import Final

from .source import Script, Span


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a source may be. The defaults leave any script alone that a person would read."""

    bytes: int = 512 * 1024
    lines: int = 20_000
    tokens: int = 200_000
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

_WORDS: Final = "and|or|not|in|is|if|else|lambda|await|for|yield|del"
_TOKEN: Final = re.compile(
    rf"""
    (?:  # what neither nests nor links; whether it was an operand matters to a bracket behind it
        [ \t\f]+ | \\(?:\r\n?|\n) | \#[^\r\n]*
      | (?P<operand>
            (?! (?:{_WORDS})\b | [rRbBuUfFtT]{{1,3}}['"] ) [^\W\d]\w*
          | \.?\d (?: [eE][+-] | [\w.] )*+
        )
    )*+
    (?:
        (?P<string> [rRbBuUfFtT]{{0,3}} (?:
            \'\'\' (?: [^\\'] | \\. | '(?!'') )*+ (?:\'\'\')?
          | \"\"\" (?: [^\\"] | \\. | "(?!"") )*+ (?:\"\"\")?
          | ' (?: [^\\'\r\n] | \\(?:\r\n|.) )*+ '?
          | " (?: [^\\"\r\n] | \\(?:\r\n|.) )*+ "?
        ) )
      | (?P<newline> \r\n? | \n )
      | (?P<open> [(\[{{] )
      | (?P<close> [)\]}}] )
      | (?P<comma> [,;] )
      | (?P<link> (?:{_WORDS})\b | \*\*(?!=) | //(?!=) | >>(?!=) | <<(?!=) | [<>=!]= | \.(?!\.\.)
            | [-+*/%@&|^~<>](?!=) )
      | (?P<other> -> | \.\.\. | (?: \*\* | // | >> | << )= | [-+*/%@&|^:]= | . )
      | (?P<end> \Z )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE: Final = re.compile(r"([ \t\f]*+)(?:(elif|else|case)\b|([\r\n#]|\Z)|)")
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
        self.nested = 0  # links of all chains that are still open
        self.indents = [0]
        self.elifs: dict[int, int] = {}  # by indentation
        self.growth = 0  # how many times the work grows with each bracket, where it does
        self.work = 0
        self.tokens = 0

    def run(self) -> Problem | None:  # noqa: C901, PLR0912 - one case for each kind of token
        """The first limit that is passed."""
        problem = self._line(0)
        was_operand = False  # whether the last token could be an operand: `(` behind it is a call
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup
            position = match.start(kind) if kind else match.end()
            self.tokens += 1 if match.start("operand") < 0 else 2
            if kind == "newline":
                if len(self.links) == 1:
                    self.nested = self.links[0] = 0
                    problem = self._line(match.end())
                    was_operand = False
            elif kind == "comma":
                self.nested -= self.links[-1]
                self.links[-1] = 0
                was_operand = False
            elif kind == "link":
                problem = self._link(position)
                was_operand = False
                word = match["link"]
                if word == "del":
                    self.growth = 2
                elif word == "if" and len(self.links) == 1:
                    self.growth = 0  # a guard: the pattern is over
            elif kind == "open":
                is_call = was_operand or match.start("operand") >= 0
                problem = (self._link(position) if is_call else None) or self._open(position)
                was_operand = False
            elif kind == "close":
                if len(self.links) > 1:
                    self.nested -= self.links.pop()
                was_operand = True
            elif kind == "string":
                is_behind = was_operand or match.start("operand") >= 0
                problem = self._string(position, match["string"], is_behind=is_behind)
                was_operand = True
            else:
                was_operand = False
            if problem is not None:
                return problem
            if self.tokens > self.limits.tokens:
                return self._too_many_tokens()
        return None

    def _too_many_tokens(self) -> Problem:
        """Few operands stand beside one another in Python: most have a match of their own."""
        message = (
            f"the source has more than {self.limits.tokens:,} words and signs; no more are read"
        )
        cure = "split the script, or take its data from an input or a tool"
        return Problem("source-too-large", message, Span(0, len(self.text)), cure)

    def _line(self, start: int) -> Problem | None:
        """What the beginning of a logical line says: how deep it is, and whether it goes on."""
        match = _LINE.match(self.text, start)
        assert match is not None, "the pattern matches the empty string"
        space, word, blank = match.groups()
        if blank is not None:
            return None
        width = len(space)
        end = start + width
        self.growth = 4 if word == "case" else 0
        while self.indents[-1] > width:
            self.elifs.pop(self.indents.pop(), None)
        if self.indents[-1] < width:
            self.indents.append(width)
            if len(self.indents) - 1 > self.limits.indentation:
                message = f"blocks are nested more than {self.limits.indentation} deep"
                return self._problem("nesting-too-deep", message, end, "use functions")
        if word == "elif":
            count = self.elifs[width] = self.elifs.get(width, 0) + 1
            self.work += count
            if count > self.limits.chain:
                message = f"an `if` has more than {self.limits.chain} branches"
                return self._problem("chain-too-long", message, end, "use a dict or a function")
        elif word != "else":
            self.elifs.pop(width, None)
        return None

    def _open(self, position: int) -> Problem | None:
        """An opening bracket."""
        self.links.append(0)
        depth = len(self.links) - 1
        if depth > self.limits.brackets:
            message = f"brackets are nested more than {self.limits.brackets} deep"
            return self._problem("nesting-too-deep", message, position, "use variables")
        self.work += 16 * max(0, depth - 8)
        return self._grow(position)

    def _link(self, position: int) -> Problem | None:
        """One more operation in the chain, and in all those around it."""
        links = self.links[-1] = self.links[-1] + 1
        self.nested += 1
        self.work += links >> 1
        if self.nested > self.limits.chain:
            message = f"an expression is a chain of more than {self.limits.chain} operations"
            return self._problem("chain-too-long", message, position, "use a loop or variables")
        return self._grow(position)

    def _grow(self, position: int) -> Problem | None:
        """LibCST reads a part of a pattern again and again for each bracket around it."""
        if self.growth:
            self.work += self.growth ** len(self.links)
        if self.work > self.limits.work:
            message = "the source is too deeply nested in too many places"
            return self._problem("nesting-too-deep", message, position, "split the script")
        return None

    def _string(self, position: int, token: str, *, is_behind: bool) -> Problem | None:
        """A literal; one behind an operand is a chain with it."""
        problem = self._link(position) if is_behind else None
        if problem is None and token[:3].lower().find("f", 0, len(token)) >= 0:
            problem = self._fields(position, token)
        return problem

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
            is_deep = depth + len(self.links) - 1 > self.limits.brackets
            if is_deep or links + self.nested > self.limits.chain:
                message = "an f-string nests too deeply or computes too much"
                return self._problem("nesting-too-deep", message, position, "use variables")
        return None

    def _problem(self, rule: str, message: str, position: int, cure: str) -> Problem:
        return Problem(rule, message, Span(position, position + 1), cure)
