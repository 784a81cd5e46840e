"""What interference_scene says of the reference run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.clockwork import clockwork
from tests.conftest import evidence_of
from tests.moves import bring
from tests.test_every_prime import play as play_with
from tests.test_stage import play
from transparent_box.model.analysis.diagonals import along_difference, along_sum
from transparent_box.model.analysis.phasors import WAVES, waves_held
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.theme import DARK
from transparent_box.scenes.mobjects.arrows.angle_hands import AngleHands
from transparent_box.scenes.mobjects.arrows.doubled_angles import DoubledAngles
from transparent_box.scenes.mobjects.arrows.phasor_board import STANDS, PhasorBoard
from transparent_box.scenes.mobjects.arrows.phasor_chain import PhasorChain, extent, one_by_one
from transparent_box.scenes.mobjects.arrows.quarter_turns import QuarterTurns
from transparent_box.scenes.mobjects.arrows.waves_apart import WavesApart, seen_in
from transparent_box.scenes.mobjects.surfaces.relief import OBLIQUE, Relief
from transparent_box.scenes.mobjects.surfaces.relief_pairs import ReliefPairs, two_cells
from transparent_box.scenes.mobjects.surfaces.relief_row import ReliefRow
from transparent_box.scenes.mobjects.words.lettering import words


def test_a_product_is_its_two_halves(reference: Run) -> None:
    """Nothing is left over: one half depends on x − y alone, the other on x + y alone."""
    pair = evidence_of(reference).products(evidence_of(reference).shown_frequency)
    for plain, (apart, together) in zip(pair.plain, pair.halves, strict=True):
        assert apart + together == pytest.approx(plain, abs=1e-6)
        assert along_difference(apart) == pytest.approx(1) and along_sum(together) == pytest.approx(1)
        assert apart.var() == pytest.approx(together.var())


def test_added_as_heights_one_pair_flattens_and_the_other_doubles(reference: Run) -> None:
    evidence = evidence_of(reference)
    k = evidence.shown_frequency
    pair, weights = evidence.products(k), evidence.product_pairs[k].weights
    apart, together = (pair.halves * weights[:, None, None, None]).sum(axis=0)
    assert apart + together == pytest.approx(pair.total, abs=1e-6)
    single = [np.abs(weights[n] * pair.halves[n, 1]).max() for n in (0, 1)]
    assert np.abs(together).max() == pytest.approx(sum(single), rel=0.02), "crest on crest"
    assert np.abs(apart).max() < 0.25 * np.abs(together).max() and np.abs(apart).max() < min(single), "crest on hollow"
    assert apart.var() / pair.total.var() == pytest.approx(pair.share_difference)


def test_each_of_the_four_brings_the_sum_nearer(reference: Run) -> None:
    four = evidence_of(reference).quarter_turns(evidence_of(reference).shown_frequency)
    shares = [float(along_sum(four.weighed[: n + 1].sum(axis=0))) for n in range(4)]
    assert shares == sorted(shares) and shares[0] < 0.2 and shares[-1] > 0.95


def test_three_chains_curl_shut_and_one_leaves(reference: Run) -> None:
    """Arrows from a two-dimensional Fourier transform of each neuron and one of its column of weights."""
    evidence, p = evidence_of(reference), reference.p
    k = evidence.shown_frequency
    found, members = evidence.phasors(k), evidence.clusters[k][evidence.phasors(k).order]
    to_answers = np.asarray(reference.weights.W_U)[:, :p].T @ np.asarray(reference.weights.W_out)[:, members]
    read = np.fft.fft(to_answers.astype(float), axis=0)[k] * 2 / p
    held = np.fft.fft2(reference.activations.mlp_post[..., members].astype(float), axes=(0, 1)) * 2 / p**2
    for name, (over_x, over_y) in WAVES.items():
        assert found.arrows[name] == pytest.approx(held[over_x * k, over_y * k] * np.conj(read), abs=1e-6)
    for name in ("x", "y"):
        assert found.end(name) < 0.01 * found.length(name)
    assert found.end("x − y") < 0.15 * found.length("x − y")
    assert found.end("x + y") > 0.98 * found.length("x + y")
    assert abs(np.angle(found.arrows["x + y"].sum())) < 0.02, "it points where the answer is"
    assert [round(found.length(name), 1) for name in WAVES] == [17.1, 17.1, 4.9, 11.0]


def test_chains_are_said_to_curl_shut_only_where_they_lead_nearly_nowhere(reference: Run, grokked_run: Run) -> None:
    """In the other run those of x and of y end a quarter as far away as that of x + y."""
    for run, said in (
        (reference, "curl shut. Only x + y gets anywhere."),
        (grokked_run, "curl up. Only x + y gets far."),
    ):
        evidence = evidence_of(run)
        found = evidence.phasors(evidence.shown_frequency)
        *others, onward = (abs(found.arrows[name].sum()) for name in WAVES)
        assert (max(others) < 0.15 * onward) == (run is reference), "the run is no example any more"
        assert f"Three chains {said}" in [beat.line for beat in play("interference_scene", run).beats]


def test_of_a_single_turn_it_is_not_said_that_it_makes_many_ridges(reference: Run, tmp_path: Path) -> None:
    run = Run(clockwork(tmp_path / "run", 11, (1,)).folder)
    total = evidence_of(run).gathered(1)[-1]
    along = np.array([np.diagonal(np.fliplr(total), 10 - s).mean() for s in range(11)])  # x + y = s
    assert ((along > np.roll(along, 1)) & (along > np.roll(along, -1))).sum() == 1
    assert "But one frequency makes one broad ridge." in play_with("interference_scene", run, tmp_path)[-1]
    assert "But one frequency makes many ridges." in play("interference_scene", reference).beats[-1].line


def test_the_straight_chain_is_the_wave_of_the_answer(reference: Run) -> None:
    """All arrows of x + y together are what these neurons add to the logits along x + y − c."""
    evidence, p = evidence_of(reference), reference.p
    k = evidence.shown_frequency
    found, members = evidence.phasors(k), evidence.clusters[k]
    to_answers = np.asarray(reference.weights.W_U)[:, :p].T @ np.asarray(reference.weights.W_out)[:, members]
    logits = reference.activations.mlp_post[..., members].astype(float) @ to_answers.T.astype(float)
    wave = np.fft.fftn(logits)[k, k, -k] * 2 / p**3
    assert found.arrows["x + y"].sum() == pytest.approx(2 * wave, abs=1e-4)


def test_doubled_the_angles_are_the_signs(reference: Run) -> None:
    """Found, not decreed: the weights that training found have the signs of cos 2φ."""
    evidence = evidence_of(reference)
    four = evidence.quarters[evidence.shown_frequency]
    doubled = np.cos(2 * (four.phases - four.phases[0]))
    assert (np.sign(doubled) == [1, -1, 1, -1]).all() and np.abs(doubled).min() > 0.9
    assert (np.sign(four.weights) == np.sign(doubled)).all()


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.9, 2.9), Area(-2.7, 2.7, -3, 3.9), Area(-2.7, 2.7, -2.3, 2.5)])
def test_angles_open_one_after_the_other_and_their_numbers_count_along(area: Area) -> None:
    """Right, left, right, left: when one opens, those before it have opened; each is told under its own circle."""
    phases = np.radians([-20.0, 70.0, 165.0, 245.0])
    opened = DoubledAngles(phases, [0.3, -0.27, 0.22, -0.28], area, DARK)

    def told(share: float) -> list[str]:
        opened.show(share)
        for hand, number in zip(opened.hands.hands, opened.numbers, strict=True):
            way = np.degrees(np.arctan2(*(hand.get_end() - hand.get_start())[[1, 0]])) % 360
            assert (way - float(number.number.markup) + 180) % 360 - 180 == pytest.approx(0, abs=0.51)
        return [number.number.markup for number in opened.numbers]

    assert told(0.0) == ["0", "90", "185", "265"] and told(1.0) == ["0", "180", "10", "170"]
    assert told(1 / 3) == ["0", "180", "185", "265"] and told(2 / 3) == ["0", "180", "10", "265"]
    for rim, number, weight in zip(opened.hands.rims, opened.numbers, opened.weights, strict=True):
        assert number.get_bottom()[1] > weight.get_top()[1]
        assert min(rim.get_bottom()[1], weight.get_bottom()[1]) >= area.bottom and rim.get_top()[1] <= area.top
        if area.is_low:  # there they stand beside it, for it to be larger
            assert rim.get_right()[0] < weight.get_left()[0] and weight.get_right()[0] <= area.right
            assert rim.get_bottom()[1] < weight.get_y() < number.get_y() < rim.get_top()[1]
            assert opened.hands.radius > 0.12 * area.width, "larger than in a row"
        else:
            assert rim.get_bottom()[1] > number.get_top()[1]
            assert max(abs(one.get_x() - rim.get_x()) for one in (number, weight)) < rim.width / 2


def test_a_minus_turns_a_double_round_so_that_all_point_to_one_side() -> None:
    """What points left has a minus; in the end all point right, as bright, and what is told is where each points."""
    phases, area = np.radians([-20.0, 70.0, 165.0, 245.0]), Area(-6.7, 6.7, -2.7, 2.7)
    opened = DoubledAngles(phases, [0.3, -0.27, 0.22, -0.28], area, DARK).show(1.0)
    ways = [hand.get_end()[0] - hand.get_start()[0] for hand in opened.hands.hands]
    assert [way > 0 for way in ways] == [True, False, True, False]
    bring(opened.turned_by_signs())
    for hand, tip in zip(opened.hands.hands, opened.hands.tips, strict=True):
        assert hand.get_end()[0] - hand.get_start()[0] > 0.9 * opened.hands.radius
        assert {hand.get_stroke_color().to_hex().upper(), tip.get_fill_color().to_hex().upper()} == {DARK.text}
    assert [number.number.markup for number in opened.numbers] == ["0", "0", "10", "350"]
    right = DoubledAngles(phases, [0.3, 0.27, 0.22, 0.28], area, DARK).show(1.0, 1.0)
    assert [hand.get_end()[0] > hand.get_start()[0] for hand in right.hands.hands] == [True, False, True, False]


def four_turns(area: Area) -> QuarterTurns:
    x, y = np.indices((12, 12)) / 12 * 2 * np.pi
    phases = np.radians([-20.0, 70.0, 160.0, 250.0])
    plain = np.stack([np.maximum(np.cos(x + phase) + np.cos(y + phase), 0) for phase in phases])
    plain -= plain.mean(axis=(1, 2), keepdims=True)
    made = [Relief(one, lambda heights: np.full((*np.shape(heights), 4), 0.25), 2.0, 1.3) for one in plain]
    weighed = plain * np.array([1, -1, 1, -1])[:, None, None]
    green = lambda heights: np.ones((*np.shape(heights), 4))  # noqa: E731
    return QuarterTurns(made, weighed, phases, area, green, lambda total: float(along_sum(total)), DARK)


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3, 3.9), Area(-2.7, 2.7, -2.3, 2.5)])
def test_the_four_are_told_a_quarter_turn_apart_and_added_on_one_scale(area: Area) -> None:
    """Each with its sign and hand; minus turns one over; their sum turns green as its share along x + y grows."""
    row = four_turns(area)
    signs = [label[0].markup.replace("\\", "") for label in row.labels]
    assert signs == ["+", "−", "+", "−"] and [one.markup for one in row.degrees] == ["0°", "90°", "180°", "270°"]
    ways = [label[1].hands[0].get_end() - label[1].hands[0].get_start() for label in row.labels]
    assert np.array([way[:2] / np.linalg.norm(way) for way in ways]) == pytest.approx(
        np.array([[1, 0], [0, 1], [-1, 0], [0, -1]]), abs=1e-6
    )
    for number in range(4):
        bring(row.signed(number))
        heights = row.reliefs[number].field.grid[..., 2] * 2.0 / 1.3
        assert heights == pytest.approx(row.weighed[number])
    stand, beside = area.parts(0.6, 0.25, 1.5)
    bring(row.make_room(stand, beside, (1.1, -1.0)))
    assert all(area.left - 1e-6 <= label.get_left()[0] and label.get_right()[0] <= area.right for label in row.labels)
    assert float(row.counter[-1].number.markup) == pytest.approx(100 * along_sum(row.weighed[0]), abs=0.06)
    for number in range(1, 4):
        bring(row.add(number))
        total = row.weighed[: number + 1].sum(axis=0)
        assert row.sum.field.grid[..., 2] * 2.0 / 1.3 == pytest.approx(total)
        assert float(row.sum.field.colors.mean()) == pytest.approx(0.25 + 0.75 * along_sum(total), abs=0.01)
    bring(row.first_alone(words("one", 20, "#ffffff")))
    assert row.sum.field.grid[..., 2] * 2.0 / 1.3 == pytest.approx(row.weighed[0])
    assert row.sum.field.colors == pytest.approx(0.25), "in its own shades again"
    assert float(row.counter[-1].number.markup) > 4 * 100 * along_sum(row.weighed[0])


def test_the_four_stand_in_two_rows_of_a_wide_frame_and_wait_in_the_order_in_which_they_come_down() -> None:
    """A row of four would be a band across it; each dial stands at the right of its surface, touching none."""
    area = Area(-6.7, 6.7, -2.7, 2.7)
    row = four_turns(area)

    def seen(number: int) -> Area:
        return seen_in(row.reliefs[number], row.reliefs[number].space)

    stands = [seen(number) for number in range(4)]
    assert max(one.top for one in stands) - min(one.bottom for one in stands) > 0.75 * area.height
    assert stands[0].width + stands[1].width > 0.6 * area.width
    bring(row.make_room(*area.parts(0.6, 0.25, 1.5), (1.1, -1.0)))
    levels = [seen(number).center[1] for number in range(1, 4)]
    assert levels == sorted(levels, reverse=True)
    for number in range(1, 4):
        dial = Area.around(row.labels[number])
        assert seen(number).right < dial.left + 0.3 and abs(dial.center[1] - levels[number - 1]) < 0.3
        assert all(min(dial.overlap(seen(other))) < 0 for other in range(4) if other != number)


def test_no_dial_is_hidden_while_the_four_make_room() -> None:
    """Each goes to the seat that is nearest, clear of the others' dials; where it can't be, dials pass in front."""
    area = Area(-6.7, 6.7, -2.7, 2.7)
    row = four_turns(area)
    moves = [
        move.build() if hasattr(move, "build") else move for move in row.make_room(*area.parts(0.6, 0.25, 1.5), OBLIQUE)
    ]
    for move in moves:
        move.begin()
    for share in np.linspace(0, 1, 9):
        for move in moves:
            move.interpolate(share)
        for n, relief in enumerate(row.reliefs[1:], 1):
            seen = relief.space.project(relief.field.points)[:, :2]
            low, high = seen.min(axis=0), seen.max(axis=0)
            for dial in (row.labels[m] for m in range(1, 4) if m != n):
                apart = np.abs(dial.get_center()[:2] - (low + high) / 2) - (high - low) / 2
                assert apart.max() > 0.0, (share, n)
    assert all(part.z_index > relief.field.z_index for part in row.labels.get_family() for relief in row.reliefs)


def test_a_label_stands_near_its_surface_in_cells_higher_than_it_needs() -> None:
    cell, wave = Area(-2, 2, -4, 4), np.sin(np.add.outer(np.arange(12), np.arange(12)))
    gaps = []
    for shape in (0.0, 1.3):
        relief = Relief(wave, lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
        row = ReliefRow([relief], [cell], 0.6).fill([OBLIQUE[1]], snug=True, shape=shape)
        (label,) = row.label([words("x + y", 23, "#ffffff")])
        gaps.append(relief.space.project(relief.field.points)[:, 1].min() - label.get_top()[1])
        assert row.cells[0].width == 4 and cell.bottom <= label.get_bottom()[1] and gaps[-1] >= 0
    assert gaps[1] < 0.7 < gaps[0]


def test_a_chain_is_drawn_tip_to_tail(reference: Run) -> None:
    from transparent_box.scenes.look.frame import Area

    arrows = np.array([1, 1j, -1 + 0.5j, 0.2 - 1j])
    chain = PhasorChain(arrows, 2.0, Area(-3, 3, -2, 2), "#9AE7A8", "#0F1218")
    assert chain.ends[-1] - chain.ends[0] == pytest.approx([0.4, 1.0, 0])
    assert extent(arrows) == pytest.approx((1.0, 1.5))
    chain.show(1.5)
    assert chain.tip.get_center() == pytest.approx(chain.ends[0] + [2, 1, 0])
    assert chain.ribbon.grid[-1].mean(axis=0) == pytest.approx(chain.tip.get_center())


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    scene = play("interference_scene", reference)
    lines = " ".join(beat.line for beat in scene.beats)
    assert "× +0.20 and × −0.25" in lines and "all 98 neurons" in lines and lines.endswith("Which is the answer?")
    assert 30 <= scene.beats[-1].end <= 75 and 4 <= len(scene.beats) <= 7


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3, 3.9), Area(-3.6, 3.6, -2.6, 2.6)])
def test_the_first_arrows_keep_their_size_while_they_are_laid_and_then_all_are_seen(reference: Run, area: Area) -> None:
    """On one scale at any time, from near within the area; what is laid lies still; whole chains are as measured."""
    found = evidence_of(reference).phasors(evidence_of(reference).shown_frequency)
    board = PhasorBoard(found.arrows, area, DARK, slowly=10)
    assert board.near > 1.3

    def drawn(count: float, back: float) -> list[np.ndarray]:
        board.show(count, back)
        times = [
            np.linalg.norm(chain.tip.get_center() - chain.ends[0])
            / np.linalg.norm(chain.ends[int(count)] - chain.ends[0])
            for chain in board.chains.values()
        ]
        assert times == pytest.approx([board.near ** (1 - back)] * 4, rel=1e-3)
        return [chain.ribbon.grid.copy() for chain in board.chains.values()]

    for few, many in zip(drawn(3.0, 0.0), drawn(10.0, 0.0), strict=True):
        assert few[:12] == pytest.approx(many[:12]), "three arrows, four rows each"
        assert many[..., 0].min() > area.left - 0.1 and many[..., 0].max() < area.right + 0.1
        assert many[..., 1].min() > area.bottom - 0.1 and many[..., 1].max() < area.top + 0.1
    for whole, chain in zip(drawn(float(len(found.order)), 1.0), board.chains.values(), strict=True):
        assert whole[-1].mean(axis=0) == pytest.approx(chain.ends[-1])


@pytest.mark.parametrize("area", [Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3, 3.9), Area(-3.6, 3.6, -2.6, 2.6)])
def test_each_of_the_first_arrows_is_as_large_as_it_has_room_to_be(reference: Run, area: Area) -> None:
    """On one scale at any time, in the area, over nothing written; each steps back only so far as it needs."""
    found = evidence_of(reference).phasors_from_a_quarter(evidence_of(reference).shown_frequency)
    board, before = PhasorBoard(found.arrows, area, DARK, slowly=10), np.inf
    assert board.times[0] == 9 and board.times[-1] == board.near, "the name of x − y is not in its way, either"
    assert area.to(Area.around(board.names)) == area == area.to(Area.around(board.lengths))
    assert board.times[2] > 1.15 * board.near, "two and three are not lost on a dark stage"
    for share in np.linspace(0, 1, 60):
        board.begin(float(share))
        drawn = [np.linalg.norm(chain.ribbon.grid[3].mean(axis=0) - chain.ends[0]) for chain in board.chains.values()]
        sizes = np.array(drawn) / [np.linalg.norm(chain.ends[1] - chain.ends[0]) for chain in board.chains.values()]
        assert sizes == pytest.approx([sizes[0]] * 4) and sizes[0] <= before + 1e-9
        assert share > STANDS or sizes[0] == pytest.approx(board.times[0])
        before = sizes[0]
        if sizes[0] > 1.01 * board.near:
            written = [Area.around(text) for text in (*board.names, *board.counters)]
            for arrow in map(Area.around, board.chains.values()):
                assert area.to(arrow) == area and all(min(arrow.overlap(text)) < 0 for text in written)


def test_arrows_are_counted_as_they_are_laid_where_then_their_length_is_told(reference: Run) -> None:
    found = evidence_of(reference).phasors(evidence_of(reference).shown_frequency)
    for area in (Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3, 3.9)):
        board = PhasorBoard(found.arrows, area, DARK, slowly=10)
        for show, told in ((board.begin, ("1", "10")), (board.go_on, ("10", str(len(found.order))))):
            for share, count in zip((0.0, 1.0), told, strict=True):
                show(share)
                assert [counter.number.markup for counter in board.counters] == [count] * 4
        for counter, lines, name in zip(board.counters, board.lengths, board.names, strict=True):
            assert counter.baseline == pytest.approx(lines[0].baseline) and counter.get_top()[1] < name.get_bottom()[1]
            assert area.left <= counter.get_left()[0] and counter.get_right()[0] <= area.right
        *_, gone, comes = board.led()
        assert gone.mobject is board.counters and comes.mobject is board.lengths


def test_arrows_are_laid_one_by_one() -> None:
    """A count dwells on every whole number, and never goes back."""
    counts = [one_by_one(count) for count in np.linspace(1, 10, 200)]
    assert counts == sorted(counts) and one_by_one(4.0) == 4.0 and 3 < one_by_one(3.1) < 3.05


def test_a_neurons_waves_are_as_large_as_its_arrows(reference: Run) -> None:
    """The four waves that come out of the first neuron, one of the four that were added up before, on one scale."""
    evidence = evidence_of(reference)
    k = evidence.shown_frequency
    neuron, members = int(evidence.quarters[k].neurons[0]), evidence.clusters[k].tolist()
    plain, found = evidence.phasors(k), evidence.phasors(k).starting_with(members.index(neuron))
    assert members[found.order[0]] == neuron == members[play("interference_scene", reference).order[0]]
    assert sorted(found.order) == sorted(plain.order) and found.end("x − y") == pytest.approx(plain.end("x − y"))
    waves = evidence.waves_of_a_quarter(k)
    sizes = np.array([waves[name].std() for name in WAVES])
    lengths = np.array([abs(found.arrows[name][0]) for name in WAVES])
    assert sizes / sizes[0] == pytest.approx(lengths / lengths[0], rel=1e-4)
    assert along_sum(waves["x + y"]) == pytest.approx(1) and along_difference(waves["x − y"]) == pytest.approx(1)
    assert np.ptp(waves["x"], axis=1).max() < 1e-9, "the same for every y"


def test_waves_come_out_of_the_neuron_and_go_into_the_first_arrows(reference: Run) -> None:
    evidence = evidence_of(reference)
    found = evidence.phasors(evidence.shown_frequency)
    board = PhasorBoard(found.arrows, Area(-6, 6, -3, 3), DARK, slowly=10)
    whole = Relief(np.eye(12), lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
    waves = waves_held(np.outer(*[1 + np.cos(np.arange(12) * np.pi / 3)] * 2), 2)
    apart = WavesApart(whole, waves, lambda role: whole.shade, Area(-6, 6, -3, 3), OBLIQUE)
    seats = [space.pose.copy() for space in apart.spaces]
    assert len({pose[3] for pose in seats}) == 1, "seen as near"
    moves = apart.come(board.names)
    assert all(space.pose == pytest.approx(whole.space.pose) for space in apart.spaces)
    bring(moves)
    assert all(space.pose == pytest.approx(pose) for space, pose in zip(apart.spaces, seats, strict=True))
    moves = apart.go_into(board)
    (comes,) = [move for move in moves if move.mobject is board]
    assert comes.rate_func(0.5) == 1 > comes.rate_func(0.3) > 0, "arrows are there before the waves have shrunk to them"
    bring(moves)
    for relief, chain in zip(apart, board.chains.values(), strict=True):
        places = relief.space.project(relief.field.points)
        assert np.abs(places.mean(axis=0) - chain.get_center()).max() < 0.3


@pytest.mark.parametrize(
    ("area", "zenith"),
    [(Area(-6.7, 6.7, -2.7, 2.7), 66), (Area(-2.7, 2.7, -3, 3.9), 42), (Area(-3.6, 3.6, -2.6, 2.6), 42)],
)
def test_the_four_waves_use_the_frame_and_their_names_lie_over_none(reference: Run, area: Area, zenith: float) -> None:
    """In two rows, where a row of four would be a band; x + y is where its chain begins."""
    evidence = evidence_of(reference)
    found, waves = evidence.phasors(evidence.shown_frequency), evidence.waves_of_a_quarter(evidence.shown_frequency)
    board = PhasorBoard(found.arrows, area, DARK, slowly=10)
    whole = Relief(waves["x"], lambda heights: np.ones((*np.shape(heights), 4)), 1.4 * np.ptp(waves["x"]), 1.3)
    apart = WavesApart(whole, waves, lambda role: whole.shade, area, (np.radians(zenith), np.radians(-40)))
    bring(apart.come(board.names))
    seen = [seen_in(relief, relief.space) for relief in apart]
    assert all(area.inside(-1e-6, -1e-6).to(one) == area.inside(-1e-6, -1e-6) for one in seen)
    low, high = min(one.bottom for one in seen), max(one.top for one in seen)
    assert high - low > 0.65 * area.height and sum(one.width for one in seen) > 1.4 * area.width
    assert seen[3].center[0] < seen[2].center[0] and board.chains["x + y"].get_x() < board.chains["x − y"].get_x()
    for relief, label in zip(apart, apart.labels, strict=True):
        written, points = Area.around(label).inside(-0.1, -0.1), relief.space.project(relief.field.points)
        assert area.left - 1e-6 <= label.get_left()[0] and area.bottom - 1e-6 <= label.get_bottom()[1]
        across = (points[:, 0] > written.left) & (points[:, 0] < written.right)
        assert not (across & (points[:, 1] > written.bottom) & (points[:, 1] < written.top)).any()


def test_the_straight_way_is_as_long_as_is_said(reference: Run) -> None:
    """From a chain's start to its end, on the scale of all of them: all but nothing, twice; a little; all the way."""
    found = evidence_of(reference).phasors(evidence_of(reference).shown_frequency)
    board = PhasorBoard(found.arrows, Area(-6, 6, -3, 3), DARK)
    lengths = [float(np.linalg.norm(way.get_end() - way.get_start())) for way in board.ways]
    assert lengths == pytest.approx([board.per_unit * found.end(name) for name in WAVES], abs=1e-3)
    for way, lines, name in zip(board.ways, board.lengths, WAVES, strict=True):
        assert f"{found.end(name):.2f}".lstrip("0") in lines[1].markup
        assert way.get_start() == pytest.approx(board.chains[name].ends[0])
    assert board.ways in board.beside


