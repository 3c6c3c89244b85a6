"""The files of the page's own file system, as they were."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_ENTERED = ("/dev", "/proc")
_MOST_DESCRIPTORS = 64


class Files:
    """What there was below some folders when it was made, and which descriptors were open."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self._folders = folders
        self._known = {path for folder in folders for path in _below(folder)}
        self._open = set(_open_descriptors())

    def restore(self) -> list[str]:
        """Remove what is new; return what is missing and cannot be made again."""
        for descriptor in set(_open_descriptors()) - self._open if self._folders else ():
            os.close(descriptor)
        left = set()
        for folder in self._folders:
            for path in _below(folder):
                left.add(path)
                if path not in self._known:
                    _remove(path)
        return sorted(self._known - left)


def _below(folder: str) -> Iterator[str]:
    """Paths below a folder; the content of a new folder after the folder itself."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:  # removed meanwhile, with its folder
        return
    for entry in entries:
        yield entry.path
        if entry.path not in _NOT_ENTERED and entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)


def _remove(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114  (text, as above)
        shutil.rmtree(path)
    else:
        os.unlink(path)  # noqa: PTH108


def _open_descriptors() -> Iterator[int]:
    for descriptor in range(_MOST_DESCRIPTORS):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        yield descriptor
