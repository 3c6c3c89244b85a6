# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "If a load from L1 took one second"
# claim = "On a scale where L1 takes one second, RAM takes over a minute and a disk over a month."
# browser = true
# rows = ["S014", "S016"]
# ///
"""The ladder from the first cache to another continent, stretched to human time.

Two rungs are pure physics: half a turn of a disk, and light in glass across an ocean and back.
The others are round numbers of the usual order; measure yours with `hwinfo --measure`.
"""

NS, US, MS = 1, 1_000, 1_000_000

HALF_TURN_7200_RPM = 60_000 * MS / 7_200 / 2
LIGHT_IN_GLASS_KM_PER_S = 200_000
LONDON_NEW_YORK_KM = 5_570
OCEAN_AND_BACK = 2 * LONDON_NEW_YORK_KM / LIGHT_IN_GLASS_KM_PER_S * 1_000 * MS

TIERS_NS = {
    "L1 cache": 1 * NS,
    "L2 cache": 4 * NS,
    "L3 cache": 20 * NS,
    "RAM": 100 * NS,
    "NVMe drive": 80 * US,
    "same data centre": 500 * US,
    "disk, half a turn": HALF_TURN_7200_RPM,
    "over the ocean": OCEAN_AND_BACK,
}
UNITS = {"years": 365 * 86_400, "days": 86_400, "h": 3_600, "min": 60, "s": 1}


def human(seconds):
    """The time in the largest unit of which there is at least one."""
    unit = next(name for name, size in UNITS.items() if seconds >= size)
    return f"{seconds / UNITS[unit]:.3g} {unit}"


def main() -> None:
    print("                  real   with L1 = 1 s")
    for name, time_ns in TIERS_NS.items():
        size, unit = next((s, u) for s, u in ((MS, "ms"), (US, "µs"), (NS, "ns")) if time_ns >= s)
        stretched = human(time_ns / TIERS_NS["L1 cache"])
        print(f"{name:17}{time_ns / size:5.3g} {unit}   {stretched:>10}")


def test_each_tier_is_slower_than_the_one_above_it():
    """The ladder is ordered."""
    assert list(TIERS_NS.values()) == sorted(TIERS_NS.values())


def test_half_a_turn_at_7200_a_minute_takes_25_sixths_of_a_millisecond():
    """120 turns a second: no disk of that speed can do better on average."""
    assert abs(HALF_TURN_7200_RPM - 25 / 6 * MS) < 1e-6


def test_light_needs_56_ms_to_new_york_and_back():
    """11,140 km at 200,000 km/s; no upgrade makes this shorter."""
    assert round(OCEAN_AND_BACK / MS, 1) == 55.7


def test_the_human_scale():
    """RAM is over a minute away, the disk more than a month."""
    assert human(100) == "1.67 min"
    assert human(HALF_TURN_7200_RPM) == "48.2 days"


if __name__ == "__main__":
    main()
