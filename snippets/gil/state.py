# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Has this Python a lock, and is it on?"
# claim = "Only a free-threaded build can run with the lock off; the process itself says which."
# browser = true
# needs = []
# rows = ["S040", "W03"]
# timeout_s = 10
# ///
"""Two questions, two answers: how was this Python built, and is the lock on right now?
A free-threaded build can run with the lock on; an ordinary build can never run with it off.
"""

import os
import sys
import sysconfig


def free_threaded_build():
    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def lock_is_on():
    """Before 3.13 there was nothing to ask: always on."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def usable_cpus():
    if hasattr(os, "process_cpu_count"):
        return os.process_cpu_count()
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def main() -> None:
    build = "free-threaded" if free_threaded_build() else "ordinary"
    print(f"build            {build}")
    print(f"lock             {'on' if lock_is_on() else 'off'}")
    print(f"switch interval  {sys.getswitchinterval() * 1000:g} ms")
    print(f"usable CPUs      {usable_cpus()}")


def test_an_ordinary_build_always_has_its_lock():
    if not free_threaded_build():
        assert lock_is_on()


def test_the_interval_is_5_ms_unless_somebody_changed_it():
    assert sys.getswitchinterval() == 0.005


if __name__ == "__main__":
    main()
