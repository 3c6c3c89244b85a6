"""macOS through sysctl: counts, caches by performance level, memory, brand.

macOS does not say which CPU number is which core: they are numbered level by level, hardware
threads of a core next to each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.model import Cache, Core, CpuKind, Fact, Gap, Package, ProcessingUnit
from hwinfo.readers.linux_caches import summarise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host
    from hwinfo.model import CacheKind

PLAIN_NUMBERS = (
    ("memory.total_bytes", "hw.memsize"),
    ("memory.page_bytes", "hw.pagesize"),
    ("cpu.family", "machdep.cpu.family"),
    ("cpu.model_number", "machdep.cpu.model"),
    ("cpu.stepping", "machdep.cpu.stepping"),
    ("cpu.frequency_max_hz", "hw.cpufrequency_max"),
    ("cpu.physical_address_bits", "machdep.cpu.address_bits.physical"),
    ("cpu.virtual_address_bits", "machdep.cpu.address_bits.virtual"),
)
PLAIN_TEXTS = (
    ("cpu.model", "machdep.cpu.brand_string"),
    ("cpu.architecture", "hw.machine"),
    ("system.product", "hw.model"),
    ("system.kernel_release", "kern.osrelease"),
    ("system.distribution", "kern.osproductversion"),
)
CACHE_NAMES: tuple[tuple[int, CacheKind, str], ...] = (
    (1, "Data", "l1dcachesize"),
    (1, "Instruction", "l1icachesize"),
    (2, "Unified", "l2cachesize"),
    (3, "Unified", "l3cachesize"),
)
ARM_FEATURES = (
    ("hw.optional.neon", "asimd"),
    ("hw.optional.AdvSIMD", "asimd"),
    ("hw.optional.arm.FEAT_FP16", "fphp"),
    ("hw.optional.arm.FEAT_FP16", "asimdhp"),
    ("hw.optional.arm.FEAT_DotProd", "asimddp"),
    ("hw.optional.arm.FEAT_LSE", "atomics"),
    ("hw.optional.arm.FEAT_I8MM", "i8mm"),
    ("hw.optional.arm.FEAT_BF16", "bf16"),
    ("hw.optional.arm.FEAT_SHA256", "sha2"),
    ("hw.optional.arm.FEAT_SHA1", "sha1"),
    ("hw.optional.arm.FEAT_SHA512", "sha512"),
    ("hw.optional.arm.FEAT_SHA3", "sha3"),
    ("hw.optional.arm.FEAT_AES", "aes"),
    ("hw.optional.arm.FEAT_PMULL", "pmull"),
    ("hw.optional.arm.FEAT_JSCVT", "jscvt"),
    ("hw.optional.arm.FEAT_LRCPC", "lrcpc"),
    ("hw.optional.arm.FEAT_PAuth", "paca"),
    ("hw.optional.arm.FEAT_SME", "sme"),
    ("hw.optional.armv8_crc32", "crc32"),
)
CPUS_LIMIT = 4096


class Level:
    """The cores of one performance level, or all of them where there are no levels."""

    def __init__(self, host: Host, prefix: str, first: int, name: str) -> None:
        self.host, self.prefix, self.name = host, prefix, name
        logical = number(host, f"{prefix}.logicalcpu_max")
        physical = number(host, f"{prefix}.physicalcpu_max")
        self.logical = min(logical or 0, CPUS_LIMIT)
        self.threads = max(1, self.logical // physical) if physical else 1
        self.cpus = CpuSet(range(first, first + self.logical))

    def groups(self, size: int) -> list[CpuSet]:
        """The level's CPUs cut into runs of a size."""
        cpus = list(self.cpus)
        return [CpuSet(cpus[at : at + size]) for at in range(0, len(cpus), max(1, size))]


def read(host: Host) -> Iterator[Fact | Gap]:
    """What sysctl tells of a Mac.

    Units: bytes, hertz.
    Source: sysctl(3), sys/sysctl.h; xnu bsd/kern/kern_mib.c.
    """
    for field, name in PLAIN_NUMBERS:
        value = number(host, name)
        yield Fact(field, value, f"sysctl {name}") if value else _gap(field, name)
    for field, name in PLAIN_TEXTS:
        text = _text(host, name)
        shown = f"macOS {text}" if field == "system.distribution" else text
        yield Fact(field, shown, f"sysctl {name}") if text else _gap(field, name)
    yield from _vendor_and_features(host)
    guest = number(host, "kern.hv_vmm_present")
    if guest is None:
        yield _gap("virtualisation.virtual_machine", "kern.hv_vmm_present")
    else:
        yield Fact("virtualisation.virtual_machine", guest == 1, "sysctl kern.hv_vmm_present")
    levels = read_levels(host)
    if any(level.logical for level in levels):
        yield from _topology(host, levels)
    else:
        yield _gap("counts.processing_units", "hw.logicalcpu_max")


