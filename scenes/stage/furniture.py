"""Sets up the pictures that several chapters need, in the theme's colors: the strip at the top, axes, sums, boards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group

from transparent_box.model.analysis.timeline import History
from transparent_box.model.runs.evidence import Evidence
from transparent_box.model.runs.run import Run
from transparent_box.model.sweeps.operations import read_operations
from transparent_box.scenes.facts import pieces_of_the_sentence, read_facts
from transparent_box.scenes.look.colormaps import ramp, rgba, role_ramp
from transparent_box.scenes.look.frame import DECIDEDLY_WIDE, Area, Frame
from transparent_box.scenes.look.numbers import number
from transparent_box.scenes.look.operations import MIRRORED, Operation
from transparent_box.scenes.look.theme import Gap, Size, Theme, units
from transparent_box.scenes.mobjects.boxes.glass_box import GlassBox
from transparent_box.scenes.mobjects.network.network_strip import ROUND_A_GLYPH, NetworkStrip
from transparent_box.scenes.mobjects.network.whole_network import WholeNetwork
from transparent_box.scenes.mobjects.surfaces.relief import Relief
from transparent_box.scenes.mobjects.training.exam_desk import ExamDesk
from transparent_box.scenes.mobjects.words.equation import Equation, inked
from transparent_box.scenes.mobjects.words.lettering import Lettering, formula, lettering, stand_on, words
from transparent_box.scenes.mobjects.words.unfinished_sentence import UnfinishedSentence

RIBBON = 0.36  # units, height of the strip at the top
MORE = 6  # questions that run through the whole network, y increasing by one


class Furniture:
    """Abstract: pictures of a run in a frame and a theme, for the chapters on a stage."""

    run: Run
    evidence: Evidence
    operation: Operation
    frame: Frame
    theme: Theme
    head: Group = Group()  # the strip and the note beneath it, as they were last made; empty before

    @property
    def content(self) -> Area:
        """The area a scene draws in: above the caption and below the header, which on phones is only glyphs."""
        below = Gap.NEAR if self.frame.ratio < 1 else 1.9 * units(Size.SMALL)
        return self.frame.picture.less_top(RIBBON + 2 * ROUND_A_GLYPH + below)

    @property
    def is_low(self) -> bool:
        """Whether the area a scene draws in is so low that there is little room, as in 4:5."""
        return self.frame.picture.is_low

    def parted(self, share: float, low: float, wide: float = DECIDEDLY_WIDE) -> tuple[Area, Area]:
        """Divide the content in two: `share` for the first and a wide gap, or `low` and a narrow gap if it is low."""
        return self.content.parts(*(low, Gap.NEAR) if self.is_low else (share, Gap.FAR), wide)

    def header(self, lit: str, pair: tuple[int, int] | None = None) -> Group:
        """Make the strip of a sum (default: the shown one), one glyph lit, with a note if tokens are renamed."""
        safe, renamed = self.frame.safe, self.run.renaming.multiplier != 1
        reading = self.evidence.reading(*(pair or self.evidence.shown_sum))
        named = self.frame.ratio >= 1
        aside = 0.0 if named or not renamed else self.badge().width + Gap.NEAR
        strip = NetworkStrip(reading, lit, safe.width - aside, RIBBON, self.theme, named)
        strip.shift([-aside / 2, safe.top - RIBBON / 2 - ROUND_A_GLYPH - strip.glyphs.get_y(), 0])
        self.head = Group(strip, self.renaming_note(strip)) if renamed else Group(strip)
        return self.head

    def badge(self) -> Lettering:
        """Write the multiplier by which tokens are renamed, as short as can be."""
        return words(f"×{self.run.renaming.multiplier}", Size.SMALL, self.theme.dim)

    def renaming_note(self, strip: NetworkStrip) -> Lettering:
        """Write how tokens are renamed: below the strip, opposite the lit name, or beside a strip without names."""
        safe, renaming = self.frame.safe, self.run.renaming
        if not strip.named:
            badge = self.badge().match_y(strip.glyphs)
            return badge.shift([safe.right - badge.get_right()[0], 0, 0])
        rule = f"$n -> {renaming.multiplier} n$"
        if self.frame.ratio > 1:
            rule = f"numbers renamed: $n -> {renaming.multiplier} n mod {renaming.p}$"
        note = lettering(rule, Size.SMALL, self.theme.dim)
        stand_on(strip.name.baseline, note)
        left = strip.name.get_x() > 0
        return note.shift([safe.left - note.get_left()[0] if left else safe.right - note.get_right()[0], 0, 0])

    def heights(self, values: Any) -> Any:
        """Color heights (…) in 0 … 1 as a surface: RGBA (…, 4)."""
        return ramp(self.theme.heights, values)

    def in_role(self, role: str) -> Callable[[Any], Any]:
        """Return a function that colors a surface in the shades of one role."""
        code, shades = getattr(self.theme, role), self.theme.shades
        return lambda values: role_ramp(code, values, shades)

    def addition(self, x: int, y: int, size: float) -> Equation:
        """Write x ± y = result, and → the result modulo p if that differs, each number in its color."""
        theme, whole = self.theme, x + self.sign * y
        symbols = [*self.question(x, y), ("=", theme.text), (number(whole), theme.sum)]
        if whole not in range(self.run.p):
            symbols += [("→", theme.text), (str(whole % self.run.p), theme.sum)]
        return Equation(symbols, size)

    @property
    def sign(self) -> int:
        """1 if the second number of a question is added, −1 if it is subtracted; only for operations done on clocks."""
        return self.operation.by_hands.sign

    def question(self, x: int, y: int) -> list[tuple[str, str]]:
        """Return the numbers and signs of a question of the run's operation, each with its color."""
        return inked(self.operation, x, y, self.theme)

    def asked_alone(self, x: int, y: int) -> Equation:
        """Write x + y = ? in the middle of the content, at least half as wide as that."""
        question, area = self.unanswered(x, y, Size.DISPLAY), self.content
        question.scale(max(0.5 * area.width / question.width, 1.0)).move_to(area.center)
        return question

    def unanswered(self, x: int, y: int, size: float) -> Equation:
        """Write x + y = ?, in the run's own operation, each number in its color."""
        return Equation([*self.question(x, y), ("=", self.theme.text), ("?", self.theme.text)], size)

    def ticks(self) -> list[tuple[float, Lettering]]:
        """Return (share of an axis, numeral) for its first, middle and last number."""
        last = self.run.p - 1
        return [(n / last, words(str(n), Size.SMALL, self.theme.dim)) for n in (0, (last + 1) // 2, last)]

    def axes_of(self, relief: Relief, floor: float | None = None) -> Group:
        """Make axes of x and y that turn with a surface; `floor` is their height, by default the surface's lowest."""
        names = (formula("x", Size.LABEL + 3, self.theme.cos_x), formula("y", Size.LABEL + 3, self.theme.cos_y))
        level = -relief.rise if floor is None else floor
        return relief.axes(names, self.ticks, color=rgba(self.theme.grid), floor=level)

    def colors(self, *roles: str) -> dict[str, str]:
        """Return colors of the theme's roles by name, to hand to a mobject."""
        return {role: getattr(self.theme, role) for role in roles}

    def unfinished_sentence(self) -> UnfinishedSentence:
        """Set the sentence that a language model is asked to go on from over the picture, a question mark after it."""
        texts = [text for text, _ in pieces_of_the_sentence(read_facts())[:-1]]
        return UnfinishedSentence(texts, self.frame.picture, self.theme)

    def in_glass(self) -> GlassBox:
        """Lay out every table of weights that the network has learned in a glass box over the picture."""
        weights = self.run.weights
        heads = [np.reshape(array, (-1, array.shape[-1])) for array in (weights.W_Q, weights.W_K, weights.W_V)]
        tables = [("W_E", np.vstack([weights.W_E.T, weights.W_pos])), *zip(("W_Q", "W_K", "W_V"), heads, strict=True)]
        tables += [("W_O", weights.W_O.T), ("W_U", weights.W_U.T)]
        tables += [('W_"in"', np.column_stack([weights.W_in, weights.b_in]))]
        tables += [('W_"out"', np.vstack([weights.W_out.T, weights.b_out]))]
        return GlassBox(tables, "learned numbers", self.frame.picture, self.theme)

    def whole_network(self, x: int, y: int) -> WholeNetwork:
        """Lay out the whole network over the picture, with readings for x and y and for `MORE` − 1 further y."""
        readings = [self.evidence.reading(x, (y + more) % self.run.p) for more in range(MORE)]
        area, ratio = self.frame.picture, self.frame.ratio
        return WholeNetwork(readings, self.operation, self.run.parameters, area, ratio, self.theme)

    def training_told(self) -> tuple[str, History, int | None]:
        """Return the operation learned, its curves as far as they are shown, and the step at which it generalized.

        A network that was imported alone gets those of our own training on its operation.
        """
        name = self.run.config.operation
        if len(self.run.checkpoints.steps) < 2:
            trial = read_operations()[name]
            return name, trial.history, trial.generalized_at
        times, history = self.evidence.training.timeline, self.run.history
        return name, history.at(history.step[history.step <= times.ends_by(history.step[-1])]), times.generalized_at

    def exam_desk(self) -> ExamDesk:
        """Lay out the exam's board, curves and counts over the picture, as of the last snapshot."""
        board, history = self.evidence.training.exam_board, self.run.history
        curves = (history.step, history.train_accuracy, history.test_accuracy)
        groups, near = (board.lessons, board.exam), 1.0 * board.step[board.memorized]
        desk = ExamDesk(self.frame.picture, *groups, curves, board.step, self.theme, near)
        return desk.show(*board.at(len(board.step) - 1), [share[-1] for share in board.shares.values()])

    def exam_told(self) -> ExamDesk | None:
        """Lay out the exam's desk if an earlier chapter has shown it; None for other operations and a lone network."""
        is_shown = self.run.config.operation in MIRRORED.operations and len(self.run.checkpoints.steps) > 1
        return self.exam_desk() if is_shown else None
