"""The network has built itself clocks: its numbers are angles, and to add is to turn.

Storyboard rows 12 and 13. The circle is two sparse probes of the trained embedding, drawn against each other. The ring
and the thin waves are the ideal; R² and the mean angle between the two stand beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    FadeTransform,
    Group,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    VGroup,
    linear,
)

from model.analysis.clock import Clock
from scenes.look.colormaps import viridis
from scenes.look.numbers import count_word, percent, times
from scenes.look.theme import (
    DISPLAY,
    GAP,
    HEADLINE,
    HOLD,
    LABEL,
    POINT,
    QUICK,
    SLOW,
    SMALL,
    STEADY,
    WIDE_GAP,
)
from scenes.mobjects.clock_face import ClockFace, legible_numerals
from scenes.mobjects.clock_portrait import ClockPortrait, place_points
from scenes.mobjects.equation import Equation
from scenes.mobjects.lettering import formula, words
from scenes.mobjects.point_cloud import PointCloud
from scenes.mobjects.projection_guides import ProjectionGuides
from scenes.mobjects.wave_panel import WavePanel
from scenes.stage.beat import beat
from scenes.stage.stage import Stage

NUMERAL_ROOM = 0.78  # units kept free round a clock for its numerals


def reveal(colors: np.ndarray) -> Callable[[PointCloud, float], object]:
    """What lets a cloud's points appear in order: an update for UpdateFromAlphaFunc."""

    def update(cloud: PointCloud, alpha: float) -> object:
        shown = colors.copy()
        shown[round(alpha * len(colors)) :, 3] = 0
        return cloud.set_colors(shown)

    return update


def show_number(count: int) -> Callable[[ProjectionGuides, float], object]:
    """What moves guides through the numbers 0 … count − 1."""
    return lambda guides, alpha: guides.show(min(int(alpha * count), count - 1))


