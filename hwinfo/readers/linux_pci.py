"""PCI devices and their PCI Express links: what was negotiated against what could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.host import parse_int
from hwinfo.model import Fact, Gap, Gpu, PciDevice, PcieLink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hwinfo.host import Host

DEVICES = "/sys/bus/pci/devices"
CLASSES = {
    "01": "storage controller",
    "0106": "SATA controller",
    "0108": "NVMe controller",
    "02": "network controller",
    "0200": "Ethernet controller",
    "0207": "InfiniBand controller",
    "03": "display controller",
    "04": "multimedia device",
    "05": "memory controller",
    "0502": "CXL memory",
    "06": "bridge",
    "0600": "host bridge",
    "0604": "PCI bridge",
    "07": "communication controller",
    "08": "system peripheral",
    "0c": "serial bus controller",
    "0c03": "USB controller",
    "0c06": "InfiniBand controller",
    "0d": "wireless controller",
    "0b": "processor",
    "10": "encryption controller",
    "11": "signal processing controller",
    "12": "processing accelerator",
    "13": "instrumentation",
}
GPU_VENDORS = {
    "10de": "NVIDIA",
    "1002": "AMD",
    "8086": "Intel",
    "1a03": "ASPEED",
    "102b": "Matrox",
    "1af4": "virtio",
    "15ad": "VMware",
    "1013": "Cirrus Logic",
    "1234": "QEMU",
    "1414": "Microsoft",
}
VIRTIO_VENDOR, VIRTIO_FIRST = "1af4", 0x1040
VIRTIO_KINDS = {
    1: "network controller",
    2: "disk",
    3: "console",
    4: "entropy source",
    5: "memory balloon",
    8: "SCSI controller",
    9: "file share",
    16: "graphics",
    19: "socket",
    26: "file system",
    27: "persistent memory",
}
GPU_CLASSES = {"03", "12"}
ENCODED_SHARE = ((8.0e9, 0.8), (64.0e9, 128 / 130))  # up to 5 GT/s: 8b/10b; then 128b/130b
CAPABILITY_EXPRESS = 0x10
CONFIG_SPEEDS = {1: 2.5e9, 2: 5.0e9, 3: 8.0e9, 4: 16.0e9, 5: 32.0e9, 6: 64.0e9}
DEVICES_LIMIT = 4096
LINK_FILES_SINCE = (4, 13)


def read(host: Host) -> Iterator[Fact | Gap]:
    """PCI devices and the graphics processors among them.

    Units: transfers per second and lane; bytes per second and direction, line code taken off.
    Source: kernel ABI sysfs-bus-pci; PCI Code and ID Assignment; PCI Express capability.
    """
    if not host.exists(DEVICES):
        for name in ("pci", "gpus"):
            yield Gap(name, f"no PCI bus ({host.why_not(DEVICES)})", (DEVICES,))
        return
    addresses = host.list_dir(DEVICES)[:DEVICES_LIMIT]
    devices = tuple(_devices(host, addresses))
    yield Fact("pci", devices, DEVICES)
    if gpus := _gpus(host, devices):
        yield Fact("gpus", gpus, f"{DEVICES}, classes 03 and 12")
    else:
        yield Gap("gpus", "no display controller or accelerator on the PCI bus", (DEVICES,))


def read_gpus(host: Host) -> tuple[Gpu, ...]:
    """The graphics processors and accelerators on the bus, by address."""
    addresses = [
        address
        for address in host.list_dir(DEVICES)[:DEVICES_LIMIT]
        if (_hex(host.read_text(f"{DEVICES}/{address}/class"), 6) or "")[:2] in GPU_CLASSES
    ]
    return _gpus(host, tuple(_devices(host, addresses)))


def _devices(host: Host, addresses: Sequence[str]) -> Iterator[PciDevice]:
    old = not shows_links(host.uname("release") or "")
    found = (_device(host, address, old_kernel=old) for address in addresses)
    return (device for device in found if device is not None)


def _gpus(host: Host, devices: Sequence[PciDevice]) -> tuple[Gpu, ...]:
    return tuple(_gpu(host, each) for each in devices if each.class_code[:2] in GPU_CLASSES)


def shows_links(release: str) -> bool:
    """Whether a kernel has link files, 4.13 and later: then a device without any is not Express.

    Configuration space is the other source, but one read of it costs a virtual machine 12 ms.
    """
    major, _, rest = release.partition(".")
    minor = rest.partition(".")[0].partition("-")[0]
    return (parse_int(major) or 0, parse_int(minor) or 0) >= LINK_FILES_SINCE


def _device(host: Host, address: str, *, old_kernel: bool) -> PciDevice | None:
    base = f"{DEVICES}/{address}"
    code = _hex(host.read_text(f"{base}/class"), 6)
    vendor, device = (
        _hex(host.read_text(f"{base}/vendor"), 4),
        _hex(host.read_text(f"{base}/device"), 4),
    )
    if code is None or vendor is None or device is None:
        return None
    node = host.read_int(f"{base}/numa_node")
    driver = host.resolve(f"{base}/driver")
    return PciDevice(
        address=address,
        kind=_virtio_kind(vendor, device) or _kind_of_class(code),
        class_code=code,
        vendor_id=vendor,
        device_id=device,
        driver=driver.rpartition("/")[2] if driver else None,
        numa_node=node if node is not None and node >= 0 else None,
        local_cpus=CpuSet.parse_mask(host.read_text(f"{base}/local_cpus") or ""),
        link=read_link(host, base, old_kernel=old_kernel),
    )


def _kind_of_class(code: str) -> str:
    return CLASSES.get(code[:4]) or CLASSES.get(code[:2], f"class {code[:4]}")


def _virtio_kind(vendor: str, device: str) -> str | None:
    """A virtio device by its number: hypervisors give many of them no class.

    Source: Virtual I/O Device (VIRTIO), "Device Types" and "PCI Device Discovery".
    """
    number = int(device, 16) - VIRTIO_FIRST if vendor == VIRTIO_VENDOR else 0
    return f"virtio {VIRTIO_KINDS[number]}" if number in VIRTIO_KINDS else None


def _hex(text: str | None, digits: int) -> str | None:
    body = (text or "").removeprefix("0x").lower()
    if not 0 < len(body) <= digits or any(each not in "0123456789abcdef" for each in body):
        return None
    return body.zfill(digits)


def read_link(host: Host, base: str, *, old_kernel: bool) -> PcieLink | None:
    """The link of one device; older kernels tell it only in the configuration space."""
    speed = _transfers(host.read_text(f"{base}/current_link_speed"))
    width = _lanes(host.read_int(f"{base}/current_link_width"))
    max_speed = _transfers(host.read_text(f"{base}/max_link_speed"))
    max_width = _lanes(host.read_int(f"{base}/max_link_width"))
    if speed is None and max_speed is None and old_kernel:
        speed, width, max_speed, max_width = _from_config(host.read_bytes(f"{base}/config") or b"")
    return link_of(speed, width, max_speed, max_width)


def link_of(
    speed: int | None, width: int | None, max_speed: int | None, max_width: int | None
) -> PcieLink | None:
    """A link by transfers per second and lanes, now and at most. Missing: None without speeds."""
    if speed is None and max_speed is None:
        return None
    return PcieLink(
        speed_transfers_per_second=speed,
        width_lanes=width,
        max_speed_transfers_per_second=max_speed,
        max_width_lanes=max_width,
        bytes_per_second=bytes_per_second(speed, width),
        max_bytes_per_second=bytes_per_second(max_speed, max_width),
    )


def _transfers(text: str | None) -> int | None:
    """Transfers per second of a line such as "8.0 GT/s PCIe"; "Unknown" is unknown."""
    number = (text or "").split(" ")[0]
    whole, _, tenth = number.partition(".")
    value, fraction = parse_int(whole), parse_int(tenth or "0")
    if value is None or fraction is None or not 0 <= value < 1000 or not 0 <= fraction < 10:
        return None
    return (value * 10 + fraction) * 100_000_000 or None


def _lanes(width: int | None) -> int | None:
    return width if width is not None and 0 < width <= 32 else None


def bytes_per_second(speed: int | None, width: int | None) -> int | None:
    """What a link carries in one direction once the line code is taken off."""
    if speed is None or width is None:
        return None
    share = next((share for limit, share in ENCODED_SHARE if speed < limit), 1.0)
    return int(speed * width * share / 8)


def _from_config(config: bytes) -> tuple[int | None, int | None, int | None, int | None]:
    """Link status and capabilities from the PCI Express capability structure."""
    at = config[0x34] if len(config) > 0x34 else 0
    for _ in range(48):  # as many capabilities as 256 bytes can hold: a damaged list may loop
        if not 0x40 <= at <= len(config) - 0x14:
            break
        if config[at] == CAPABILITY_EXPRESS:
            able = int.from_bytes(config[at + 0x0C : at + 0x10], "little")
            status = int.from_bytes(config[at + 0x12 : at + 0x14], "little")
            return (*_speed_and_width(status), *_speed_and_width(able))
        at = config[at + 1]
    return None, None, None, None


def _speed_and_width(register: int) -> tuple[int | None, int | None]:
    speed, width = CONFIG_SPEEDS.get(register & 0xF), _lanes(register >> 4 & 0x3F)
    return (None if speed is None or width is None else int(speed)), width


def _gpu(host: Host, device: PciDevice) -> Gpu:
    base = f"{DEVICES}/{device.address}"
    vendor = GPU_VENDORS.get(device.vendor_id)
    memory = host.read_int(f"{base}/mem_info_vram_total")
    name = _nvidia_model(host, device.address) or host.read_text(f"{base}/product_name")
    return Gpu(
        name=name or f"{vendor or device.vendor_id} {device.kind} {device.device_id}",
        vendor=vendor,
        pci_address=device.address,
        driver=device.driver,
        memory_bytes=memory if memory and memory > 0 else None,
        numa_node=device.numa_node,
        link=device.link,
    )


def _nvidia_model(host: Host, address: str) -> str | None:
    text = host.read_text(f"/proc/driver/nvidia/gpus/{address}/information") or ""
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "Model":
            return value.strip() or None
    return None
