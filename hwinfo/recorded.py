"""A recorded machine that answers as the live one did: `hwinfo --sysroot` and the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwinfo.errors import UnreadableInput
from hwinfo.host import READ_LIMIT_BYTES, Host
from hwinfo.recorded_files import KEPT, Directory, DirectoryTree, Link, Unreadable, read_archive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hwinfo.cpuset import CpuSet
    from hwinfo.recorded_files import Entry, Tree

LINKS_FOLLOWED = 40  # Linux's own MAXSYMLINKS
ROOT_NAMES = ("sys", "proc", "macos", "windows")


class RecordedHost(Host):
    """Replays a recorded machine; symbolic links never lead out of its root.

    Raises: UnreadableInput if the path holds no recorded machine.
    """

    origin = "recorded"

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self._tree = tree
        self._real: dict[str, str | None] = {}
        self._root = _find_root(tree)
        top = self.list_dir("/")
        self.system = next(
            (
                name
                for folder, name in (("macos", "Darwin"), ("windows", "Windows"))
                if folder in top
            ),
            "Linux",
        )

    @classmethod
    def open(cls, path: Path) -> RecordedHost:
        """Open a directory or an archive that holds one recorded machine."""
        if not path.exists():
            raise UnreadableInput(f"{path}: no such file or directory; give a recorded machine")
        tree = DirectoryTree(path) if path.is_dir() else read_archive(path)
        try:
            return cls(tree)
        except UnreadableInput as error:
            raise UnreadableInput(f"{path}: {error}") from error

    def read_bytes(self, path: str) -> bytes | None:
        """A recorded file."""
        found = self._entry(path)
        if isinstance(found, Unreadable):
            self._troubles[path] = found.reason
        return found[:READ_LIMIT_BYTES] if isinstance(found, bytes) else None

    def list_dir(self, path: str) -> tuple[str, ...]:
        """A recorded directory."""
        found = self._entry(path)
        if isinstance(found, Unreadable):
            self._troubles[path] = found.reason
        names = found.names if isinstance(found, Directory) else ()
        return tuple(name for name in names if name != KEPT)

    def resolve(self, path: str) -> str | None:
        """The path inside the root with every link followed."""
        real = self._resolve(path)
        return None if real is None else f"/{real}"

    def _entry(self, path: str) -> Entry | None:
        real = self._resolve(path)
        return None if real is None else self._at(real)

    def _at(self, real: str) -> Entry | None:
        return self._tree.entry("/".join(part for part in (self._root, real) if part))

    def _resolve(self, path: str) -> str | None:
        """The real path below the root; parents are remembered, thousands of files share them."""
        parent, _, name = path.strip("/").rpartition("/")
        if parent not in self._real:
            self._real[parent] = self._walk("", parent.split("/"), path)
        base = self._real[parent]
        return None if base is None else self._walk(base, [name], path)

    def _walk(self, start: str, names: list[str], asked: str) -> str | None:
        at, pending, links = start, names[::-1], 0
        while pending:
            name = pending.pop()
            if name in {"", "."}:
                continue
            if name == "..":
                at = at.rpartition("/")[0]
                continue
            here = f"{at}/{name}" if at else name
            found = self._at(here)
            if found is None:
                return None
            if not isinstance(found, Link):
                at = here
                continue
            links += 1
            if links > LINKS_FOLLOWED:
                self._troubles[asked] = "symbolic links in a loop"
                return None
            at = "" if found.target.startswith("/") else at
            pending.extend(reversed(found.target.split("/")))
        return at

    def uname(self, key: str) -> str | None:
        """What the recording says uname would have answered; never this machine's answer."""
        wanted = {"machine": "Architecture", "release": "OSRelease", "sysname": "OSName"}[key]
        for line in (self.read_text("/proc/hwloc-nofile-info") or "").splitlines():
            name, colon, value = line.partition(":")
            if colon and name.strip() == wanted:
                return value.strip() or None
        return None

    def sysconf(self, name: str) -> int | None:
        """Only the page size is recorded."""
        if name != "SC_PAGE_SIZE":
            return None
        for line in (self.read_text("/proc/hwloc-nofile-info") or "").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "PageSize" and value.strip().isdigit():
                return int(value) if len(value) < 20 else None
        return None

    def affinity(self) -> CpuSet | None:
        """Not recorded: it belonged to the process that recorded."""
        return None

    def sysctl(self, name: str) -> bytes | None:
        """A raw answer kept as a file."""
        return self.read_bytes(f"/macos/sysctl/{name}")

    def windows(self, question: str) -> bytes | None:
        """A raw answer kept as a file."""
        return self.read_bytes(f"/windows/{question}.bin")

    def nvml(self) -> bytes | None:
        """The raw answer kept as a file."""
        answer = self.read_bytes("/nvidia/nvml.json")
        if answer is None:
            self._troubles["NVML"] = "not recorded with this machine"
        return answer

    def python(self) -> Mapping[str, object] | None:
        """The recorded interpreter's signs, where `hwinfo capture` wrote them."""
        import json

        raw = self.read_bytes("/hwinfo/python.json")
        try:
            signs = json.loads(raw) if raw else None
        except (ValueError, RecursionError):
            return None
        return signs if isinstance(signs, dict) else None

    def run(self, argv: Sequence[str], timeout_s: float = 0.0) -> str | None:
        """Never: a recorded machine runs nothing."""
        return None


def _find_root(tree: Tree) -> str:
    top = tree.entry("")
    names = top.names if isinstance(top, Directory) else ()
    if any(name in names for name in ROOT_NAMES):
        return ""
    for name in names:
        below = tree.entry(name)
        if isinstance(below, Directory) and any(folder in below.names for folder in ROOT_NAMES):
            return name
    found = ", ".join(names[:5]) or "nothing"
    raise UnreadableInput(f"no recorded machine: expected sys/ or proc/ at the top, found {found}")
