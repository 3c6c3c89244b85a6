"""Whatever a snippet does, its run ends in time with a message that says what happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from explainer.errors import SnippetFailed
from explainer.interpreter import Interpreter
from explainer.places import REPOSITORY, Places
from explainer.runner import OUTPUT_LIMIT_BYTES, Outcome, run_snippet
from explainer.snippet import Snippet
from tests.explainer.conftest import GOOD, Write

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")


def run(snippet: Snippet) -> Outcome:
    """Run with the interpreter of the tests."""
    return run_snippet(snippet, getattr(sys, "_base_executable", sys.executable))


def failure(snippet: Snippet) -> str:
    """The message of a run that must fail."""
    with pytest.raises(SnippetFailed) as caught:
        run(snippet)
    assert str(snippet.path) in str(caught.value)
    return str(caught.value)


def body(code: str) -> str:
    """A snippet whose `main()` is `code`."""
    lines = "\n".join(f"    {line}" for line in code.splitlines())
    return f"import os, sys, time\n\ndef main() -> None:\n{lines}\n\n{TAIL}"


TAIL = "def test_it() -> None: ...\n\nif __name__ == '__main__':\n    main()\n"


def test_output_and_claims_of_a_good_run(write: Write):
    """`main()` is shown, tests are reported one by one in the words of their docstrings."""
    outcome = run(write(code=GOOD + "\ndef test_more() -> None: print('not shown')\n"))
    assert (outcome.stdout, outcome.stderr, outcome.exit) == ("hello\n", "", 0)
    assert [(c.test, c.says, c.outcome) for c in outcome.claims] == [
        ("test_it_holds", "It holds.", "passed"),
        ("test_more", "", "passed"),
    ]


def test_output_is_what_python_itself_prints(write: Write):
    """`python FILE` and a run give the same bytes, `__file__` and arguments included."""
    import subprocess

    code = "print(__name__, sys.argv[0] == __file__, len(sys.argv), 'é')"
    snippet = write(code=body(code))
    alone = subprocess.run(
        [sys.executable, snippet.path],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert run(snippet).stdout == alone.stdout


def test_main_cannot_lean_on_this_repository(write: Write):
    """A snippet runs alone from its published address, so `main()` must not find `explainer`."""
    assert "ModuleNotFoundError" in failure(write(code=body("import explainer")))


def test_a_failed_assertion_shows_both_sides(write: Write):
    """A plain assert is explained as pytest would."""
    message = failure(write(code=GOOD.replace("1 + 1 == 2", "sum([1, 1]) == 3")))
    assert "test_it_holds failed" in message
    assert "sum([1, 1]) = 2" in message


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("while True: pass", "timeout after 1 s (timeout_s in its header)"),
        ("time.sleep(60)", "timeout after 1 s"),
        ("while True: print('x' * 1000)", f"more than {OUTPUT_LIMIT_BYTES // 1024} KiB of output"),
        ("sys.exit(3)", "exit 3; it should end well"),
        ("os._exit(4)", "exit 4; it should end well"),
        ("os._exit(0)", "exit before the tests could run"),
        ("raise KeyError('lost')", "KeyError; it should end well"),
        ("sys.stdout.buffer.write(b'ok \\xff')", "output that is not UTF-8 (byte 3 is 0xff)"),
    ],
)
def test_each_bad_end_is_told_apart(write: Write, code: str, message: str):
    """Endless loops, floods, exits, exceptions and stray bytes."""
    assert message in failure(write(code=body(code), timeout_s="1"))


@posix_only
def test_death_by_a_signal_is_named(write: Write):
    """The signal has its usual name."""
    code = "import signal\nos.kill(os.getpid(), signal.SIGSEGV)"
    assert "killed by SIGSEGV" in failure(write(code=body(code)))


@posix_only
def test_a_child_process_left_running_is_ended_and_told(write: Write, tmp_path):
    """The child does not outlive the run, nor does the run wait for it."""
    note = tmp_path / "pid"
    code = (
        "import subprocess\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))"
    )
    started = time.monotonic()
    assert "a child process left running" in failure(write(code=body(code)))
    assert time.monotonic() - started < 30
    assert not _lives(int(note.read_text()))


def _lives(pid: int) -> bool:
    """Whether the process is there and no zombie, after the moment the kernel may take."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(
    ("promise", "code"),
    [("ZeroDivisionError", "1 / 0"), ("exit 3", "sys.exit(3)"), ("timeout", "time.sleep(60)")],
)
def test_a_promised_failure_is_a_success(write: Write, promise: str, code: str):
    """`fails_with` names how a snippet must end; then that end is what was proved."""
    outcome = run(write(code=body(code), fails_with=f'"{promise}"', timeout_s="1"))
    assert outcome.stdout == ""
    if promise == "ZeroDivisionError":
        assert "ZeroDivisionError: division by zero" in outcome.stderr


def test_a_promise_of_failure_that_ends_well_fails(write: Write):
    """A snippet that must raise and does not has not kept its word."""
    message = failure(write(fails_with='"ValueError"'))
    assert 'ended well; the header promises fails_with = "ValueError"' in message


def test_no_path_of_the_builder_is_printed(write: Write):
    """A traceback shows the snippet under its published name."""
    outcome = run(write(code=body("1 / 0"), fails_with='"ZeroDivisionError"'))
    assert 'File "snippets/room/thing.py"' in outcome.stderr


ALL_OF_THEM = """
import json, signal, sys
from pathlib import Path
# a shell starts what runs in its background deaf to Ctrl-C, and the tests with it
signal.signal(signal.SIGINT, signal.default_int_handler)
from explainer.interpreter import Interpreter
from explainer.places import Places
from explainer.record import Recorder
from explainer.snippet import Library
places, here = Places(Path(sys.argv[1])), Interpreter(**json.loads(sys.argv[2]))
Recorder(places, [here]).record_all([(s, here) for s in Library(places.snippets)])
"""


@posix_only
def test_ctrl_c_leaves_no_snippet_running(
    write: Write, places: Places, here: Interpreter, tmp_path: Path
):
    """Those that run are ended, those that wait are not begun."""
    for number in range(9):
        pid_file = tmp_path / f"{number}.pid"
        code = f"open({str(pid_file)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
        write(f"room/n{number}", body(code))
    command = [sys.executable, "-c", ALL_OF_THEM, str(places.root), json.dumps(asdict(here))]
    everything = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=REPOSITORY)
    while not (started := [file for file in tmp_path.glob("*.pid") if file.read_text()]):
        assert everything.poll() is None
        time.sleep(0.05)
    everything.send_signal(signal.SIGINT)
    _, complaint = everything.communicate(timeout=30)
    assert b"KeyboardInterrupt" in complaint
    assert not any(_lives(int(file.read_text())) for file in started)
    assert len(list(tmp_path.glob("*.pid"))) < 9
