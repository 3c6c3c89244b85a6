"""How many CPUs this process can really keep busy: affinity, cpuset and quota together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hwinfo.model import Fact, Gap
from hwinfo.readers import linux_cgroup, linux_cpus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host


SOURCES = ("cpus.allowed", "cpus.affinity", "quota.cpus")


def read(host: Host) -> Iterator[Fact | Gap]:
    """The number of workers worth starting, at least one.

    Source: cpus.allowed, cpus.affinity and quota.cpus of this report; a share of a CPU counts as
    one, for somebody has to do the work.
    """
    said = (*linux_cpus.read(host), *linux_cgroup.read(host))
    known = {fact.field: fact.value for fact in said if isinstance(fact, Fact)}
    sizes = [len(known[name]) for name in SOURCES[:2] if name in known]  # type: ignore[arg-type]
    quota = known.get("quota.cpus")
    if isinstance(quota, float | int):
        sizes.append(math.ceil(quota))
    if sizes:
        source = "the least of cpus.allowed, cpus.affinity and quota.cpus"
        yield Fact("quota.usable_cpus", max(1, min(sizes)), source)
    else:
        yield Gap("quota.usable_cpus", "neither a CPU set nor a quota is known", SOURCES)
