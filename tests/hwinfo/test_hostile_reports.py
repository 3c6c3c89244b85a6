"""A saved report changed anywhere is refused by one line, or compared and shown like any other."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwinfo.compare import compare
from hwinfo.errors import UnreadableInput
from hwinfo.renderers.html import render
from hwinfo.renderers.json import load_report, render_json
from hwinfo.renderers.text import render_text

WHOLE = json.loads(next((Path(__file__).parent / "reports").glob("*.json")).read_text())
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["0-3", "", "9" * 400, "\ud800", "a\nb", "</script>", -1, 0, 1e308, 10**400]),
    st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers() | st.none(), max_size=3),
)


@st.composite
def changed(draw):
    """A whole report with a few values replaced, removed or doubled, wherever they stand."""
    plain = json.loads(json.dumps(WHOLE))
    for _ in range(draw(st.integers(1, 4))):
        inner = plain
        key = draw(st.sampled_from(_keys(inner)))
        while _keys(inner[key]) and draw(st.integers(0, 3)):
            inner = inner[key]
            key = draw(st.sampled_from(_keys(inner)))
        if draw(st.booleans()) or isinstance(inner, list):
            inner[key] = draw(JUNK)
        else:
            del inner[key]
        if not plain:
            break
    return plain


def _keys(value):
    """The names or places of what an object or an array holds."""
    if isinstance(value, list):
        return list(range(len(value)))
    return list(value) if isinstance(value, dict) else []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changed())
def test_a_changed_report_is_refused_in_one_line_or_shown(plain):
    """No traceback anywhere: loading, comparing, text, page and the JSON it is saved as again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(plain))
        try:
            report = load_report(path)
        except UnreadableInput as error:
            said = str(error)
            assert said.startswith(str(path))
            assert len(said.splitlines()) == 1
            return
    for pair in ((report, report), (report, LOADED), (LOADED, report)):
        assert compare(*pair, ("a", "b"))
    assert render_text(report)
    assert "<html" in render(report)
    json.loads(render_json(report))


def _loaded():
    return load_report(next((Path(__file__).parent / "reports").glob("*.json")))


LOADED = _loaded()
