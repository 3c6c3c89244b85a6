"""The command: exit status, messages, formats, explanation and comparison."""

import json
import subprocess
import sys

import pytest

from hwinfo.cli import main
from tests.hwinfo.test_machines import MACHINES

HALF_A_CORE = next(str(path) for path in MACHINES if "half-a-core" in path.name)
MEMORY_NODE = next(str(path) for path in MACHINES if "memory-only" in path.name)


def run(capsys, *arguments):
    """Exit status, standard output and standard error of one command."""
    try:
        status = main(arguments)
    except SystemExit as stopped:
        status = stopped.code
    out, err = capsys.readouterr()
    return status, out, err


def test_a_report_with_gaps_is_a_success(capsys):
    """What is missing is said, and is no failure."""
    status, out, err = run(capsys, "--sysroot", HALF_A_CORE)
    assert (status, err) == (0, "")
    assert "but here only CPUs 1-2, 0.5 CPUs' worth of time, 512 MiB of memory" in out
    assert "Not there, or not known" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "yaml"), "invalid choice"),
        (("--sysroot", "/nowhere"), "/nowhere: no such file"),
        (("--sysroot", __file__), "expected a tar archive"),
        (("--sysroot", "/proc/self/fd"), "expected sys/ or proc/"),
        (("--explain", "cache.L2"), "did you mean"),
        (("--compare", "/nowhere.json", "/nowhere.json"), "/nowhere.json: No such file"),
        (("--measure", "--sysroot", "/nowhere"), "leave out --sysroot"),
        (("--compare", "a", "b", "--measure"), "leave out the other options"),
        (("-o", "/nowhere/x.txt"), "cannot write"),
        (("capture", "-o", "/nowhere/x.tar"), "cannot write"),
        (("capture",), "-o"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the paths are Linux's")
def test_bad_usage_and_unreadable_input_end_in_2_with_a_message(capsys, arguments, message):
    """One line on standard error that says where and what next; nothing on standard output."""
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_hwfacts_has_the_machines_name_and_schema(capsys):
    """The name is the archive's."""
    _, out, _ = run(capsys, "--sysroot", HALF_A_CORE, "--format", "hwfacts")
    facts = json.loads(out)
    assert (facts["schema"], facts["name"]) == ("hwfacts/1", "container-half-a-core")


def test_the_format_follows_the_suffix_of_the_output(capsys, tmp_path):
    """-o me.json writes JSON without --format."""
    path = tmp_path / "me.json"
    status, out, _ = run(capsys, "--sysroot", HALF_A_CORE, "-o", str(path))
    assert (status, out, json.loads(path.read_text())["schema"]) == (0, "", "hwinfo/1")


def test_explain_names_reader_source_and_reason(capsys):
    """For a known field: who said it, from where, and why that is believed."""
    _, out, _ = run(capsys, "--sysroot", MEMORY_NODE, "--explain", "caches.L3")
    assert "caches.L3.size_bytes" in out
    assert "said by linux_topology, from /sys/devices/system/cpu/cpu0/cache" in out
    assert "why: the kernel schedules by these files" in out


def test_explain_says_what_was_looked_at_in_vain(capsys):
    """For an unknown field: the reason and the places."""
    _, out, _ = run(capsys, "--sysroot", MEMORY_NODE, "--explain", "cpu.frequency_max_hz")
    assert "no cpufreq driver tells" in out
    assert "looked at /sys/devices/system/cpu/cpu*/cpufreq/cpuinfo_max_freq" in out


def test_explain_shows_sources_that_disagree():
    """Both opinions stay, the kernel's is believed, and the other's weakness is told."""
    from hwinfo.explain import explain
    from hwinfo.model import Fact, Machine, Report

    facts = (
        Fact("caches.L2.size_bytes", 1 << 20, "sysfs", "linux_topology"),
        Fact("caches.L2.size_bytes", 2 << 20, "py-cpuinfo l2_cache_size", "cpuinfo_package"),
    )
    text = explain(Report(Machine(), facts), "caches.L2")
    believed, differing = text.index("believed  1,048,576"), text.index("differs   2,097,152")
    assert believed < differing
    assert "why not cpuinfo_package: py-cpuinfo adds L1 and L2 up" in text


def test_explain_shows_who_was_asked_in_vain():
    """A field that the second reader knew: the first one's reason is told too."""
    from hwinfo.explain import explain
    from hwinfo.model import Fact, Gap, Machine, Report

    facts = (Fact("cpu.vendor", "ARM", "py-cpuinfo vendor", "cpuinfo_package"),)
    gaps = (Gap("cpu.vendor", "no vendor line", ("/proc/cpuinfo",)),)
    text = explain(Report(Machine(), facts, gaps), "cpu.vendor")
    assert "asked in vain: /proc/cpuinfo (no vendor line)" in text
    assert text.count("cpu.vendor\n") == 1


def test_compare_shows_only_what_differs(capsys, tmp_path):
    """Two machines side by side."""
    for name, machine in (("a", HALF_A_CORE), ("b", MEMORY_NODE)):
        run(capsys, "--sysroot", machine, "-o", str(tmp_path / f"{name}.json"))
    _, out, _ = run(capsys, "--compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"))
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
    assert rows["counts.cores"] == ["4", "8"]
    assert "cpu.architecture" not in rows
    _, same, _ = run(capsys, "--compare", str(tmp_path / "a.json"), str(tmp_path / "a.json"))
    assert same == "The two machines are described alike.\n"