def number(host: Host, name: str) -> int | None:
    """An integer answer of 4 or 8 bytes, None if absent or of another size."""
    raw = host.sysctl(name)
    if raw is None or len(raw) not in {4, 8}:
        return None
    value = int.from_bytes(raw, "little", signed=True)
    return value if value >= 0 else None


def _text(host: Host, name: str) -> str | None:
    raw = host.sysctl(name)
    return (raw or b"").split(b"\0")[0].decode("utf-8", "replace").strip() or None


def _gap(field: str, name: str) -> Gap:
    return Gap(field, "sysctl does not know it", (f"sysctl {name}",))


def read_levels(host: Host) -> list[Level]:
    """The performance levels, fastest first as macOS counts them; one without a name on Intel."""
    count = min(number(host, "hw.nperflevels") or 0, 8)
    if count < 2:
        return [Level(host, "hw", 0, "")]
    levels: list[Level] = []
    for index in range(count):
        prefix = f"hw.perflevel{index}"
        first = sum(level.logical for level in levels)
        levels.append(Level(host, prefix, first, _text(host, f"{prefix}.name") or prefix))
    return levels


def _topology(host: Host, levels: list[Level]) -> Iterator[Fact | Gap]:
    everything = CpuSet(cpu for level in levels for cpu in level.cpus)
    source = "sysctl hw.perflevel*, hw.physicalcpu_max, hw.logicalcpu_max"
    cores = [group for level in levels for group in level.groups(level.threads)]
    for name in ("present", "online", "allowed"):
        yield Fact(f"cpus.{name}", everything, source)
    yield Fact("cores", tuple(Core(None, cpus) for cpus in cores), source)
    units = (ProcessingUnit(cpu, at) for at, cpus in enumerate(cores) for cpu in cpus)
    yield Fact("processing_units", tuple(units), source)
    yield Fact("counts.cores", len(cores), source)
    yield Fact("counts.processing_units", len(everything), source)
    threads = sorted({len(cpus) for cpus in cores})
    yield Fact("counts.threads_per_core", tuple(threads), source)
    packages = number(host, "hw.packages")
    if packages:
        yield Fact("counts.packages", packages, "sysctl hw.packages")
    if packages == 1:
        yield Fact("packages", (Package(0, everything),), "sysctl hw.packages")
    if len(levels) > 1:
        kinds = tuple(CpuKind(level.name, level.cpus) for level in reversed(levels))
        yield Fact("kinds", kinds, "sysctl hw.perflevel*")
    yield from _caches(host, levels)


def _caches(host: Host, levels: list[Level]) -> Iterator[Fact | Gap]:
    line = number(host, "hw.cachelinesize")
    found = [
        Cache(cache_level, kind, cpus, size, line)
        for cache_level, kind, name in CACHE_NAMES
        for level in levels
        if (size := number(host, f"{level.prefix}.{name}"))
        for cpus in level.groups(_sharers(host, level, cache_level))
    ]
    if not found:
        yield _gap("caches", "hw.l1dcachesize")
    for name, summary in summarise(found).items():
        source = f"sysctl {levels[0].prefix}.l{summary.level}*cachesize"
        yield Fact(f"caches.{name}", summary, source)
        yield Fact(f"caches.{name}.size_bytes", summary.size_bytes, source)


def _sharers(host: Host, level: Level, cache_level: int) -> int:
    """How many CPUs share one cache: by level on Apple silicon, by hw.cacheconfig on Intel."""
    told = number(host, f"{level.prefix}.cpusperl{cache_level}")
    if told:
        return told
    config = host.sysctl("hw.cacheconfig") or b""
    share = int.from_bytes(config[8 * cache_level : 8 * cache_level + 8], "little")
    return share if 0 < share <= CPUS_LIMIT else level.threads


def _vendor_and_features(host: Host) -> Iterator[Fact | Gap]:
    words = " ".join(
        _text(host, f"machdep.cpu.{name}") or ""
        for name in ("features", "leaf7_features", "extfeatures")
    )
    intel = tuple(_linux_name(word) for word in words.lower().split())
    arm = [flag for name, flag in ARM_FEATURES if number(host, name) == 1]
    features = intel or tuple(dict.fromkeys(arm))
    if features:
        yield Fact("cpu.features", features, "sysctl machdep.cpu.*features, hw.optional.*")
    else:
        yield _gap("cpu.features", "machdep.cpu.features")
    vendor = _text(host, "machdep.cpu.vendor")
    brand = _text(host, "machdep.cpu.brand_string") or ""
    if vendor or brand.startswith("Apple"):
        yield Fact("cpu.vendor", vendor or "Apple", "sysctl machdep.cpu.vendor, brand_string")
    else:
        yield _gap("cpu.vendor", "machdep.cpu.vendor")


def _linux_name(word: str) -> str:
    """Linux's name of an Intel feature that macOS spells in its own way."""
    renamed = {"avx1.0": "avx", "sse3": "pni", "lzcnt": "abm", "lahf": "lahf_lm", "sha": "sha_ni"}
    return renamed.get(word, word.replace(".", "_"))
