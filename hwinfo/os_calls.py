"""macOS and Windows calls through ctypes; each returns the raw bytes that a recording holds."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

RELATION_ALL = 0xFFFF
ERROR_INSUFFICIENT_BUFFER = 122
BUFFER_LIMIT_BYTES = 1 << 24
FEATURE_NUMBERS = 64


def sysctl_by_name(name: str) -> bytes | None:
    """The raw answer of sysctlbyname(3) on macOS, None if the name is unknown.

    Source: sys/sysctl.h.
    """
    call = ctypes.CDLL(None).sysctlbyname
    pointer = ctypes.c_void_p
    call.argtypes = (ctypes.c_char_p, pointer, pointer, pointer, ctypes.c_size_t)
    size = ctypes.c_size_t(0)
    key = name.encode()
    if call(key, None, ctypes.byref(size), None, 0) != 0 or size.value == 0:
        return None
    size.value = min(size.value, BUFFER_LIMIT_BYTES)
    buffer = ctypes.create_string_buffer(size.value)
    if call(key, buffer, ctypes.byref(size), None, 0) != 0:
        return None
    return buffer.raw[: size.value]


def ask_windows(question: str) -> bytes | None:
    r"""A raw Windows answer, None off Windows or if the call fails.

    Shape: "processors" SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX records; "memory" MEMORYSTATUSEX;
    "system" SYSTEM_INFO; "features" one byte a number of IsProcessorFeaturePresent; "brand",
    "vendor" and "version" UTF-8 text.
    Source: sysinfoapi.h, winnt.h; registry key HARDWARE\DESCRIPTION\System\CentralProcessor\0.
    """
    if sys.platform != "win32":
        return None
    answers = {
        "processors": _processors,
        "memory": _memory_status,
        "system": _system_info,
        "features": _processor_features,
        "brand": lambda: _registry_text("ProcessorNameString"),
        "vendor": lambda: _registry_text("VendorIdentifier"),
        "version": _version,
    }
    return answers[question]()


def _kernel32() -> Any:
    return getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - Windows only


def _processors() -> bytes | None:
    call = _kernel32().GetLogicalProcessorInformationEx
    size = ctypes.c_uint32(0)
    call(RELATION_ALL, None, ctypes.byref(size))
    if not 0 < size.value <= BUFFER_LIMIT_BYTES:
        return None
    buffer = ctypes.create_string_buffer(size.value)
    return buffer.raw[: size.value] if call(RELATION_ALL, buffer, ctypes.byref(size)) else None


def _memory_status() -> bytes | None:
    buffer = ctypes.create_string_buffer(64)
    ctypes.c_uint32.from_buffer(buffer).value = 64  # dwLength must be set by the caller
    return buffer.raw if _kernel32().GlobalMemoryStatusEx(buffer) else None


def _system_info() -> bytes | None:
    buffer = ctypes.create_string_buffer(64)
    _kernel32().GetNativeSystemInfo(buffer)
    return buffer.raw


def _processor_features() -> bytes:
    present = _kernel32().IsProcessorFeaturePresent
    return bytes(bool(present(number)) for number in range(FEATURE_NUMBERS))


def _registry_text(value_name: str) -> bytes | None:
    import winreg

    registry: Any = winreg
    path = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, path) as key:
            text, _ = registry.QueryValueEx(key, value_name)
    except OSError:
        return None
    return str(text).strip().encode()


def _version() -> bytes | None:
    version: Any = getattr(sys, "getwindowsversion")()  # noqa: B009 - Windows only
    return f"{version.major}.{version.minor}.{version.build}".encode()
