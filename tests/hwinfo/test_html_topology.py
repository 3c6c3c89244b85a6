"""The topology drawing shows every object once, nested as the hardware is, and stays legible."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwinfo.collect import collect
from hwinfo.cpuset import CpuSet
from hwinfo.model import (
    Cache,
    CacheLevel,
    Core,
    CpuKind,
    CpuSets,
    Machine,
    Memory,
    Numa,
    NUMANode,
    Package,
    ProcessingUnit,
    Quota,
)
from hwinfo.recorded import RecordedHost
from hwinfo.renderers.html import topology_svg
from hwinfo.renderers.html.boxes import machine_boxes
from hwinfo.renderers.html.layout import lay_out
from hwinfo.renderers.html.palette import INK
from hwinfo.renderers.html.topology import NARROW, WIDE, describe
from tests.hwinfo.conformance import find_machines

SVG = "{http://www.w3.org/2000/svg}"
MACHINES = Path(__file__).parents[1] / "machines"
RECORDED = [path for path, _ in find_machines(MACHINES)]


def server(packages=2, nodes=4, cores=8, threads=2, memory=96 << 30):
    """A server: packages of NUMA nodes, one L3 a node, cores with an L2 and hardware threads."""
    total = packages * nodes * cores
    core_sets = [CpuSet(range(at, total * threads, total)) for at in range(total)]
    node_sets = runs(core_sets, cores)
    return Machine(
        packages=tuple(
            Package(at, cpus) for at, cpus in enumerate(runs(core_sets, total // packages))
        ),
        cores=tuple(Core(at, cpus) for at, cpus in enumerate(core_sets)),
        processing_units=tuple(ProcessingUnit(at) for at in range(total * threads)),
        caches={
            "L2": level("L2", 2, 1 << 20, core_sets),
            "L3": level("L3", 3, 32 << 20, node_sets),
        },
        numa=Numa(tuple(NUMANode(at, cpus, memory - at) for at, cpus in enumerate(node_sets))),
        memory=Memory(total_bytes=memory * len(node_sets)),
    )


def runs(sets, size):
    return [
        CpuSet(cpu for one in sets[at : at + size] for cpu in one)
        for at in range(0, len(sets), size)
    ]


def level(name, number, size, sets):
    caches = tuple(Cache(number, "Unified", cpus, size, 64) for cpus in sets)
    return CacheLevel(name, number, "Unified", len(sets), size, instances=caches)


def boxes(box):
    yield box
    for child in box.children:
        yield from boxes(child)


def parse(svg):
    return ET.fromstring(svg)  # noqa: S314 - our own output, which must be well-formed


def texts(svg):
    """What is written in a drawing, without titles and descriptions."""
    return [(node.text or node[0].tail or "") for node in parse(svg).iter(f"{SVG}text")]


def test_every_object_is_drawn_once_inside_what_holds_it():
    """Eight cores fit on a page: nothing is folded."""
    written = texts(topology_svg(server(packages=1, nodes=2, cores=4)))
    assert [
        sum(text.startswith(noun) for text in written) for noun in ("Package", "NUMA", "L3")
    ] == [
        1,
        2,
        2,
    ]
    assert sorted(int(text) for text in written if text.isdigit()) == list(range(16))
    assert {f"Core {at}" for at in range(8)} <= set(written)


def test_two_hundred_and_fifty_six_threads_fold_into_stacks_with_counts():
    """The count and the CPU numbers of the folded cores are written on the stack."""
    machine = server(packages=2, nodes=8, cores=8)
    svg = topology_svg(machine)
    assert texts(svg).count("8 × Core") == 16
    assert "CPUs 0-7,128-135" in texts(svg)
    assert texts(svg).count("2 hardware threads each") == 16


def test_on_a_narrow_screen_more_is_folded():
    """A phone shows the nodes of a package as one stack."""
    machine = server(packages=2, nodes=8, cores=8)
    assert texts(topology_svg(machine, NARROW)).count("8 × NUMA node") == 2
    assert texts(topology_svg(machine, WIDE)).count("8 × NUMA node") == 0


def test_folded_boxes_account_for_every_cpu():
    """Copies times threads is the number of threads of the machine."""
    root = machine_boxes(server(packages=2, nodes=8, cores=8))
    stacks = [box for box in boxes(root) if box.copies > 1]
    assert sum(len(stack.all_cpus) for stack in stacks) == 256


def test_cores_that_differ_are_never_folded_together():
    """Half of the cores have a larger L2: two stacks, not one."""
    machine = server(packages=1, nodes=1, cores=32)
    small, large = CpuSet(range(16)), CpuSet(range(16, 32))
    caches = [
        Cache(2, "Unified", core.cpus, (2 if core.cpus.first in large else 1) << 20, 64)
        for core in machine.cores
    ]
    mixed = machine._replace(
        caches={"L2": CacheLevel("L2", 2, "Unified", 32, instances=tuple(caches))}
    )
    written = texts(topology_svg(mixed))
    assert written.count("16 × Core") == 2
    assert {"L2 1 MiB", "L2 2 MiB"} <= set(written)
    assert len(small) == len(large)


def test_kinds_of_cores_are_named_and_not_only_coloured():
    """Each core of a hybrid machine carries the name of its kind."""
    machine = server(packages=1, nodes=1, cores=4, threads=1)
    kinds = (CpuKind("E", CpuSet([2, 3])), CpuKind("P", CpuSet([0, 1])))
    written = texts(topology_svg(machine._replace(kinds=kinds)))
    assert (written.count("E"), written.count("P")) == (2, 2)


def test_cpus_the_control_group_forbids_are_hatched_and_say_so():
    """The pattern is a shape, not a colour, and the tooltip explains it."""
    machine = server(packages=1, nodes=1, cores=4)
    barred = machine._replace(cpus=CpuSets(allowed=CpuSet([0, 4])))
    svg = topology_svg(barred)
    assert svg.count('class="thread barred"') == 6
    assert svg.count("this control group may not use it") == 6
    assert "barred" not in re.sub("<style>.*?</style>", "", topology_svg(machine))


def test_a_quota_is_written_on_the_machine():
    """Half a core and half a gibibyte."""
    machine = server(packages=1, nodes=1, cores=2)
    limited = machine._replace(quota=Quota(cpus=0.5, memory_bytes=512 << 20))
    assert "control group limit: 0.5 CPUs, 512 MiB" in texts(topology_svg(limited))
    assert "control group limit" in describe(limited)


def test_a_node_without_cpus_stands_beside_the_others():
    """Memory-only nodes are objects of the machine too."""
    machine = server(packages=1, nodes=1, cores=2)
    nodes = (*machine.numa.nodes, NUMANode(7, CpuSet(), 16 << 30))
    svg = topology_svg(machine._replace(numa=Numa(nodes)))
    assert "NUMA node 7 · 16 GiB" in texts(svg)


def test_an_unknown_machine_is_an_empty_box_that_says_so():
    """Nothing is guessed, and nothing crashes."""
    assert texts(topology_svg(Machine())) == ["Machine"]
    assert describe(Machine()) == "Nothing is known of the topology."


def test_the_picture_has_a_title_and_a_description():
    """Both are referred to, and two pictures of one page share no id."""
    first, second = (topology_svg(server(), prefix=prefix) for prefix in ("a", "b"))
    root = parse(first)
    names = root.get("aria-labelledby").split()
    ids = {node.get("id"): node for node in root.iter() if node.get("id")}
    assert [ids[name].tag for name in names] == [f"{SVG}title", f"{SVG}desc"]
    assert "L3 of 32 MiB" in ids[names[1]].text
    assert not set(ids) & set(re.findall(r' id="([^"]+)"', second))


def inside(outer, box, x=0.0, y=0.0):
    """Assert that every child lies within its parent and siblings do not overlap."""
    for child in box.children:
        assert child.x >= 0
        assert child.x + child.width <= box.width + 0.1
        assert child.y + child.height <= box.height + 0.1
        inside(outer, child)
    for index, one in enumerate(box.children):
        for other in box.children[index + 1 :]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("machine", [server(), server(1, 1, 6, 1), server(4, 1, 10, 8)])
def test_boxes_lie_inside_their_parents_and_apart_from_each_other(machine, width):
    """Nothing is drawn over anything else, and nothing is wider than asked for."""
    root = lay_out(machine_boxes(machine), width)
    inside(root, root)
    assert root.width <= width


cpu_sets = st.sets(st.integers(0, 11), max_size=12).map(CpuSet)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(cpu_sets, max_size=5), st.lists(cpu_sets, max_size=5), st.lists(cpu_sets, max_size=8)
)
def test_contradictory_sets_are_drawn_without_a_crash(packages, caches, cores):
    """Damaged machines have objects that overlap; the picture is well-formed all the same."""
    machine = Machine(
        packages=tuple(Package(None, cpus) for cpus in packages),
        caches={"L2": level("L2", 2, None, caches)} if caches else None,
        cores=tuple(Core(None, cpus) for cpus in cores),
        processing_units=tuple(ProcessingUnit(at) for at in range(12)),
    )
    parse(topology_svg(machine))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name.partition(".")[0])
def test_every_recorded_machine_can_be_drawn(path):
    """Well-formed at both widths."""
    machine = collect(RecordedHost.open(path)).machine
    for width in (WIDE, NARROW):
        parse(topology_svg(machine, width))


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


FILLS = ["machine", "package", "die", "group", "core", "memory", "l4", "l3", "l2", "l1", "thread"]
FILLS += [f"kind-{at}" for at in range(1, 5)]
WRITTEN = [("ink", fill) for fill in FILLS]
WRITTEN += [
    ("soft", fill) for fill in ("machine", "core", "group", "kind-1", "kind-2", "kind-3", "kind-4")
]
WRITTEN += [(text, "machine") for text in ("curve", "knee", "second", "third")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "fill"), WRITTEN)
def test_text_reaches_contrast_aa_on_its_fill(text, fill, scheme):
    """4.5 to 1, in light and in dark."""
    assert contrast(INK[text][scheme], INK[fill][scheme]) >= 4.5
