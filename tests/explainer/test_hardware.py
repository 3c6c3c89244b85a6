"""Hardware figures in prose are the builder's, said to be, and never typed by hand."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from markdown import Markdown

from explainer import hardware
from explainer import markdown as extension
from explainer.errors import UnknownName
from explainer.explanation import render_explanation
from explainer.fences import Fence
from explainer.figures import figure
from explainer.places import Places
from hwinfo.explain import explain
from hwinfo.renderers.json import load_report

MACHINES = Places().docs / "machines"


@pytest.fixture
def to_html(monkeypatch: pytest.MonkeyPatch):
    """Markdown of a page, built on the recorded virtual machine instead of this one."""
    site = extension.Site(Places())
    site.builder = hardware.Builder()
    report = load_report(MACHINES / "firecracker-2cpu.json")
    monkeypatch.setitem(site.builder.__dict__, "report", report)
    monkeypatch.setitem(site.builder.__dict__, "asked", report)

    def convert(text: str) -> str:
        token = extension.site.set(site)
        try:
            ours = extension.ExplainerExtension(site_url="https://example.org/x/")
            others = ["admonition", "md_in_html", "tables"]
            return Markdown(extensions=[ours, *others]).convert(text)
        finally:
            extension.site.reset(token)

    return convert


def _text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_figure_is_the_builder_s_and_says_so(to_html):
    """With no script: the value, a mark, whose it is, and a way to one's own."""
    html = to_html(
        'An L2 of <hw-value field="caches.L2.size_bytes" per="float64"></hw-value> doubles.'
    )
    assert '<hw-value field="caches.L2.size_bytes" per="float64">' in html
    assert 'href="https://example.org/x/your-machine/"' in html
    said = "An L2 of 131,072ours the builder’s machine: AMD EPYC, 2 hardware threads doubles."
    assert _text(html) == said


def test_on_the_page_they_lead_to_figures_are_no_links(to_html):
    """Twenty stops on the way through a table would lead to where one is."""
    token = extension.page.set((Path("docs/your-machine.md"), "../"))
    try:
        html = to_html('<hw-value field="counts.cores"></hw-value>')
    finally:
        extension.page.reset(token)
    assert "href" not in html
    assert "the builder’s machine" in html


def test_what_a_machine_does_not_tell_is_said_to_be_unknown(to_html):
    """No figure is invented where the report has none."""
    assert "unknown" in _text(to_html('<hw-value field="caches.L4.size_bytes"></hw-value>'))
    assert "unknown" in _text(to_html('<hw-value field="cpu.frequency_max_hz"></hw-value>'))


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ('field="counts.coures"', 'no field "counts.coures"; did you mean "counts.cores"?'),
        ('per="float64"', 'field="…" is missing'),
        ('field="counts.cores" per="float46"', 'per="float46">: unknown; did you mean "float64"?'),
        ('field="counts.cores" as="Kib"', 'as="Kib">: unknown; did you mean "KiB"?'),
        ('field="counts.cores" pre="x"', '<hw-value pre>: unknown; did you mean "per"?'),
    ],
)
def test_a_wrong_tag_warns_and_shows_its_fault(to_html, caplog, tag: str, message: str):
    """A strict build then fails, with what was meant."""
    with caplog.at_level(logging.WARNING, logger="mkdocs.explainer"):
        html = to_html(f"Here: <hw-value {tag}></hw-value>.")
    assert message in caplog.text
    assert "failure" not in html
    assert "<hw-value" not in html


def test_a_tag_in_code_stays_code(to_html):
    """Pages can talk about the element."""
    assert "hw-figure" not in to_html('`<hw-value field="counts.cores"></hw-value>`')


def test_a_box_ends_with_whose_figures_are_shown(to_html):
    """However many paragraphs it has, once, inside the box."""
    html = to_html('!!! machine "Your machine"\n    One.\n\n    Two.\n\nAfter.')
    box, _, after = html.partition("</div>")
    assert box.index("Two.") < box.index("<machine-state>Figures of the hardware on this page")
    assert html.count("<machine-state>") == 1
    assert "After." in after


