# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Answer 4: three readings of time"
# claim = "CPU above real means parallel, far below means waiting of some kind."
# browser = true
# needs = []
# rows = ["S106"]
# timeout_s = 20
# ///
"""real, user and sys of three programs, in seconds, and what can be said of each."""

READINGS = {"A": (10.0, 9.7, 0.2), "B": (10.0, 0.3, 0.1), "C": (10.0, 37.0, 1.0)}


def busy_cpus(real, user, system):
    """How many CPUs were at work, on average."""
    return (user + system) / real


def verdict(real, user, system):
    cpus = busy_cpus(real, user, system)
    if cpus > 1.05:
        return "parallel"
    return "computes" if cpus > 0.9 else "waits: for what, time cannot say"


def main() -> None:
    for name, reading in READINGS.items():
        print(f"{name}: {busy_cpus(*reading):4.2f} CPUs busy")
        print(f"   {verdict(*reading)}")


def test_the_three_verdicts():
    assert [verdict(*reading).split(":")[0] for reading in READINGS.values()] == [
        "computes",
        "waits",
        "parallel",
    ]


def test_the_remainder_of_c_is_negative():
    real, user, system = READINGS["C"]
    assert real - (user + system) == -28


if __name__ == "__main__":
    main()
