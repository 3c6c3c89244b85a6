"""NVIDIA's processors through NVML: a recorded answer, a library that answers, and every absence."""

import json
import sys
import types

import pytest

from hwinfo.capture import RecordingHost
from hwinfo.errors import NotSupported
from hwinfo.host import LiveHost
from hwinfo.nvml import ask_nvml
from hwinfo.readers import nvidia_nvml
from hwinfo.renderers.text import render_text
from tests.hwinfo.trees import host_of, linux, report_of

BUS = "sys/bus/pci/devices"
CARD = {
    f"{BUS}/0000:3b:00.0/class": "0x030200\n",
    f"{BUS}/0000:3b:00.0/vendor": "0x10de\n",
    f"{BUS}/0000:3b:00.0/device": "0x20b0\n",
    f"{BUS}/0000:3b:00.0/numa_node": "1\n",
    f"{BUS}/0000:03:00.0/class": "0x030000\n",
    f"{BUS}/0000:03:00.0/vendor": "0x1a03\n",
    f"{BUS}/0000:03:00.0/device": "0x2000\n",
    "proc/driver/nvidia/version": "NVRM version\n",
}
ANSWER = {
    "driver_version": "550.54.14",
    "devices": [
        {
            "name": "NVIDIA A100-SXM4-40GB",
            "pci_address": "00000000:3B:00.0",
            "memory_bytes": 42949672960,
            "link_generation": 4,
            "link_lanes": 8,
            "link_generation_max": 4,
            "link_lanes_max": 16,
            "compute_capability": [8, 0],
        }
    ],
}


def with_answer(answer, files=CARD):
    raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return report_of({**linux("0", files=files), "nvidia/nvml.json": raw})


def test_the_library_fills_what_the_bus_cannot_tell():
    """Model, memory, driver and capability from NVML; locality and the other card from the bus."""
    report = with_answer(ANSWER)
    other, card = report.machine.gpus
    assert (other.vendor, other.pci_address) == ("ASPEED", "0000:03:00.0")
    assert (card.name, card.memory_bytes) == ("NVIDIA A100-SXM4-40GB", 40 << 30)
    assert (card.driver_version, card.compute_capability, card.numa_node) == ("550.54.14", "8.0", 1)
    assert card.link.bytes_per_second * 2 == pytest.approx(card.link.max_bytes_per_second, abs=2)
    shown = " ".join(render_text(report).split())
    assert "40 GiB driver nvidia 550.54.14, compute capability 8.0" in shown
    assert [fact.reader for fact in report.opinions("gpus")] == ["nvidia_nvml", "linux_pci"]


def test_without_the_library_the_bus_speaks_and_the_gap_says_why():
    """The card is still there; its memory is unknown, and what to install is told."""
    report = report_of(linux("0", files=CARD))
    assert [gpu.memory_bytes for gpu in report.machine.gpus] == [None, None]
    reasons = {gap.field: (gap.reason, gap.looked_at) for gap in report.gaps}
    assert reasons["gpus.memory_bytes"] == ("not recorded with this machine", ("NVML",))


def test_where_no_driver_is_loaded_nobody_is_asked():
    """Most machines have no such card: importing the library would only cost them start."""
    files = {path: text for path, text in CARD.items() if "driver" not in path}
    assert list(nvidia_nvml.read(host_of(linux("0", files=files)))) == []


def test_windows_has_its_cards_from_the_library_alone():
    """There is no bus to read there; without the library a gap says so."""
    windows = {"windows/version.bin": b"10.0.22631"}
    asked = host_of({**windows, "nvidia/nvml.json": json.dumps(ANSWER)})
    (fact,) = nvidia_nvml.read(asked)
    assert [gpu.driver for gpu in fact.value] == ["nvidia"]
    (gap,) = nvidia_nvml.read(host_of(windows))
    assert (gap.field, gap.looked_at) == ("gpus", ("NVML",))


@pytest.mark.parametrize(
    "answer",
    [b"", b"{", b"[]", b"null", b'{"devices": 1}', b'{"devices": [1, null, {}]}', b"[" * 99_999],
)
def test_a_damaged_answer_is_a_gap(answer):
    """No crash; the bus's own list stays."""
    report = with_answer(answer)
    assert len(report.machine.gpus) == 2
    assert not [gap for gap in report.gaps if gap.field.startswith("readers.")]


@pytest.mark.parametrize("value", [None, True, -1, 10**30, 1.5, "many", [], {}, "x" * 300])
def test_a_value_of_the_wrong_kind_is_unknown(value):
    """Each field by itself; the others stay."""
    for key in ANSWER["devices"][0]:
        report = with_answer(
            {"driver_version": value, "devices": [{**ANSWER["devices"][0], key: value}]}
        )
        assert not [gap for gap in report.gaps if gap.field.startswith("readers.")]
        assert len(report.machine.gpus) >= 2


class NVMLError(Exception):
    """The library's own error."""


def library(**replaced):
    """A pynvml with one device, which refuses one question."""

    def refuse(*_):
        raise NVMLError("Not Supported")

    module = types.ModuleType("pynvml")
    answers = {
        "nvmlInit": lambda: None,
        "nvmlShutdown": lambda: None,
        "nvmlDeviceGetCount": lambda: 1,
        "nvmlDeviceGetHandleByIndex": lambda index: f"device {index}",
        "nvmlDeviceGetName": lambda handle: b"Tesla T4",
        "nvmlDeviceGetPciInfo": lambda handle: types.SimpleNamespace(busId=b"00000000:00:04.0"),
        "nvmlDeviceGetMemoryInfo": lambda handle: types.SimpleNamespace(total=15 << 30),
        "nvmlDeviceGetCurrPcieLinkGeneration": refuse,
        "nvmlDeviceGetCurrPcieLinkWidth": lambda handle: 16,
        "nvmlDeviceGetMaxPcieLinkGeneration": lambda handle: 3,
        "nvmlDeviceGetMaxPcieLinkWidth": lambda handle: 16,
        "nvmlDeviceGetCudaComputeCapability": lambda handle: (7, 5),
        "nvmlSystemGetDriverVersion": lambda: "535.1",
        "NVMLError": NVMLError,
    }
    for name, answer in {**answers, **replaced}.items():
        setattr(module, name, answer)
    return module


def test_the_library_is_asked_question_by_question(monkeypatch):
    """A refused one is null, bytes become text, and the answer says nothing about the unit."""
    closed = []
    monkeypatch.setitem(sys.modules, "pynvml", library(nvmlShutdown=lambda: closed.append(True)))
    said = json.loads(ask_nvml())
    (device,) = said["devices"]
    assert (device["name"], device["pci_address"]) == ("Tesla T4", "00000000:00:04.0")
    assert (device["link_generation"], device["compute_capability"]) == (None, [7, 5])
    assert (said["driver_version"], closed) == ("535.1", [True])
    assert RecordingHost().nvml() == LiveHost().nvml()


def test_a_library_that_does_not_start_is_a_reason(monkeypatch):
    """The binding is there, the driver is not."""

    def fail():
        raise NVMLError("NVML Shared Library Not Found")

    monkeypatch.setitem(sys.modules, "pynvml", library(nvmlInit=fail))
    with pytest.raises(NotSupported, match="Shared Library Not Found"):
        ask_nvml()
    monkeypatch.setitem(sys.modules, "pynvml", None)
    host = LiveHost()
    assert host.nvml() is None
    assert "pip install nvidia-ml-py" in host.why_not("NVML")
