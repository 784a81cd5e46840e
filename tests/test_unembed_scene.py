"""What unembed_scene says of the reference run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import Group

from tests.conftest import evidence_of
from tests.moves import bring
from tests.test_stage import play
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.colormaps import ramp, rgba
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.look.operations import ADDITION
from transparent_box.scenes.look.theme import DARK, LIGHT, Gap, Theme
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.outputs_added import OutputsAdded
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.surfaces.ridge_walk import RidgeWalk
from transparent_box.scenes.mobjects.surfaces.rolled_sheet import LIFT, RING, TUBE, RolledSheet
from transparent_box.scenes.mobjects.votes.answer_spike import FINE, AnswerSpike
from transparent_box.scenes.mobjects.votes.score_bars import ScoreBars
from transparent_box.scenes.mobjects.votes.sheet_over_bars import SheetOverBars
from transparent_box.scenes.mobjects.votes.waves_over_votes import DIM
from transparent_box.scenes.mobjects.words.lettering import unescape
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.beat import Beat
from transparent_box.scenes.unembed_scene import ROUND

ROOM = Area(-6, 6, -3, 3)
SEVEN = 7


def test_two_outputs_are_enough_and_all_of_them_leave_the_next_ridge_behind(reference: Run) -> None:
    """Counted pair by pair, in another way than the chapter's."""
    added, p = evidence_of(reference).added_outputs(SEVEN), reference.p
    out, column = reference.activations.mlp_out.astype(float), np.asarray(reference.weights.W_U)[:, SEVEN]
    sizes = [np.std(out[..., output] * column[output]) for output in added.order]
    assert sizes == sorted(sizes, reverse=True)
    for count, right, margin in ((1, 103, 0.32), (2, 113, 1.27), (128, 113, 16.34)):
        chosen = added.order[:count]
        score = out[..., chosen] @ column[chosen].astype(float)
        highest = sorted(((score[x, y], x, y) for x in range(p) for y in range(p)), reverse=True)[:p]
        assert sum((x + y) % p == SEVEN for _, x, y in highest) == right == added.right[count - 1]
        ridges = [np.mean([score[x, (s - x) % p] for x in range(p)]) for s in range(p)]
        others = max(ridges[s] for s in range(p) if s != SEVEN)
        assert ridges[SEVEN] - others == pytest.approx(margin, abs=0.01) == added.margins[count - 1]
        assert added.tops[count - 1] == pytest.approx(ridges[SEVEN] - np.mean(score), abs=1e-3)


@pytest.fixture
def panel(reference: Run) -> OutputsAdded:
    added, p = evidence_of(reference).added_outputs(SEVEN), reference.p
    relief = Relief(np.zeros((p, p)), shade, 1.0)
    return OutputsAdded(relief, added, np.add.outer(np.arange(p), np.arange(p)) % p == SEVEN, SEVEN, ROOM, DARK)


def test_the_sums_of_an_answer_are_kept_until_another_is_asked_for(reference: Run) -> None:
    evidence = Evidence(reference)
    added = evidence.added_outputs(SEVEN)
    evidence.answer_waves(SEVEN)
    assert evidence.added_outputs(SEVEN) is added
    evidence.answer_waves(SEVEN + 1)
    assert evidence.added_outputs(SEVEN) is not added


