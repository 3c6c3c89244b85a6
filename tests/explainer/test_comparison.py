"""Two programs side by side: counts that repeat, times with their noise, no difference invented."""

import contextlib
import io

import pytest

from explainer.evidence import executed_opcodes, executed_opcodes_within
from explainer.inpage import comparison, verdict

APPENDING = "squares = []\nfor n in range(1000):\n    squares.append(n * n)\nprint(sum(squares))\n"
GENERATING = "print(sum(n * n for n in range(1000)))\n"


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch):
    """Enough to see that all is there, not to tell times apart on a busy machine."""
    monkeypatch.setattr(comparison, "TIMING_S", 0.0)
    monkeypatch.setattr(comparison, "SAMPLE_S", 0.001)


def compare(first, second, typed=""):
    """The document, and the lines that told what was being done."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = comparison.compare(first, second, "t/program.py", typed)
    return result, said.getvalue().splitlines()


def counts(side):
    return {key: side[key] for key in ("instructions", "opcodes", "peak_bytes", "held_bytes")}


def test_counts_are_the_same_on_every_comparison():
    """Instructions, their kinds, peak and held bytes do not depend on time or on the order."""
    once, _ = compare(APPENDING, GENERATING)
    again, _ = compare(GENERATING, APPENDING)
    assert [counts(side) for side in once["sides"]] == [
        counts(side) for side in reversed(again["sides"])
    ]


def test_what_differs_is_counted_in_the_right_place():
    """A list of a thousand numbers is allocated by the one that keeps them, and by it alone."""
    result, _ = compare(APPENDING, GENERATING)
    first, second = result["sides"]
    assert first["peak_bytes"] > 8_000 > second["peak_bytes"]
    assert sum(first["opcodes"].values()) == first["instructions"]
    assert any(name.startswith("YIELD") for name in second["opcodes"])
    assert not any(name.startswith("YIELD") for name in first["opcodes"])
    assert result["same_output"] is True
    assert "They print the same." in result["says"]
    times = second["instructions"] / first["instructions"]
    assert (
        f"The second executes {times:.2f} times as many instructions as the first."
        in result["says"]
    )


def test_memory_that_is_kept_is_told_from_memory_that_was_needed():
    """The same peak, but one of the two drops its list."""
    result, _ = compare("kept = [0] * 10_000\n", "kept = [0] * 10_000\ndel kept\n")
    first, second = result["sides"]
    assert abs(first["peak_bytes"] - second["peak_bytes"]) < 1_000
    assert first["held_bytes"] - second["held_bytes"] > 30_000


def test_only_the_program_is_counted():
    """An empty program executes what its own module does, and nothing of the counting."""
    result, _ = compare("", "1\n")
    code = compile("", "", "exec")
    own = executed_opcodes(exec, code, {})
    assert result["sides"][0]["opcodes"] == dict(own)


def test_both_are_timed_in_as_many_rounds_and_the_ratio_is_of_rounds():
    """Each round has a sample of both; the share that was faster adds up to the rounds."""
    result, said = compare(APPENDING, GENERATING)
    first, second = (side["time"]["samples_s"] for side in result["sides"])
    ratio = result["time"]
    assert len(first) == len(second) == ratio["rounds"] == comparison.FEWEST_ROUNDS
    assert ratio["low"] <= ratio["median"] <= ratio["high"]
    assert ratio["first_faster"] + ratio["second_faster"] <= ratio["rounds"]
    assert sum("round" in line for line in said) == comparison.FEWEST_ROUNDS


def test_the_same_text_is_said_to_be_the_same():
    """What is left of a comparison of a program with itself is noise, and that is said first."""
    result, _ = compare(GENERATING, GENERATING)
    assert result["says"][0].startswith("Both are the same text")
    assert counts(result["sides"][0]) == counts(result["sides"][1])


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("x = (", "pass", "The first does not compile: SyntaxError in line 1: '(' was never"),
        ("pass", "\n1 / 0", "The second ended with ZeroDivisionError: division by zero in line 2"),
        ("input()", "pass", "The first ended with EOFError"),
    ],
)
def test_what_does_not_end_well_is_said_and_not_measured(first, second, sentence):
    """Counts of half a program would be compared with those of a whole one."""
    result, _ = compare(first, second)
    assert result["says"][0].startswith(sentence)
    assert "time" not in result
    assert not any("instructions" in side for side in result["sides"])


def test_a_program_that_ends_otherwise_the_second_time_is_told():
    """A program that takes a builtin away cannot be run again, so it is not compared."""
    vandal = "import builtins\nkept = print\nprint('once')\ndel builtins.print\n"
    try:
        result, _ = compare(vandal, "pass")
    finally:
        vars(__import__("builtins"))["print"] = print_
    assert result["says"][0].startswith("Run again, a program ended with")
    assert "time" not in result


print_ = print


def test_exit_typed_lines_and_output_are_those_of_a_run():
    """Each run reads the same lines; `sys.exit` is an end; different output is said."""
    asks = "import sys\nprint(input())\nsys.exit(0)\n"
    result, _ = compare(asks, "print('other')", typed="typed\n")
    assert [side["printed"] for side in result["sides"]] == ["typed\n", "other\n"]
    assert "They print different things." in result["says"]
    assert "time" in result


def test_too_many_instructions_are_not_counted_to_the_end(monkeypatch):
    """Beyond the limit the program still ends, and the count is said to be missing."""
    monkeypatch.setattr(comparison, "MOST_INSTRUCTIONS", 500)
    result, _ = compare(APPENDING, "print(332833500)")
    first, second = result["sides"]
    assert (first["instructions"], first["opcodes"]) == (None, None)
    assert second["instructions"] < 500
    assert any("more instructions than are counted" in sentence for sentence in result["says"])


def test_a_limit_does_not_change_a_count_within_it():
    """The limit is reached by counting, not by guessing."""

    def work():
        return sum(n for n in range(100))

    whole = executed_opcodes(work)
    assert executed_opcodes_within(whole.total() + 50, work) == whole
    assert executed_opcodes_within(50, work) is None


@pytest.mark.parametrize(
    ("second_faster", "first_faster", "winner"),
    [(5, 0, ""), (6, 0, "second"), (0, 6, "first"), (12, 13, ""), (20, 5, "second"), (0, 0, "")],
)
def test_a_difference_is_one_only_if_chance_does_not_explain_it(
    second_faster, first_faster, winner
):
    """The sign test at one in twenty, two-sided: 6 of 6 do, 5 of 5 do not."""
    ratio = {"second_faster": second_faster, "first_faster": first_faster, "rounds": 25}
    assert verdict.faster(ratio | {"median": 1.0, "low": 1.0, "high": 1.0}) == winner


def test_quartiles_of_few_values():
    """No value, one value, and a run of them."""
    assert verdict.quartiles([]) == (0.0, 0.0, 0.0)
    assert verdict.quartiles([3.0]) == (3.0, 3.0, 3.0)
    assert verdict.quartiles([1.0, 2.0, 3.0, 4.0, 5.0]) == (2.0, 3.0, 4.0)
