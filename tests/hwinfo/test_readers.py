"""The readers as a company: all registered, all documented, none able to spoil a report."""

import importlib
import inspect
import os
import pkgutil
import sys

import pytest

import hwinfo.readers
from hwinfo.codec import value_at
from hwinfo.collect import collect
from hwinfo.host import LiveHost
from hwinfo.model import Fact, Gap
from hwinfo.readers import READERS, Reader, linux_memory
from tests.hwinfo.trees import host_of, linux

MODULES = [
    name
    for _, name, _ in pkgutil.iter_modules(hwinfo.readers.__path__)
    if hasattr(importlib.import_module(f"hwinfo.readers.{name}"), "read")
]
FIRST, SECOND = Reader("linux_memory", "first"), Reader("psutil_figures", "second")


def test_every_reader_is_registered_once():
    """A module with read(host) that nobody asks would be a lie."""
    assert sorted(reader.name for reader in READERS) == sorted(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_every_reader_names_its_source(name):
    """The docstring says which interface the figures come from."""
    module = importlib.import_module(f"hwinfo.readers.{name}")
    assert "Source:" in inspect.getdoc(module.read)


def test_py_cpuinfo_is_asked_last_and_only_in_need():
    """It takes longer than everything else together."""
    assert READERS[-1].name == "cpuinfo_package"
    assert READERS[-1].only_for == ("cpu.model", "cpu.features")


def test_a_reader_that_fails_midway_keeps_what_it_said(monkeypatch):
    """Its facts stay, its failure is a gap, and the next reader is asked."""

    def fails(host):
        yield Fact("memory.total_bytes", 1024, "here")
        raise RuntimeError("broken driver")

    monkeypatch.setattr(linux_memory, "read", fails)
    report = collect(host_of(linux("0-1")))
    assert report.machine.memory.total_bytes == 1024
    assert report.machine.counts.processing_units == 2
    reasons = {gap.field: gap.reason for gap in report.gaps}
    assert reasons["readers.linux_memory"] == "the reader failed: RuntimeError: broken driver"


def test_a_failure_that_names_a_path_is_told_without_it(monkeypatch):
    """A report is private even when it breaks."""
    monkeypatch.setattr(linux_memory, "read", lambda host: open("/home/ann/x").readlines())  # noqa: PTH123, SIM115
    reasons = {gap.field: gap.reason for gap in collect(host_of(linux("0"))).gaps}
    assert reasons["readers.linux_memory"] == "the reader failed: FileNotFoundError"


def test_the_first_reader_is_believed_and_the_second_kept(monkeypatch):
    """Both opinions stand in the report, in order of trust."""
    said = {"linux_memory": 1, "psutil_figures": 2}
    for name, value in said.items():
        module = importlib.import_module(f"hwinfo.readers.{name}")
        fact = Fact("memory.total_bytes", value, name)
        monkeypatch.setattr(module, "read", lambda host, fact=fact: [fact])
    report = collect(host_of(linux("0")), (FIRST, SECOND))
    assert report.machine.memory.total_bytes == 1
    assert [fact.value for fact in report.opinions("memory.total_bytes")] == [1, 2]


def test_a_gap_closes_when_anybody_knows(monkeypatch):
    """What one reader lacks and another has is no gap."""
    monkeypatch.setattr(linux_memory, "read", lambda host: [Gap("memory.total_bytes", "no idea")])
    psutil_figures = importlib.import_module("hwinfo.readers.psutil_figures")
    monkeypatch.setattr(psutil_figures, "read", lambda host: [Fact("memory.total_bytes", 2, "b")])
    report = collect(host_of(linux("0")), (FIRST, SECOND))
    assert "memory.total_bytes" not in {gap.field for gap in report.gaps}


@pytest.mark.skipif(sys.platform != "linux", reason="compares with Linux's own counts")
def test_this_machine_agrees_with_the_c_library():
    """The number of online CPUs and the page size are what sysconf says."""
    machine = collect(LiveHost()).machine
    expected = (os.sysconf("SC_NPROCESSORS_ONLN"), os.sysconf("SC_PAGE_SIZE"))
    assert (len(machine.cpus.online), machine.memory.page_bytes) == expected


@pytest.mark.parametrize(
    "path", ["caches.L9.size_bytes", "nonsense", "cpu.nonsense", "memory.total_bytes.x"]
)
def test_a_path_that_leads_nowhere_is_unknown(path):
    """Looking up a figure never fails."""
    assert value_at(collect(host_of(linux("0"))).machine, path) is None
