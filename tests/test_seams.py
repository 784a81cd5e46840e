"""A chapter's picture comes out of the strip's glyph and sinks back into it, in little time and with nothing left."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from manim import Circle, FadeIn, FadeOut, Group, UpdateFromAlphaFunc, linear
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from tests.conftest import evidence_of
from tests.test_layout import Play
from tests.test_stage import play
from transparent_box.model.runs.run import Run
from transparent_box.scenes.look.frame import Area
from transparent_box.scenes.mobjects.boxes.box_wall import middle_box
from transparent_box.scenes.mobjects.shapes.array_mobject import ArrayMobject
from transparent_box.scenes.mobjects.shapes.space import Space
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.training.exam_desk import ALL_DARK
from transparent_box.scenes.mobjects.training.opened_trial import OpenedTrial
from transparent_box.scenes.mobjects.words.equation import Equation
from transparent_box.scenes.mobjects.words.lettering import Lettering, words
from transparent_box.scenes.mobjects.words.unfinished_sentence import UnfinishedSentence
from transparent_box.scenes.output.job import Job
from transparent_box.scenes.output.jobs import stage_job
from transparent_box.scenes.stage.carrying import (
    Carried,
    appearing,
    ease_in,
    ease_out,
    is_lettering,
    stretch_into,
    vanishing,
)
from transparent_box.scenes.stage.seams import HANDED, LEAVES, OVERLAP

LONGEST = 1.5  # seconds that a seam may take


@pytest.fixture
def played(toy_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What plays a scene of bodies, each a beat, and then what closes it."""

    def play(*bodies: Any, last: Any = lambda scene: None) -> Any:
        def construct(self: Play) -> None:
            for body in bodies:
                self.given(body)
            last(self)

        scene_class = type("Seamed", (Play,), {"construct": construct})
        monkeypatch.setattr("transparent_box.scenes.film.scene_class", lambda chapter: scene_class)
        with stage_job(Job("clock_scene", toy_run.folder, "l", 30, "png", media=tmp_path)) as scene:
            scene.camera.resting = True
            scene.render()
            scene.length = scene.elapsed
            return scene

    return play


def opened(scene: Play) -> None:
    """A flat picture, words about it and a surface seen through a space."""
    scene.ring = Circle(radius=2)
    relief = Relief(np.zeros((9, 9)), scene.heights, 1.0).place([3, 0, 0], 3, 3)
    scene.zoom = float(relief.space.pose[3])
    scene.relief, scene.told = relief, words("told", 40, scene.theme.text)
    scene.say("A line.")
    before = scene.elapsed
    scene.open_glyph("MLP", scene.ring, relief.field, told=[scene.told])
    scene.took = scene.elapsed - before


def test_what_opens_stands_where_it_was_put(played: Any) -> None:
    scene = played(opened)
    assert scene.took <= LONGEST and scene.head[0].lit == "MLP"
    assert scene.ring.width == pytest.approx(4) and scene.ring.get_center() == pytest.approx(np.zeros(3))
    assert scene.ring.get_stroke_opacity() == 1 and scene.relief.field.opacity == 1
    assert scene.relief.space.pose[3] == pytest.approx(scene.zoom)
    assert scene.told in scene.mobjects


def test_what_closes_leaves_the_strip_alone_lit_for_the_next_chapter(played: Any) -> None:
    scene = played(opened, last=lambda scene: scene.close_glyph("ReLU"))
    last = scene.beats[-1].end
    assert 0 < scene.length - last <= LONGEST, "the seam belongs to no beat, whose picture is whole"
    strip = {id(part) for part in scene.head.get_family()}
    assert all(id(part) in strip for part in scene.get_mobject_family_members()), "something is left"
    assert scene.head[0].lit == "ReLU" and scene.head[0].glyph("ReLU").opacity == pytest.approx(1)


