"""Brand, family, features and address sizes from /proc/cpuinfo: keys differ by architecture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.host import parse_int
from hwinfo.model import Fact, Gap
from hwinfo.readers.arm_parts import IMPLEMENTERS, core_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hwinfo.host import Host

PATH = "/proc/cpuinfo"
VENDOR_KEYS = ("vendor_id", "vendor")
MODEL_KEYS = ("model name", "cpu", "uarch", "cpu model", "Processor")
FEATURE_KEYS = ("flags", "Features", "features", "ASEs implemented", "cpucaps", "isa")
NUMBER_KEYS = (
    ("cpu.family", ("cpu family", "family")),
    ("cpu.model_number", ("model",)),
    ("cpu.stepping", ("stepping", "CPU revision")),
)
BLOCKS_LIMIT = 8192


def read(host: Host) -> Iterator[Fact | Gap]:
    """The processor as the kernel names it.

    Source: /proc/cpuinfo of x86, ARM, POWER, s390, RISC-V, SPARC and Itanium kernels.
    """
    first = first_processor(host)
    if not first:
        for name in ("cpu.vendor", "cpu.model", "cpu.features"):
            yield Gap(name, host.why_not(PATH), (PATH,))
        return
    yield from _names(host, first)
    yield from _numbers(first)
    yield from _address_sizes(first)
    features = common_features(host)
    if features:
        yield Fact("cpu.features", features, f"{PATH}, what every CPU has")
    else:
        yield Gap("cpu.features", "no line that lists features", (PATH,))


def processors(host: Host) -> dict[int, dict[str, str]]:
    """The fields of each "processor : N" block."""
    blocks: dict[int, dict[str, str]] = {}
    current: dict[str, str] = {}
    for key, value in _pairs(host):
        number = parse_int(value) if key == "processor" else None
        if number is not None and len(blocks) < BLOCKS_LIMIT:
            current = blocks.setdefault(number, {})
        current.setdefault(key, value)
    return blocks


def first_processor(host: Host) -> dict[str, str]:
    """The first value of every key: one processor's fields, and what is said once for all."""
    fields: dict[str, str] = {}
    for key, value in _pairs(host):
        fields.setdefault(key, value)
    return fields


def _pairs(host: Host) -> Iterator[tuple[str, str]]:
    for line in (host.read_text(PATH) or "").splitlines():
        key, colon, value = line.partition(":")
        if colon:
            yield key.strip(), value.strip()


def common_features(host: Host) -> tuple[str, ...]:
    """The features that every listed processor has, in the first one's order."""
    lines = {
        value: None for key, value in _pairs(host) if key in FEATURE_KEYS and value
    }  # an ordered set: processors mostly repeat one line
    if not lines:
        return ()
    words = [_split_features(line) for line in lines]
    shared = set(words[0]).intersection(*words[1:])
    return tuple(word for word in dict.fromkeys(words[0]) if word in shared)


def _split_features(line: str) -> list[str]:
    """Words; a RISC-V string is its base letters and then extensions joined by underscores."""
    if line.startswith(("rv32", "rv64")):
        base, *extensions = line.split("_")
        return [base[:4], *base[4:], *extensions]
    return line.replace(",", " ").split()


def _names(host: Host, first: dict[str, str]) -> Iterator[Fact | Gap]:
    implementer = _hex(first.get("CPU implementer"))
    vendor = next((first[key] for key in VENDOR_KEYS if first.get(key)), None)
    if vendor is None and implementer is not None:
        vendor = IMPLEMENTERS.get(implementer)
    if vendor:
        yield Fact("cpu.vendor", vendor, PATH)
    else:
        yield Gap("cpu.vendor", "no vendor line", (PATH,))
    model = _arm_model(host) or next((first[key] for key in MODEL_KEYS if first.get(key)), None)
    if model:
        yield Fact("cpu.model", " ".join(model.split()), PATH)
    else:
        yield Gap("cpu.model", "no line that names the processor", (PATH,))


def _arm_model(host: Host) -> str | None:
    """Names of the distinct ARM cores: kernels only print "ARMv8 Processor rev 1"."""
    names: dict[str, None] = {}
    for fields in processors(host).values():
        implementer, part = _hex(fields.get("CPU implementer")), _hex(fields.get("CPU part"))
        if implementer is not None and part is not None:
            names[core_name(implementer, part)] = None
    return " + ".join(names) or None


def _numbers(first: dict[str, str]) -> Iterator[Fact | Gap]:
    for field, keys in NUMBER_KEYS:
        text = next((first[key] for key in keys if key in first), None)
        number = None if text is None else parse_int(text)
        if number is not None and number >= 0:
            yield Fact(field, number, PATH)
        else:
            yield Gap(field, "not a number of this architecture", (PATH,))


def _address_sizes(first: dict[str, str]) -> Iterator[Fact | Gap]:
    words = first.get("address sizes", "").replace(",", " ").split()
    for field, word in (("physical", "physical"), ("virtual", "virtual")):
        name = f"cpu.{field}_address_bits"
        at = words.index(word) - 2 if word in words else -1
        bits = parse_int(words[at]) if at >= 0 else None
        if bits is not None and 0 < bits <= 128:
            yield Fact(name, bits, f"{PATH} address sizes")
        else:
            yield Gap(name, "the kernel does not say", (PATH,))


def _hex(text: str | None) -> int | None:
    try:
        return int(text or "", 16) if len(text or "") <= 18 else None
    except ValueError:
        return None
