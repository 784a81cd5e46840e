"""Charts: what is written at an axis, where values stand, and that all of it follows when the axis grows."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Dot

from transparent_box.scenes.look.axis import Axis, round_step
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.numbers import tenths
from transparent_box.scenes.mobjects.charts.chart import Chart
from transparent_box.scenes.mobjects.words.counter import Counter

AREA = Area(-5, 5, -3, 3)


@pytest.mark.parametrize(
    ("axis", "most", "expected"),
    [
        (Axis(0, 12_626, False, ""), 6, ["0", "5,000", "10,000"]),
        (Axis(0, 1, False, "%"), 2, ["0\u202f%", "50\u202f%", "100\u202f%"]),
        (Axis(-1, 1, False, ""), 4, ["−1", "−0.5", "0", "0.5", "1"]),
        (Axis(1e-7, 30, True, ""), 5, ["10⁻⁶", "10⁻⁴", "0.01", "1"]),
        (Axis(1, 1000, True, ""), 5, ["1", "10", "100", "1,000"]),
        (Axis(20, 80, True, ""), 3, ["20", "40", "60", "80"]),
        (Axis(2e-7, 9e-7, True, ""), 4, ["2 · 10⁻⁷", "4 · 10⁻⁷", "6 · 10⁻⁷", "8 · 10⁻⁷"]),
        (Axis(6e-7, 2.1e-6, True, ""), 4, ["10⁻⁶", "1.5 · 10⁻⁶", "2 · 10⁻⁶"]),
        (Axis(2e7, 9e7, True, ""), 4, ["2 · 10⁷", "4 · 10⁷", "6 · 10⁷", "8 · 10⁷"]),
    ],
)
def test_numerals_are_round(axis: Axis, most: int, expected: list[str]) -> None:
    assert [axis.numeral(value) for value in axis.ticks(most)] == expected


def test_steps_are_one_two_or_five() -> None:
    assert [round_step(least) for least in (0.9, 1, 1.1, 2.1, 48, 0.03)] == pytest.approx([1, 1, 2, 5, 50, 0.05])


def test_values_stand_evenly_or_by_powers_of_ten() -> None:
    assert Axis(10, 30, False, "").shares(np.array([10, 15, 30])) == pytest.approx([0, 0.25, 1])
    assert Axis(1e-4, 1, True, "").shares(np.array([1e-4, 1e-3, 1])) == pytest.approx([0, 0.25, 1])


def drawn() -> Chart:
    axes = Axis(0, 100, False, "steps"), Axis(0, 1, False, "%")
    chart = Chart(*axes, AREA, furthest=1000.0, head=0.5, size=20.5, grid="#888888", dim="#888888")
    chart.curve(np.array([0.0, 50, 100, 1000]), np.array([0.0, 1, 1, 1]), "#0000FF", 0.05)
    return chart


def test_a_chart_fills_its_area_and_no_more() -> None:
    chart = drawn()
    assert chart.get_left()[0] >= AREA.left - 0.01 and chart.get_right()[0] <= AREA.right + 0.01
    assert chart.get_bottom()[1] == pytest.approx(AREA.bottom, abs=0.1)
    assert chart.places([100], [1])[0] == pytest.approx([5, 2.5, 0])


def test_a_curve_is_drawn_as_far_as_it_is_revealed() -> None:
    chart = drawn().reveal(25)
    assert chart.curves[0].points[-1] == pytest.approx(chart.places([25], [0.5])[0])
    assert chart.reveal(np.inf).curves[0].points[-1] == pytest.approx(chart.places([100], [1])[0])


def test_everything_follows_when_the_axis_grows() -> None:
    chart = drawn()
    cursor, event = chart.cursor("#FFFFFF", 0.1), chart.event(50, Dot(radius=0.1), "#888888")
    cursor.stand(50)
    before = event.upright.get_x()
    chart.zoom(1000)
    place = chart.places([50], [1])[0]
    assert place[0] < before
    assert event.upright.get_x() == pytest.approx(place[0], abs=0.02)
    assert cursor.dots[0].get_center() == pytest.approx(place)
    assert chart.curves[0].points[-1] == pytest.approx(chart.places([1000], [1])[0])
    shown = [value for value, numeral in chart.numerals if numeral[0].get_fill_opacity() > 0.9]
    assert shown and all(value % 200 == 0 for value in shown)


def test_everything_follows_when_the_chart_fills_another_area() -> None:
    chart = drawn()
    cursor = chart.cursor("#FFFFFF", 0.1).stand(50)
    higher = Area(chart.area.left + 1, chart.area.right, chart.area.bottom + 1, chart.area.top + 3)
    chart.fill(higher)
    assert chart.area == higher and cursor.dots[0].get_center() == pytest.approx(chart.places([50], [1])[0])
    assert chart.curves[0].points[-1] == pytest.approx([higher.right, higher.top, 0])
    for rule, (value, numeral) in zip(chart.rules, chart.scale_of_y, strict=True):
        start = chart.places([0], [value])[0]
        assert rule.get_start() == pytest.approx(start) and numeral.get_y() == pytest.approx(start[1])
        assert numeral.get_right()[0] == pytest.approx(start[0] - 0.15)
    shown = [numeral for _, numeral in chart.numerals if numeral[0].get_fill_opacity() > 0.9]
    assert chart.named and all(said.get_top()[1] < higher.bottom for said in (*shown, chart.named))


def test_a_numeral_of_an_axis_that_never_grows_is_there_or_is_not() -> None:
    """In every width, also where the unit's name takes a numeral's room."""
    for width in np.linspace(2.4, 5, 40):
        axes, area = (Axis(0, 60, False, "characters left"), Axis(0, 1, False, "%")), Area(0, width, -2, 2)
        chart = Chart(*axes, area, furthest=60.0, head=0.0, size=27.7, grid="#888888", dim="#888888")
        assert {numeral[0].get_fill_opacity() for _, numeral in chart.numerals} <= {0.0, 1.0}


@pytest.mark.parametrize("width", np.linspace(3.5, 9, 23))
def test_where_an_axis_stays_no_numeral_is_half_there(width: float) -> None:
    """It starts and ends with whole numerals; on the way no more than one that is clear of the unit's name is seen."""
    x, y, gray = Axis(0, 3000, False, "steps"), Axis(0, 1, False, ""), "#888888"
    chart = Chart(x, y, Area(0, width, -2, 2), furthest=12_626.0, head=0.0, size=27.0, grid=gray, dim=gray)
    assert chart.named
    for high in np.linspace(3000, 12_626, 60):
        chart.zoom(float(high))
        seen = [(numeral, float(numeral[0].get_fill_opacity())) for _, numeral in chart.numerals]
        assert all(numeral.get_right()[0] <= chart.named.get_left()[0] for numeral, opacity in seen if opacity > 0)
        if high in chart.rests:
            assert {opacity for _, opacity in seen} == {0.0, 1.0}


