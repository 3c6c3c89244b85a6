"""The page's content-security policy: its own origin, WebAssembly, and the scripts it came with."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_DATA = re.compile(r"""\bsrc=|type=["']?(?:application/(?:ld\+)?json|text/template)""")


def with_policy(html: str) -> str:
    """Put the policy first in `<head>`, with the hash of every inline script of this page.

    Source: Content Security Policy Level 3; a `<meta>` policy covers what follows it.
    """
    inline = {m["code"] for m in _INLINE.finditer(html) if not _DATA.search(m["attributes"])}
    hashes = " ".join(sorted(_hash(code) for code in inline if code.strip()))
    policy = (
        "default-src 'self'; "
        f"script-src 'self' 'wasm-unsafe-eval' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return re.sub(r"(<head[^>]*>)", lambda m: m[1] + meta, html, count=1)


@lru_cache(maxsize=256)
def _hash(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
