# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Stay on the device"
# claim = "Ten steps on the device cost twenty trips, or two."
# browser = true
# rows = ["S029"]
# ///
"""Ten steps over an array of 1 GB: fetched home after each step, or only at the end."""

from fractions import Fraction

BYTES = 10**9
STEPS = 10
CPU_STEP_MS = 20
GPU_STEP_MS = Fraction(1)
LINK = 63_000_000  # bytes a ms


def with_trips(trips):
    return trips * Fraction(BYTES, LINK) + STEPS * GPU_STEP_MS


def main() -> None:
    print(f"all at home          {STEPS * CPU_STEP_MS:6.0f} ms")
    print(f"home after each step {float(with_trips(2 * STEPS)):6.0f} ms")
    print(f"home at the end      {float(with_trips(2)):6.0f} ms")


def test_coming_home_after_each_step_is_slower_than_never_leaving():
    """Twenty times faster there, and still a loss."""
    assert with_trips(2 * STEPS) > STEPS * CPU_STEP_MS


def test_staying_there_gains_a_factor_of_four():
    """Two trips and ten quick steps."""
    assert with_trips(2) * 4 < STEPS * CPU_STEP_MS < with_trips(2) * 5


if __name__ == "__main__":
    main()
