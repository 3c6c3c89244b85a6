# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A hundred megabytes through a twenty-kilobyte door"
# claim = "A loop that makes 10,000 strings of 10 KB holds two of them at most, at any time."
# browser = true
# rows = ["S090"]
# ///
"""Each string is freed when the name gets the next one, so memory stays flat.

Two are alive for a moment: the new one is made before the name lets go of the old one.
"""

SIZE = 10_000


def churn(turns):
    for i in range(turns):
        text = chr(97 + i % 26) * SIZE
    return len(text)


def main() -> None:
    import tracemalloc

    print("turns     bytes made   peak in use")
    for turns in (1, 10, 100, 10_000):
        tracemalloc.start()
        churn(turns)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"{turns:6,} {turns * SIZE:13,} {peak:13,}")


def test_the_peak_is_two_strings_however_many_are_made():
    """Ten or ten thousand turns: the peak is two strings and less than a kilobyte more."""
    from explainer.evidence import allocation_peak_bytes

    for turns in (10, 10_000):
        assert 2 * SIZE < allocation_peak_bytes(churn, turns) < 2 * SIZE + 1_000


def test_one_turn_holds_one_string():
    """The first string has no predecessor."""
    from explainer.evidence import allocation_peak_bytes

    assert SIZE < allocation_peak_bytes(churn, 1) < SIZE + 1_000


if __name__ == "__main__":
    main()
