"""Saved reports: the schema is published, old ones load, newer ones too, damaged ones say where."""

import json
from pathlib import Path

import pytest

from hwinfo.codec import report_from_plain, report_to_plain
from hwinfo.errors import UnreadableInput
from hwinfo.measurement import Measurement, Point
from hwinfo.model import SCHEMA, Report
from hwinfo.renderers.json import load_report, render_json
from hwinfo.schema import report_schema
from tests.hwinfo.trees import linux, report_of

PUBLISHED = Path(__file__).parents[2] / "docs" / "hwinfo.schema.json"


def small_report() -> Report:
    """A report with a cache, a node and a measurement."""
    files = linux("0-1", caches=[(1, "Data", "32K", "0")], nodes={0: ("0-1", 1000)})
    measured = Measurement(
        "memory.latency",
        "Latency",
        "ns",
        80.5,
        7,
        0.1,
        "chase",
        True,
        "agrees",
        "bytes",
        (80.0,),
        (Point(1024, 1.5, 7),),
    )
    return report_of(files)._replace(measurements=(measured,))


def test_the_published_schema_is_the_models():
    """After a change of the model: python -m hwinfo.schema > docs/hwinfo.schema.json."""
    assert json.loads(PUBLISHED.read_text()) == report_schema()


def test_a_report_loads_as_it_was_saved(tmp_path):
    """Machine, gaps and measurements are the same objects again."""
    path = tmp_path / "me.json"
    report = small_report()
    path.write_text(render_json(report))
    loaded = load_report(path)
    assert (loaded.machine, loaded.gaps, loaded.measurements) == (
        report.machine,
        report.gaps,
        report.measurements,
    )


def test_an_old_report_still_loads():
    """A field or a whole section that did not exist then is simply unknown."""
    plain = report_to_plain(small_report())
    del plain["machine"]["quota"], plain["machine"]["memory"]["swap_bytes"], plain["measurements"]
    report = report_from_plain(plain)
    assert (report.machine.quota.cpus, report.measurements) == (None, ())


def test_a_newer_report_loads_without_what_we_do_not_know():
    """Unknown fields are skipped, at the top and deep inside."""
    plain = report_to_plain(small_report())
    plain["weather"] = "fine"
    plain["machine"]["cpu"]["colour"] = {"r": 1}
    plain["machine"]["caches"]["L1d"]["instances"][0]["smell"] = [1]
    plain["schema"] = "hwinfo/1.7"
    assert report_from_plain(plain).machine == small_report().machine


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("machine", "memory", "total_bytes"), "lots", "machine.memory.total_bytes"),
        (("machine", "cpus", "online"), "3-1", "CPU list"),
        (("machine", "caches"), [], "an object"),
        (("machine", "cores"), {"a": 1}, "an array"),
        (("machine", "caches", "L1d", "kind"), "Tasty", "one of"),
        (("schema",), "lstopo/1", "hwinfo/1"),
        (("gaps",), [{"reason": "x"}], "field"),
    ],
)
def test_a_wrong_value_is_refused_by_its_path(path, value, message):
    """The message names where, what was found, and what was expected."""
    plain = report_to_plain(small_report())
    inner = plain
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(UnreadableInput, match=message):
        report_from_plain(plain)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{", "[" * 100_000, "\x00"])
def test_what_is_no_report_is_refused(tmp_path, text):
    """Empty, foreign and bottomless JSON all end in UnreadableInput."""
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UnreadableInput, match=r"x\.json"):
        load_report(tmp_path / "x.json")


def test_the_schema_names_this_version():
    """A report carries the schema it was written for."""
    assert report_to_plain(small_report())["schema"] == SCHEMA
