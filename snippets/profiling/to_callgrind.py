# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A profile for KCachegrind and speedscope"
# claim = "The file's own costs add up to the profile's total, in callgrind's grammar."
# browser = true
# needs = []
# rows = ["S117"]
# timeout_s = 20
# ///
"""cProfile's statistics as a file in callgrind's format, which KCachegrind, QCachegrind and
speedscope read. Thirty lines do what a converter did; a package is not needed.
"""

import cProfile
import pstats
import re


def spin(rounds):
    return sum(range(rounds))


def warm_up():
    return spin(1000)


def program():
    warm_up()
    return [spin(5000), spin(9000)]


def profiled():
    with cProfile.Profile() as profile:
        program()
    return pstats.Stats(profile).stats


def nanoseconds(seconds):
    return round(seconds * 1e9)


def lines_of(stats):
    """One block a function: its own cost, then a line pair for each function it calls."""
    yield "events: ns"
    for function, (_, _, own, _, _) in stats.items():
        file, line, name = function
        yield ""
        yield f"fl={file}"
        yield f"fn={name}"
        yield f"{line} {nanoseconds(own)}"
        for (called_file, called_line, called), (*_, callers) in stats.items():
            if function in callers:
                calls, _, _, cumulative = callers[function]
                yield f"cfl={called_file}"
                yield f"cfn={called}"
                yield f"calls={calls} {called_line}"
                yield f"{line} {nanoseconds(cumulative)}"


def main() -> None:
    text = [re.sub(r"fl=.*/", "fl=", line) for line in lines_of(profiled())]
    wanted = text.index("fn=program")
    print("\n".join([text[0], "", *text[wanted - 1 : wanted + 10], "…"]))


def test_every_line_is_in_the_grammar():
    grammar = re.compile(r"events: ns|fl=.+|fn=.+|cfl=.+|cfn=.+|calls=\d+ \d+|\d+ \d+|")
    assert all(grammar.fullmatch(line) for line in lines_of(profiled()))


def test_own_costs_add_up_to_the_total():
    stats, own, before = profiled(), 0, ""
    for line in lines_of(stats):
        own += int(line.split()[1]) if before.startswith("fn=") else 0
        before = line
    assert own == sum(nanoseconds(row[2]) for row in stats.values())


def test_each_pair_of_caller_and_callee_is_there_with_its_calls():
    text = list(lines_of(profiled()))
    block = text[text.index("fn=program") :]
    assert block[block.index("cfn=spin") + 1].startswith("calls=2 ")


if __name__ == "__main__":
    main()
