"""What changed between versions in the bytecode of many sources, from the recorded documents.

Layout: `build/bytecode/<sha256 of the source>/diffs.json`, an object from "3.11-3.14" to `diff/1`;
`build/bytecode/diffs.key` says what made them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from explainer.bytecode.compare import compare
from explainer.pythons import record
from explainer.pythons.versions import VERSIONS

Pair = tuple[str, str]  # older, newer

ALL_PAIRS: tuple[Pair, ...] = tuple(combinations(VERSIONS, 2))
NEAREST = "3.14"
"""The version that a page shows; a snippet's is compared with each other one."""
PAIRS_WITH_NEAREST = tuple(pair for pair in ALL_PAIRS if NEAREST in pair)


def record_diffs(
    wanted: Mapping[str, Iterable[Pair]], *, directory: Path = record.RECORDINGS
) -> None:
    """Record the comparisons `wanted` of each source (a text); its documents must be there.

    Missing: a pair of which one version does not compile the source.
    """
    keys = "\n".join(map(record.key, VERSIONS))
    record.forget_unless(keys, directory / "diffs.key", "*/diffs.json")
    for source, pairs in wanted.items():
        path = path_of(source, directory)
        if not path.is_file():
            record.write(path, json.dumps(_diffs(source, pairs, directory), separators=(",", ":")))


def path_of(source: str, directory: Path = record.RECORDINGS) -> Path:
    """Where the comparisons of a source are, or will be."""
    return directory / record.digest(source) / "diffs.json"


def _diffs(source: str, pairs: Iterable[Pair], directory: Path) -> dict[str, Any]:
    wanted = tuple(pairs)
    versions = {version for pair in wanted for version in pair}
    documents = {version: _document(source, version, directory) for version in versions}
    return {
        f"{before}-{after}": compare(documents[before], documents[after])
        for before, after in wanted
        if "code" in documents[before] and "code" in documents[after]
    }


def _document(source: str, version: str, directory: Path) -> Any:
    return json.loads(record.path_of(source, version, directory).read_text("utf-8"))
