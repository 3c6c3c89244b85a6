"""The text report: what a person reads first must be right and short."""

import pytest

from hwinfo.cpuset import CpuSet
from hwinfo.features import explain_features, x86_level
from hwinfo.measurement import Measurement, Point
from hwinfo.renderers.text import limits_of, render_text, size_of
from hwinfo.renderers.tree import render_tree
from hwinfo.wording import quantity, rate, shorten, size, words_of_value
from tests.hwinfo.trees import linux, machine_of, report_of

V2 = "cmov cx8 fpu fxsr mmx syscall sse sse2 cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2"
V3 = f"{V2} avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"
V4 = f"{V3} avx512f avx512bw avx512cd avx512dq avx512vl"


def tree(files):
    """The drawing of the topology, without CPU numbers."""
    return [label for label, _ in render_tree(machine_of(files))]


def test_cores_that_look_alike_are_one_line():
    """A machine of 256 threads fits on a screen."""
    cores = {f"{cpu},{cpu + 128}": cpu for cpu in range(128)}
    packages = {"0-63,128-191": 0, "64-127,192-255": 1}
    assert tree(linux("0-255", cores=cores, packages=packages)) == [
        "Machine",
        "└─ 2 × package",
        "   └─ 64 × core, 2 threads",
    ]


def test_objects_with_equal_sets_share_a_line_from_the_outside_in():
    """Package, node, cache and core of one CPU are one chain."""
    caches = [(1, "Data", "32K", "0"), (2, "Unified", "1024K", "0")]
    assert tree(linux("0", caches=caches, nodes={0: ("0", 1024)})) == [
        "Machine",
        "└─ package · NUMA node 1 MiB · L2 1 MiB · L1d 32 KiB · core",
    ]


def test_a_node_without_cpus_hangs_on_the_machine():
    """Memory-only nodes belong to nobody."""
    assert (
        tree(linux("0", nodes={0: ("0", 1024), 1: ("", 2048)}))[-1] == "└─ NUMA node 2 MiB, no CPUs"
    )


def test_below_a_repeated_line_no_cpu_is_named():
    """They would be the first one's only."""
    lines = render_tree(machine_of(linux("0-3", packages={"0-1": 0, "2-3": 1})))
    assert [cpus for _, cpus in lines] == ["0-3", "0-3", ""]


def test_unlimited_machines_have_no_line_of_limits():
    """Only a real limit is worth a line at the top."""
    assert limits_of(machine_of(linux("0-1"))) == ""


def test_affinity_narrows_what_the_cpuset_allows():
    """`taskset -c 1` is a limit like any other."""
    machine = machine_of(linux("0-3"))
    bound = machine._replace(cpus=machine.cpus._replace(affinity=CpuSet((1, 9))))
    assert limits_of(bound) == "but here only CPU 1"


def test_text_of_a_damaged_name_stays_on_its_line():
    """A model name of thousands of characters is a gap."""
    report = report_of(linux("0", files={"proc/cpuinfo": f"model name : {'x' * 5000}\n"}))
    assert report.machine.cpu.model is None
    assert max(map(len, render_text(report).splitlines())) <= 80


@pytest.mark.parametrize(
    ("flags", "level"),
    [
        ("sse", None),
        (V2, "x86-64-v2"),
        (V3, "x86-64-v3"),
        (V4, "x86-64-v4"),
        (f"{V2} avx512f", "x86-64-v2"),
    ],
)
def test_levels_need_every_flag_of_every_lower_level(flags, level):
    """AVX-512 without AVX2 is not v4."""
    assert x86_level(flags.split())[0] == level


def test_features_are_explained_for_their_own_architecture():
    """The aes of ARM and of x86 are told by their own lists, unknown flags not at all."""
    names = [
        feature.name for feature in explain_features("aarch64", ("asimd", "aes", "avx2", "xyz"))
    ]
    assert names == ["Advanced SIMD (NEON)", "AES"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (49152, "48 KiB"),
        (1310720, "1.25 MiB"),
        (25276514304, "23.5 GiB"),
        (None, "?"),
    ],
)
def test_sizes_read_as_people_say_them(number, words):
    """Binary units, no needless digits."""
    assert size(number) == words


def test_rates_are_decimal():
    """Links and networks count in thousands."""
    assert (rate(7876923076, "B/s"), rate(10**9, "bit/s")) == ("7.88 GB/s", "1 Gbit/s")


def test_a_value_is_worded_by_its_fields_unit():
    """Bytes get a size, hertz a frequency, booleans a word."""
    said = [
        words_of_value(*pair) for pair in (("a_bytes", 2048), ("b_hz", 2_600_000_000), ("c", True))
    ]
    assert said == ["2,048 (2 KiB)", "2.60 GHz", "yes"]


def test_shortened_text_keeps_its_width():
    """The ellipsis counts."""
    assert [len(shorten("x" * n, 10)) for n in (5, 10, 11, 99)] == [5, 10, 10, 10]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1.789e-7, "s", "178.9 ns"),
        (2.15e-6, "s", "2.15 µs"),
        (2.0, "s", "2 s"),
        (3.1e10, "B/s", "31 GB/s"),
        (0.5, "share", "50.0%"),
        (1.83, "ratio", "1.83 times"),
    ],
)
def test_measured_figures_read_as_people_say_them(value, unit, words):
    """Seconds and bytes are stored, nanoseconds and gigabytes shown."""
    assert quantity(value, unit) == words


def test_a_curve_is_shown_by_a_few_of_its_points():
    """The bends of a latency ladder are visible in text; what was not measured says only why."""
    points = tuple(Point(1024 * 2**at, 1e-9 * at) for at in range(20))
    ladder = Measurement("l", "Ladder", "s", 1e-9, 20, 0.0, "chase", x_unit="bytes", points=points)
    missing = Measurement("m", "Missing", "s", None, 0, None, "a method", verdict="not measured: x")
    text = render_text(report_of(linux("0"))._replace(measurements=(ladder, missing)))
    assert text.count(" ns;") == 7
    assert "512 MiB: 19 ns" in text
    assert "a method" not in text


def test_a_machine_without_any_file_says_that_its_size_is_not_known():
    """No empty line under the name; where the scheduler grants CPUs, these are told."""
    from hwinfo.model import Machine, Quota

    assert size_of(Machine()) == "its size is not known: see below"
    granted = Machine(quota=Quota(usable_cpus=2))
    assert size_of(granted) == "2 CPUs for this process, its size is not known: see below"
