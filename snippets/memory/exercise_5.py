# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise: the map of sixteen gibibytes"
# claim = "16 GiB in 4 KiB pages need 32 MiB of page table, in 2 MiB pages 64 KiB."
# browser = true
# rows = ["S023"]
# ///
"""Each page has an entry of 8 bytes in a table, and the table itself lies in memory.

So the map has a size too, and competes for the caches with what it describes.
"""

KIB, MIB, GIB = 1024, 1024**2, 1024**3
ENTRY_BYTES = 8  # x86-64 and 64-bit Arm


def table_bytes(memory_bytes, page_bytes):
    """Size of the lowest level of the page table."""
    return memory_bytes // page_bytes * ENTRY_BYTES


def main() -> None:
    print("16 GiB in       pages    entries take")
    for page, name in ((4 * KIB, "4 KiB"), (2 * MIB, "2 MiB"), (GIB, "1 GiB")):
        size = table_bytes(16 * GIB, page)
        told = f"{size // KIB:,} KiB" if size >= KIB else f"{size} bytes"
        print(f"{name} pages {16 * GIB // page:9,} {told:>14}")


def test_small_pages():
    """4,194,304 pages, 32 MiB of entries: as much as a whole L3."""
    assert 16 * GIB // (4 * KIB) == 4_194_304
    assert table_bytes(16 * GIB, 4 * KIB) == 32 * MIB


def test_huge_pages():
    """8,192 pages, and their entries fit in 64 KiB."""
    assert table_bytes(16 * GIB, 2 * MIB) == 64 * KIB


if __name__ == "__main__":
    main()
