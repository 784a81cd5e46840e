"""The unembedding weighs the ridges into one score for every answer, highest where x and y add up to it.

Storyboard row 18. Ridges are MLP outputs chosen by rule; the surface for an answer is its logit over all sums.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, FadeOut, Group, VGroup

from scenes.look.colormaps import rgba
from scenes.look.numbers import count_word, weight
from scenes.look.theme import POINT, Gap, Size, Time
from scenes.mobjects.fact import Counter
from scenes.mobjects.lettering import words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.relief import OBLIQUE, Relief
from scenes.mobjects.relief_row import ReliefRow
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
        weights = np.asarray(self.run.weights.W_U)[chosen, self.target]
        cells, scale = self.content.cells(len(chosen), Gap.NEAR, 1.0), float(np.abs(outputs).max())
        ridges = [Relief(surface, self.heights, scale) for surface in outputs]
        self.outputs = ReliefRow(ridges, cells, 0.9).fill([OBLIQUE[1], TURNED])
        self.labels = VGroup()
        for cell, value in zip(cells, weights, strict=True):
            label = words(weight(value), Size.HEADLINE - 4, self.theme.accent)
            self.labels.add(label.move_to([cell.center[0], cell.bottom + 0.5, 0]))
        self.add(self.head, *self.outputs.spaces, *self.outputs.fields)
        count = count_word(len(self.outputs))
        self.say(f"{count.capitalize()} outputs of the MLP: ridges again, each shifted its own way.")
        self.turn(self.outputs, to=TURNED, time=2 * Time.SLOW)

    @beat
    def weighed_into_a_score(self) -> None:
        """All outputs with the answer's weights: one surface."""
        self.side, self.stand = self.content.parts(0.26, Gap.NEAR)
        self.relief = Relief(self.logits[..., self.target], self.heights, self.scale, RISE, 2)
        self.relief.fill(self.stand.inside(Gap.NEAR), [TURNED], below=0.8)
        self.home = self.relief.space.copy()
        self.axes = self.axes_of(self.relief)
        self.answers = [(self.target + n) % self.run.p for n in range(self.run.p + 1)]
        self.name = Counter([self.score_of(answer) for answer in self.answers])
        d_model = self.run.config.d_model
        self.say(f"The unembedding weighs all {d_model} outputs into one score: here, for the answer {self.target}.")
        self.appear(self.labels)
        self.wait(Time.QUICK)
        self.play(FadeOut(self.labels), *self.head[0].light("logits"), run_time=Time.QUICK)
        self.add(self.relief.space)
        self.glide(*self.outputs.gathered(self.relief.space))
        self.appear(self.axes, self.relief.field)
        self.remove(*self.outputs.fields)
        self.appear(self.name, time=Time.QUICK)
        self.turn(self.relief, to=TURNED)

    @beat
    def highest_at_the_answer(self) -> None:
        """Mark the p highest of its values: they are the p pairs that add up to the answer."""
        p, values = self.run.p, self.logits[..., self.target]
        x, y = np.divmod(np.argsort(values, axis=None)[::-1][:p], p)
        right = int(((x + y) % p == self.target).sum())
        self.crest = self.marks(x, y)
        self.beside = [self.axes, self.name]  # what leaves when one flies in
        those = f"all {p} of them" if right == p else str(right)
        self.say(f"Take its {p} highest points: {those} are sums that give {self.target}, modulo {p}.")
        self.appear(self.crest)
        self.turn(self.relief, to=OBLIQUE[1])

    @beat
    def near_ridge(self) -> None:
        """Fly to the short ridge at the corner and read pairs off it."""
        c = self.target
        pairs = list(dict.fromkeys((round(share * c), c - round(share * c)) for share in self.near))
        self.say(f"Near the corner stand {', '.join(f'{x} and {y}' for x, y in pairs)}.")
        self.fly_to(c // 2, c - c // 2)
        self.read_pairs(pairs)

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
        self.read_pairs([(x, total - x)])

    @beat
    def every_answer(self) -> None:
        """Back, and through the answers: the ridges march. Close on the first again, its ridge marked."""
        self.say("Every answer has such a surface. Count up through them, and the ridges march across.")
        self.fly_home()
        self.appear(self.axes, self.name, instead_of=self.crest, time=Time.QUICK)
        self.turn(self.relief, to=TURNED)

        def show(place: int) -> None:
            self.relief.show(self.logits[..., self.answers[place]])
            self.name.show(place)

        live, count = Group(self.relief.field, self.name), len(self.answers)
        self.count_through(live, count, show, min(10.0, 0.2 * self.run.p))
        self.appear(self.crest)
        self.wait(Time.HOLD)

    # Pictures, from the run.

    def score_of(self, c: int) -> VGroup:
        """Write whose score the surface is."""
        parts = [words("the score for", Size.LABEL, self.theme.dim), words(str(c), Size.DISPLAY, self.theme.sum)]
        return VGroup(*parts).arrange(DOWN, buff=0.25).move_to(self.side.center)

    def marks(self, x: np.ndarray, y: np.ndarray, closer: float = 1.0) -> PointCloud:
        """Mark pairs on the surface, as near to it as they look, however much closer one looks."""
        values = self.logits[..., self.target]
        return self.relief.points(x, y, values, rgba(self.theme.accent), 0.6 * POINT, LIFT / closer)

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
        self.near_crest = self.marks(on_crest[:, 0], on_crest[:, 1], self.closer)
        leaving = [self.relief.field, self.crest, *self.beside]
        self.beside = []
        self.add(self.piece, self.near_crest)
        self.leave(*leaving, time=Time.STEADY)
        self.glide(self.relief.seen_through(target))

    def fly_home(self) -> None:
        """Back to the whole surface."""
        self.leave(self.sums)
        self.glide(self.relief.seen_through(self.home))
        self.appear(self.relief.field, self.crest, time=Time.QUICK)
        self.remove(self.piece, self.near_crest)

    def read_pairs(self, pairs: list[tuple[int, int]]) -> None:
        """Write pairs at the side, one after the other, each marked on the surface."""
        look = (self.logits[..., self.target], rgba(self.theme.text), 2 * POINT, 2 * LIFT / self.closer)
        sums = self.additions(pairs, Size.HEADLINE - 6, self.side)
        spots = [self.relief.points(x, y, *look) for x, y in pairs]
        self.read_off(sums, spots)
        self.sums = Group(*sums, *spots)
