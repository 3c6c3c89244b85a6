"""The box and what lies beneath it: DMI or device tree, hypervisor, container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap
from hwinfo.readers.linux_cpuinfo import first_processor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

DMI = "/sys/class/dmi/id"
DMI_FIELDS = (
    ("system.vendor", "sys_vendor"),
    ("system.product", "product_name"),
    ("system.board", "board_name"),
    ("system.firmware", "bios_version"),
)
DMI_NOISE = ("to be filled", "default string", "system product name", "not specified", "o.e.m")
TREE_MODEL = "/proc/device-tree/model"
CLOCKS = "/sys/devices/system/clocksource/clocksource0/available_clocksource"
PRODUCTS = (
    ("qemu", "QEMU"),
    ("kvm", "KVM"),
    ("vmware", "VMware"),
    ("virtualbox", "VirtualBox"),
    ("innotek", "VirtualBox"),
    ("xen", "Xen"),
    ("amazon ec2", "Amazon EC2"),
    ("google compute engine", "Google Compute Engine"),
    ("parallels", "Parallels"),
    ("bhyve", "bhyve"),
    ("openstack", "OpenStack"),
    ("virtual machine", "Hyper-V"),
    ("apple virtualization", "Apple Virtualization"),
)
CLOCK_SIGNS = (("kvm-clock", "KVM"), ("hyperv_clocksource", "Hyper-V"), ("xen", "Xen"))
CONTAINER_FILES = (
    ("/run/.containerenv", "Podman"),
    ("/.dockerenv", "Docker"),
    ("/var/run/secrets/kubernetes.io", "Kubernetes"),
    ("/dev/lxd", "LXD"),
)
CONTAINER_GROUPS = (
    ("kubepods", "Kubernetes"),
    ("docker", "Docker"),
    ("libpod", "Podman"),
    ("containerd", "containerd"),
    ("lxc", "LXC"),
)


def read(host: Host) -> Iterator[Fact | Gap]:
    """Product, firmware, hypervisor and container.

    Missing: serial numbers, asset tags and UUIDs are never read.
    Source: kernel ABI sysfs-firmware-dmi; device tree; /proc/sysinfo; x86 hypervisor bit.
    """
    yield from _box(host)
    yield from _virtualisation(host)
    container, source = _container(host)
    if container:
        yield Fact("virtualisation.container", container, source)
    else:
        looked_at = (*(path for path, _ in CONTAINER_FILES), "/proc/self/cgroup")
        yield Gap("virtualisation.container", "no sign of a container", looked_at)


def _box(host: Host) -> Iterator[Fact | Gap]:
    for field, name in DMI_FIELDS:
        path = f"{DMI}/{name}"
        text = " ".join((host.read_text(path) or "").split())
        tree = " ".join((host.read_text(TREE_MODEL) or "").split())
        if text and not any(noise in text.lower() for noise in DMI_NOISE):
            yield Fact(field, text, path)
        elif field == "system.product" and tree:
            yield Fact(field, tree, TREE_MODEL)
        else:
            reason = "the firmware left a placeholder" if text else host.why_not(path)
            yield Gap(field, reason, (path, TREE_MODEL))


def _virtualisation(host: Host) -> Iterator[Fact | Gap]:
    name, source = _hypervisor(host)
    if name:
        yield Fact("virtualisation.virtual_machine", True, source)
        yield Fact("virtualisation.hypervisor", name, source)
        return
    flags = first_processor(host).get("flags", "").split()
    looked_at = ("/proc/cpuinfo flags", DMI, CLOCKS, "/proc/sysinfo", "/sys/hypervisor/type")
    bare = flags and "hypervisor" not in flags
    reason = "not a virtual machine" if bare else "no source names a hypervisor"
    yield Gap("virtualisation.hypervisor", reason, looked_at)
    if flags:
        present = "hypervisor" in flags
        yield Fact("virtualisation.virtual_machine", present, "/proc/cpuinfo hypervisor flag")
    else:
        reason = "this architecture has no flag that tells"
        yield Gap("virtualisation.virtual_machine", reason, looked_at)


def _hypervisor(host: Host) -> tuple[str, str]:
    """The hypervisor's name and who told it; DMI alone names products, so it comes first."""
    product = " ".join(
        host.read_text(f"{DMI}/{name}") or "" for name in ("sys_vendor", "product_name")
    )
    for sign, name in PRODUCTS:
        if sign in product.lower():
            return name, DMI
    if host.read_text("/sys/hypervisor/type") == "xen":
        return "Xen", "/sys/hypervisor/type"
    for line in (host.read_text("/proc/sysinfo") or "").splitlines():
        key, _, value = line.partition(":")
        if key.strip().endswith("Control Program") and value.strip():
            return " ".join(value.split()), "/proc/sysinfo"
    if "LPAR Number" in (host.read_text("/proc/sysinfo") or ""):
        return "PR/SM (logical partition)", "/proc/sysinfo"
    tree = host.read_text("/proc/device-tree/hypervisor/compatible") or ""
    if "kvm" in tree:
        return "KVM", "/proc/device-tree/hypervisor"
    if host.exists("/proc/device-tree/ibm,partition-name"):
        return "PowerVM", "/proc/device-tree"
    clocks = host.read_text(CLOCKS) or ""
    return next(((name, CLOCKS) for sign, name in CLOCK_SIGNS if sign in clocks), ("", ""))


def _container(host: Host) -> tuple[str, str]:
    named = host.read_text("/run/systemd/container")
    if named:
        return named, "/run/systemd/container"
    for path, name in CONTAINER_FILES:
        if host.exists(path):
            return name, path
    groups = host.read_text("/proc/self/cgroup") or ""
    for sign, name in CONTAINER_GROUPS:
        if f"/{sign}" in groups:
            return name, "/proc/self/cgroup"
    if "microsoft" in (host.uname("release") or "").lower():
        return "WSL", "uname release"
    return "", ""
