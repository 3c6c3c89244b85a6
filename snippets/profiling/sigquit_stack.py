# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Where does it hang?"
# claim = "A signal makes a running program print its stack, which names the function, and run on."
# browser = false
# needs = ["linux"]
# rows = ["S135"]
# timeout_s = 20
# ///
"""A program that hangs can say where, if it was asked beforehand: one line at its start.
`faulthandler` writes the stack of every thread from C, so it works in a busy loop too.
"""

import faulthandler
import os
import re
import signal
import tempfile


def wait_for_the_lock(file):
    """Stands for a loop that never ends; here it sends itself the signal."""
    os.kill(os.getpid(), signal.SIGUSR1)
    file.seek(0)
    return file.read()


def stack_on_signal():
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.register(signal.SIGUSR1, file, all_threads=True)
        try:
            return wait_for_the_lock(file)
        finally:
            faulthandler.unregister(signal.SIGUSR1)


def main() -> None:
    for line in stack_on_signal().splitlines()[1:4]:  # the innermost call first
        file, number, name = re.search(r'File "(?:.*/)?(.*)", line (\d+) in (\w+)', line).groups()
        print(f"{file}:{number}\n  {name}")


def test_the_stack_names_the_function_that_hangs():
    stack = stack_on_signal()
    assert "in wait_for_the_lock" in stack
    assert stack.index("wait_for_the_lock") < stack.index("in stack_on_signal")


def test_the_program_runs_on():
    assert stack_on_signal()
    assert stack_on_signal()


if __name__ == "__main__":
    main()
