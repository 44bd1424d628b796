"""Generated scripts: over the whole syntax, right ones and almost right ones.

`ScriptWriter` makes a syntax tree from a source of choices. Hypothesis is one such source, so
examples shrink; a seeded `random.Random` is another, for long runs. A tree is written out by
`ast.unparse`; `respell` then varies what that leaves the same: space, comments, line ends.
"""

from __future__ import annotations

import ast
import io
import tokenize
from typing import Final

from hypothesis import strategies as st

from tests.written_expressions import Choose
from tests.written_statements import ScriptWriter


def write_script(choose: Choose, *, budget: int = 40, slips: int = 0) -> str:
    """The text of a random script."""
    tree = ast.fix_missing_locations(ScriptWriter(choose, budget, slips).module())
    try:
        return ast.unparse(tree)
    except ValueError:  # an f-string in an f-string with a backslash cannot be written
        return "pass"


SPACES: Final = (" ", "  ", "\t", " \\\n ", "")


def respell(text: str, choose: Choose) -> str:
    """The same script with other space, comments, brackets around names, and line ends."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return text
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    pieces: list[str] = []
    before = 0
    for token in tokens:
        start = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        gap = text[before:start]
        if gap.strip(" ") == "" and gap and before and text[before - 1] not in "\r\n":
            gap = str(SPACES[choose(len(SPACES) - 1)]) if choose(4) == 0 else gap
        pieces.append(gap)
        if token.type == tokenize.NEWLINE and choose(6) == 0:
            pieces.append(("  # note", ";", " ", "\f")[choose(4)])
        pieces.append(text[start:end])
        if token.type == tokenize.NEWLINE and choose(8) == 0:
            pieces.append(("\n", "# note\n", "    \n", "  # é\n")[choose(4)])
        before = max(before, end)
    result = "".join(pieces)
    end_of_line = ("\n", "\n", "\n", "\r\n", "\r")[choose(5)]
    return result.replace("\n", end_of_line) if "'''" not in result else result


SOUP: Final = (
    "a", "b", "x", "f", "1", "0", "1.5", "2j", "'s'", '"d"', "b'y'", "f'{a}'", "f'{a!r:>{b}}'", "(", ")",
    "[", "]", "{", "}", ",", ":", ";", ".", "=", ":=", "->", "+", "-", "*", "**", "/", "//", "%", "@", "@=", "~",
    "^", "|", "&", "<", ">", "<=", ">=", "==", "!=", "<<", ">>", "+=", "*=", "...", "not", "and", "or", "in", "is",
    "if", "elif", "else", "for", "while", "try", "except", "except*", "finally", "with", "as", "def", "class",
    "return", "yield", "from", "import", "await", "async", "lambda", "global", "nonlocal", "del", "pass",
    "break", "continue", "raise", "assert", "match", "case", "type", "_", "None", "True", "__debug__",
    "\n", "\n    ", "\n        ", "\n\t", "\\\n", "#c\n", "\r", "\f", "`", "$", "?", "!", "é", "\ufeff", "\x00",
)  # fmt: skip


def mutate(text: str, choose: Choose) -> str:
    """A script in which a few tokens were lost, doubled, swapped or replaced."""
    for _ in range(1 + choose(3)):
        position = choose(len(text) + 1)
        length = choose(6)
        kind = choose(4)
        if kind == 0:
            text = text[:position] + text[position + length :]
        elif kind == 1:
            text = text[:position] + str(SOUP[choose(len(SOUP))]) + text[position:]
        elif kind == 2:
            text = text[:position] + text[position : position + length] + text[position:]
        else:
            text = text[:position] + f" {SOUP[choose(len(SOUP))]} " + text[position + length :]
    return text


def _chooser(draw: st.DrawFn) -> Choose:
    return lambda below: draw(st.integers(0, below - 1))


@st.composite
def scripts(draw: st.DrawFn, *, slips: int = 0) -> str:
    """Scripts over the whole syntax; with `slips`, some are wrong."""
    choose = _chooser(draw)
    text = write_script(choose, slips=slips)
    return respell(text, choose) if choose(2) else text


@st.composite
def mutated_scripts(draw: st.DrawFn) -> str:
    """Scripts with a few tokens changed."""
    choose = _chooser(draw)
    return mutate(write_script(choose, budget=20), choose)


token_soup = st.lists(st.sampled_from(SOUP), max_size=40).flatmap(
    lambda words: st.sampled_from((" ", "")).map(lambda glue: glue.join(words))
)
"""Words of the language in any order."""

any_text = st.text(max_size=200)
"""Any characters at all, halves of surrogate pairs among them."""
