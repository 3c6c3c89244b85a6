"""Neither report nor recording names a person, a host or one single unit."""

import getpass
import re
import socket
import sys
from pathlib import Path

import pytest

from hwinfo import card
from hwinfo.capture import record
from hwinfo.collect import collect
from hwinfo.host import LiveHost
from hwinfo.recorded import RecordedHost
from hwinfo.recorded_files import Link, MemoryTree
from hwinfo.renderers.hwfacts import hwfacts
from hwinfo.renderers.json import render_json
from hwinfo.scrub import MAC, UUID, Scrubber

SECRETS = [
    name for name in (socket.gethostname(), getpass.getuser()) if len(name) >= 4 and name != "root"
]


def assert_private(text):
    """No own name, no home, no hardware address, no UUID."""
    assert [name for name in SECRETS if re.search(rf"\b{re.escape(name)}\b", text)] == []
    assert not re.search(rf"(?<![\w/]){re.escape(str(Path.home()))}/", text)
    assert [
        found
        for found in (MAC.search(text), UUID.search(text))
        if found and set(found[0]) - set("0:-")
    ] == []


def test_the_json_report_is_private():
    """Built from this very machine."""
    assert_private(render_json(collect(LiveHost(), ask_everyone=True)))


@pytest.mark.skipif(sys.platform != "linux", reason="records Linux's files")
def test_a_recording_is_private_and_replays():
    """The recording says the same facts and none of the names."""
    files = record()
    for content in files.values():
        assert_private(
            content.target if isinstance(content, Link) else content.decode("utf-8", "replace")
        )
    live = hwfacts(collect(LiveHost()))
    replayed = hwfacts(collect(RecordedHost(MemoryTree(files))))
    for key in ("counts", "cpus", "caches", "cores", "packages", "distances", "arch", "pci"):
        assert replayed[key] == live[key]


def scrub(files, groups=""):
    """The files after scrubbing, as text."""
    cleaned = Scrubber(groups, "").scrub({path: text.encode() for path, text in files.items()})
    return {path: content.decode() for path, content in cleaned.items()}


def test_serial_numbers_in_cpuinfo_are_taken_out():
    """A Raspberry Pi prints its serial number there, a mainframe its processor's."""
    text = "processor : 0\nSerial : 00000000abcdef12\nprocessor 0: version = FF,  identification = 06A18A\n"
    assert scrub({"proc/cpuinfo": text}) == {"proc/cpuinfo": "processor : 0\n"}


def test_other_mounts_are_taken_out():
    """Mount points and servers name people and hosts; only control groups are needed."""
    text = "nas.example:/home/ann /home/ann nfs rw 0 0\nc /sys/fs/cgroup cgroup2 rw 0 0\n"
    assert scrub({"proc/mounts": text}) == {"proc/mounts": "c /sys/fs/cgroup cgroup2 rw 0 0\n"}


def test_groups_are_renamed_in_contents_and_folders_alike():
    """A batch system's group names job and server; the recording still finds its limits."""
    groups = "0::/torque/513099.master.cluster\n"
    path = "sys/fs/cgroup/torque/513099.master.cluster/cpu.max"
    cleaned = scrub({"proc/self/cgroup": groups, path: "50000 100000\n"}, groups)
    assert "master" not in str(cleaned)
    own = cleaned["proc/self/cgroup"].strip().removeprefix("0::")
    assert cleaned[f"sys/fs/cgroup{own}/cpu.max"] == "50000 100000\n"


def test_addresses_and_uuids_become_zeros():
    """Wherever they stand."""
    text = "a 00:11:22:aa:bb:cc b 123e4567-e89b-12d3-a456-426614174000"
    assert (
        scrub({"sys/x": text})["sys/x"]
        == "a 00:00:00:00:00:00 b 00000000-0000-0000-0000-000000000000"
    )


def test_the_address_in_an_interface_name_becomes_zeros():
    """The path is scrubbed like the contents."""
    assert list(scrub({"sys/class/net/enx0011223344aa/mtu": "1500"})) == [
        "sys/class/net/enx000000000000/mtu"
    ]


def test_configuration_space_loses_its_extended_half():
    """Beyond 256 bytes lie device serial numbers."""
    assert len(scrub({"sys/x/config": "a" * 4096})["sys/x/config"]) == 256


def test_mainframe_serials_are_taken_out():
    """/proc/sysinfo keeps what readers need: type, counts, hypervisor."""
    text = (
        "Manufacturer: IBM\nSequence Code: 00EAA14\nLPAR Name: PROD1\nVM00 Control Program: z/VM\n"
    )
    assert (
        scrub({"proc/sysinfo": text})["proc/sysinfo"]
        == "Manufacturer: IBM\nVM00 Control Program: z/VM\n"
    )


def test_the_card_holds_exactly_the_agreed_figures():
    """What is put beside a snippet's output."""
    assert sorted(card()) == [
        "architecture",
        "caches",
        "cores",
        "memory_bytes",
        "model",
        "os",
        "packages",
        "processing_units",
        "quota_cpus",
    ]
