"""The whole report as one HTML file that needs nothing else: no code, no font, no request.

The file carries the report as JSON too, in a data block that no browser runs, so that the site
and `--compare` can load either file.
"""

from __future__ import annotations

import importlib.resources
from typing import TYPE_CHECKING

from hwinfo.renderers.html import machine_sections as machine_is
from hwinfo.renderers.html import measured_sections as measured
from hwinfo.renderers.html.markup import Markup, join, tag
from hwinfo.renderers.html.palette import colour_rules
from hwinfo.renderers.html.quantities import plural, size
from hwinfo.renderers.html.tables import Column, table
from hwinfo.renderers.json import embed_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hwinfo.model import Fact, Machine, Report

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
LONGEST_VALUE = 160
SAFE_ADDRESSES = ("https://", "http://", "/", "./", "../")


def render_html(report: Report, chapters: Mapping[str, str] | None = None) -> str:
    """The report as a self-contained page.

    `chapters` links a section to the chapter that explains it: section id to address.
    """
    page = _Page(report, chapters or {})
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"Hardware report: {page.name}"),
        tag("style", Markup(colour_rules(":root") + _style())),
    )
    data = Markup(embed_json(report))
    body = tag("body", page.header(), tag("main", *page.sections()), page.footer(), data)
    return "<!doctype html>\n" + tag("html", head, body, lang="en") + "\n"


def render_sections(report: Report, chapters: Mapping[str, str] | None = None) -> Markup:
    """The first figures and every section, without the frame of a page around them."""
    page = _Page(report, chapters or {})
    return join(machine_is.tiles(report.machine), *page.sections())


class _Page:
    """One report on its way to a page."""

    def __init__(self, report: Report, chapters: Mapping[str, str]) -> None:
        self.report, self.machine = report, report.machine
        self.measured = {one.name: one for one in report.measurements}
        self._chapters = chapters
        unnamed = f"{self.machine.cpu.architecture or 'Unknown'} machine"
        self.name = self.machine.cpu.model or self.machine.system.product or unnamed

    def header(self) -> Markup:
        """The name of the processor, what it is in one line, and the first figures."""
        taken = f" Taken {self.report.taken_at}." if self.report.taken_at else ""
        recorded = "" if self.report.origin == "live" else " Read from a recorded machine."
        return tag(
            "header",
            tag("p", "Hardware report", class_="eyebrow"),
            tag("h1", self.name),
            tag("p", f"{_summary(self.machine)}.{recorded}{taken}"),
            machine_is.tiles(self.machine),
        )

    def sections(self) -> Iterator[Markup]:
        """Every section that has something to say."""
        machine, report = self.machine, self.report
        yield self._section("topology", "Topology", machine_is.topology_figure(machine))
        yield self._section("caches", "Caches", machine_is.caches_table(report))
        if "memory_latency" in self.measured:
            drawn = measured.ladder_figure(self.measured["memory_latency"], machine)
            yield self._section("memory_latency", "Memory latency, measured", drawn)
        yield self._section("memory", "Memory", machine_is.memory_tables(report))
        if report.measurements:
            yield from self._measurements()
        yield self._section("limits", "System and limits", machine_is.limits_table(report))
        yield self._section("python", "This Python", machine_is.python_table(report))
        yield self._section("isa", "Instruction set", machine_is.features_table(machine))
        yield self._section("devices", "Devices", machine_is.devices_tables(machine))
        yield self._section("gaps", "What could not be read", _gaps(report))
        yield self._section("facts", "Who said what", _facts(report))

    def _measurements(self) -> Iterator[Markup]:
        scaling = measured.scaling_figure(self.report.measurements)
        yield self._section("scaling", "Scaling of a Python loop", scaling)
        if "core_to_core_latency" in self.measured:
            drawn = measured.handover_matrix(self.measured["core_to_core_latency"])
            yield self._section("core_to_core", "From core to core", drawn)
        costs = measured.costs_table(self.report.measurements)
        yield self._section("measurements", "All measurements", costs)

    def footer(self) -> Markup:
        """What made the report, and that it names nobody."""
        version = f"hwinfo {self.report.hwinfo_version}, " if self.report.hwinfo_version else ""
        return tag(
            "footer",
            f"Made by {version}schema {self.report.schema}. Nothing in this file names a person or "
            "a host: no host name, user, serial number or address. It loads nothing and sends "
            "nothing.",
        )

    def _section(self, name: str, title: str, content: Markup) -> Markup:
        if not content:
            return Markup("")
        return tag("section", tag("h2", title), content, self._chapter(name), id=name)

    def _chapter(self, name: str) -> Markup | None:
        address = self._chapters.get(name, "")
        if not address.startswith(SAFE_ADDRESSES):
            return None
        return tag("p", tag("a", "The chapter that explains this", href=address))


def _summary(machine: Machine) -> str:
    parts = [machine.cpu.microarchitecture or machine.cpu.architecture or "unknown architecture"]
    counts = machine.counts
    if counts.cores and counts.processing_units:
        threads = plural(counts.processing_units, "hardware thread")
        parts.append(f"{plural(counts.cores, 'core')} with {threads}")
    if machine.memory.total_bytes:
        parts.append(f"{size(machine.memory.total_bytes)} of memory")
    if machine.system.distribution or machine.system.os:
        parts.append(str(machine.system.distribution or machine.system.os))
    if machine.virtualisation.hypervisor:
        parts.append(f"under {machine.virtualisation.hypervisor}")
    if machine.virtualisation.container:
        parts.append(f"in a container ({machine.virtualisation.container})")
    return ", ".join(parts)


def _gaps(report: Report) -> Markup:
    rows = [(gap.field, gap.reason, ", ".join(gap.looked_at)) for gap in report.gaps]
    return table([Column("Field"), Column("Why"), Column("Looked at", "s")], rows)


def _facts(report: Report) -> Markup:
    """Every opinion, folded; where sources disagree, that comes first and unfolded."""
    columns = [Column("Field"), Column("Value"), Column("Source", "s"), Column("Reader", "s")]
    shown = [fact for fact in report.facts if _is_figure(fact.value)]
    if not shown:
        return Markup("")
    everything = tag(
        "details",
        tag("summary", f"All {len(shown)} facts with their sources"),
        table(columns, _fact_rows(shown)),
    )
    disputed = list(_disputed(shown))
    if not disputed:
        return everything
    caption = "Sources disagree here; the first of each field is believed"
    return join(table(columns, _fact_rows(disputed), caption), everything)


def _disputed(facts: Iterable[Fact]) -> Iterator[Fact]:
    by_field: dict[str, list[Fact]] = {}
    for fact in facts:
        by_field.setdefault(fact.field, []).append(fact)
    for said in by_field.values():
        if len({str(fact.value) for fact in said}) > 1:
            yield from said


def _fact_rows(facts: Iterable[Fact]) -> Iterator[tuple[object, ...]]:
    for fact in facts:
        text = str(fact.value)
        short = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
        yield fact.field, tag("code", short), fact.source, fact.reader


def _is_figure(value: object) -> bool:
    """Whether a value is one figure or word; the objects are drawn and tabled above."""
    return value is not None and (
        not isinstance(value, tuple) or all(isinstance(one, (str, int)) for one in value)
    )


def _style() -> str:
    folder = importlib.resources.files("hwinfo.renderers.html")
    return (folder / "report.css").read_text(encoding="utf-8").replace("\n", "")
