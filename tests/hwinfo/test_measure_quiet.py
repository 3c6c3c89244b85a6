"""A figure is called quiet only where its samples and the rest of the machine both were."""

import signal
import sys
import threading

import pytest

from hwinfo.host import LiveHost
from hwinfo.measure import Experiment, measure, surroundings
from hwinfo.measure.interrupts import Interrupts
from hwinfo.measure.samples import judged, measured, not_measured, quiet_words
from hwinfo.measure.surroundings import Moment, Surroundings
from hwinfo.model import Machine
from hwinfo.recorded import RecordedHost
from hwinfo.recorded_files import MemoryTree

STAT = "cpu  {0} 0 0 9 0 0 0 {1} 0 0\ncpu0 {0} 10 20 900 5 1 2 {1} 0 0\ncpu7 9 9 9 9 9 9 9 9 9 9\n"
PRESSURE = "some avg10=94.86 avg60=94.36 avg300=65.23 total=352119502\nfull avg10=0.00 total=0\n"


def recorded(files):
    return RecordedHost(
        MemoryTree({"sys/x": b"", **{at: text.encode() for at, text in files.items()}})
    )


def quiet(samples=(10.0, 11.0, 10.5)):
    return measured("x", "X", "s", samples, "given")


def test_the_counters_are_read_for_the_cpus_that_may_be_used():
    """Of CPU 0 alone: busy without idle and waiting for disks, and stolen apart."""
    host = recorded(
        {
            "proc/stat": STAT.format(100, 50),
            "proc/pressure/cpu": PRESSURE,
            "proc/loadavg": "8.74 6.44 3.09 11/172 20323\n",
        }
    )
    moment = surroundings.now(host, cpus=[0])
    assert moment.busy_cpu_seconds == pytest.approx((100 + 10 + 20 + 1 + 2) / 100)
    assert (moment.stolen_cpu_seconds, moment.cpus) == (0.5, 1)
    assert (moment.waiting_seconds, moment.load_average) == (352.119502, 8.74)


def test_the_quota_is_found_in_the_control_group():
    """The innermost group whose cpu.stat counts periods is this program's."""
    files = {
        "proc/self/cgroup": "0::/a/b\n",
        "sys/fs/cgroup/a/cpu.stat": "usage_usec 5\nnr_periods 40\nnr_throttled 30\n",
        "sys/fs/cgroup/cpu.stat": "usage_usec 5\nnr_periods 1\nnr_throttled 1\n",
    }
    moment = surroundings.now(recorded(files), cpus=[0])
    assert (moment.quota_periods, moment.throttled_periods) == (40, 30)


@pytest.mark.parametrize("text", ["", "cpu0\n", "cpu0 a b c\n", "\x00\xff", "cpu0 1 2\n"])
def test_damaged_counters_are_unknown(text):
    """No figure is made of what does not parse."""
    names = ("stat", "pressure/cpu", "loadavg", "self/cgroup")
    moment = surroundings.now(recorded({f"proc/{name}": text for name in names}), cpus=[0])
    assert moment[3:] == (None,) * 6


def test_what_others_used_is_what_this_program_did_not():
    """Two CPUs over ten seconds; one tick a CPU is the counters' own blur."""
    before = Moment(0.0, 5.0, 2, 100.0, 1.0, 10.0, 100, 10, 0.5)
    after = Moment(10.0, 9.0, 2, 114.02, 2.0, 14.0, 200, 60, 7.5)
    assert surroundings.between(before, after) == Surroundings(0.5, 0.05, 0.4, 0.5, 7.5)
    assert surroundings.between(before, before) == Surroundings(load_average=0.5)


def test_counters_that_stand_still_say_nothing():
    """A sandbox may show zeros: this program worked, so they do not count, and others are unknown."""
    before, after = Moment(0.0, 0.0, 2, 0.0, 0.0), Moment(10.0, 9.0, 2, 0.0, 0.0)
    assert surroundings.between(before, after).others_share is None