def test_what_is_handed_over_stands_when_the_rest_has_gone(played: Any) -> None:
    """It comes out of the lit glyph as the rest goes into it, and what is asked appears where it was put."""
    seen: list[tuple[float, float]] = []

    def hands_over(scene: Play) -> None:
        scene.handed, scene.asked = Circle(radius=1.5), words("asked", 40, scene.theme.text)
        plays = scene._play_seam

        def watched(*moves: Any, time: float) -> None:
            for move in moves:
                move.begin()
            for share in np.linspace(0, 1, 33):
                for move in moves:
                    move.interpolate(share)
                seen.append((scene.handed.get_stroke_opacity(), scene.asked[0].get_fill_opacity()))
                gone = share >= HANDED or scene.handed.get_stroke_opacity() == scene.asked[0].get_fill_opacity() == 0
                assert gone, "it comes through what goes"
            plays(*moves, time=time)

        scene._play_seam = watched  # type: ignore[method-assign, assignment]
        scene.close_glyph("ReLU", scene.handed, asked=[scene.asked])

    scene = played(opened, last=hands_over)
    assert seen[-1] == pytest.approx((1, 1)) and scene.handed.width == pytest.approx(3)
    strip = {id(part) for part in scene.head.get_family()}
    left = {id(one) for one in scene.mobjects if one.get_family()[-1].has_points() and id(one) not in strip}
    assert left == {id(scene.handed), id(scene.asked)}
    assert scene.length - scene.beats[-1].end < 1.5 * LONGEST


def test_the_strip_stays_where_it_moved_along_with_a_picture(played: Any) -> None:
    """Both stood in one group, so that one play could move them."""

    def swept(scene: Play) -> None:
        scene.say("Another line.")
        strip = scene.head[0]
        scene.drive(Group(scene.ring, strip), lambda share: None, 0.1)
        scene.stood = strip.glyphs.get_center(), strip.glyphs.width

    scene = played(opened, swept, last=lambda scene: scene.close_glyph("ReLU"))
    strip = scene.head[0]
    assert scene.has_strip and scene.closed_on and strip not in scene.closed_on
    assert strip.glyphs.get_center() == pytest.approx(scene.stood[0]) and strip.glyphs.width == scene.stood[1]
    assert scene.ring not in scene.get_mobject_family_members()


def test_within_a_chapter_the_line_stays(played: Any) -> None:
    def onward(scene: Play) -> None:
        scene.say("Another line.")
        scene.close_glyph("ReLU")
        scene.ring = Circle(radius=1)
        scene.open_glyph("ReLU", scene.ring)

    scene = played(opened, onward)
    assert scene.captions[-1] in scene.mobjects and scene.ring in scene.mobjects
    assert scene.head[0].lit == "ReLU" and scene.ring.width == pytest.approx(2)


def test_one_picture_goes_while_the_next_comes(played: Any) -> None:
    """Both in less time than one after the other, nothing of the first is left, and the second stands as it was put."""

    def onward(scene: Play) -> None:
        scene.say("Another line.")
        before, scene.first = scene.elapsed, scene.ring
        relief = Relief(np.zeros((9, 9)), scene.heights, 1.0).place([1, 0, 0], 2, 2)
        zoom = float(relief.space.pose[3])
        scene.ring = Circle(radius=1)
        scene.follow("ReLU", scene.ring, relief.field)
        assert scene.elapsed - before < 1.5 * LONGEST and relief.space.pose[3] == pytest.approx(zoom)

    scene = played(opened, onward)
    assert scene.ring in scene.mobjects and scene.ring.width == pytest.approx(2)
    assert scene.first not in scene.mobjects and scene.relief.field not in scene.get_mobject_family_members()
    assert scene.relief.space.pose[3] == pytest.approx(scene.zoom), "what has gone can come again"
    assert scene.head[0].lit == "ReLU"


def test_a_strip_that_is_not_there_is_missed(played: Any) -> None:
    with pytest.raises(RuntimeError, match="No strip stands"):
        played(lambda scene: scene.close_glyph())
    with pytest.raises(RuntimeError, match="cannot open while MLP is lit"):
        played(opened, lambda scene: scene.open_glyph("out", Group()))


def test_a_line_leads_as_long_as_it_is_told(played: Any) -> None:
    """The first line of a chapter, which is there from the first frame, and every other."""

    def led(scene: Play) -> None:
        scene.add(ring := Circle())
        before = scene.elapsed
        scene.say("A line.", lead=0.8)
        assert scene.elapsed - before == pytest.approx(0.8, abs=0.05)
        scene.play(ring.animate.shift([1, 0, 0]))

    played(led, led)


