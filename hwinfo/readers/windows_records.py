"""The records of GetLogicalProcessorInformationEx, taken from its raw buffer.

Source: winnt.h, SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX and its members; a CPU's number is its
processor group times 64 plus its bit.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from hwinfo.cpuset import CpuSet

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE, NUMA_NODE, CACHE, PACKAGE, GROUP, DIE, NUMA_NODE_EX, MODULE = range(8)
HEADER_BYTES = 8
AFFINITY_BYTES = 16
PROCESSOR_MASKS_AT = 24
NUMA_MASKS_AT = 24
CACHE_MASKS_AT = 32
GROUPS_LIMIT = 1024


class Record(NamedTuple):
    """One record: its relationship, the CPUs it covers and the bytes of its union."""

    relation: int
    cpus: CpuSet
    body: bytes


def parse_records(buffer: bytes) -> Iterator[Record]:
    """Every whole record of the buffer; a size that cannot be ends the walk."""
    at = 0
    while at + HEADER_BYTES <= len(buffer):
        relation, size = struct.unpack_from("<II", buffer, at)
        if size < HEADER_BYTES or at + size > len(buffer):
            return
        body = buffer[at + HEADER_BYTES : at + size]
        yield Record(relation, _cpus(relation, body), body)
        at += size


def _cpus(relation: int, body: bytes) -> CpuSet:
    if relation == GROUP:
        return CpuSet()
    start = CACHE_MASKS_AT if relation == CACHE else PROCESSOR_MASKS_AT
    if len(body) < start:
        return CpuSet()
    (count,) = struct.unpack_from("<H", body, start - 2)
    mask = 0
    for index in range(min(max(count, 1), GROUPS_LIMIT)):  # Windows 10 wrote 0 for one group
        at = start + index * AFFINITY_BYTES
        if at + AFFINITY_BYTES > len(body):
            break
        bits, group = struct.unpack_from("<QH", body, at)
        if group < GROUPS_LIMIT:
            mask |= bits << 64 * group
    return CpuSet.from_mask(mask)


class CacheFields(NamedTuple):
    """Level, associativity (0xFF = full), line size, size and type of a cache record."""

    level: int
    associativity: int
    line_bytes: int
    size_bytes: int
    type: int


def cache_fields(record: Record) -> CacheFields | None:
    """The figures of a cache record, None if it is cut short."""
    if len(record.body) < 12:
        return None
    return CacheFields(*struct.unpack_from("<BBHII", record.body))


def efficiency_class(record: Record) -> int:
    """A core's efficiency class: the higher, the faster."""
    return record.body[1] if len(record.body) > 1 else 0


def node_number(record: Record) -> int | None:
    """The number of a NUMA node record."""
    return int(struct.unpack_from("<I", record.body)[0]) if len(record.body) >= 4 else None
