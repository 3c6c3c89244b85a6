"""Nothing unchanged runs twice, nothing stale is shown, and one failure never costs the others."""

from __future__ import annotations

import json
import shutil

import pytest

from explainer.environment import Environments
from explainer.errors import BrokenRecording, EnvironmentFailed
from explainer.interpreter import Interpreter
from explainer.record import Recorder
from explainer.recording import Recording, other_machines
from explainer.snippet import Library
from tests.explainer.conftest import GOOD, Write

BAD = GOOD.replace("1 + 1 == 2", "1 + 1 == 3")


def test_an_unchanged_snippet_is_not_run_again(write: Write, recorder: Recorder, here: Interpreter):
    """The second time, the recording of the first is found."""
    snippet = write()
    first, second = recorder.record(snippet, here), recorder.record(snippet, here)
    assert (first.ran, second.ran) == (True, False)
    assert second.recording == first.recording
    assert recorder.stale([snippet], [here]) == []


def test_a_changed_source_makes_the_recording_stale(
    write: Write, recorder: Recorder, here: Interpreter
):
    """The old recording is not found for the new text, and is removed once that has run."""
    recorder.record(write(), here)
    changed = write(code=GOOD.replace("hello", "goodbye"))
    assert recorder.shelf.get(changed, here) is None
    result = recorder.record(changed, here)
    assert result.recording is not None
    assert result.recording.stdout == "goodbye\n"
    assert len(list(recorder.shelf.root.rglob("*.json"))) == 1


def test_another_build_of_the_interpreter_is_another_recording(
    write: Write, recorder: Recorder, here: Interpreter
):
    """What a run depends on is in the key: source, interpreter, abilities, harness."""
    from dataclasses import replace

    snippet = write()
    recorder.record(snippet, here)
    assert not recorder.shelf.has(snippet, replace(here, build="another compiler"))


def test_one_failure_leaves_the_others_recorded(
    write: Write, recorder: Recorder, here: Interpreter
):
    """Every result is reported; the good ones are kept."""
    snippets = [
        write("a/good"),
        write("b/bad", BAD),
        write("c/broken", "def main(: 1"),
        write("d/good"),
    ]
    told = []
    results = recorder.record_all([(s, here) for s in snippets], told.append)
    assert [r.error is None for r in results] == [True, False, False, True]
    assert len(told) == 4
    assert recorder.shelf.has(snippets[3], here)
    assert not recorder.shelf.has(snippets[1], here)


def test_a_recording_says_where_and_when_but_not_who(
    write: Write, recorder: Recorder, here: Interpreter
):
    """Interpreter, machine and time, no path of this machine and no host name."""
    import platform

    recording = recorder.record(write(), here).recording
    assert recording is not None
    text = recording.to_json()
    assert Recording.from_json(text) == recording
    assert str(here.executable) not in text
    assert json.dumps(platform.node()) not in text
    assert recording.interpreter["version"] == here.version
    assert recording.machine["processing_units"] >= 1


@pytest.mark.parametrize(
    "damage", ["", "{", '{"schema": "recording/0"}', '{"schema": "recording/1"}']
)
def test_a_damaged_recording_is_made_again(
    write: Write, recorder: Recorder, here: Interpreter, damage: str
):
    """A half-written or foreign file never reaches a page."""
    snippet = write()
    recorder.record(snippet, here)
    recorder.shelf.path(snippet, here).write_text(damage, encoding="utf-8")
    assert recorder.record(snippet, here).ran


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"needs": '["free-threading"]'}, "needs a free-threaded build of CPython"),
        ({"needs": '["cpython>=3.99"]'}, "needs CPython 3.99 or newer"),
        ({"needs": '["server:no-such"]'}, "needs the server no-such"),
    ],
)
def test_what_a_machine_lacks_is_a_skip_with_its_reason(
    write: Write, recorder: Recorder, here: Interpreter, header: dict[str, str], reason: str
):
    """The page will say why; nothing was run."""
    recording = recorder.record(write(**header), here).recording
    assert recording is not None
    assert (recording.skipped, recording.stdout) == (reason, "")