def test_outputs_are_added_on_one_scale(panel: OutputsAdded, reference: Run) -> None:
    """So the ridge rises as the sums do: 2.3, 4.5, 25.3, 38.8; but for the first, which is enlarged and says so."""
    field, whole = panel.relief.field, 38.8
    assert (
        np.abs(field.grid[..., 2]).max() == pytest.approx(1.0)
        and panel.by.number.markup == f"{panel.near:.1f}" == "16.9"
    )
    for place in (0.0, 0.3, 0.7, 1.0):
        added = panel.fill_its_room(place).sums
        drawn = (1 - place) * added[0] + place * added[1]
        assert np.abs(field.grid[..., 2]).max() == pytest.approx(1.0), "two outputs fill the room of all, enlarged"
        assert float(panel.by.number.markup) == pytest.approx(panel.reach / np.abs(drawn).max(), abs=0.06)
    assert panel.counters[1].number.markup == "113" and panel.counters[0].number.markup == "2"
    back = panel.stepped_back(1)
    back.begin()
    for share in (0.4, 1.0):
        back.interpolate(share)
        high = panel.times * np.abs(panel.sums[1]).max() / panel.reach
        assert np.abs(field.grid[..., 2]).max() == pytest.approx(high), "the same sum, less and less enlarged"
    assert panel.by.number.get_fill_opacity() == 0 and panel.times == 1
    for count, most in ((1, 2.3), (2, 4.5), (28, 25.3), (128, 38.8)):
        panel.show(count - 1)
        assert field.grid[..., 2].max() == pytest.approx(most / whole, abs=0.002), count
        assert panel.counters[0].number.markup == str(count)


