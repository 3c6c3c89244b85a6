"""The measuring kernels do what they say, whichever way they were made."""

import ctypes
import functools
import hashlib
import operator
import os
import platform
import re
import shutil
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hwinfo.errors import NotSupported
from hwinfo.measure import fallbacks, kernels
from hwinfo.measure.buffers import Buffer
from hwinfo.measure.executable import ExecutablePage

WAYS = [kernels.kernels_by_machine_code, fallbacks.kernels_by_cc, fallbacks.kernels_by_numba]
ASSEMBLERS = {
    "x86_64": (["x86_64-linux-gnu-as", "as"], ".intel_syntax noprefix\n"),
    "aarch64": (["aarch64-linux-gnu-as", "as"], ""),
}
MASK = (1 << 64) - 1


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__.removeprefix("kernels_by_"))
def made(request):
    try:
        return request.param()
    except NotSupported as error:
        pytest.skip(str(error))


@pytest.fixture
def buffer():
    with Buffer(1 << 16) as memory:
        yield memory


def noise(count):
    """So many bytes without pattern, the same in every run."""
    return hashlib.shake_128(b"hwinfo").digest(count)


def words(buffer, count, first=0):
    return struct.unpack(f"{count}Q", ctypes.string_at(buffer.address + first * 8, count * 8))


def random_cycle(base, nodes, stride, seed):
    """The Python model of `link_cycle`: Sattolo's shuffle driven by the same congruence."""
    succ = [base + index * stride for index in range(nodes)]
    for index in range(nodes - 1, 0, -1):
        seed = (seed * 0x5851F42D4C957F2D + 0x3C6EF35F) & MASK
        other = (seed >> 32) * index >> 32
        succ[index], succ[other] = succ[other], succ[index]
    return succ


