"""The HTML report carries its own JSON: valid, the same as --format json, and unable to break out."""

import json
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from hwinfo.codec import report_from_plain, report_to_plain
from hwinfo.collect import collect
from hwinfo.errors import UnreadableInput
from hwinfo.host import LiveHost
from hwinfo.measurement import Measurement
from hwinfo.model import Cpu, Machine, Report
from hwinfo.recorded import RecordedHost
from hwinfo.renderers.html import render
from hwinfo.renderers.json import load_report, render_json
from hwinfo.schema import report_schema
from tests.hwinfo.test_html_page import FULL, hostile

MACHINES = sorted((Path(__file__).parents[1] / "machines").glob("*.tar.xz"))


class DataBlocks(HTMLParser):
    """The text of every script element, as a browser's parser delimits it."""

    def __init__(self, text):
        super().__init__()
        self.found, self._inside = [], False
        self.feed(text)

    def handle_starttag(self, name, attributes):
        if name == "script":
            assert dict(attributes) == {"type": "application/json", "id": "hwinfo-report"}
            self.found.append("")
            self._inside = True

    def handle_endtag(self, name):
        self._inside = self._inside and name != "script"

    def handle_data(self, text):
        if self._inside:
            self.found[-1] += text


def carried(report):
    """The JSON inside the page of a report."""
    (block,) = DataBlocks(render(report)).found
    return json.loads(block)


@pytest.mark.parametrize("recorded", [None, *MACHINES], ids=lambda path: path and path.name)
def test_the_page_carries_the_report_as_json(recorded):
    """It validates against the schema and equals what --format json writes."""
    report = collect(RecordedHost.open(recorded) if recorded else LiveHost())
    inside = carried(report)
    jsonschema.validate(inside, report_schema())
    assert inside == json.loads(render_json(report))


def test_a_hostile_report_cannot_leave_its_data_block():
    """Markup in any string stays text of the one block, and reads back as it was."""
    poisoned = hostile(FULL)
    assert carried(poisoned) == json.loads(json.dumps(report_to_plain(poisoned)))
    closing = Report(Machine(cpu=Cpu(model="</script><!--<script>\u2028]]>")))
    assert carried(closing)["machine"]["cpu"]["model"] == "</script><!--<script>\u2028]]>"


def test_numbers_that_json_lacks_are_unknown():
    """NaN and infinity would make the whole file unreadable to a browser."""
    odd = Measurement("x", "X", "s", float("nan"), 1, float("inf"), "m", extra={"y": float("nan")})
    report = Report(Machine(), measurements=(odd,))
    inside = carried(report)["measurements"][0]
    assert (inside["median"], inside["spread"], inside["extra"]["y"]) == (None, None, None)
    assert json.loads(render_json(report)) == carried(report)


def test_a_page_loads_as_its_json_does(tmp_path):
    """A report saved as HTML can be compared as well as one saved as JSON."""
    page, plain = tmp_path / "me.html", tmp_path / "me.json"
    page.write_text(render(FULL), encoding="utf-8")
    plain.write_text(render_json(FULL), encoding="utf-8")
    assert load_report(page) == load_report(plain)
    assert load_report(page) == report_from_plain(report_to_plain(FULL))


def test_a_page_without_a_report_says_so(tmp_path):
    """Any other page is refused with what was expected."""
    (tmp_path / "x.html").write_text("<!doctype html><p>hello")
    with pytest.raises(UnreadableInput, match=r"x\.html: a page that carries no report"):
        load_report(tmp_path / "x.html")