def test_the_highest_points_are_counted_one_by_one_and_the_wrong_ones_are_hollow(panel: OutputsAdded) -> None:
    """From the highest on; none pops; the ten that are wrong count for nothing, and no one is left out in the end."""
    dots, rings, holes = panel.crest
    first, p = panel.sums[0], panel.relief.count
    ranked = np.argsort(-first, axis=None)[:p]
    right = (ranked // p + ranked % p) % p == SEVEN
    before = np.zeros(p)
    for share in np.linspace(0, 1, 76):  # of 2.5 seconds
        panel.point_out(share)
        seen = dots.colors[:, 3] + rings.colors[:, 3]
        assert (np.diff(seen) <= 0).all() and (seen - before < 0.2).all()
        assert panel.counters[1].number.markup == str((dots.colors[:, 3] == 1).sum())
        before = seen
    assert dots.colors[:, 3] == pytest.approx(1.0 * right) and rings.colors[:, 3] == pytest.approx(1.0 * ~right)
    assert panel.counters[1].number.markup == "103" and (before == 1).all()
    assert dots.points == pytest.approx(panel.relief.at(*np.divmod(ranked, p), panel.times * first / panel.reach, 0.06))
    assert holes.points == pytest.approx(rings.points) and holes.radius < rings.radius
    assert not panel.show(1).crest[1].colors[:, 3].any(), "with two outputs, none is wrong"


def test_the_margin_opens_between_two_bars_on_one_scale(panel: OutputsAdded) -> None:
    gauge, per_unit = panel.gauge, []
    for count, margin in ((2, 1.27), (28, 7.77), (128, 16.34)):
        top = panel.show(count - 1).ridges[0][count - 1]
        ridge, other = gauge.bars
        assert gauge.margin.number.markup == f"{margin:.1f}"
        assert ridge.width / other.width == pytest.approx(top / (top - margin), rel=0.01)
        per_unit.append((ridge.width - other.width) / margin)
        assert gauge.bracket.get_left()[0] == pytest.approx(other.get_right()[0])
        assert gauge.bracket.get_right()[0] == pytest.approx(ridge.get_right()[0])
    assert per_unit == pytest.approx([per_unit[-1]] * 3, rel=0.01)
    assert gauge.margin.get_right()[0] <= ROOM.right + 1e-6


def test_the_bars_are_the_ridges_of_the_surface_before(reference: Run) -> None:
    """The score of 7 by how far the right answer lies from it: its spike stands as far above the next as was said."""
    waves, p = evidence_of(reference).answer_waves(SEVEN), reference.p
    added = evidence_of(reference).added_outputs(SEVEN)
    score = reference.activations.mlp_out.astype(float) @ np.asarray(reference.weights.W_U)[:, SEVEN].astype(float)
    means = np.array([np.mean([score[x, (SEVEN + d - x) % p] for x in range(p)]) for d in range(p)])
    assert waves.profile == pytest.approx(means - means.mean(), abs=1e-4)
    assert waves.profile[0] - waves.profile[waves.next_best] == pytest.approx(added.margins[-1])
    assert [round(waves.profile[d], 2) for d in (0, waves.next_best)] == [33.96, 17.62] and waves.r2 > 0.99
    assert waves.at(np.zeros(1)).sum() == pytest.approx(waves.amplitudes.sum(), rel=2e-3), "in step at 0"


def test_the_score_is_five_waves_in_step_only_once(reference: Run) -> None:
    waves, p = evidence_of(reference).score_waves, reference.p
    logits = evidence_of(reference).logits.astype(float)
    logits -= logits.mean(axis=-1, keepdims=True)
    past = [
        np.mean([[logits[x, y, (x + y + d) % p] for y in range(p)] for x in range(p)]) for d in (0, waves.next_best)
    ]
    assert past == pytest.approx([36.46, 18.01], abs=0.01)
    assert [waves.profile[0], waves.profile[waves.next_best]] == pytest.approx(past)
    assert (waves.profile[0] - waves.profile[1:]).min() > 18, "nothing else comes near"
    assert waves.amplitudes == pytest.approx([5.86, 5.98, 9.60, 5.95, 8.98], abs=0.01)
    assert waves.at(np.zeros(1)).sum() == pytest.approx(waves.amplitudes.sum(), rel=1e-3), "in step at 0"
    assert waves.r2 > 0.99


def test_one_wave_alone_rises_for_those_beside_the_answer(reference: Run) -> None:
    waves = evidence_of(reference).answer_waves(SEVEN)
    first = waves.at(np.arange(reference.p))[0]
    assert first[1] > 0.98 * first[0] and first[-1] > 0.98 * first[0] and first[reference.p // 2] > 0.99 * first[0]
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, ROOM, DARK)
    wrong = spike.as_high()
    assert wrong == [-56, 56] and all(first[place] > 0.98 * first[0] for place in wrong)


def test_between_answers_the_surface_passes_through_them(reference: Run) -> None:
    evidence, p = evidence_of(reference), reference.p
    surfaces = evidence.score_surfaces
    logits = evidence.logits.astype(float)
    logits -= logits.mean(axis=(0, 1))
    for answer in (0, SEVEN, p - 1):
        assert surfaces.at(answer) == pytest.approx(logits[..., answer] / np.abs(logits).max(), abs=1e-9)
    assert surfaces.at(SEVEN + p) == pytest.approx(surfaces.at(SEVEN), abs=1e-9), "and back"


def shade(values: np.ndarray) -> np.ndarray:
    return ramp(DARK.heights, values)


def test_rolled_up_the_edges_meet_and_the_two_ridges_are_one_ring(reference: Run) -> None:
    scores = evidence_of(reference).score_surfaces.at
    sheet = RolledSheet(Space(0.9, -1.0), scores, ADDITION, SEVEN, 1.0, shade, DARK)
    flat = sheet.field.grid.copy()
    assert np.ptp(flat[..., 0]) == pytest.approx(np.ptp(flat[..., 1])) == pytest.approx(6)
    near, far = sheet.ring[1].curves()
    assert np.linalg.norm(near[-1] - far[0]) > 5, "apart on the flat sheet"
    grid = sheet.bend(1).field.grid
    assert grid[:, 0] == pytest.approx(grid[:, -1], abs=1e-6), "y comes round"
    grid = sheet.bend(2).field.grid
    assert grid[0] == pytest.approx(grid[-1], abs=1e-6) and grid[:, 0] == pytest.approx(grid[:, -1], abs=1e-6)
    across, up = np.hypot(grid[..., 0], grid[..., 1]), grid[..., 2]
    assert np.hypot(across - RING, up).mean() == pytest.approx(TUBE, abs=0.2)
    near, far = sheet.ring[1].curves()
    assert near[-1] == pytest.approx(far[0], abs=1e-6) and near[0] == pytest.approx(far[-1], abs=1e-6)
    assert sheet.show(SEVEN + reference.p).answer == SEVEN


def test_a_sum_of_each_ridge_is_named_where_it_faces_us(reference: Run) -> None:
    scores = evidence_of(reference).score_surfaces.at
    sheet = RolledSheet(Space(*ROUND[1]), scores, ADDITION, SEVEN, 1.0, shade, DARK).bend(2)
    sheet.space.become(sheet.framed(ROOM, ROUND[1]))
    named = sheet.named(ROOM, DARK)
    for high in (ROOM, Area(ROOM.left, ROOM.right, ROOM.bottom, ROOM.top + 3)):
        sheet.seat_title(SEVEN, high, named)
        assert sheet.title.get_top()[1] == pytest.approx(min(named.get_top()[1], high.top - sheet.title.height / 2))
    sheet.seat_title(SEVEN, ROOM, Group())
    assert ROOM.top - sheet.title.height < sheet.title.get_top()[1] < ROOM.top, "none faces us"
    near, far = ([part.markup.rpartition("\n")[2].rstrip("]") for part in named[place]] for place in (2, 5))
    for symbols, total in ((near, SEVEN), (far, SEVEN + reference.p)):
        assert int(symbols[0]) + int(symbols[2]) == total and symbols[4] == str(SEVEN)
    for place, mark in ((near, named[1]), (far, named[4])):
        x, y = (np.array([float(number)]) for number in (place[0], place[2]))
        turned = sheet.space.projection.turned
        assert turned(sheet.at(x, y, 1.0))[0, 2] > turned(sheet.at(x, y))[0, 2] + 0.3, "it looks away"
        assert mark[0].points[0] == pytest.approx(sheet.space.project(sheet.at(x, y, LIFT))[0], abs=1e-4)


def test_the_walk_is_over_all_pairs_of_the_answer(reference: Run) -> None:
    p = reference.p
    walk = RidgeWalk(Relief(np.zeros((p, p)), shade, 1.0), np.zeros((p, p)), ADDITION, SEVEN, ROOM, DARK)
    assert len(set(walk.pairs)) == p and all((x + y) % p == SEVEN for x, y in walk.pairs)
    assert (walk.pairs[0], walk.pairs[4], walk.pairs[7], walk.pairs[8]) == ((7, 0), (3, 4), (0, 7), (p - 1, 8))


def test_the_dot_of_a_walk_stands_over_a_surface_that_is_not_drawn_again(reference: Run) -> None:
    """It is flat, and where its pair is seen."""
    p = reference.p
    values = np.cos(2 * np.pi * np.add.outer(np.arange(p), np.arange(p)) / p)
    relief = Relief(values, shade, 1.0)
    walk = RidgeWalk(relief, values, ADDITION, SEVEN, ROOM, DARK)
    relief.space.become(relief.framed(ROOM, (1.0, -2.0)))
    for number in (0, 30, p - 1):
        seen = relief.space.project(relief.at(*walk.pairs[number], values, 0.16))
        for part in walk.show(number).dot:
            assert part.space is None and part.points == pytest.approx(seen)
            assert part.z_index > relief.field.z_index, "ridges that come later do not hide it"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_only_the_ridges_that_one_walks_along_keep_their_light(reference: Run, theme: Theme) -> None:
    """What lies beside them is half as far from the ground; the walk has it on stage."""
    p = reference.p
    walk = RidgeWalk(Relief(np.zeros((p, p)), shade, 1.0), np.zeros((p, p)), ADDITION, SEVEN, ROOM, theme)
    relief = Relief(np.cos(np.add.outer(np.arange(p), np.arange(p))), shade, 1.0, 1.0, 2)
    bright, ground = np.reshape(relief.field.colors, (*relief.field.shape, 4)).copy(), rgba(theme.ground)
    walk.light_up(relief.field)
    dimmed = np.reshape(relief.field.colors, bright.shape)[::2, ::2]
    away = np.abs(dimmed - ground).sum(axis=-1) / np.abs(bright - ground).sum(axis=-1)[::2, ::2]
    lit = (reference.totals - SEVEN + 2) % p <= 4
    assert away[lit] == pytest.approx(1) and lit.any(axis=0).all()
    far = (reference.totals - SEVEN + 6) % p > 12
    assert away[far] == pytest.approx(0.5, abs=1e-3)


def test_the_sheet_of_the_walk_is_lit_along_its_ridges(reference: Run) -> None:
    """On stage all the rest is dimmer than heights alone would have it."""
    scene = play("unembed_scene", reference)
    field = scene.relief.field
    away = np.abs(np.reshape(field.colors, (*field.shape, 4))[::2, ::2] - rgba(scene.theme.ground)).sum(axis=-1)
    undimmed = np.abs(ramp(scene.theme.heights, np.linspace(0, 1, 64)) - rgba(scene.theme.ground)).sum(axis=-1)
    lit = (reference.totals - scene.target + 2) % reference.p <= 4
    assert away[lit].min() > undimmed.min() > away[~lit].min()
    assert away[lit].mean() > 2 * away[~lit].mean()


def test_the_walk_ends_where_it_began(reference: Run, tmp_path: Path) -> None:
    """After its last pair the next one is over the edge of y: the first, which is written before the sheet rolls."""
    walked, show = list[tuple[int, int]](), RidgeWalk.show

    def look(walk: RidgeWalk, number: int) -> RidgeWalk:
        walked.append(walk.pairs[number])
        return show(walk, number)

    with stage_job(Job("unembed_scene", reference.folder, "l", 1, "png", media=tmp_path)) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(RidgeWalk, "show", look)
            scene.render()
    assert walked[0] == walked[-1] == (SEVEN, 0) and walked[-2] == (SEVEN + 1, reference.p - 1)


def test_waves_are_added_on_one_scale_until_what_was_measured_stands(reference: Run) -> None:
    """From the second wave on, a bar is as high as its score; the margin is read off the bars at every instant."""
    waves = evidence_of(reference).answer_waves(SEVEN)
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, ROOM, DARK)
    bars, margin, offsets = spike.bars, spike.margin, np.arange(reference.p) - reference.p // 2
    told: list[float] = []
    for number in range(1, len(waves.frequencies) + 1):
        for share in (0.5, 1.0):
            spike.join(number).interpolate(share)
            foot = bars.foot(0)[1]
            others = np.delete(bars.values, reference.p // 2)
            assert bars.tip(0)[1] - foot == pytest.approx(bars.per_unit * bars.values[reference.p // 2])
            assert margin.level.get_y() - foot == pytest.approx(bars.per_unit * others.max())
            written = max(bars.values[reference.p // 2] - others.max(), 0)
            assert float(margin.number.number.markup) == pytest.approx(written, abs=0.051)
            assert margin.number.get_bottom()[1] > margin.level.get_y(), "no bar is behind it"
        assert bars.values == pytest.approx(spike.steps[number + 1])
        told.append(float(margin.number.number.markup))
    assert told == pytest.approx([0.2, 0.7, 4.85, 17.6, 16.3], abs=0.06)
    assert margin.bracket.height == pytest.approx(16.34 * bars.per_unit, rel=1e-3)
    assert bars.values == pytest.approx(waves.profile[offsets]) and bars.values.max() <= bars.high + 1e-9
    assert spike.steps[-2] == pytest.approx(waves.at(offsets).sum(axis=0))
    assert bars.area.top - 0.1 < bars.tip(0)[1] <= bars.area.top


@pytest.mark.parametrize("room", [ROOM, Area(-2.2, 2.2, -2.5, 2.0), Area(-2.2, 2.2, -1.6, 2.0)])
def test_one_wave_alone_is_enlarged_and_says_so_until_one_has_stepped_back(reference: Run, room: Area) -> None:
    """Bars are so many times as high as is written, below its curve, at every instant; then they are as measured."""
    waves = evidence_of(reference).answer_waves(SEVEN)
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, room, DARK)
    spike.show(spike.steps[1], 0.0)
    bars, area = spike.bars, spike.bars.area
    assert spike.near > 2 and spike.by.number.markup == f"{spike.near:.1f}"
    assert area.top < bars.tip(0)[1] < spike.by.get_bottom()[1], "higher than all together will be"
    below = min(spike.stack.at(0, spike.stack.span, [0, 0])[0, 1] - spike.stack.pitch / 2, room.top)
    assert below - 1.1 * Gap.NEAR < spike.by.get_top()[1] < below, "right below the curve of the wave"
    assert min(bars.tip(bars.first + place)[1] for place in range(reference.p)) >= area.bottom - 1e-6
    ranked = spike.rivals()
    assert all(min(Area.around(spike.by).overlap(Area.around(name))) < 0 for name in ranked[-2:])
    sinks, gone, come = spike.stepped_back()
    assert gone.mobject is ranked and come.rate_func(0.6) == 0, "the other waves wait until it is low"
    sinks.begin()
    for share in (0.0, 0.4, 1.0):
        sinks.interpolate(share)
        assert bars.values == pytest.approx(float(spike.by.number.markup) * spike.steps[1], rel=0.05)
    assert bars.values == pytest.approx(spike.steps[1]) and bars.level == pytest.approx(bars.ground)
    assert spike.by[0].get_fill_opacity() == 0
    others = np.delete(bars.values, -bars.first)
    assert spike.margin.level.get_y() == pytest.approx(bars.level + bars.per_unit * others.max())
    assert spike.margin in come.mobject.submobjects, "it has come by then, so the next wave is added at once"


def test_a_wave_is_dim_until_it_is_in_the_sum(reference: Run) -> None:
    """All come when one has stepped back, so that it is seen what is still to be added; then each brightens."""
    waves = evidence_of(reference).answer_waves(SEVEN)
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, ROOM, DARK)
    spike.show(spike.steps[1], 0.0)
    come, curves = spike.stepped_back()[-1], spike.stack.curves
    for number, curve in enumerate(curves):
        assert (curve in come.mobject.submobjects) == (number > 0)
        bring([spike.join(number)] if number else [])
        assert [one.opacity for one in curves] == [1.0] * (number + 1) + [DIM] * (len(curves) - number - 1)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("answer", [0, SEVEN, 56, 57, 112])
def test_every_ridge_seen_end_on_is_the_top_of_its_bar(sign: int, answer: int) -> None:
    """A sheet of the bars' values, and the sheet that stood: both on the bars' scale and in their places."""
    p, generator = 113, np.random.default_rng(0)
    profile, first = generator.normal(size=p), -(p // 2)
    bars = ScoreBars(profile, first, (3.0, 3.0), [0], ROOM, DARK)
    x, y = np.indices((p, p))
    past = (x + sign * y - answer - first) % p
    relief = Relief(profile[past] / 5, shade, 1.0, 0.7, angles=(1.5, -0.8))  # so 5 would rise by all of its rise
    sheet, feet = SheetOverBars(relief, sign, answer, bars), np.array([bars.foot(place)[0] for place in range(p)])
    tips = np.array([bars.tip(place + first)[1] for place in range(p)])
    middle = (
        x - sign * y == (p - 1) * (1 - sign) // 2
    )  # of every other ridge: as far away as the place that is looked at
    seen_from = sheet.seat()
    for made in (sheet.of(profile), sheet.measured(5.0)):
        across, up, _ = seen_from.project(made.points).T.reshape(3, p, p)
        over = middle & (np.abs(across - bars.area.center[0]) < bars.area.width / 2)
        assert len(np.unique(past[over])) == over.sum() in (56, 57)
        assert across[over] == pytest.approx(feet[past[over]], abs=1e-3) and up[over] == pytest.approx(tips[past[over]])
    assert sheet.seat(0.5).points == pytest.approx(seen_from.points + np.array([0, 0.5, 0]))


def test_one_wave_is_left_of_the_sheet_and_becomes_bars_and_these_the_whole_sheet(reference: Run) -> None:
    """Nowhere is there neither; and at last it stands as it was."""
    waves, p = evidence_of(reference).answer_waves(SEVEN), reference.p
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, ROOM, DARK)
    sums = evidence_of(reference).added_outputs(SEVEN).sums[-1]
    reach = float(np.abs(sums).max())
    relief = Relief(sums / reach, shade, 1.0, angles=(1.5, -0.8))
    stood, seat = relief.field.points.copy(), relief.space.copy()
    bring(spike.keep_one_wave(relief, 1))
    x, y = np.indices((p, p))
    wave = spike.near * spike.steps[1][(x + y - SEVEN + p // 2) % p]
    assert relief.field.grid[..., 2] * spike.sheet.zoom == pytest.approx(wave * spike.bars.per_unit, abs=1e-6)
    come, gone, _ = spike.become_bars()
    assert come.mobject is spike.bars and gone.mobject is relief.field
    assert come.rate_func(0.5) == 1 and gone.rate_func(0.5) == 0, "first both are there"
    assert spike.bars.values == pytest.approx(spike.near * spike.steps[1])
    spike.show(spike.steps[-1], 1.0)
    come, _, gone = spike.become_sheet(reach)
    assert come.mobject is relief.field and gone.mobject is spike.bars
    assert come.rate_func(0.5) == 1 and gone.rate_func(0.5) == 0
    assert relief.field.grid[..., 2] * spike.sheet.zoom == pytest.approx(sums * spike.bars.per_unit, abs=1e-6)
    bring(spike.stand_up(seat, 0.65)[:2])
    assert relief.field.points == pytest.approx(stood) and relief.space.pose == pytest.approx(seat.pose)
    assert relief.space.points == pytest.approx(seat.points) and relief.field.opacity == 0.65


def test_a_sheet_that_stands_up_is_small_enough_before_it_is_seen_from_above() -> None:
    """Three quarters of the time are enough to go back; it is looked down upon until the end."""
    bars = ScoreBars(np.ones(5), -2, (1.0, 1.0), [0], ROOM, DARK)
    relief = Relief(np.ones((5, 5)), shade, 1.0)
    sheet, seat = SheetOverBars(relief, 1, 2, bars), relief.space.copy().look(zoom=0.3)
    relief.space.become(sheet.seat())
    _, looked = sheet.stand_up(seat, 1.0)
    looked.begin()
    looked.interpolate(0.75)
    assert relief.space.pose[3:] == pytest.approx(seat.pose[3:]) and relief.space.points == pytest.approx(seat.points)
    assert seat.pose[0] + 0.02 < relief.space.pose[0] < sheet.seat().pose[0]
    looked.interpolate(0.4)
    assert relief.space.pose[3] < 0.6 * sheet.zoom + 0.4 * 0.3


def test_the_heights_told_add_up_to_what_the_bar_says(reference: Run) -> None:
    """Five waves, and all that they leave of the score, which is drawn as well and on the same scale."""
    waves = evidence_of(reference).answer_waves(SEVEN)
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, ROOM, DARK)
    told = [unescape(fact.markup).replace("−", "-") for fact in spike.stack.facts]
    assert told == ["6.38", "6.22", "8.03", "6.38", "8.06", "-1.11"] and spike.head.markup == "height at 7"
    spike.join(len(told) - 1).interpolate(1)
    assert sum(map(float, told)) == pytest.approx(33.96) and spike.heights()[0][0].markup == "33.96"
    whole = np.arange(reference.p) - reference.p // 2
    middles = spike.stack.waves[:, FINE // 2 :: FINE]
    assert middles[-1] == pytest.approx(waves.profile[whole] - waves.at(whole).sum(axis=0), abs=1e-6)
    assert np.ptp(middles[-1]) < 0.5 * np.ptp(middles[0]), "small beside any of the five"


@pytest.mark.parametrize("room", [ROOM, Area(-2.2, 2.2, -2.5, 2.0), Area(-2.2, 2.2, -1.6, 2.0)])
def test_all_places_are_named_and_nothing_lies_on_another(reference: Run, room: Area) -> None:
    waves = evidence_of(reference).answer_waves(SEVEN)
    spike = AnswerSpike(waves.at, waves.profile, waves.frequencies, SEVEN, room, DARK)
    assert [unescape(part.markup) for part in spike.bars.numerals[:3]] == ["−56", "0", "56"]
    for number in range(1, len(waves.frequencies) + 1):
        spike.join(number).interpolate(1)
    told = [spike.margin.number, *(word for line in spike.heights() for word in line)]
    for texts in (spike.bars.numerals, [spike.head, *spike.stack.facts], spike.stack.names, told):
        boxes = [Area.around(text) for text in texts]
        for number, one in enumerate(boxes):
            assert room.left - 0.01 <= one.left and one.right <= room.right + 0.01 and one.top <= room.top + 0.01
            for other in boxes[:number]:
                beside = one.left >= other.right or other.left >= one.right
                assert beside or one.bottom >= other.top or other.bottom >= one.top


def test_its_lines_say_what_was_measured(reference: Run) -> None:
    scene = play("unembed_scene", reference)
    lines = [beat.line for beat in scene.beats]
    assert "103 of its 113 highest points" in lines[0] and "With two, all 113 are right" in lines[1]
    assert "128: the ridge stands 16.3 above" in lines[1] and "Why five clocks?" in lines[2]
    assert "on the right answer: 16.3 above the next." in lines[3] and scene.elapsed < 75


def test_what_a_few_get_right_is_told_only_where_all_do_too(grokked_run: Run) -> None:
    right = evidence_of(grokked_run).added_outputs(SEVEN).right
    assert max(right) == grokked_run.p > right[-1], "the run is no example any more"
    assert [beat.line for beat in play("unembed_scene", grokked_run).beats][1].startswith("Add all 64: the ridge")


@pytest.mark.parametrize(
    ("many", "said"),
    [(1, "Add the rest. Then the right answer stands 2.5 above"), (2, "Add the others. They all peak")],
)
def test_of_a_single_clock_it_is_not_said_that_others_are_added(reference: Run, many: int, said: str) -> None:
    """Beside the one wave there is nothing but the rest, which is no wave to be in step with."""
    waves = evidence_of(reference).answer_waves(SEVEN)
    spike = AnswerSpike(lambda n: waves.at(n)[:many], waves.profile, waves.frequencies[:many], SEVEN, ROOM, DARK)
    assert spike.said_when_added(2.5).startswith(said) and len(spike.stack.curves) == many + 1


@pytest.mark.parametrize("aspect", ["9:16", "1:1"])
def test_sheet_and_torus_are_large_where_the_frame_is_narrow(reference: Run, aspect: str, tmp_path: Path) -> None:
    """And what stands beside the torus is in the picture."""
    found: dict[str, float] = {}
    with stage_job(Job("unembed_scene", reference.folder, "l", 1, "png", aspect=aspect, media=tmp_path)) as scene:
        scene.run, scene.evidence, scene.camera.resting = reference, evidence_of(reference), True

        def measure(beat: Beat) -> None:
            found[beat.name] = float(np.ptp(scene.relief.space.project(scene.relief.field.points)[:, 0]))
            if beat.name == "roll_it_up":
                found["width"] = float(np.ptp(scene.sheet.space.project(scene.sheet.field.points)[:, 0]))
                names = scene.sheet.directions(ROUND[1][1], scene.theme)
                found["right"], found["left"] = float(names.get_right()[0]), float(names.get_left()[0])

        scene.after_beat = measure
        scene.render()
        across, content = scene.frame.size[0], scene.content
    assert min(found["width"], found["walk_along_the_ridge"]) > 0.6 * across
    assert found["every_output_has_a_say"] > 0.55 * across
    assert content.left <= found["left"] and found["right"] <= content.right
