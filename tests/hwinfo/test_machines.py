"""Every recorded machine of tests/machines: its facts, its report, its renderings."""

import json
from pathlib import Path

import pytest

from hwinfo.codec import report_from_plain, report_to_plain, to_plain, value_at
from hwinfo.collect import SECTIONS, collect
from hwinfo.host import LiveHost
from hwinfo.model import Machine
from hwinfo.recorded import RecordedHost
from hwinfo.renderers.json import render_json
from hwinfo.renderers.text import render_text
from hwinfo.schema import report_schema
from tests.hwinfo.conformance import comparable, facts_of, find_machines

MACHINES = dict(find_machines(Path(__file__).parents[1] / "machines"))


@pytest.fixture(scope="module", params=MACHINES, ids=lambda path: path.name.partition(".")[0])
def machine(request):
    """A recorded machine's path."""
    return request.param


@pytest.fixture(scope="module")
def report(machine):
    """The report of one recorded machine."""
    return collect(RecordedHost.open(machine))


def test_facts_agree_field_by_field(machine):
    """What hwloc would say, as the file beside the recording has it."""
    expected = json.loads(MACHINES[machine].read_text())
    assert comparable(facts_of(machine)) == comparable(expected)


def test_report_says_what_was_read_over_by_hand(machine, report):
    """Fields that hwloc's facts do not cover: quota, virtualisation, pages."""
    expected = json.loads(MACHINES[machine].read_text())["report"]
    found = {path: to_plain(value_at(report.machine, path)) for path in expected}
    sized = {path: len(found[path]) if path == "kinds" else found[path] for path in found}
    assert sized == expected


def test_text_fits_eighty_columns(report):
    """Readable on the smallest usual terminal."""
    assert [line for line in render_text(report).splitlines() if len(line) > 80] == []


def test_json_validates_and_loads_back(report):
    """The report keeps to its published schema and survives a round trip."""
    import jsonschema

    plain = json.loads(render_json(report))
    jsonschema.validate(plain, report_schema())
    assert report_to_plain(report_from_plain(plain)) == plain


def test_every_figure_has_a_source_and_every_absence_a_reason(report):
    """No value without a fact, no missing value without a gap."""
    sourced = {fact.field for fact in report.facts}
    excused = {gap.field for gap in report.gaps}
    plain = [name for name in Machine._fields if name not in SECTIONS]
    fields = [f"{name}.{field}" for name, kind in SECTIONS.items() for field in kind._fields]
    for path in (*plain, *fields):
        known = value_at(report.machine, path) is not None
        named = {path, *([f"{path}.{name}" for name in report.machine.caches or ()])}
        said = sourced if known else excused | {"python"} & excused
        assert named & said or path.split(".")[0] in said, path


def test_no_fact_is_empty_or_without_a_reader(report):
    """A fact has a value, a source and the reader who said it."""
    assert [
        fact for fact in report.facts if fact.value is None or not fact.source or not fact.reader
    ] == []


def test_gaps_say_why(report):
    """A gap has a reason in words."""
    assert [gap for gap in report.gaps if len(gap.reason) < 5] == []


def test_every_gap_says_where_and_why(report):
    """A field nobody could fill names its reason and at least one place that was looked at."""
    for each in (report, collect(LiveHost())):
        assert each.gaps
        assert [gap for gap in each.gaps if not (gap.reason and gap.looked_at)] == []