def test_the_stage_is_not_empty_at_a_seam() -> None:
    """Small as it is, a picture is seen until the last frame before it is gone, and from the second one it comes."""
    frame = 1 / (LONGEST * 30)
    ring, small = Circle(radius=2), Circle(radius=0.1).fade(1.0)
    gone = Carried(ring, small, vanishing, rate_func=ease_in)
    gone.begin()
    gone.interpolate(1 - 2 * frame)
    assert ring.get_stroke_opacity() > 0.3 and ring.width < 1
    gone.interpolate(1.0)
    assert ring.get_stroke_opacity() == 0
    came = Carried(Circle(radius=0.1).fade(1.0), Circle(radius=2), appearing, rate_func=ease_out)
    came.begin()
    came.interpolate(2 * frame)
    assert came.mobject.get_stroke_opacity() > 0.9 and came.mobject.width < 1


def test_a_question_is_seen_till_it_has_gone_into_the_glyph(played: Any) -> None:
    """Just before its end it is small and still seen; then it is gone."""

    def goes_in(scene: Any) -> None:
        scene.say("A line.")
        moves: list[Any] = []
        asked, seam = words("34 + 57 = ?", 40, scene.theme.text), scene._play_seam
        scene.add(scene.header("one-hot"), asked)
        scene._play_seam, wide = lambda *given: moves.extend(given), asked.width
        scene.enter(asked)
        moves[0].begin()
        moves[0].interpolate(0.92)
        assert asked[0].get_fill_opacity() > 0.5 and asked.width < 0.3 * wide
        seam(*moves)
        assert asked not in scene.mobjects and asked[0].get_fill_opacity() == 0

    played(goes_in)


def test_what_goes_takes_the_whole_time_if_nothing_comes(played: Any) -> None:
    """What comes would need the rest of it."""

    def goes(scene: Any) -> None:
        scene.say("A line.")
        alone, followed = (FadeOut(Circle(), rate_func=linear) for _ in range(2))
        scene.hand_over([alone], [])
        scene.hand_over([followed], [FadeIn(Circle())])
        assert alone.rate_func(0.5) == 0.5 and followed.rate_func(OVERLAP) == 1

    played(goes)


@pytest.mark.chapter("probe_scene")
def test_the_note_beneath_the_strip_stands_on_the_line_of_the_lit_name(reference: Run) -> None:
    """Whichever is lit, so that neither jumps from chapter to chapter."""
    lines = set()
    for chapter in ("loops_scene", "probe_scene", "clock_scene"):
        strip, note = play(chapter, reference).head
        lines |= {round(strip.name.baseline, 6), round(note.baseline, 6)}
    assert len(lines) == 1


def test_a_pulse_runs_back_too(played: Any) -> None:
    """Out of the glyph on the side where the other one is."""

    def back(scene: Play) -> None:
        scene.say("A line.")
        scene.add(scene.header("out"))
        strip = scene.head[0]
        dot = scene._onward("ReLU")[0].mobject
        assert dot.get_x() == pytest.approx(strip.glyph("out").get_left()[0])

    played(back)


def test_pictures_come_out_of_any_place_and_go_into_it(played: Any) -> None:
    """What is gone meanwhile leaves, what is told stays, and the caption goes after the last beat."""
    place = Area(-1.0, 1.0, -1.0, 1.0)

    def grown(scene: Play) -> None:
        scene.say("A line.")
        scene.ring, scene.gone, scene.stays = Circle(radius=2), Circle(radius=1), words("told", 40, scene.theme.text)
        scene.add(scene.gone)
        scene.grow(place, scene.ring, gone=[scene.gone], told=[scene.stays])
        assert scene.ring.width == pytest.approx(4) and scene.gone not in scene.mobjects

    scene = played(grown, last=lambda scene: scene.sink(place, Group(scene.ring)))
    left = [one for one in scene.mobjects if one.get_family()[-1].has_points()]
    assert left == [scene.stays] and not scene.has_strip and scene.ring.width == pytest.approx(4), "it can come again"


