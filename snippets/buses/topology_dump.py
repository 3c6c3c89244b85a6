# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A machine's nodes and distances"
# claim = "Distance 21 says twice as far as 10, in a unit that is not time."
# browser = true
# rows = ["S026"]
# ///
"""Read what `numactl --hardware` prints: which CPUs and how much memory lie in which node.
The example has two sockets and a third node that is memory only, as CXL memory appears.
"""

import re
import subprocess
from typing import NamedTuple

EXAMPLE = """\
available: 3 nodes (0-2)
node 0 cpus: 0 1 2 3
node 0 size: 31250 MB
node 1 cpus: 4 5 6 7
node 1 size: 31250 MB
node 2 cpus:
node 2 size: 125000 MB
node distances:
node   0   1   2
  0:  10  21  14
  1:  21  10  24
  2:  14  24  10
"""


class Node(NamedTuple):
    cpus: tuple[int, ...]
    megabytes: int
    distances: tuple[int, ...]


def parse(text):
    """Nodes by number, each with the distances to all nodes."""
    cpus = dict(re.findall(r"^node (\d+) cpus:(.*)$", text, re.MULTILINE))
    sizes = dict(re.findall(r"^node (\d+) size: (\d+) MB$", text, re.MULTILINE))
    rows = dict(re.findall(r"^ +(\d+):(.*)$", text, re.MULTILINE))
    return {
        int(node): Node(
            tuple(map(int, cpus[node].split())),
            int(sizes[node]),
            tuple(map(int, rows[node].split())),
        )
        for node in cpus
    }


def here():
    """What this machine says, or None where there is no numactl."""
    try:
        return subprocess.check_output(["numactl", "--hardware"], text=True)
    except OSError:
        return None


def show(nodes):
    for number, node in nodes.items():
        cpus = f"{len(node.cpus)} CPUs" if node.cpus else "no CPU"
        far = "".join(f"{distance:4}" for distance in node.distances)
        print(f"node {number}  {cpus:6}{node.megabytes:8,} MB{far}")


def main() -> None:
    print("the example           to   0   1   2")
    show(parse(EXAMPLE))
    text = here()
    print("\nthis machine" if text else "\nthis machine: no numactl")
    show(parse(text) if text else {})


def test_three_nodes_one_of_them_without_a_cpu():
    """Memory only: nothing runs there, something may lie there."""
    nodes = parse(EXAMPLE)
    assert [node for node in nodes if not nodes[node].cpus] == [2]
    assert nodes[1].cpus == (4, 5, 6, 7)


def test_a_node_is_10_from_itself_and_distances_are_mutual():
    """10 is by definition what a node is from itself."""
    far = [node.distances for node in parse(EXAMPLE).values()]
    assert all(far[i][i] == 10 for i in range(3))
    assert all(far[i][j] == far[j][i] for i in range(3) for j in range(3))


def test_the_memory_is_nearer_to_one_of_the_sockets():
    """The memory-only node hangs on the first socket."""
    first, second, memory = parse(EXAMPLE).values()
    assert first.distances[2] < second.distances[2]
    assert memory.megabytes == 4 * first.megabytes


if __name__ == "__main__":
    main()
