"""Ctrl-C heeded only where it loses nothing: once, inside the work, never inside the tidying up."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Interrupts:
    """Turns Ctrl-C into KeyboardInterrupt within `heeded()`, and remembers it elsewhere.

    Shape: after the first one `asked` is true, and no further one is raised, so that what the
    first one set going (joining threads, ending helpers, writing the report) is not cut short.
    """

    def __init__(self) -> None:
        self.asked = False
        self._heeding = False

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Stand in for Python's handler; in another thread, or where it is ignored, do nothing."""
        before = signal.getsignal(signal.SIGINT)
        in_main = threading.current_thread() is threading.main_thread()
        if not in_main or not callable(before):
            yield
            return
        signal.signal(signal.SIGINT, self._arrived)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Work that may be left at any moment.

        Raises: KeyboardInterrupt, also at once if Ctrl-C came before.
        """
        try:
            self._heeding = True
            if self.asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._heeding = False

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        raised, self.asked = self._heeding and not self.asked, True
        self._heeding = False
        if raised:
            raise KeyboardInterrupt