@pytest.mark.parametrize(
    ("around", "said"),
    [
        (Surroundings(others_share=0.64), "other programs used 64% of these CPUs"),
        (Surroundings(0.0, 0.05), "the hypervisor gave 5% of these CPUs to others"),
        (Surroundings(0.0, 0.0, 0.0, 0.4), "the quota stopped this program in 40% of periods"),
        (Surroundings(None, None, 0.9), "programs waited for a CPU 90% of the time"),
    ],
)
def test_load_makes_a_figure_noisy_however_alike_its_samples_are(around, said):
    """The verdict says what was seen, and the report keeps the shares."""
    known = judged(quiet(), around)
    assert (known.quiet, known.verdict) == (False, f"noisy: {said}")
    assert known.extra["surroundings"] == around._asdict()


def test_a_quiet_verdict_says_what_it_rests_on():
    """Below the limits nothing is wrong, and the shares are told; waiting alone proves nothing."""
    known = judged(quiet(), Surroundings(0.03, 0.0, 0.9))
    assert (known.quiet, known.verdict) == (True, "quiet (3% used by others, 0% stolen)")
    scattered = judged(quiet([10.0, 20, 20, 20]), Surroundings(0.0))
    assert scattered.quiet is False
    assert scattered.verdict == f"{quiet_words(False)} (0% used by others)"


def test_where_nothing_tells_of_others_nothing_is_called_quiet():
    """Samples that lie close together prove little: under a steady load they do too."""
    known = judged(quiet(), Surroundings(load_average=0.1))
    assert known.quiet is None
    assert known.verdict == (
        "its samples lie close together, but the load of other programs is not known here"
    )
    scattered = judged(quiet([10.0, 20, 20, 20]), Surroundings())
    assert scattered.quiet is False
    waiting = judged(quiet(), Surroundings(waiting_share=0.01))
    assert waiting.verdict == "quiet (1% of the time some program waited for a CPU)"


def test_both_reasons_are_told():
    """Samples that scatter and a machine that was used; what follows in the verdict stays."""
    known = measured(
        "x", "X", "s", [10.0, 20, 20, 20], "given", verdict=f"{quiet_words(False)}; L1"
    )
    said = judged(known, Surroundings(0.5)).verdict
    assert said == f"{quiet_words(False)}: other programs used 50% of these CPUs; L1"


def test_what_load_cannot_touch_stays():
    """The clock's step has no quiet, and what was not measured has no surroundings."""
    absent = not_measured("x", "X", "s", "no compiler")
    assert judged(absent, Surroundings(0.9)) == absent


LOOPS = "while True: pass"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc/stat")
def test_a_program_beside_it_spoils_the_verdict():
    """For real: while another process loops, the same work is never called quiet."""
    import subprocess
    import time

    def run(machine, kernels, until):
        while not until.passed:
            time.sleep(0.01)
        yield quiet()

    if surroundings.now().busy_cpu_seconds is None:
        pytest.skip("/proc/stat tells nothing here")
    with subprocess.Popen([sys.executable, "-c", LOOPS]) as beside:
        try:
            (known,) = measure(
                Machine(), budget_seconds=1.0, experiments=[Experiment("x", "X", "s", 1.0, run)]
            )
        finally:
            beside.kill()
    if len(LiveHost().affinity() or ()) <= 4:
        assert known.quiet is False
    assert known.extra["surroundings"]["others_share"] > 0


@pytest.fixture
def heeds_ctrl_c():
    """A shell starts what runs in its background deaf to Ctrl-C, and the tests with it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_is_heeded_once_and_only_inside_the_work():
    """Before the work it is remembered; while tidying up, and a second time, it changes nothing."""
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals reach the main thread only")
    interrupts, told = Interrupts(), []
    before = signal.getsignal(signal.SIGINT)
    with interrupts.caught():
        try:
            with interrupts.heeded():
                signal.raise_signal(signal.SIGINT)
                told.append("never")
        except KeyboardInterrupt:
            signal.raise_signal(signal.SIGINT)
            told.append("tidied up")
        with pytest.raises(KeyboardInterrupt), interrupts.heeded():
            told.append("never")
    assert told == ["tidied up"]
    assert interrupts.asked
    assert signal.getsignal(signal.SIGINT) is before