def test_what_is_gone_may_leave_by_a_move_of_its_own(played: Any) -> None:
    """In the time in which it would have faded."""

    def grown(scene: Play) -> None:
        scene.say("A line.")
        gone, seen = Circle(radius=1), []
        leaves = UpdateFromAlphaFunc(gone, lambda _, share: seen.append(share), rate_func=linear, remover=True)
        scene.add(gone)
        moves, _ = scene._opening(Area(-0.1, 0.1, -0.1, 0.1), scene.frame.picture, [Circle()], [], None, [leaves])
        assert moves[0] is leaves
        for share in (0.0, LEAVES / 2, LEAVES, 1.0):
            leaves.interpolate(share)
        assert seen == pytest.approx([0.0, 0.5, 1.0, 1.0])
        scene.grow(Area(-0.1, 0.1, -0.1, 0.1), Circle(), gone=[leaves])
        assert gone not in scene.mobjects

    played(grown)


def test_what_is_gone_has_left_before_what_comes_is_large(played: Any) -> None:
    """Two pictures are not seen through each other, and one of them is seen at any time."""

    def grown(scene: Play) -> None:
        scene.say("A line.")
        ring, gone = Circle(radius=2), Circle(radius=1)
        scene.add(gone)
        place, whole = Area(-0.1, 0.1, -0.1, 0.1), scene.frame.picture
        moves, _ = scene._opening(place, whole, [ring], [], None, [gone])
        for move in moves:
            move.begin()
        for share in np.linspace(0, 1, 37):
            for move in moves:
                move.interpolate(share)
            seen = gone.get_stroke_opacity()
            size = moves[-1].mobject.width / 4
            assert size < 0.2 or seen < 0.3, "both are large"
            assert seen > 0.02 or size > 0.2, "nothing is seen"
        assert size == pytest.approx(1) and seen == 0

    played(grown)


def test_a_chapter_without_a_strip_ends_in_a_box_and_comes_out_of_it(played: Any) -> None:

    def opens(scene: Play) -> None:
        scene.say("A line.")
        scene.ring = Circle(radius=2)
        scene.open_box(scene.ring)
        assert [one for one in scene.mobjects if one not in scene.captions] == [scene.ring]

    scene = played(opens, last=lambda scene: scene.close_box())
    (box,) = (one for one in scene.mobjects if one.has_points())
    assert box.width == pytest.approx(middle_box(scene.frame.picture).width)
    assert box.get_stroke_opacity() == pytest.approx(1)
    (mark,) = (one for one in scene.mobjects if isinstance(one, Lettering) and one not in scene.captions)
    assert mark.markup == "?" and mark.get_center() == pytest.approx(box.get_center(), abs=1e-6), (
        "nobody can look into it"
    )


def test_a_picture_comes_from_where_it_stood(played: Any) -> None:
    """All of it, with its lettering, ends where it was put, and as one."""
    place = Area(-4.0, 4.0, -1.0, 1.0)
    start = stretch_into(Circle(radius=2), place, Area(-2.0, 2.0, -2.0, 2.0))
    assert (start.width, start.height) == pytest.approx((8, 2))

    def comes(scene: Play) -> None:
        scene.say("A line.")
        scene.chart = Group(Circle(radius=2), words("a name", 40, scene.theme.text))
        scene.open_from(place, scene.chart)
        assert scene.chart in scene.mobjects and scene.chart[0].width == pytest.approx(4)

    played(comes)


@pytest.mark.chapter("grok_scene")
def test_the_word_comes_out_of_the_curves_that_asked_for_it(reference: Run) -> None:
    """They lie where memorization_scene ended, the lessons' and the exam's, shaded between."""
    ended, begun = play("memorization_scene", reference), play("grok_scene", reference)
    exam, lessons, gap = begun.late.ground
    for before, after in zip(ended.desk.chart.curves, (exam, lessons), strict=True):
        assert after.color_code == before.color_code
        for corner in (np.min, np.max):
            assert corner(after.points, axis=0) == pytest.approx(corner(before.points, axis=0), abs=0.02)
    assert gap.width == pytest.approx(ended.desk.gap(ended.memorized, ended.generalized).width)


@pytest.mark.chapter("black_box_scene")
def test_the_table_comes_out_of_the_glass_box(reference: Run) -> None:
    """It is on the first picture as it was on the last one of black_box_scene."""
    stand_alike(play("black_box_scene", reference).glass_box.counted, opening("modular_addition_scene", reference))


