# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A courier with disks"
# claim = "Twenty terabytes by courier in three hours beat 10 Gb/s, until they have to be read."
# browser = true
# rows = ["S030", "S031"]
# ///
"""Bandwidth and latency of a person with a bag."""

BYTES = 20e12


def hours(size, bytes_per_s, latency_h=0):
    return latency_h + size / bytes_per_s / 3600


def main() -> None:
    network, courier, disk = hours(BYTES, 10e9 / 8), 3, hours(BYTES, 0.25e9)
    print(f"10 Gb/s line     {network:6.1f} h")
    print(f"courier          {courier:6.1f} h = {BYTES * 8 / courier / 3600 / 1e9:.1f} Gb/s")
    print(f"  and copying    {courier + 2 * disk:6.1f} h, one disk")
    print(f"the 10 kB code   {hours(1e4, 10e9 / 8, 0.0005 / 3600) * 3.6e6:6.1f} ms")


def test_the_bag_has_more_bandwidth_than_the_line():
    """14.8 Gb/s against 10."""
    assert hours(BYTES, 10e9 / 8) > 3


def test_copying_at_both_ends_undoes_it():
    """A disk of 250 MB/s needs most of a day for each direction."""
    assert 3 + 2 * hours(BYTES, 0.25e9) > 10 * hours(BYTES, 10e9 / 8)


if __name__ == "__main__":
    main()
