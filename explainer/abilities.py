"""What this machine and this interpreter can do for a snippet, and the reason where they cannot."""

from __future__ import annotations

import shutil
import subprocess
import sys

from explainer.header import Header
from explainer.interpreter import Interpreter


def machine_abilities() -> frozenset[str]:
    """The needs of `[tool.snippet]` that this machine meets, whatever the interpreter."""
    found = {"threads", "processes", "numpy"}  # numpy comes with the snippet's own dependencies
    if sys.platform == "linux":
        found.add("linux")
    if any(map(_compiles, ("cc", "gcc", "clang"))):
        found.add("compiler")
    found.update(tool for tool in ("valgrind", "perf") if shutil.which(tool))
    servers = {"postgres", "redis-server", "memcached", "nginx"}
    found.update(f"server:{name}" for name in servers if shutil.which(name))
    return frozenset(found)


def _compiles(name: str) -> bool:
    """Whether there is such a compiler, with its headers: Debian's gcc can come without."""
    compiler = shutil.which(name)
    if compiler is None:
        return False
    command = [compiler, "-fsyntax-only", "-x", "c", "-"]
    program = b"#include <stdio.h>\n"
    try:
        done = subprocess.run(command, input=program, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def unmet(header: Header, interpreter: Interpreter, abilities: frozenset[str]) -> str | None:
    """Why this snippet cannot run here, as a reader is told; None if it can."""
    if interpreter.minor_number < header.oldest_minor:
        return f"needs CPython 3.{header.oldest_minor} or newer"
    for need in header.needs:
        if need == "free-threading":
            if not interpreter.free_threaded:
                return "needs a free-threaded build of CPython"
        elif need.startswith("cpython>=3."):
            oldest = need.removeprefix("cpython>=3.")
            if interpreter.minor_number < int(oldest):
                return f"needs CPython 3.{oldest} or newer"
        elif need not in abilities:
            return _REASONS.get(need, f"needs {need.replace('server:', 'the server ')}")
    return None


_REASONS = {
    "linux": "needs Linux",
    "compiler": "needs a C compiler with its headers (cc, gcc or clang)",
    "valgrind": "needs valgrind, which counts a program's instructions and cache misses",
    "perf": "needs perf, Linux's own profiler",
}
