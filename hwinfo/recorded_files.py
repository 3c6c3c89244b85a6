"""The files of a recorded machine: in memory, in a directory or in an archive, never extracted."""

from __future__ import annotations

import contextlib
import os
import stat
import tarfile
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hwinfo.errors import UnreadableInput
from hwinfo.host import READ_LIMIT_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEMBERS_LIMIT = 1_000_000
ARCHIVE_LIMIT_BYTES = 1 << 30
KEPT = ".kept"  # an empty file that keeps a directory whose existence is the fact


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
