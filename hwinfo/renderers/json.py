"""The report as JSON: schema-versioned, private, the one contract with the site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hwinfo.codec import report_from_plain, report_to_plain
from hwinfo.errors import UnreadableInput

if TYPE_CHECKING:
    from pathlib import Path

    from hwinfo.model import Report

SIZE_LIMIT_BYTES = 1 << 26
DATA_BLOCK = '<script type="application/json" id="hwinfo-report">'
DATA_BLOCK_END = "</script>"
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}  # no tag can begin in the block


def render_json(report: Report) -> str:
    """The report, indented, in the order of the model."""
    return json.dumps(report_to_plain(report), indent=1, ensure_ascii=False, allow_nan=False)


def embed_json(report: Report) -> str:
    """The same JSON as a data block for an HTML page, which no browser runs as code."""
    written = json.dumps(report_to_plain(report), separators=(",", ":"), allow_nan=False)
    return f"{DATA_BLOCK}{written.translate(HARMLESS)}{DATA_BLOCK_END}"


def load_report(path: Path) -> Report:
    """A saved report, JSON or HTML, of this version or an older one.

    Raises: UnreadableInput if the file is missing, too large, not JSON or not a report.
    """
    text = _report_text(path)
    try:
        plain = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except RecursionError as error:
        raise UnreadableInput(f"{path}: nested deeper than any report") from error
    except ValueError as error:
        advice = "expected what `hwinfo -o FILE.json` writes"
        raise UnreadableInput(f"{path}: not JSON ({error}); {advice}") from error
    return report_from_plain(plain, str(path))


def _report_text(path: Path) -> str:
    """The JSON of a file; read no further than the limit, for a pipe has no size to ask for."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(SIZE_LIMIT_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
    if len(raw) > SIZE_LIMIT_BYTES:
        limit = f"{SIZE_LIMIT_BYTES >> 20} MiB"
        raise UnreadableInput(f"{path}: larger than any report; expected at most {limit}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path}: not UTF-8 text (byte {error.start:,})") from error
    return _data_block(text, path) if text.lstrip().startswith("<") else text


def _data_block(page: str, path: Path) -> str:
    _, found, rest = page.partition(DATA_BLOCK)
    if not found:
        raise UnreadableInput(f"{path}: a page that carries no report; expected {DATA_BLOCK}")
    return rest.partition(DATA_BLOCK_END)[0]


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; the same name twice would leave open which value was meant."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} stands twice in one object")
    return made


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON number; unknown is written as null")
