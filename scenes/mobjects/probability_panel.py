"""Shows how likely each symbol is, on a logarithmic axis: a dot for each, at the height of its own switch."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Line, VGroup

from scenes.mobjects.array_mobject import Floats
from scenes.mobjects.lettering import formula, words

# Powers of ten from one grid line to the next, and how much less likely that is, in words.
STEPS = {1: "ten", 2: "a hundred", 3: "a thousand", 6: "a million", 9: "a billion", 12: "a trillion"}
LINE_ROOM = 1.0  # units from one grid line to the next, at least


class ProbabilityPanel(VGroup):
    """Grid lines for powers of ten (n,) ≤ 0, 1 at the right edge; `size` of the labels in pixels."""

    def __init__(self, powers: Floats, width: float, height: float, *, size: float, grid: str, dim: str) -> None:
        self.powers = np.asarray(powers, dtype=np.float64)
        far = max(-float(self.powers.min()), 1.0)
        self.step = next((step for step in STEPS if width >= LINE_ROOM * np.ceil(far / step)), max(STEPS))
        self.reach = self.step * int(np.ceil(far / self.step))
        self.span = width
        self.lines, self.labels = VGroup(), VGroup()
        for power in range(0, self.reach + 1, self.step):
            x = width / 2 - width * power / self.reach
            rule = Line([x, -height / 2, 0], [x, height / 2, 0], color=grid, stroke_width=1.2, stroke_opacity=0.55)
            name = words("certain", size, dim) if power == 0 else formula(f"10^(-{power})", size, dim)
            name.next_to(rule, DOWN, 0.14)
            if power == 0:
                name.align_to(rule, RIGHT)
            self.lines.add(rule)
            self.labels.add(name)
        super().__init__(self.lines, self.labels)

    @property
    def step_in_words(self) -> str:
        """Say how much less likely a step to the next line is: "a million"."""
        return STEPS[self.step]

    def places(self, heights: Floats) -> Floats:
        """(n, 3) where the dots belong, at heights (n,) of the picture."""
        across = self.lines[0].get_x() + self.span * self.powers / self.reach
        return np.column_stack([across, heights, np.zeros(len(across))])
