# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "One float in a thousand keeps all the memory"
# claim = "Freeing 999 of 1,000 floats returns no arena; making the survivors anew returns most."
# browser = false
# rows = ["S021"]
# ///
"""Small objects are cut from arenas of 1 MiB, and an arena goes back only when it is empty.

Because objects never move, a single survivor in an arena holds all of it. Copies of the
survivors are put together, into the first gaps. `sys._debugmallocstats`
tells how many arenas there are; builds without pymalloc (WebAssembly, free-threaded) have none.
"""

import os
import re
import sys
import sysconfig
import tempfile

N = 1_000_000


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


def arenas() -> int | None:
    """Arenas held now; None where the allocator has none."""
    found = re.search(r"# arenas allocated current\s*=\s*([\d,]+)", allocator_report())
    return int(found[1].replace(",", "")) if found else None


def life_of_floats(n: int, survivor_every: int) -> dict[str, int | None]:
    """Arenas before, with n floats, with the survivors only, with copies of them, and without."""
    seen = {"before": arenas()}
    floats: list[float | None] = [None] * n
    for i in range(n):
        floats[i] = i / 7
    seen["1,000,000 floats"] = arenas()
    survivors = floats[::survivor_every]
    floats.clear()
    seen["1,000 of them left"] = arenas()
    copies = [x + 0.0 for x in survivors]
    survivors.clear()
    seen["those made anew"] = arenas()
    copies.clear()
    seen["none left"] = arenas()
    return seen


def main() -> None:
    print("                       arenas held")
    for when, count in life_of_floats(N, survivor_every=1_000).items():
        print(f"{when:<20} {'none here' if count is None else count:>12}")


def test_survivors_hold_their_arenas():
    """With one float in 1,000 left no arena is back; with copies in their place most are."""
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    seen = list(life_of_floats(N, survivor_every=1_000).values())
    assert (None in seen) == free_threaded
    if not free_threaded:
        before, full, sparse, anew, empty = seen
        assert full - before >= 25
        assert sparse == full
        assert anew - before < (full - before) / 2
        assert empty <= anew


if __name__ == "__main__":
    main()