@pytest.mark.chapter("modular_addition_scene")
def test_the_switches_come_out_of_the_table_of_lessons(reference: Run) -> None:
    """It is on the first picture, lit as it was on the last one of modular_addition_scene, and its row."""
    before, (after, *_) = play("modular_addition_scene", reference), opening("one_hot_scene", reference)
    stand_alike([before.table.cells, before.bar.cells], [after.table.cells, after[1].cells])
    assert after.table.cells.colors == pytest.approx(before.table.cells.colors, abs=1e-5)
    assert after[1].cells.colors == pytest.approx(before.bar.cells.colors, abs=1e-5)


@pytest.mark.chapter("one_hot_scene")
def test_the_sentence_comes_out_of_the_votes_of_our_network(reference: Run) -> None:
    """The strip stands as it did at the end of one_hot_scene, the votes lit."""
    before, (after, *_) = play("one_hot_scene", reference).strip, opening("language_model_scene", reference)
    assert before.lit == after.lit == "logits"
    stand_alike([before, *before.glyphs], [after, *after.glyphs])


@pytest.mark.chapter("one_hot_scene")
def test_the_sentence_stands_where_the_game_was_left(reference: Run) -> None:
    """It is on the last picture of one_hot_scene and on the first one of language_model_scene, piece by piece."""
    (before,) = sentences_among(play("one_hot_scene", reference).mobjects)
    (after,) = sentences_among(opening("language_model_scene", reference))
    stand_alike(before, after)
    assert [piece.markup for piece in after] == ["The", "capital", "of", "France", "is", "?"]
    assert all(piece[0].get_fill_opacity() == pytest.approx(1) for piece in (*before, *after))


@pytest.mark.chapter("unembed_scene")
def test_the_recap_opens_on_the_sum_that_was_asked(reference: Run) -> None:
    """Do all these parts work as one? The question stands on the last picture of unembed_scene already."""
    (before,) = (one for one in play("unembed_scene", reference).mobjects if isinstance(one, Equation))
    (after,) = (one for one in opening("recap_scene", reference) if isinstance(one, Equation))
    assert [one.markup for one in after] == [one.markup for one in before]
    for was, now in zip(before, after, strict=True):
        assert now.width == pytest.approx(was.width) and now.get_center() == pytest.approx(was.get_center(), abs=1e-6)


HANDED_OVER = [
    ("neurons", "loops"),
    ("loops", "spectrum"),
    ("spectrum", "probe"),
    ("probe", "clock"),
    ("clock", "attention"),
    ("diagonal", "interference"),
    ("interference", "unembed"),
    ("recap", "replay"),
]


@pytest.mark.parametrize(
    ("ended", "begun"),
    [pytest.param(*pair, marks=[pytest.mark.chapter(f"{one}_scene") for one in pair]) for pair in HANDED_OVER],
)
def test_a_chapter_opens_on_what_it_was_handed(reference: Run, ended: str, begun: str) -> None:
    """All of its first picture stands on the last one of the chapter before, part by part, and nothing else does."""
    scene = play(f"{ended}_scene", reference)
    captions = {id(part) for caption in scene.captions for part in caption.get_family()}
    before = [part for part in parts_seen(scene.mobjects) if id(part) not in captions]
    after = parts_seen(opening(f"{begun}_scene", reference))
    assert len(after) > len(parts_seen([scene.header(scene.head[0].lit)])), "the strip is alone"
    assert len(before) == len(after)
    apart = cdist(*(np.array([looks(part) for part in parts]) for parts in (before, after)), "chebyshev")
    assert apart[linear_sum_assignment(apart)].max() < 1e-4


def parts_seen(mobjects: Iterable[Any]) -> list[Any]:
    """All parts of mobjects of which anything can be seen."""
    parts = [part for top in mobjects for part in top.get_family() if not isinstance(part, Space)]
    return [part for part in parts if len(part.points) and shines(part)]


def looks(part: Any) -> np.ndarray:
    """Where a part stands, how large it is and how it is colored; then zeros, to the same length for all."""
    if isinstance(part, ArrayMobject):
        view = part.space and (*part.space.pose, *part.space.points[0])
        shade = (part.opacity, *part.points.std(axis=0), *(view or ()))
    else:
        shade = (part.get_fill_opacity(), part.get_stroke_opacity(), *part.get_color().to_rgb())
    found = [*part.get_center(), part.width, part.height, *shade]
    return np.array([*found, *[0.0] * (24 - len(found))])


