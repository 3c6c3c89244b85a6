"""The x86-64 micro-architecture level (v1 to v4) that the processor's features complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.features import X86_ARCHITECTURES, x86_level
from hwinfo.model import Fact, Gap
from hwinfo.readers.linux_cpuinfo import common_features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host


def read(host: Host) -> Iterator[Fact | Gap]:
    """The level by which compilers and distributions name their targets.

    Source: x86-64 psABI, section "Micro-Architecture Levels".
    """
    architecture = host.uname("machine")
    if architecture not in X86_ARCHITECTURES:
        reason = f"levels are defined for x86-64, not for {architecture or 'an unknown machine'}"
        yield Gap("cpu.isa_level", reason, ("uname machine",))
        return
    features = common_features(host)
    level, missing = x86_level(features)
    if not features:
        yield Gap("cpu.isa_level", "the features are not known", ("/proc/cpuinfo flags",))
    elif level is None:
        yield Gap("cpu.isa_level", f"not even v1: without {', '.join(missing)}", ("/proc/cpuinfo",))
    else:
        lacking = f"; the next lacks {', '.join(missing)}" if missing else ""
        yield Fact("cpu.isa_level", level, f"/proc/cpuinfo flags{lacking}")
