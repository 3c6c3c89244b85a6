"""Node.js, found and new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from explainer.pythons.errors import NoNode

OLDEST = (22, 18)
_NEXT = (
    "other versions of Python run in it; install the development tools (`uvx nox -s serve` does) "
    "or Node.js from your system"
)
_WHO = "`${process.version} ${process.execPath}`"


@cache
def node() -> str:
    """Path of a `node` that is new enough: on PATH, or beside this Python.

    PyPI's `node` is a script that starts the real one; the answer is the real one, which can be
    stopped without leaving a child behind.
    Raises: NoNode.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("node", path=os.pathsep.join([os.environ.get("PATH", ""), str(beside)]))
    if found is None:
        raise NoNode(f"node: not found on PATH nor in {beside}; {_NEXT}")
    said = subprocess.run([found, "-p", _WHO], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)\S* (.+)", said)
    if match is None:
        raise NoNode(f"{found}: does not say its version; needed is {_wanted()} or newer; {_NEXT}")
    if (int(match[1]), int(match[2])) < OLDEST:
        has = f"{match[1]}.{match[2]}"
        raise NoNode(f"{found}: node is {has}; needed is {_wanted()} or newer; {_NEXT}")
    return match[3]


def _wanted() -> str:
    return ".".join(map(str, OLDEST))
