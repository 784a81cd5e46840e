"""How ridges come about: neurons weighed and added, so that waves along x − y cancel and waves along x + y stand.

Storyboard row 17. Products first, which are parts of two real neurons; then four whole neurons; then all neurons of
their frequency as arrows, each with its real weight through W_out and W_U. Shares are measured on the sums shown.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from manim import DEGREES, DOWN, RIGHT, FadeIn, FadeOut, Group, UpdateFromAlphaFunc, VGroup, linear

from model.analysis.diagonals import along_sum
from scenes.look.numbers import percent, weight
from scenes.look.theme import Gap, Size, Time
from scenes.mobjects.angle_hands import AngleHands
from scenes.mobjects.counter import Counter, tenths
from scenes.mobjects.lettering import words
from scenes.mobjects.phasor_board import PhasorBoard
from scenes.mobjects.relief import OBLIQUE, Relief, late
from scenes.mobjects.relief_row import ReliefRow
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

LOW, TURNED = 66 * DEGREES, -40 * DEGREES
RISE, LABEL = 1.3, 0.6  # units the highest value rises, and under a surface for a line
SIDES = (("x − y", "difference"), ("x + y", "sum"))
SLOWLY = 10  # neurons whose arrows are drawn one by one


class InterferenceScene(Stage):
    """Two products, four neurons, a whole cluster: what runs along x + y is what is left."""

    options: ClassVar[tuple[str, ...]] = ("frequency",)
    frequency: int | None = None

    def construct(self) -> None:
        """The chapter's table of contents."""
        evidence = self.evidence
        self.k = self.chosen("frequency", lambda: evidence.shown_frequency, list(evidence.clusters))
        self.pair, self.four = evidence.products(self.k), evidence.quarter_turns(self.k)
        self.two_ridges_in_a_product()
        self.added_as_heights()
        self.four_neurons()
        self.arrows_tip_to_tail()
        self.only_one_gets_anywhere()
        self.angles_doubled()
        self.which_ridge()

    @beat
    def two_ridges_in_a_product(self) -> None:
        """Open on two neurons' products; each splits into its two halves."""
        self.head, area, halves = self.header("ReLU"), self.content, self.pair.halves
        weights = [words(weight(w), Size.LABEL, self.theme.text) for w in self.evidence.product_pairs[self.k].weights]
        columns = [cell.no_higher(0.6 * cell.width) for cell in area.table(2, 2, Gap.FAR)]
        whole = ReliefRow([self.seat(plain, "text") for plain in self.pair.plain], columns, 0.0)
        whole.fill([TURNED], snug=True)
        made = [self.seat(halves[n % 2, n // 2], SIDES[n // 2][1]) for n in range(4)]
        self.parts = ReliefRow(made, area.table(4, 2, Gap.NEAR), LABEL).fill([TURNED], snug=True)
        names = [words(name, Size.LABEL, getattr(self.theme, role)) for name, role in SIDES]
        self.parts.label([VGroup(names[n // 2].copy(), weights[n % 2].copy()).arrange(RIGHT) for n in range(4)])
        seats = [space.copy() for space in self.parts.spaces]
        self.add(self.head, *whole.spaces, *whole.fields)
        self.say("Two neurons’ products. Each of them is two ridges in one: along x − y and along x + y.")
        self.turn(whole, to=TURNED)
        moves = [relief.seen_through(seat) for relief, seat in zip(whole, seats[2:], strict=True)]
        for n, relief in enumerate(whole):
            relief.shade = self.in_role("sum")
            moves += relief.shed(made[n], seats[n], halves[n, 1])
        self.glide(*moves, *(FadeIn(label[0]) for label in self.parts.labels))
        self.parts.reliefs[2:] = whole.reliefs

    @beat
    def added_as_heights(self) -> None:
        """Weigh them, and add: the slate pair flattens, the green pair stands."""
        weights = self.evidence.product_pairs[self.k].weights
        weighed = self.pair.halves * (weights / np.abs(weights).max())[:, None, None, None]
        parts, labels, totals = self.parts, self.parts.labels, weighed.sum(axis=0)
        shares = (percent(share, 1) for share in (self.pair.share_difference, self.pair.share_sum))
        told = [
            words(f"{share} along {name}", Size.LABEL + 3, getattr(self.theme, role))
            for share, (name, role) in zip(shares, SIDES, strict=True)
        ]
        cells = self.content.cells(2, Gap.FAR, 2.0)
        row = ReliefRow([self.seat(total, role) for total, (_, role) in zip(totals, SIDES, strict=True)], cells, LABEL)
        row.fill([OBLIQUE[1]], snug=True).alike().label(told)
        self.say("The network weighs them, one plus, one minus. Add: every x − y wave meets its opposite and is gone.")
        self.appear(*(label[1] for label in labels), time=Time.QUICK)
        self.glide(*parts.become([weighed[n % 2, n // 2] for n in range(4)]))
        slate, other, self.green, another = parts
        self.glide(*slate.take(other, totals[0]), *self.green.take(another, totals[1]), FadeOut(labels))
        self.glide(*(relief.seen_through(space) for relief, space in zip((slate, self.green), row.spaces, strict=True)))
        self.appear(row.labels, time=Time.QUICK)
        self.leaving = [slate.field, row.labels]

    @beat
    def four_neurons(self) -> None:
        """Four whole neurons come down on each other, signed + − + −."""
        four, theme, area = self.four, self.theme, self.content
        top, stand = area.less_bottom(0.62 * area.height), area.less_top(0.42 * area.height)
        row = ReliefRow([self.seat(plain, None, four.plain) for plain in four.plain], top.table(4, 4, Gap.NEAR), LABEL)
        row.fill([TURNED], snug=True).label([words(sign, Size.HEADLINE, theme.text) for sign in "+−+−"])
        sheet, total = self.green, four.total
        heights = four.weighed * (sheet.scale / np.abs(total).max())
        target = sheet.space.copy()
        target.fit(sheet.of(heights.sum(axis=0)).points[::7], stand.center, stand.width, stand.height, [TURNED])
        along = Counter("along x + y", "99.9", "%", Size.LABEL + 3, theme.sum)
        self.say("Whole neurons hold more. Take four, about a quarter turn apart: plus, minus, plus, minus.")
        self.play(*map(FadeOut, self.leaving), run_time=Time.QUICK)
        self.glide(sheet.become(0 * total), sheet.seen_through(target), *map(FadeIn, row.fields))
        self.appear(*row.labels, time=Time.QUICK)
        self.glide(*row.become(four.weighed))
        along.move_to([stand.left + along.width / 2, stand.bottom + along.height, 0])
        for n, neuron in enumerate(row):
            below, live = heights[:n].sum(axis=0), Group(sheet.field, along)

            def add(_: Group, share: float, below: np.ndarray = below, more: np.ndarray = heights[n]) -> None:
                sheet.show(below + share * more)
                along.show(tenths(float(along_sum(below + share * more))))

            coming = [neuron.seen_through(sheet.space), FadeOut(neuron.field, rate_func=late), FadeOut(row.labels[n])]
            self.glide(*coming, UpdateFromAlphaFunc(live, add), time=Time.STEADY)
        wide = sheet.space.copy().turn(theta=OBLIQUE[1])
        wide.fit(
            sheet.of(total * sheet.scale / np.abs(total).max()).points[::7], area.center, area.width, 0.9 * area.height
        )
        self.glide(sheet.seen_through(wide))
        self.leaving = [sheet.field, along]

    @beat
    def arrows_tip_to_tail(self) -> None:
        """Every neuron of the frequency adds an arrow to each of four waves, ten slowly, the rest in two seconds."""
        found = self.evidence.phasors(self.k)
        count = len(found.order)
        lengths, ends = ({name: measure(name) for name in found.arrows} for measure in (found.length, found.end))
        self.board = board = PhasorBoard(found.arrows, lengths, ends, self.content, self.theme)
        slowly = min(SLOWLY, count)
        self.say(f"Now all {count} neurons of this frequency. Each adds one arrow to each wave, tip to tail.")
        self.play(*self.head[0].light("out"), *map(FadeOut, self.leaving), FadeIn(board), FadeIn(board.names))
        self.drive(board, lambda share: board.show(slowly * share), 2 * Time.SLOW, linear)
        self.drive(board, lambda share: board.show(slowly + (count - slowly) * share), 2.0)

    @beat
    def only_one_gets_anywhere(self) -> None:
        """Say how long each chain is, and how far it leads."""
        self.say("Three of them curl shut. Only x + y gets anywhere.")
        self.appear(self.board.told)

    @beat
    def angles_doubled(self) -> None:
        """The four neurons' angles open to their doubles: two to the right, two to the left."""
        quarters, theme = self.evidence.quarters[self.k], self.theme
        angles = (quarters.phases - quarters.phases[0]) % (2 * np.pi)
        side, stand = self.content.parts(0.5, Gap.FAR)
        radius = min(stand.width, stand.height) / 2 - Gap.NEAR
        colors = [theme.text if np.cos(2 * angle) > 0 else theme.dim for angle in angles]
        hands = AngleHands(angles, radius, colors, theme.grid).move_to(stand.center)
        lines = [self.doubled(*told, side.width) for told in zip(angles, quarters.weights, colors, strict=True)]
        table = VGroup(*lines).arrange(DOWN, buff=Gap.FAR).move_to(side.center)
        self.say(
            "Why? x + y doubles each neuron’s angle: right, left, right, left. Found by training; nobody set a sign."
        )
        self.appear(
            hands, VGroup(*(line[0] for line in lines)), instead_of=[self.board, self.board.names, self.board.told]
        )
        self.drive(hands, lambda share: hands.show(1 + share))
        for part in (1, 2):
            self.appear(VGroup(*(line[part] for line in lines)), time=Time.QUICK)
        self.leaving = [hands, table]

    @beat
    def which_ridge(self) -> None:
        """Close on all neurons of the frequency added up: its ridges rise."""
        total = self.evidence.gathered(self.k)[-1]
        ridges = Relief(total, self.in_role("sum"), float(np.abs(total).max()), RISE, 2, (LOW, OBLIQUE[1]))
        ridges.fill(self.content.inside(Gap.FAR), [TURNED], snug=True).show(0 * total)
        self.say("It never saw trigonometry. But one frequency makes many ridges. Which is the answer?")
        self.appear(ridges.field, instead_of=self.leaving)
        self.glide(ridges.become(total))
        self.turn(ridges, to=TURNED)

    # Pictures, from the run.

    def seat(self, values: np.ndarray, role: str | None, among: np.ndarray | None = None) -> Relief:
        """Make a surface in the shades of a role or of heights, on the scale of those it stands among."""
        scale = float(np.abs(self.pair.plain if among is None else among).max())
        return Relief(values, self.in_role(role) if role else self.heights, scale, RISE, 1, (LOW, OBLIQUE[1]))

    def doubled(self, angle: float, weighed: float, color: str, width: float) -> VGroup:
        """Write an angle, its double, and the neuron's real weight."""
        texts = (f"{np.degrees(angle):.0f}°", f"→ {np.degrees(2 * angle) % 360:.0f}°", weight(weighed))
        return VGroup(*(words(text, Size.HEADLINE - 10, color) for text in texts)).arrange(RIGHT, buff=width / 12)