@pytest.mark.parametrize("nodes", [1, 2, 3, 17, 500])
def test_linking_agrees_with_the_model_and_makes_one_cycle(made, buffer, nodes):
    """Every node is visited once before the walk returns to where it began."""
    seed = int.from_bytes(noise(8), "little") ^ nodes
    made["link_cycle"](buffer.address, nodes, 64, seed)
    linked = words(buffer, nodes * 8)[::8]
    assert list(linked) == random_cycle(buffer.address, nodes, 64, seed)
    at, visited = buffer.address, set()
    for _ in range(nodes):
        visited.add(at)
        at = linked[(at - buffer.address) // 64]
    assert (len(visited), at) == (nodes, buffer.address)


def test_a_chase_continues_where_it_stopped(made, buffer):
    """Two walks of 300 and 1100 steps end where one of 1400 does, as in the model."""
    made["link_cycle"](buffer.address, 333, 64, 5)
    linked = words(buffer, 333 * 8)[::8]
    at = buffer.address
    for _ in range(1400):
        at = linked[(at - buffer.address) // 64]
    halfway = made["chase"](buffer.address, 300)
    assert made["chase"](halfway, 1100) == at == made["chase"](buffer.address, 1400)


def test_reading_returns_the_exclusive_or_of_every_word(made, buffer):
    """No word is left out and none read twice, or the fold would differ."""
    content = noise(64 * 37)
    ctypes.memmove(buffer.address, content, len(content))
    folded = functools.reduce(operator.xor, struct.unpack(f"{len(content) // 8}Q", content))
    assert made["read_blocks"](buffer.address, 37) == folded


def test_filling_writes_the_blocks_and_nothing_behind_them(made, buffer):
    """Eleven blocks hold the word, the twelfth is still zero."""
    word = 0xABCD_EF01_2345_6789
    made["fill_blocks"](buffer.address, 11, word)
    assert words(buffer, 96) == (word,) * 88 + (0,) * 8


def test_copying_moves_the_blocks_unchanged(made, buffer):
    """The copy equals its source, and what follows it is untouched."""
    content = noise(64 * 9)
    ctypes.memmove(buffer.address + 8192, content, len(content))
    made["copy_blocks"](buffer.address, buffer.address + 8192, 9)
    assert ctypes.string_at(buffer.address, 64 * 10) == content + bytes(64)


def test_two_threads_hand_a_line_to_and_fro(made, buffer):
    """Every turn is taken: both threads run at once, so the GIL is not held in a kernel."""
    relay = needs(made, "relay")
    undone = []
    partner = threading.Thread(target=lambda: undone.append(relay(buffer.address, 200, 1, 1 << 32)))
    partner.start()
    undone.append(relay(buffer.address, 200, 0, 1 << 32))
    partner.join()
    assert (undone, words(buffer, 1)) == ([0, 0], (400,))


def test_a_relay_without_partner_loses_patience(made, buffer):
    """It returns the turns left undone instead of waiting for ever."""
    assert needs(made, "relay")(buffer.address, 9, 1, 1000) == 9


def test_the_addition_chain_adds_sixteen_a_round(made):
    """The sum proves that no addition was optimised away."""
    assert needs(made, "add_chain")(1000, 3) == 48_000


def test_the_system_call_is_really_made():
    """It returns this process's parent, which only the kernel knows."""
    made = kernels.load_kernels()
    assert needs(made, "getppid_linux")(3) == os.getppid()


def needs(made, name):
    if name not in made.by_name:
        pytest.skip(f"{made.made_by} offers no {name}")
    return made[name]


@pytest.mark.parametrize("listing", sorted(ASSEMBLERS))
def test_the_listed_bytes_are_what_an_assembler_makes_of_the_listed_assembly(listing, tmp_path):
    """The right column of a listing is the truth about the left one."""
    assembler = gnu_assembler(listing)
    routines = kernels.read_listing_lines(listing)
    source = ASSEMBLERS[listing][1] + "".join(
        f"{name}:\n" + "".join(f"{assembly}\n" for _, assembly in lines)
        for name, lines in routines.items()
    )
    (tmp_path / "k.s").write_text(source)
    subprocess.run([assembler, "-o", tmp_path / "k.o", tmp_path / "k.s"], check=True)
    expected = b"".join(code for lines in routines.values() for code, _ in lines)
    assert expected.hex(" ") == text_section(tmp_path / "k.o")[: len(expected)].hex(" ")


def gnu_assembler(listing):
    native = kernels.LISTINGS.get(platform.machine().lower()) == listing
    for name in ASSEMBLERS[listing][0]:
        if (name != "as" or native) and (path := shutil.which(name)):
            version = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
            if "GNU" in version:
                return path
    pytest.skip(f"no GNU assembler for {listing}")


def text_section(path):
    """The bytes of section .text of an ELF64 little-endian object file."""
    image = path.read_bytes()
    table, size, count, names = struct.unpack_from("<Q10xHHH", image, 0x28)
    sections = [struct.unpack_from("<II16xQQ", image, table + size * at) for at in range(count)]
    strings = sections[names][2]
    for name, kind, offset, length in sections:
        if kind == 1 and image[strings + name :].startswith(b".text\0"):
            return image[offset : offset + length]
    raise AssertionError(f"{path} has no .text")


def test_both_architectures_list_the_same_kernels():
    """A kernel added to one listing and forgotten in the other is noticed here."""
    x86, arm = (set(kernels.read_listing(name)) for name in ("x86_64", "aarch64"))
    assert x86 - {"enter_sysv", "enter_win64"} == arm == set(kernels.ARGUMENTS)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc/self/maps")
def test_the_code_page_may_be_run_but_not_written():
    """Memory that is writable and executable at once is what hardened systems forbid."""
    made = kernels.load_kernels()
    if "machine code" not in made.made_by:
        pytest.skip(f"made by {made.made_by}")
    rights = [
        line.split()[1]
        for line in Path("/proc/self/maps").read_text().splitlines()
        if holds(line, made.owner.address)
    ]
    assert rights == ["r-xp"]


def holds(line, address):
    low, high = (int(end, 16) for end in re.match(r"(\w+)-(\w+)", line).groups())
    return low <= address < high


CALL_LIKE_WINDOWS = """
#include <stdint.h>
typedef uint64_t (__attribute__((ms_abi)) *kernel)(uint64_t, uint64_t, uint64_t, uint64_t);
uint64_t call(uint64_t at, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
    return ((kernel)at)(a, b, c, d);
}
"""


def test_the_windows_calling_convention_reaches_the_same_kernels(buffer, tmp_path):
    """A compiler that knows both conventions calls the kernels as Windows would."""
    compiler = shutil.which("gcc")
    if compiler is None or platform.machine() != "x86_64" or sys.platform != "linux":
        pytest.skip("needs gcc on x86-64 Linux")
    (tmp_path / "call.c").write_text(CALL_LIKE_WINDOWS)
    library = tmp_path / "call.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, tmp_path / "call.c"], check=True)
    call = ctypes.CDLL(str(library)).call
    call.restype, call.argtypes = ctypes.c_uint64, [ctypes.c_uint64] * 5
    routines = kernels.read_listing("x86_64")

    def windows(name, *arguments):
        page = ExecutablePage(routines["enter_win64"] + routines[name])
        return call(page.address, *arguments, *[0] * (4 - len(arguments)))

    base = buffer.address
    assert windows("link_cycle", base, 100, 64, 3) == base
    assert list(words(buffer, 800)[::8]) == random_cycle(base, 100, 64, 3)
    assert windows("chase", base, 7) == kernels.load_kernels()["chase"](base, 7)
    assert windows("fill_blocks", base, 2, 5) == base + 128
    assert windows("copy_blocks", base + 128, base, 2) == base + 256
    assert words(buffer, 32) == (5,) * 32
    assert windows("relay", base, 9, 1, 1000) == 9
    assert windows("add_chain", 10, 2) == 320


def test_without_any_way_every_reason_is_told(monkeypatch):
    """Nothing is measured, and the error says what was tried."""

    def refuse(why):
        def make():
            raise NotSupported(why)

        return make

    monkeypatch.setattr(kernels, "kernels_by_machine_code", refuse("machine code: forbidden"))
    monkeypatch.setattr(fallbacks, "kernels_by_numba", refuse("numba: not installed"))
    monkeypatch.setattr(fallbacks, "kernels_by_cc", refuse("C compiler: none"))
    made = kernels.load_kernels()
    with pytest.raises(NotSupported, match=r"(?s)forbidden.*not installed.*none"):
        made["chase"]


def test_an_unknown_architecture_falls_back_to_the_compiler(monkeypatch):
    """The next way is taken, and the reason for it is kept."""
    if shutil.which("cc") is None or sys.platform == "win32":
        pytest.skip("needs a C compiler")
    monkeypatch.setattr(platform, "machine", lambda: "vax")
    monkeypatch.setattr(fallbacks.importlib.util, "find_spec", lambda name: None)
    made = kernels.load_kernels()
    assert made.made_by.startswith("C (")
    assert made.reasons == ("machine code: none listed for vax, 64-bit", "numba: not installed")
