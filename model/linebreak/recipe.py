"""The recipe of a line-wrapping run: how large the network is, how noisy its stream, how it is trained.

The noise is the one deliberate intervention: with `noise=0` the same network learns the same task on a nearly straight
line, with noise its count has to be spread out, and curls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from transparent_box.model.config import ConfigError, JsonRecipe, require_kind
from transparent_box.model.limits import LARGEST_DOCUMENTS, LARGEST_HEADS, LARGEST_SEED, LARGEST_STEPS

LARGEST_WIDTH = 16_384
TASK = "linebreak"  # how config.json tells these runs from those that add


@dataclass(frozen=True)
class Recipe(JsonRecipe):
    """Everything that decides a run's weights, bit for bit on one machine (with the same thread count)."""

    seed: int = 0
    steps: int = 8_000
    noise: float = 1.0  # standard deviation added to each coordinate of the stream, whose own root mean square is 1
    documents: int = 128  # a step, all of them fresh
    last_word_share: float = 0.3  # of documents whose width is read from line 1's last word, in training only
    far_weight: float = 0.2  # of questions asked more than FAR characters before the end
    learning_rate: float = 4e-3
    betas: tuple[float, float] = (0.9, 0.98)
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    warmup_steps: int = 100
    largest_gradient: float = 1.0
    d_model: int = 64
    d_head: int = 16
    n_counting: int = 4
    n_boundary: int = 6
    d_mlp: int = 256

    def __post_init__(self) -> None:
        for field in fields(self):
            require_kind(field.name, getattr(self, field.name), field.type)
        object.__setattr__(self, "betas", tuple(self.betas))
        if not 0 <= self.seed <= LARGEST_SEED:
            raise ConfigError(f"The seed must be a whole number from 0 to 2^63 − 1, not {self.seed}.")
        if not 0 <= self.noise <= 10:
            raise ConfigError(f"The noise must lie from 0 to 10, not at {self.noise}.")
        if min(self.steps, self.documents, self.d_model, self.d_head, self.d_mlp) < 1:
            raise ConfigError("Steps, documents and widths must be at least 1.")
        if min(self.n_counting, self.n_boundary) < 1:
            raise ConfigError("Each layer needs at least one head.")
        if not (0 <= self.last_word_share <= 1 and 0 <= self.far_weight <= 1):
            raise ConfigError("Shares and weights must lie from 0 to 1.")
        if not (0 < self.learning_rate < math.inf and self.weight_decay >= 0 and self.largest_gradient > 0):
            raise ConfigError("The learning rate must be positive and the weight decay not negative.")
        if self.epsilon <= 0:
            raise ConfigError(f"AdamW's epsilon must be positive, not {self.epsilon}.")
        if self.warmup_steps < 0:
            raise ConfigError(f"The warm-up cannot take {self.warmup_steps} steps.")
        self._require_sizes()

    def _require_sizes(self) -> None:
        """Raise ConfigError unless a machine can work through the steps, documents and widths."""
        sizes = {
            "Steps": (self.steps, LARGEST_STEPS),
            "Documents": (self.documents, LARGEST_DOCUMENTS),
            "Heads": (max(self.n_counting, self.n_boundary), LARGEST_HEADS),
            "Widths": (max(self.d_model, self.d_head, self.d_mlp), LARGEST_WIDTH),
        }
        for name, (size, largest) in sizes.items():
            if size > largest:
                raise ConfigError(f"{name} must be at most {largest:,}, not {size}.")
