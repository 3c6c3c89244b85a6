"""A recorded machine: the /sys and /proc of a directory or an archive, read without extracting."""

from __future__ import annotations

import contextlib
import os
import stat
import tarfile
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hwinfo.errors import UnreadableInput
from hwinfo.host import READ_LIMIT_BYTES, Host

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hwinfo.cpuset import CpuSet

LINKS_FOLLOWED = 40  # Linux's own MAXSYMLINKS
MEMBERS_LIMIT = 1_000_000
ARCHIVE_LIMIT_BYTES = 1 << 30
KEPT = ".kept"  # an empty file that keeps a directory whose existence is the fact
ROOT_NAMES = ("sys", "proc", "macos", "windows")


class Link(NamedTuple):
    """A symbolic link, kept as text."""

    target: str


class Unreadable(NamedTuple):
    """A file that is there and cannot be read."""

    reason: str


class Directory(NamedTuple):
    """The sorted names in a directory."""

    names: tuple[str, ...]


File = bytes | Link | Unreadable
Entry = bytes | Link | Unreadable | Directory


class Tree(Protocol):
    """Files below a root, by "/"-separated path without leading slash; "" is the root."""

    def entry(self, path: str) -> Entry | None:
        """A file's bytes, a link, a directory's names, or None."""


class MemoryTree:
    """A tree held in memory, as an archive gives it."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._files = files
        directories: dict[str, set[str]] = {"": set()}
        for path in files:
            parts = path.split("/")
            for depth, name in enumerate(parts):
                directories.setdefault("/".join(parts[:depth]), set()).add(name)
        self._directories = {
            path: Directory(tuple(sorted(names))) for path, names in directories.items()
        }

    def entry(self, path: str) -> Entry | None:
        """What the archive has at a path."""
        found = self._directories.get(path)
        return self._files.get(path) if found is None else found


class DirectoryTree:
    """A tree on disk; only regular files are opened, so that a pipe cannot hang a report."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)

    def entry(self, path: str) -> Entry | None:
        """What the disk has at a path."""
        full = f"{self._root}/{path}"
        try:
            mode = os.lstat(full).st_mode
            if stat.S_ISLNK(mode):
                return Link(os.readlink(full))  # noqa: PTH115
            if stat.S_ISDIR(mode):
                return Directory(tuple(sorted(os.listdir(full))))  # noqa: PTH208
            if not stat.S_ISREG(mode):
                return Unreadable("not a regular file")
            with open(full, "rb") as stream:  # noqa: PTH123
                return stream.read(READ_LIMIT_BYTES)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        except OSError as error:
            return Unreadable(error.strerror or "unreadable")


def read_archive(path: Path) -> MemoryTree:
    """Every regular file and link of a tar archive, within bounds on number and size.

    Raises: UnreadableInput if it is no archive, is damaged, or exceeds the bounds.
    """
    try:
        with tarfile.open(path, "r:*") as archive:
            return MemoryTree(_read_members(archive))
    except tarfile.ReadError as error:
        reason = "expected a tar archive (plain, .gz, .bz2 or .xz), whole and of this format"
        raise UnreadableInput(f"{path}: {reason}") from error
    except _damage() as error:
        raise UnreadableInput(f"{path}: damaged archive ({error})") from error


def _damage() -> tuple[type[Exception], ...]:
    """What damaged archives raise; an interpreter may be built without some decompressors."""
    errors: list[type[Exception]] = [OSError, EOFError, tarfile.TarError, ValueError]
    with contextlib.suppress(ImportError):
        import lzma

        errors.append(lzma.LZMAError)
    with contextlib.suppress(ImportError):
        import zlib

        errors.append(zlib.error)
    return tuple(errors)


def _read_members(archive: tarfile.TarFile) -> dict[str, File]:
    files: dict[str, File] = {}
    total = 0
    for member in archive:
        total += member.size
        if total > ARCHIVE_LIMIT_BYTES or len(files) > MEMBERS_LIMIT:
            raise tarfile.TarError("larger than a recorded machine can be")
        content = _member_content(archive, member, files)
        if content is not None:
            files[_inside(member.name)] = content
    return files


def _member_content(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    files: Mapping[str, File],
) -> File | None:
    if member.issym():
        return Link(member.linkname)
    if member.islnk():
        return files.get(_inside(member.linkname))
    stream = archive.extractfile(member) if member.isreg() else None
    return stream.read(READ_LIMIT_BYTES) if stream else None


def _inside(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in {"", ".", ".."})


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
