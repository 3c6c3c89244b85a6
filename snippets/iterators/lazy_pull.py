# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Who runs when"
# claim = "Generators run one item through all stages; lists run one stage over all items."
# browser = true
# rows = ["S079"]
# ///
"""The same three stages, connected by generators and by lists, write down when they run.

Each stage logs one letter: r for read, s for square, and the number where it is used.
"""

LOG: list[str] = []


def read(n):
    for i in range(1, n + 1):
        LOG.append(f"r{i}")
        yield i


def square(numbers):
    for i in numbers:
        LOG.append(f"s{i}")
        yield i * i


def run(connect, enough: int) -> str:
    """The log of a reader of three numbers who stops at a square of `enough`."""
    LOG.clear()
    for value in connect(square(connect(read(3)))):
        LOG.append(f"={value}")
        if value >= enough:
            break
    return " ".join(LOG)


def main() -> None:
    for name, connect in (("generators", iter), ("lists", list)):
        print(name)
        print("  all    ", run(connect, 9))
        print("  until 4", run(connect, 4))


def test_generators_run_item_by_item():
    """Each number is read, squared and used before the next is read."""
    assert run(iter, 9) == "r1 s1 =1 r2 s2 =4 r3 s3 =9"


def test_lists_run_stage_by_stage():
    """All are read, then all squared, then all used."""
    assert run(list, 9) == "r1 r2 r3 s1 s2 s3 =1 =4 =9"


def test_who_stops_early_stops_everybody():
    """After two results two numbers were read by generators, three by lists."""
    assert run(iter, 4) == "r1 s1 =1 r2 s2 =4"
    assert run(list, 4) == "r1 r2 r3 s1 s2 s3 =1 =4"


if __name__ == "__main__":
    main()
