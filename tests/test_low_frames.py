"""In 4:5, where type is as large as on any phone and height is dear, pictures stay as large as they can be.

That nothing overlaps there, nothing is cut and no type is small is tested with all chapters; here, what would shrink.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from tests.conftest import evidence_of
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look import frame
from transparent_box.scenes.look.frame import ASPECTS, Area, Frame
from transparent_box.scenes.look.theme import THEMES, Size
from transparent_box.scenes.mobjects.arrows.doubled_angles import DoubledAngles
from transparent_box.scenes.mobjects.boxes.pattern_grid import in_pane
from transparent_box.scenes.mobjects.boxes.patterns import Patterns
from transparent_box.scenes.mobjects.network.network_plan import NetworkPlan
from transparent_box.scenes.mobjects.network.network_strip import GLYPHS
from transparent_box.scenes.mobjects.network.whole_network import SPOKEN
from transparent_box.scenes.mobjects.spectra.seed_panels import SeedPanels
from transparent_box.scenes.mobjects.surfaces.wave_sizes import WaveSizes, surface_and_sizes
from transparent_box.scenes.mobjects.switches.toy_boards import ToyBoards
from transparent_box.scenes.mobjects.training.exam_desk import ExamDesk
from transparent_box.scenes.mobjects.training.growing_chain import GrowingChain
from transparent_box.scenes.mobjects.training.learning_desk import LearningDesk
from transparent_box.scenes.mobjects.training.training_strip import foot_and_rest
from transparent_box.scenes.mobjects.words.fact import FactLine
from transparent_box.scenes.stage.furniture import Furniture

DARK, LOW = THEMES["dark"], Frame("4:5", 720)


def content(aspect: str) -> Furniture:
    """What chapters draw in, in an aspect."""
    furniture = Furniture()
    furniture.frame = Frame(aspect, 720)
    return furniture


@pytest.fixture
def desk() -> ExamDesk:
    """The exam's board with its curves in 4:5."""
    lessons, steps = np.eye(7, dtype=bool), np.array([0.0, 12_700.0])
    return ExamDesk(LOW.picture, lessons, ~lessons, (steps, steps / steps[-1], steps / steps[-1]), steps, DARK)


def test_only_there_height_is_dear() -> None:
    assert [aspect for aspect in ASPECTS if content(aspect).is_low] == ["4:5"]
    assert [aspect for aspect in ASPECTS if Frame(aspect, 720).picture.is_low] == ["4:5"]
    low, high = (content(aspect).parted(0.5, low=0.42) for aspect in ("4:5", "9:16"))
    assert low[1].bottom - low[0].top < 0.5 * (high[1].bottom - high[0].top)
    assert low[0].height < 0.8 * low[1].height and high[0].height == pytest.approx(high[1].height)


