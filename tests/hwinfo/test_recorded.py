"""A recorded machine is read without extracting it, and never leads out of its root."""

import io
import os
import tarfile

import pytest

from hwinfo.errors import UnreadableInput
from hwinfo.host import LiveHost
from hwinfo.recorded import RecordedHost
from hwinfo.recorded_files import Link, MemoryTree, Unreadable


def recorded(**files):
    """A host over files whose names use "__" for "/"."""
    return RecordedHost(MemoryTree({name.replace("__", "/"): each for name, each in files.items()}))


def archive(path, members):
    """Write a tar of (name, bytes or link target or TarInfo)."""
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            if isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
                tar.addfile(entry)
            else:
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return path


def test_links_are_followed_inside_the_root():
    """Relative links, absolute links and links in the middle of a path."""
    host = recorded(
        proc__x=b"1",
        sys__relative=Link("../proc/x"),
        sys__absolute=Link("/proc/x"),
        sys__folder=Link("/proc"),
    )
    paths = ("/sys/relative", "/sys/absolute", "/sys/folder/x")
    assert [host.read_text(path) for path in paths] == ["1", "1", "1"]
    assert host.resolve("/sys/folder/x") == "/proc/x"


def test_a_link_cannot_climb_out_of_the_root(tmp_path):
    """A ".." at the root stays at the root, on disk as in memory."""
    (tmp_path / "secret").write_text("secret")
    root = tmp_path / "root"
    (root / "sys").mkdir(parents=True)
    (root / "sys" / "up").symlink_to("../../secret")
    (root / "sys" / "out").symlink_to(tmp_path / "secret")
    host = RecordedHost.open(root)
    assert [host.read_text(f"/sys/{name}") for name in ("up", "out", "../../secret")] == [None] * 3


def test_a_loop_of_links_ends_and_is_told():
    """Forty links are enough for Linux, and for us."""
    host = recorded(sys__a=Link("b"), sys__b=Link("a"))
    assert host.read_text("/sys/a") is None
    assert host.why_not("/sys/a") == "symbolic links in a loop"


def test_a_long_chain_of_folders_in_a_link_ends():
    """A link target of thousands of names neither overflows nor hangs."""
    assert recorded(sys__a=Link("a/" * 5000)).read_text("/sys/a") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(tmp_path):
    """Opening a pipe would wait for a writer for ever."""
    (tmp_path / "sys").mkdir()
    os.mkfifo(tmp_path / "sys" / "pipe")
    host = RecordedHost.open(tmp_path)
    assert (host.read_text("/sys/pipe"), host.why_not("/sys/pipe")) == (None, "not a regular file")


def test_an_unreadable_file_says_why():
    """There, but not for us: not the same as missing."""
    host = recorded(proc__meminfo=Unreadable("Permission denied"))
    assert (host.read_text("/proc/meminfo"), host.why_not("/proc/meminfo")) == (
        None,
        "Permission denied",
    )


def test_an_archive_and_its_folder_read_alike(tmp_path):
    """The machine may lie at the top or in one folder, packed or not."""
    packed = archive(tmp_path / "m.tar", {"m/proc/a": b"1", "m/sys/b": "../proc/a"})
    with tarfile.open(packed) as tar:
        # Debian's Python 3.11.2 has no filters yet
        filtered = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        tar.extractall(tmp_path / "x", **filtered)
    hosts = [RecordedHost.open(path) for path in (packed, tmp_path / "x", tmp_path / "x" / "m")]
    assert [host.read_text("/sys/b") for host in hosts] == ["1", "1", "1"]


def test_member_names_cannot_leave_the_archive(tmp_path):
    """Names with ".." and leading slashes are taken as names below the root."""
    host = RecordedHost.open(archive(tmp_path / "m.tar", {"/proc/a": b"1", "../../sys/b": b"2"}))
    assert (host.read_text("/proc/a"), host.read_text("/sys/b")) == ("1", "2")


@pytest.mark.parametrize("damage", ["text", "cut", "flip", "empty"])
@pytest.mark.parametrize("suffix", ["xz", "gz"])
def test_a_damaged_archive_is_an_error_that_names_it(tmp_path, damage, suffix):
    """Truncated, altered and foreign files end in one clear message."""
    path = tmp_path / f"m.tar.{suffix}"
    with tarfile.open(path, f"w:{suffix}") as tar:
        entry = tarfile.TarInfo("m/proc/a")
        entry.size = 50_000
        tar.addfile(entry, io.BytesIO(os.urandom(50_000)))
    whole = path.read_bytes()
    flipped = whole[:30] + bytes(byte ^ 0xFF for byte in whole[30:2000]) + whole[2000:]
    path.write_bytes(
        {"text": b"hello", "cut": whole[:20_000], "flip": flipped, "empty": b""}[damage]
    )
    with pytest.raises(UnreadableInput, match=r"m\.tar"):
        RecordedHost.open(path)


def test_a_folder_without_a_machine_is_an_error_that_says_what_was_found(tmp_path):
    """The next step is to give another folder."""
    (tmp_path / "photos").mkdir()
    with pytest.raises(UnreadableInput, match=r"expected sys/ or proc/ at the top, found photos"):
        RecordedHost.open(tmp_path)


def test_a_recorded_machine_never_answers_for_this_one():
    """Architecture, commands and affinity come from the recording or not at all."""
    host = recorded(proc__x=b"")
    assert [
        host.uname("machine"),
        host.run(("true",)),
        host.affinity(),
        host.sysconf("SC_PAGE_SIZE"),
    ] == [None] * 4


def test_a_live_host_refuses_what_is_no_file(tmp_path):
    """A directory or a pipe gives None and a reason."""
    host = LiveHost()
    assert host.read_bytes(str(tmp_path)) is None
    assert host.why_not(str(tmp_path))


def test_a_slow_command_is_given_up():
    """A reader that runs a command has a time limit."""
    import sys

    assert (
        LiveHost().run((sys.executable, "-c", "import time; time.sleep(60)"), timeout_s=0.2) is None
    )
