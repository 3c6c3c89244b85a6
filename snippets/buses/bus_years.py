# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "From one shared bus to links and channels"
# claim = "The last front-side bus carried 12.8 GB/s for all; two channels of DDR5-6400: 102.4."
# browser = true
# rows = ["S026", "S027", "W27"]
# ///
"""Peak rates of what lies between a core and its memory, from width and transfers.
Each is bytes for a transfer times billions of transfers a second; one direction for links.
"""

from typing import NamedTuple


class Path(NamedTuple):
    name: str
    year: int
    bytes_wide: int
    megatransfers: int
    channels: int
    shared_with: str

    @property
    def gb_per_s(self):
        return self.bytes_wide * self.megatransfers * self.channels / 1000


PATHS = [
    Path("front-side bus 1600", 2007, 8, 1600, 1, "all"),
    Path("QPI link, each way", 2008, 2, 6400, 1, "sockets"),
    Path("3 x DDR3-1066", 2008, 8, 1066, 3, "RAM"),
    Path("2 x DDR5-6400", 2024, 8, 6400, 2, "RAM"),
    Path("12 x DDR5-6400", 2024, 8, 6400, 12, "RAM"),
]


def main() -> None:
    print("path                year  GB/s  for")
    for path in PATHS:
        name, rate = path.name.replace(", each way", ""), path.gb_per_s
        print(f"{name:19} {path.year} {rate:5.1f}  {path.shared_with}")


def test_the_front_side_bus_and_a_quickpath_link_carry_the_same():
    """12.8 GB/s both: but the link has as much again the other way, and no RAM to serve."""
    bus, link = PATHS[:2]
    assert bus.gb_per_s == link.gb_per_s == 12.8


def test_the_first_memory_controllers_on_the_die_doubled_the_bus():
    """Three channels of DDR3-1066 beside the link, 25.6 GB/s for RAM alone."""
    assert 1.99 < PATHS[2].gb_per_s / PATHS[0].gb_per_s < 2.01


def test_two_channels_of_today_carry_eight_buses():
    """102.4 against 12.8."""
    assert PATHS[3].gb_per_s == 8 * PATHS[0].gb_per_s


if __name__ == "__main__":
    main()
