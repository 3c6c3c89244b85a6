"""Raw signs of how the running interpreter was built, kept apart so that they can be recorded."""

from __future__ import annotations

import os
import struct
import sys
import sysconfig
from typing import Any

BUILD_VARIABLES = (
    "CONFIG_ARGS",
    "OPT",
    "PY_CFLAGS",
    "PY_CORE_CFLAGS",
    "PY_CORE_LDFLAGS",
    "PY_LDFLAGS_NODIST",
    "PY_CFLAGS_NODIST",
    "PGO_PROF_USE_FLAG",
    "Py_DEBUG",
    "Py_GIL_DISABLED",
    "Py_ENABLE_SHARED",
    "WITH_PYMALLOC",
    "WITH_MIMALLOC",
)
IMPLEMENTATIONS = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
WINDOWS_MACHINE = "PROCESSOR_ARCHITECTURE"
CHOSEN_FROM_OUTSIDE = {"CC", "CFLAGS", "OPT"}
PATH_FLAGS = ("-I", "-L", "-ffile-prefix-map", "-fdebug-prefix-map", "-isystem", "--prefix")


def interpreter_signs() -> dict[str, object]:
    """What the interpreter says about itself: text and numbers only, no paths.

    Source: sys, sysconfig (Makefile and pyconfig.h of the build). The module platform would
    cost 5 ms of start for the same words.
    """
    return {
        "version": sys.version.split(maxsplit=1)[0],
        "implementation": IMPLEMENTATIONS.get(sys.implementation.name, sys.implementation.name),
        "compiler": sys.version.rpartition("[")[2].partition("]")[0],
        "machine": os.uname().machine if hasattr(os, "uname") else os.environ.get(WINDOWS_MACHINE),
        "pointer_bits": struct.calcsize("P") * 8,
        "variables": _build_variables(),
        "debug": hasattr(sys, "gettotalrefcount"),
        "gil_enabled": _ask("_is_gil_enabled"),
        "jit": _jit_state(),
        "malloc": os.environ.get("PYTHONMALLOC", ""),
        "int_digit_bits": sys.int_info.bits_per_digit,
        "hash_algorithm": sys.hash_info.algorithm,
        "platform": sys.platform,
        "byte_order": sys.byteorder,
        "libc": _libc(),
    }


def _libc() -> str | None:
    """Name and version of the C library, where confstr(3) knows it (glibc)."""
    try:
        return os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, OSError, ValueError):
        return None


def _ask(name: str) -> object:
    function: Any = getattr(sys, name, None)
    return function() if function is not None else None


def _jit_state() -> dict[str, bool] | None:
    jit: Any = getattr(sys, "_jit", None)  # CPython 3.14 and later
    if jit is None:
        return None
    return {"available": bool(jit.is_available()), "enabled": bool(jit.is_enabled())}


def _build_variables() -> dict[str, str]:
    raw = {name: sysconfig.get_config_var(name) for name in BUILD_VARIABLES}
    return {name: _without_paths(str(value)) for name, value in raw.items() if value is not None}


def _without_paths(flags: str) -> str:
    """Compiler and configure flags without any that carries a directory.

    Of a compiler or flags chosen from outside, such as CC=/opt/bin/gcc, the name stays: whoever
    chose them may have chosen optimisation too.
    """
    words = (_chosen(word) or word for word in flags.split())
    kept = (
        word for word in words if "/" not in word and not word.strip("'").startswith(PATH_FLAGS)
    )
    return " ".join(kept)


def _chosen(word: str) -> str | None:
    name, equals, value = word.strip("'\"").partition("=")
    return f"{name}=" if equals and "/" in value and name in CHOSEN_FROM_OUTSIDE else None
