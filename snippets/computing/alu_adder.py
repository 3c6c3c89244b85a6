# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Addition from and, or and exclusive or"
# claim = "A ripple of full adders gives the sum of any two 16-bit numbers, carry by carry."
# browser = true
# rows = ["S005"]
# ///
"""A full adder makes a sum bit and a carry out of three bits, by five gates.
Sixteen of them in a row, each waiting for the carry of the one before, add two numbers.
"""

import random

WIDTH = 16


def full_adder(a, b, carry):
    """(sum bit, carry to the next place) from five gates"""
    half = a ^ b
    return half ^ carry, (a & b) | (half & carry)


def add(x, y, carry=0):
    """(sum, places that passed a carry on)"""
    total = carries = 0
    for place in range(WIDTH):
        bit, carry = full_adder(x >> place & 1, y >> place & 1, carry)
        total |= bit << place
        carries += carry
    return total, carries


def main() -> None:
    for x, y in ((20, 22), (40_000, 30_000), (65_535, 1)):
        total, carries = add(x, y)
        print(f"  {x:016b}  {x:6}")
        print(f"+ {y:016b}  {y:6}")
        print(f"= {total:016b}  {total:6}  {carries} carries\n")


def test_the_full_adder_counts_its_three_bits():
    for number in range(8):
        a, b, carry = number >> 2, number >> 1 & 1, number & 1
        bit, carry_out = full_adder(a, b, carry)
        assert 2 * carry_out + bit == a + b + carry


def test_it_adds_10_000_pairs_as_plus_does():
    random.seed(1)
    for _ in range(10_000):
        x, y = random.sample(range(2**WIDTH), 2)
        assert add(x, y)[0] == (x + y) % 2**WIDTH


def test_the_worst_case_carries_through_every_place():
    assert add(65_535, 1) == (0, WIDTH)


if __name__ == "__main__":
    main()
