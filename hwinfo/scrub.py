"""Take out of a recording what names a person, a host or one single unit."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from hwinfo.readers.linux_devices import ADDRESS_IN_NAME
from hwinfo.readers.linux_platform import CONTAINER_GROUPS
from hwinfo.recorded_files import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

File = bytes | Link

MAC = re.compile(r"\b[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}\b")
UUID = re.compile(r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b")
CONFIG_BYTES = 256  # the extended configuration space holds device serial numbers
GROUP_PLACES = ("/sys/", "/dev/", "/cgroup")
SYSINFO_KEYS = ("Manufacturer", "Type", "Model", "CPUs", "LPAR Number", "VM00 Control Program")
CPUINFO_SECRETS = ("serial", "identification", "processor 0", "machine id")
EMPTY_FILES = ("ibm,partition-name", "boot_id", "machine-id")
GROUP_FOLDERS = re.compile(r"^(sys/fs/cgroup|dev/cpuset)(/|$)")


class Scrubber:
    """Knows this machine's own names: its control groups, its host name, its user."""

    def __init__(self, groups: str, cpuset: str) -> None:
        paths = [line.split(":", 2)[2] for line in groups.splitlines() if line.count(":") >= 2]
        names = {name for path in [*paths, cpuset] for name in path.strip().split("/") if name}
        self._groups = {
            name: _group_name(name, index) for index, name in enumerate(sorted(names, key=len))
        }
        self._own = [name for name in _own_names() if len(name) >= 4]

    def scrub(self, files: Mapping[str, File]) -> dict[str, File]:
        """The files with names and contents cleaned."""
        return {self._path(path): self._content(path, each) for path, each in files.items()}

    def _path(self, path: str) -> str:
        parts = [ADDRESS_IN_NAME.sub("0" * 12, part) for part in path.split("/")]
        if GROUP_FOLDERS.match(path):
            parts = [self._groups.get(part, part) for part in parts]
        return "/".join(parts)

    def _content(self, path: str, content: File) -> File:
        if isinstance(content, Link):
            return Link(self._path(content.target))
        name = path.rpartition("/")[2]
        if name in EMPTY_FILES:
            return b""
        if name == "config" or path.startswith(("macos/", "windows/")):
            return content[:CONFIG_BYTES] if name == "config" else content
        clean = LINE_RULES.get(path, LINE_RULES.get(name))
        text = content.decode("utf-8", "surrogateescape")
        text = clean(text) if clean else text
        if path in {"proc/self/cgroup", "proc/self/cpuset"}:
            text = self._group_paths(text)
        for own in self._own:
            text = re.sub(rf"\b{re.escape(own)}\b", "name", text)
        text = UUID.sub("00000000-0000-0000-0000-000000000000", MAC.sub("00:00:00:00:00:00", text))
        return text.encode("utf-8", "surrogateescape")

    def _group_paths(self, text: str) -> str:
        lines = []
        for line in text.splitlines():
            head, _, path = line.rpartition(":")
            parts = [self._groups.get(part, part) for part in path.split("/")]
            lines.append(f"{head}:{'/'.join(parts)}" if head else "/".join(parts))
        return "\n".join(lines) + "\n"


def _group_name(name: str, index: int) -> str:
    """A neutral name that keeps the sign of a container runtime, if there was one."""
    sign = next((sign for sign, _ in CONTAINER_GROUPS if name.startswith(sign)), "group")
    return f"{sign}{index}"


def _own_names() -> set[str]:
    import getpass
    import socket

    names = {socket.gethostname().partition(".")[0]}
    with contextlib.suppress(OSError, KeyError, ImportError):  # a user without a name
        names.add(getpass.getuser())
    return names - {"localhost", "root"}


def _is_group_mount(line: str) -> bool:
    """A control group at a place that names nobody; other mounts tell of users and servers."""
    words = line.split()
    kinds = ("cgroup", "cgroup2", "cpuset")
    return len(words) > 3 and words[2] in kinds and words[1].startswith(GROUP_PLACES)


def _keep_lines(wanted: Callable[[str], bool]) -> Callable[[str], str]:
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if wanted(line))


LINE_RULES: dict[str, Callable[[str], str]] = {
    "proc/cpuinfo": _keep_lines(lambda line: not line.lower().startswith(CPUINFO_SECRETS)),
    "proc/sysinfo": _keep_lines(lambda line: line.startswith(SYSINFO_KEYS)),
    "proc/self/mounts": _keep_lines(_is_group_mount),
    "proc/mounts": _keep_lines(_is_group_mount),
    "etc/os-release": _keep_lines(lambda line: line.startswith("PRETTY_NAME")),
    "usr/lib/os-release": _keep_lines(lambda line: line.startswith("PRETTY_NAME")),
    "information": _keep_lines(lambda line: line.startswith("Model")),
}
