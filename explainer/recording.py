"""Recordings: what a run gave, where and when, filed so that nothing unchanged runs again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from explainer.errors import BrokenRecording
from explainer.interpreter import Interpreter
from explainer.runner import Claim
from explainer.snippet import Snippet

SCHEMA = "recording/1"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Recording:
    """One run of one snippet on one interpreter and machine.

    Units: seconds; `started` is UTC, ISO 8601.
    Missing: `skipped` tells why nothing ran; stdout is then empty. `machine` values are null where
        unknown, and never hold a host or user name.
    """

    snippet: str
    source_sha256: str
    interpreter: dict[str, Any]
    machine: dict[str, Any]
    packages: tuple[str, ...]
    started: str
    duration_s: float
    stdout: str
    stderr: str
    exit: int | None
    claims: tuple[Claim, ...]
    skipped: str | None = None
    schema: str = SCHEMA

    @property
    def python(self) -> str:
        """`CPython 3.13.0`, with `free-threaded` where it is."""
        kind = " free-threaded" if self.interpreter["free_threaded"] else ""
        return f"CPython {self.interpreter['version']}{kind}"

    def to_json(self) -> str:
        """The file's text, keys in order."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Recording:
        """Read what `to_json` wrote.

        Raises: ValueError if it is another schema or broken.
        """
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            raise ValueError(f"not a {SCHEMA} file")
        try:
            claims = tuple(Claim(**claim) for claim in document.pop("claims"))
            packages = tuple(document.pop("packages"))
            return cls(claims=claims, packages=packages, **document)
        except (KeyError, TypeError) as error:
            raise ValueError(f"damaged {SCHEMA} file: {error}") from error


class Shelf:
    """The recordings below a folder: `INTERPRETER/CHAPTER/NAME-KEY.json`.

    KEY hashes everything a run depends on (source with its header, interpreter, the machine's
    abilities, the harness), so a file that exists is fresh and a stale one is never found.
    """

    def __init__(self, root: Path, abilities: frozenset[str] = frozenset()) -> None:
        self.root = root
        harness = [(_HERE / name).read_bytes() for name in ("child.py", "evidence.py")]
        self._base = hashlib.sha256(b"\0".join([SCHEMA.encode(), *harness]))
        self._base.update(" ".join(sorted(abilities)).encode())
        self._of_interpreter: dict[Interpreter, Any] = {}

    def path(self, snippet: Snippet, interpreter: Interpreter) -> Path:
        """Where the fresh recording of this pair is or would be."""
        base = self._of_interpreter.get(interpreter)
        if base is None:
            base = self._base.copy()
            base.update(json.dumps(interpreter.described(), sort_keys=True).encode())
            self._of_interpreter[interpreter] = base
        key = base.copy()
        key.update(snippet.source_sha256.encode())
        return self.root / interpreter.tag / f"{snippet.id}-{key.hexdigest()[:16]}.json"

    def has(self, snippet: Snippet, interpreter: Interpreter) -> bool:
        """Whether nothing this run depends on has changed since it was recorded."""
        return self.path(snippet, interpreter).exists()

    def get(self, snippet: Snippet, interpreter: Interpreter) -> Recording | None:
        """The fresh recording, or None; a damaged file counts as none and is removed."""
        path = self.path(snippet, interpreter)
        try:
            return Recording.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            path.unlink(missing_ok=True)
            return None

    def put(self, snippet: Snippet, interpreter: Interpreter, recording: Recording) -> Path:
        """File a recording in one step and drop those of earlier states of the snippet."""
        path = self.path(snippet, interpreter)
        path.parent.mkdir(parents=True, exist_ok=True)
        name = snippet.path.stem
        for old in path.parent.glob(f"{name}-{'?' * 16}.json"):
            if old != path:
                old.unlink(missing_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(recording.to_json(), encoding="utf-8")
        draft.replace(path)
        return path


def other_machines(root: Path, snippet: Snippet) -> Iterator[tuple[str, Recording]]:
    """Recordings that contributors sent and that are of this very source.

    A machine's folder is a copy of its shelf: `root`/MACHINE/INTERPRETER/CHAPTER/NAME-KEY.json.
    Raises: BrokenRecording naming the file.
    """
    for path in sorted(root.glob(f"*/*/{snippet.id}-{'?' * 16}.json")):
        try:
            recording = Recording.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BrokenRecording(
                f"{path}: {error}; copy it anew from build/recordings of the machine it is from,"
                " or delete it"
            ) from error
        if recording.source_sha256 == snippet.source_sha256 and not recording.skipped:
            yield path.relative_to(root).parts[0], recording
