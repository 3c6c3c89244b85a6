"""NVIDIA's management library asked through nvidia-ml-py; the raw answers are what is recorded.

No unit's serial number or UUID is asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hwinfo.errors import NotSupported

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DEVICES = 256


def ask_nvml() -> bytes:
    """What the library says of every device, as JSON; a question it refuses is null.

    Units: bytes; link generation and lanes as PCI Express counts them.
    Raises: NotSupported without nvidia-ml-py, the library, or a driver of its version.
    Source: NVML API reference; nvidia-ml-py (module pynvml).
    """
    try:
        import pynvml  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise NotSupported("nvidia-ml-py is not installed (pip install nvidia-ml-py)") from error
    library: Any = pynvml
    try:
        library.nvmlInit()
    except library.NVMLError as error:
        raise NotSupported(f"NVML did not start: {error}") from error
    try:
        number = _ask(library, library.nvmlDeviceGetCount) or 0
        devices = [_device(library, index) for index in range(min(number, MOST_DEVICES))]
        driver = _text(_ask(library, library.nvmlSystemGetDriverVersion))
    finally:
        library.nvmlShutdown()
    return json.dumps({"driver_version": driver, "devices": devices}, indent=1).encode()


def _device(nvml: Any, index: int) -> dict[str, object]:
    handle = _ask(nvml, nvml.nvmlDeviceGetHandleByIndex, index)
    if handle is None:
        return {}
    bus = _ask(nvml, nvml.nvmlDeviceGetPciInfo, handle)
    memory = _ask(nvml, nvml.nvmlDeviceGetMemoryInfo, handle)
    return {
        "name": _text(_ask(nvml, nvml.nvmlDeviceGetName, handle)),
        "pci_address": _text(getattr(bus, "busId", None)),
        "memory_bytes": getattr(memory, "total", None),
        "link_generation": _ask(nvml, nvml.nvmlDeviceGetCurrPcieLinkGeneration, handle),
        "link_lanes": _ask(nvml, nvml.nvmlDeviceGetCurrPcieLinkWidth, handle),
        "link_generation_max": _ask(nvml, nvml.nvmlDeviceGetMaxPcieLinkGeneration, handle),
        "link_lanes_max": _ask(nvml, nvml.nvmlDeviceGetMaxPcieLinkWidth, handle),
        "compute_capability": _ask(nvml, nvml.nvmlDeviceGetCudaComputeCapability, handle),
    }


def _ask(nvml: Any, question: Callable[..., Any], *arguments: object) -> Any:
    try:
        return question(*arguments)
    except nvml.NVMLError:  # not supported on this device, or lost meanwhile
        return None


def _text(value: object) -> str | None:
    """Older bindings answer in bytes."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None
