"""Buses, disks, networks and the box: speeds with units, and nothing that names an owner."""

import pytest

from hwinfo.readers.linux_pci import bytes_per_second
from tests.hwinfo.trees import linux, machine_of, report_of

PCI = "sys/bus/pci/devices/0000:01:00.0"
NVME = {f"{PCI}/class": "0x010802\n", f"{PCI}/vendor": "0x144d\n", f"{PCI}/device": "0xa808\n"}
LINK = {
    f"{PCI}/current_link_speed": "8.0 GT/s PCIe\n",
    f"{PCI}/current_link_width": "2\n",
    f"{PCI}/max_link_speed": "16.0 GT/s PCIe\n",
    f"{PCI}/max_link_width": "4\n",
}


def device(**files):
    """The one PCI device of a machine."""
    return machine_of(linux("0", files={**NVME, **files})).pci[0]


def test_a_link_tells_what_it_is_and_what_it_could_be():
    """Half the lanes at half the speed: a quarter."""
    found = device(**LINK)
    assert (found.kind, found.vendor_id) == ("NVMe controller", "144d")
    assert found.link.max_bytes_per_second == pytest.approx(
        4 * found.link.bytes_per_second, rel=1e-6
    )


@pytest.mark.parametrize(
    ("speed", "width", "gigabytes"),
    [(2.5e9, 1, 0.25), (5e9, 16, 8.0), (8e9, 16, 15.754), (16e9, 4, 7.877), (64e9, 16, 128.0)],
)
def test_the_line_code_is_taken_off(speed, width, gigabytes):
    """8b/10b up to 5 GT/s, 128b/130b up to 32 GT/s, none at 64 GT/s."""
    assert bytes_per_second(int(speed), width) / 1e9 == pytest.approx(gigabytes, rel=1e-3)


@pytest.mark.parametrize("speed", ["Unknown", "", "-8.0 GT/s", "9999 GT/s", "\ufffd"])
def test_an_unknown_speed_gives_no_rate(speed):
    """Sleeping links say "Unknown"."""
    found = device(**{**LINK, f"{PCI}/current_link_speed": speed})
    assert (found.link.bytes_per_second, found.link.max_width_lanes) == (None, 4)


def test_an_old_kernels_link_is_in_configuration_space():
    """Capability 0x10 holds speed and width; a list that loops ends."""
    config = bytearray(256)
    config[0x34], config[0x40] = 0x40, 0x10
    config[0x4C:0x50] = (0x43).to_bytes(4, "little")
    config[0x52:0x54] = (0x1042).to_bytes(2, "little")
    link = device(**{f"{PCI}/config": bytes(config).decode("latin-1")}).link
    assert (link.width_lanes, link.speed_transfers_per_second) == (4, 5_000_000_000)
    config[0x40], config[0x41] = 0x05, 0x40
    assert device(**{f"{PCI}/config": bytes(config).decode("latin-1")}).link is None


def test_a_graphics_card_is_listed_with_its_memory():
    """Amdgpu tells the memory, the vendor comes from the id."""
    files = {f"{PCI}/class": "0x030000", f"{PCI}/vendor": "0x1002", f"{PCI}/device": "0x73bf"}
    machine = machine_of(linux("0", files={**files, f"{PCI}/mem_info_vram_total": str(16 << 30)}))
    assert [(gpu.vendor, gpu.memory_bytes) for gpu in machine.gpus] == [("AMD", 16 << 30)]


def test_disks_say_what_they_are_and_virtual_ones_are_left_out():
    """Loop devices and RAM disks are no hardware."""
    files = {
        "sys/block/nvme0n1/size": "2000409264\n",
        "sys/block/nvme0n1/queue/rotational": "0\n",
        "sys/block/nvme0n1/queue/scheduler": "[none] mq-deadline\n",
        "sys/block/nvme0n1/device/model": "Samsung SSD 980  \n",
        "sys/block/sda/queue/rotational": "1\n",
        "sys/block/loop0/size": "8\n",
        "sys/block/zram0/size": "8\n",
    }
    disks = machine_of(linux("0", files=files)).block_devices
    assert [(disk.name, disk.kind) for disk in disks] == [
        ("nvme0n1", "NVMe SSD"),
        ("sda", "rotating disk"),
    ]
    assert (disks[0].size_bytes, disks[0].scheduler, disks[0].model) == (
        2000409264 * 512,
        "none",
        "Samsung SSD 980",
    )


def test_an_interface_name_never_carries_its_address():
    """Systemd names USB adapters after their MAC address."""
    files = {
        "sys/class/net/enx0011223344aa/device/x": "",
        "sys/class/net/enx0011223344aa/speed": "1000\n",
    }
    (interface,) = machine_of(linux("0", files=files)).network
    assert (interface.name, interface.speed_bits_per_second) == ("enx…", 10**9)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"proc/cpuinfo": "flags : sse\n"}, (False, None)),
        ({"proc/cpuinfo": "flags : hypervisor\n"}, (True, None)),
        ({"sys/class/dmi/id/sys_vendor": "QEMU\n"}, (True, "QEMU")),
        ({"sys/class/dmi/id/product_name": "VMware Virtual Platform\n"}, (True, "VMware")),
        ({"sys/hypervisor/type": "xen\n"}, (True, "Xen")),
        ({"proc/sysinfo": "VM00 Control Program: z/VM    6.1.0\n"}, (True, "z/VM 6.1.0")),
        ({"proc/device-tree/hypervisor/compatible": "linux,kvm\0"}, (True, "KVM")),
        ({}, (None, None)),
    ],
)
def test_virtual_machines_are_told_by_their_signs(files, expected):
    """Firmware, clock, device tree, mainframe, processor flag; without any sign nothing is said."""
    virtual = machine_of(linux("0", files=files)).virtualisation
    assert (virtual.virtual_machine, virtual.hypervisor) == expected


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({".dockerenv": ""}, "Docker"),
        ({"run/.containerenv": ""}, "Podman"),
        ({"run/systemd/container": "systemd-nspawn\n"}, "systemd-nspawn"),
        ({"proc/self/cgroup": "0::/kubepods/x\n"}, "Kubernetes"),
        ({"proc/self/cgroup": "0::/user.slice\n"}, None),
    ],
)
def test_containers_are_told_by_their_signs(files, name):
    """Marker files first, then the control group."""
    assert machine_of(linux("0", files=files)).virtualisation.container == name


def test_a_placeholder_of_the_firmware_is_a_gap():
    """Text such as "To be filled by O.E.M." names no product."""
    files = {"sys/class/dmi/id/product_name": "To Be Filled By O.E.M.\n"}
    reasons = {gap.field: gap.reason for gap in report_of(linux("0", files=files)).gaps}
    assert reasons["system.product"] == "the firmware left a placeholder"


def test_a_virtio_device_is_named_by_its_number():
    """Small hypervisors give it no class; a number nobody knows stays a class."""
    ids = {f"{PCI}/class": "0xffff00\n", f"{PCI}/vendor": "0x1af4\n"}
    assert device(**ids, **{f"{PCI}/device": "0x1045\n"}).kind == "virtio memory balloon"
    assert device(**ids, **{f"{PCI}/device": "0x10ff\n"}).kind == "class ffff"
