# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Strings hash differently in every process"
# claim = "A set of strings changes its order from process to process; integers and dicts do not."
# browser = false
# needs = ["processes"]
# rows = ["S069", "S073"]
# ///
"""The hash of a string is mixed with a secret that each process draws at its start.

Who cannot know the hashes cannot send you a thousand strings that collide. The price: the order
of a set of strings is different tomorrow. `PYTHONHASHSEED` fixes the secret, here to show it.
"""

import os
import subprocess
import sys

PROGRAM = """
names = ["ada", "bob", "cid", "dee", "eve"]
print(*set(names), "|", *dict.fromkeys(names), "|", hash(1_000), hash((1, 2)) % 997)
"""


def run(seed: str) -> list[str]:
    """Order of a set, order of a dict, and hashes of numbers in a new process."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return said.stdout.strip().split(" | ")


def main() -> None:
    print("seed   set of strings        numbers")
    for seed in ("1", "2", "3", "3"):
        names, _, numbers = run(seed)
        print(f"{seed:>4}   {names:<20}  {numbers}")


def test_the_order_of_a_set_of_strings_depends_on_the_seed():
    """Among eight seeds there are several orders; equal seeds give equal orders."""
    orders = {run(str(seed))[0] for seed in range(1, 9)}
    assert len(orders) > 1
    assert run("5") == run("5")


def test_numbers_and_dicts_do_not_depend_on_it():
    """Hashes of integers and of tuples of them, and the order of a dict, are the same."""
    answers = {tuple(run(str(seed))[1:]) for seed in range(1, 5)}
    assert len(answers) == 1
    assert answers.pop()[0] == "ada bob cid dee eve"


if __name__ == "__main__":
    main()
