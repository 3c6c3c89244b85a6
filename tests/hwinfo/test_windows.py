"""Windows: raw answers of GetLogicalProcessorInformationEx, packed here as winnt.h lays them out."""

import struct
import sys

import pytest

from hwinfo.readers.windows_records import (
    CACHE,
    CORE,
    DIE,
    GROUP,
    NUMA_NODE,
    PACKAGE,
    parse_records,
)
from tests.hwinfo.trees import cpu_sets, machine_of, report_of


def record(relation, union):
    """Header and union, padded to 8 bytes as Windows does."""
    union += b"\0" * (-len(union) % 8)
    return struct.pack("<II", relation, 8 + len(union)) + union


def masks(*pairs):
    """GROUP_AFFINITY structures of (mask, group)."""
    return b"".join(struct.pack("<QHHHH", mask, group, 0, 0, 0) for mask, group in pairs)


def processor(relation, *pairs, efficiency=0):
    """PROCESSOR_RELATIONSHIP: a core, package or die."""
    return record(relation, struct.pack("<BB20xH", 0, efficiency, len(pairs)) + masks(*pairs))


def node(number, *pairs, count=None):
    """NUMA_NODE_RELATIONSHIP; old systems leave the count of groups at zero."""
    return record(
        NUMA_NODE,
        struct.pack("<I18xH", number, len(pairs) if count is None else count) + masks(*pairs),
    )


def cache(level, kind, size, pair, ways=8, line=64):
    """CACHE_RELATIONSHIP: type 0 unified, 1 instruction, 2 data."""
    return record(CACHE, struct.pack("<BBHII18xH", level, ways, line, size, kind, 1) + masks(pair))


HYBRID = b"".join(
    (
        processor(CORE, (0b11, 0), efficiency=1),
        *(processor(CORE, (1 << cpu, 0)) for cpu in (2, 3)),
        processor(PACKAGE, (0b1111, 0)),
        processor(DIE, (0b1111, 0)),
        node(0, (0b1111, 0), count=0),
        cache(1, 2, 49152, (0b11, 0), ways=12),
        cache(1, 2, 32768, (0b100, 0)),
        cache(1, 2, 32768, (0b1000, 0)),
        cache(3, 0, 12 << 20, (0b1111, 0), ways=0xFF),
        cache(3, 3, 12 << 20, (0b1111, 0)),
        record(GROUP, struct.pack("<HH20x", 1, 1) + bytes(48)),
    )
)
SYSTEM = struct.pack("<HHI", 9, 0, 4096) + bytes(40)
MEMORY = struct.pack("<IIQQ", 64, 30, 16 << 30, 7 << 30) + bytes(40)


def windows(processors=HYBRID, **answers):
    """The files of a recorded Windows machine."""
    said = {
        "processors": processors,
        "memory": MEMORY,
        "system": SYSTEM,
        "brand": b"Core i5\0",
        **answers,
    }
    return {f"windows/{question}.bin": answer for question, answer in said.items()}


def test_a_hybrid_machine_is_read_whole():
    """Cores, threads, package, caches with sizes, two kinds, memory and page size."""
    machine = machine_of(windows())
    assert cpu_sets(machine.cores) == ["0-1", "2", "3"]
    assert (cpu_sets(machine.packages), machine.dies) == (["0-3"], ())
    assert machine.counts.threads_per_core == (1, 2)
    assert machine.caches["L1d"].sizes_bytes == (32768, 49152)
    assert [str(kind.cpus) for kind in machine.kinds] == ["2-3", "0-1"]
    assert (machine.memory.total_bytes, machine.memory.page_bytes) == (16 << 30, 4096)
    assert (machine.cpu.model, machine.cpu.architecture) == ("Core i5", "AMD64")


def test_a_fully_associative_cache_has_no_number_of_ways():
    """0xFF means "fully associative", not 255 ways; trace caches are no data caches."""
    level = machine_of(windows()).caches["L3"]
    assert (level.ways, level.sets, level.count) == (None, None, 1)


def test_processor_groups_number_on_from_64():
    """Machines of more than 64 CPUs have groups; one package may span two."""
    buffer = processor(CORE, (1, 0)) + processor(CORE, (1, 1)) + processor(PACKAGE, (1, 0), (1, 1))
    machine = machine_of(windows(buffer))
    assert (cpu_sets(machine.cores), cpu_sets(machine.packages)) == (["0", "64"], ["0,64"])


@pytest.mark.parametrize("length", range(0, len(HYBRID), 13))
def test_a_buffer_cut_anywhere_reports_what_it_has(length):
    """Whole records count, the torn one does not."""
    report = report_of(windows(HYBRID[:length]))
    assert not [gap for gap in report.gaps if gap.field.startswith("readers.")]
    assert len(list(parse_records(HYBRID[:length]))) <= len(list(parse_records(HYBRID)))


def test_a_size_of_zero_ends_the_walk():
    """A record that claims no length would be read for ever."""
    assert list(parse_records(struct.pack("<II", 0, 0) * 4)) == []


def test_features_are_named_as_linux_names_them():
    """IsProcessorFeaturePresent numbers become flags that the explanations know."""
    present = bytes(number in {38, 40} for number in range(64))
    assert machine_of(windows(features=present)).cpu.features == ("sse4_2", "avx2")
    assert machine_of(windows(features=present[:39])).cpu.features == ("sse4_2",)


def test_missing_answers_are_gaps():
    """Each with its own reason."""
    fields = {gap.field for gap in report_of({"windows/brand.bin": b"X"}).gaps}
    assert {"cores", "memory.total_bytes"} <= fields


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_this_windows_answers():
    """The live call gives at least one core and one cache."""
    from hwinfo.collect import collect
    from hwinfo.host import LiveHost

    machine = collect(LiveHost()).machine
    assert machine.cores
    assert machine.memory.total_bytes > 0
