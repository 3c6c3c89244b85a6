# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Two timings tell both numbers"
# claim = "1 kB in 2 ms and 10 MB in 102 ms: 2 ms of latency, 100 MB/s."
# browser = true
# rows = ["S024"]
# ///
"""Two sizes and two times give a straight line: its slope is 1 / bandwidth, its foot latency."""


def latency_and_rate(small, large):
    """Each is (bytes, ms); the answer is ms and bytes a ms."""
    (size, ms), (more, longer) = small, large
    rate = (more - size) / (longer - ms)
    return ms - size / rate, rate


def main() -> None:
    latency_ms, rate = latency_and_rate((1_000, 2.01), (10_000_000, 102.0))
    print(f"latency     {latency_ms:6.2f} ms")
    print(f"bandwidth   {rate / 1000:6.1f} MB/s")
    print(f"half speed at {latency_ms * rate / 1000:.0f} kB")
    print(f"1 kB now    {1_000 / 2.01 / 1000:6.2f} MB/s")


def test_the_line_goes_through_both_points():
    """2 ms and 100 MB/s, to rounding."""
    latency_ms, rate = latency_and_rate((1_000, 2.01), (10_000_000, 102.0))
    assert abs(latency_ms - 2) < 1e-6
    assert abs(rate - 100_000) < 1e-3


if __name__ == "__main__":
    main()
