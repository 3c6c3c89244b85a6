"""Folded stacks become a picture that keeps their numbers, and a table that says them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.flame import NoStacks, bars, call_tree, flame_graph, folded_lines

FOLDED = "main 3\nmain;parse 7\nmain;parse;number 20\nmain;seen 70\n"


def test_a_bar_is_as_wide_as_its_samples_and_lies_under_its_caller():
    """Own samples first, then callees in order of their names."""
    found = {bar.stack: (bar.first, bar.held, bar.own) for bar in bars(FOLDED)}
    assert found == {
        ("main",): (0, 100, 3),
        ("main", "parse"): (3, 27, 7),
        ("main", "parse", "number"): (10, 20, 20),
        ("main", "seen"): (30, 70, 70),
    }


_stacks = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple)


@given(st.dictionaries(_stacks, st.integers(1, 50), min_size=1, max_size=12))
def test_no_sample_is_lost_and_no_bar_leaves_its_callers(counts):
    """Whatever the stacks: widths add up, and a bar never sticks out from under its caller."""
    text = "\n".join(f"{';'.join(stack)} {count}" for stack, count in counts.items())
    found = {bar.stack: bar for bar in bars(text)}
    assert sum(bar.own for bar in found.values()) == sum(counts.values())
    for bar in found.values():
        caller = found.get(bar.stack[:-1])
        if caller:
            assert caller.first <= bar.first
            assert bar.first + bar.held <= caller.first + caller.held


def test_the_picture_places_bars_in_per_cent_and_names_them():
    """An SVG that parses, with a tooltip a bar; what is too narrow for a name has the tooltip."""
    html = flame_graph(FOLDED + "main;tiny 1\n")
    svg = ElementTree.fromstring(re.search(r"<svg.*</svg>", html)[0])  # noqa: S314 - our own text
    drawn = {bar.findtext("title"): bar for bar in svg}
    seen = drawn["main;seen: 69\u202f%, 70 of 101"]
    assert (seen.get("x"), seen.get("width")) == ("29.703%", "69.307%")
    assert seen.findtext("text") == "seen 69\u202f%"
    assert drawn["main;tiny: 1\u202f%, 1 of 101"].find("text") is None
    assert "main → seen, 69\u202f%" in svg.get("aria-label")


def test_the_tree_says_each_caller_and_share_widest_first():
    """The picture's twin: names, shares, own shares, and for screen readers the caller."""
    text = re.sub(r"<[^>]+>", " ", call_tree(FOLDED))
    rows = re.findall(r"(\w+) +(?:, called by (\w+))? *(\d+)\u202f% *(?:(\d+)\u202f%)?", text)
    assert rows == [
        ("main", "", "100", "3"),
        ("seen", "main", "70", "70"),
        ("parse", "main", "27", "7"),
        ("number", "parse", "20", "20"),
    ]


def test_names_are_escaped():
    """`<module>` is a name that profilers print."""
    html = flame_graph("<module> 1\n<module>;f<lambda>&g 2\n")
    assert "<module>" not in html
    assert "&lt;module&gt;" in html


def test_other_lines_of_the_output_are_left_out():
    """What a program prints beside its stacks is no stack, even if it ends in a number."""
    text = f"samples 100\n{FOLDED}\nwide 12\nin milliseconds, from 12 samples\n"
    assert folded_lines(text) == FOLDED.strip()


@pytest.mark.parametrize(("text", "found"), [("", "nothing"), ("hello\nworld\n", "hello")])
def test_an_output_without_stacks_is_refused(text: str, found: str):
    """With what was expected and what was found."""
    with pytest.raises(NoStacks, match=f'expected lines like "main;parse 12", found: {found}'):
        folded_lines(text)
