"""Our fences are replaced where they stand; everything else is left as it is."""

from __future__ import annotations

import pytest

from explainer.errors import ExplainerError, UnknownName
from explainer.fences import Fence, allow, expand, parse_options


def expanded(text: str) -> str:
    """Replace `show` fences by their options."""
    renderers = {"show": lambda fence: "\n".join(f"{k}={v}" for k, v in fence.options.items())}
    return "\n".join(expand(text.splitlines(), renderers, lambda fence, error: f"!! {error}"))


def test_a_fence_becomes_what_it_stands_for():
    """Text before and after stays."""
    text = 'before\n\n```show a="1" b="two words"\n```\n\nafter'
    assert expanded(text).split() == ["before", "a=1", "b=two", "words", "after"]


def test_the_result_is_indented_as_the_fence_was():
    """So fences work in lists, admonitions and tabs."""
    assert "    a=1" in expanded('!!! note\n    ```show a="1"\n    ```\n').splitlines()


def test_other_fences_and_fences_inside_them_stay():
    """A page can show how a fence is written."""
    text = '````markdown\n```show a="1"\n```\n````\n\n```python\nx = 1\n```'
    assert expanded(text) == text


def test_an_unclosed_fence_ends_with_the_text():
    """Nothing is lost and nothing hangs."""
    assert "a=1" in expanded('x\n```show a="1"\nrest')


def test_options_that_are_none_are_reported():
    """The part that cannot be read is shown."""
    assert "!! options are written key" in expanded("```show a=1\n```")
    with pytest.raises(UnknownName, match="found: b"):
        parse_options('a="1" b')


def test_unknown_and_missing_options_are_named():
    """With the nearest name, or the one that is missing."""
    fence = Fence("snippet", {"fil": "x"}, 0, "")
    with pytest.raises(UnknownName, match='unknown option fil; did you mean "file"'):
        allow(fence, {"file"}, {"show"})
    with pytest.raises(UnknownName, match='option file="…" is missing'):
        allow(Fence("snippet", {}, 0, ""), {"file"}, set())
    assert issubclass(UnknownName, ExplainerError)
