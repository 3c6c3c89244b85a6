"""Bytecode of many sources by every version, kept on disk; nothing unchanged is made again.

Layout: `build/bytecode/<sha256 of the source>/<3.x>.json`, and `build/bytecode/opcodes/<3.x>.json`
with the opcode table. `build/bytecode/<3.x>.key` says which bytecode core and npm package made
them; where it differs, all of that version are made afresh.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from explainer.pythons.caller import BYTECODE, Call, call_python
from explainer.pythons.versions import ROOT, VERSIONS, package_version

RECORDINGS = ROOT / "build" / "bytecode"

_TABLE = Call("table", module="explainer.bytecode.opcodes")

Progress = Callable[[str, int, int], None]  # version, documents made, documents to make


def record_bytecode(
    sources: Mapping[str, str],
    versions: Iterable[str] = VERSIONS,
    *,
    directory: Path = RECORDINGS,
    progress: Progress | None = None,
) -> dict[str, dict[str, Path]]:
    """Record the `bytecode/1` document of each source by each version, side by side.

    A source that a version's compiler refuses is recorded too, as a document with an `error`.
    Returns where each is, by the name given and the version.
    Raises: UnknownVersion, NoPackage, NoNode, PythonFailed.
    """
    chosen = tuple(versions)
    distinct = {source: name for name, source in sources.items()}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        jobs = [pool.submit(_record, version, distinct, directory, progress) for version in chosen]
        for job in jobs:
            job.result()
    return {
        name: {version: path_of(source, version, directory) for version in chosen}
        for name, source in sources.items()
    }


def path_of(source: str, version: str, directory: Path = RECORDINGS) -> Path:
    """Where the document of a source by a version is, or will be."""
    return directory / digest(source) / f"{version}.json"


def digest(source: str) -> str:
    """Name of a source in the recordings: the sha256 of its UTF-8 text."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def key(version: str) -> str:
    """What a recording depends on besides its source: the bytecode core and the npm package."""
    parts = hashlib.sha256(f"{version} from npm {package_version(version)}\n".encode())
    for path in sorted(BYTECODE.rglob("*")):
        if path.suffix in {".py", ".json"}:
            parts.update(path.relative_to(BYTECODE).as_posix().encode() + b"\0" + path.read_bytes())
    return parts.hexdigest()


def _record(
    version: str, sources: Mapping[str, str], directory: Path, progress: Progress | None
) -> None:
    """Ask one version for what is missing; `sources` are texts and what to call them."""
    forget_unless(key(version), directory / f"{version}.key", f"*/{version}.json")
    wanted = {directory / "opcodes" / f"{version}.json": _TABLE}
    for source, name in sources.items():
        call = Call("outcome", {"source": source}, about=name)
        wanted[path_of(source, version, directory)] = call
    missing = {path: call for path, call in wanted.items() if not path.is_file()}
    if not missing:
        return
    documents = call_python(version, missing.values())
    for made, (path, document) in enumerate(zip(missing, documents, strict=True), start=1):
        write(path, json.dumps(document, separators=(",", ":")))
        if progress:
            progress(version, made, len(missing))


def forget_unless(current: str, path: Path, made: str) -> None:
    """Remove what was `made`, a pattern beside the key in `path`, unless the key is current.

    The key is written last, when nothing old is left.
    """
    if path.is_file() and path.read_text("utf-8") == current:
        return
    path.unlink(missing_ok=True)
    for old in path.parent.glob(made):
        old.unlink(missing_ok=True)
    write(path, current)


def write(path: Path, text: str) -> None:
    """Write a whole file or none of it, also where two processes write the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