@pytest.mark.parametrize("width", [4.0, 6.6, 13.0])
def test_where_an_axis_stays_on_its_way_no_numeral_is_half_there_and_none_pops(width: float) -> None:
    x, y, gray = Axis(0, 800, False, "steps"), Axis(0, 1, False, ""), "#888888"
    chart = Chart(x, y, Area(0, width, -2, 2), furthest=12_626.0, head=0.0, size=27.0, grid=gray, dim=gray)
    chart.stay_at(916, 7685)
    for high in (916, 7685):
        chart.zoom(high)
        assert {round(float(numeral[0].get_fill_opacity()), 6) for _, numeral in chart.numerals} <= {0.0, 1.0}
    seen = []
    for high in np.geomspace(7000, 8500, 60):
        chart.zoom(float(high))
        seen.append([float(numeral[0].get_fill_opacity()) for _, numeral in chart.numerals])
    assert np.abs(np.diff(seen, axis=0)).max() < 0.15


@pytest.mark.parametrize("furthest", [3000.0, 12_626.0])
def test_zero_is_not_alone_on_a_narrow_axis(furthest: float) -> None:
    """As wide as the losses are in 9:16, the unit's name at its end."""
    axes, area = (Axis(0, furthest, False, "steps"), Axis(0, 1, False, "%")), Area(0, 3.0, -2, 2)
    chart = Chart(*axes, area, furthest=furthest, head=0.0, size=27.7, grid="#888888", dim="#888888")
    assert sum(numeral[0].get_fill_opacity() for _, numeral in chart.numerals) >= 2


def test_a_counter_keeps_its_place() -> None:
    counter = Counter("exam", "99.9", "%", 23, "#FFFFFF")
    ends = []
    for share in (0.0368, 0.9994, 1.0):
        counter.show(tenths(share))
        ends.append((counter.number.get_right()[0], counter[2].get_left()[0]))
    assert np.ptp([follower for _, follower in ends]) == 0
    assert all(0 < follower - end < 0.3 for end, follower in ends)
    assert [tenths(share) for share in (0.0368, 0.00047, 0.9996, 1.0)] == ["3.7", "0.0", "99.9", "100"]


def test_a_counter_without_words_goes_where_it_is_put() -> None:
    """What follows holds its number, whether it is moved before or after it counts."""
    counter = Counter("", "99.9", "% of it", 23, "#FFFFFF").move_to([2, 1, 0]).show("7.5")
    number, follower = counter
    assert 0 < follower.get_left()[0] - number.get_right()[0] < 0.3
    assert counter.baseline == pytest.approx(follower.baseline) and counter.get_y() == pytest.approx(1, abs=0.1)


def test_counters_of_a_size_share_their_digits_and_none_changes_them() -> None:
    """Whatever is done to one, the next is as if it were the first; one of another size has digits of its own."""
    first = Counter("", "1,234,567,890", "", 23, "#FFFFFF")
    before = first.number[0].points.copy()
    first.move_to([3, 1, 0]).show("90").scale(2)
    first.number[0].points *= 7
    again, copied = (Counter("", "1,234,567,890", "", 23, "#FFFFFF") for _ in range(2))
    assert np.array_equal(again.number[0].points, before)
    assert np.array_equal(copied.copy().show("77").show("1,234,567,890").number[0].points, before)
    double = Counter("", "1,234,567,890", "", 46, "#FFFFFF")
    assert double.number.height == pytest.approx(2 * again.number.height)
    assert double.number.width == pytest.approx(2 * again.number.width)
