# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The full Julia set, counted in C"
# claim = "At 1000 × 1000 points the steps sum to 33,219,980; abs is called 34,219,980 times."
# browser = false
# needs = ["compiler", "processes"]
# rows = ["S109", "S138"]
# timeout_s = 60
# ///
"""The same arithmetic in C, in the same order, so that it gives the same counts to the last digit.
It is the answer key for the full picture, and shows what the loop costs without an interpreter.
"""

import subprocess
import tempfile
from pathlib import Path

SOURCE = """
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
    double step = 3.6 / atoi(argv[1]);
    long points = 0, steps = 0;
    for (double y = -1.8; y < 1.8; y += step)
        for (double x = -1.8; x < 1.8; x += step, points++) {
            double re = x, im = -y;
            for (int n = 0; hypot(re, im) < 2 && n < 300; n++, steps++) {
                double next = re * re - im * im - 0.62772;
                im = re * im + im * re - 0.42193;
                re = next;
            }
        }
    printf("%ld %ld", points, steps);
}
"""


def count(width):
    """Points and summed steps, from a freshly compiled program."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "julia")
        source = program.with_suffix(".c")
        source.write_text(SOURCE)
        options = ["-O2", "-ffp-contract=off"]  # a fused multiply-add would round differently
        subprocess.run(["cc", *options, source, "-lm", "-o", program], check=True)
        run = subprocess.run([program, str(width)], check=True, capture_output=True, text=True)
    points, steps = map(int, run.stdout.split())
    return points, steps


def main() -> None:
    print("width    points      steps        abs")
    for width in (100, 1000):
        points, steps = count(width)
        print(f"{width:5,} {points:9,} {steps:10,} {steps + points:10,}")


def test_the_small_picture_agrees_with_python():
    assert count(100) == (10_000, 334_236)


def test_the_full_picture_has_the_published_sum():
    points, steps = count(1000)
    assert (points, steps) == (1_000_000, 33_219_980)
    assert points + steps == 34_219_980


if __name__ == "__main__":
    main()