@pytest.mark.chapter("twist_scene")
def test_the_wall_opens_on_the_box_that_was_closed(reference: Run) -> None:
    """With its question mark, as twist_scene left it."""
    ended = play("twist_scene", reference)
    stages = [one for one in ended.mobjects if one not in ended.captions], opening("outro_scene", reference)
    (before,), (after,) = ([one for one in stage if isinstance(one, Lettering)] for stage in stages)
    assert before.markup == after.markup == "?" and before.width == pytest.approx(after.width)
    assert before.get_center() == pytest.approx(after.get_center(), abs=1e-6)


@pytest.mark.chapter("language_model_scene")
def test_lessons_and_exam_come_out_of_our_own_column(reference: Run) -> None:
    """It is on the first picture, lit as it was on the last one of language_model_scene, and nothing else is."""
    ended, begun = play("language_model_scene", reference), opening("memorization_scene", reference)
    stand_alike([ended.beside.ours], begun)
    assert begun[0].colors == pytest.approx(ended.beside.ours.colors)
    assert standing(ended.mobjects) == [ended.beside.ours], "all else went"


@pytest.mark.chapter("transformer_scene")
def test_the_board_comes_out_of_the_whole_network(reference: Run) -> None:
    """It stands, asked its last sum, as it did at the end of transformer_scene, and goes into that sum's cell."""
    before, (after, *_) = play("transformer_scene", reference).network, opening("grokking_scene", reference)
    stand_alike(before.plan.glyphs.values(), after.plan.glyphs.values())
    stand_alike(before[1:], after[1:])
    for was, now in zip(before.plan.glyphs.values(), after.plan.glyphs.values(), strict=True):
        assert np.array_equal(now.texels, was.texels) and now.opacity == pytest.approx(was.opacity)
    assert after.answers[0].markup == before.answers[0].markup and after.total.number.markup == "226,816"
    desk, (x, y, _) = play("grokking_scene", reference).exam_desk(), before.readings[-1].tokens
    spread, dark = desk.spreading(x, y), desk.board.dark
    lit = np.argwhere(np.abs(desk.board.colors - dark).max(axis=-1) > 0.01)
    assert lit.tolist() == [[x, y]]
    assert np.array(desk.board.place(x, y).center) == pytest.approx(desk.board.cell(x, y))
    spread.interpolate(1.0)
    assert desk.board.colors == pytest.approx(desk.board.certain)


@pytest.mark.chapter("grokking_scene")
@pytest.mark.parametrize(("x", "y"), [(0, 0), (40, 90)])
def test_light_leaves_the_cell_that_opens_before_what_comes_out_of_it(reference: Run, x: int, y: int) -> None:
    """The board goes dark from there outward, so that some of it is lit until what comes is large, and goes then."""
    desk = play("grokking_scene", reference).exam_desk()
    board, hairs, (place, gone) = desk.board, desk.hairs, desk.opened(x, y)
    across, up = np.indices(board.certain.shape[:2])
    far = np.hypot(across - x, up - y)
    assert place == board.place(x, y) and gone[:2] == [desk.scores, desk.chart]
    lit: list[int] = []
    for share in np.linspace(0, ALL_DARK, 9):
        gone[2].interpolate(share)
        shines = np.abs(board.colors - board.dark).max(axis=-1) > 0.02
        lit.append(int(shines.sum()))
        dark = far[~shines]
        assert not len(dark) or far[shines].min(initial=np.inf) >= dark.max() - 1, "it goes outward"
        assert board.opacity == 1 == hairs.get_stroke_opacity()
    assert lit[0] == len(far) ** 2 and lit[4] > 0.2 * lit[0] and lit[-1] == 0 and sorted(lit, reverse=True) == lit
    gone[2].interpolate(1.0)
    assert board.opacity == 0 == hairs.get_stroke_opacity()


