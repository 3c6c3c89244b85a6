"""The aarch64 machine code runs and does what it says: under an emulator where this is no ARM."""

import functools
import operator
import os
import platform
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from hwinfo.measure.kernels import _place, read_listing
from tests.hwinfo.test_measure_kernels import noise, random_cycle

HARNESS = Path(__file__).with_name("call_kernels.c")
NATIVE = platform.machine() == "aarch64"
COMPILERS = ("aarch64-linux-gnu-gcc", *(("gcc", "cc") if NATIVE else ()))
EMULATORS = ("qemu-aarch64", "qemu-aarch64-static")


class Aarch64:
    """The listed kernels in a process of their own, with a buffer they may work on."""

    def __init__(self, process, offsets):
        self._process, self._offsets = process, offsets
        self.base = self._ask("base")

    def _ask(self, line):
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the code died of {line!r}: exit status {self._process.wait()}"
        return int(answer)

    def call(self, name, *arguments):
        padded = [*arguments, 0, 0, 0, 0][:4]
        return self._ask(f"call {self._offsets[name]} {' '.join(map(str, padded))}")

    def pair(self, turns):
        return self._ask(f"pair {self._offsets['relay']} {turns}")

    def write(self, content, at=0):
        for place, (word,) in enumerate(struct.iter_unpack("<Q", content)):
            self._ask(f"write {at + 8 * place} {word}")

    def words(self, count, at=0, step=8):
        return [self._ask(f"read {at + step * place}") for place in range(count)]


@pytest.fixture(scope="module")
def arm(tmp_path_factory):
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    emulator = next(filter(None, map(shutil.which, EMULATORS)), None)
    if compiler is None or not (NATIVE or emulator):
        pytest.skip("needs an aarch64 compiler (gcc-aarch64-linux-gnu) and qemu-user, or an ARM")
    folder = tmp_path_factory.mktemp("aarch64")
    program, image = folder / "call_kernels", folder / "image"
    subprocess.run([compiler, "-static", "-pthread", "-o", program, HARNESS], check=True)
    code, offsets = _place(read_listing("aarch64"))
    image.write_bytes(code)
    command = [*([] if NATIVE else [emulator]), program, image]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Aarch64(process, offsets)
        process.stdin.close()


@pytest.mark.parametrize("nodes", [1, 2, 3, 300])
def test_linking_makes_the_cycle_of_the_model(arm, nodes):
    """Address by address, with the same seed."""
    seed = int.from_bytes(noise(8), "little") ^ nodes
    assert arm.call("link_cycle", arm.base, nodes, 64, seed) == arm.base
    assert arm.words(nodes, step=64) == random_cycle(arm.base, nodes, 64, seed)


def test_a_chase_follows_the_cycle(arm):
    """Five hundred steps end where the model's do."""
    arm.call("link_cycle", arm.base, 77, 64, 5)
    linked = random_cycle(arm.base, 77, 64, 5)
    at = arm.base
    for _ in range(500):
        at = linked[(at - arm.base) // 64]
    assert arm.call("chase", arm.base, 500) == at


def test_reading_folds_every_word(arm):
    """No word is left out and none read twice."""
    content = noise(64 * 9)
    arm.write(content)
    folded = functools.reduce(operator.xor, struct.unpack(f"<{len(content) // 8}Q", content))
    assert arm.call("read_blocks", arm.base, 9) == folded


def test_filling_and_copying_stay_within_their_blocks(arm):
    """What follows is untouched; both return the address behind what they wrote."""
    arm.write(bytes(64 * 12))
    assert arm.call("fill_blocks", arm.base, 3, 0xABCD_EF01_2345_6789) == arm.base + 64 * 3
    assert arm.words(32) == [0xABCD_EF01_2345_6789] * 24 + [0] * 8
    content = noise(64 * 4)
    arm.write(content, at=8192)
    assert arm.call("copy_blocks", arm.base, arm.base + 8192, 4) == arm.base + 64 * 4
    assert arm.words(40) == [*struct.unpack("<32Q", content), *[0] * 8]


def test_two_threads_hand_a_line_to_and_fro(arm):
    """Every turn is taken, and the flag counts them."""
    arm.write(bytes(8))
    assert (arm.pair(50), arm.words(1)) == (0, [100])


def test_a_relay_without_partner_loses_patience(arm):
    """It returns the turns left undone."""
    arm.write(bytes(8))
    assert arm.call("relay", arm.base, 9, 1, 1000) == 9


def test_the_addition_chain_adds_sixteen_a_round(arm):
    """The sum proves that every addition is there."""
    assert arm.call("add_chain", 1000, 3) == 48_000


def test_the_system_call_returns_the_parent(arm):
    """Number 173 is getppid on aarch64: the answer is this very process."""
    assert arm.call("getppid_linux", 3) == os.getpid()
