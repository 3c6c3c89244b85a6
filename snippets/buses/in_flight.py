# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What a window lets through"
# claim = "With 64 KiB in flight a line of 1 Gb/s over 80 ms carries 6.6 Mb/s."
# browser = true
# rows = ["S030"]
# ///
"""A sender that may have only so much on the way at once, simulated request by request.
Each one holds the wire while its bytes go out, and the answer comes one latency later.
"""

from fractions import Fraction

KIB = 1024


def finish_s(requests, size, rate, latency_s, window):
    """When the last answer is there: at most `window` requests are on the way at once."""
    answered = []
    wire_free = Fraction(0)
    for i in range(requests):
        may_start = answered[i - window] if i >= window else Fraction(0)
        sent = max(wire_free, may_start) + Fraction(size, rate)
        wire_free = sent
        answered.append(sent + latency_s)
    return answered[-1]


def bandwidth_delay(rate, latency_s):
    """Bytes that are on the way when the wire is never idle."""
    return rate * latency_s


RATE = 125_000_000  # 1 Gb/s in bytes
LATENCY_S = Fraction(80, 1000)


def main() -> None:
    print("1 Gb/s, 80 ms there and back")
    print("in flight      Mb/s   of the line")
    for window in (1, 16, 256, 2_048, 4_096):
        requests = window * 40
        seconds = finish_s(requests, 4 * KIB, RATE, LATENCY_S, window)
        rate = requests * 4 * KIB / seconds
        print(f"{window * 4:5} KiB {float(rate) * 8 / 1e6:10.1f} {float(rate / RATE):12.1%}")
    print(f"to fill it: {float(bandwidth_delay(RATE, LATENCY_S)) / 1e6:.0f} MB")


def test_one_at_a_time_pays_the_latency_each_time():
    """A hundred requests, a hundred round trips."""
    one = Fraction(4 * KIB, RATE) + LATENCY_S
    assert finish_s(100, 4 * KIB, RATE, LATENCY_S, 1) == 100 * one


def test_an_open_window_pays_the_latency_once():
    """The wire never rests: all bytes, and one latency at the end."""
    assert finish_s(100, 4 * KIB, RATE, LATENCY_S, 100) == Fraction(409_600, RATE) + LATENCY_S


def test_64_kib_in_flight_over_80_ms_are_below_7_megabits():
    """65,536 bytes each 80 ms and a bit: under one per cent of the line."""
    seconds = finish_s(16 * 40, 4 * KIB, RATE, LATENCY_S, 16)
    assert 6.4e6 < 16 * 40 * 4 * KIB * 8 / seconds < 6.6e6


def test_ten_megabytes_fill_the_line():
    """Bandwidth times delay."""
    assert bandwidth_delay(RATE, LATENCY_S) == 10_000_000


if __name__ == "__main__":
    main()