def test_of_long_lists_only_what_one_side_lacks_is_shown():
    """A hundred features that both have are no difference; no line is wider than a terminal."""
    from hwinfo.compare import compare
    from hwinfo.model import Cpu, Machine, Report

    common = tuple(f"feature_{at}" for at in range(100))
    first = Report(Machine(cpu=Cpu(features=(*common, "avx512f", "amx_tile"))))
    second = Report(Machine(cpu=Cpu(features=(*common, "sve2"))))
    text = compare(first, second, ("left", "right"))
    assert "only left: avx512f, amx_tile\n  only right: sve2\n" in text
    assert "feature_" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_measurements_are_compared_as_ratios():
    """What both measured in one unit stands side by side."""
    from hwinfo.compare import compare
    from hwinfo.measurement import Measurement
    from hwinfo.model import Machine, Report

    reports = [
        Report(
            Machine(), measurements=(Measurement("call", "A call", "ns", median, 9, 0.1, "loop"),)
        )
        for median in (40.0, 60.0)
    ]
    assert "60 ns  (1.50 times)" in compare(*reports, ("a", "b"))


def test_a_closed_pipe_is_no_traceback():
    """`hwinfo | head -1`."""
    command = f"{sys.executable} -m hwinfo --sysroot {HALF_A_CORE} | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr


def test_output_survives_a_terminal_without_unicode():
    """An ASCII terminal gets question marks, not an error."""
    command = [sys.executable, "-X", "utf8=0", "-m", "hwinfo", "--sysroot", HALF_A_CORE]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert "4 cores" in done.stdout


def test_the_plain_command_starts_without_the_slow_modules():
    """What a plain report imports is what it costs: no rich, psutil, jsonschema or dataclasses."""
    program = (
        "import sys; from hwinfo.cli import main; main([]); "
        "print([name for name in ('rich', 'psutil', 'jsonschema', 'dataclasses', 'subprocess', 'tarfile')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    if sys.platform == "linux":
        assert done.stderr.strip() == "[]"


def test_what_changes_by_itself_is_no_disagreement():
    """Free memory read a moment later is another figure, not another opinion."""
    from hwinfo.explain import explain
    from hwinfo.model import Fact, Machine, Report

    facts = tuple(
        Fact("memory.available_bytes", value, source, source)
        for value, source in ((1 << 30, "linux_memory"), ((1 << 30) + 4096, "psutil_figures"))
    )
    text = explain(Report(Machine(), facts=facts), "memory.available_bytes")
    assert "  later     1,073,745,920" in text
    assert "differs" not in text
    assert "why not" not in text
