# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The check that ran too late"
# claim = "Calling a generator function runs none of its lines; an inner generator checks at once."
# browser = true
# rows = ["S079"]
# ///
"""A call of a generator function makes a generator and returns. Its first line waits for next()."""


def checked_late(size):
    if size <= 0:
        raise ValueError("size must be positive")
    while True:
        yield bytes(size)


def checked_at_once(size):
    if size <= 0:
        raise ValueError("size must be positive")

    def blocks():
        while True:
            yield bytes(size)

    return blocks()


def where_it_fails(make) -> str:
    try:
        blocks = make(0)
    except ValueError:
        return "at the call"
    try:
        next(blocks)
    except ValueError:
        return "at the first next()"
    return "never"


def main() -> None:
    print("where the check fails:")
    for make in (checked_late, checked_at_once):
        print(f"{make.__name__:<16} {where_it_fails(make)}")


def test_a_generator_function_checks_at_the_first_next():
    """The bad size is found only when the first block is asked for."""
    assert where_it_fails(checked_late) == "at the first next()"


def test_a_function_that_returns_a_generator_checks_at_once():
    """The same check in a plain function runs when it is called."""
    assert where_it_fails(checked_at_once) == "at the call"


def test_the_comparison_is_executed_by_next():
    """The call executes no comparison; the first next() executes one."""
    from explainer.evidence import executed_opcodes

    assert executed_opcodes(checked_late, 1)["COMPARE_OP"] == 0
    assert executed_opcodes(lambda: next(checked_late(1)))["COMPARE_OP"] == 1


if __name__ == "__main__":
    main()