def test_a_recording_sent_by_others_counts_only_for_its_source(
    write: Write, recorder: Recorder, here, places
):
    """A copied shelf, `recordings/MACHINE/…`, is offered while the file is what ran there."""
    snippet = write()
    recorder.record(snippet, here)
    shutil.copytree(places.recordings, places.sent_recordings / "raspberry")
    assert [m for m, _ in other_machines(places.sent_recordings, snippet)] == ["raspberry"]
    changed = write(code=GOOD + "\n# changed\n")
    assert list(other_machines(places.sent_recordings, changed)) == []


def test_a_broken_recording_that_was_sent_is_named(write: Write, places):
    """It is in the repository, so it is an error, not a recording to make again."""
    snippet = write()
    sent = places.sent_recordings / "raspberry" / "cpython-3.14" / f"room/thing-{'0' * 16}.json"
    sent.parent.mkdir(parents=True)
    sent.write_text('{"schema": "recording/1"', encoding="utf-8")
    with pytest.raises(BrokenRecording, match=r"raspberry.*thing-0.*copy it anew"):
        list(other_machines(places.sent_recordings, snippet))


def test_dependencies_come_from_the_header(write: Write, recorder: Recorder, here: Interpreter):
    """One environment a distinct set, and its packages are in the recording."""
    code = GOOD.replace('print("hello")', "import iniconfig; print(iniconfig.__name__)")
    snippets = [write(f"room/{n}", code, dependencies='["iniconfig==2.1.0"]') for n in ("a", "b")]
    results = recorder.record_all([(snippet, here) for snippet in snippets])
    for result in results:
        assert result.error is None, result.error
        assert result.recording is not None
        assert result.recording.packages == ("iniconfig==2.1.0",)
        assert result.recording.stdout == "iniconfig\n"
    assert len(list(recorder.environments.root.glob("*/packages.txt"))) == 1


def test_a_snippet_without_dependencies_sees_no_packages(
    write: Write, recorder: Recorder, here: Interpreter
):
    """Not even those of the environment that runs the tests."""
    code = GOOD.replace('print("hello")', "import markdown, latex2mathml")
    result = recorder.record(write(code=code), here)
    assert "ModuleNotFoundError" in str(result.error)


def test_a_dependency_that_cannot_be_installed_is_explained(
    write: Write, here: Interpreter, tmp_path
):
    """The snippet, what it wanted, and uv's own words."""
    snippet = write(dependencies='["no-such-package-of-ours==99"]')
    with pytest.raises(EnvironmentFailed, match=r"cannot install no-such-package-of-ours==99") as e:
        Environments(tmp_path / "environments").ready(snippet, here)
    assert str(snippet.path) in str(e.value)
    assert not list((tmp_path / "environments").glob("*"))


def test_a_package_without_a_wheel_for_a_python_is_a_skip(
    write: Write, recorder: Recorder, here: Interpreter
):
    """Young and free-threaded Pythons lack some; the reason names package and Python."""
    only_ever_published_as_source = "docopt==0.6.2"
    snippet = write(dependencies=f'["{only_ever_published_as_source}"]')
    result = recorder.record(snippet, here)
    assert result.error is None
    assert result.recording is not None
    assert result.recording.skipped == f"docopt 0.6.2 has no wheel for {here}"


def test_checking_reads_sources_and_runs_nothing(
    write: Write, recorder: Recorder, here: Interpreter, places, monkeypatch
):
    """A re-check needs no header, no parse and no process."""
    for number in range(5):
        write(f"room/n{number}")
    recorder.record_all([(s, here) for s in Library(places.snippets)])
    monkeypatch.setattr("explainer.runner.subprocess.Popen", None)
    monkeypatch.setattr("explainer.snippet.read_header", None)
    assert recorder.stale(Library(places.snippets), [here]) == []
