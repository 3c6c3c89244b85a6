"""Disks and network interfaces that have hardware behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hwinfo.model import BlockDevice, Fact, Gap, NetworkInterface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

BLOCK = "/sys/block"
NET = "/sys/class/net"
VIRTUAL_DISKS = ("loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd")
DISK_KINDS = (
    ("nvme", "NVMe SSD"),
    ("mmcblk", "MMC or SD card"),
    ("vd", "virtual disk (virtio)"),
    ("xvd", "virtual disk (Xen)"),
    ("dasd", "mainframe DASD"),
    ("pmem", "persistent memory"),
)
SECTOR_BYTES = 512  # sysfs counts in these, whatever the disk's own sectors are
DEVICES_LIMIT = 4096
PLAUSIBLE_BYTES = 1 << 64
ADDRESS_IN_NAME = re.compile(r"(?<=x)[0-9a-f]{12}$")
PCI_ADDRESS = re.compile(r"[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]")


def read(host: Host) -> Iterator[Fact | Gap]:
    """Block devices and network interfaces; never a serial number or an address.

    Units: bytes, bits per second.
    Source: kernel ABI sysfs-block, sysfs-class-net.
    """
    if host.exists(BLOCK):
        names = [name for name in host.list_dir(BLOCK) if not name.startswith(VIRTUAL_DISKS)]
        yield Fact(
            "block_devices", tuple(_disk(host, name) for name in names[:DEVICES_LIMIT]), BLOCK
        )
    else:
        yield Gap("block_devices", host.why_not(BLOCK), (BLOCK,))
    if host.exists(NET):
        names = [name for name in host.list_dir(NET) if host.exists(f"{NET}/{name}/device")]
        interfaces = tuple(_interface(host, name) for name in names[:DEVICES_LIMIT])
        yield Fact("network", interfaces, NET)
    else:
        yield Gap("network", host.why_not(NET), (NET,))


def _disk(host: Host, name: str) -> BlockDevice:
    base = f"{BLOCK}/{name}"
    sectors = _positive(host, f"{base}/size")
    rotational = {"0": False, "1": True}.get(host.read_text(f"{base}/queue/rotational") or "")
    kind = next((kind for prefix, kind in DISK_KINDS if name.startswith(prefix)), None)
    if kind is None:
        kind = {None: "disk", True: "rotating disk", False: "solid-state disk"}[rotational]
    node = host.read_int(f"{base}/device/numa_node")
    model = " ".join((host.read_text(f"{base}/device/model") or "").split())
    return BlockDevice(
        name=name,
        kind=kind,
        size_bytes=sectors * SECTOR_BYTES if sectors else None,
        rotational=rotational,
        model=model or None,
        logical_block_bytes=_positive(host, f"{base}/queue/logical_block_size"),
        queue_requests=_positive(host, f"{base}/queue/nr_requests"),
        scheduler=_chosen(host.read_text(f"{base}/queue/scheduler")),
        numa_node=node if node is not None and node >= 0 else None,
        pci_address=_pci_address(host, f"{base}/device"),
    )


def _positive(host: Host, path: str) -> int | None:
    number = host.read_int(path)
    return number if number is not None and 0 < number < PLAUSIBLE_BYTES else None


def _chosen(text: str | None) -> str | None:
    """The word in brackets of a line such as "none [mq-deadline] kyber"."""
    return (text or "").partition("[")[2].partition("]")[0] or None


def _pci_address(host: Host, path: str) -> str | None:
    """The innermost PCI address in the path of a device."""
    found = PCI_ADDRESS.findall(host.resolve(path) or "")
    return found[-1] if found else None


def _interface(host: Host, name: str) -> NetworkInterface:
    base = f"{NET}/{name}"
    megabits = _positive(host, f"{base}/speed")
    node = host.read_int(f"{base}/device/numa_node")
    wireless = host.exists(f"{base}/wireless") or host.exists(f"{base}/phy80211")
    return NetworkInterface(
        name=without_address(name),
        kind="wireless" if wireless else _link_layer(host.read_text(f"{base}/type")),
        speed_bits_per_second=megabits * 1_000_000 if megabits and megabits < 1 << 31 else None,
        mtu_bytes=_positive(host, f"{base}/mtu"),
        numa_node=node if node is not None and node >= 0 else None,
        pci_address=_pci_address(host, f"{base}/device"),
    )


def without_address(name: str) -> str:
    """An interface name without the hardware address that systemd puts into some."""
    return ADDRESS_IN_NAME.sub("…", name)


def _link_layer(number: str | None) -> str:
    return {"1": "Ethernet", "32": "InfiniBand", "280": "CAN"}.get(number or "", "other")
