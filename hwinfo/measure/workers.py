"""A script of helper processes for measurements; it imports nothing of hwinfo.

It is run by path, so that another interpreter, such as a free-threaded one, can run it too:
`python -I -S workers.py echo CPU`, `... loop CPU`, `... threads SECONDS COUNT[,COUNT...]`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time


def count_chunks(seconds: float) -> tuple[int, float]:
    """How many chunks of a pure Python loop were finished, and in which time."""
    chunks, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds:
        total = 0
        for number in range(2000):
            total += number * number % 7
        chunks += 1
    return chunks, spent


def echo(cpu: int) -> None:
    """Send every byte back, held on one CPU, until there is no more."""
    hold_on(cpu)
    while byte := os.read(0, 1):
        os.write(1, byte)


def loop(cpu: int) -> None:
    """For every line of standard input, a number of seconds: loop so long, answer the rate."""
    hold_on(cpu)
    print("ready", flush=True)
    for line in sys.stdin:
        chunks, spent = count_chunks(float(line))
        print(chunks / spent, flush=True)


def threads(seconds: float, counts: list[int]) -> None:
    """For each number of threads, the rate they reach together, one JSON line each."""
    for count in counts:
        print(json.dumps({"count": count, "rate": rate_of(count, seconds)}), flush=True)


def rate_of(count: int, seconds: float) -> float:
    """Chunks a second of so many threads that begin together."""
    gate = threading.Barrier(count)
    rates = [0.0] * count

    def run(index: int) -> None:
        gate.wait()
        chunks, spent = count_chunks(seconds)
        rates[index] = chunks / spent

    running = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(rates)


def hold_on(cpu: int) -> None:
    """Stay on one CPU where the system allows it; a negative number means anywhere."""
    if cpu >= 0 and hasattr(os, "sched_setaffinity"):
        try:
            os.sched_setaffinity(0, {cpu})
        except OSError:  # the CPU is gone: measure wherever the scheduler likes
            return


def main(arguments: list[str]) -> None:
    """Run the role named first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    role, *rest = arguments
    if role == "threads":
        threads(float(rest[0]), [int(count) for count in rest[1].split(",")])
    else:
        {"echo": echo, "loop": loop}[role](int(rest[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
