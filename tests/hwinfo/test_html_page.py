"""The HTML report is one safe, complete file, whatever the report holds."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hwinfo.codec import report_from_plain, report_to_plain
from hwinfo.collect import collect
from hwinfo.cpuset import CpuSet
from hwinfo.host import LiveHost
from hwinfo.measure.knees import as_data, find_knees, fit_latency
from hwinfo.measure.ladder import ladder_sizes
from hwinfo.measurement import Measurement, Point
from hwinfo.model import (
    Cache,
    CacheLevel,
    Cpu,
    Fact,
    Gap,
    Machine,
    PciDevice,
    PcieLink,
    Quota,
    Report,
)
from hwinfo.recorded import RecordedHost
from hwinfo.recorded_files import MemoryTree
from hwinfo.renderers.html import ladder_svg, render
from hwinfo.renderers.html.ladder import describe
from hwinfo.renderers.html.markup import escape, tag
from tests.hwinfo.test_damaged import damaged

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'</style>&amp;\x00\x1b\ud800"
KIB, MIB = 1 << 10, 1 << 20
VOID = {"meta", "br", "hr", "col", "link", "img", "input", "wbr"}


class Page(HTMLParser):
    """The elements and attributes of a page, and whether every tag is closed in order."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.open, self.text = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, name, attributes):
        self.elements.append(name)
        self.attributes += [(name, key, value) for key, value in attributes]
        if name not in VOID:
            self.open.append(name)

    def handle_startendtag(self, name, attributes):
        self.elements.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, text):
        if not self.open or self.open[-1] != "style":
            self.text.append(text)


def machine(**sections):
    levels = {
        name: CacheLevel(
            name, at, kind, 1, size_bytes, size_bytes, (size_bytes,), 64,
            instances=(Cache(at, kind, CpuSet([0]), size_bytes, 64),),
        )
        for name, at, kind, size_bytes in (
            ("L1d", 1, "Data", 32 * KIB),
            ("L2", 2, "Unified", MIB),
            ("L3", 3, "Unified", 32 * MIB),
        )
    }  # fmt: skip
    return Machine(caches=levels, **sections)


def ladder(l3_ends=32 * MIB):
    """A ladder whose steps end at the reported sizes, save for a shared L3."""
    points = [
        Point(
            float(at), 1e-9 * (1 + 3 * (at > 32 * KIB) + 12 * (at > MIB) + 144 * (at > l3_ends)), 7
        )
        for at in ladder_sizes(256 * MIB, 64)
    ]
    caches = [level.instances[0] for level in machine().caches.values()]
    extra = {"fit_seconds": fit_latency(points), "knees": as_data(find_knees(points, caches))}
    return Measurement(
        "memory_latency", "Memory latency", "s", 1.6e-7, 343, 0.1, "pointer chase", True, "quiet",
        "B", points=tuple(points), extra=extra,
    )  # fmt: skip


def curve(name, *heights):
    points = tuple(Point(2.0**at, y, 3) for at, y in enumerate(heights))
    return Measurement(
        name, name.title(), "ratio", heights[-1], 9, 0.1, "a loop", False, x_unit="workers",
        points=points,
    )  # fmt: skip


def handovers():
    points = tuple(Point(0, 3e-8 * at, 5, label=f"0,{at}") for at in range(1, 4))
    return Measurement(
        "core_to_core_latency", "Core to core", "s", 6e-8, 15, 0.1, "relay", True, points=points
    )


FULL = Report(
    machine(cpu=Cpu("x86_64", "V", "A processor"), quota=Quota(cpus=0.5, memory_bytes=512 * MIB)),
    facts=(
        Fact("cpu.model", "A processor", "/proc/cpuinfo", "linux"),
        Fact("caches.L3.size_bytes", 32 * MIB, "sysfs", "linux"),
        Fact("caches.L3.size_bytes", MIB, "py-cpuinfo", "py_cpuinfo"),
    ),
    gaps=(Gap("gpus", "no display controller", ("/sys/bus/pci/devices",)),),
    measurements=(
        ladder(),
        curve("scaling_threads", 1.0, 1.02),
        curve("scaling_processes", 1.0, 1.95),
        handovers(),
        Measurement("x", "Not there", "s", None, 0, None, "none", verdict="not measured: why"),
    ),
)


def hostile(report):
    """The same report with every string, also the keys of open tables, turned hostile."""

    def poison(value):
        if isinstance(value, str):
            return HOSTILE
        if isinstance(value, dict):
            return {key: poison(one) for key, one in value.items()}
        return [poison(one) for one in value] if isinstance(value, list) else value

    plain = report_to_plain(report)
    kept = {"schema": plain.pop("schema")}
    poisoned = poison(json.loads(json.dumps(plain)))
    for was, one in zip(plain["measurements"], poisoned["measurements"], strict=True):
        one["name"] = was["name"]
    for name, level in plain["machine"]["caches"].items():
        poisoned["machine"]["caches"][name]["kind"] = level["kind"]
        poisoned["machine"]["caches"][name]["name"] = HOSTILE
        poisoned["machine"]["caches"][name]["instances"] = level["instances"]
    return report_from_plain({**kept, **poisoned})


def test_the_page_is_complete_and_well_formed():
    """Every section that has content is there, and every tag is closed in its order."""
    page = Page(render(FULL))
    assert page.open == []
    sections = [value for name, key, value in page.attributes if (name, key) == ("section", "id")]
    expected = """topology caches memory_latency memory scaling core_to_core measurements limits
        gaps facts"""
    assert sections == expected.split()


