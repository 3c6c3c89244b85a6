# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What laziness costs"
# claim = "A generator executes more instructions an item than a comprehension does."
# browser = true
# rows = ["S080", "M23"]
# ///
"""Each item of a generator is handed over: the frame stops, and is woken for the next one."""

import dis
from collections import Counter


def by_list(n):
    return sum([i * i for i in range(n)])


def by_generator(n):
    return sum(i * i for i in range(n))


def loop_of(func) -> list[str]:
    """The instructions an item takes: from FOR_ITER to the jump back, in `func` or its child."""
    codes = [func.__code__]
    codes += [const for const in func.__code__.co_consts if hasattr(const, "co_code")]
    for code in codes:
        names = [instruction.opname for instruction in dis.get_instructions(code)]
        if "FOR_ITER" in names and "JUMP_BACKWARD" in names:
            return names[names.index("FOR_ITER") : names.index("JUMP_BACKWARD") + 1]
    raise ValueError(f"no loop in {func.__name__}")


def main() -> None:
    listed, lazy = (Counter(loop_of(func)) for func in (by_list, by_generator))
    print("instructions an item")
    print(f"  list       {listed.total():2}")
    print(f"  generator  {lazy.total():2}")
    print("only in the list")
    print(" ", *(listed - lazy))
    print("only in the generator")
    print(" ", *(lazy - listed))


def seen(func, n: int) -> Counter[str]:
    """Executed instructions but for RESUME, which some versions do not report."""
    from explainer.evidence import executed_opcodes

    counts = executed_opcodes(func, n)
    del counts["RESUME"]
    return counts


def test_the_generator_executes_more():
    """Over 1,000 items it executes 1,000 instructions more, not counting RESUME."""
    listed, lazy = (seen(func, 1_000) for func in (by_list, by_generator))
    assert 950 < lazy.total() - listed.total() < 1_050
    assert lazy["YIELD_VALUE"] == listed["LIST_APPEND"] == 1_000


def test_what_was_read_from_the_bytecode_was_executed():
    """A thousand items execute a thousand times the loop, give or take 30 instructions."""
    for func in (by_list, by_generator):
        loop = [name for name in loop_of(func) if name != "RESUME"]
        assert abs(seen(func, 1_000).total() - 1_000 * len(loop)) < 30


if __name__ == "__main__":
    main()
