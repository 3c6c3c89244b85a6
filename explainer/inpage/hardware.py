"""Reports of hardware, drawn in the page by `hwinfo`'s own renderers, whose code comes as a zip."""

from __future__ import annotations

import base64
import importlib
import sys
from pathlib import Path


def draw(library: str, report: str, chapters: dict[str, str]) -> dict[str, str]:
    """The report's sections as markup, and the style of its drawings.

    `library` is the zip of `hwinfo`, in base64; `report` is JSON that the page has checked;
    `chapters` links a section to the chapter that explains it.
    Raises: hwinfo.errors.UnreadableInput if it is no report after all.
    """
    archive = Path("/tmp/hwinfo.zip")  # noqa: S108  (the page's own, emptied after each call)
    archive.write_bytes(base64.b64decode(library))
    sys.path.insert(0, str(archive))
    importlib.invalidate_caches()
    parts = importlib.import_module("hwinfo.renderers.html.parts")
    made: dict[str, str] = parts.parts_of_json(report, chapters)
    return made
