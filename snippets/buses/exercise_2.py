# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The drive in the wrong slot"
# claim = "A Gen4 x4 drive in a Gen3 x2 slot needs four times as long."
# browser = true
# rows = ["S028"]
# ///
"""Both ends agree on the lower generation and on the fewer lanes."""

TRANSFERS = {3: 8, 4: 16, 5: 32}


def agreed_gb_per_s(drive, slot):
    """Each end is (generation, lanes)."""
    generation, lanes = map(min, zip(drive, slot, strict=True))
    return TRANSFERS[generation] * 128 / 130 * lanes / 8


def main() -> None:
    print("the slot        GB/s    1 TB in")
    for slot in ((4, 4), (3, 4), (3, 2)):
        rate = agreed_gb_per_s((4, 4), slot)
        print(f"Gen{slot[0]} x{slot[1]} {rate:12.2f} {1000 / rate:8.0f} s")


def test_each_of_the_two_halves_the_rate():
    """One generation down is a factor of two, half of the lanes another."""
    full = agreed_gb_per_s((4, 4), (4, 4))
    assert full == 2 * agreed_gb_per_s((4, 4), (3, 4)) == 4 * agreed_gb_per_s((4, 4), (3, 2))


def test_a_better_slot_does_not_help():
    """The drive stays what it is."""
    assert agreed_gb_per_s((4, 4), (5, 16)) == agreed_gb_per_s((4, 4), (4, 4))


if __name__ == "__main__":
    main()
