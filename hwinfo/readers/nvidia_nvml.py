"""NVIDIA's graphics processors by their own library, which knows model and memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hwinfo.model import Fact, Gap, Gpu, PcieLink
from hwinfo.readers.linux_pci import CONFIG_SPEEDS, link_of, read_gpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hwinfo.host import Host

DRIVER = "/proc/driver/nvidia"
SOURCE = "NVML"
PLAUSIBLE_BYTES = 1 << 50


def read(host: Host) -> Iterator[Fact | Gap]:
    """The graphics processors: NVIDIA's as NVML describes them, then what else is on the bus.

    Missing: on Linux nothing is said where NVIDIA's driver is not loaded.
    Units: bytes; transfers per second and lane.
    Source: NVML API reference, through nvidia-ml-py.
    """
    on_linux = host.system == "Linux"
    if on_linux and not host.exists(DRIVER):
        return
    field = "gpus.memory_bytes" if on_linux else "gpus"
    raw = host.nvml()
    if raw is None:
        yield Gap(field, host.why_not(SOURCE), (SOURCE,))
        return
    said = _parse(raw)
    if said is None:
        yield Gap(field, "its answer is damaged: expected devices as JSON", (SOURCE,))
        return
    known = read_gpus(host) if on_linux else ()
    found = _merged([_gpu(each, said, known) for each in said["devices"]], known)
    if found:
        yield Fact("gpus", found, "NVML, and the PCI bus for the rest" if known else SOURCE)
    else:
        yield Gap("gpus", "NVML lists no device", (SOURCE,))


def _parse(raw: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    devices = said.get("devices") if isinstance(said, dict) else None
    if not isinstance(devices, list):
        return None
    return {**said, "devices": [each for each in devices if isinstance(each, dict) and each]}


def _gpu(device: dict[str, Any], said: dict[str, Any], known: Sequence[Gpu]) -> Gpu:
    address = _pci_address(device.get("pci_address"))
    same = next((gpu for gpu in known if address and gpu.pci_address == address), None)
    memory = _number(device.get("memory_bytes"), PLAUSIBLE_BYTES)
    capability = device.get("compute_capability")
    parts = capability if isinstance(capability, list) else []
    versions = [str(part) for part in parts if _number(part, 1000, least=0) is not None]
    return Gpu(
        name=_word(device.get("name")) or (same.name if same else "NVIDIA device"),
        vendor="NVIDIA",
        pci_address=address,
        driver=same.driver if same and same.driver else "nvidia",
        memory_bytes=memory or (same.memory_bytes if same else None),
        numa_node=same.numa_node if same else None,
        link=_link(device) or (same.link if same else None),
        driver_version=_word(said.get("driver_version")),
        compute_capability=".".join(versions) if len(versions) == 2 else None,
    )


def _merged(by_nvml: Sequence[Gpu], known: Sequence[Gpu]) -> tuple[Gpu, ...]:
    """NVML's devices, and those of the bus that it did not name, by address."""
    named = {gpu.pci_address for gpu in by_nvml}
    others = [gpu for gpu in known if gpu.pci_address not in named]
    return tuple(sorted([*by_nvml, *others], key=lambda gpu: gpu.pci_address or ""))


def _pci_address(text: object) -> str | None:
    """NVML writes the domain with eight digits, the kernel with four: 00000000:3B:00.0."""
    word = _word(text)
    if word is None:
        return None
    domain, colon, rest = word.lower().partition(":")
    return f"{domain.lstrip('0'):0>4}:{rest}" if colon else None


def _link(device: dict[str, Any]) -> PcieLink | None:
    speed, max_speed = (
        _speed(device.get(key)) for key in ("link_generation", "link_generation_max")
    )
    lanes, max_lanes = (_number(device.get(key), 32) for key in ("link_lanes", "link_lanes_max"))
    return link_of(speed, lanes, max_speed, max_lanes)


def _speed(generation: object) -> int | None:
    number = _number(generation, len(CONFIG_SPEEDS))
    return None if number is None else int(CONFIG_SPEEDS[number])


def _number(value: object, most: int, least: int = 1) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if isinstance(value, int) and whole and least <= value <= most else None


def _word(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text if 0 < len(text) <= 200 else None
