"""Node.js, found and old enough."""

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
_NEXT = "install the development tools (`uvx nox -s serve` does) or Node.js from your system"


@cache
def node() -> str:
    """Path of a `node` that is new enough: on PATH, or beside this Python.

    Raises: NoNode.
    """
    beside = Path(sys.executable).parent
    path = shutil.which("node", path=os.pathsep.join([os.environ.get("PATH", ""), str(beside)]))
    if path is None:
        raise NoNode(f"node: not found on PATH nor in {beside}; {_NEXT}")
    found = _version(path)
    if found < OLDEST:
        wanted, has = ".".join(map(str, OLDEST)), ".".join(map(str, found)) or "of unknown version"
        raise NoNode(f"{path}: node is {has}; needed is {wanted} or newer; {_NEXT}")
    return path


def _version(path: str) -> tuple[int, ...]:
    """Major and minor version of a node. Missing: empty where it does not say."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    match = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return (int(match[1]), int(match[2])) if match else ()
