"""The calls to macOS and Windows, against libraries that answer as their manuals say.

The real ones answer on their own machines: test_macos.py and test_windows.py.
"""

import ctypes
import types

import pytest

from hwinfo import os_calls

ANSWERS = {b"hw.ncpu": (8).to_bytes(4, "little"), b"machdep.cpu.brand_string": b"Apple M1\0"}


class Function:
    """A foreign function in Python: takes what ctypes would pass, and may be given argtypes."""

    def __init__(self, run):
        self.run = run

    def __call__(self, *arguments):
        return self.run(*arguments)


def sysctlbyname(name, buffer, size, new, new_size):
    """As sysctl(3): without a buffer it tells the size, with one too small it fails."""
    answer = ANSWERS.get(name)
    if answer is None:
        return -1
    known = size._obj
    if buffer is not None:
        if known.value < len(answer):
            return -1
        ctypes.memmove(buffer, answer, len(answer))
    known.value = len(answer)
    return 0


def test_sysctl_asks_for_the_size_first(monkeypatch):
    """Numbers and text come as raw bytes; an unknown name is no answer."""
    library = types.SimpleNamespace(sysctlbyname=Function(sysctlbyname))
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    assert os_calls.sysctl_by_name("hw.ncpu") == b"\x08\0\0\0"
    assert os_calls.sysctl_by_name("machdep.cpu.brand_string") == b"Apple M1\0"
    assert os_calls.sysctl_by_name("hw.nothing") is None


RECORDS = bytes(range(200))


def get_records(relation, buffer, size):
    """As GetLogicalProcessorInformationEx: too small a buffer fails and tells the size."""
    known = size._obj
    if buffer is None or known.value < len(RECORDS):
        known.value = len(RECORDS)
        return 0
    ctypes.memmove(buffer, RECORDS, len(RECORDS))
    known.value = len(RECORDS)
    return 1


def memory_status(buffer):
    """As GlobalMemoryStatusEx: refuses a structure that does not tell its length."""
    if int.from_bytes(buffer.raw[:4], "little") != 64:
        return 0
    ctypes.memmove(ctypes.addressof(buffer) + 8, (16 << 30).to_bytes(8, "little"), 8)
    return 1


@pytest.fixture
def windows(monkeypatch):
    """The kernel of a Windows that has the second and the tenth feature."""
    kernel = types.SimpleNamespace(
        GetLogicalProcessorInformationEx=get_records,
        GlobalMemoryStatusEx=memory_status,
        GetNativeSystemInfo=lambda buffer: ctypes.memmove(buffer, b"\x09", 1),
        IsProcessorFeaturePresent=lambda number: 4 * (number in {1, 9}),
    )
    monkeypatch.setattr(os_calls, "_kernel32", lambda: kernel)
    monkeypatch.setattr(os_calls.sys, "platform", "win32")


def test_windows_answers_are_the_structures_as_they_come(windows):
    """Processor records, memory, system and features: what a recording holds."""
    assert os_calls.ask_windows("processors") == RECORDS
    memory = os_calls.ask_windows("memory")
    assert (len(memory), int.from_bytes(memory[8:16], "little")) == (64, 16 << 30)
    assert os_calls.ask_windows("system")[0] == 9
    features = os_calls.ask_windows("features")
    assert [number for number, there in enumerate(features) if there] == [1, 9]


@pytest.mark.parametrize("size", [0, 1 << 31])
def test_an_impossible_size_is_no_answer(windows, monkeypatch, size):
    """Nothing at all, or more than any machine has."""

    def lie(relation, buffer, told):
        told._obj.value = size
        return 0

    monkeypatch.setattr(os_calls._kernel32(), "GetLogicalProcessorInformationEx", lie)
    assert os_calls.ask_windows("processors") is None


def test_elsewhere_nobody_is_asked():
    """Off Windows there is no such kernel."""
    if os_calls.sys.platform != "win32":
        assert os_calls.ask_windows("processors") is None
