"""The measuring kernels: loops a few instructions long that Python itself is too slow to time.

Each kernel takes and returns 64-bit integers (addresses are integers too) and runs without the
GIL, because ctypes releases it around every foreign call:

- `link_cycle(base, nodes, stride, seed)` links nodes into one random cycle; returns `base`.
- `chase(node, steps)` follows the cycle; every load waits for the one before; returns where it is.
- `read_blocks(base, blocks)` reads 64-byte blocks; returns the exclusive or of all 8-byte words.
- `fill_blocks(base, blocks, word)` writes them; `copy_blocks(to, from, blocks)` copies them.
- `relay(flag, turns, turn, patience)` waits for `turn` in the flag, writes the next number, and so
  on every second turn; returns the turns left undone when `patience` looks at the flag ran out.
- `add_chain(rounds, addend)` makes 16 dependent additions a round; returns their sum.
- `getppid_linux(calls)` makes that many system calls.
"""

from __future__ import annotations

import ctypes
import importlib.resources
import platform
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hwinfo.errors import NotSupported
from hwinfo.measure.executable import ExecutablePage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Kernel = Callable[..., int]

ARGUMENTS = {
    "link_cycle": 4,
    "chase": 2,
    "read_blocks": 2,
    "fill_blocks": 3,
    "copy_blocks": 3,
    "relay": 4,
    "add_chain": 2,
    "getppid_linux": 1,
}
LISTINGS = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Kernels:
    """Callable kernels by name, how they came to be, and what failed before that.

    Missing: a kernel this machine cannot have is not in `by_name`; `reasons` says why.
    """

    made_by: str
    by_name: Mapping[str, Kernel]
    reasons: tuple[str, ...] = ()
    owner: object = field(default=None, repr=False)

    def __getitem__(self, name: str) -> Kernel:
        """The kernel of that name.

        Raises: NotSupported with the reasons why it could not be made.
        """
        if name not in self.by_name:
            why = "; ".join(self.reasons) or f"{self.made_by} does not offer it"
            raise NotSupported(f"not measured: no kernel {name!r} here ({why})")
        return self.by_name[name]


def load_kernels() -> Kernels:
    """Machine code, else numba, else the C compiler, else none with all the reasons."""
    from hwinfo.measure.fallbacks import kernels_by_cc, kernels_by_numba

    reasons: list[str] = []
    for make in (kernels_by_machine_code, kernels_by_numba, kernels_by_cc):
        try:
            made = make()
        except (NotSupported, OSError) as error:
            reasons.append(str(error))
        else:
            return Kernels(made.made_by, made.by_name, tuple(reasons), made.owner)
    return Kernels("nothing", {}, tuple(reasons))


def kernels_by_machine_code() -> Kernels:
    """The listed machine code of this architecture, placed in one executable page.

    Raises: NotSupported without a listing, or where memory may not be made executable.
    """
    machine, bits = platform.machine().lower(), ctypes.sizeof(ctypes.c_void_p) * 8
    listing = LISTINGS.get(machine)
    if listing is None or bits != 64:
        raise NotSupported(f"machine code: none listed for {machine or 'unknown'}, {bits}-bit")
    routines = read_listing(listing)
    entry = routines.pop("enter_win64" if sys.platform == "win32" else "enter_sysv", b"")
    for prologue in ("enter_sysv", "enter_win64"):
        routines.pop(prologue, None)
    if not sys.platform.startswith("linux"):
        routines.pop("getppid_linux")
    image, offsets = _place({name: entry + body for name, body in routines.items()})
    page = ExecutablePage(image)
    by_name = {name: foreign_kernel(name, page.address + at) for name, at in offsets.items()}
    return Kernels(f"machine code ({listing})", by_name, owner=page)


def foreign_kernel(name: str, address: int) -> Kernel:
    """A kernel at an address as a Python callable that releases the GIL while it runs."""
    signature = ctypes.CFUNCTYPE(ctypes.c_uint64, *[ctypes.c_uint64] * ARGUMENTS[name])
    return signature(address)


def read_listing(name: str) -> dict[str, bytes]:
    """The routines of one listing: name to machine code."""
    return {
        routine: b"".join(code for code, _ in lines)
        for routine, lines in read_listing_lines(name).items()
    }


def read_listing_lines(name: str) -> dict[str, list[tuple[bytes, str]]]:
    """The routines of a listing, line by line: (bytes, assembly); a label has no bytes."""
    text = (importlib.resources.files("hwinfo.measure") / "listings" / f"{name}.lst").read_text()
    routines: dict[str, list[tuple[bytes, str]]] = {}
    lines: list[tuple[bytes, str]] = []
    begins = True
    for line in text.splitlines():
        if line.endswith(":") and begins:
            lines = routines.setdefault(line[:-1], [])
        elif line.endswith(":"):
            lines.append((b"", line))
        elif line.startswith("    "):
            code, _, assembly = line.strip().partition("  ")
            lines.append((bytes.fromhex(code), assembly.strip()))
        begins = not line
    return routines


def _place(routines: Mapping[str, bytes]) -> tuple[bytes, dict[str, int]]:
    """All routines in one image, each beginning on a cache line of its own."""
    image, offsets = bytearray(), {}
    for name, body in routines.items():
        image.extend(bytes(-len(image) % 64))
        offsets[name] = len(image)
        image.extend(body)
    return bytes(image), offsets
