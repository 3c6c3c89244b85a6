"""Damaged machines: no crash, no hang, no guess, and gaps that say where and what.

The normal run tries a few hundred; `--hypothesis-profile=thorough` tries ten thousand.
"""

import contextlib
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hwinfo.codec import report_from_plain, report_to_plain, to_plain
from hwinfo.collect import collect
from hwinfo.errors import HwinfoError
from hwinfo.recorded import RecordedHost
from hwinfo.recorded_files import Link, MemoryTree, Unreadable, read_archive
from hwinfo.renderers.hwfacts import hwfacts
from hwinfo.renderers.text import render_text
from tests.hwinfo.conformance import find_machines

EXAMPLES = max(200, settings.default.max_examples)
FOLDER = Path(__file__).parents[1] / "machines"
WHOLE = [dict(read_archive(path)._files) for path, _ in find_machines(FOLDER)]
NUMBERS = st.sampled_from(
    ["-1", "0", "-0", "99999999999999999999", "1e9", "0x10", "٣", "+7", " 4 ", "3.5", "nan", "²"]
)
LISTS = st.sampled_from(["0-99999999", "3-1", "0,0,0", "-5", "0-", ",", "1-2-3", "0-65535", "a-b"])
MASKS = st.sampled_from(["0", "f" * 9, "ffffffff," * 3000, "0x3", "-1", "3", "6", "c", "ff,", "g"])
WORDS = st.sampled_from(["512M", "K", "-4K", "Data\0", "max max", "max", "0 0", "5 -1", "\ufffd"])
LINES = st.sampled_from(
    [
        "MemTotal: -5 kB",
        "MemTotal:",
        "flags :",
        "processor : -1",
        "processor : 1" + "0" * 40,
        ":" * 50,
    ]
)
BINARY = st.binary(max_size=64)
HUGE = st.sampled_from([b"7" * 200_000, b"\xff" * 100_000, b"0-1," * 50_000, b"\n" * 100_000])
TEXT = st.one_of(NUMBERS, LISTS, MASKS, WORDS, LINES).map(lambda text: text.encode())
LINKS = st.sampled_from([".", "..", "/", "../../../../etc/passwd", "self", "/sys", "/sys/devices"])
DAMAGE = st.one_of(TEXT, BINARY, HUGE, LINKS.map(Link), st.just(Unreadable("Permission denied")))


@st.composite
def damaged(draw):
    """A whole machine with some files cut, replaced, swapped, removed or turned into links.

    The name is drawn before the place: /proc/meminfo is one file, "level" is one of dozens.
    """
    files = dict(draw(st.sampled_from(WHOLE)))
    paths = sorted(files)
    names = sorted({path.rpartition("/")[2] for path in paths})
    for _ in range(draw(st.integers(1, 12))):
        name = draw(st.sampled_from(names))
        path = draw(st.sampled_from([path for path in paths if path.rpartition("/")[2] == name]))
        how = draw(
            st.sampled_from(["number", "replace", "cut", "remove", "swap", "folder", "loop"])
        )
        _spoil(draw, files, path, how, paths)
    return files


def _spoil(draw, files, path, how, paths):
    content = files.get(path, b"")
    if how == "replace":
        files[path] = draw(DAMAGE)
    elif how == "number" and isinstance(content, bytes):
        numbers = list(re.finditer(rb"\d+", content))[:40]
        if numbers:
            spot = draw(st.sampled_from(numbers))
            files[path] = content[: spot.start()] + draw(TEXT) + content[spot.end() :]
    elif how == "cut" and isinstance(content, bytes):
        files[path] = content[: draw(st.integers(0, max(0, len(content) - 1)))]
    elif how == "remove":
        files.pop(path, None)
    elif how == "swap":
        files[path] = files.get(draw(st.sampled_from(paths)), b"")
    elif how == "folder":
        files.pop(path, None)
        files[f"{path}/inside"] = draw(TEXT)
    elif how == "loop":
        files[path] = Link(path.rpartition("/")[2])


def examine(files):
    """Report a machine and hold the report to what is always true."""
    with contextlib.suppress(HwinfoError):  # a tree without sys and proc is refused at the door
        report = collect(RecordedHost(MemoryTree(files)))
        broken = [gap for gap in report.gaps if gap.field.startswith("readers.")]
        assert broken == [], "a reader failed instead of saying what it could not read"
        assert_no_guess(report)
        plain = report_to_plain(report)
        assert report_to_plain(report_from_plain(plain)) == plain
        assert max(map(len, render_text(report).splitlines()), default=0) < 400
        hwfacts(report)


def assert_no_guess(report):
    """Sets lie within the online CPUs, objects of a sort do not cut through each other, nothing is negative."""
    machine = report.machine
    online = machine.cpus.online
    for objects in (machine.packages, machine.dies, machine.cores):
        for at, each in enumerate(objects or ()):
            assert each.cpus
            assert each.cpus <= online
            for earlier in objects[:at]:
                assert not each.cpus & earlier.cpus or each.cpus <= earlier.cpus
    assert all(gap.reason and gap.looked_at and all(gap.looked_at) for gap in report.gaps)
    assert machine.cpus.allowed is None or machine.cpus.allowed <= online
    for number in figures(to_plain(machine)):
        assert number >= 0


def figures(plain):
    """Every number of a plain value."""
    if isinstance(plain, dict):
        plain = list(plain.values())
    if isinstance(plain, list):
        return [number for each in plain for number in figures(each)]
    return [plain] if isinstance(plain, int | float) and not isinstance(plain, bool) else []


@settings(max_examples=EXAMPLES, deadline=None)
@given(damaged())
def test_damage_becomes_gaps(files):
    """Whatever a file holds, the report comes out, and what it says is possible."""
    examine(files)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(WHOLE[0])), DAMAGE, max_size=30))
def test_a_machine_of_damage_only_reports(files):
    """Nothing of the tree is sound."""
    examine({"sys/.kept": b"", **files})


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_a_damaged_archive_is_refused_or_read(tmp_path_factory, raw):
    """Bytes that are no archive end in one clear error."""
    path = tmp_path_factory.mktemp("archive") / "m.tar.xz"
    path.write_bytes(raw)
    with contextlib.suppress(HwinfoError):
        examine(dict(RecordedHost.open(path)._tree._files))


def test_every_undamaged_machine_passes_the_same_examination():
    """The examination itself is sound: whole machines pass it."""
    for files in WHOLE:
        examine(files)
