"""What a finished site promises: a policy that fits, a list for offline reading."""

from __future__ import annotations

import base64
import hashlib
import json

from explainer.policy import with_policy
from explainer.publish import finish_page, finish_site


def test_the_policy_allows_the_pages_own_inline_scripts_only():
    """Each has its hash; data blocks and files need none."""
    code = "let a = 1"
    html = (
        f"<html><head><title>x</title></head><body><script>{code}</script>"
        '<script src="a.js"></script><script type="application/json">{}</script></body></html>'
    )
    page = with_policy(html)
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    assert page.count("'sha256-") == 1
    assert f"'sha256-{digest}'" in page
    assert page.index("Content-Security-Policy") < page.index("<title>")


def test_serving_has_no_policy_and_no_offline_copy():
    """The reloading script is not ours to hash, and a cache would hide changes."""
    page = finish_page("<head></head>", serving=True)
    assert "Content-Security-Policy" not in page
    assert 'name="metal-offline" content="off"' in page


def test_options_of_inline_commands_stay_whole():
    """A line may break at a command's blanks; blocks of code keep their lines anyway."""
    block = "<pre><span></span><code>uvx --from . hwinfo\n</code></pre>"
    page = finish_page(f"<code>uvx --from . hwinfo</code>{block}", serving=True)
    assert page == f'<code>uvx <span class="whole">--from</span> . hwinfo</code>{block}'


def test_a_word_too_long_for_a_phone_may_break():
    """Or it would push the page sideways."""
    path = "<code>Doc/howto/free-threading-extensions.rst</code>"
    assert finish_page(path, serving=True) == path


def test_the_offline_list_has_pages_and_assets_but_no_runtime(tmp_path):
    """And another version when anything in it changes."""
    for name in (
        "index.html",
        "a/index.html",
        "404.html",
        "assets/x.css",
        "assets/web/python/big.js",
        "assets/web/pythons/3.12-x/big.js",
        "search/search_index.json",
        "sitemap.xml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    finish_site(tmp_path)
    first = json.loads((tmp_path / "offline.json").read_text())
    assert first["pages"] == ["a/", "./"]
    assert first["assets"] == ["assets/x.css", "search/search_index.json", "sitemap.xml"]
    (tmp_path / "assets" / "x.css").write_text("changed", encoding="utf-8")
    finish_site(tmp_path)
    assert json.loads((tmp_path / "offline.json").read_text())["version"] != first["version"]