class ClockScene(Stage):
    """From the clock on the wall to those the network adds with."""

    # Sums as shares of p: some that stay below it, one that goes past it.
    small_sums: ClassVar[tuple[tuple[float, float], ...]] = ((0.11, 0.25), (0.3, 0.21))
    wrapped_sum: ClassVar[tuple[float, float]] = (0.71, 0.41)

    def construct(self) -> None:
        """The chapter's table of contents."""
        self.clock: Clock = self.run.clocks[0]
        self.text_area, self.clock_area = self.content.parts(0.5 if self.frame.ratio > 1 else 0.45, GAP)
        self.radius = min(self.clock_area.width, self.clock_area.height) / 2 - NUMERAL_ROOM
        self.waves = VGroup()
        self.clock_on_the_wall()
        self.eleven_and_two()
        self.hours_of_the_modulus()
        self.cosine_probe()
        self.sine_probe()
        self.walk_round_a_circle()
        self.hand_goes_round()
        self.turn_by_both()
        self.past_the_last_hour()
        self.all_clocks_together()

    @beat
    def clock_on_the_wall(self) -> None:
        """Open on a clock of twelve hours, its hand at eleven."""
        self.face = self.clock_face(12, 1, list(range(12)), zero_as="12")
        self.hand = self.face.hand(11, self.theme.cos_x)
        self.equation = self.sum_of("11", "2").move_to(self.text_area.center)
        self.add(self.face, self.equation, self.hand)
        self.say("A clock adds in a way of its own: after twelve it begins again.")
        self.wait(HOLD)

    @beat
    def eleven_and_two(self) -> None:
        """The hand goes on by two and stands at one."""
        arc = self.face.sweep(11, 2, self.theme.cos_y, 0.5)
        answered = self.sum_of("11", "2", "1").move_to(self.equation)
        self.say("Eleven o’clock and two hours more is one o’clock.")
        self.play(self.face.turn(self.hand, 2), Create(arc), run_time=SLOW, rate_func=self.ease)
        self.play(self.equation.animate.move_to(answered[:3]), FadeIn(answered[3:]), run_time=STEADY)
        self.hand.add(arc)
        self.equation.add(*answered[3:])

    @beat
    def hours_of_the_modulus(self) -> None:
        """The same clock with p hours is the task that the network was given."""
        p = self.run.p
        face = self.clock_face(p, 1, legible_numerals(p, 1))
        task = self.text_area.fit(formula(f"x + y quad (mod {p})", DISPLAY, self.theme.text))
        self.say(f"To add modulo {p} is the same game, on a clock with {p} hours.")
        self.play(FadeOut(self.hand, self.equation, self.face.numerals), run_time=QUICK)
        self.play(FadeTransform(self.face.ticks, face.ticks), FadeIn(face.numerals, task), run_time=STEADY)
        self.remove(*self.face)
        self.face = face
        self.add(face)
        self.task = task

    @beat
    def cosine_probe(self) -> None:
        """One probe's output for every number, on the ideal wave."""
        header = self.header("embed")
        self.upper, self.lower = self.probe_panel("cos"), self.probe_panel("sin")
        VGroup(self.upper, self.lower).arrange(DOWN, buff=GAP).move_to(self.text_area.center)
        width, used = self.run.config.d_model, count_word(len(self.clock.cos.columns))
        self.say(f"The network makes {width} values of each number. {used.capitalize()} of them, weighed, draw a wave.")
        leaving = VGroup(self.face.ticks, self.face.numerals, self.face.pivot, self.task)
        self.play(FadeOut(leaving), FadeIn(header), run_time=STEADY)
        self.cos_points = self.draw_wave(self.upper, "cos")

    @beat
    def sine_probe(self) -> None:
        """The other probe, a quarter turn later."""
        self.say("Weighed otherwise, they draw the same wave a quarter turn later.")
        self.sin_points = self.draw_wave(self.lower, "sin")

    @beat
    def walk_round_a_circle(self) -> None:
        """One output upward, the other to the side, as x runs through all numbers."""
        places = place_points(self.clock.points, np.array(self.clock_area.center), self.radius)
        self.scatter = self.hidden_cloud(places)
        guides = ProjectionGuides(
            np.array(self.clock_area.center),
            places,
            self.upper.places(self.clock.cos.output),
            self.lower.places(self.clock.sin.output),
            up_color=self.theme.cos_x,
            side_color=self.theme.sin_x,
        )
        self.say("Let one set the height and the other the side, and the numbers walk round a circle.")
        self.play(FadeIn(guides), self.face.ring.animate.set_stroke(opacity=0.35), run_time=QUICK)
        self.add(self.scatter)
        walk = AnimationGroup(
            UpdateFromAlphaFunc(guides, show_number(self.run.p)),
            UpdateFromAlphaFunc(self.scatter, reveal(self.number_colors())),
            rate_func=linear,
        )
        self.play(walk, run_time=3 * min(self.clock.frequency, 3))
        self.play(FadeOut(guides), run_time=QUICK)

    @beat
    def hand_goes_round(self) -> None:
        """The circle is a clock face: hours, a hand, and how well the points keep to it."""
        k, p = self.clock.frequency, self.run.p
        face = self.clock_face(p, k, legible_numerals(p, k))
        self.facts = self.clock_facts().move_to(self.text_area.center)
        hand = face.hand(0, self.theme.accent)
        panels = VGroup(self.upper, self.lower, self.waves)
        self.say(f"That is a clock. As x counts through all {p}, its hand goes round {times(k)}.")
        self.play(FadeOut(panels), FadeOut(self.cos_points, self.sin_points), run_time=QUICK)
        self.play(ReplacementTransform(self.face.ring, face.ring), FadeIn(face[1:], self.facts, hand), run_time=STEADY)
        self.play(face.turn(hand, p), run_time=2 * min(k, 3), rate_func=self.ease)
        self.face, self.hand = face, hand

    @beat
    def turn_by_both(self) -> None:
        """Two hands, one going on from the other: their angles add."""
        self.say("To add two numbers, turn by the one and then by the other.")
        self.play(FadeOut(self.hand, self.facts), run_time=QUICK)
        for turn, shares in zip((SLOW, STEADY), self.small_sums, strict=True):
            if turn != SLOW:
                self.wait(STEADY)
                self.play(FadeOut(self.working), run_time=QUICK)
            self.add_by_turning(*self.numbers(shares), turn)

    @beat
    def past_the_last_hour(self) -> None:
        """A sum past p: the hand just goes on."""
        self.say("Past the last hour the hand just goes on, and the sum has begun again at zero.")
        self.play(FadeOut(self.working), run_time=QUICK)
        self.add_by_turning(*self.numbers(self.wrapped_sum), SLOW)

    @beat
    def all_clocks_together(self) -> None:
        """Close on every clock the network keeps, and how often their common reading is its own answer."""
        clocks, alone = self.run.clocks, self.evidence.readings_alone
        portraits = Group(*(self.portrait(*both) for both in zip(clocks, alone, strict=True)))
        agree = int((self.evidence.clock_readings == self.run.predictions).sum())
        verdict = self.verdict(agree, self.run.p**2)
        first = "Alone, each clock misreads most sums." if max(alone) < 0.5 else "Here are all its clocks."
        several = f"The network has {count_word(len(clocks))}, and reads them together." if len(clocks) > 1 else ""
        line = f"{first} {several}".strip()
        self.lay_out(portraits, verdict)
        self.say(line)
        self.play(FadeOut(self.working, self.face, self.scatter), run_time=QUICK)
        self.play(FadeIn(portraits, lag_ratio=0.15), run_time=SLOW)
        self.play(FadeIn(verdict), run_time=STEADY)
        self.wait(HOLD)

    # Pictures, from the run.

    def clock_face(self, hours: int, turns: int, numerals: list[int], zero_as: str | None = None) -> ClockFace:
        """A clock in the clock's place."""
        colors = {"line_color": self.theme.grid, "text_color": self.theme.text}
        face = ClockFace(hours, turns, numerals, self.radius, size=LABEL, zero_as=zero_as, **colors)
        return face.shift(np.array(self.clock_area.center) - face.middle)

    def sum_of(self, x: str, y: str, answer: str | None = None) -> Equation:
        """x + y, and its answer once there is one, in the hands' colours."""
        theme = self.theme
        symbols = [(x, theme.cos_x), ("+", theme.text), (y, theme.cos_y)]
        return Equation(symbols + ([("→", theme.text), (answer, theme.sum)] if answer else []), DISPLAY)

    def probe_panel(self, wave: str) -> WavePanel:
        """An empty panel headed by the ideal wave and the probe's R²."""
        probe, k, p = getattr(self.clock, wave), self.clock.frequency, self.run.p
        color = getattr(self.theme, f"{wave}_x")
        turns = "" if k == 1 else f"{k} dot.op "
        title = formula(f"{wave}({turns}2 pi x\\/{p})", LABEL + 3, color)
        fact = formula(f"R^2 = {probe.r2:.3f}", LABEL + 3, self.theme.text)
        reach = max(1.2, float(np.abs(self.clock.points).max()) * 1.05)
        height = (self.text_area.height - GAP) / 2
        colors = self.colors("grid", "dim")
        return WavePanel(p, reach, self.text_area.width, height, title=title, fact=fact, size=SMALL, **colors)

    def draw_wave(self, panel: WavePanel, wave: str) -> PointCloud:
        """Show a panel, let the measured points appear in order, then lay the ideal wave under them."""
        probe = getattr(self.clock, wave)
        points = self.hidden_cloud(panel.places(probe.output))
        ideal = panel.wave(self.clock.frequency, 0 if wave == "cos" else np.pi / 2, getattr(self.theme, f"{wave}_x"))
        self.play(FadeIn(panel[:-1]), run_time=QUICK)
        self.add(points)
        self.play(UpdateFromAlphaFunc(points, reveal(self.number_colors())), run_time=SLOW, rate_func=linear)
        self.play(Create(ideal), FadeIn(panel.fact), run_time=STEADY)
        self.waves.add(ideal)
        return points

    def number_colors(self) -> np.ndarray:
        """(p, 4) viridis along the numbers, as far as it stands out from the ground."""
        return viridis(np.linspace(*self.theme.sweep, self.run.p))

    def hidden_cloud(self, points: np.ndarray) -> PointCloud:
        """A point for every number, none of them visible before `reveal`."""
        colors = self.number_colors()
        colors[:, 3] = 0
        return PointCloud(points, colors, POINT)

    def clock_facts(self) -> VGroup:
        """How well the points keep to the face: the worse R², and the mean angle between measured and ideal."""
        theme, clock = self.theme, self.clock
        rows = [
            (
                formula(f'{clock.frequency} "{"turn" if clock.frequency == 1 else "turns"}"', HEADLINE, theme.accent),
                "of the hand per round of x",
            ),
            (formula(f"{clock.mean_error_degrees:.1f}°", HEADLINE, theme.text), "mean angle between point and hour"),
            (formula(f"R^2 = {clock.r2:.3f}", HEADLINE, theme.text), "the worse of the two waves"),
        ]
        width = self.text_area.width
        blocks = [
            VGroup(fact, words(meaning, LABEL, theme.dim, width)).arrange(DOWN, buff=0.2) for fact, meaning in rows
        ]
        gap = WIDE_GAP if self.frame.ratio > 1 else GAP
        while len(blocks) > 1 and VGroup(*blocks).arrange(DOWN, buff=gap).height > self.text_area.height:
            blocks.pop()  # the last, which the panels have shown already
        return VGroup(*blocks).arrange(DOWN, buff=gap)

    def numbers(self, shares: tuple[float, float]) -> tuple[int, int]:
        """x and y from shares of p."""
        return round(shares[0] * self.run.p), round(shares[1] * self.run.p)

    def add_by_turning(self, x: int, y: int, turn: float) -> None:
        """Turn a hand by x, another on from there by y, read the hour; the network's own answer beside it."""
        theme, face = self.theme, self.face
        answer = int(self.run.predictions[x, y])
        equation = self.text_area.fit(self.sum_of(str(x), str(y), str((x + y) % self.run.p)))
        network = VGroup(words("the network’s answer", LABEL, theme.dim), words(str(answer), LABEL + 3, theme.text))
        network.arrange(RIGHT, buff=0.2).next_to(equation, DOWN, WIDE_GAP)
        x_hand, x_way = face.hand(0, theme.cos_x), face.sweep(0, x, theme.cos_x, 0.3)
        y_hand, y_way = face.hand(x, theme.cos_y, 0.8), face.sweep(x, y, theme.cos_y, 0.42)
        landed = face.hand(x + y, theme.sum)
        mark = face.mark(x + y, theme.sum)
        self.play(FadeIn(x_hand, equation[0]), run_time=QUICK)
        self.play(face.turn(x_hand, x), Create(x_way), run_time=0.8 * turn, rate_func=self.ease)
        self.play(FadeIn(y_hand, equation[1:3]), run_time=QUICK)
        self.play(face.turn(y_hand, y), Create(y_way), run_time=0.8 * turn, rate_func=self.ease)
        self.play(ReplacementTransform(y_hand, landed), FadeIn(mark, equation[3:]), run_time=STEADY)
        self.play(FadeIn(network), run_time=QUICK)
        self.working = VGroup(x_hand, x_way, y_way, landed, mark, equation, network)

    def lay_out(self, portraits: Group, verdict: VGroup) -> None:
        """The clocks side by side (in rows where it is narrow), the verdict below."""
        area = self.content
        room = portraits[0].ring.width + WIDE_GAP, portraits[0].height + GAP
        across = min(len(portraits), max(1, int(area.width // room[0])))
        rows = [portraits[start : start + across] for start in range(0, len(portraits), across)]
        for number, row in enumerate(rows):
            for column, portrait in enumerate(row):
                place = [(column - (len(row) - 1) / 2) * room[0], -number * room[1], 0]
                portrait.shift(place - portrait.ring.get_center())
        both = Group(portraits, verdict).arrange(DOWN, buff=WIDE_GAP)
        both.scale(min(1.0, area.width / both.width, area.height / both.height)).move_to(area.center)

    def portrait(self, clock: Clock, alone: float) -> ClockPortrait:
        """One clock, small: ring, measured points, how often its hand turns, the share of sums it reads right alone."""
        return ClockPortrait(
            clock.points,
            self.number_colors(),
            0.92 if self.frame.ratio > 1 else 0.66,
            label=words(f"{clock.frequency} {'turn' if clock.frequency == 1 else 'turns'}", LABEL, self.theme.text),
            fact=words(f"{percent(alone)} right alone", LABEL, self.theme.dim),
            ring_color=self.theme.grid,
        )

    def verdict(self, agree: int, inputs: int) -> VGroup:
        """How often all clocks together name the network's own answer."""
        count = words(f"{agree:,} of {inputs:,}", HEADLINE, self.theme.sum)
        meaning = words("sums where their common reading is the network’s answer", LABEL, self.theme.dim)
        return VGroup(count, meaning).arrange(DOWN, buff=0.25)