def test_what_is_low_is_told_by_one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what a chapter draws in, and of the picture that mobjects are given."""
    monkeypatch.setattr(frame, "LOW", 6.5)
    assert [aspect for aspect in ASPECTS if content(aspect).is_low] == ["1:1", "4:5"]


def test_a_chain_in_a_low_room_has_its_words_on_one_line() -> None:
    ahead = np.linspace(0.4, 0.6, 20) + 0.03j * np.sin(np.linspace(0, 9, 20))
    low, high = (
        GrowingChain(ahead[None], "wave of x + y", "sum", Area(0, 3.8, 0, up), 0.64, DARK) for up in (0.95, 3.0)
    )
    (beside, low_ends), (above, high_ends) = (chain.submobjects[-2:] for chain in (low, high))
    assert beside.baseline == pytest.approx(low_ends.words.baseline)
    assert (high_ends.get_top()[1] < above.get_bottom()[1]) == (above.width + high_ends.width + 0.25 >= 3.8)
    assert np.ptp(low.ribbon.points[:, 0]) > 0.75 * 3.8, "a speck"


def test_curves_come_near_to_what_stands_above_them() -> None:
    for aspect in ("4:5", "9:16"):
        below, above = foot_and_rest(Frame(aspect, 720).picture, aspect)
        assert (above.bottom - below.top < 0.3) == (aspect == "4:5")


def test_long_titles_stay_in_their_area() -> None:
    area = content("4:5").content
    spectra = [(np.ones(56), [13, 18, 23, 24, 49, 55]) for _ in range(9)]
    for panel in SeedPanels(spectra, "ours", "a note", area, DARK):
        written = [part for part in panel.get_family() if hasattr(part, "markup") and part.width]
        assert all(area.left - 1e-6 <= part.get_left()[0] for part in written)
        assert all(part.get_right()[0] <= area.right + 1e-6 for part in written)


def test_circles_of_angles_stay_large_beside_their_numbers() -> None:
    opened = DoubledAngles(np.array([0.0, 1.5, 3.1, 4.6]), [0.3, -0.27, 0.22, -0.28], content("4:5").content, DARK)
    assert 2 * opened.hands.radius > 0.22 * LOW.size[0]
    assert min(text.size for text in opened.weights) > Size.SMALL


def test_shares_of_a_low_layer_stand_clear_of_each_other(reference: Run) -> None:
    reading = evidence_of(reference).reading(*evidence_of(reference).shown_sum)
    shapes = dict.fromkeys(GLYPHS, "3 × 114")
    plan = NetworkPlan(reading, shapes, LOW.picture.less_top(0.7), False, DARK, SPOKEN)
    assert all(above.get_bottom()[1] - below.get_top()[1] > 0.02 for above, below in pairwise(plan.looks))
    first, second = plan.labels["one-hot"], plan.labels["embed"]
    assert first[0].baseline == pytest.approx(first[1].baseline), "its shape stands beside the name"
    assert second.get_left()[0] - first.get_right()[0] > 0.2


def test_the_exams_note_is_clear_of_its_curves(desk: ExamDesk) -> None:
    assert desk.in_a_column and desk.note.get_bottom()[1] > desk.chart.area.top
    assert desk.note.get_top()[1] < desk.scores.get_bottom()[1] and desk.note.get_left()[0] > desk.board.get_right()[0]
    assert desk.board.width > 0.5 * LOW.size[0] and desk.chart.area.height > 0.2 * LOW.size[1]
    assert max(desk.scores.width, desk.note.width) <= desk.aside.width + 1e-6


def test_the_exam_opens_on_a_board_that_fills_the_frame(desk: ExamDesk) -> None:
    seat, legend = Area.around(desk.board), desk.enlarged()
    board = Area.around(desk.board)
    assert board.height > 0.52 * LOW.size[1] and board.bottom > legend.get_top()[1]
    assert desk.scale.get_bottom()[1] >= LOW.picture.bottom - 1e-6 and desk.hairs.width == pytest.approx(board.width)
    (back,) = desk.seated()
    back.begin()
    back.interpolate(1.0)
    found = Area.around(desk.board)
    assert [found.left, found.right, found.bottom] == pytest.approx([seat.left, seat.right, seat.bottom])


def test_a_stretch_is_named_below_the_top_of_its_chart() -> None:
    history = type("History", (), {})()
    history.step = np.linspace(0, 12_626, 40)
    history.train_accuracy = history.test_accuracy = history.step / 12_626
    desk = LearningDesk(history, 300.0, 12_626.0, LOW.picture, DARK)
    span = desk.span(144, 10_980)
    assert span.steps.get_top()[1] < desk.chart.area.top - 0.15 and desk.chart.area.height > 0.3 * LOW.size[1]


@pytest.mark.parametrize("aspect", ["1:1", "4:5"])
def test_sizes_of_a_wave_are_no_ripple(aspect: str) -> None:
    stand, side = surface_and_sizes(content(aspect).content)
    sizes = 0.5 + 0.5 * np.sin(np.arange(113) / 5)
    chart = WaveSizes(sizes, sizes, "how large the wave of x is, for every y", side, DARK.cos_x, DARK)
    assert chart.area.height > (0.35 if aspect == "4:5" else 0.5) * side.height and stand.height > 1.25 * side.height
    above = [part for part in chart.get_family() if hasattr(part, "markup") and part.get_y() > chart.area.top]
    for one, other in combinations([*chart.ranges, *above], 2):
        assert min(Area.around(one).overlap(Area.around(other))) < 0


def test_a_fact_can_stand_on_one_line() -> None:
    number, meaning = FactLine("39 %", "wave of x", "text", DARK, size=Size.HEADLINE, gap=0.13)
    assert number.baseline == pytest.approx(meaning.baseline) and meaning.get_left()[0] > number.get_right()[0]


def test_columns_of_the_toy_take_the_width_there_is() -> None:
    table = np.add.outer(np.arange(5), np.arange(5)) % 5
    board = ToyBoards(table, "+", content("4:5").content, DARK).task((1, 2)).task.inputs
    assert board.width > 0.25 * LOW.size[0]


def test_patterns_fill_a_low_box() -> None:
    low, high = (Area(0, 5.4, 0, up) for up in (2.0, 6.0))
    patterns = Patterns(np.eye(5)[:, :2], None, np.eye(5), np.eye(5)[None].repeat(5, axis=0), None, np.eye(5)[:, :3])
    inside = (in_pane(patterns, area, DARK)[0].tiles[2].height for area in (low, high))
    assert [*inside] == pytest.approx([1.05, 2.17], abs=0.12)
