"""How long one measurement may still take."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Deadline:
    """A moment after which a measurement stops and reports what it has."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.seconds = seconds
        self._begun = now()

    @property
    def left_seconds(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._begun + self.seconds - self._now())

    @property
    def passed(self) -> bool:
        """Whether the moment has come."""
        return self.left_seconds <= 0

    @property
    def used_share(self) -> float:
        """How much of the time is used, from 0 to 1."""
        return 1.0 if self.seconds <= 0 else 1 - self.left_seconds / self.seconds