def test_every_chapter_says_whose_figures_it_shows():
    """The box that gets the line is in each of them."""
    for page in (Places().docs / "chapters").glob("*.md"):
        if page.stem != "index":
            assert '!!! machine "Your machine"\n' in page.read_text(encoding="utf-8"), page


def test_a_machine_of_the_list_is_drawn_in_both_widths(to_html):
    """Without the reader's Python, and with ids of its own."""
    html = to_html('```machine-drawing report="hybrid-2p4e"\n```')
    assert html.count("<svg") == 2
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="[^"]+"', html))
    measured = to_html('```machine-drawing report="virtual-machine-measured"\n```')
    assert measured.count('class="hw-ladder"') == 2
    with pytest.raises(UnknownName, match="did you mean"):
        hardware._load(MACHINES, "hybrid-2p4")


def test_an_explanation_is_asked_of_the_builder_with_where_and_when(to_html):
    """Nobody pastes it: what stands on the page is what the machine's report says."""
    html = to_html('```hwinfo-explain field="caches.L3.size_bytes"\n```')
    report = load_report(MACHINES / "firecracker-2cpu.json")
    assert explain(report, "caches.L3.size_bytes").strip() in _text(html)
    assert "Asked on CPython 3.11.7, AMD EPYC, 2 hardware threads, Linux, 2026-11-28." in _text(
        html
    )


def test_an_explanation_of_what_no_machine_has_is_refused(to_html):
    """A cache that only this one lacks is no mistake of the page's: it shows what is printed."""
    with pytest.raises(UnknownName):
        render_explanation(Fence("", {"field": "cache.L3"}, 0, ""), hardware.Builder())
    assert "hwinfo: --explain: no field" in _text(
        to_html('```hwinfo-explain field="caches.L4.size_bytes"\n```')
    )


def test_the_builder_s_drawing_names_the_code_that_draws_others(to_html):
    """The name changes with the code, so it can be kept for good."""
    html = to_html("```machine-drawing\n```")
    name = re.search(r'library="https://example.org/x/assets/web/chunks/(hwinfo-\w+\.zip)"', html)
    published = dict(hardware.published_reports(hardware.Builder()))
    assert name
    assert f"assets/web/chunks/{name[1]}" in published
    assert json.loads(published["machines/builder.json"])["schema"] == "hwinfo/1"


def test_the_code_for_the_page_draws_reports_and_reads_no_machine(tmp_path: Path):
    """From the archive alone, with nothing installed, every bundled report becomes sections."""
    archive = tmp_path / "hwinfo.zip"
    archive.write_bytes(hardware.bundle_hwinfo())
    names = zipfile.ZipFile(io.BytesIO(archive.read_bytes())).namelist()
    assert not [name for name in names if "measure/" in name or "readers/linux" in name]
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from hwinfo.renderers.html.parts import parts_of_json\n"
        "made = parts_of_json(open(sys.argv[2], encoding='utf-8').read(), {'caches': '/memory/'})\n"
        "assert sys.modules['hwinfo'].__file__.startswith(sys.argv[1])\n"
        "print(made['markup'])"
    )
    for report in sorted(MACHINES.glob("*.json")):
        command = [sys.executable, "-I", "-c", program, str(archive), str(report)]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        assert "<svg" in ran.stdout
        assert "<html" not in ran.stdout


def test_every_bundled_report_is_listed_with_where_it_comes_from():
    """A file that nobody can choose would be dead weight."""
    page = (Places().docs / "your-machine.md").read_text(encoding="utf-8")
    for report in MACHINES.glob("*.json"):
        assert f"](machines/{report.name}){{ data-machine }}" in page
        load_report(report)


def test_a_figure_of_nothing_is_unknown_and_of_a_list_short():
    """The words of the builder and of the page are compared by the traces; these are the rest."""
    assert figure("cpu.model", None) == "unknown"
    assert figure("cpu.features", ["avx", "fma"]) == "avx, fma"
