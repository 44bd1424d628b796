"""A pattern as a list of instructions, which `engine` runs."""

from __future__ import annotations

import re
from re import _constants as constants  # type: ignore[attr-defined]  # private, but all there is
from typing import Any

from .trees import REPEATS, SINGLE, Items, Single, scope_flags

(
    SINGLE_CHARACTER, TEXT, RUN, LAZY_RUN, SPLIT, JUMP, MARK, ENTER, LOOP, LAZY_LOOP, ATOMIC,
    LOOK, LOOK_NOT, REFERENCE, EXISTS, PLACE, DONE, FAIL,
) = range(18)  # fmt: skip


class Program:
    """The instructions of a pattern; `loops` is the number of its counters."""

    def __init__(self, tree: Items, *, is_bytes: bool) -> None:
        self.code: list[Any] = []
        self.loops = 0
        self.groups = int(tree.state.groups) - 1
        self.is_bytes = is_bytes
        self.tree = tree
        self.flags = int(tree.state.flags)
        self.add_all(tree, self.flags)
        self.code.append((DONE,))
        self.prefix = self.code[0][1] if self.code[0][0] == TEXT else None

    def add_all(self, items: Items, flags: int) -> None:
        """Instructions of a sequence; texts without case are compared at once."""
        text: list[int] = []
        for operation, argument in items:
            if operation is constants.LITERAL and not flags & re.IGNORECASE:
                text.append(argument)
                continue
            self.add_text(text)
            text = []
            self.add(operation, argument, flags)
        self.add_text(text)

    def add_text(self, codes: list[int]) -> None:
        """A stretch of fixed text."""
        if codes:
            text: Any = bytes(codes) if self.is_bytes else "".join(map(chr, codes))
            self.code.append((TEXT, text, len(codes)))

    def single(self, item: Any, flags: int) -> Single:
        """The matcher of a single character."""
        return Single(item, flags, is_bytes=self.is_bytes)

    def add(self, operation: Any, argument: Any, flags: int) -> None:  # noqa: C901, PLR0912 - a case for each kind
        """Instructions of one item."""
        code = self.code
        if operation in SINGLE:
            code.append((SINGLE_CHARACTER, self.single((operation, argument), flags)))
        elif operation in REPEATS:
            self.add_repeat(operation, argument, flags)
        elif operation is constants.SUBPATTERN:
            group, add, remove, body = argument
            if group is not None:
                code.append((MARK, 2 * group))
            self.add_all(body, scope_flags(flags, add, remove))
            if group is not None:
                code.append((MARK, 2 * group + 1))
        elif operation is constants.BRANCH:
            self.add_branch(list(argument[1]), flags)
        elif operation is constants.ATOMIC_GROUP:
            self.add_inner(ATOMIC, argument, flags, 0)
        elif operation in (constants.ASSERT, constants.ASSERT_NOT):
            direction, body = argument
            back = body.getwidth()[0] if direction < 0 else 0
            kind = LOOK if operation is constants.ASSERT else LOOK_NOT
            self.add_inner(kind, body, flags, back)
        elif operation is constants.GROUPREF:
            code.append((REFERENCE, argument, bool(flags & re.IGNORECASE)))
        elif operation is constants.GROUPREF_EXISTS:
            group, yes, no = argument
            place = len(code)
            code.append(None)
            self.add_all(yes, flags)
            end = len(code)
            code.append(None)
            code[place] = (EXISTS, group, len(code))
            if no is not None:
                self.add_all(no, flags)
            code[end] = (JUMP, len(code))
        elif operation is constants.AT:
            code.append((PLACE, argument, flags))
        elif operation is constants.FAILURE:
            code.append((FAIL,))
        else:
            raise re.error(f"unsupported operation {operation}")

    def add_branch(self, bodies: list[Items], flags: int) -> None:
        """Alternatives, in order."""
        ends: list[int] = []
        for body in bodies[:-1]:
            place = len(self.code)
            self.code.append(None)
            self.add_all(body, flags)
            ends.append(len(self.code))
            self.code.append(None)
            self.code[place] = (SPLIT, place + 1, len(self.code))
        self.add_all(bodies[-1], flags)
        for end in ends:
            self.code[end] = (JUMP, len(self.code))

    def add_inner(self, kind: int, body: Items, flags: int, back: int) -> None:
        """Something matched on its own, to its `DONE`."""
        place = len(self.code)
        self.code.append(None)
        self.add_all(body, flags)
        self.code.append((DONE,))
        self.code[place] = (kind, len(self.code), back)

    def add_repeat(self, operation: Any, argument: Any, flags: int) -> None:
        """A repeat: of single characters, or of anything by a counter."""
        low, high, items = argument
        low, high = int(low), int(high)
        if operation is constants.POSSESSIVE_REPEAT:
            place = len(self.code)
            self.code.append(None)
            self.add_repeat(constants.MAX_REPEAT, argument, flags)
            self.code.append((DONE,))
            self.code[place] = (ATOMIC, len(self.code), 0)
            return
        lazy = operation is constants.MIN_REPEAT
        if len(items) == 1 and items[0][0] in SINGLE:
            self.code.append((LAZY_RUN if lazy else RUN, self.single(items[0], flags), low, high))
            return
        number = self.loops
        self.loops += 1
        self.code.append((ENTER, number))
        place = len(self.code)
        self.code.append(None)
        self.add_all(items, flags)
        self.code.append((JUMP, place))
        kind = LAZY_LOOP if lazy else LOOP
        self.code[place] = (kind, number, low, high, place + 1, len(self.code))
