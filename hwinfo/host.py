"""The only door to files, commands and operating-system calls: a live host or a recorded one."""

from __future__ import annotations

import os
import stat
import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.errors import NotSupported

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

READ_LIMIT_BYTES = 1 << 20  # no fact needs more; a damaged or hostile file must not fill memory
COMMAND_SECONDS = 2.0
GLIBC_CACHE_NAMES = {  # bits/confname.h; other C libraries answer -1 to these numbers
    "SC_LEVEL1_ICACHE_SIZE": 185,
    "SC_LEVEL1_ICACHE_LINESIZE": 187,
    "SC_LEVEL1_DCACHE_SIZE": 188,
    "SC_LEVEL1_DCACHE_LINESIZE": 190,
    "SC_LEVEL2_CACHE_SIZE": 191,
    "SC_LEVEL2_CACHE_LINESIZE": 193,
    "SC_LEVEL3_CACHE_SIZE": 194,
    "SC_LEVEL3_CACHE_LINESIZE": 196,
}


class Host(ABC):
    """Answers questions about one machine; every answer may be None, and `why_not` says why."""

    origin: str
    system: str

    def __init__(self) -> None:
        self._troubles: dict[str, str] = {}
        self._texts: dict[str, str | None] = {}

    @abstractmethod
    def read_bytes(self, path: str) -> bytes | None:
        """The start of a file, at most READ_LIMIT_BYTES; None if absent or unreadable."""

    @abstractmethod
    def list_dir(self, path: str) -> tuple[str, ...]:
        """The sorted names in a directory; empty if absent or unreadable."""

    @abstractmethod
    def resolve(self, path: str) -> str | None:
        """The path with every symbolic link followed, None if nothing is there."""

    @abstractmethod
    def uname(self, key: str) -> str | None:
        """One of the kernel's own names: "sysname", "release", "machine"."""

    @abstractmethod
    def sysconf(self, name: str) -> int | None:
        """A value the C library's sysconf knows by name, such as "SC_PAGE_SIZE"."""

    @abstractmethod
    def affinity(self) -> CpuSet | None:
        """The CPUs the scheduler may run this process on."""

    @abstractmethod
    def sysctl(self, name: str) -> bytes | None:
        """The raw answer of macOS's sysctlbyname(3)."""

    @abstractmethod
    def windows(self, question: str) -> bytes | None:
        """A raw Windows answer: "processors", "memory", "features", "brand" ..."""

    @abstractmethod
    def nvml(self) -> bytes | None:
        """NVIDIA's library about its devices, as JSON; see hwinfo.nvml."""

    @abstractmethod
    def python(self) -> Mapping[str, object] | None:
        """Raw signs of how the interpreter was built."""

    @abstractmethod
    def run(self, argv: Sequence[str], timeout_s: float = COMMAND_SECONDS) -> str | None:
        """What a command printed, None if it is missing, failed or took too long."""

    def read_text(self, path: str) -> str | None:
        """A file as text, read once a host so that every reader sees the same machine.

        Device trees and some drivers end values with NUL bytes, which are removed.
        """
        if path not in self._texts:
            raw = self.read_bytes(path)
            text = None if raw is None else raw.replace(b"\0", b"").decode("utf-8", "replace")
            self._texts[path] = None if text is None else text.strip()
        return self._texts[path]

    def read_int(self, path: str) -> int | None:
        """A file that holds one decimal number; None if it does not."""
        text = self.read_text(path)
        if text is None or text == "":
            return None
        number = parse_int(text)
        if number is None:
            self._troubles[path] = f"not a number: {text[:40]!r}"
        return number

    def exists(self, path: str) -> bool:
        """Whether something is there."""
        return self.resolve(path) is not None

    def why_not(self, path: str) -> str:
        """Why a path gave nothing."""
        return self._troubles.get(path, "no such file" if not self.exists(path) else "empty")


def parse_int(text: str) -> int | None:
    """A decimal integer of plausible length, None for anything else."""
    digits = text.strip()
    body = digits[1:] if digits[:1] in {"-", "+"} else digits
    if not (body.isascii() and body.isdigit() and len(body) <= 30):
        return None
    return int(digits)


class LiveHost(Host):
    """This machine."""

    origin = "live"

    def __init__(self) -> None:
        super().__init__()
        self.system = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}.get(
            sys.platform, sys.platform
        )

    def read_bytes(self, path: str) -> bytes | None:
        """The start of a file; only regular files are opened, without blocking."""
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            self._troubles[path] = error.strerror or "unreadable"
            return None
        try:
            return _read_up_to(handle, READ_LIMIT_BYTES)
        except OSError as error:
            self._troubles[path] = error.strerror or "unreadable"
            return None
        finally:
            os.close(handle)

    def list_dir(self, path: str) -> tuple[str, ...]:
        """The sorted names in a directory."""
        try:
            return tuple(sorted(os.listdir(path)))  # noqa: PTH208 - pathlib costs 10 ms of start
        except OSError as error:
            self._troubles[path] = error.strerror or "unreadable"
            return ()

    def resolve(self, path: str) -> str | None:
        """The real path."""
        return os.path.realpath(path) if os.path.exists(path) else None  # noqa: PTH110

    def uname(self, key: str) -> str | None:
        """From the uname system call; Windows has none."""
        names = os.uname() if hasattr(os, "uname") else None
        answer = getattr(names, key, None)
        return str(answer) if answer else None

    def sysconf(self, name: str) -> int | None:
        """From the C library; Python has no names for glibc's cache figures."""
        try:
            value = os.sysconf(GLIBC_CACHE_NAMES.get(name, name))
        except (AttributeError, OSError, ValueError):
            return None
        return value if value > 0 else None

    def affinity(self) -> CpuSet | None:
        """From sched_getaffinity(2), where there is one."""
        if sys.platform != "linux":
            return None
        return CpuSet(os.sched_getaffinity(0))

    def sysctl(self, name: str) -> bytes | None:
        """From libSystem, macOS only."""
        if sys.platform != "darwin":
            return None
        from hwinfo.os_calls import sysctl_by_name

        return sysctl_by_name(name)

    def windows(self, question: str) -> bytes | None:
        """From kernel32 and the registry, Windows only."""
        if sys.platform != "win32":
            return None
        from hwinfo.os_calls import ask_windows

        return ask_windows(question)

    def nvml(self) -> bytes | None:
        """Through nvidia-ml-py, where it is installed."""
        from hwinfo.nvml import ask_nvml

        try:
            return ask_nvml()
        except NotSupported as error:
            self._troubles["NVML"] = str(error)
            return None

    def python(self) -> Mapping[str, object] | None:
        """From the running interpreter."""
        from hwinfo.interpreter import interpreter_signs

        return interpreter_signs()

    def run(self, argv: Sequence[str], timeout_s: float = COMMAND_SECONDS) -> str | None:
        """In the C locale, without a shell and without standard input."""
        import subprocess  # costs 15 ms of start, and most reports run no command

        try:
            done = subprocess.run(
                list(argv),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=timeout_s,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
        except (OSError, subprocess.SubprocessError) as error:
            self._troubles[" ".join(argv)] = type(error).__name__
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _read_up_to(handle: int, limit: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise OSError(0, "not a regular file")
    chunks, size = [], 0
    while size < limit and (chunk := os.read(handle, min(limit - size, 1 << 16))):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)
