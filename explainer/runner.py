"""One snippet in a process of its own, with a time limit and bounded output."""

from __future__ import annotations

import ast
import os
import secrets
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from explainer.errors import SnippetFailed
from explainer.snippet import Snippet

OUTPUT_LIMIT_BYTES = 256 * 1024
_REPOSITORY = Path(__file__).resolve().parent.parent
_CHILD = Path(__file__).with_name("child.py")
_POSIX = os.name == "posix"
_running: set[_Process] = set()
_interrupted = threading.Event()


@dataclass(frozen=True, slots=True)
class Claim:
    """One `test_*` function and how it ended: `passed`, `skipped` or `failed`."""

    test: str
    says: str
    outcome: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run that did as promised gave.

    Units: seconds. `duration_s` spans process start to end, tests included.
    """

    stdout: str
    stderr: str
    exit: int | None
    duration_s: float
    claims: tuple[Claim, ...]


def run_snippet(snippet: Snippet, python: str | Path) -> Outcome:
    """Run `main()`, then the tests, and compare with what the header promises.

    Raises: BrokenSnippet; SnippetFailed naming the snippet, what happened, what was promised.
    """
    snippet.check()
    if _interrupted.is_set():
        raise SnippetFailed(f"{snippet.path}: not run, for the run was interrupted")
    with tempfile.TemporaryDirectory(prefix="snippet-") as folder:
        report_file = Path(folder, "report")
        run = _Process(snippet, str(python), report_file)
        _running.add(run)
        try:
            run.wait()
        except BaseException:
            run.kill()
            raise
        finally:
            _running.discard(run)
        report = _read_report(report_file)
    return _judge(snippet, run, report)


def interrupt() -> None:
    """End all running snippets, with what they started, and start no other in this process.

    They have sessions of their own, so that Ctrl-C in a terminal does not reach them.
    """
    _interrupted.set()
    for run in _running.copy():
        run.kill()


class _Process:
    """The child and what it printed; it and all it started are gone when `wait` returns."""

    def __init__(self, snippet: Snippet, python: str, report: Path) -> None:
        self.snippet = snippet
        self.mark = secrets.token_hex(16)
        self.limit_s = snippet.header.timeout_s
        self.timed_out = False
        self.flooded = False
        self.left_behind = False
        self.started = time.perf_counter()
        command = [python, str(_CHILD), str(snippet.path.resolve())]
        self.popen = subprocess.Popen(
            [*command, str(_REPOSITORY), self.mark, str(report)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=report.parent,
            env=_environment(),
            start_new_session=_POSIX,
        )
        self.streams = [self._drain(self.popen.stdout), self._drain(self.popen.stderr)]

    def _drain(self, pipe: IO[bytes] | None) -> tuple[threading.Thread, bytearray]:
        held = bytearray()
        thread = threading.Thread(target=self._read, args=(pipe, held), daemon=True)
        thread.start()
        return thread, held

    def _read(self, pipe: IO[bytes], held: bytearray) -> None:
        with suppress(OSError, ValueError):
            while chunk := os.read(pipe.fileno(), 65536):
                held += chunk
                if len(held) > OUTPUT_LIMIT_BYTES:
                    self.flooded = True
                    self.kill()
                    return

    def wait(self) -> None:
        try:
            self.popen.wait(self.limit_s)
        except subprocess.TimeoutExpired:
            self.timed_out = True
        self.duration_s = time.perf_counter() - self.started
        self.left_behind = not self.timed_out and self._group_lives()
        self.kill()
        self.popen.wait()
        for thread, _ in self.streams:
            thread.join(2)

    def _group_lives(self) -> bool:
        """Whether a process that the snippet started is still there a second after its end."""
        for _ in range(50):
            if not _POSIX or not _members(self.popen.pid):
                return False
            time.sleep(0.02)  # helpers of multiprocessing need a moment to see the end
        return True

    def kill(self) -> None:
        """End the child and its whole group at once."""
        with suppress(ProcessLookupError, PermissionError):
            if _POSIX:
                os.killpg(self.popen.pid, signal.SIGKILL)
            else:
                self.popen.kill()

    def output(self, stream: int) -> bytes:
        """What `main()` wrote, without what the tests wrote after the mark."""
        return bytes(self.streams[stream][1]).partition(self.mark.encode())[0]

    def text(self, stream: int) -> str:
        """The same as text: bad bytes as escapes, and no path of this machine."""
        text = self.output(stream).decode("utf-8", "backslashreplace").replace("\r\n", "\n")
        return text.replace(str(self.snippet.path.resolve()), f"snippets/{self.snippet.id}.py")


def _members(group: int) -> list[int]:
    """Living processes of a process group; zombies, which nobody may ever reap, do not count."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return []
    if not Path("/proc/self/stat").exists():
        return [group]
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            # proc_pid_stat(5): after the name in brackets come state, parent, group
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                members.append(int(stat.parent.name))
    return members


def _environment() -> dict[str, str]:
    """A plain terminal of 80 columns, UTF-8, and none of our own Python settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return kept | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80", "NO_COLOR": "1"}


def _read_report(file: Path) -> dict[str, object] | None:
    try:
        report: dict[str, object] = ast.literal_eval(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return None
    return report


def _judge(snippet: Snippet, run: _Process, report: dict[str, object] | None) -> Outcome:
    happened = _what_happened(run, report)
    promised = snippet.header.fails_with
    if happened != promised:
        raise SnippetFailed(_complaint(snippet, run, happened, promised))
    outcomes: dict[str, dict[str, str | None]] = (report or {}).get("claims", {})  # type: ignore[assignment]
    claims = tuple(
        Claim(test, says, str(outcomes[test]["outcome"]), outcomes[test]["reason"])
        for test, says in snippet.tests.items()
        if test in outcomes
    )
    failed = [c for c in claims if c.outcome == "failed"]
    if failed:
        raise SnippetFailed(
            "\n".join(f"{snippet.path}: {c.test} failed\n{c.reason}" for c in failed)
        )
    code = report["exit"] if report else None
    return Outcome(run.text(0), run.text(1), code, round(run.duration_s, 3), claims)  # type: ignore[arg-type]


def _what_happened(run: _Process, report: dict[str, object] | None) -> str | None:
    """In the words of `fails_with`; None if all went well."""
    if run.flooded:
        return f"more than {OUTPUT_LIMIT_BYTES // 1024} KiB of output"
    if run.timed_out:
        return "timeout"
    if run.left_behind:
        return "a child process left running"
    if report is None:
        return _death(run.popen.returncode)
    if report["raised"]:
        return str(report["raised"])
    if report["exit"]:
        return f"exit {report['exit']}"
    return _not_utf8(run.output(0)) or _not_utf8(run.output(1))


def _not_utf8(output: bytes) -> str | None:
    try:
        output.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"output that is not UTF-8 (byte {error.start} is 0x{output[error.start]:02x})"
    return None


def _death(code: int) -> str:
    if code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit {code}" if code else "exit before the tests could run"


def _complaint(snippet: Snippet, run: _Process, happened: str | None, promised: str | None) -> str:
    limit = f" after {run.limit_s:g} s (timeout_s in its header)" if run.timed_out else ""
    expected = (
        f'the header promises fails_with = "{promised}"' if promised else "it should end well"
    )
    last = "\n".join((run.text(1) or run.text(0)).strip().splitlines()[-15:])
    return f"{snippet.path}: {happened or 'ended well'}{limit}; {expected}" + (
        f"\n{last}" if last else ""
    )
