"""The memory kernels as numba compiles them; importing this module compiles nothing yet.

numba may hoist or reorder loads, so nothing that waits for another thread is offered here.
Every number is an unsigned 64-bit one: mixed signs would turn addresses into floats.
"""

from __future__ import annotations

from typing import Any

import llvmlite.ir  # type: ignore[import-not-found,import-untyped,unused-ignore]
import numba  # type: ignore[import-not-found,import-untyped,unused-ignore]
from numba.extending import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
    intrinsic,
)

_WORD = llvmlite.ir.IntType(64)
_u64 = numba.uint64
_MULTIPLIER, _INCREMENT = 0x5851F42D4C957F2D, 0x3C6EF35F


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _load(typing_context: Any, address: Any) -> Any:
    """The word at an address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(builder.inttoptr(arguments[0], _WORD.as_pointer()))

    return _u64(_u64), generate


@intrinsic  # type: ignore[untyped-decorator,unused-ignore]
def _store(typing_context: Any, address: Any, word: Any) -> Any:
    """Write a word to an address."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store(arguments[1], builder.inttoptr(arguments[0], _WORD.as_pointer()))
        return context.get_dummy_value()

    return numba.void(_u64, _u64), generate


def _chase(node: Any, steps: Any) -> Any:
    for _ in range(steps):
        node = _load(node)
    return node


def _link_cycle(base: Any, nodes: Any, stride: Any, seed: Any) -> Any:
    for index in range(nodes):
        _store(base + _u64(index) * stride, base + _u64(index) * stride)
    for back in range(nodes - _u64(1)):
        index = nodes - _u64(1) - _u64(back)
        seed = seed * _u64(_MULTIPLIER) + _u64(_INCREMENT)
        here = base + index * stride
        there = base + (((seed >> _u64(32)) * index) >> _u64(32)) * stride
        held = _load(here)
        _store(here, _load(there))
        _store(there, held)
    return base


def _read_blocks(base: Any, blocks: Any) -> Any:
    folded = _u64(0)
    for index in range(blocks * _u64(8)):
        folded ^= _load(base + _u64(index) * _u64(8))
    return folded


def _fill_blocks(base: Any, blocks: Any, word: Any) -> Any:
    for index in range(blocks * _u64(8)):
        _store(base + _u64(index) * _u64(8), word)
    return base + blocks * _u64(64)


def _copy_blocks(to: Any, origin: Any, blocks: Any) -> Any:
    for index in range(blocks * _u64(8)):
        _store(to + _u64(index) * _u64(8), _load(origin + _u64(index) * _u64(8)))
    return to + blocks * _u64(64)


def compile_kernels(arguments: dict[str, int]) -> dict[str, Any]:
    """Every memory kernel as a compiled C callback with an `address`."""
    sources = (_chase, _link_cycle, _read_blocks, _fill_blocks, _copy_blocks)
    named = {source.__name__.removeprefix("_"): source for source in sources}
    return {
        name: numba.cfunc(_u64(*[_u64] * arguments[name]))(source) for name, source in named.items()
    }
