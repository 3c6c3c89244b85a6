# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "One fault a page, and what a huge page saves"
# claim = "Touching 32 MiB in small pages faults once a page, and the second time not at all."
# browser = false
# needs = ["linux"]
# rows = ["S023"]
# ///
"""Fresh memory straight from the kernel, touched at one byte a page.

`madvise` asks for small pages, then for huge ones. Whether huge pages are granted is the
kernel's choice; the count tells.
"""

import mmap
import resource
from contextlib import suppress

SIZE_BYTES = 32 * 1024**2
PAGE = mmap.PAGESIZE


def faults():
    """Minor page faults of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def touch(memory):
    """Page faults of writing one byte to every page."""
    before = faults()
    for offset in range(0, SIZE_BYTES, PAGE):
        memory[offset] = 1
    return faults() - before


def touch_twice(advice):
    """Faults of the first and the second round over new memory."""
    private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    with mmap.mmap(-1, SIZE_BYTES, flags=private) as memory:
        with suppress(OSError):  # a kernel without huge pages knows no such advice
            memory.madvise(advice)
        return touch(memory), touch(memory)


def main() -> None:
    print(f"{SIZE_BYTES // PAGE:,} pages of {PAGE // 1024} KiB")
    print("faults of     1st round  2nd round")
    for name, advice in (("small pages", mmap.MADV_NOHUGEPAGE), ("huge pages", mmap.MADV_HUGEPAGE)):
        first, second = touch_twice(advice)
        print(f"{name:12} {first:10,} {second:10,}")


def test_small_pages_fault_once_each():
    """As many faults as pages, give or take a hundredth."""
    first, _ = touch_twice(mmap.MADV_NOHUGEPAGE)
    assert abs(first - SIZE_BYTES // PAGE) < SIZE_BYTES // PAGE / 100


def test_the_second_round_is_free_of_faults():
    """Less than one fault for a hundred pages: they are all there."""
    _, second = touch_twice(mmap.MADV_NOHUGEPAGE)
    assert second < SIZE_BYTES // PAGE / 100


def test_huge_pages_never_fault_more_often():
    """With the kernel's help there are fewer faults, without it as many."""
    small, _ = touch_twice(mmap.MADV_NOHUGEPAGE)
    huge, _ = touch_twice(mmap.MADV_HUGEPAGE)
    assert huge < 1.01 * small


if __name__ == "__main__":
    main()