def test_hands_rise_out_of_the_arrows_they_are(reference: Run) -> None:
    """Four arrows of the wave of x, those of the four neurons, each become the hand at its neuron's angle."""
    evidence = evidence_of(reference)
    four, found = evidence.quarters[evidence.shown_frequency], evidence.phasors(evidence.shown_frequency)
    drawn = evidence.clusters[evidence.shown_frequency][found.order].tolist()
    board = PhasorBoard(found.arrows, Area(-6, 6, -3, 3), DARK)
    arrows = board.arrows("x", [drawn.index(neuron) for neuron in four.neurons])
    lengths = np.abs(found.arrows["x"][np.argsort(found.order)])[np.searchsorted(np.sort(drawn), four.neurons)]
    assert np.linalg.norm(arrows[:, 1] - arrows[:, 0], axis=1) == pytest.approx(lengths * board.per_unit)
    middles = np.array([[x, 1.0, 0.0] for x in range(4)])
    hands = AngleHands(four.phases - four.phases[0], 2.0, ["#ffffff"] * 4, "#000000", middles)
    ends = middles[:, :2] + 2 * np.stack([np.cos(hands.angles), np.sin(hands.angles)], 1)
    for share, places in ((0.0, arrows[:, 1]), (1.0, ends)):
        hands.lift(arrows, "#ffff00", share)
        tips = np.array([tip.get_center() for tip in hands.tips])
        assert tips[:, :2] == pytest.approx(places[:, :2])
        assert all(line.get_stroke_opacity() == share for line in (*hands.rims, *hands.axes))
    hands.lift(arrows, "#ffff00", 0.5)
    assert all(line.get_stroke_opacity() == 1 for line in (*hands.rims, *hands.axes)), "one sees where they go"


