"""A header that cannot be used is refused with file, key, what was found, what is allowed."""

from __future__ import annotations

import pytest

from explainer.errors import BrokenSnippet
from explainer.header import read_header
from tests.explainer.conftest import Write


def test_a_good_header_is_read_with_its_defaults(write: Write):
    """What is not written has the documented default."""
    header = write(browser="true", rows='["S044", "W30"]').header
    assert (header.title, header.browser, header.rows) == ("A title", True, ("S044", "W30"))
    assert (header.timeout_s, header.needs, header.fails_with) == (60.0, (), None)
    assert header.oldest_minor == 11


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("titel", '"x"', 'unknown key tool.snippet.titel; did you mean "title"?'),
        ("browser", '"yes"', "tool.snippet.browser is 'yes'; allowed: a bool"),
        ("needs", '["gpu"]', "tool.snippet.needs is 'gpu'; allowed: threads, processes"),
        ("rows", '["44"]', "tool.snippet.rows is '44'; allowed: ids such as S044, W30"),
        ("timeout_s", "0", "tool.snippet.timeout_s is 0; allowed: seconds above 0"),
        ("timeout_s", "true", "tool.snippet.timeout_s is True"),
        ("timeout_s", "9000", "up to 300"),
        ("fails_with", '"some day"', "tool.snippet.fails_with is 'some day'"),
        ("alone", "1", "tool.snippet.alone is 1; allowed: a bool"),
    ],
)
def test_a_wrong_key_or_value_is_named(write: Write, key: str, value: str, message: str):
    """The message holds the file, the key, what was found and what is allowed."""
    snippet = write(**{key: value})
    with pytest.raises(BrokenSnippet) as caught:
        _ = snippet.header
    assert message in str(caught.value)
    assert str(snippet.path) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("print('hi')\n", "no `# /// script` block at the top"),
        ("# /// script\n# [tool\n# ///\n", "is not TOML"),
        ("# /// script\n# dependencies = []\n# ///\n", "no [tool.snippet] table"),
        (
            '# /// script\n# requires-python = "~=3"\n# [tool.snippet]\n# title="a"\n# claim="b"\n# ///\n',
            "requires-python is '~=3'; allowed: \">=3.N\"",
        ),
        ("# /// script\n# [tool.snippet]\n# claim='b'\n# ///\n", "tool.snippet.title is None"),
        (
            "# /// script\n# dependencies = 'numpy'\n# [tool.snippet]\n# title='a'\n# claim='b'\n# ///\n",
            "dependencies is 'numpy'; allowed: a list of texts",
        ),
    ],
)
def test_a_broken_block_is_explained(tmp_path, text: str, message: str):
    """Each way a block can be broken has a message of its own."""
    with pytest.raises(BrokenSnippet, match="thing.py: ") as caught:
        read_header(tmp_path / "thing.py", text)
    assert message in str(caught.value)
