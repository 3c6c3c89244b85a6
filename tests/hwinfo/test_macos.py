"""macOS: raw answers of sysctl, as an M-series and an Intel Mac give them."""

import struct
import sys

import pytest

from tests.hwinfo.trees import cpu_sets, machine_of, report_of


def mac(texts, numbers, **raw):
    """The files of a recorded Mac: texts end in NUL, numbers are 4 or 8 bytes."""
    files = {f"macos/sysctl/{name}": text.encode() + b"\0" for name, text in texts.items()}
    pack = lambda value: struct.pack("<i" if value < 1 << 31 else "<q", value)  # noqa: E731
    files |= {f"macos/sysctl/{name}": pack(value) for name, value in numbers.items()}
    return files | {f"macos/sysctl/{name.replace('__', '.')}": value for name, value in raw.items()}


APPLE = mac(
    {
        "machdep.cpu.brand_string": "Apple M1",
        "hw.machine": "arm64",
        "hw.model": "MacBookAir10,1",
        "hw.perflevel0.name": "Performance",
        "hw.perflevel1.name": "Efficiency",
        "kern.osproductversion": "15.1",
    },
    {
        "hw.memsize": 8 << 30,
        "hw.pagesize": 16384,
        "hw.packages": 1,
        "hw.nperflevels": 2,
        "hw.cachelinesize": 128,
        "hw.perflevel0.logicalcpu_max": 4,
        "hw.perflevel0.physicalcpu_max": 4,
        "hw.perflevel0.l1dcachesize": 131072,
        "hw.perflevel0.l1icachesize": 196608,
        "hw.perflevel0.l2cachesize": 12582912,
        "hw.perflevel0.cpusperl2": 4,
        "hw.perflevel1.logicalcpu_max": 4,
        "hw.perflevel1.physicalcpu_max": 4,
        "hw.perflevel1.l1dcachesize": 65536,
        "hw.perflevel1.l1icachesize": 131072,
        "hw.perflevel1.l2cachesize": 4194304,
        "hw.perflevel1.cpusperl2": 4,
        "hw.optional.arm.FEAT_DotProd": 1,
        "hw.optional.arm.FEAT_I8MM": 0,
        "kern.hv_vmm_present": 0,
    },
)
INTEL = mac(
    {
        "machdep.cpu.brand_string": "Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz",
        "machdep.cpu.vendor": "GenuineIntel",
        "machdep.cpu.features": "FPU SSE3 SSE4.2 AVX1.0 FMA",
        "hw.machine": "x86_64",
    },
    {
        "hw.packages": 1,
        "hw.physicalcpu_max": 6,
        "hw.logicalcpu_max": 12,
        "hw.l1dcachesize": 32768,
        "hw.l2cachesize": 262144,
        "hw.l3cachesize": 12582912,
        "hw.memsize": 16 << 30,
    },
    hw__cacheconfig=struct.pack("<10Q", 12, 2, 2, 12, 0, 0, 0, 0, 0, 0),
)


def test_an_m1_has_two_kinds_and_two_second_level_caches():
    """Performance levels give kinds, cores and caches of their own sizes."""
    machine = machine_of(APPLE)
    assert [kind.name for kind in machine.kinds] == ["Efficiency", "Performance"]
    assert (machine.counts.cores, machine.counts.processing_units) == (8, 8)
    assert cpu_sets(machine.caches["L2"].instances) == ["0-3", "4-7"]
    assert machine.caches["L1d"].sizes_bytes == (65536, 131072)
    assert (machine.cpu.vendor, machine.memory.page_bytes, machine.caches["L2"].line_bytes) == (
        "Apple",
        16384,
        128,
    )


def test_features_that_are_zero_are_not_there():
    """hw.optional says 0 for what the chip lacks."""
    assert machine_of(APPLE).cpu.features == ("asimddp",)


def test_an_intel_mac_shares_caches_as_its_configuration_says():
    """hw.cacheconfig counts the CPUs that share memory, L1, L2, L3."""
    machine = machine_of(INTEL)
    assert cpu_sets(machine.cores)[:2] == ["0-1", "2-3"]
    assert (machine.caches["L2"].count, machine.caches["L3"].count) == (6, 1)
    assert machine.cpu.features == ("fpu", "pni", "sse4_2", "avx", "fma")


def test_the_numbering_is_told_to_be_ours():
    """MacOS does not say which CPU number is which core."""
    sources = [fact.source for fact in report_of(APPLE).facts if fact.field == "cores"]
    assert sources == ["sysctl hw.perflevel*, hw.physicalcpu_max, hw.logicalcpu_max"]


@pytest.mark.parametrize("raw", [b"", b"\1", b"\xff" * 4, b"\xff" * 8, b"\0" * 8, b"\x7f" * 8])
def test_a_damaged_answer_is_no_number(raw):
    """Wrong length, negative, zero, impossibly large: no crash and no core."""
    report = report_of({**APPLE, "macos/sysctl/hw.perflevel0.logicalcpu_max": raw})
    assert not [gap for gap in report.gaps if gap.field.startswith("readers.")]


@pytest.mark.skipif(sys.platform != "darwin", reason="asks macOS itself")
def test_this_mac_answers():
    """The live call gives cores and memory."""
    from hwinfo.collect import collect
    from hwinfo.host import LiveHost

    machine = collect(LiveHost()).machine
    assert machine.cores
    assert machine.memory.total_bytes > 0