def test_the_chains_are_seen_until_the_hands_are_on_their_way() -> None:
    """Or the stage were empty but for four small hands."""
    opened = DoubledAngles(np.radians([0.0, 90, 180, 270]), [1.0, -1, 1, -1], Area(-6, 6, -3, 3), DARK)
    gone, rising, _ = opened.rising(
        np.tile([[0.0, 0, 0], [1, 0, 0]], (4, 1, 1)), "#ffff00", words("a board", 20, "#ffffff")
    )
    assert gone.rate_func(0.25) < 0.3 and gone.rate_func(0.8) == 1
    rising.begin()
    rising.interpolate(0.5)
    assert opened.hands.rims[0].get_stroke_opacity() > 0.9, "and their circles have come before those have gone"


def test_a_hand_is_long_before_it_is_there_and_turns_the_shorter_way() -> None:
    """Turned to the other side, an arrow is never short on its way: nothing was to be seen there."""
    arrows = np.array([[[-3.0, 0, 0], [-3.2, 0, 0]], [[3.0, 0, 0], [3.0, 0.1, 0]]])  # to the left, upward
    hands = AngleHands(np.array([0.2, np.pi]), 2.0, ["#ffffff"] * 2, "#000000", np.zeros((2, 3)))
    turned = []
    for share in (0.0, 0.05, 0.25, 0.5, 0.75, 1.0):
        hands.lift(arrows, "#ffff00", share)
        ways = np.array([hand.get_end() - hand.get_start() for hand in hands.hands])
        turned.append(np.arctan2(ways[:, 1], ways[:, 0]) % (2 * np.pi))
        if share >= 0.25:
            assert np.linalg.norm(ways, axis=1) == pytest.approx(2.0)
    for angles, end in zip(np.transpose(turned), (0.2, np.pi), strict=True):
        steps = np.diff(angles)
        assert (np.sign(steps) == np.sign(end - angles[0])).all() and abs(steps).sum() < np.pi


