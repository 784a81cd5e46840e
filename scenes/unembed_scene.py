"""The unembedding weighs the ridges into one score for every answer, highest where x and y add up to it.

Storyboard row 18. Ridges are MLP outputs chosen by rule; the surface for an answer is its logit over all sums.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, RIGHT, FadeIn, FadeOut, Group, VGroup, VMobject, linear
from manim import UpdateFromAlphaFunc as Changing

from scenes.look.colormaps import rgba
from scenes.look.numbers import count_word, weight
from scenes.look.theme import (
    DISPLAY,
    GAP,
    HEADLINE,
    HOLD,
    LABEL,
    POINT,
    QUICK,
    SLOW,
    STEADY,
)
from scenes.mobjects.lettering import show_instead, words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.relief import OBLIQUE, Relief
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

TURNED = -35 * DEGREES
LIFT = 0.06
SEVEN = 7
STEEP = 38 * DEGREES  # off the zenith, to look into the ridges from near
REACH = 6  # of p, to either side of what one flies to
RISE = 0.85


class UnembedScene(Stage):
    """Ridges, weighed: the score for one answer, then for every answer."""

    options: ClassVar[tuple[str, ...]] = ("answer",)
    answer: int | None = None  # 7, modulo p
    # Pairs on the near ridge to fly to, as shares of the answer; on the far ridge, as shares of its length.
    near: ClassVar[tuple[float, ...]] = (1.0, 0.0, 0.43)
    far: ClassVar[float] = 0.48

    def construct(self) -> None:
        """The chapter's table of contents."""
        p = self.run.p
        self.target = self.chosen("answer", lambda: SEVEN % p, range(p))
        self.logits = self.evidence.logits.astype(float)
        self.logits = self.logits - self.logits.mean(axis=(0, 1))
        self.scale = float(np.abs(self.logits).max())
        self.shifted_ridges()
        self.weighed_into_a_score()
        self.highest_at_the_answer()
        self.near_ridge()
        self.far_ridge()
        self.every_answer()

    @beat
    def shifted_ridges(self) -> None:
        """Open on four outputs of the MLP: the same ridges, each shifted."""
        chosen = self.evidence.diagonal_outputs
        outputs = np.moveaxis(self.run.activations.mlp_out[..., chosen].astype(float), -1, 0)
        outputs -= outputs.mean(axis=(1, 2), keepdims=True)
        self.head = self.header("out")
        self.outputs, self.labels = [], VGroup()
        weights = np.asarray(self.run.weights.W_U)[chosen, self.target]
        for cell, surface, value in zip(self.content.cells(len(chosen), GAP, 1.0), outputs, weights, strict=True):
            room = cell.less_bottom(0.9)
            ridge = Relief(surface, self.heights, float(np.abs(outputs).max()))
            self.outputs.append(ridge.place(room.center, room.width, room.height, [TURNED]))
            label = words(weight(value), HEADLINE - 4, self.theme.accent)
            self.labels.add(label.move_to([cell.center[0], cell.bottom + 0.5, 0]))
        self.add(self.head, *(ridge.space for ridge in self.outputs), *(ridge.field for ridge in self.outputs))
        count = count_word(len(self.outputs))
        self.say(f"{count.capitalize()} outputs of the MLP: ridges again, each shifted its own way.")
        turn = [ridge.space.animate.turn(theta=TURNED) for ridge in self.outputs]
        self.play(*turn, run_time=2 * SLOW, rate_func=self.ease)

    @beat
    def weighed_into_a_score(self) -> None:
        """All outputs with the answer's weights: one surface."""
        self.side, self.stand = self.content.parts(0.26, GAP)
        self.relief = Relief(self.logits[..., self.target], self.heights, self.scale, RISE, 2)
        self.relief.place(self.stand.center, self.stand.width - GAP, self.stand.height, [TURNED], below=0.8)
        self.home = self.relief.space.copy()
        self.axes = self.axes_of(self.relief)
        self.name = self.score_of(self.target)
        d_model = self.run.config.d_model
        self.say(f"The unembedding weighs all {d_model} outputs into one score: here, for the answer {self.target}.")
        self.play(FadeIn(self.labels), run_time=STEADY)
        self.wait(QUICK)
        self.play(FadeOut(self.labels), *self.head[0].light("logits"), run_time=QUICK)
        self.add(self.relief.space)
        gather = [ridge.space.animate.become(self.relief.space) for ridge in self.outputs]
        self.play(*gather, run_time=SLOW, rate_func=self.ease)
        self.play(FadeIn(self.axes, self.relief.field), run_time=STEADY)
        self.remove(*(ridge.field for ridge in self.outputs))
        self.play(FadeIn(self.name), run_time=QUICK)
        self.play(self.relief.space.animate.turn(theta=TURNED), run_time=SLOW, rate_func=self.ease)

    @beat
    def highest_at_the_answer(self) -> None:
        """Mark the p highest of its values: they are the p pairs that add up to the answer."""
        p, values = self.run.p, self.logits[..., self.target]
        x, y = np.divmod(np.argsort(values, axis=None)[::-1][:p], p)
        right = int(((x + y) % p == self.target).sum())
        self.crest = self.marks(x, y, values)
        self.beside = [self.axes, self.name]  # what leaves when one flies in
        those = f"all {p} of them" if right == p else str(right)
        self.say(f"Take its {p} highest points: {those} are sums that give {self.target}, modulo {p}.")
        self.play(FadeIn(self.crest), run_time=STEADY)
        self.play(self.relief.space.animate.turn(theta=OBLIQUE[1]), run_time=SLOW, rate_func=self.ease)

    @beat
    def near_ridge(self) -> None:
        """Fly to the short ridge at the corner and read pairs off it."""
        c = self.target
        pairs = list(dict.fromkeys((round(share * c), c - round(share * c)) for share in self.near))
        self.say(f"Near the corner stand {', '.join(f'{x} and {y}' for x, y in pairs)}.")
        self.fly_to(c // 2, c - c // 2)
        self.read_off(pairs)

    @beat
    def far_ridge(self) -> None:
        """Along to the long ridge, where sums have gone past p."""
        p, total = self.run.p, self.target + self.run.p
        if total > 2 * (p - 1):
            self.say(f"This one has no second ridge past {p}: no two numbers add up to {total}.")
            return
        x = round(total / 2 + (self.far - 0.5) * (2 * p - total))
        self.say(f"On the long ridge x and y add up to {total}, and that is {self.target} again, modulo {p}.")
        self.fly_home()
        self.fly_to(x, total - x)
        self.read_off([(x, total - x)])

    @beat
    def every_answer(self) -> None:
        """Back, and through the answers: the ridges march. Close on the first again, its ridge marked."""
        p = self.run.p
        answers = [(self.target + n) % p for n in range(p + 1)]
        names = [self.score_of(answer) for answer in answers]
        self.say("Every answer has such a surface. Count up through them, and the ridges march across.")
        self.fly_home()
        self.play(FadeOut(self.crest), FadeIn(self.axes, self.name), run_time=QUICK)
        self.play(self.relief.space.animate.turn(theta=TURNED), run_time=SLOW, rate_func=self.ease)

        def at(alpha: float) -> int:
            return min(int(alpha * (p + 1)), p)

        def count(field: VMobject, alpha: float) -> None:
            self.relief.show(self.logits[..., answers[at(alpha)]])

        def told(name: VGroup, alpha: float) -> None:
            show_instead(name, names[at(alpha)])

        run_time = min(10.0, 0.2 * p)
        moves = [Changing(self.relief.field, count), Changing(self.name, told)]
        self.play(*moves, run_time=run_time, rate_func=linear)
        self.play(FadeIn(self.crest), run_time=STEADY)
        self.wait(HOLD)

    # Pictures, from the run.

    def score_of(self, c: int) -> VGroup:
        """Whose score the surface is."""
        parts = [words("the score for", LABEL, self.theme.dim), words(str(c), DISPLAY, self.theme.sum)]
        return VGroup(*parts).arrange(DOWN, buff=0.25).move_to(self.side.center)

    def marks(self, x: np.ndarray, y: np.ndarray, values: np.ndarray, closer: float = 1.0) -> PointCloud:
        """Points on the surface, as near to it as they look, however much closer one looks."""
        places = self.relief.at(x, y, values, LIFT / closer)
        return PointCloud(places, np.tile(rgba(self.theme.accent), (len(x), 1)), 0.6 * POINT, self.relief.space)

    def fly_to(self, x: int, y: int) -> None:
        """Cut out what lies round a pair and bring it near."""
        p, values = self.run.p, self.logits[..., self.target]
        reach = max(3, p // REACH)
        ranges = [(max(0, n - reach), min(p - 1, n + reach)) for n in (x, y)]
        self.piece = self.relief.piece(values, *ranges)
        places = np.stack(np.meshgrid(*(np.arange(first, last + 1) for first, last in ranges), indexing="ij"), axis=-1)
        on_crest = places[places.sum(axis=-1) % p == self.target]
        target = self.relief.space.copy().turn(phi=STEEP)
        target.fit(self.piece.points, self.stand.center, self.stand.width, 0.86 * self.stand.height)
        self.closer = float(target.pose[3] / self.home.pose[3])
        self.near_crest = self.marks(*on_crest.T, values, self.closer)
        leaving = [self.relief.field, self.crest, *self.beside]
        self.beside = []
        self.add(self.piece, self.near_crest)
        self.play(*(FadeOut(part) for part in leaving), run_time=STEADY)
        self.play(self.relief.space.animate.become(target), run_time=SLOW, rate_func=self.ease)

    def fly_home(self) -> None:
        """Back to the whole surface."""
        self.play(FadeOut(self.sums), run_time=QUICK)
        self.play(self.relief.space.animate.become(self.home), run_time=SLOW, rate_func=self.ease)
        self.play(FadeIn(self.relief.field, self.crest), run_time=QUICK)
        self.remove(self.piece, self.near_crest)

    def read_off(self, pairs: list[tuple[int, int]]) -> None:
        """Pairs at the side, one after the other, each marked on the surface."""
        values = self.logits[..., self.target]
        sums = [self.addition(x, y, HEADLINE - 6) for x, y in pairs]
        self.side.fit(VGroup(*sums).arrange(DOWN, buff=0.35, aligned_edge=RIGHT))
        spots = [
            PointCloud(
                self.relief.at(x, y, values, 2 * LIFT / self.closer),
                rgba(self.theme.text)[None],
                2 * POINT,
                self.relief.space,
            )
            for x, y in pairs
        ]
        for line, spot in zip(sums, spots, strict=True):
            self.play(FadeIn(line, spot), run_time=QUICK)
        self.sums = Group(*sums, *spots)
