"""Graphics, links, disks and network of the text report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.renderers.table import pairs, table
from hwinfo.wording import rate, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.model import PcieLink, Report


def gpu_lines(report: Report) -> Iterator[str]:
    """Graphics processors and their memory."""
    for gpu in report.machine.gpus or ():
        memory = f", {size(gpu.memory_bytes)}" if gpu.memory_bytes else ""
        driver = f", driver {gpu.driver}" if gpu.driver else ""
        version = f" {gpu.driver_version}" if gpu.driver and gpu.driver_version else ""
        cuda = f", compute capability {gpu.compute_capability}" if gpu.compute_capability else ""
        yield from pairs((gpu.pci_address or "GPU", f"{gpu.name}{memory}"))
        if driver or cuda:
            yield from pairs(("", f"{driver}{version}{cuda}".removeprefix(", ")))


def link_lines(report: Report) -> Iterator[str]:
    """Every PCI Express link, and whether it is narrower or slower than it could be."""
    rows = [
        (device.address, device.kind, link_words(device.link), _shortfall(device.link))
        for device in report.machine.pci or ()
        if device.link is not None and device.link.bytes_per_second is not None
    ]
    yield from table(("device", "kind", "link", "could be"), rows)


def link_words(link: PcieLink) -> str:
    """A link as lanes, speed and what that carries."""
    speed = rate(link.speed_transfers_per_second, "T/s")
    return f"{link.width_lanes} × {speed} = {rate(link.bytes_per_second, 'B/s')}"


def _shortfall(link: PcieLink) -> str:
    best, now = link.max_bytes_per_second, link.bytes_per_second
    if best is None or now is None or now >= best:
        return ""
    speed = rate(link.max_speed_transfers_per_second, "T/s")
    return f"{link.max_width_lanes} × {speed} = {rate(best, 'B/s')}"


def disk_lines(report: Report) -> Iterator[str]:
    """Disks."""
    rows = [
        (disk.name, disk.kind, size(disk.size_bytes), disk.scheduler or "", disk.model or "")
        for disk in report.machine.block_devices or ()
    ]
    yield from table(("disk", "kind", "size", "scheduler", "model"), rows)


def network_lines(report: Report) -> Iterator[str]:
    """Network interfaces."""
    rows = [
        (
            each.name,
            each.kind,
            rate(speed, "bit/s") if (speed := each.speed_bits_per_second) else "",
            f"MTU {each.mtu_bytes}" if each.mtu_bytes else "",
        )
        for each in report.machine.network or ()
    ]
    yield from table(("name", "kind", "speed", ""), rows)
