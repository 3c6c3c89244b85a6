"""A ladder's bends are found where they are, on synthetic ladders where that is known."""

import math
import statistics
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwinfo.cpuset import CpuSet
from hwinfo.measure.knees import find_knees, monotone_fit
from hwinfo.measure.ladder import ladder_sizes, pack_cycles
from hwinfo.model import Cache, Point

KIB, MIB = 1 << 10, 1 << 20
values = st.lists(st.floats(-50, 50, allow_nan=False), min_size=1, max_size=60)


def cache(level, size, kind="Unified"):
    return Cache(level, kind, CpuSet([0]), size_bytes=size, line_bytes=64)


REPORTED = [cache(1, 32 * KIB, "Data"), cache(2, MIB), cache(3, 32 * MIB)]


def ladder(ends, seconds, noisy=()):
    """A stair whose steps end at `ends`; the last of `seconds` is memory."""
    points = []
    for size in ladder_sizes(256 * MIB, 64):
        step = sum(size > end for end in ends)
        label = "noisy" if any(low <= size <= high for low, high in noisy) else ""
        points.append(Point(float(size), seconds[step], 7, 0.02, label))
    return points


@given(values)
def test_the_monotone_fit_never_falls_and_keeps_the_mean(samples):
    """Both hold for every least-squares isotonic fit."""
    fit = monotone_fit(samples)
    assert all(a <= b + 1e-9 for a, b in pairwise(fit))
    assert math.isclose(statistics.fmean(fit), statistics.fmean(samples), abs_tol=1e-9)


@given(values)
def test_a_sequence_that_never_falls_is_its_own_fit(samples):
    """Fitting twice changes nothing."""
    rising = sorted(samples)
    assert monotone_fit(rising) == rising


def test_pooling_averages_neighbours_that_fall():
    """A worked example by hand: 5 and 1 pool to 3, then 3 and 2 to 8/3."""
    assert monotone_fit([1, 5, 1, 2, 9]) == pytest.approx([1, 8 / 3, 8 / 3, 8 / 3, 9])


def test_every_cache_agrees_where_the_stair_ends_at_the_reported_sizes():
    """Knees are found within a third of an octave, the grain of the ladder."""
    points = ladder([32 * KIB, MIB, 32 * MIB], [1e-9, 4e-9, 16e-9, 160e-9])
    knees = find_knees(points, REPORTED)
    assert [(knee.cache, knee.verdict) for knee in knees] == [
        ("L1d", "agrees"),
        ("L2", "agrees"),
        ("L3", "agrees"),
    ]
    assert all(1.0 <= knee.ratio <= 2 ** (1 / 3) for knee in knees)


def test_a_cache_that_others_use_is_contested():
    """An eighth of the reported L3 is what this machine really gave."""
    points = ladder([32 * KIB, MIB, 4 * MIB], [1e-9, 4e-9, 16e-9, 160e-9])
    last = find_knees(points, REPORTED)[-1]
    assert (last.cache, last.verdict) == ("L3", "contested")
    assert 0.1 < last.ratio < 0.2


def test_a_knee_in_the_noise_is_called_noisy():
    """The size is off and the samples scatter: no judgement about the cache."""
    points = ladder(
        [32 * KIB, 600 * KIB, 32 * MIB], [1e-9, 4e-9, 16e-9, 160e-9], noisy=[(400 * KIB, MIB)]
    )
    second = find_knees(points, REPORTED)[1]
    assert (second.verdict, second.noisy) == ("noisy", True)


def test_a_knee_too_late_is_not_hidden():
    """Twice the reported size is no agreement."""
    points = ladder([32 * KIB, 2.2 * MIB, 32 * MIB], [1e-9, 4e-9, 16e-9, 160e-9])
    assert find_knees(points, REPORTED)[1].verdict == "larger"


def test_a_flat_ladder_shows_no_knee():
    """Without a rise there is no effective size, rather than a guessed one."""
    knees = find_knees(ladder([], [5e-9]), REPORTED)
    assert {(knee.verdict, knee.effective_bytes) for knee in knees} == {("unseen", None)}


def test_a_ladder_cut_short_says_so():
    """Where memory was scarce, the last cache was not passed."""
    points = [point for point in ladder([32 * KIB, MIB], [1e-9, 4e-9, 16e-9]) if point.x < 8 * MIB]
    assert [knee.verdict for knee in find_knees(points, REPORTED)] == [
        "agrees",
        "agrees",
        "unreached",
    ]


@given(
    st.lists(st.floats(1e-10, 1e-5), min_size=0, max_size=50),
    st.lists(st.integers(1, 1 << 40), min_size=0, max_size=5),
)
def test_any_ladder_and_any_caches_give_verdicts(seconds, sizes):
    """Nonsense on either side is judged, never a crash."""
    points = [Point(4096.0 * 2 ** (at / 3), one, 3) for at, one in enumerate(seconds)]
    caches = [cache(level, size) for level, size in enumerate(sizes, 1)]
    assert len(find_knees(points, caches)) == (len(sizes) if len(points) >= 3 else 0)


def test_sizes_rise_three_to_the_octave():
    """Every third size doubles, and all are whole lines."""
    sizes = ladder_sizes(MIB, 64)
    assert sizes[0] == 4096
    assert sizes[::3] == [4096 << step for step in range(9)]
    assert all(size % 64 == 0 for size in sizes)


@pytest.mark.parametrize("line", [64, 128, 256])
@pytest.mark.parametrize("largest", [4 * KIB, 100 * KIB, 256 * MIB, 1024 * MIB])
def test_cycles_share_lines_but_never_a_slot(line, largest):
    """No two cycles claim the same pointer, and none reaches beyond the largest."""
    nodes = [size // line for size in ladder_sizes(largest, line)]
    places = pack_cycles(nodes, line // 8)
    taken = sorted(
        (slot, first, first + count) for (slot, first), count in zip(places, nodes, strict=True)
    )
    for (slot, _, end), (next_slot, begin, _) in pairwise(taken):
        assert slot < next_slot or end <= begin
    assert max(end for _, _, end in taken) == max(nodes)


def test_cycles_that_cannot_fit_are_refused():
    """Nine cycles of one size do not fit the eight slots of a line."""
    with pytest.raises(ValueError, match="9 cycles do not fit"):
        pack_cycles([10] * 9, 8)
