"""Saved reports: the schema is published, old ones load, newer ones too, damaged ones say where."""

import json
from pathlib import Path

import jsonschema
import pytest

from hwinfo.codec import report_from_plain, report_to_plain
from hwinfo.errors import UnreadableInput
from hwinfo.measurement import Measurement, Point
from hwinfo.model import SCHEMA, Report
from hwinfo.renderers.html import render
from hwinfo.renderers.json import load_report, render_json
from hwinfo.renderers.text import render_text
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


def nested(depth):
    return '{"schema": "hwinfo/1", "machine": ' + '{"a": ' * depth + "1" + "}" * depth + "}"


HOSTILE = {
    "twice": ('{"schema": "hwinfo/1", "schema": "x"}', "stands twice"),
    "nan": ('{"schema": "hwinfo/1", "machine": {"quota": {"cpus": NaN}}}', "NaN is no JSON"),
    "endless": ('{"schema": "hwinfo/1", "machine": {"quota": {"cpus": 1e999}}}', "finite number"),
    "long": (
        f'{{"schema": "hwinfo/1", "machine": {{"quota": {{"cpus": 1{"0" * 400}}}}}}}',
        "finite number",
    ),
    "huge": (
        f'{{"schema": "hwinfo/1", "machine": {{"memory": {{"total_bytes": 1{"0" * 400}}}}}}}',
        "64 bits",
    ),
    "digits": (f'{{"schema": "hwinfo/1", "taken_at": 1{"0" * 9000}}}', "not JSON"),
    "deep": (nested(200_000), "nested deeper"),
    "cpus": ('{"schema": "hwinfo/1", "machine": {"cpus": {"online": "0-99999999"}}}', "CPU list"),
    "number": ('{"schema": 1}', "schema 1"),
    "list": ('{"schema": "hwinfo/1", "machine": [[]]}', "found an array of 1"),
    "binary": ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "not UTF-8"),
    "lines": ('{"schema": "hwinfo/1", "taken_at": ["a\\nb"]}', "expected str"),
}


@pytest.mark.parametrize(("text", "message"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_json_gets_one_clear_line(tmp_path, text, message):
    """Where, what was found, what was expected: in one line, whatever the file holds."""
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UnreadableInput, match=message) as refused:
        load_report(path)
    said = str(refused.value)
    assert said.startswith(f"{path}")
    assert "\n" not in said
    assert len(said) < len(str(path)) + 200


def test_a_file_larger_than_any_report_is_not_read_to_its_end(tmp_path):
    """A hundred megabytes are refused by their size."""
    with (tmp_path / "x.json").open("wb") as stream:
        stream.truncate(100 << 20)
    with pytest.raises(UnreadableInput, match="larger than any report"):
        load_report(tmp_path / "x.json")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero on this system")
def test_a_stream_without_end_is_refused():
    """A device or a pipe has no size to ask for, so reading stops at the limit."""
    with pytest.raises(UnreadableInput, match="larger than any report"):
        load_report(Path("/dev/zero"))


REPORTS = sorted((Path(__file__).parent / "reports").glob("*.json"))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_reports_of_earlier_versions_load_validate_and_are_shown(path, tmp_path):
    """Real files, named for the day of the version that wrote them; none is ever edited."""
    jsonschema.validate(json.loads(path.read_text()), report_schema())
    report = load_report(path)
    assert report.machine.counts.cores
    assert [one.name for one in report.measurements if one.median is not None]
    assert "Memory latency" in render_text(report)
    (tmp_path / "page.html").write_text(render(report), encoding="utf-8")
    again = load_report(tmp_path / "page.html")
    assert (again.machine, again.measurements) == (report.machine, report.measurements)
