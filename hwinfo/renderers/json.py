"""The report as JSON: schema-versioned, private, the one contract with the site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hwinfo.codec import report_from_plain, report_to_plain
from hwinfo.errors import UnreadableInput

if TYPE_CHECKING:
    from pathlib import Path

    from hwinfo.model import Report

SIZE_LIMIT_BYTES = 1 << 26


def render_json(report: Report) -> str:
    """The report, indented, in the order of the model."""
    return json.dumps(report_to_plain(report), indent=1, ensure_ascii=False)


def load_report(path: Path) -> Report:
    """A saved report, of this version or an older one.

    Raises: UnreadableInput if the file is missing, too large, not JSON or not a report.
    """
    try:
        if path.stat().st_size > SIZE_LIMIT_BYTES:
            raise UnreadableInput(f"{path}: larger than any report")
        plain = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"{path}: not JSON ({error})") from error
    return report_from_plain(plain, str(path))
