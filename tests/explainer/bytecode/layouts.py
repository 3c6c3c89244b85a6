"""What `frame_layout` says of layouts that are not this interpreter's; runs in every known version."""

from __future__ import annotations

import sys
from unittest import mock

from explainer.bytecode import frame_layout, frame_memory
from explainer.bytecode.stepper import trace

HERE = frame_layout.KNOWN.get(sys.version_info[:2], frame_layout.Account(0, 0, 0))
LIES = {
    "code at another word": (frame_memory, "EXECUTABLE", 1),
    "stack pointer too low": (frame_memory, "STACK_POINTER", 7),
    "stack pointer too high": (frame_memory, "STACK_POINTER", 9),
    "a shorter header": (frame_memory, "LOCALS", 9),
    "a longer header": (frame_memory, "LOCALS", 11),
    "frame at another word": (frame_memory, "FRAME_OF_OBJECT", 2),
    "frame after another word": (frame_memory, "FRAME_OF_OBJECT", 4),
    "words of another size": (frame_memory, "WORD_BYTES", 12 - frame_memory.WORD_BYTES),
    "one low bit": (frame_memory, "_TAG", 1),
    "no low bits": (frame_memory, "_TAG", 0),
    "more low bits": (frame_memory, "_TAG", 15),
    "another mark of numbers": (frame_memory, "_INT_TAG", 2),
    "the mark of what is not counted": (frame_memory, "_HIDDEN_TAG", 1),
    "the mark of what is counted": (frame_memory, "_HIDDEN_TAG", 0),
    "NULL without a mark": (frame_memory, "_NULLS", (0,)),
    "NULL with another mark": (frame_memory, "_NULLS", (0, 2)),
    "numbers shifted otherwise": (
        frame_memory,
        "tagged_int",
        lambda word: word >> 1 if word & 3 == 3 else None,
    ),
    "another bytecode": (frame_layout, "KNOWN", {sys.version_info[:2]: HERE._replace(bytecode=1)}),
    "an account elsewhere": (
        frame_layout,
        "KNOWN",
        {sys.version_info[:2]: HERE._replace(frame=32)},
    ),
    "generators elsewhere": (
        frame_layout,
        "KNOWN",
        {sys.version_info[:2]: HERE._replace(generator=HERE.generator - 1)},
    ),
    "a free-threaded build": (frame_layout.sysconfig, "get_config_var", lambda _name: 1),
    "a debug build": (frame_layout.sys, "gettotalrefcount", lambda: 0),
    "another version": (frame_layout.sys, "hexversion", sys.hexversion + 1),
    "no account": (frame_layout, "_COOKIE", b"xdebugpx"),
}


def verdicts():
    """What is said of the layout as it is, and of each that it is not."""
    return {"as it is": _verdict()} | {
        name: _verdict_of(owner, attribute, value)
        for name, (owner, attribute, value) in LIES.items()
    }


def _verdict_of(owner, attribute, value):
    with mock.patch.object(owner, attribute, value, create=True):
        return _verdict()


def _verdict():
    frame_layout._why_not_as_known.cache_clear()
    try:
        return frame_layout.why_unknown()
    finally:
        frame_layout._why_not_as_known.cache_clear()


def while_handling():
    """What is said inside a handler, and inside a generator in it."""

    def generated():
        yield _verdict()

    try:
        raise LookupError  # noqa: TRY301 - one that is handled here
    except LookupError:
        return [_verdict(), next(generated())]


def misread_later(source, words):
    """The trace of a run whose frames are read wrong by so many words once they were proved."""
    assert _verdict() == frame_layout.why_unknown() == ""
    with mock.patch.object(frame_memory, "LOCALS", frame_memory.LOCALS + words):
        return trace(source)
