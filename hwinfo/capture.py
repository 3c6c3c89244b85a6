"""Record this machine for a test or a bug report: the files its readers look at, scrubbed."""

from __future__ import annotations

import io
import json
import os
import tarfile
from typing import TYPE_CHECKING

from hwinfo.collect import collect
from hwinfo.host import LiveHost
from hwinfo.recorded_files import KEPT, Link
from hwinfo.scrub import Scrubber

if TYPE_CHECKING:
    from pathlib import Path

MODES = {".xz": "w:xz", ".gz": "w:gz", ".bz2": "w:bz2", ".tar": "w"}
File = bytes | Link


class RecordingHost(LiveHost):
    """The live host, noting every path that a reader asks about."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: dict[str, None] = {}
        self.answers: dict[str, bytes] = {}

    def read_bytes(self, path: str) -> bytes | None:
        """As the live host, and noted."""
        self.paths[path] = None
        return super().read_bytes(path)

    def list_dir(self, path: str) -> tuple[str, ...]:
        """As the live host, and noted."""
        self.paths[path] = None
        return super().list_dir(path)

    def resolve(self, path: str) -> str | None:
        """As the live host, and noted."""
        self.paths[path] = None
        return super().resolve(path)

    def sysctl(self, name: str) -> bytes | None:
        """As the live host, and kept."""
        return self._keep(f"macos/sysctl/{name}", super().sysctl(name))

    def windows(self, question: str) -> bytes | None:
        """As the live host, and kept."""
        return self._keep(f"windows/{question}.bin", super().windows(question))

    def nvml(self) -> bytes | None:
        """As the live host, and kept."""
        return self._keep("nvidia/nvml.json", super().nvml())

    def _keep(self, path: str, answer: bytes | None) -> bytes | None:
        if answer is not None:
            self.answers[path] = answer
        return answer


def capture(output: Path) -> int:
    """Write the recording and return how many files it holds."""
    files = record()
    mode = MODES.get(output.suffix, "w:xz")
    folder = output.name.partition(".")[0] or "machine"
    with tarfile.open(output, mode) as archive:  # type: ignore[call-overload]
        for path in sorted(files):
            _add(archive, f"{folder}/{path}", files[path])
    return len(files)


def record() -> dict[str, File]:
    """The scrubbed files of this machine, by path below the root."""
    host = RecordingHost()
    collect(host)
    groups, cpuset = (host.read_text(f"/proc/self/{name}") or "" for name in ("cgroup", "cpuset"))
    files: dict[str, File] = {}
    for path in host.paths:
        _copy(host, path, files)
    files.update(host.answers)
    files["proc/hwloc-nofile-info"] = _system_answers(host)
    files["hwinfo/python.json"] = json.dumps(dict(host.python() or {}), indent=1).encode()
    return Scrubber(groups, cpuset).scrub(_without_needless(files))


def _without_needless(files: dict[str, File]) -> dict[str, File]:
    """Drop the marks of directories that other files keep anyway."""
    folders = {path.rpartition("/")[0] for path in files if not path.endswith(f"/{KEPT}")}
    parents = {
        "/".join(parts[:depth]) for parts in (f.split("/") for f in folders) for depth in range(20)
    }
    return {
        path: content
        for path, content in files.items()
        if not (path.endswith(f"/{KEPT}") and path.rpartition("/")[0] in folders | parents)
    }


def _copy(host: LiveHost, path: str, files: dict[str, File]) -> None:
    """One path's content at its real place, and the links that lead there."""
    real = _follow(path, files)
    if real is None:
        return
    if os.path.isdir(real):  # noqa: PTH112 - plain paths all through, as in the readers
        files.setdefault(f"{real}/{KEPT}".lstrip("/"), b"")
        return
    content = host.read_bytes(path)
    if content is not None:
        files[real.lstrip("/")] = content


def _follow(path: str, files: dict[str, File], links_left: int = 40) -> str | None:
    """The real path, noting each symbolic link on the way; /proc/self stays as it is."""
    at = ""
    names = path.strip("/").split("/")
    for index, name in enumerate(names):
        here = f"{at}/{name}"
        if here != "/proc/self" and os.path.islink(here):  # noqa: PTH114
            if links_left == 0:
                return None
            target = os.readlink(here)  # noqa: PTH115
            files[here.lstrip("/")] = Link(target)
            onward = os.path.normpath(target if target.startswith("/") else f"{at}/{target}")
            return _follow("/".join([onward, *names[index + 1 :]]), files, links_left - 1)
        at = here
    return at if os.path.exists(at) else None  # noqa: PTH110


def _system_answers(host: LiveHost) -> bytes:
    answers = {
        "OSName": host.uname("sysname"),
        "OSRelease": host.uname("release"),
        "Architecture": host.uname("machine"),
        "PageSize": host.sysconf("SC_PAGE_SIZE"),
    }
    return "".join(f"{key}: {value}\n" for key, value in answers.items() if value).encode()


def _add(archive: tarfile.TarFile, name: str, content: File) -> None:
    """An entry without owner and time: two recordings of one machine are alike."""
    entry = tarfile.TarInfo(name)
    if isinstance(content, Link):
        entry.type, entry.linkname = tarfile.SYMTYPE, content.target
        archive.addfile(entry)
        return
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
