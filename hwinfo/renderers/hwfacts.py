"""The topology facts of a machine in the shape `hwfacts/1`, for comparison with other tools."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hwinfo.model import Cache, CacheLevel, Machine, NUMANode, Report

Facts = dict[str, object]
PCI_BRIDGE = "0604"  # hwloc draws bridges as lines, not as devices


def render_hwfacts(report: Report, name: str = "") -> str:
    """The facts as indented JSON."""
    return json.dumps(hwfacts(report, name), indent=1)


def hwfacts(report: Report, name: str = "") -> Facts:
    """The facts as plain data.

    Shape: CPU sets as strings in list notation; null where the machine does not say.
    """
    machine = report.machine
    nodes = _nodes(machine)
    return {
        "schema": "hwfacts/1",
        "name": name,
        "source": report.origin,
        "reference": f"hwinfo {report.hwinfo_version}".strip(),
        "conflicts": any("overlaps" in gap.reason for gap in report.gaps),
        "arch": machine.cpu.architecture,
        "counts": _counts(machine, nodes),
        "cpus": {
            "present": str(machine.cpus.present or ""),
            "online": str(machine.cpus.online or ""),
            "allowed": str(machine.cpus.allowed or ""),
        },
        "packages": [
            {"id": each.id, "cpus": str(each.cpus), "info": _package_info(machine)}
            for each in machine.packages or ()
        ],
        "dies": [{"id": each.id, "cpus": str(each.cpus)} for each in machine.dies or ()],
        "groups": [
            {"subtype": each.kind, "id": each.id, "cpus": str(each.cpus)}
            for each in machine.clusters or ()
        ],
        "cores": [{"id": each.id, "cpus": str(each.cpus)} for each in machine.cores or ()],
        "caches": [_cache(cache) for cache in _caches(machine)],
        "cache_summary": {key: _summary(level) for key, level in (machine.caches or {}).items()},
        "numa": nodes,
        "numa_from_kernel": bool(machine.numa.nodes),
        "distances": _distances(machine),
        "memory_side_caches": _memory_side_caches(machine),
        "memory": {"meminfo_total": machine.memory.total_bytes, "nodes_total": _total(nodes)},
        "kinds": _kinds(machine),
        "machine_info": _machine_info(machine),
        "pci": _pci(machine),
        "allowed_view": _allowed_view(machine, nodes),
    }


def _counts(machine: Machine, nodes: Sequence[Facts]) -> Facts:
    return {
        "packages": len(machine.packages or ()),
        "dies": len(machine.dies or ()),
        "cores": len(machine.cores or ()),
        "pus": len(machine.cpus.online or ()),
        "numa_nodes": len(nodes),
        "threads_per_core": list(machine.counts.threads_per_core or ()),
    }


def _package_info(machine: Machine) -> Facts:
    cpu = machine.cpu
    pairs = (
        ("CPUVendor", cpu.vendor),
        ("CPUFamilyNumber", cpu.family),
        ("CPUModelNumber", cpu.model_number),
        ("CPUModel", cpu.model),
        ("CPUStepping", cpu.stepping),
    )
    return {key: str(value) for key, value in pairs if value is not None}


def _caches(machine: Machine) -> list[Cache]:
    return [cache for level in (machine.caches or {}).values() for cache in level.instances]


def _cache(cache: Cache) -> Facts:
    return {
        "level": cache.level,
        "type": cache.kind,
        "size": cache.size_bytes,
        "line": cache.line_bytes,
        "ways": cache.ways,
        "id": cache.id,
        "cpus": str(cache.cpus),
    }


def _summary(level: CacheLevel) -> Facts:
    sizes = [cache.size_bytes or 0 for cache in level.instances]
    return {"count": level.count, "total": sum(sizes), "sizes": sorted(set(sizes))}


def _nodes(machine: Machine) -> list[Facts]:
    """The nodes; without NUMA support, one that holds everything, as hwloc draws it."""
    if machine.numa.nodes:
        return [_node(node) for node in machine.numa.nodes]
    pools = machine.memory.huge_pages or ()
    return [
        {
            "id": 0,
            "cpus": str(machine.cpus.online or ""),
            "memory": machine.memory.total_bytes,
            "hugepages": {str(pool.page_bytes): pool.count for pool in pools},
            "cpuless": False,
        }
    ]


def _node(node: NUMANode) -> Facts:
    return {
        "id": node.id,
        "cpus": str(node.cpus),
        "memory": node.memory_bytes,
        "hugepages": {str(pool.page_bytes): pool.count for pool in node.huge_pages},
        "cpuless": not node.cpus,
    }


def _total(nodes: Sequence[Facts]) -> int | None:
    sizes = [size for node in nodes if isinstance(size := node["memory"], int)]
    return sum(sizes) if sizes else None


def _distances(machine: Machine) -> Facts | None:
    if machine.numa.distances is None:
        return None
    return {
        "nodes": [node.id for node in machine.numa.nodes or ()],
        "matrix": [list(row) for row in machine.numa.distances],
    }


def _memory_side_caches(machine: Machine) -> list[Facts]:
    return [
        {"node": node.id, "level": cache.level, "size": cache.size_bytes, "line": cache.line_bytes}
        for node in machine.numa.nodes or ()
        for cache in node.memory_side_caches
    ]


def _kinds(machine: Machine) -> list[Facts]:
    return [
        {
            "cpus": str(kind.cpus),
            "info": {
                key: str(value)
                for key, value in (
                    ("CoreType", kind.core_type),
                    ("CPUImplementer", kind.implementer),
                    ("CPUPart", kind.part),
                    ("LinuxCapacity", kind.capacity),
                    ("FrequencyMaxMHz", (kind.frequency_max_hz or 0) // 1_000_000 or None),
                )
                if value is not None
            },
        }
        for kind in machine.kinds or ()
    ]


def _machine_info(machine: Machine) -> Facts:
    system = machine.system
    pairs = (
        ("DMISysVendor", system.vendor),
        ("DMIProductName", system.product),
        ("DMIBoardName", system.board),
        ("DMIBIOSVersion", system.firmware),
        ("Architecture", machine.cpu.architecture),
    )
    return {key: value for key, value in pairs if value is not None}


def _pci(machine: Machine) -> list[Facts]:
    return [
        {
            "busid": device.address,
            "class": device.class_code[:4],
            "vendor": device.vendor_id,
            "device": device.device_id,
            "link_GBps": round(device.link.bytes_per_second / 1e9, 3)
            if device.link and device.link.bytes_per_second
            else None,
        }
        for device in machine.pci or ()
        if device.class_code[:4] != PCI_BRIDGE
    ]


def _allowed_view(machine: Machine, nodes: Sequence[Facts]) -> Facts:
    allowed = machine.cpus.allowed or CpuSet()
    return {
        "cpus": str(allowed),
        "pus": len(allowed),
        "packages": sum(bool(each.cpus & allowed) for each in machine.packages or ()),
        "cores": sum(bool(each.cpus & allowed) for each in machine.cores or ()),
        "numa_nodes": [node["id"] for node in nodes],
    }
