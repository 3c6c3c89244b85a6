# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Which sums the C compiler turns into vector additions"
# claim = "A sum of integers becomes vector additions; one of doubles only if it may be reordered."
# browser = false
# needs = ["compiler"]
# rows = ["S007", "M42"]
# ///
"""The same loop for integers and for doubles, compiled with and without leave to reorder.
The listing the compiler writes shows whether it adds one number at a time or several.
"""

import platform
import re
import subprocess

C = """
{number} total(const {number} *row, long size) {{
    {number} sum = 0;
    for (long i = 0; i < size; i++) sum += row[i];
    return sum;
}}
"""
VECTOR_ADD = {
    "x86_64": r"\bv?paddd|\bv?paddq|\bv?addpd",
    "aarch64": r"\badd\s+v\d+\.|\bfadd\s+v\d+\.",
    "arm64": r"\badd\.|\bfadd\.",
}
CASES = {
    "int, -O3": ("int", ["-O3"]),
    "double, -O3": ("double", ["-O3"]),
    "double, -ffast-math": ("double", ["-O3", "-ffast-math"]),
}


def vector_additions(number, options):
    """Lines of the listing that add several numbers at once."""
    command = ["cc", *options, "-S", "-x", "c", "-", "-o", "-"]
    source = C.format(number=number)
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    packed = re.compile(VECTOR_ADD[platform.machine()])
    return [" ".join(line.split()) for line in done.stdout.splitlines() if packed.search(line)]


def main() -> None:
    print(f"vector additions, {platform.machine()}")
    for name, case in CASES.items():
        found = vector_additions(*case)
        print(f"{name:20} {len(found)}  {found[0].split()[0] if found else 'one at a time'}")


def test_doubles_are_added_in_the_order_written_unless_told_otherwise():
    integers, doubles, reordered = (len(vector_additions(*case)) for case in CASES.values())
    assert integers > 0
    assert reordered > 0
    assert doubles == 0


def test_the_order_of_additions_matters():
    """Added from the left and in pairs, the same four doubles give different sums."""
    a, b, c, d = 1e16, 1.0, 1.0, -1e16
    assert ((a + b) + c) + d == 0.0
    assert (a + d) + (b + c) == 2.0


if __name__ == "__main__":
    main()