def test_the_page_needs_nothing_else():
    """No code, no link, no picture, no request: one file; its one script is data."""
    text = render(FULL)
    page = Page(text)
    assert not {"link", "img", "iframe", "object", "embed"} & set(page.elements)
    scripts = [(key, value) for name, key, value in page.attributes if name == "script"]
    assert scripts == [("type", "application/json"), ("id", "hwinfo-report")]
    assert not [value for _, key, value in page.attributes if key in {"src", "href"}]
    outside = re.findall(r"(?:url\(|@import|https?://)[^\s\"')]*", text)
    assert {one for one in outside if not one.startswith("url(#")} <= {"http://www.w3.org/2000/svg"}


def test_a_hostile_report_injects_nothing():
    """Whatever the strings hold, the elements of the page are the same as before."""
    clean, poisoned = Page(render(FULL)), Page(render(hostile(FULL)))
    assert poisoned.open == []
    assert set(poisoned.elements) <= set(clean.elements) | {"pattern"}
    assert {key for _, key, _ in poisoned.attributes} <= {key for _, key, _ in clean.attributes} | {
        "title"
    }
    assert "alert(1)" in "".join(poisoned.text)


@given(st.text(max_size=80))
def test_escaped_text_reads_back_as_itself(text):
    """Escaping loses only characters that a page may not hold."""
    page = Page(tag("p", text, title=text))
    assert page.elements == ["p"]
    kept = "".join(page.text)
    assert len(kept) == len(text)
    assert page.attributes == [("p", "title", kept)]


def test_markup_is_escaped_once():
    """What is markup already passes through."""
    assert escape(tag("b", "<")) == "<b>&lt;</b>"
    assert tag("p", tag("b", "a & b")) == "<p><b>a &amp; b</b></p>"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KNEE = st.fixed_dictionaries(
    dict.fromkeys(("cache", "reported_bytes", "effective_bytes", "ratio", "verdict", "plateau_seconds", "beyond_seconds", "explanation"), anything)
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(anything | st.lists(KNEE | anything, max_size=3), anything)
def test_a_damaged_ladder_is_drawn_as_far_as_it_makes_sense(knees, fit):
    """Extra figures of a loaded report may be anything."""
    damaged = ladder()
    report = Report(
        machine(),
        measurements=(
            Measurement(
                damaged.name, damaged.title, "s", damaged.median, 3, None, "m",
                points=damaged.points, extra={"knees": knees, "fit_seconds": fit, "highest": fit},
            ),
        ),
    )  # fmt: skip
    assert Page(render(report)).open == []


@settings(max_examples=60, deadline=None)
@given(damaged())
def test_damaged_machines_are_rendered(files):
    """What the readers let through, the page can show."""
    report = collect(RecordedHost(MemoryTree(files)))
    assert Page(render(report)).open == []


def test_the_ladder_marks_knees_bands_and_noise():
    """A diamond for every knee, a band for every cache, a hollow dot for a noisy point."""
    measurement = ladder(l3_ends=4 * MIB)
    noisy = tuple(
        Point(one.x, one.y, one.n, label="noisy" if at == 3 else "")
        for at, one in enumerate(measurement.points)
    )
    marked = Measurement(
        "memory_latency", "Memory latency", "s", 1e-7, 9, 0.1, "m", points=noisy,
        extra=measurement.extra,
    )  # fmt: skip
    svg = re.sub("<style>.*?</style>", "", ladder_svg(marked, machine()))
    assert svg.count('class="knee"') == 3
    assert svg.count('class="band') == 3
    assert svg.count('class="point noisy"') == 1
    assert svg.count("<circle") == len(noisy)
    assert "contested" in describe(marked)


def test_a_ladder_without_points_is_a_sentence():
    """Not measured, and why."""
    absent = Measurement("memory_latency", "L", "s", None, 0, None, "", verdict="not measured: no")
    assert ladder_svg(absent, machine()) == "<p>not measured: no</p>"


def test_sources_that_disagree_are_shown_side_by_side():
    """The believed one first, both with their source, outside the folded list."""
    text = render(FULL)
    disputed = text[text.index("Sources disagree here") : text.index("<details>")]
    assert disputed.index(">33554432<") < disputed.index(">1048576<")


def test_a_link_below_its_possibilities_says_so():
    """Half of the lanes, half of the bandwidth."""
    link = PcieLink(8 * 10**9, 8, 8 * 10**9, 16, 7_877_000_000, 15_754_000_000)
    device = PciDevice("0000:01:00.0", "GPU", "030000", "10de", "1234", link=link)
    assert "50% of the 15.8 GB/s it could do" in render(Report(Machine(pci=(device,))))


def test_sections_link_to_their_chapters_where_these_are_known():
    """Only addresses that cannot run code become links."""
    chapters = {"topology": "/chapters/machine/", "caches": "javascript:alert(1)"}
    page = Page(render(FULL, chapters))
    assert [value for _, key, value in page.attributes if key == "href"] == ["/chapters/machine/"]


def test_this_machine_is_rendered_and_names_nobody():
    """No path of this user's home, no host name."""
    import platform

    text = render(collect(LiveHost()))
    assert Page(text).open == []
    assert str(Path.home()) not in text or str(Path.home()) == "/"
    assert not re.search(rf"\b{re.escape(platform.node() or 'no-name')}\b", text)


def test_an_empty_report_is_still_a_page():
    """Every fact may be missing."""
    page = Page(render(Report(Machine())))
    assert page.open == []
    assert "Unknown machine" in "".join(page.text)
