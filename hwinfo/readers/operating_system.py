"""Kernel, distribution and C library: what uname and os-release say, without the host's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

OS_RELEASE = ("/etc/os-release", "/usr/lib/os-release")
NAMES = {"Linux": "Linux", "Darwin": "macOS", "Windows": "Windows"}


def read(host: Host) -> Iterator[Fact | Gap]:
    """Operating system and architecture.

    Source: uname(2); os-release(5).
    """
    yield Fact("system.os", NAMES.get(host.system, host.system), "sys.platform")
    for field, key in (("cpu.architecture", "machine"), ("system.kernel_release", "release")):
        value = host.uname(key)
        if value:
            yield Fact(field, value, f"uname {key}")
        else:
            yield Gap(field, "uname gave nothing", (f"uname {key}",))
    if host.system == "Linux":
        yield from _distribution(host)


def _distribution(host: Host) -> Iterator[Fact | Gap]:
    for path in OS_RELEASE:
        for line in (host.read_text(path) or "").splitlines():
            key, _, value = line.partition("=")
            name = value.strip().strip("\"'")
            if key == "PRETTY_NAME" and name:
                yield Fact("system.distribution", name, path)
                return
    yield Gap("system.distribution", "no os-release file names it", OS_RELEASE)
