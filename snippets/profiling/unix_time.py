# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What /usr/bin/time knows"
# claim = "The kernel keeps CPU time and peak memory of each finished child; time asks it by wait4."
# browser = false
# needs = ["linux", "processes"]
# rows = ["S105"]
# timeout_s = 60
# alone = true
# ///
"""The shell has a keyword `time`; the program /usr/bin/time is another one and tells more.
Both read what the kernel kept about the child. So can you, in one call.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM = "x = bytearray({}); sum(range(300_000))"
LINES = ("Elapsed", "User time", "System time", "Maximum resident", "Minor", "Voluntary")


def usage(size_bytes):
    """The kernel's record of a Python that takes this much memory."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM.format(size_bytes)])
    _, status, record = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return record


def told_by_time(size_bytes):
    """The lines of interest of /usr/bin/time -v; none if it is not installed."""
    if not Path("/usr/bin/time").exists():
        return []
    command = ["/usr/bin/time", "-v", sys.executable, "-c", PROGRAM.format(size_bytes)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return [line.strip() for line in told.splitlines() if line.strip().startswith(LINES)]


def main() -> None:
    if shutil.which("bash"):
        said = subprocess.run(["bash", "-c", "type time"], check=True, capture_output=True)
        print("$ type time\n" + said.stdout.decode())
    record = usage(50_000_000)
    print(f"user {record.ru_utime:.2f} s, sys {record.ru_stime:.2f} s, n = 1")
    print(f"peak memory {record.ru_maxrss:,} KiB\n")
    for line in told_by_time(50_000_000):
        line = line.replace("Maximum resident set size", "Peak memory")
        print(re.sub(r" \((h:|reclaim).*?\)", "", line))


def test_peak_memory_is_seen_after_the_end():
    more = usage(80_000_000).ru_maxrss - usage(0).ru_maxrss
    assert 70_000 < more < 90_000


def test_the_shell_keyword_is_not_the_program():
    if shutil.which("bash"):
        command = ["bash", "-c", "type -t time"]
        assert subprocess.run(command, check=True, capture_output=True).stdout == b"keyword\n"


if __name__ == "__main__":
    main()
