# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Latency, and bytes by bandwidth"
# claim = "A transfer of latency times bandwidth bytes moves at half of the speed."
# browser = true
# rows = ["S024", "S030"]
# ///
"""Two numbers describe a link. In one unit the sum is easy: 1 GB/s is one byte a nanosecond.

Rates are those on the label, latencies round figures of the usual order; measure your own.
"""

LINKS = {  # name: (latency in ns, bandwidth in GB/s = bytes/ns)
    "RAM": (100, 51.2),  # one channel
    "PCIe 5 x16": (10_000, 63.0),
    "400 Gb/s net": (20_000, 50.0),
    "NVMe drive": (80_000, 14.0),
    "SATA SSD": (100_000, 0.55),
    "10 Gb/s net": (500_000, 1.25),
    "hard disk": (4_170_000, 0.25),
    "ocean": (55_700_000, 0.125),  # 1 Gb/s
}


def time_ns(size, latency_ns, rate):
    return latency_ns + size / rate


def half_speed_size(latency_ns, rate):
    """The transfer that spends as long waiting as moving."""
    return latency_ns * rate


def crossover(near, far):
    """The size from which the link with more bandwidth beats the one with less latency."""
    (near_ns, near_rate), (far_ns, far_rate) = near, far
    return (far_ns - near_ns) / (1 / near_rate - 1 / far_rate)


def short(ns):
    size, unit = next(u for u in ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1, "ns")) if ns >= u[0])
    return f"{ns / size:.3g} {unit}"


def main() -> None:
    print("link           1 kB    1 GB   half at")
    for name, link in LINKS.items():
        times = [short(time_ns(size, *link)) for size in (1e3, 1e9)]
        half = f"{half_speed_size(*link) / 1000:,.0f} kB"
        print(f"{name:12}{times[0]:>7}{times[1]:>8}{half:>10}")
    size = crossover(LINKS["SATA SSD"], LINKS["10 Gb/s net"])
    print(f"\nnetwork beats SATA SSD from {size / 1000:.0f} kB")


def test_at_latency_times_bandwidth_half_the_speed_is_reached():
    """Half of the time is waiting there, on every link."""
    for latency_ns, rate in LINKS.values():
        size = half_speed_size(latency_ns, rate)
        assert abs(size / time_ns(size, latency_ns, rate) / rate - 0.5) < 1e-12


def test_at_the_crossover_both_links_take_as_long():
    """Below it the near one wins, above it the far one."""
    ssd, network = LINKS["SATA SSD"], LINKS["10 Gb/s net"]
    size = crossover(ssd, network)
    assert abs(time_ns(size, *ssd) - time_ns(size, *network)) < 1e-3
    assert time_ns(size / 2, *ssd) < time_ns(size / 2, *network)
    assert time_ns(size * 2, *ssd) > time_ns(size * 2, *network)


def test_for_a_kilobyte_latency_is_all():
    """Over 98 per cent of the time on every link but RAM."""
    shares = {name: lat / time_ns(1e3, lat, rate) for name, (lat, rate) in LINKS.items()}
    del shares["RAM"]
    assert min(shares.values()) > 0.98


def test_for_a_gigabyte_bandwidth_is_nearly_all():
    """Less than one per cent is latency, even over the ocean."""
    assert all(lat / time_ns(1e9, lat, rate) < 0.01 for lat, rate in LINKS.values())


if __name__ == "__main__":
    main()
