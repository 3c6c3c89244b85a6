"""Helper processes that are never left behind."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = Path(__file__).with_name("workers.py")
_GRACE_SECONDS = 2


@contextmanager
def helper(
    *arguments: str, python: str = sys.executable, unbuffered: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of `workers.py` with pipes to its standard streams, ended on leaving."""
    process = subprocess.Popen(
        [python, "-I", "-S", str(_SCRIPT), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0 if unbuffered else -1,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            _close(stream)
    process.wait(timeout=_GRACE_SECONDS)


def _close(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:  # the worker died first, and unsent bytes with it
        return
