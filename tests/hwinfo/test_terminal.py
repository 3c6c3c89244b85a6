"""On a real terminal: a bar while it measures, and Ctrl-C typed midway still ends in a report."""

import os
import select
import signal
import sys
import time

import pytest

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
termios = pytest.importorskip("termios", reason="needs a pseudo-terminal")
SECONDS = 60.0


def drive(command, awaited):
    """Run a command on a terminal, type Ctrl-C when it first shows a text; output and status."""
    try:
        process, terminal = pty.fork()
    except OSError as error:  # a container without /dev/pts
        pytest.skip(f"no pseudo-terminal to be had: {error}")
    if process == 0:
        os.environ.update(TERM="xterm", COLUMNS="100")
        # a shell starts what runs in its background deaf to Ctrl-C, and the tests with it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(command[0], command)  # noqa: S606 - the new process is the one on the terminal
    shown, typed, until = b"", False, time.monotonic() + SECONDS
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            got = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        shown += got
        if not got:
            break
        if not typed and awaited in shown:
            os.write(terminal, b"\x03")
            typed = True
    os.close(terminal)
    return shown.decode(errors="replace"), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_ctrl_c_at_the_keyboard_ends_in_a_report_of_what_is_known():
    """The bar is there, the interrupted measurement says so, those after it too, status 0."""
    pytest.importorskip("rich", reason="the bar is drawn by rich")
    shown, status = drive([sys.executable, "-m", "hwinfo", "--measure"], b"Memory latency")
    assert status == 0
    assert "━" in shown
    report = shown[shown.rindex("Topology") :]
    assert "Calling a Python function: " in report
    assert "not measured: interrupted" in report
    assert "Traceback" not in shown


def test_ctrl_c_before_anything_is_known_ends_in_one_line():
    """Nothing is kept, so nothing is shown but the word; the status is the shell's for Ctrl-C."""
    program = "import sys, time\nfrom hwinfo import cli\n"
    program += "cli._report = lambda options: (print('ready', flush=True), time.sleep(60))\n"
    program += "sys.exit(cli.main([]))"
    shown, status = drive([sys.executable, "-c", program], b"ready\r\n")
    assert status == 130
    assert shown.endswith("hwinfo: interrupted\r\n")
    assert "Traceback" not in shown
