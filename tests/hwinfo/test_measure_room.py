"""A measurement takes its memory from what the machine and the control group have left."""

import pytest

from hwinfo.measure import buffers
from hwinfo.model import Machine, Memory, Quota
from tests.hwinfo.trees import host_of

GROUPS = {
    "proc/self/cgroup": "4:memory:/job/step\n3:cpu:/\n",
    "sys/fs/cgroup/memory/memory.limit_in_bytes": str(9223372036854771712),
    "sys/fs/cgroup/memory/memory.usage_in_bytes": "999999",
    "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "200",
    "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "120",
}
UNIFIED = {
    "proc/self/cgroup": "0::/\n",
    "sys/fs/cgroup/memory.max": "200",
    "sys/fs/cgroup/memory.current": "190",
    "sys/fs/cgroup/memory.stat": "anon 10\nfile 170\ninactive_file 110\nactive_file 60\n",
}


@pytest.mark.parametrize(
    ("available", "limit", "files", "room"),
    [
        (400, None, {}, 100),
        (400, 200, GROUPS, 20),
        (40, 200, GROUPS, 10),
        (400, 200, UNIFIED, 30),
        (400, 200, {}, 25),
        (400, 200, {**UNIFIED, "sys/fs/cgroup/memory.max": "max"}, 25),
        (None, 200, {**UNIFIED, "sys/fs/cgroup/memory.current": "999"}, 0),
        (None, None, {}, None),
    ],
)
def test_a_measurement_takes_a_quarter_of_what_is_free(available, limit, files, room):
    """Free memory of the machine and of the control group bound it, each group by its own use.

    File contents that the kernel would give back count as free; where only the limit is known,
    half of it does.
    """
    machine = Machine(memory=Memory(available_bytes=available), quota=Quota(memory_bytes=limit))
    assert buffers.room_bytes(machine, host_of({"sys/x": "", **files})) == room
