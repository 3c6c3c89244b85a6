"""Every worker of a real cluster is asked; one that dies takes nobody's report with it."""

import json
import logging
import os
import signal
import socket
import sys

import pytest

from hwinfo import cli, fleet
from hwinfo.codec import report_from_plain
from hwinfo.errors import NotSupported, UnreadableInput

distributed = pytest.importorskip("distributed", reason="the extra `distributed` is not installed")
WORKERS = 3


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=WORKERS,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        host="127.0.0.1",
        silence_logs=logging.ERROR,
    ) as local:
        yield local


@pytest.fixture
def scheduler(cluster):
    """The address of a cluster whose workers are all there, however the last test ended."""
    with distributed.Client(cluster) as client:
        client.wait_for_workers(WORKERS, timeout=60)
    return cluster.scheduler_address


def differing(dask_worker):
    """A stand-in for the report whose machines differ by worker: runs on the workers."""
    from hwinfo.fleet import take_report

    plain = take_report()
    plain["machine"]["memory"]["total_bytes"] = (1 + dask_worker.name % 2) << 30
    return plain


def by_value(function):
    """Send a function with its code: the workers cannot import the tests."""
    from distributed.protocol.pickle import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[function.__module__])
    return function


def dying(dask_worker):
    """The second worker is killed in the midst of its answer."""
    from hwinfo.fleet import take_report

    plain = take_report()
    if dask_worker.name == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain


def failing():
    raise RuntimeError("no luck on /a/path")


def hanging(dask_worker):
    import time

    time.sleep(12 if dask_worker.name == 0 else 0)
    from hwinfo.fleet import take_report

    return take_report()


def test_every_worker_reports_and_every_line_loads(scheduler, tmp_path, capsys):
    """The command line, from the address to the file and the table."""
    output = tmp_path / "fleet.jsonl"
    assert cli.main(["fleet", "--scheduler", scheduler, "-o", str(output)]) == 0
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    assert [line["worker"] for line in lines] == ["worker-1", "worker-2", "worker-3"]
    threads = {report_from_plain(line).machine.counts.processing_units for line in lines}
    assert len(threads) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("3 workers answered, 0 did not.")
    assert "All reports describe the same machine." in shown


def test_the_file_holds_no_address(scheduler, capsys):
    """Addresses name hosts; only the table on the screen has them."""
    assert fleet.main(["--scheduler", scheduler]) == 0
    captured = capsys.readouterr()
    assert "127.0.0.1" not in captured.out
    assert captured.err.count("tcp://127.0.0.1") == WORKERS


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_worker_that_dies_midway_is_named_and_the_others_are_kept(scheduler):
    """It is killed while it answers, as by the out-of-memory killer."""
    answers = fleet.ask_fleet(scheduler, take=by_value(dying))
    assert sorted(answer.report is None for answer in answers) == [False, False, True]
    (dead,) = (answer for answer in answers if answer.report is None)
    assert dead.reason.startswith("the worker ended or was cut off before it answered")
    assert json.loads(dead.line()) == {
        "schema": "hwinfo-failure/1",
        "worker": dead.worker,
        "reason": "the worker ended or was cut off before it answered",
    }
    assert f"No report:\n{dead.worker} ({dead.address}): the worker ended" in fleet.differences(
        answers
    )


def test_machines_that_differ_are_tabled_by_kind(scheduler):
    """Two kinds of machine, one field that differs, both values."""
    shown = fleet.differences(fleet.ask_fleet(scheduler, take=by_value(differing)))
    assert "A: worker-" in shown
    assert "B: worker-" in shown
    (row,) = (line for line in shown.splitlines() if line.startswith("memory.total_bytes"))
    assert "1 GiB" in row
    assert "2 GiB" in row


def test_a_failure_on_the_worker_is_told_without_its_paths_in_the_file(scheduler):
    """The error's text stays on the screen."""
    answers = fleet.ask_fleet(scheduler, take=by_value(failing))
    assert {answer.reason for answer in answers} == {"failed with RuntimeError: no luck on /a/path"}
    assert "/a/path" not in "".join(answer.line() for answer in answers)


def test_a_worker_that_hangs_is_left_behind(scheduler):
    """The others have answered long before."""
    answers = fleet.ask_fleet(scheduler, seconds=6, take=by_value(hanging))
    assert [answer.reason for answer in answers if answer.report is None] == [
        "no answer within 6 s"
    ]


def test_progress_counts_the_workers(scheduler):
    """From the first answer to the last."""
    told = []
    fleet.ask_fleet(scheduler, told=lambda title, share: told.append((title, share)))
    assert told[-1] == ("3 of 3 workers", 1.0)


def test_where_no_scheduler_listens_the_error_says_so(monkeypatch):
    """With the address, and what one looks like."""
    monkeypatch.setattr(fleet, "CONNECT_SECONDS", 1.0)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(UnreadableInput, match=rf"{port}: no Dask scheduler .* tcp://127"):
        fleet.ask_fleet(f"tcp://127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://127.0.0.1:not-a-port"])
def test_an_address_that_is_none_is_refused(address, monkeypatch):
    """As bad input, not as a traceback."""
    monkeypatch.setattr(fleet, "CONNECT_SECONDS", 1.0)
    with pytest.raises(UnreadableInput, match="no Dask scheduler answers there"):
        fleet.ask_fleet(address)


def test_without_the_extra_the_error_names_it(monkeypatch):
    """What to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotSupported, match=r"pip install 'python-to-the-metal\[fleet\]'"):
        fleet.ask_fleet("tcp://127.0.0.1:1")


def test_kinds_are_lettered_like_columns():
    """Twenty-eight kinds of machine still have names."""
    assert [fleet._letter(at) for at in (0, 25, 26, 27, 701, 702)] == [
        "A", "Z", "AA", "AB", "ZZ", "AAA",
    ]  # fmt: skip
