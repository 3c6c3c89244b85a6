# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Two hundred thousand blocks, a handful of requests to the kernel"
# claim = "100,000 small lists take 200,000 blocks, cut from under twenty arenas."
# browser = false
# rows = ["S051", "W07"]
# ///
"""Python asks the kernel for memory in arenas and cuts them into blocks itself.

Blocks up to 512 bytes come from arenas; larger ones from the C library's malloc. WebAssembly
builds have no arenas and free-threaded builds use mimalloc: this shows the default allocator.
"""

import os
import re
import sys
import sysconfig
import tempfile


def allocator_report() -> str:
    """What `sys._debugmallocstats()` writes to file descriptor 2."""
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
        file.seek(0)
        return file.read().decode()


def arenas() -> tuple[int, int] | None:
    """Arenas ever asked for, and bytes of one; None where the allocator has none."""
    report = allocator_report()
    asked = re.search(r"# arenas allocated total\s*=\s*([\d,]+)", report)
    size = re.search(r"arenas \* (\d+) bytes/arena", report)
    return (int(asked[1].replace(",", "")), int(size[1])) if asked and size else None


def count_for(lists: int) -> tuple[int, int]:
    """Blocks and arenas taken by that many lists of one item."""
    held: list[list[None] | None] = [None] * lists
    before, blocks = arenas(), sys.getallocatedblocks()
    for i in range(lists):
        held[i] = [None]
    taken = sys.getallocatedblocks() - blocks
    after = arenas()
    return taken, after[0] - before[0] if before and after else 0


def main() -> None:
    known = arenas()
    if known is None:
        print("this build's allocator has no arenas to count")
        return
    blocks, new_arenas = count_for(100_000)
    print("lists of one item       100,000")
    print(f"blocks they take        {blocks:7,}")
    print(f"new arenas of {known[1] // 1024:,} KiB {new_arenas:7}")


def test_a_small_list_is_two_blocks_of_user_space():
    """100,000 lists of one item take close to 200,000 blocks: a header and a slot each."""
    blocks, _ = count_for(100_000)
    assert 199_000 <= blocks <= 201_000


def test_the_kernel_hardly_notices():
    """The same lists cost fewer than 20 arenas: 10,000 blocks and more for one request."""
    known = arenas()
    assert (known is None) == bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    _, new_arenas = count_for(100_000)
    assert new_arenas < 20


if __name__ == "__main__":
    main()
