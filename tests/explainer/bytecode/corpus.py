"""Sources under `corpus/`: one idea each; older versions must refuse those `# since 3.x`."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).with_name("corpus")


def sources():
    """Source by name, with its line endings as they are."""
    return {path.stem: path.read_bytes().decode() for path in sorted(FOLDER.glob("*.txt"))}


def since(source):
    """First minor version of Python 3 that compiles a source."""
    found = re.match(r"# since 3\.(\d+)", source)
    return int(found[1]) if found else 10
