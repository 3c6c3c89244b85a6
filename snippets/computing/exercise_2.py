# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 2: one instruction, very different work"
# claim = "Multiplying small or thousand-bit integers executes the same bytecode; the work differs."
# browser = true
# rows = ["S002", "S009"]
# ///
"""An integer is a row of digits of (usually) 30 bits, multiplied as at school.
The bytecode is the same for all sizes, so counting it says nothing of the digits.
"""

import dis
import sys

BITS = sys.int_info.bits_per_digit


def product(a, b):
    return a * b


def digits(number):
    return max(1, -(-number.bit_length() // BITS))


def digit_products(a, b):
    """Multiplications of single digits, by the method taught at school."""
    return digits(a) * digits(b)


def main() -> None:
    steps = [step.opname for step in dis.get_instructions(product)]
    print(f"bytecode: {steps.count('BINARY_OP')} BINARY_OP, always")
    for power in (10, 100, 1_000):
        number = 2**power - 1
        count = digit_products(number, number)
        print(f"{power:5} bits: {digits(number):3} digits, {count:6,} products")


def test_there_is_one_multiplication_in_the_bytecode():
    steps = [step.opname for step in dis.get_instructions(product)]
    assert steps.count("BINARY_OP") == 1


def test_the_digits_are_those_that_the_object_holds():
    """An integer's size grows by one digit's bytes for each digit counted."""
    for power in (10, 100, 1_000):
        number = 2**power - 1
        extra = sys.getsizeof(number) - sys.getsizeof(1)
        assert extra == (digits(number) - 1) * sys.int_info.sizeof_digit


def test_a_hundred_times_the_bits_is_far_more_than_a_hundred_times_the_work():
    small, large = 2**10 - 1, 2**1_000 - 1
    assert digit_products(large, large) > 1_000 * digit_products(small, small)


if __name__ == "__main__":
    main()