def test_the_share_is_counted_from_the_first_neuron(reference: Run) -> None:
    """Nothing is said of no surface at all: the share stands at the first neuron's until the second comes."""
    relief, told = Relief(np.zeros((5, 5)), lambda heights: np.ones((*np.shape(heights), 4)), 1.0), []
    part = Relief(np.eye(5), lambda heights: np.ones((*np.shape(heights), 4)), 1.0)
    move = relief.heap(part, np.zeros((5, 5)), np.eye(5), lambda total: told.append(total.max()))[-1]
    move.interpolate(0.0)
    assert told == []
    move.interpolate(1.0)
    assert told == [1.0]


def pairs_of_waves(area: Area) -> ReliefPairs:
    """Two waves along x − y, then two along x + y, in two places of an area."""
    x, y = np.indices((12, 12)) / 12 * 2 * np.pi
    waves = [np.cos(x - y), 0.6 * np.cos(x - y), np.cos(x + y), 0.6 * np.cos(x + y)]
    made = [Relief(wave, lambda heights: np.ones((*np.shape(heights), 4)), 1.6) for wave in waves]
    return ReliefPairs(made, area.cells(2, 0.25, 1.3, 0.6), 0.6, (np.radians(-130), np.radians(-40)))


@pytest.mark.parametrize("area", [Area(-6, 6, -3, 3), Area(-3, 3, -4, 4)])
def test_a_pair_is_laid_on_each_other_and_leaves_its_sum(area: Area) -> None:
    """The second is turned over and comes down: what is left of the first pair is flatter, and stands in its place."""
    pairs = pairs_of_waves(area)
    values = [relief.field.grid[..., 2] / relief.rise * relief.scale for relief in pairs]
    weighed = [value * (-1) ** n for n, value in enumerate(values)]
    totals = np.array([weighed[0] + weighed[1], weighed[2] + weighed[3]])
    pairs.signed(["× +1.00", "× −1.00"], "#ffffff")
    sums, first = pairs.sums(totals, 1.3), pairs.reliefs[0]
    bring((*pairs.become(weighed), *pairs.meet(0)))
    assert first.field.grid[..., 2] == pytest.approx(first.rise * totals[0] / first.scale)
    assert np.abs(totals[0]).max() < 0.5 * np.abs(values[0]).max()
    for relief in pairs.reliefs[:2]:
        assert relief.space.pose == pytest.approx(sums.spaces[0].pose)
    assert first.space.pose[1] == pytest.approx(np.radians(-130)), "from the ends of its waves"
    places = [pairs.cells[2 * n].to(pairs.cells[2 * n + 1]) for n in (0, 1)]
    assert max(places[0].overlap(places[1])) > 0 > min(places[0].overlap(places[1])), "pairs do not cross each other"
    for one, other in zip(pairs.cells[::2], pairs.cells[1::2], strict=True):
        assert other.top < one.bottom or other.left > one.right, "as lines are read: the first weight told is the first"


def test_two_pictures_stand_on_a_slant_where_they_are_larger_so() -> None:
    """In a square they do, and are farther apart than diamonds in their cells are wide; elsewhere they do not."""
    for area in (Area(-6.7, 6.7, -2.7, 2.7), Area(-2.7, 2.7, -3.5, 3.5)):
        assert two_cells(area, 0.6, 1.3) == area.cells(2, 0.6, 1.3)
    high, low = two_cells(square := Area(-3.6, 3.6, -2.6, 2.6), 0.6, 1.3)
    assert high.height > 1.2 * square.cells(2, 0.6, 1.3)[0].width / 1.3
    apart = np.abs(np.subtract(high.center, low.center))[:2] / (high.width, high.height)
    assert apart.sum() > 1
    assert high.to(low) == square
