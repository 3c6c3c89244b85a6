"""The report for a person at a terminal: readable in 80 columns and without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.cpuset import CpuSet
from hwinfo.renderers.sections import SECTIONS, granted_cpus
from hwinfo.renderers.tree import render_tree
from hwinfo.wording import count, cpus, shorten, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hwinfo.model import Machine, Report

WIDTH = 80
LABEL_COLUMN = 56


def render_text(
    report: Report,
    paint: Callable[[str, str], str] = lambda text, style: text,
    plain: Callable[[str], str] = str,
) -> str:
    """The whole report.

    Shape: `paint(text, style)` colours, styles are title, heading and faint; `plain(text)`
    escapes what `paint` would mistake for its own marks.
    """
    machine = report.machine
    lines = [paint(shorten(title(machine), WIDTH), "title"), plain(size_of(machine))]
    lines += [plain(limits) for limits in (limits_of(machine),) if limits]
    lines += [paint(_subtitle(report), "faint"), ""]
    lines += [paint("Topology", "heading"), *_topology(machine, paint, plain), ""]
    for heading, section in SECTIONS:
        body = list(section(report))
        if body:
            lines += [
                paint(heading, "heading"),
                *(plain(f"  {line}".rstrip()) for line in body),
                "",
            ]
    return "\n".join(lines)


def title(machine: Machine) -> str:
    """The processor by name."""
    return machine.cpu.model or f"{machine.cpu.architecture or 'unknown'} processor"


def size_of(machine: Machine) -> str:
    """The machine in one line: packages, cores, hardware threads, memory."""
    counts = machine.counts
    parts = [
        _sockets(machine),
        count(counts.cores, "core"),
        count(counts.processing_units, "hardware thread"),
        size(machine.memory.total_bytes) if machine.memory.total_bytes else "",
    ]
    known = [part for part in parts if part and not part.startswith("?")]
    return " · ".join(known) or _least_known(machine)


def _least_known(machine: Machine) -> str:
    """Where neither cores nor memory could be read: what the scheduler grants, if that."""
    usable = machine.quota.usable_cpus
    granted = f"{count(usable, 'CPU')} for this process, " if usable else ""
    return f"{granted}its size is not known: see below"


def limits_of(machine: Machine) -> str:
    """What this process may use of it, "" if that is everything."""
    quota, granted_set = machine.quota, granted_cpus(machine)
    parts = [
        _cpu_words(granted_set) if granted_set is not None else "",
        f"{quota.cpus:g} CPUs' worth of time" if quota.cpus is not None else "",
        f"{size(quota.memory_bytes)} of memory" if quota.memory_bytes is not None else "",
    ]
    granted = ", ".join(part for part in parts if part)
    return f"but here only {granted}" if granted else ""


def _cpu_words(granted: CpuSet) -> str:
    return f"{'CPU' if len(granted) == 1 else 'CPUs'} {cpus(granted)}"


def _sockets(machine: Machine) -> str:
    packages = machine.counts.packages
    return count(packages, "package") if packages and packages > 1 else ""


def _subtitle(report: Report) -> str:
    machine = report.machine
    python = f"Python {machine.python.version}" if machine.python.version else ""
    system = machine.system.distribution or machine.system.os or ""
    live = report.origin == "live"
    where, day = ("this machine", report.taken_at[:10]) if live else ("recorded machine", "")
    parts = [where, machine.cpu.architecture or "", system, python, day]
    return ", ".join(part for part in parts if part)


def _topology(
    machine: Machine, paint: Callable[[str, str], str], plain: Callable[[str], str]
) -> Iterator[str]:
    if not machine.cpus.online:
        yield "  nothing is known: see below"
        return
    for drawing, cpu_list in render_tree(machine):
        label = shorten(drawing, WIDTH - 2)
        shown = _cpus_beside(label, cpu_list)
        gap = max(LABEL_COLUMN, len(label) + 2) - len(label) if shown else 0
        yield f"  {plain(label)}{' ' * gap}{paint(shown, 'faint')}".rstrip()


def _cpus_beside(label: str, cpu_list: str) -> str:
    """The CPU numbers, or how many there are, as far as the line has room for either."""
    if cpu_list in {"", "none"}:
        return ""
    room = WIDTH - 2 - max(LABEL_COLUMN, len(label) + 2)
    word = "CPUs" if "," in cpu_list or "-" in cpu_list else "CPU"
    if len(word) + 1 + len(cpu_list) <= room:
        return f"{word} {cpu_list}"
    number = f"{len(CpuSet.parse_list(cpu_list) or ())} CPUs"
    return number if len(number) <= room else ""
