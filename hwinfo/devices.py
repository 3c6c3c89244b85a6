"""The devices: buses and their links, disks, graphics processors, networks."""

from __future__ import annotations

from typing import NamedTuple

from hwinfo.cpuset import CpuSet


class PcieLink(NamedTuple):
    """A PCI Express link as negotiated, and the best its device could do.

    Units: transfers per second and lane; payload bytes per second and direction after encoding.
    """

    speed_transfers_per_second: int | None = None
    width_lanes: int | None = None
    max_speed_transfers_per_second: int | None = None
    max_width_lanes: int | None = None
    bytes_per_second: int | None = None
    max_bytes_per_second: int | None = None


class PciDevice(NamedTuple):
    """A PCI device: its class in words, numeric vendor and device, locality and link."""

    address: str
    kind: str
    class_code: str
    vendor_id: str
    device_id: str
    driver: str | None = None
    numa_node: int | None = None
    local_cpus: CpuSet | None = None
    link: PcieLink | None = None


class BlockDevice(NamedTuple):
    """A disk: what it is built of, how large, how deep its queue."""

    name: str
    kind: str
    size_bytes: int | None = None
    rotational: bool | None = None
    model: str | None = None
    logical_block_bytes: int | None = None
    queue_requests: int | None = None
    scheduler: str | None = None
    numa_node: int | None = None
    pci_address: str | None = None


class Gpu(NamedTuple):
    """A graphics or compute accelerator."""

    name: str
    vendor: str | None = None
    pci_address: str | None = None
    driver: str | None = None
    memory_bytes: int | None = None
    numa_node: int | None = None
    link: PcieLink | None = None
    driver_version: str | None = None
    compute_capability: str | None = None


class NetworkInterface(NamedTuple):
    """A network interface with hardware behind it; its name never carries an address."""

    name: str
    kind: str
    speed_bits_per_second: int | None = None
    mtu_bytes: int | None = None
    numa_node: int | None = None
    pci_address: str | None = None
