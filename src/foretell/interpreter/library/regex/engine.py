"""A backtracking matcher that is charged as it goes: CPython's semantics, our loop.

A pattern becomes a list of instructions; matching keeps a stack of places to go back to, so that
neither time nor stack depends on anything but what the budget allows. Marks (where groups begin and
end) are undone by entries on the same stack.
"""

from __future__ import annotations

import re
from re import _constants as constants  # type: ignore[attr-defined]  # private, but all there is
from typing import Any, Final

from foretell.interpreter.kernel import Runtime, Stop

from .program import (
    ATOMIC,
    DONE,
    ENTER,
    EXISTS,
    JUMP,
    LAZY_LOOP,
    LAZY_RUN,
    LOOK,
    LOOK_NOT,
    LOOP,
    MARK,
    PLACE,
    REFERENCE,
    RUN,
    SINGLE_CHARACTER,
    SPLIT,
    TEXT,
    Program,
)
from .trees import ENDLESS

OPERATIONS_PER_STEP: Final = 2
MOST_ENTRIES: Final = 1_000_000


class Matcher:
    """One text under one program."""

    def __init__(self, runtime: Runtime, program: Program, text: Any, end: int) -> None:
        self.runtime = runtime
        self.program = program
        self.text = text
        self.end = end
        self.marks: list[int] = []
        self.counters: list[int] = []
        self.operations = 0

    def search(self, start: int, *, must_advance: bool) -> list[int] | None:
        """The first match at or behind `start`: its marks, -1 where a group took no part."""
        prefix = self.program.prefix
        place = start
        while place <= self.end:
            if prefix is not None:
                place = self.text.find(prefix, place, self.end)
                if place < 0:
                    return None
            found = self.match(place, must_advance=must_advance and place == start)
            if found is not None:
                return found
            place += 1
            self.charge(1)
        return None

    def match(
        self, start: int, *, must_advance: bool = False, whole: bool = False
    ) -> list[int] | None:
        """A match that begins at `start`; `whole`: and ends at the end."""
        self.marks = [-1] * (2 * self.program.groups + 3)
        self.counters = [0, -1] * self.program.loops
        refuse = start if must_advance else -1
        end = self.run(0, start, refuse, whole=whole)
        if end < 0:
            return None
        self.marks[0] = start
        self.marks[1] = end
        return self.marks

    def charge(self, count: int) -> None:
        """Count operations; two are a step."""
        self.operations += count
        if self.operations >= 256:
            self.runtime.charge(self.operations // OPERATIONS_PER_STEP)
            self.operations = 0

    def run(  # noqa: C901, PLR0912, PLR0915 - the loop of a machine, a case for each instruction
        self, at: int, place: int, refuse: int, *, whole: bool
    ) -> int:
        """Run from an instruction to its `DONE`: the end of the match, or -1."""
        code = self.program.code
        text = self.text
        end = self.end
        marks = self.marks
        counters = self.counters
        stack: list[tuple[int, Any, Any, Any]] = []
        failed = False
        while True:
            if failed:
                if not stack:
                    return -1
                kind, first, second, third = stack.pop()
                if kind == 0:  # go on at an instruction and place
                    at, place, failed = first, second, False
                elif kind == 1:  # undo a mark or counter
                    first[second] = third
                    continue
                elif kind == 2:  # give back one character of a run
                    at, place, failed = first, second, False
                    if second > third:
                        stack.append((2, first, second - 1, third))
                elif kind == 3:  # take one more character of a lazy run
                    single, next_at, most = third
                    if second < most and single.takes(text[second]):
                        stack.append((3, None, second + 1, third))
                        at, place, failed = next_at, second + 1, False
                elif kind == 4:  # enter the body of a lazy loop once more
                    number, entered = third
                    stack.append((1, counters, number, counters[number]))
                    stack.append((1, counters, number + 1, counters[number + 1]))
                    counters[number] = entered
                    counters[number + 1] = second
                    at, place, failed = first, second, False
                else:  # all marks as they were
                    marks[:] = first
                self.charge(1)
                continue
            self.charge(1)
            if len(stack) > MOST_ENTRIES:
                raise Stop("size", "a regular expression keeps more than a million alternatives")
            instruction = code[at]
            operation = instruction[0]
            if operation == SINGLE_CHARACTER:
                if place < end and instruction[1].takes(text[place]):
                    place += 1
                    at += 1
                else:
                    failed = True
            elif operation == TEXT:
                size = instruction[2]
                if place + size <= end and text.startswith(instruction[1], place):
                    place += size
                    at += 1
                else:
                    failed = True
            elif operation == RUN:
                _, single, low, high = instruction
                limit = end if high >= ENDLESS else min(end, place + high)
                stop = place
                while stop < limit and single.takes(text[stop]):
                    stop += 1
                self.charge((stop - place) >> 1)
                if stop - place < low:
                    failed = True
                else:
                    at += 1
                    if stop > place + low:
                        stack.append((2, at, stop - 1, place + low))
                    place = stop
            elif operation == LAZY_RUN:
                _, single, low, high = instruction
                limit = end if high >= ENDLESS else min(end, place + high)
                stop = place
                while stop < place + low and stop < end and single.takes(text[stop]):
                    stop += 1
                if stop - place < low:
                    failed = True
                else:
                    at += 1
                    place = stop
                    stack.append((3, None, place, (single, at, limit)))
            elif operation == SPLIT:
                stack.append((0, instruction[2], place, None))
                at = instruction[1]
            elif operation == JUMP:
                at = instruction[1]
            elif operation == MARK:
                number = instruction[1]
                stack.append((1, marks, number, marks[number]))
                marks[number] = place
                if number & 1:
                    stack.append((1, marks, -1, marks[-1]))
                    marks[-1] = number >> 1
                at += 1
            elif operation == ENTER:
                number = instruction[1] * 2
                stack.append((1, counters, number, counters[number]))
                stack.append((1, counters, number + 1, counters[number + 1]))
                counters[number] = 0
                counters[number + 1] = -1
                at += 1
            elif operation in (LOOP, LAZY_LOOP):
                at, failed = self.loop(instruction, place, stack)
            elif operation in (ATOMIC, LOOK, LOOK_NOT):
                saved = list(marks)
                inner = (
                    self.run(at + 1, place - instruction[2], -1, whole=False)
                    if (place >= instruction[2])
                    else -1
                )
                if (inner < 0) != (operation == LOOK_NOT):
                    marks[:] = saved
                    failed = True
                else:
                    if operation == LOOK_NOT:
                        marks[:] = saved
                    else:
                        stack.append((5, saved, None, None))
                    if operation == ATOMIC:
                        place = inner
                    at = instruction[1]
            elif operation == REFERENCE:
                begin, stop = marks[2 * instruction[1]], marks[2 * instruction[1] + 1]
                size = stop - begin
                if begin < 0 or stop < 0 or place + size > end:
                    failed = True
                else:
                    self.charge(size >> 4)
                    same = text[begin:stop]
                    other = text[place : place + size]
                    if same == other or (instruction[2] and same.lower() == other.lower()):
                        place += size
                        at += 1
                    else:
                        failed = True
            elif operation == EXISTS:
                at = at + 1 if marks[2 * instruction[1] + 1] >= 0 else instruction[2]
            elif operation == PLACE:
                if self.is_at(instruction[1], instruction[2], place):
                    at += 1
                else:
                    failed = True
            elif operation == DONE:
                if (whole and place != end) or (place == refuse):
                    failed = True
                else:
                    return place
            else:
                failed = True

    def loop(
        self, instruction: Any, place: int, stack: list[tuple[int, Any, Any, Any]]
    ) -> tuple[int, bool]:
        """One turn of a counted loop: where to go on."""
        operation, index, low, high, body, behind = instruction
        counters = self.counters
        number = index * 2
        count = counters[number]
        if count < low:
            stack.append((1, counters, number, count))
            stack.append((1, counters, number + 1, counters[number + 1]))
            counters[number] = count + 1
            counters[number + 1] = place
            return body, False
        more = (high >= ENDLESS or count < high) and counters[number + 1] != place
        if not more:
            return behind, False
        if operation == LAZY_LOOP:
            stack.append((4, body, place, (number, count + 1)))
            return behind, False
        stack.append((0, behind, place, None))
        stack.append((1, counters, number, count))
        stack.append((1, counters, number + 1, counters[number + 1]))
        counters[number] = count + 1
        counters[number + 1] = place
        return body, False

    def is_at(self, kind: Any, flags: int, place: int) -> bool:
        """Does it hold here: a beginning, an end, a boundary of words?"""
        text, end = self.text, self.end
        line = 10 if self.program.is_bytes else "\n"
        if kind is constants.AT_BEGINNING and flags & re.MULTILINE:
            kind = constants.AT_BEGINNING_LINE
        elif kind is constants.AT_END and flags & re.MULTILINE:
            kind = constants.AT_END_LINE
        if kind in (constants.AT_BEGINNING, constants.AT_BEGINNING_STRING):
            return place == 0
        if kind is constants.AT_BEGINNING_LINE:
            return place == 0 or bool(text[place - 1] == line)
        if kind is constants.AT_END:
            return place == end or (place == end - 1 and bool(text[place] == line))
        if kind is constants.AT_END_LINE:
            return place == end or bool(text[place] == line)
        if kind is constants.AT_END_STRING:
            return place == end
        if end == 0:
            return False  # CPython says neither of an empty text
        before = place > 0 and self.is_word(text[place - 1], flags)
        behind = place < end and self.is_word(text[place], flags)
        return (before != behind) == (kind is constants.AT_BOUNDARY)

    def is_word(self, character: Any, flags: int) -> bool:
        """Is it part of a word?"""
        if self.program.is_bytes:
            return bool(character == 95 or (character < 128 and chr(character).isalnum()))
        if flags & re.ASCII:
            return bool(character == "_" or (character.isascii() and character.isalnum()))
        return bool(character == "_" or character.isalnum())
