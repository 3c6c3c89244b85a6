"""big.LITTLE as the device tree tells it, where the kernel gives no ID registers."""

import pytest

from hwinfo.capture import KEPT
from hwinfo.recorded_files import Link
from tests.hwinfo.trees import CPU, host_of, linux, report_of

LITTLE, BIG = b"arm,cortex-a53\0arm,armv8\0", b"arm,cortex-a72\0arm,armv8\0"


def board(designs, capacities=(), name="cpu"):
    """A board whose CPUs are linked to their nodes, as the kernel links them."""
    files = linux(f"0-{len(designs) - 1}")
    for at, design in enumerate(designs):
        node = f"sys/firmware/devicetree/base/cpus/{name}@{at}"
        files[f"{CPU}/cpu{at}/of_node"] = Link(
            f"../../../../firmware/devicetree/base/cpus/{name}@{at}"
        )
        files[f"{node}/{KEPT}"] = b""
        if design is not None:
            files[f"{node}/compatible"] = design
        if at < len(capacities):
            files[f"{node}/capacity-dmips-mhz"] = capacities[at]
    return files


def kinds(files):
    """Name and CPUs of each kind."""
    return [(kind.name, str(kind.cpus)) for kind in report_of(files).machine.kinds or ()]


def word(number):
    return number.to_bytes(4, "big")


def test_designs_are_kinds_slowest_first():
    """Two designs; the tree's speed orders them, not their CPU numbers."""
    files = board([BIG, BIG, LITTLE, LITTLE], [word(1024)] * 2 + [word(485)] * 2)
    assert kinds(files) == [("Cortex-A53", "2-3"), ("Cortex-A72", "0-1")]
    sources = [fact.source for fact in report_of(files).opinions("kinds")]
    assert sources == ["/sys/devices/system/cpu/cpu*/of_node/compatible"]


def test_one_design_at_two_speeds_is_two_kinds():
    """The same core with another cache or voltage has another capacity."""
    files = board([LITTLE] * 4, [word(400)] * 2 + [word(1024)] * 2)
    assert kinds(files) == [("400 DMIPS/MHz", "0-1"), ("1024 DMIPS/MHz", "2-3")]


def test_equal_cores_are_no_kinds():
    """Most boards."""
    assert kinds(board([LITTLE] * 4, [word(1024)] * 4)) == []
    assert kinds(board([None] * 2)) == []


@pytest.mark.parametrize("raw", [b"", b"\0", b"\xff" * 9, b"\0" * 4, b"\xff" * 4, b"1024\n"])
def test_a_damaged_tree_is_no_kind(raw):
    """Neither a text nor a number of another size is taken for a speed, nor bytes for a design."""
    report = report_of(board([LITTLE, LITTLE], [raw, word(1024)]))
    assert report.machine.kinds is None
    report = report_of(board([raw, LITTLE]))
    assert report.machine.kinds is None
    assert not [gap for gap in report.gaps if gap.field.startswith("readers.")]


def test_the_processors_own_registers_win():
    """MIDR is the chip's word; the tree is somebody's about it."""
    files = board([BIG, LITTLE])
    registers = "regs/identification/midr_el1"
    files["proc/cpuinfo"] = b"".join(
        b"processor : %d\nCPU implementer : 0x41\nCPU part : %s\n\n" % (at, part)
        for at, part in enumerate((b"0xd05", b"0xd0a"))
    )
    assert [name for name, _ in kinds(files)] == ["Cortex-A55", "Cortex-A75"]
    assert host_of(files).read_bytes(f"/{CPU}/cpu0/{registers}") is None
