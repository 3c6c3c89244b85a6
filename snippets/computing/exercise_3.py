# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 3: subtraction without a subtracter"
# claim = "x − y is x + not y + 1, on the adder that is there already."
# browser = true
# rows = ["S005"]
# ///
"""Turn all bits of y round, and feed the adder a carry of one: it subtracts.
No borrow, no second circuit; negative results come out in two's complement.
"""

WIDTH = 16
MASK = 2**WIDTH - 1


def add(x, y, carry=0):
    """A ripple of full adders, one for each place."""
    total = 0
    for place in range(WIDTH):
        a, b = x >> place & 1, y >> place & 1
        total |= (a ^ b ^ carry) << place
        carry = (a & b) | ((a ^ b) & carry)
    return total


def subtract(x, y):
    return add(x, y ^ MASK, carry=1)


def main() -> None:
    for x, y in ((42, 20), (20, 42)):
        bits = subtract(x, y)
        signed = bits - 2**WIDTH if bits >> WIDTH - 1 else bits
        print(f"{x} - {y} = {bits:016b} = {signed}")


def test_it_subtracts_as_minus_does():
    for x in range(0, 65_536, 911):
        for y in range(0, 65_536, 701):
            assert subtract(x, y) == (x - y) % 2**WIDTH


if __name__ == "__main__":
    main()
