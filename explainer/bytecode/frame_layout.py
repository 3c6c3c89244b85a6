"""Whether the frames of this interpreter are laid out as `frame_memory` reads them.

The version alone does not say it: other builds of 3.14 could differ, and a later 3.14 is not known
here. So it is proved on the running interpreter, in an order in which no pointer is followed before
it is known where it leads:

1.  The bytecode is that of 3.14 or 3.15 (the number of its `.pyc` files), and the build is neither
    free-threaded nor a debug build. So each instruction does to the stack what the corpus of tests
    saw it do: CPython gives compiled files a new number before it lets an instruction differ.
2.  CPython's compiler wrote the offsets of its private structs at the start of `_PyRuntime`, for
    debuggers and profilers that look in from outside. Those of frames must be the ones read here.
3.  A frame object must lead to its frame. That of a generator is known without looking: it lies in
    the generator, at another of these offsets.
4.  How a slot says NULL, a number, or an object that is not counted, is one choice when CPython is
    compiled. Known functions that hold one of each kind must be read as what they hold.

What is left to chance is a build that passes all of this and differs in a kind of slot that no
probe has; in a step of a run, `frame_memory` then still compares the depth of the stack with the
documented effects. Where anything is not as it must be, nothing is shown, and the reason is said.
Source: Include/internal/pycore_debug_offsets.h, pycore_magic_number.h of CPython 3.14, 3.15.
"""

from __future__ import annotations

import builtins
import importlib.util
import sys
import sysconfig
from functools import lru_cache
from typing import Any, NamedTuple

from explainer.bytecode import frame_memory as memory
from explainer.bytecode.frame_probes import each, why_not_held

globals()["__builtins__"] = dict(vars(builtins))  # see values.py


class Account(NamedTuple):
    """The bytecode of a minor version, and words of 8 bytes in its `_Py_DebugOffsets`."""

    bytecode: int
    frame: int  # size, previous, executable, instr_ptr, localsplus, owner, stackpointer
    generator: int  # size, gi_name, gi_iframe


KNOWN = {(3, 14): Account(3627, frame=31, generator=83), (3, 15): Account(3666, 39, 99)}
_COOKIE = b"xdebugpy"


def why_unknown() -> str:
    """Why the frames of this interpreter are not read; empty where they are."""
    version = sys.version.split()[0]
    if sys.implementation.name != "cpython":
        return f"{sys.implementation.name} is not CPython"
    if sysconfig.get_config_var("Py_GIL_DISABLED") or hasattr(sys, "gettotalrefcount"):
        return "the frames of free-threaded and debug builds are not read here"
    account = KNOWN.get(sys.version_info[:2])
    if account is None:
        known = " and ".join(f"{major}.{minor}" for major, minor in KNOWN)
        return f"how CPython {version} lays out its frames is not known here, only of {known}"
    reason = _why_not_as_known(account)
    return reason and f"the frames of this CPython {version} are not as known: {reason}"


@lru_cache(maxsize=1)
def _why_not_as_known(account: Account) -> str:
    if _bytecode() != account.bytecode:
        return f"its bytecode has the number {_bytecode()}, not {account.bytecode}"
    try:
        reason = _why_not_by_its_account(account)
        return reason or why_not_held(memory.FrameMemory())
    except (OSError, AttributeError, ValueError, memory.UnknownLayout) as error:
        return str(error)


def _bytecode() -> int:
    return int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little")


def _why_not_by_its_account(account: Account) -> str:
    ctypes = memory.ctypes
    if ctypes is None:
        return "this Python has no ctypes to look with"
    words: Any = (ctypes.c_uint64 * (account.generator + 3)).in_dll(ctypes.pythonapi, "_PyRuntime")
    if bytes(words)[:8] != _COOKIE or list(words[1:3]) != [sys.hexversion, 0]:
        return "it does not tell the offsets in its frames"
    size, _, executable, _, names, _, stack_pointer = words[account.frame : account.frame + 7]
    told = (executable, stack_pointer, names, size)
    read = (memory.EXECUTABLE, memory.STACK_POINTER, memory.LOCALS, memory.LOCALS + 1)
    if told != tuple(word * memory.WORD_BYTES for word in read):
        return f"it tells other offsets in them: {told}"
    generator: Any = each(())
    if memory.address_of_frame(generator.gi_frame) != id(generator) + words[account.generator + 2]:
        return "a frame object does not lead to its frame"
    return ""
