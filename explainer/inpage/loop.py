"""The page's one event loop, which outlives every program that runs in it."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any

from explainer.inpage.irrevocable import CannotBeUndone


class LoopWatch:
    """What one program does to the running loop, from when it is made; nothing without a loop."""

    def __init__(self) -> None:
        self._loop: Any = asyncio.events._get_running_loop()
        self._handles: weakref.WeakSet[asyncio.Handle] = weakref.WeakSet()
        if self._loop is not None:
            self._names = dict(vars(self._loop))
            self._call_later = self._loop.call_later
            vars(self._loop)["call_later"] = self._noting  # all other ways lead through this one

    def restore(self) -> None:
        """Cancel what was to be called later, put the loop's settings back.

        Raises: CannotBeUndone if tasks were left: they hold on to much.
        """
        if self._loop is None:
            return
        left = bool(asyncio.all_tasks(self._loop))
        vars(self._loop).clear()
        vars(self._loop).update(self._names)
        for handle in list(self._handles):
            handle.cancel()
        if left:
            raise CannotBeUndone("the program left asynchronous tasks running")

    def _noting(self, *args: Any, **kwargs: Any) -> asyncio.Handle:
        handle: asyncio.Handle = self._call_later(*args, **kwargs)
        self._handles.add(handle)
        return handle
