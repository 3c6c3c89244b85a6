# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a socket costs against a call"
# claim = "Who asks through a socket gives up the processor; a hundred questions need one trip."
# needs = ["linux", "processes"]
# rows = ["S030"]
# alone = true
# ///
"""Ask a neighbour process to upper-case a line, over TCP on this very machine.
The network here has no length at all; what is left is the kernel, twice there and twice back.
"""

import resource
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

NEIGHBOUR = """
import socket
import sys
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    with server.accept()[0] as asker, asker.makefile("rb") as lines:
        asker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, int(sys.argv[1]))
        for line in lines:
            asker.sendall(line.upper())
"""


@contextmanager
def neighbour(no_delay=True):
    command = [sys.executable, "-c", NEIGHBOUR, str(int(no_delay))]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        address = "127.0.0.1", int(process.stdout.readline())
        with socket.create_connection(address) as wire, wire.makefile("rb") as answers:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield wire, answers


def by_call(lines):
    return [line.upper() for line in lines]


def one_by_one(lines, wire, answers):
    found = []
    for line in lines:
        wire.sendall(line)
        found.append(answers.readline())
    return found


def all_at_once(lines, wire, answers):
    wire.sendall(b"".join(lines))
    return [answers.readline() for _ in lines]


LINES = [b"line %d\n" % i for i in range(100)]


def us_each(ask, *end, turns=20):
    """The quickest of the turns, shared by the questions."""
    best = float("inf")
    for _ in range(turns):
        start = time.perf_counter()
        ask(LINES, *end)
        best = min(best, time.perf_counter() - start)
    return best / len(LINES) * 1e6


def main() -> None:
    print("µs for a question, best of 20 (n = 100)")
    print(f"a method call         {us_each(by_call):8.2f}")
    with neighbour() as end:
        print(f"TCP, one by one       {us_each(one_by_one, *end):8.2f}")
        print(f"TCP, all at once      {us_each(all_at_once, *end):8.2f}")
    with neighbour(no_delay=False) as end:
        one_by_one(LINES, *end)  # question and answer: from here on Linux delays its ACKs
        print(f"... without NODELAY   {us_each(all_at_once, *end):8.2f}")


def test_all_three_give_the_same_answers():
    """A hundred trips, one trip, no trip."""
    with neighbour() as end:
        assert one_by_one(LINES, *end) == all_at_once(LINES, *end) == by_call(LINES)


def test_who_asks_over_a_socket_gives_up_the_processor():
    """The kernel counts it: the asker leaves the CPU for at least a tenth of its questions."""
    with neighbour() as end:
        before = resource.getrusage(resource.RUSAGE_SELF)
        one_by_one(LINES * 10, *end)
        after = resource.getrusage(resource.RUSAGE_SELF)
    left = after.ru_nvcsw - before.ru_nvcsw + after.ru_nivcsw - before.ru_nivcsw
    assert left > len(LINES)


if __name__ == "__main__":
    main()
