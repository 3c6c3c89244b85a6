# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Two timings give your serial share; three tell you why"
# claim = "The share found from timings is constant for serial code, rising for overhead."
# browser = true
# needs = []
# rows = ["S048"]
# timeout_s = 10
# ///
"""Solve Amdahl's law for the serial share (Karp and Flatt, 1990).
The same number at every count means code that runs alone; a rising one means that the workers
themselves cost something: starting, copying, waiting for each other.
"""

from fractions import Fraction


def serial_share(speedup, workers):
    ideal = Fraction(1, workers)
    return (1 / speedup - ideal) / (1 - ideal)


def serial_program_s(workers):
    """10 s alone, 90 s spread."""
    return 10 + Fraction(90, workers)


def overhead_program_s(workers):
    """All 100 s spread, but every further worker costs 2 s."""
    return Fraction(100, workers) + 2 * (workers - 1)


def main() -> None:
    print("n workers     10 s       2 s for each")
    print("       serial code     further worker")
    print("n    time    share     time    share")
    for workers in (2, 4, 6, 8):
        row = f"{workers}"
        for program_s in (serial_program_s, overhead_program_s):
            time_s = program_s(workers)
            share = serial_share(program_s(1) / time_s, workers)
            row += f"{float(time_s):8.2f}{float(share):8.1%} "
        print(row.rstrip())


def test_serial_code_shows_the_same_share_at_every_count():
    for workers in range(2, 200):
        speedup = serial_program_s(1) / serial_program_s(workers)
        assert serial_share(speedup, workers) == Fraction(1, 10)


def test_overhead_shows_as_a_share_that_grows():
    counts = range(2, 50)
    shares = [serial_share(100 / overhead_program_s(n), n) for n in counts]
    assert shares == sorted(shares)
    assert shares == [Fraction(2 * n, 100) for n in counts]


if __name__ == "__main__":
    main()