@pytest.mark.chapter("grokking_scene")
def test_the_layer_comes_out_of_a_cell_of_the_exam(reference: Run) -> None:
    """The exam stands as it did at the end of grokking_scene, every answer known."""
    before, (after, *_) = play("grokking_scene", reference).desk, opening("neurons_scene", reference)
    parts = [[desk.board, desk.hairs, *desk.scores, *desk.chart, *desk.chart.curves] for desk in (before, after)]
    stand_alike(*parts)
    assert after.board.colors == pytest.approx(before.board.colors)
    assert after.scores.step.number.markup == before.scores.step.number.markup
    for was, now in zip(before.scores.shares, after.scores.shares, strict=True):
        assert now.number.markup == was.number.markup and now.number.get_color() == was.number.get_color()


@pytest.mark.chapter("grok_scene")
def test_the_machine_comes_out_of_the_training_that_was_looked_into(reference: Run) -> None:
    """Its panel is on the first picture as it was on the last one of grok_scene, its curves as far, and alone."""
    ended, (panel,) = play("grok_scene", reference), standing(opening("transformer_scene", reference))
    (last,) = standing(ended.mobjects)
    assert isinstance(last, OpenedTrial) and last is not panel
    stand_alike([last.title, last.floor, last.upright], [panel.title, panel.floor, panel.upright])
    for before, after in zip(last.curves.get_family(), panel.curves.get_family(), strict=True):
        assert after.points == pytest.approx(before.points, abs=1e-3)
    for part in ("result", "upright", "title"):
        first, then = (getattr(one, part).get_family()[-1] for one in (last, panel))
        assert (then.fill_opacity, then.stroke_opacity) == (first.fill_opacity, first.stroke_opacity), part


def standing(mobjects: Iterable[Any]) -> list[Any]:
    """Those of which something can be seen, but for words."""
    return [one for one in mobjects if not is_lettering(one)]


@pytest.mark.chapter("cleanup_scene")
def test_the_curves_that_ask_stand_where_they_ended(reference: Run) -> None:
    """They are all that is left of excluded_loss_scene, and cleanup_scene's come from their place."""
    ended, desk = play("excluded_loss_scene", reference), play("cleanup_scene", reference).desk
    curves = ended.desk.curves
    seen = [part for top in ended.mobjects for part in top.get_family() if len(part.points) and shines(part)]
    assert {id(part) for part in seen} == {id(curve) for curve in curves.values()}
    place, before = desk.curves_alone(list(curves)), Area.around(Group(*curves.values()))
    assert (place.width, place.height) == pytest.approx((before.width, before.height), abs=0.02)
    assert place.center == pytest.approx(before.center, abs=0.02)
    after = Area.around(Group(*(desk.losses.curves[name] for name in curves)))
    for name, curve in curves.items():
        came = stretch_into(desk.losses.curves[name], place, after)
        assert (came.width, came.height) == pytest.approx((curve.width, curve.height), abs=0.03), name


def shines(part: Any) -> bool:
    """Tell whether anything of a mobject can be seen."""
    if isinstance(part, ArrayMobject):
        return bool(part.opacity)
    return part.get_fill_opacity() > 0 or (part.get_stroke_opacity() > 0 and part.get_stroke_width() > 0)


def sentences_among(mobjects: Iterable[Any]) -> list[UnfinishedSentence]:
    """The sentences that stand on a stage."""
    return [one for one in mobjects if isinstance(one, UnfinishedSentence)]


class FirstLineError(Exception):
    """Raised where a chapter's first line begins: what comes then is not asked for."""


def opening(chapter: str, run: Run) -> list[Any]:
    """Copy all that stands on the stage as a chapter's first line begins."""
    begun: list[Any] = []
    with TemporaryDirectory() as media, stage_job(Job(chapter, run.folder, "l", 30, "png", media=Path(media))) as scene:
        scene.evidence = evidence_of(run)

        def listen(*line: Any, **lead: Any) -> None:
            begun.extend(one.copy() for one in scene.mobjects)
            raise FirstLineError

        scene.say = listen
        with pytest.raises(FirstLineError):
            scene.render()
    return begun


def stand_alike(ended: Iterable[Any], begun: Iterable[Any]) -> None:
    """Pictures with which a chapter begins stand where those of the one before ended."""
    for before, after in zip(ended, begun, strict=True):
        assert (after.width, after.height) == pytest.approx((before.width, before.height))
        assert after.get_center() == pytest.approx(before.get_center())
