"""What evaluation records as it goes: the effects of the code that it passes."""

from __future__ import annotations

from ..effects import NEVER, NOTHING, Effect, ToolCalled, series
from .activation import Begun
from .memory import Memory


class Recording(Memory):
    """The effects of the piece of code that is being evaluated.

    `round_effect` is that of the last round of the last loop. `user` is the number of who goes over
    the next thing that is gone over, 0 if it is the library, and `taking` how much that takes.
    `as_condition` if the ways out of the next expression are asked for.
    `suspended_calls` are calls of tools that wait to be awaited, by the number of the call.
    `begun` are the tasks that may not have ended, by the node and context that began them, and
    `goes_with_begun` while they go on. `futures` are the calls that
    give an awaitable of which more can be asked.
    """

    effects: list[Effect]
    round_effect: Effect
    user: int
    users: int
    taking: int
    as_condition: bool
    goes_with_begun: bool
    reachable: bool

    def __init__(self) -> None:
        super().__init__()
        self.effects = []
        self.round_effect = NOTHING
        self.user = 0
        self.users = 0
        self.taking = 0
        self.as_condition = False
        self.suspended_calls: dict[int, dict[str, ToolCalled]] = {}
        self.begun: dict[tuple[int, int], Begun] = {}
        self.goes_with_begun = False
        self.futures: set[int] = set()
        self.reachable = True

    def begin(self) -> list[Effect]:
        """Begin a piece of code whose effects stand by themselves: those so far, to come back to."""
        around = self.effects
        self.effects = []
        return around

    def end(self, around: list[Effect]) -> Effect:
        """The effects since `begin`; those from before are the present ones again."""
        found = series(self.effects)
        self.effects = around
        return found

    def end_here(self, around: list[Effect]) -> Effect:
        """The effects of a piece of code that has its end at the present point, if that is reached."""
        if not self.reachable:
            self.effects.append(NEVER)
        return self.end(around)

    def record(self, effect: Effect) -> None:
        """Something is done at the present point."""
        if effect is not NOTHING:
            self.effects.append(effect)

    def new_user(self) -> int:
        """A number for a use of what is gone over."""
        self.users += 1
        return self.users
