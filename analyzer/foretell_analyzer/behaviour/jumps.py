"""What may lead out of a piece of code before its end."""

from __future__ import annotations

from typing import Final

from ..effects import Effect, Left, Quiet, mask_of
from ..exits import Exit
from ..ir import Node, Raise
from .tools import below

_NORMAL: Final = mask_of([Exit.NORMAL])
_JUMPS: Final = mask_of([Exit.RETURN, Exit.BREAK, Exit.CONTINUE, Exit.END])
_RAISES: Final = mask_of([Exit.RAISE, Exit.FAIL])


def jump_in(effect: Effect) -> Node | None:
    """The statement that may end what this is a part of, where it may go on as well.

    Exceptions that nothing in the script raises by name are none: anything may raise.
    """
    if not effect.ways & _NORMAL or not effect.ways & (_JUMPS | _RAISES):
        return None
    pending = [effect]
    while pending:
        one = pending.pop()
        jump = _own_jump(one)
        if jump is not None:
            return jump
        pending.extend(
            [part for part in below(one) if part.ways & effect.ways & (_JUMPS | _RAISES)]
        )
    return None


def _own_jump(effect: Effect) -> Node | None:
    if isinstance(effect, Left):
        is_told = effect.ways & _JUMPS or isinstance(effect.node, Raise)
        return effect.node if is_told else None
    if isinstance(effect, Quiet) and effect.jump is not None:
        is_told = effect.ways & _JUMPS or isinstance(effect.jump, Raise)
        return effect.jump if is_told else None
    return None
